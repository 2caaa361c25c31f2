"""SPARQL: checks before a query runs, and the engine that answers it in a child process.

May import :mod:`graph.store` and the rooms below it.
"""
