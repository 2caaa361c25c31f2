"""Overlap removal for many boxes, in rounds that each examine every node's surroundings once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.kernels import is_compiled
from graph.arrays.types import Mask
from graph.layout.large.levels import Single

_ROUNDS = 120
_PATIENCE = 12
"""Rounds after which a figure that is still crowded is enlarged a little."""
_GROWTH = 1.06
BITS = 20
"""Bits for the number of a cell across and down; the rest of a key numbers the node."""
_NUMBER = (1 << (63 - 2 * BITS)) - 1


def spaced(points: Single, boxes: Single, gap: float, held: Mask | None = None) -> Single:
    """Positions float32[2,n] in which boxes float32[n,2], ``gap`` apart, hardly overlap any more.

    Overlapping boxes push each other aside, round by round; if that takes long the figure grows. Boxes with ``held``
    bool[n] stay, and with them the figure keeps its size. For a few hundred boxes
    :func:`graph.layout.fitting.overlaps.move_apart` is exact and keeps shapes better; this one takes n log n time.
    """
    n = points.shape[1]
    width, height = boxes[:, 0] + np.float32(gap), boxes[:, 1] + np.float32(gap)
    cell = float(max(width.max(), height.max()))
    # Nodes of one cell are stored next to each other in memory.
    order = _keys(points[0], points[1], cell) & _NUMBER
    x, y = points[0, order].astype(np.float32), points[1, order].astype(np.float32)
    width, height = width[order], height[order]
    fixed = np.zeros(n, bool) if held is None else held[order]
    for turn in range(1, _ROUNDS + 1):
        if is_compiled():
            from graph.layout.large.nudging import nudge

            pairs = nudge(_keys(x, y, cell), BITS, x, y, width, height, fixed)
        else:
            pairs = _nudged(x, y, width, height, fixed)
        if not pairs:
            break
        if turn % _PATIENCE == 0 and not fixed.any():
            x *= np.float32(_GROWTH)
            y *= np.float32(_GROWTH)
    out = np.empty((2, n), np.float32)
    out[:, order] = x, y
    return out


def _keys(x: Single, y: Single, cell: float) -> NDArray[np.int64]:
    most = (1 << BITS) - 1
    column = np.minimum((x - x.min()) / np.float32(cell), most).astype(np.int64)
    row = np.minimum((y - y.min()) / np.float32(cell), most).astype(np.int64)
    keys = (((row << BITS) | column) << (63 - 2 * BITS)) | np.arange(len(x))
    keys.sort()
    return np.asarray(keys)


def _nudged(x: Single, y: Single, width: Single, height: Single, held: Mask) -> int:
    """One round without compiled loops: all pairs at once, each node moves by the mean of its pushes."""
    from scipy.spatial import KDTree

    # Boxes larger than most are compared from their own side.
    reach = np.maximum(width, height) / 2
    usual = float(np.quantile(reach, 0.95))
    points = np.column_stack((x, y))
    tree = KDTree(points)
    pairs = tree.query_pairs(2 * usual, p=np.inf, output_type="ndarray")
    large = np.flatnonzero(reach > usual)
    if len(large):
        near = tree.query_ball_point(points[large], reach[large] + reach.max(), p=np.inf, return_sorted=True)
        more = np.column_stack((np.repeat(large, [len(found) for found in near]), np.concatenate(near).astype(np.intp)))
        pairs = np.concatenate((pairs, np.sort(more[more[:, 0] != more[:, 1]], axis=1)))
        keys = np.unique(pairs[:, 0].astype(np.int64) * len(x) + pairs[:, 1])
        pairs = np.column_stack((keys // len(x), keys % len(x)))
    i, j = pairs[:, 0], pairs[:, 1]
    dx, dy = x[j] - x[i], y[j] - y[i]
    over, deep = (width[i] + width[j]) / 2 - np.abs(dx), (height[i] + height[j]) / 2 - np.abs(dy)
    clash = (over > 0) & (deep > 0) & ~(held[i] & held[j])
    i, j, dx, dy, over, deep = (values[clash] for values in (i, j, dx, dy, over, deep))
    if not len(i):
        return 0
    sideways = (over < deep) | ((dx == 0) & (dy == 0))
    for places, own, away in (
        (x, sideways, np.where(dx >= 0, over, -over)),
        (y, ~sideways, np.where(dy >= 0, deep, -deep)),
    ):
        step = np.where(own, away, 0) * np.where(held[i] | held[j], 1.0, 0.5)
        count = np.maximum(np.bincount(i, own, len(x)) + np.bincount(j, own, len(x)), 1) ** 0.5
        move = (np.bincount(j, step, len(x)) - np.bincount(i, step, len(x))) / count
        places += np.where(held, 0, move).astype(np.float32)
    return len(i)
