"""The session, the one mutable object, and the commands that change its view.

May import :mod:`explorer.panels` and the rooms below it.
"""
