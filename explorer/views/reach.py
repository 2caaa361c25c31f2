"""Reach: the resources within some steps of others, and those that are connected at all."""

from __future__ import annotations

import numpy as np

from explorer.views.nodes import Nodes
from explorer.views.view import Direction
from graph.arrays.types import Ids, Mask
from graph.model.projection import Projection


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
