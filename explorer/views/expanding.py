"""Expand and collapse: show the neighbours of a resource, one kind of relationship at a time, and hide them again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.views.collapsing import unfocused
from explorer.views.groups import is_group, with_group
from explorer.views.hiding.filters import Cause
from explorer.views.nodes import Nodes
from explorer.views.places import without_places
from explorer.views.view import OF_FOCUS, Expansion, View
from explorer.views.visible import Visible, see
from graph.arrays.types import Ids
from graph.model.projection import Projection
from graph.named import NamedTuple

MOST = 200
"""An expansion that would add more nodes than this asks first."""
TOP = 50
"""Number of neighbours, best connected first, that the question offers instead of all."""


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


def leading(projection: Projection, visible: Visible, drawn: int, nodes: Ids, offer: Offer | None = None) -> Ids:
    """The statements between a resource and some neighbours, of all kinds or of one; none for a group."""
    if is_group(drawn):
        return np.empty(0, np.int32)
    edges = projection.edges_of[drawn]
    rows = np.isin(_others(visible, edges, drawn), nodes)
    if offer is not None:
        outgoing = projection.subject[edges] == drawn
        rows &= (projection.predicate[edges] == offer.predicate) & (outgoing == offer.outgoing)
    return np.unique(edges[rows]).astype(np.int32)


def expanded(
    view: View, visible: Visible, drawn: int, nodes: Ids, edges: Ids | None = None, *, group: str = ""
) -> View:
    """``view`` with ``nodes`` added for a drawn node, and ``edges`` to them, although filters may hide them.

    A title in ``group`` draws the nodes as one group.
    """
    newcomers = Nodes(nodes)
    hidden = newcomers & view.hidden_nodes
    held = Nodes(nodes[~np.isin(visible.node_cause[nodes], (Cause.SHOWN, Cause.FOCUS))])
    wanted = np.empty(0, np.int32) if edges is None else edges
    asked = Nodes(wanted[~np.isin(visible.edge_cause[wanted], (Cause.SHOWN, Cause.END))])
    groups = with_group(view.groups, group, newcomers, "neighbours") if group else view.groups
    alone = Nodes() if len(groups) > len(view.groups) else newcomers
    view = view._replace(
        groups=groups,
        hidden_nodes=view.hidden_nodes - hidden,
        shown_nodes=view.shown_nodes | held,
        shown_edges=view.shown_edges | asked,
        ungrouped=(view.ungrouped - newcomers) | alone,
        expansions=(*view.expansions, Expansion(drawn, newcomers, hidden, asked)),
    )
    return without_places(view, drawn)


def expansion_of(view: View, visible: Visible, drawn: int) -> Expansion | None:
    """The last expansion of a drawn node, or else the expansion that added the node itself."""
    own = [step for step in view.expansions if step.centre == drawn]
    if own:
        return own[-1]
    members = Nodes(visible.members_of(drawn))
    came = [step for step in view.expansions if step.centre != OF_FOCUS and members and members <= step.nodes]
    return came[-1] if came else None


def focused(projection: Projection, view: View, focus: Nodes, hops: int = 1) -> View:
    """``view`` with a focus, and with the neighbours of its resources, whatever hides them.

    More than :data:`MOST` hidden neighbours stay hidden.
    """
    view = unfocused(view)._replace(focus=focus, hops=hops, expansions=())
    return with_hidden_around(projection, view, 1, MOST) if hops else view


def with_hidden_around(projection: Projection, view: View, steps: int, most: int | None = None) -> View:
    """``view`` with everything within some steps of its focus, unless filters and hands hide more than ``most``."""
    visible = see(projection, view._replace(focus=Nodes()))
    nodes, edges = hidden_around(projection, view, visible, steps)
    if most is not None and len(nodes) > most:
        nodes, edges = (Nodes(nodes) & view.focus).ids, edges[:0]
    return expanded(view, visible, OF_FOCUS, nodes, edges) if len(nodes) or len(edges) else view


def hidden_around(projection: Projection, view: View, visible: Visible, steps: int) -> tuple[Ids, Ids]:
    """Resources within some steps of the focus that something else hides, and the hidden statements on the way."""
    from explorer.views.reach import neighbourhood  # late: the first picture has no focus

    everything = np.ones(projection.node_count, bool), np.ones(projection.edge_count, bool)
    ends = visible.subject, visible.object
    near = (max(steps - 1, 0), steps)
    inner, outer = (neighbourhood(projection, ends, view.focus, n, *everything, "both") for n in near)
    on_the_way = inner[ends[0]] | inner[ends[1]]
    hidden = outer & ~np.isin(visible.node_cause, (Cause.SHOWN, Cause.FOCUS))
    edges = on_the_way & ~np.isin(visible.edge_cause, (Cause.SHOWN, Cause.END))
    return np.flatnonzero(hidden).astype(np.int32), np.flatnonzero(edges).astype(np.int32)


def _others(visible: Visible, edges: Ids, node: int) -> Ids:
    subject, object_ = visible.subject[edges], visible.object[edges]
    return np.where(subject == node, object_, subject)


def _edges_at(projection: Projection, visible: Visible, node: int) -> tuple[Ids, Ids, NDArray[np.bool_]]:
    """Edges at a resource, their other ends as drawn, and True where the edge points to the other end."""
    edges = projection.edges_of[node]
    if visible.folds is not None:
        edges = edges[~visible.folds.facts[edges]]
    others = _others(visible, edges, node)
    edges, others = edges[others != node], others[others != node]
    return edges, others, projection.subject[edges] == node


def _is_waiting(visible: Visible, nodes: Ids) -> NDArray[np.bool_]:
    """True for resources that are hidden, or inside a group."""
    return ~visible.is_alone(nodes)
