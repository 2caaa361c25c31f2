"""Differences in a scene: how each drawn node and line differs between two sources, and the colours of such lines."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.differences import DIFFERS
from explorer.pictures.look.style import UNCOLOURED
from explorer.views.visible import Visible
from graph.arrays.types import Codes
from graph.model.projection import Projection
from graph.rdf.differing import Differs

_WIDTH = np.float32(2.0)
"""Least width in pixels of a line that differs."""


def mark_differences(columns: dict[str, Any], projection: Projection, visible: Visible) -> None:
    """Add the differences to the columns of a scene. A group or a bundle differs as all of it that differs does, and
    is changed where that differs in several ways."""
    differing = projection.differing
    assert differing is not None
    nodes = _drawn(differing.nodes, visible.slot, len(visible.drawn))
    edges = _drawn(differing.edges, visible.edge_slot, len(visible.drawn_edges))
    columns["differs"], columns["edge_differs"] = nodes, edges
    if not edges.any():
        return
    palette = tuple(columns["palette"])
    colour = columns["edge_colour"]
    colour = np.full(len(edges), UNCOLOURED, np.uint8) if colour is None else colour.copy()
    rows = edges > 0
    colour[rows] = (len(palette) - 1 + edges[rows]).astype(np.uint8)
    columns["palette"], columns["edge_colour"] = (*palette, *DIFFERS.values()), colour
    columns["width"] = np.where(rows, np.maximum(columns["width"], _WIDTH), columns["width"]).astype(np.float32)


def _drawn(codes: Codes, slot: NDArray[np.int32], count: int) -> Codes:
    """The code of each drawn thing (count,), from those of the things that it stands for, by their slots."""
    rows = np.flatnonzero((codes > 0) & (slot >= 0))
    least, most = np.full(count, 255, np.uint8), np.zeros(count, np.uint8)
    np.minimum.at(least, slot[rows], codes[rows])
    np.maximum.at(most, slot[rows], codes[rows])
    out = np.where(least == most, most, np.uint8(Differs.CHANGED))
    return np.where(most > 0, out, np.uint8(Differs.SAME)).astype(np.uint8)
