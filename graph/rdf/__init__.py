"""RDF as the program sees it: terms, literal values, vocabularies, labels, and summaries of graphs.

May import :mod:`graph.arrays` and :mod:`graph.work`.
"""
