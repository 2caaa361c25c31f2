"""Tasks with files: opening sources, explorations and their crash copies, exports, comparisons.

May import what ``ui.tasks`` may.
"""
