"""Reveal: change a view so that it shows given resources and relationships."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.views.expanding import expanded
from explorer.views.groups import GROUPS_FROM
from explorer.views.hiding.filters import FILTER_OF, Cause
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.arrays.types import Ids
from graph.model.projection import Projection

_WAYS = 12
"""Largest number of resources that come with the ways to them through a hierarchy."""


def revealed(projection: Projection, view: View, visible: Visible, nodes: Ids, edges: Ids | None = None) -> View:
    """``view``, which shows ``visible``, changed to show ``nodes``, and ``edges`` with their ends.

    Filters stay as they are: what they hide is shown although they hide it. The other members of a group stay in it.
    """
    edges = np.empty(0, np.int32) if edges is None else edges
    before = view
    if visible.folds is not None:
        edges, view = _with_lines(view, visible, nodes, edges)
        visible = see(projection, view)
    nodes = np.unique(np.concatenate((nodes, projection.subject[edges], projection.object[edges]))).astype(np.int32)
    while (cause := _first(visible.node_cause, nodes)) != Cause.SHOWN:
        held = nodes[visible.node_cause[nodes] == cause]
        if cause == Cause.FOCUS and visible.folds is not None:
            ends = held[~np.isin(held, visible.folds.nodes)]  # a folded resource comes with its ends
            held = ends if len(ends) else held
        showing = FILTER_OF[cause].showing
        if showing is not None:
            view = showing(projection, view, held)
        else:
            view = view._replace(
                shown_nodes=view.shown_nodes | Nodes(held), hidden_nodes=view.hidden_nodes - Nodes(held)
            )
        visible = see(projection, view)
    held = edges[visible.edge_cause[edges] != Cause.SHOWN]
    if len(held):
        view = view._replace(shown_edges=view.shown_edges | Nodes(held))
        visible = see(projection, view)
    view = _out_of_groups(projection, view, visible, nodes[visible.slot[nodes] >= 0])
    return before if view == before else view


def _out_of_groups(projection: Projection, view: View, visible: Visible, nodes: Ids) -> View:
    """``view`` with ``nodes`` drawn alone. A few of them come with the way to them: their branches are opened."""
    from explorer.views.branches import opened_branch  # late: the first picture reveals nothing

    while len(groups := np.unique((standing := visible.drawn[visible.slot[nodes]])[standing >= GROUPS_FROM])):
        for group in groups.tolist():
            found = opened_branch(projection, view, visible, group) if len(nodes) <= _WAYS else None
            view = expanded(view, visible, group, nodes[standing == group]) if found is None else found[0]
        visible = see(projection, view)
    return view


def _with_lines(view: View, visible: Visible, nodes: Ids, edges: Ids) -> tuple[Ids, View]:
    """``edges`` and the statements of the folded resources among ``nodes``, and the view that hides none of these."""
    folds = visible.folds
    assert folds is not None
    rows = np.isin(folds.nodes, nodes) | np.isin(folds.line, edges) | np.isin(folds.other, edges)
    lines = np.concatenate((folds.line[rows], folds.other[rows]))
    held = lines[~np.isin(visible.edge_cause[lines], (Cause.SHOWN, Cause.END))]
    view = view._replace(shown_edges=view.shown_edges | Nodes(held)) if len(held) else view
    return np.union1d(edges, lines).astype(np.int32), view


def _first(causes: NDArray[np.uint8], ids: Ids) -> Cause:
    """The first cause that hides any of these."""
    held = causes[ids]
    held = held[held != 0]
    return Cause(int(held.min())) if len(held) else Cause.SHOWN
