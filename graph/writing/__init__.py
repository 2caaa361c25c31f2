"""Quads to bytes in all formats, and tables for other programs. Equal quads give equal bytes.

May import :mod:`graph.model` and the rooms below it.
"""
