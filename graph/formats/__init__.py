"""File formats: one row for each, with everything that reading, writing and file dialogs ask of it.

May import :mod:`graph.rdf` and what is below it. Readers and writers are named here and imported when they are called.
"""
