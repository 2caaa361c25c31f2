"""SPARQL endpoints as sources: an overview in small steps, search, and the neighbours of resources on demand.

May import :mod:`graph.web` and the rooms below it.
"""
