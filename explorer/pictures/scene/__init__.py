"""What is drawn as arrays: positions, sizes, colours, bends; and where things are in it.

May import :mod:`explorer.pictures.look`.
"""
