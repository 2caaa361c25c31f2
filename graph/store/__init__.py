"""Sources that stay on disk: the folder that holds them, the builder, and the reader.

May import :mod:`graph.model` and the rooms below it.
"""
