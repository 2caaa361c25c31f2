"""Reach: the resources within some steps of others, those that are connected at all, and those above one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.views.nodes import Nodes
from explorer.views.view import Direction
from graph.arrays.types import Ids, Mask
from graph.model.projection import Projection
from graph.rdf.terms import RDFS, SKOS
from graph.work.memo import memoized

UPWARD = (
    *(RDFS + "subClassOf", RDFS + "subPropertyOf"),
    *(SKOS + "broader", SKOS + "broaderTransitive", SKOS + "topConceptOf"),
)
"""Kinds of relationship that say what is above a resource, those that name the nearest one first."""
_MOST_STEPS = 1000
"""Largest number of relationships on the ways up that are followed; hierarchies have some dozens at most."""


def neighbourhood(
    projection: Projection, ends: tuple[Ids, Ids], start: Nodes, hops: int, nodes: Mask, edges: Mask,
    direction: Direction,
) -> Mask:  # fmt: skip
    """True for nodes within ``hops`` steps of ``start`` over the given nodes and edges, shape (n,).

    ``ends`` are subject and object (m,) of each edge as drawn. ``direction`` is "out" to follow edges from subject to
    object only, "in" for the other way, or "both".
    """
    inside = start.mask(len(nodes))
    border = np.flatnonzero(inside)
    for _ in range(hops):
        if not len(border):
            break
        rows = projection.edges_of.gather(border)
        subject, object_ = (end[rows] for end in ends)
        usable = edges[rows] & nodes[subject] & nodes[object_]
        subject, object_ = subject[usable], object_[usable]
        reached = inside.copy()
        if direction != "in":
            reached[object_[inside[subject]]] = True
        if direction != "out":
            reached[subject[inside[object_]]] = True
        border, inside = np.flatnonzero(reached & ~inside), reached
    return inside


def connected(ends: tuple[Ids, Ids], nodes: Mask, edges: Mask) -> Mask:
    """True for nodes with one of the given edges, between ``ends`` (m,), to another of the given nodes, shape (n,)."""
    subject, object_ = ends
    rows = np.flatnonzero(edges & nodes[subject] & nodes[object_] & (subject != object_))
    out = np.zeros(len(nodes), bool)
    out[subject[rows]] = True
    out[object_[rows]] = True
    return out


def ways_up(projection: Projection, node: int, most: int = 3) -> tuple[tuple[int, ...], ...]:
    """The ways from the top down to a resource, without it, one for each of at most ``most`` resources right above it.

    Where several resources are above one on the way, it goes on to the first by kind and by name.
    """
    out = []
    for first in [above for _, above in _steps_up(projection, node)][:most]:
        way, met = [first], {node, first}
        while further := [above for _, above in _steps_up(projection, way[-1]) if above not in met]:
            way.append(further[0])
            met.add(further[0])
        out.append(tuple(reversed(way)))
    return tuple(out)


def edges_above(projection: Projection, nodes: Sequence[int]) -> tuple[int, ...]:
    """All relationships on the ways up from some resources, the nearest first."""
    found: list[int] = []
    waiting, met = list(nodes), set(nodes)
    for node in waiting:
        for edge, above in _steps_up(projection, node):
            found.append(edge)
            if above not in met:
                met.add(above)
                waiting.append(above)
        if len(found) > _MOST_STEPS:
            break
    return tuple(found)


@memoized
def _upward(projection: Projection) -> dict[int, int]:
    """The rank of each kind of relationship that leads up."""
    return {i: UPWARD.index(info.iri) for i, info in enumerate(projection.predicates) if info.iri in UPWARD}


def _steps_up(projection: Projection, node: int) -> list[tuple[int, int]]:
    """The relationships from a resource to each of those right above it, by kind and by name."""
    p, ranks = projection, _upward(projection)
    if not ranks:
        return []
    edges = p.edges_of[node]
    edges = edges[p.subject[edges] == node]
    rows = ((ranks.get(kind), edge) for kind, edge in zip(p.predicate[edges].tolist(), edges.tolist()))
    steps = [(rank, p.labels[above], edge, above) for rank, edge in rows
             if rank is not None and (above := int(p.object[edge])) != node]  # fmt: skip
    once = {above: edge for _, _, edge, above in sorted(steps, reverse=True)}
    return [(edge, above) for _, _, edge, above in sorted(steps) if once[above] == edge]
