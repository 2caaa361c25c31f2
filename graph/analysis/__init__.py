"""Answers about a graph: measures, paths, shapes, evidence coverage, and the texts that passages point into.

May import :mod:`graph.model` and the rooms below it.
"""
