"""Readers of formats that are not RDF: bytes in, quads with evidence out, and a ledger of what was left out.

Each is a function of bytes and a :class:`~graph.formats.ledger.Ledger`. May import the rest of :mod:`graph.reading` and
what that may import.
"""
