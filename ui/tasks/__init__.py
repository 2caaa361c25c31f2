"""Tasks of the window: opening, layouts, paths, queries, notes, explorations.

Each task takes the tools it needs, never the window. May import ``ui.panels`` and ``ui.overlay``.
"""
