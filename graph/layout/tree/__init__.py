"""Layouts of trees: a spanning forest of any graph, drawn to the right or around its roots in linear time.

May import ``fitting``, ``large`` and :mod:`graph.layout.problem`.
"""
