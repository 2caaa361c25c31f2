"""Work beside the window's thread: jobs, threads, turns of the event loop, and who goes first.

May import :mod:`graph.work`.
"""
