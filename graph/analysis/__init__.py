"""Analysis of a graph: measures, paths, shapes, evidence coverage, texts of passages, and what was known by a day.

May import :mod:`graph.model` and the rooms below it.
"""
