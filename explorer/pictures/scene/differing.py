"""Differences in a scene: how each drawn node and line differs between two sources, and the colours of such lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.pictures.look.differences import DIFFERS, drawn_codes
from explorer.pictures.look.style import UNCOLOURED
from explorer.views.visible import Visible
from graph.model.projection import Projection

_FEW, _WIDTH, _NARROW = 60, 2.0, 1.4
"""The least width in pixels of a line that differs, where they are few and where they are many."""


def mark_differences(columns: dict[str, Any], projection: Projection, visible: Visible) -> None:
    """Add the differences to the columns of a scene. A group or a bundle differs as all of it that differs does, and
    is changed where that differs in several ways."""
    differing = projection.differing
    assert differing is not None
    nodes = drawn_codes(differing.nodes, visible.slot, len(visible.drawn))
    edges = drawn_codes(differing.edges, visible.edge_slot, len(visible.drawn_edges))
    columns["differs"], columns["edge_differs"] = nodes, edges
    if not edges.any():
        return
    palette = tuple(columns["palette"])
    colour = columns["edge_colour"]
    colour = np.full(len(edges), UNCOLOURED, np.uint8) if colour is None else colour.copy()
    rows = edges > 0
    colour[rows] = (len(palette) - 1 + edges[rows]).astype(np.uint8)
    columns["palette"], columns["edge_colour"] = (*palette, *DIFFERS.values()), colour
    least = _WIDTH if np.count_nonzero(rows) <= _FEW else _NARROW
    columns["width"] = np.where(rows, np.maximum(columns["width"], least), columns["width"]).astype(np.float32)
