"""Tools for columns: ragged rows, text collation, calendar arithmetic, compiled loops.

They know no RDF. May import NumPy, numba and nothing of the project.
"""
