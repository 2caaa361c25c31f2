"""Comparison of what a graph says with the words of its passages.

May import :mod:`graph.analysis`, :mod:`graph.model` and the rooms below them.
"""
