"""Expand and collapse: show the neighbours of a resource, one kind of relationship at a time, and hide them again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.views.filters import FILTERS, Cause
from explorer.views.groups import Group, is_group, with_group
from explorer.views.nodes import Nodes
from explorer.views.view import Expansion, View
from explorer.views.visible import Visible
from graph.arrays.types import Ids
from graph.model.projection import Projection

MOST = 200
"""An expansion that would add more nodes than this asks first."""
TOP = 50
"""Number of neighbours, best connected first, that the question offers instead of all."""
_YIELDING = tuple(row.cause for row in FILTERS if row.yields)
"""Causes of hiding that an expansion overrules. Filters stay in force."""


class Offer(NamedTuple):
    """Relationships of one kind and direction at a drawn node: “made by ← 34”. ``waiting`` of them are not drawn."""

    predicate: int
    outgoing: bool
    label: str
    total: int
    waiting: int


def offers(projection: Projection, visible: Visible, drawn: int) -> tuple[Offer, ...]:
    """The kinds of relationships of a resource, those with most hidden neighbours first. A group has no offers: it
    expands as a whole."""
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
    """The nodes that expanding would add: neighbours of a resource (by one kind of relationship) or members of a group.

    The best connected come first.
    """
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
    """The number of neighbours that filters hide, so that expanding does not show them."""
    if is_group(drawn):
        return 0
    edges = projection.edges_of[drawn]
    others = np.unique(_others(projection, edges, drawn))
    return int((~np.isin(visible.node_cause[others], (Cause.SHOWN, *_YIELDING))).sum())


def expanded(view: View, visible: Visible, drawn: int, nodes: Ids, *, group: str = "") -> View:
    """``view`` with ``nodes`` added for a drawn node. A title in ``group`` draws them as one group."""
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
    """The last expansion of a drawn node, or else the expansion that added the node itself."""
    own = [step for step in view.expansions if step.centre == drawn]
    if own:
        return own[-1]
    members = Nodes(visible.members_of(drawn))
    came = [step for step in view.expansions if members and members <= step.nodes]
    return came[-1] if came else None


def collapsed(view: View, expansion: Expansion) -> View:
    """``view`` without the nodes of an expansion, and without the nodes that expanding those had added."""
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
    """Edges at a resource that no filter hides, their other ends, and True where the edge points to the other end."""
    edges = projection.edges_of[node]
    edges = edges[np.isin(visible.edge_cause[edges], (Cause.SHOWN, Cause.END))]
    others = _others(projection, edges, node)
    edges, others = edges[others != node], others[others != node]
    return edges, others, projection.subject[edges] == node


def _is_waiting(visible: Visible, nodes: Ids) -> NDArray[np.bool_]:
    """True for resources hidden by hand, outside the focus or inside a group."""
    slot = visible.slot[nodes]
    alone = slot >= 0
    alone[alone] = visible.drawn[slot[alone]] == nodes[alone]
    return np.isin(visible.node_cause[nodes], (Cause.SHOWN, *_YIELDING)) & ~alone
