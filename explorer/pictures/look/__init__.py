"""Appearance: palettes, themes, shapes, style rules, and the legend that explains them.

May import :mod:`explorer.views`.
"""
