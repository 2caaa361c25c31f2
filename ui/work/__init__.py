"""Work beside the window's thread: jobs, threads, turns of the event loop, and priority of the window.

May import :mod:`graph.work`.
"""
