"""Steps common to all layouts: split into components, pack boxes, remove overlaps.

May import :mod:`graph.layout.problem` only.
"""
