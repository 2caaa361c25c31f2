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


def revealed(projection: Projection, view: View, visible: Visible, nodes: Ids, edges: Ids | None = None) -> View:
    """``view``, which shows ``visible``, changed to show ``nodes``, and ``edges`` with their ends.

    Filters stay as they are: what they hide is shown although they hide it. The other members of a group stay in it.
    """
    edges = np.empty(0, np.int32) if edges is None else edges
    nodes = np.unique(np.concatenate((nodes, projection.subject[edges], projection.object[edges]))).astype(np.int32)
    before = view
    while (cause := _first(visible.node_cause, nodes)) != Cause.SHOWN:
        held = nodes[visible.node_cause[nodes] == cause]
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
    standing = visible.drawn[visible.slot[nodes]]
    for group in np.unique(standing[standing >= GROUPS_FROM]).tolist():
        view = expanded(view, visible, group, nodes[standing == group])
    return before if view == before else view


def _first(causes: NDArray[np.uint8], ids: Ids) -> Cause:
    """The first cause that hides any of these."""
    held = causes[ids]
    held = held[held != 0]
    return Cause(int(held.min())) if len(held) else Cause.SHOWN
