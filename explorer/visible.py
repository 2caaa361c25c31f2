"""What of the projection is drawn under a view, and the cause for which the rest is held back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.nodes import Nodes
from explorer.view import Range, View
from graph.projection import Projection

Codes = NDArray[np.uint8]
Ids = NDArray[np.int32]
Mask = NDArray[np.bool_]


class Cause(IntEnum):
    """Why something is not drawn; the first that applies counts."""

    SHOWN = 0
    CLASS = 1
    PREDICATE = 2
    SOURCE = 3
    SUPPORT = 4
    DATE = 5
    AMOUNT = 6
    DEGREE = 7
    HAND = 8
    FOCUS = 9
    END = 10


WORDS = {
    Cause.CLASS: "by class",
    Cause.PREDICATE: "by relationship",
    Cause.SOURCE: "by source",
    Cause.SUPPORT: "by support",
    Cause.DATE: "by date",
    Cause.AMOUNT: "by amount",
    Cause.DEGREE: "by number of ties",
    Cause.HAND: "one by one",
    Cause.FOCUS: "outside the focus",
    Cause.END: "because an end is hidden",
}


class LedgerLine(NamedTuple):
    """How many resources and statements one cause holds back."""

    cause: Cause
    nodes: int
    edges: int


@dataclass(frozen=True, eq=False)
class Visible:
    """The drawn nodes and edges, and the cause of each that is not.

    ``nodes`` (k,) and ``edges`` (l,) are ids of the projection; ``slot`` (n,) is a node's place in ``nodes`` or -1.
    """

    nodes: Ids
    edges: Ids
    slot: Ids
    node_cause: Codes
    edge_cause: Codes

    def ledger(self) -> tuple[LedgerLine, ...]:
        """What is held back, cause by cause."""
        nodes = np.bincount(self.node_cause, minlength=len(Cause))
        edges = np.bincount(self.edge_cause, minlength=len(Cause))
        return tuple(
            LedgerLine(cause, int(nodes[cause]), int(edges[cause]))
            for cause in Cause
            if cause != Cause.SHOWN and (nodes[cause] or edges[cause])
        )

    def summary(self) -> str:
        """The ledger in one line: “312 hidden: 200 by class · 112 by date”, or that nothing is hidden."""
        lines = [line for line in self.ledger() if line.nodes]
        ties = [
            f"{line.edges:,} ties {WORDS[line.cause]}"
            for line in self.ledger()
            if line.edges and line.cause != Cause.END
        ]
        if not lines:
            return f"Hidden: {' · '.join(ties)}" if ties else "Nothing is hidden"
        causes = " · ".join([*(f"{line.nodes:,} {WORDS[line.cause]}" for line in lines), *ties])
        return f"{sum(line.nodes for line in lines):,} hidden: {causes}"


def see(projection: Projection, view: View) -> Visible:
    """Sort every node and edge into drawn or held back. O(n + m), no loop over either in Python."""
    node_cause = _node_causes(projection, view)
    edge_cause = _edge_causes(projection, view)
    if view.focus:
        inside = neighbourhood(projection, view.focus, view.hops, node_cause == 0, edge_cause == 0)
        node_cause[(node_cause == 0) & ~inside] = Cause.FOCUS
    shown = node_cause == 0
    ends = shown[projection.subject] & shown[projection.object]
    edge_cause[(edge_cause == 0) & ~ends] = Cause.END
    nodes = np.flatnonzero(shown).astype(np.int32)
    slot = np.full(projection.node_count, -1, np.int32)
    slot[nodes] = np.arange(len(nodes))
    return Visible(nodes, np.flatnonzero(edge_cause == 0).astype(np.int32), slot, node_cause, edge_cause)


def neighbourhood(projection: Projection, start: Nodes, hops: int, nodes: Mask, edges: Mask) -> Mask:
    """Nodes within ``hops`` ties of ``start`` over the given nodes and edges, in either direction; shape (n,)."""
    inside = start.mask(projection.node_count)
    usable = edges & nodes[projection.subject] & nodes[projection.object]
    subject, object_ = projection.subject[usable], projection.object[usable]
    for _ in range(hops):
        before = int(inside.sum())
        reached = inside.copy()
        reached[object_[inside[subject]]] = True
        reached[subject[inside[object_]]] = True
        inside = reached
        if int(inside.sum()) == before:
            break
    return inside


def _node_causes(projection: Projection, view: View) -> Codes:
    cause = np.zeros(projection.node_count, np.uint8)

    def hold(code: Cause, mask: Mask) -> None:
        cause[(cause == 0) & mask] = code

    if view.hidden_classes:
        hold(Cause.CLASS, np.isin(projection.node_class, sorted(view.hidden_classes)))
    if view.hidden_documents:
        hold(Cause.SOURCE, _only_said_in(projection, view.hidden_documents))
    if view.dates is not None:
        hold(Cause.DATE, outside_dates(projection.dates, view.dates, view.undated))
    elif not view.undated:
        hold(Cause.DATE, np.isnan(projection.dates[:, 0]))
    if view.amounts is not None:
        low, high = view.amounts
        hold(Cause.AMOUNT, (projection.amounts < low) | (projection.amounts > high))
    if view.degrees is not None:
        low, high = view.degrees
        hold(Cause.DEGREE, (projection.degree < low) | (projection.degree > high))
    if view.hidden_nodes:
        hold(Cause.HAND, view.hidden_nodes.mask(projection.node_count))
    return cause


def _edge_causes(projection: Projection, view: View) -> Codes:
    cause = np.zeros(projection.edge_count, np.uint8)

    def hold(code: Cause, test: Callable[[], Mask]) -> None:
        cause[(cause == 0) & test()] = code

    if view.hidden_predicates:
        hold(Cause.PREDICATE, lambda: np.isin(projection.predicate, sorted(view.hidden_predicates)))
    if view.hidden_graphs:
        hold(Cause.SOURCE, lambda: np.isin(projection.graph, sorted(view.hidden_graphs)))
    if view.hidden_documents:
        hold(Cause.SOURCE, lambda: _edges_only_said_in(projection, view.hidden_documents))
    if view.hidden_support:
        hold(Cause.SUPPORT, lambda: np.isin(np.minimum(projection.edge_support, 2), sorted(view.hidden_support)))
    return cause


def outside_dates(dates: NDArray[np.float64], shown: Range, undated: bool) -> Mask:
    """Which stretches of time (n, 2) do not touch ``shown``; those without a date are outside unless ``undated``.

    A stretch that ends where ``shown`` begins does not touch it; an instant on its first edge does.
    """
    start, end = dates[:, 0], dates[:, 1]
    instant = start == end
    outside = (start >= shown[1]) | (end < shown[0]) | ((end == shown[0]) & ~instant)
    return np.asarray(outside if undated else outside | np.isnan(start))


def _only_said_in(projection: Projection, documents: frozenset[int]) -> Mask:
    rows = projection.node_evidence
    return _all_hidden(rows.owners, rows.values, projection, documents, projection.node_count)


def _edges_only_said_in(projection: Projection, documents: frozenset[int]) -> Mask:
    rows = projection.edge_evidence
    return _all_hidden(rows.owners, rows.values, projection, documents, projection.edge_count)


def _all_hidden(owners: Ids, passages: Ids, projection: Projection, documents: frozenset[int], count: int) -> Mask:
    """Which owners have evidence, all of it in the given documents."""
    hidden = np.isin(projection.passage_document[passages], sorted(documents))
    total = np.bincount(owners, minlength=count)
    return np.asarray((total > 0) & (np.bincount(owners[hidden], minlength=count) == total))
