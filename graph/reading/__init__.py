"""Files to quads: formats told by content, guards against hostile input, parsers, interned columns.

May import :mod:`graph.rdf` and the rooms below it.
"""
