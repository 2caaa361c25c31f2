"""Sources that stay on disk: the folder they are kept in, how one is built, how one is read.

May import :mod:`graph.model` and the rooms below it.
"""
