"""Reveal: change a view so that it shows given resources and relationships."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.views.expanding import expanded
from explorer.views.groups import GROUPS_FROM
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import Cause, Visible, see
from graph.model.projection import Projection

Ids = NDArray[np.int32]

LIFTED: dict[Cause, dict[str, Any]] = {
    Cause.CLASS: {"hidden_classes": frozenset()},
    Cause.PREDICATE: {"hidden_predicates": frozenset()},
    Cause.SOURCE: {"hidden_documents": frozenset(), "hidden_graphs": frozenset()},
    Cause.SUPPORT: {"hidden_support": frozenset()},
    Cause.DATE: {"dates": None, "undated": True},
    Cause.AMOUNT: {"amounts": None},
    Cause.DEGREE: {"degrees": None},
    Cause.VALUE: {"ranges": ()},
    Cause.HAND: {"hidden_nodes": Nodes()},
    Cause.FOCUS: {"focus": Nodes()},
}
"""The changes to a view that remove one cause of hiding."""


def revealed(projection: Projection, view: View, visible: Visible, nodes: Ids, edges: Ids | None = None) -> View:
    """``view``, which shows ``visible``, without anything that hides ``nodes``, or ``edges`` and their ends.

    The other resources of a hidden class stay hidden, and the other members of a group stay in it.
    """
    if edges is not None and len(edges):
        nodes = np.unique(np.concatenate((nodes, projection.subject[edges], projection.object[edges])))
    before = view
    while (cause := _first(visible.node_cause, nodes)) != Cause.SHOWN:
        view = _lifted(projection, view, cause, nodes[visible.node_cause[nodes] == cause])
        visible = see(projection, view)
    while edges is not None and (cause := _first(visible.edge_cause, edges)) != Cause.SHOWN:
        held = edges[visible.edge_cause[edges] == cause]
        if cause == Cause.PREDICATE:
            kinds = frozenset(projection.predicate[held].tolist())
            view = view.but(hidden_predicates=view.hidden_predicates - kinds)
        else:
            view = view.but(**LIFTED[cause])
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


def _lifted(projection: Projection, view: View, cause: Cause, nodes: Ids) -> View:
    """``view`` in which the cause no longer hides these resources."""
    if cause == Cause.HAND:
        return view.but(hidden_nodes=view.hidden_nodes - Nodes(nodes))
    if cause == Cause.CLASS:
        mains = np.unique(projection.node_class[nodes])
        others = Nodes.where(np.isin(projection.node_class, mains)) - Nodes(nodes)
        return view.but(
            hidden_classes=view.hidden_classes - frozenset(mains.tolist()), hidden_nodes=view.hidden_nodes | others
        )
    if cause == Cause.FOCUS:
        return view.but(focus=view.focus | Nodes(nodes))
    return view.but(**LIFTED[cause])
