"""The sorting of quads: a role for each, places in lists, equal triples, and statements in other words.

May import what :mod:`graph.model` may, and nothing else of it.
"""
