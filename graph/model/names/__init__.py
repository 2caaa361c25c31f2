"""Names of resources, classes and predicates: labels, other names in the data, IRIs, contents of blank nodes.

May import :mod:`graph.model` beside it, :mod:`graph.rdf` and the rooms below.
"""
