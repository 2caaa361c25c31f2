"""Layouts of up to some thousand nodes, by NetworkX, Graphviz and, for timelines and hierarchies, our own code.

May import ``fitting``, ``large`` and :mod:`graph.layout.problem`.
"""
