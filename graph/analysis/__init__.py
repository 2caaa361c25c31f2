"""Analysis of a graph: measures, paths, shapes, evidence coverage, and the texts of passages.

May import :mod:`graph.model` and the rooms below it.
"""
