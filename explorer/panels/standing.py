"""The named graphs in which a source says something of a resource, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from graph.model.projection import Owner, Projection


class Standing(NamedTuple):
    """The named graphs of a resource.

    every       the ids of those that hold its classes, names and attributes, ascending; () without any
    attributes  the names of those that hold each of its attributes, () for all if all stand in ``every``
    held        the number of statements in the graph that the resource names, 0 if it names none
    """

    every: tuple[int, ...] = ()
    attributes: tuple[str, ...] = ()
    held: int = 0


def standing(projection: Projection, node: int) -> Standing:
    """The named graphs of a resource. O(q) in NumPy, in sources that have named graphs."""
    p = projection
    if not p.graphs:
        return Standing()
    iri = p.iris[node]
    graph = p.graphs.index(iri) if iri in p.graphs else -1
    held = int(np.count_nonzero(p.graph_of_quad == graph)) if graph >= 0 else 0
    rows = np.flatnonzero((p.owner_kind == Owner.NODE) & (p.owner == node))
    graphs: dict[tuple[int, int], set[int]] = {}
    triples = zip(p.quads.predicate[rows].tolist(), p.quads.object[rows].tolist(), p.graph_of_quad[rows].tolist())
    for predicate, value, where in triples:
        graphs.setdefault((predicate, value), set()).add(where)
    every = sorted(set().union(*graphs.values()) - {-1})
    if all(found - {-1} == set(every) for found in graphs.values()):
        return Standing(tuple(every), (), held)
    own = p.node_attributes[node]
    keys = zip(p.quads.predicate[own].tolist(), p.quads.object[own].tolist())
    return Standing(tuple(every), tuple(_words(p, sorted(graphs.get(key, set()) - {-1})) for key in keys), held)


def _words(projection: Projection, graphs: Sequence[int]) -> str:
    return ", ".join(projection.graph_names[graph] for graph in graphs)
