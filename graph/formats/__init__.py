"""File formats: one row per format, with all that reading, writing and file dialogs need.

May import :mod:`graph.rdf` and the rooms below it. Readers and writers are named here and imported when they are
called.
"""
