"""The window: puts the parts together and hands out tools.

May import all of :mod:`ui` but :mod:`ui.app`.
"""
