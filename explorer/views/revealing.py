"""Reveal: change a view so that it shows given resources and relationships."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from explorer.views.expanding import expanded
from explorer.views.filters import FILTER_OF, Cause
from explorer.views.groups import GROUPS_FROM
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.arrays.types import Ids
from graph.model.projection import Projection


def revealed(projection: Projection, view: View, visible: Visible, nodes: Ids, edges: Ids | None = None) -> View:
    """``view``, which shows ``visible``, without anything that hides ``nodes``, or ``edges`` and their ends.

    The other resources of a hidden class stay hidden, and the other members of a group stay in it.
    """
    if edges is not None:
        nodes = np.unique(np.concatenate((nodes, projection.subject[edges], projection.object[edges])))
    before = view
    while (cause := _first(visible.node_cause, nodes)) != Cause.SHOWN:
        held = nodes[visible.node_cause[nodes] == cause]
        view = _shown(FILTER_OF[cause].showing, projection, view, cause, held)
        visible = see(projection, view)
    while edges is not None and (cause := _first(visible.edge_cause, edges)) != Cause.SHOWN:
        held = edges[visible.edge_cause[edges] == cause]
        view = _shown(FILTER_OF[cause].showing_edges, projection, view, cause, held)
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


def _shown(
    showing: Callable[[Projection, View, Ids], View] | None, projection: Projection, view: View, cause: Cause, ids: Ids
) -> View:
    """``view`` in which the cause no longer hides these resources or statements."""
    if showing is not None:
        return showing(projection, view, ids)
    dropped = FILTER_OF[cause].dropped
    assert dropped is not None, "an end is shown before its statements are"
    return dropped(view)
