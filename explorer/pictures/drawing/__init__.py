"""A scene as a display list in pixels: strokes, marks, words, notes; and the display list as SVG.

May import :mod:`explorer.pictures.scene`.
"""
