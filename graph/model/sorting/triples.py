"""Triples as a set: a triple that stands in several graphs is one statement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.rdf.source import Quads


def first_of_triples(quads: Quads) -> NDArray[np.int64]:
    """For each quad the first quad, in reading order, with the same triple; shape (q,).

    A quad that is the first of its triple has its own index.
    """
    rows = np.arange(len(quads))
    # Most sources have one graph, or subjects that stand in one graph each. The rest alone is sorted.
    graph_of_subject = np.full(len(quads.terms), -1, np.int32)
    graph_of_subject[quads.subject] = quads.graph
    elsewhere = quads.graph != graph_of_subject[quads.subject]
    if not elsewhere.any():
        return rows
    is_spread = np.zeros(len(quads.terms), bool)
    is_spread[quads.subject[elsewhere]] = True
    spread = np.flatnonzero(is_spread[quads.subject])
    s, p, o = (column[spread] for column in (quads.subject, quads.predicate, quads.object))
    order = np.lexsort((o, p, s))  # stable, so that the first of equal triples is the first in reading order
    s, p, o = s[order], p[order], o[order]
    new = np.ones(len(order), bool)
    new[1:] = (s[1:] != s[:-1]) | (p[1:] != p[:-1]) | (o[1:] != o[:-1])
    rows[spread[order]] = spread[order[np.flatnonzero(new)]][np.cumsum(new) - 1]
    return rows
