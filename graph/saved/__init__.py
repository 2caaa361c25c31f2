"""Views, explorations and notes as RDF records.

May import :mod:`graph.writing` and the rooms below it.
"""
