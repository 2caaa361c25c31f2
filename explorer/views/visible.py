"""Visible: the part of a projection that a view draws, and the cause that hides each other node and edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.views.folding import Folds, Support, folded_by, line_support
from explorer.views.groups import GROUPS_FROM, bundled, grouped
from explorer.views.hiding.filters import FILTER_OF, FILTERS, Cause
from explorer.views.nodes import Nodes
from explorer.views.view import OF_FOCUS, View
from graph.arrays.types import Codes, Ids, Mask
from graph.frozen import frozen
from graph.model.projection import Projection
from graph.named import NamedTuple


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
    slot                   index in ``drawn`` of the node for each resource, -1 for one that is hidden or folded into
                           a line, shape (n,)
    drawn_edges            ids (l,) of the drawn edges, ascending: a single statement, the first of a folded resource,
                           or one that stands for all between two nodes of which one is a group
    strands                number of statements that each of them stands for, a folded resource counted once, shape (l,)
    edge_slot              index in ``drawn_edges`` of the edge for each statement (m,), -1 for one not drawn
    node_cause, edge_cause   :class:`Cause` of each resource (n,) and statement (m,)
    node_although, edge_although   the cause that would hide a shown one that somebody asked for, else 0; like these
    subject, object        the ends (m,) of each statement as drawn: those of a folded resource lead from one end of its
                           line to the other
    folds                  what the view folds, shown or not; None if it folds nothing
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
    subject: Ids
    object: Ids
    folds: Folds | None = None

    @property
    def grouped(self) -> int:
        """The number of resources drawn inside groups."""
        return int(self.members[self.drawn >= GROUPS_FROM].sum())

    @property
    def folded_words(self) -> str:
        """Behind a number of resources, that some of them are folded; measures and paths count these like others."""
        return f", {len(self.folded):,} of them folded into relationships," if len(self.folded) else ""

    @cached_property
    def folded(self) -> Ids:
        """The shown resources that are folded into relationships, ascending."""
        if self.folds is None:
            return np.empty(0, np.int32)
        nodes = self.folds.nodes
        return np.asarray(nodes[self.node_cause[nodes] == 0])

    @cached_property
    def ends(self) -> tuple[Ids, Ids]:
        """Indices in ``drawn`` of the source and of the target of each drawn edge, both of shape (l,)."""
        edges = self.drawn_edges
        return self.slot.take(self.subject.take(edges)), self.slot.take(self.object.take(edges))

    def lines_through(self) -> Ids:
        """The folded resource that each drawn edge stands for by itself, -1 for all other edges, shape (l,)."""
        if self.folds is None:
            return np.full(len(self.drawn_edges), -1, np.int32)
        return np.where(self.strands == 1, self.folds.via[self.drawn_edges], -1).astype(np.int32)

    def support(self, projection: Projection) -> Support:
        """The support of each drawn edge by itself (l,)."""
        return line_support(projection, self.folds, self.drawn_edges, self.lines_through())

    def folded_into(self, edge: int) -> int:
        """The folded resource that the drawn edge of a statement stands for by itself, else -1."""
        if self.folds is None:
            return -1
        place = self.edge_slot[edge]
        return int(self.folds.via[edge]) if place >= 0 and self.strands[place] == 1 else -1

    def line_ends(self, nodes: Sequence[int]) -> Ids:
        """Ids of the drawn nodes between which the lines of some folded resources lead, none for other resources."""
        if self.folds is None:
            return self.drawn[:0]
        places = self.edge_slot[self.folds.line[np.isin(self.folds.nodes, np.asarray(nodes))]]
        places = places[places >= 0]
        return np.asarray(self.drawn[np.concatenate([end[places] for end in self.ends])])

    def line_of(self, node: int) -> int:
        """The drawn edge that stands for a folded resource, alone or with others; -1 if none does."""
        if self.folds is None or node >= GROUPS_FROM:
            return -1
        place = int(np.searchsorted(self.folds.nodes, node))
        is_folded = place < len(self.folds.nodes) and self.folds.nodes[place] == node
        return self.edge_for(int(self.folds.line[place])) if is_folded else -1

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
        """True for resources drawn by themselves, as a node or a line, not in a group; shape as ``nodes``."""
        alone = np.append(self.drawn, GROUPS_FROM)[self.slot[nodes]] < GROUPS_FROM
        return np.asarray(alone if self.folds is None else alone | np.isin(nodes, self.lines_through()))

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

    def has_own_edge(self, edges: NDArray[np.integer]) -> NDArray[np.bool_]:
        """True for statements whose id a drawn edge has, or that share the line of a folded resource with one."""
        own = np.isin(edges, self.drawn_edges)
        through = self.lines_through()
        return own if self.folds is None else own | np.isin(self.folds.via[edges], through[through >= 0])

    def statements_of(self, edge: int) -> Ids:
        """The shown statements behind the drawn edge of a statement; the statement alone if no edge is drawn for it."""
        place = self.edge_slot[edge]
        return np.flatnonzero(self.edge_slot == place).astype(np.int32) if place >= 0 else np.array([edge], np.int32)

    def edge_for(self, edge: int) -> int:
        """The drawn edge that stands for a statement, -1 if the statement is not drawn."""
        place = int(self.edge_slot[edge])
        return int(self.drawn_edges[place]) if place >= 0 else -1

    def ledger(self) -> tuple[LedgerLine, ...]:
        """The numbers of hidden resources and statements by cause.

        A statement with a hidden end counts under that alone, unless statements hide the end: its own cause would show
        nothing.
        """
        codes = self.node_cause, self._edges_by_cause, self.node_although, self.edge_although
        counts = np.stack([np.bincount(code, minlength=len(Cause)) for code in codes])
        return tuple(
            LedgerLine(cause, *counts[:, cause].tolist()) for cause in Cause if cause and counts[:, cause].any()
        )

    @property
    def _edges_by_cause(self) -> Codes:
        """The cause under which the ledger counts each statement (m,)."""
        hidden = np.flatnonzero((self.edge_cause != 0) & (self.edge_cause != Cause.END))
        if not len(hidden):
            return self.edge_cause
        gone = ~np.isin(self.node_cause, (Cause.SHOWN, Cause.FOCUS, Cause.UNCONNECTED))
        out = self.edge_cause.copy()
        out[hidden[gone[self.subject[hidden]] | gone[self.object[hidden]]]] = Cause.END
        return out

    def summary(
        self, left_out: Sequence[str] = (), why: str = "", *, undrawn: Sequence[str] = ()
    ) -> str:  # fmt: skip
        """The ledger in one line: “312 not shown: 200 by class, 112 by date · 3 shown although hidden by class”.

        ``left_out`` are things that only this picture leaves out, such as “3 names”; they follow at the end, with
        ``why`` they are left out, if that needs saying. ``undrawn`` are triples that no picture shows.
        """
        ledger = self.ledger()
        lines = [line for line in ledger if line.nodes]
        by_edge = [
            f"{line.edges:,} relationship{'' if line.edges == 1 else 's'} {FILTER_OF[line.cause].words}"
            for line in ledger
            if line.edges and line.cause != Cause.END
        ]
        groups = int((self.drawn >= GROUPS_FROM).sum())
        grouped = [f"{self.grouped:,} in {groups:,} group{'s' if groups > 1 else ''}"] if groups else []
        into = f"relationship{'' if len(self.folded) == 1 else 's'}"
        folded = [f"{len(self.folded):,} folded into {into}"] if len(self.folded) else []
        less = [*grouped, *folded, *([f"{', '.join(left_out)} left out {why}".rstrip()] if left_out else []), *undrawn]
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


def not_drawn(tally: Mapping[str, int]) -> tuple[str, ...]:
    """Triples that no picture shows, by their number in each role: “12 triples of the schema not drawn”."""
    count = tally.get("schema", 0)
    return (f"{count:,} triple{'' if count == 1 else 's'} of the schema not drawn",) if count else ()


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
    folds = folded_by(projection, view)
    ends = (projection.subject, projection.object) if folds is None else (folds.subject, folds.object)
    if folds is not None:
        folds.broken(node_cause, edge_cause)
    if view.focus or view.hides_unconnected:
        _hide_by_links(projection, view, ends, folds, node_cause, edge_cause)
    shown = node_cause == 0
    if folds is not None:
        lost = folds.nodes[shown[folds.nodes] & ~folds.joined(shown)]  # their lines lead nowhere
        node_cause[lost], shown[lost] = Cause.END, False
    node_although[~shown] = 0
    both = shown.take(ends[0]) & shown.take(ends[1])
    edge_cause[(edge_cause == 0) & ~(both if folds is None else both & folds.through(shown))] = Cause.END
    if folds is not None:
        edge_cause[(edge_cause == 0) & folds.facts] = Cause.FOLDED
    edge_although[edge_cause != 0] = 0
    nodes = np.flatnonzero(shown).astype(np.int32)
    edges = np.flatnonzero(edge_cause == 0).astype(np.int32)
    if folds is None:
        drawn, members, slot = grouped(shown, nodes, view.groups, view.ungrouped)
        lines = bundled(ends, edges, slot, drawn)
    else:
        shown[folds.nodes] = False
        drawn, members, slot = grouped(shown, np.flatnonzero(shown).astype(np.int32), view.groups, view.ungrouped)
        lines = bundled(ends, np.setdiff1d(edges, folds.other, assume_unique=True), slot, drawn)
        lines[2][folds.other] = lines[2][folds.line]
    causes = node_cause, edge_cause, node_although, edge_although
    return Visible(nodes, edges, drawn, members, slot, *lines, *causes, *ends, folds)


def _hide_by_links(
    projection: Projection, view: View, ends: tuple[Ids, Ids], folds: Folds | None, node_cause: Codes, edge_cause: Codes
) -> None:
    """Hide the resources outside the focus, and then the unconnected ones; a folded resource goes with its ends."""
    # Late: the first picture asks for none of these.
    from explorer.views.hiding.support import supported_alike
    from explorer.views.reach import connected, neighbourhood

    leading = edge_cause == 0 if folds is None else folds.leading(node_cause, edge_cause)
    if view.focus:
        inside = neighbourhood(projection, ends, view.focus, view.hops, node_cause == 0, leading, view.direction)
        for step in view.expansions:
            if step.centre != OF_FOCUS:
                inside |= step.nodes.mask(projection.node_count)
        if folds is not None:
            inside[folds.nodes[folds.joined(inside)]] = True
        node_cause[(node_cause == 0) & ~inside] = Cause.FOCUS
    if view.hides_unconnected:
        shown = node_cause == 0
        alone = shown & ~connected(ends, shown, leading)
        alone &= ~(view.shown_nodes | view.focus).mask(projection.node_count)
        alone &= ~supported_alike(projection, view)
        if folds is not None:
            alone[folds.nodes] = False
        node_cause[alone] = Cause.UNCONNECTED


def _overruled(causes: Codes, shown: Nodes) -> tuple[Codes, Codes]:
    """The causes that still hide something, and the causes that do not hide what somebody asked for."""
    although = np.zeros_like(causes)
    if shown:
        asked = shown.mask(len(causes))
        although[asked] = causes[asked]
        causes[asked] = Cause.SHOWN
    return causes, although


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
    inside = np.flatnonzero(visible.slot >= alone)
    pairs = (visible.slot[inside] - alone) * np.int64(classes) + projection.node_class[inside] + 1
    held = np.bincount(pairs, minlength=count * classes).reshape(count, classes)
    by_iri = np.array(
        sorted(range(-1, classes - 1), key=lambda c: projection.classes[c].iri if c >= 0 else ""), np.int64
    )
    return np.asarray(by_iri[held[:, by_iri + 1].argmax(axis=1)])
