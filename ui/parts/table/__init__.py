"""The table's grid, cells and bar.

May import what ``ui.parts`` may.
"""
