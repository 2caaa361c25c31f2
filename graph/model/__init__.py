"""Projections: a role for each quad, then resources, relationships, attributes and evidence as columns.

May import :mod:`graph.rdf` and the rooms below it.
"""
