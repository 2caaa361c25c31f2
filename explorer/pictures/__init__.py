"""Pictures: the visible part as arrays, and these arrays as strokes, marks and words.

May import :mod:`explorer.views`. Its rooms: ``look`` below ``scene`` below ``drawing``.
"""
