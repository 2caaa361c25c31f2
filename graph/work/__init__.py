"""Long work and its safety: jobs with progress, child processes, cached results, files written whole or not at all.

May import :mod:`graph.errors` and no other room.
"""
