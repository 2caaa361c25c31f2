"""What every figure needs: components apart, boxes packed and freed of overlaps.

May import the problem alone.
"""
