"""Refilter: a filter that changes hides again what was shown although it hides it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from explorer.views.hiding.filters import FILTERS, Masks, is_filtered
from explorer.views.nodes import Nodes
from explorer.views.view import View
from graph.arrays.types import Mask
from graph.model.projection import Projection


def refiltered(projection: Projection, before: View, after: View, *, one_line: bool = False) -> View:
    """``after``, in which a filter of ``before`` was changed, without what is shown although that filter hides it.

    Where only ``one_line`` of a facet was ticked or unticked, this concerns only what that line hides.
    """
    nodes, edges = after.shown_nodes, after.shown_edges
    for row in FILTERS:
        nodes = _kept(nodes, row.nodes, projection, before, after, projection.node_count, one_line)
        edges = _kept(edges, row.edges, projection, before, after, projection.edge_count, one_line)
    bare = after._replace(shown_nodes=Nodes(), shown_edges=Nodes())
    return after._replace(shown_nodes=nodes, shown_edges=edges) if is_filtered(bare) else bare


def _kept(
    shown: Nodes, masks: Callable[[Projection, View], Masks] | None, projection: Projection, before: View, after: View,
    count: int, one_line: bool,
) -> Nodes:  # fmt: skip
    """Those of the shown ones that stay shown after a change of one filter, of which ``masks`` gives what it hides."""
    if not shown or masks is None:
        return shown
    hid, hides = _any(masks(projection, before), count), _any(masks(projection, after), count)
    if np.array_equal(hid, hides):
        return shown
    return shown - Nodes.where(hides & ~hid if one_line else hides)


def _any(masks: Masks, count: int) -> Mask:
    out = np.zeros(count, bool)
    for mask in masks:
        out |= mask
    return out
