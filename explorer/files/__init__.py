"""Files of the user: sources to open, views, explorations, exports, images, notes.

May import :mod:`explorer.state` and the rooms below it.
"""
