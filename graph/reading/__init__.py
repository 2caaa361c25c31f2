"""Files to quads: format recognition, limits against hostile input, parsers, interned columns.

May import :mod:`graph.rdf` and the rooms below it.
"""
