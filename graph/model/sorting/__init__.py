"""Quads sorted for a picture: the role of each, its place in a list, and the quads that say the same triple.

May import what :mod:`graph.model` may, and nothing else of it.
"""
