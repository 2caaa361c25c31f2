"""RDF as the program sees it: terms, literal values, vocabularies, labels, and a graph in summary.

May import :mod:`graph.arrays` and :mod:`graph.work`.
"""
