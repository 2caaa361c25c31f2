"""The sorting of quads: a role for each, places in lists, and the quads that say the same triple.

May import what :mod:`graph.model` may, and nothing else of it.
"""
