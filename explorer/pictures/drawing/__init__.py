"""A scene as a display list in pixels: strokes, marks, words, notes; and that list as SVG.

May import :mod:`explorer.pictures.scene`.
"""
