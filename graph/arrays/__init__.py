"""Tools for columns: ragged rows, text collation, calendar arithmetic, compiled loops.

These modules know no RDF. They may import NumPy and numba, and no other room.
"""
