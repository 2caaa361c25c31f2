"""Widgets that several panels share, and dialogs.

May import ``ui.look`` and ``ui.work``.
"""
