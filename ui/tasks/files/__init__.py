"""Tasks with files: opening sources, explorations and their crash copies, exports.

May import what ``ui.tasks`` may.
"""
