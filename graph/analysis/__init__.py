"""Analysis of a graph: measures, paths, shapes, evidence coverage, texts, what was known by a day, and differences.

May import :mod:`graph.model` and the rooms below it.
"""
