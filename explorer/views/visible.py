"""Visible: the part of a projection that a view draws, and the cause that hides each other node and edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.views.groups import GROUPS_FROM, Group
from explorer.views.hiding.filters import FILTER_OF, FILTERS, Cause
from explorer.views.nodes import Nodes
from explorer.views.view import OF_FOCUS, Direction, View
from graph.arrays.csr import tally
from graph.arrays.types import Codes, Ids, Mask
from graph.frozen import frozen
from graph.model.projection import Projection


class LedgerLine(NamedTuple):
    """The numbers of resources and statements that one cause hides, and of those shown although it hides them."""

    cause: Cause
    nodes: int
    edges: int
    shown_nodes: int = 0
    shown_edges: int = 0


@frozen
class Visible:
    """The shown resources and statements, the nodes and edges drawn for them, and the cause of each hidden one.

    nodes, edges           ids of the resources and statements that are shown, ascending
    drawn                  ids (k,) of the drawn nodes, ascending: single resources, then groups
    members                number of resources that each of them stands for, shape (k,)
    slot                   index in ``drawn`` of the node for each resource, -1 for a hidden one, shape (n,)
    drawn_edges            ids (l,) of the drawn edges, ascending: a single statement, or one that stands for all
                           between two nodes of which one is a group
    strands                number of statements that each of them stands for, shape (l,)
    edge_slot              index in ``drawn_edges`` of the edge for each statement (m,), -1 for one not drawn
    node_cause, edge_cause   :class:`Cause` of each resource (n,) and statement (m,)
    node_although, edge_although   the cause that would hide a shown one that somebody asked for, else 0; like these
    """

    nodes: Ids
    edges: Ids
    drawn: Ids
    members: Ids
    slot: Ids
    drawn_edges: Ids
    strands: Ids
    edge_slot: Ids
    node_cause: Codes
    edge_cause: Codes
    node_although: Codes
    edge_although: Codes

    @property
    def folded(self) -> int:
        """The number of resources drawn inside groups."""
        return int(self.members[self.drawn >= GROUPS_FROM].sum())

    def drawn_for(self, node: int) -> int:
        """Id of the drawn node that stands for a resource, -1 if the resource is hidden."""
        place = int(self.slot[node])
        return int(self.drawn[place]) if place >= 0 else -1

    def members_of(self, drawn: int) -> Ids:
        """The shown resources that a drawn node stands for."""
        if drawn < GROUPS_FROM:
            return np.array([drawn], np.int32)
        place = int(np.searchsorted(self.drawn, drawn))
        if place == len(self.drawn) or self.drawn[place] != drawn:
            return np.empty(0, np.int32)
        return np.flatnonzero(self.slot == place).astype(np.int32)

    def is_alone(self, nodes: NDArray[np.integer]) -> NDArray[np.bool_]:
        """True for resources drawn by themselves, neither hidden nor in a group; shape as ``nodes``."""
        return np.asarray(np.append(self.drawn, GROUPS_FROM)[self.slot[nodes]] < GROUPS_FROM)

    def drawn_for_all(self, selected: Sequence[int]) -> Ids:
        """Ids of the drawn nodes that are, or stand for, the selected ones, each once, in the order of selection."""
        ids = np.array(selected, np.int64)
        alone = ids < GROUPS_FROM
        ids[alone] = np.append(self.drawn, -1)[self.slot[ids[alone]]]
        _, first = np.unique(ids, return_index=True)
        ids = ids[np.sort(first)]
        return ids[ids >= 0].astype(np.int32)

    def members_of_all(self, selected: Sequence[int]) -> Ids:
        """The selected resources and the members of selected groups, in the order of the selection."""
        ids = np.array(selected, np.int32)
        if (ids < GROUPS_FROM).all():
            return ids
        return np.concatenate([self.members_of(drawn) for drawn in selected])

    def statements_of(self, edge: int) -> Ids:
        """The shown statements behind the drawn edge of a statement; the statement alone if no edge is drawn for it."""
        place = self.edge_slot[edge]
        return np.flatnonzero(self.edge_slot == place).astype(np.int32) if place >= 0 else np.array([edge], np.int32)

    def edge_for(self, edge: int) -> int:
        """The drawn edge that stands for a statement, -1 if the statement is not drawn."""
        place = int(self.edge_slot[edge])
        return int(self.drawn_edges[place]) if place >= 0 else -1

    def ledger(self) -> tuple[LedgerLine, ...]:
        """The numbers of hidden resources and statements by cause."""
        codes = self.node_cause, self.edge_cause, self.node_although, self.edge_although
        counts = np.stack([np.bincount(code, minlength=len(Cause)) for code in codes])
        return tuple(
            LedgerLine(cause, *counts[:, cause].tolist()) for cause in Cause if cause and counts[:, cause].any()
        )

    def summary(self, left_out: Sequence[str] = (), why: str = "at this zoom") -> str:
        """The ledger in one line: “312 not shown: 200 by class, 112 by date · 3 shown although hidden by class”.

        ``left_out`` are things that only this picture leaves out, such as “3 names”; they follow at the end, with
        ``why`` they are left out.
        """
        ledger = self.ledger()
        lines = [line for line in ledger if line.nodes]
        by_edge = [
            f"{line.edges:,} relationship{'' if line.edges == 1 else 's'} {FILTER_OF[line.cause].words}"
            for line in ledger
            if line.edges and line.cause != Cause.END
        ]
        groups = int((self.drawn >= GROUPS_FROM).sum())
        folded = [f"{self.folded:,} in {groups:,} group{'s' if groups > 1 else ''}"] if groups else []
        less = [*folded, *([f"{', '.join(left_out)} left out {why}"] if left_out else [])]
        although = [
            f"{line.shown_nodes:,} shown although hidden {FILTER_OF[line.cause].words}"
            for line in ledger
            if line.shown_nodes
        ]
        also = [*although, *less]
        if not lines:
            shown = "No resource is hidden" if less else "Nothing is hidden"
            return " · ".join([f"Not shown: {', '.join(by_edge)}" if by_edge else shown, *also])
        causes = ", ".join(f"{line.nodes:,} {FILTER_OF[line.cause].words}" for line in lines)
        return " · ".join([f"{sum(line.nodes for line in lines):,} not shown: {causes}", *by_edge, *also])


def hidden_words(visible: Visible, nodes: Ids) -> str:
    """Hidden resources in words: “17 stay hidden: 14 by class, 3 by hand”."""
    counts = np.bincount(visible.node_cause[nodes], minlength=len(Cause))
    said = [f"{counts[cause]:,} {FILTER_OF[cause].words}" for cause in Cause if cause and counts[cause]]
    return f"{len(nodes):,} stay{'s' if len(nodes) == 1 else ''} hidden: {', '.join(said)}"


def although_hidden(visible: Visible, nodes: Ids) -> str:
    """Those of some resources that are shown although filters hide them: “14 of them although hidden by class”."""
    counts = np.bincount(visible.node_although[nodes], minlength=len(Cause))
    said = [
        f"{counts[cause]:,}{'' if counts[cause] == len(nodes) else ' of them'} although hidden {FILTER_OF[cause].words}"
        for cause in Cause
        if cause and counts[cause]
    ]
    return ", ".join(said)


def why_although(visible: Visible, *, node: int = -1, edge: int = -1) -> str:
    """“Shown although hidden by class” for a resource or a statement that a filter would hide, else ""."""
    cause = Cause(int(visible.node_although[node] if node >= 0 else visible.edge_although[edge]))
    return f"Shown although hidden {FILTER_OF[cause].words}" if cause else ""


def see(projection: Projection, view: View) -> Visible:
    """Sort every node and edge into shown or hidden, and the shown nodes into groups. O(n + m) in NumPy."""
    node_cause, node_although = _overruled(_node_causes(projection, view), view.shown_nodes - view.hidden_nodes)
    edge_cause, edge_although = _overruled(_edge_causes(projection, view), view.shown_edges)
    if view.focus:
        inside = neighbourhood(projection, view.focus, view.hops, node_cause == 0, edge_cause == 0, view.direction)
        for step in view.expansions:
            if step.centre != OF_FOCUS:
                inside |= step.nodes.mask(projection.node_count)
        node_cause[(node_cause == 0) & ~inside] = Cause.FOCUS
    shown = node_cause == 0
    if view.hides_unconnected:
        alone = shown & ~_connected(projection, shown, edge_cause == 0)
        alone &= ~(view.shown_nodes | view.focus).mask(projection.node_count)
        node_cause[alone] = Cause.UNCONNECTED
        shown &= ~alone
    node_although[~shown] = 0
    ends = shown.take(projection.subject) & shown.take(projection.object)
    edge_cause[(edge_cause == 0) & ~ends] = Cause.END
    edge_although[edge_cause != 0] = 0
    nodes = np.flatnonzero(shown).astype(np.int32)
    edges = np.flatnonzero(edge_cause == 0).astype(np.int32)
    drawn, members, slot = _folded(shown, nodes, view.groups, view.ungrouped)
    drawn_edges, strands, edge_slot = _bundled(projection, edges, slot, drawn)
    causes = node_cause, edge_cause, node_although, edge_although
    return Visible(nodes, edges, drawn, members, slot, drawn_edges, strands, edge_slot, *causes)


def _connected(projection: Projection, nodes: Mask, edges: Mask) -> Mask:
    """True for nodes with one of the given edges to another of the given nodes, shape (n,)."""
    subject, object_ = projection.subject, projection.object
    rows = np.flatnonzero(edges & nodes[subject] & nodes[object_] & (subject != object_))
    out = np.zeros(len(nodes), bool)
    out[subject[rows]] = True
    out[object_[rows]] = True
    return out


def _overruled(causes: Codes, shown: Nodes) -> tuple[Codes, Codes]:
    """The causes that still hide something, and the causes that do not hide what somebody asked for."""
    although = np.zeros_like(causes)
    if shown:
        asked = shown.mask(len(causes))
        although[asked] = causes[asked]
        causes[asked] = Cause.SHOWN
    return causes, although


def _folded(shown: Mask, nodes: Ids, groups: tuple[Group, ...], ungrouped: Nodes) -> tuple[Ids, Ids, Ids]:
    """Ids of the drawn nodes, the number of resources each stands for, and the index of the node for every resource."""
    slot = np.full(len(shown), -1, np.int32)
    if not groups:
        slot[nodes] = np.arange(len(nodes))
        return nodes, np.ones(len(nodes), np.int32), slot
    waiting = shown & ~ungrouped.mask(len(shown))
    newest = sorted(groups, key=lambda group: -group.id)
    for rank, group in enumerate(newest):
        mask = group.members.mask(len(shown)) & waiting
        slot[mask] = rank
        waiting &= ~mask
    folded = np.flatnonzero(slot >= 0)
    used = np.flatnonzero(np.bincount(slot.take(folded)))[::-1]
    ids = [newest[rank].id for rank in used.tolist()]
    alone = nodes[slot[nodes] < 0]
    place = np.empty(len(newest), np.int32)
    place[used] = len(alone) + np.arange(len(used))
    slot[folded] = place.take(slot.take(folded))
    slot[alone] = np.arange(len(alone))
    drawn = np.concatenate((alone, np.array(ids, np.int32)))
    return drawn, np.bincount(slot[nodes]).astype(np.int32), slot


def _bundled(projection: Projection, edges: Ids, slot: Ids, drawn: Ids) -> tuple[Ids, Ids, Ids]:
    """Ids of the drawn edges, the number of statements each stands for, and the index of the edge for every statement.

    One edge stands for all statements between a group and another node; statements inside a group are not drawn. The
    edge takes the id of the first statement in the direction of the majority; where as many go either way, in the
    direction to the higher id.
    """
    place = np.full(projection.edge_count, -1, np.int32)
    groups_from = int(np.searchsorted(drawn, GROUPS_FROM))
    if groups_from == len(drawn):
        place[edges] = np.arange(len(edges))
        return edges, np.ones(len(edges), np.int32), place
    a, b = slot.take(projection.subject.take(edges)), slot.take(projection.object.take(edges))
    low, high = np.minimum(a, b), np.maximum(a, b)
    to_group = high >= groups_from
    rows = np.flatnonzero(to_group & (low != high))
    low = low.take(rows)
    up = a.take(rows) == low
    _, which, counts = tally(low.astype(np.int64) * len(drawn) + high.take(rows), len(drawn) ** 2)
    upward = np.bincount(which, up, len(counts)) * 2 >= counts
    with_most = np.flatnonzero(up == upward.take(which))[::-1]
    first = np.empty(len(counts), np.int64)
    first[which.take(with_most)] = rows.take(with_most)
    alone = edges[~to_group]
    ids = np.concatenate((alone, edges[first]))
    order = np.argsort(ids)
    rank = np.empty(len(ids), np.int32)
    rank[order] = np.arange(len(ids))
    place[alone] = rank[: len(alone)]
    place[edges.take(rows)] = rank[len(alone) :].take(which)
    strands = np.concatenate((np.ones(len(alone), np.int32), counts.astype(np.int32)))
    return ids[order], strands[order], place


def neighbourhood(
    projection: Projection, start: Nodes, hops: int, nodes: Mask, edges: Mask, direction: Direction
) -> Mask:
    """True for nodes within ``hops`` steps of ``start`` over the given nodes and edges, shape (n,).

    ``direction`` is "out" to follow edges from subject to object only, "in" for the other way, or "both".
    """
    inside = start.mask(projection.node_count)
    border = np.flatnonzero(inside)
    for _ in range(hops):
        if not len(border):
            break
        rows = projection.edges_of.gather(border)
        subject, object_ = projection.subject[rows], projection.object[rows]
        usable = edges[rows] & nodes[subject] & nodes[object_]
        subject, object_ = subject[usable], object_[usable]
        reached = inside.copy()
        if direction != "in":
            reached[object_[inside[subject]]] = True
        if direction != "out":
            reached[subject[inside[object_]]] = True
        border, inside = np.flatnonzero(reached & ~inside), reached
    return inside


def _causes(
    rules: Iterable[tuple[Cause, Callable[[Projection, View], Iterator[Mask]] | None]],
    count: int,
    projection: Projection,
    view: View,
) -> Codes:
    cause = np.zeros(count, np.uint8)
    for code, masks in rules:
        for mask in masks(projection, view) if masks is not None else ():
            cause[(cause == 0) & mask] = code
    return cause


def _node_causes(projection: Projection, view: View) -> Codes:
    return _causes(((row.cause, row.nodes) for row in FILTERS), projection.node_count, projection, view)


def _edge_causes(projection: Projection, view: View) -> Codes:
    return _causes(((row.cause, row.edges) for row in FILTERS), projection.edge_count, projection, view)


def main_classes(projection: Projection, visible: Visible) -> NDArray[np.int64]:
    """The most frequent class among the members of each drawn group, -1 for none; of equal ones the first by IRI."""
    alone = int(np.searchsorted(visible.drawn, GROUPS_FROM))
    count, classes = len(visible.drawn) - alone, len(projection.classes) + 1
    folded = np.flatnonzero(visible.slot >= alone)
    pairs = (visible.slot[folded] - alone) * np.int64(classes) + projection.node_class[folded] + 1
    held = np.bincount(pairs, minlength=count * classes).reshape(count, classes)
    by_iri = np.array(
        sorted(range(-1, classes - 1), key=lambda c: projection.classes[c].iri if c >= 0 else ""), np.int64
    )
    return np.asarray(by_iri[held[:, by_iri + 1].argmax(axis=1)])
