"""The command line: everything that works without a window.

May import all of :mod:`explorer`.
"""
