"""Bringing in what is tied to something, a kind of tie at a time, and taking it away again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.views.groups import Group, is_group, with_group
from explorer.views.nodes import Nodes
from explorer.views.view import Expansion, View
from explorer.views.visible import Cause, Visible
from graph.model.projection import Projection

Ids = NDArray[np.int32]

MOST = 200
"""More newcomers than this are not brought in without asking."""
TOP = 50
"""So many of the most tied ones are offered instead."""
_LIFTED = (Cause.HAND, Cause.FOCUS)
"""What an expansion overrules; filters stay in force."""


class Offer(NamedTuple):
    """Ties of one kind and direction at a drawn node: “made by ← 34”, ``waiting`` of them not on the canvas yet."""

    predicate: int
    outgoing: bool
    label: str
    total: int
    waiting: int


def offers(projection: Projection, visible: Visible, drawn: int) -> tuple[Offer, ...]:
    """The kinds of ties of a resource, those that bring most first; none for a group, which is opened whole."""
    if is_group(drawn):
        return ()
    edges, others, outgoing = _edges_at(projection, visible, drawn)
    fresh = _is_waiting(visible, others)
    keys = projection.predicate[edges] * 2 + ~outgoing
    out = []
    for key in np.unique(keys).tolist():
        rows = keys == key
        info = projection.predicates[key // 2]
        label = f"{info.label} →" if key % 2 == 0 else f"{info.inverse or info.label} ←"
        total, waiting = len(np.unique(others[rows])), len(np.unique(others[rows & fresh]))
        out.append(Offer(key // 2, key % 2 == 0, label, total, waiting))
    return tuple(sorted(out, key=lambda offer: (-offer.waiting, -offer.total, offer.label)))


def waiting(projection: Projection, visible: Visible, drawn: int, offer: Offer | None = None) -> Ids:
    """What would come in: neighbours of a resource (by one kind of tie) or members of a group, the most tied first."""
    if is_group(drawn):
        nodes = visible.members_of(drawn)
    else:
        edges, others, outgoing = _edges_at(projection, visible, drawn)
        rows = _is_waiting(visible, others)
        if offer is not None:
            rows &= (projection.predicate[edges] == offer.predicate) & (outgoing == offer.outgoing)
        nodes = np.unique(others[rows])
    return nodes[np.argsort(-projection.degree[nodes], kind="stable")].astype(np.int32)


def held_back(projection: Projection, visible: Visible, drawn: int) -> int:
    """How many neighbours of a resource stay hidden by filters whatever one brings in."""
    if is_group(drawn):
        return 0
    edges = projection.edges_of[drawn]
    others = np.unique(_others(projection, edges, drawn))
    return int((~np.isin(visible.node_cause[others], (Cause.SHOWN, *_LIFTED))).sum())


def expanded(view: View, visible: Visible, drawn: int, nodes: Ids, *, group: str = "") -> View:
    """``view`` with ``nodes`` brought in for a drawn node; one ``group`` of that title stands for them where given."""
    newcomers = Nodes(nodes)
    hidden = Nodes(nodes[visible.node_cause[nodes] == Cause.HAND])
    groups = with_group(view.groups, group, newcomers, "neighbours") if group else view.groups
    alone = Nodes() if len(groups) > len(view.groups) else newcomers
    return view.but(
        groups=groups,
        hidden_nodes=view.hidden_nodes - hidden,
        ungrouped=(view.ungrouped - newcomers) | alone,
        expansions=(*view.expansions, Expansion(drawn, newcomers, hidden)),
    )


def expansion_of(view: View, visible: Visible, drawn: int) -> Expansion | None:
    """The last expansion of a drawn node, else the one that brought it."""
    own = [step for step in view.expansions if step.centre == drawn]
    if own:
        return own[-1]
    members = Nodes(visible.members_of(drawn))
    came = [step for step in view.expansions if members and members <= step.nodes]
    return came[-1] if came else None


def collapsed(view: View, expansion: Expansion) -> View:
    """``view`` without what an expansion brought, and without what those brought that leave with it."""
    leaving, hidden, gone = Nodes(), Nodes(), [expansion]
    for step in gone:
        leaving, hidden = leaving | step.nodes, hidden | step.hidden
        gone += [later for later in view.expansions if later not in gone and later.centre in step.nodes]
    kept = tuple(step for step in view.expansions if step not in gone)
    elsewhere = Nodes()
    for step in kept:
        elsewhere = elsewhere | step.nodes

    def stays(group: Group) -> bool:
        return group.kind != "neighbours" or not group.members <= leaving

    return view.but(
        groups=tuple(group for group in view.groups if stays(group)),
        hidden_nodes=view.hidden_nodes | (hidden - elsewhere),
        ungrouped=view.ungrouped - (leaving - elsewhere),
        expansions=kept,
    )


def _others(projection: Projection, edges: Ids, node: int) -> Ids:
    subject, object_ = projection.subject[edges], projection.object[edges]
    return np.where(subject == node, object_, subject)


def _edges_at(projection: Projection, visible: Visible, node: int) -> tuple[Ids, Ids, NDArray[np.bool_]]:
    """Statements at a resource that no filter on statements hides, their other ends, and whether they lead there."""
    edges = projection.edges_of[node]
    edges = edges[np.isin(visible.edge_cause[edges], (Cause.SHOWN, Cause.END))]
    others = _others(projection, edges, node)
    edges, others = edges[others != node], others[others != node]
    return edges, others, projection.subject[edges] == node


def _is_waiting(visible: Visible, nodes: Ids) -> NDArray[np.bool_]:
    """Which resources are off the canvas, outside the focus or in a group."""
    slot = visible.slot[nodes]
    alone = slot >= 0
    alone[alone] = visible.drawn[slot[alone]] == nodes[alone]
    return np.isin(visible.node_cause[nodes], (Cause.SHOWN, *_LIFTED)) & ~alone
