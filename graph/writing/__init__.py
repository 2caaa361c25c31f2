"""Quads to bytes in every format that is written, and tables for other programs. Equal quads give equal bytes.

May import :mod:`graph.model` and the rooms below it.
"""
