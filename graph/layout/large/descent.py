"""Kernels: numbers of steps from a node, and stress reduction node by node."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.arrays.kernels import kernel


@kernel()
def walk(starts: Any, neighbours: Any, source: Any, queue: Any, steps: Any) -> None:
    """Write the steps from ``source`` into ``steps`` float32[n], all -1 at first; ``queue`` int32[n] is scratch."""
    steps[source] = np.float32(0.0)
    queue[0] = source
    first, last = 0, 1
    while first < last:
        i = queue[first]
        first += 1
        for e in range(starts[i], starts[i + 1]):
            j = neighbours[e]
            if steps[j] < 0:
                steps[j] = steps[i] + np.float32(1.0)
                queue[last] = j
                last += 1


@kernel(reorder=True)
def majorise(starts: Any, neighbours: Any, steps: Any, weights: Any, pivots: Any, xy: Any) -> None:
    """Move each node in turn to the weighted mean of the positions that fit its distances from pivots and neighbours.

    ``steps`` and ``weights`` float32[n,k] belong to the ``pivots`` int32[k]; neighbours are one step away and have
    weight 1 each. ``xy`` float32[2,n] changes in place.
    """
    one, tiny = np.float32(1.0), np.float32(1e-6)
    count = len(pivots)
    px, py = np.empty(count, np.float32), np.empty(count, np.float32)
    for p in range(count):
        px[p], py[p] = xy[0, pivots[p]], xy[1, pivots[p]]
    for i in range(len(starts) - 1):
        x, y = xy[0, i], xy[1, i]
        total, sx, sy = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        for p in range(count):
            dx, dy = x - px[p], y - py[p]
            stretch = steps[i, p] / (np.sqrt(dx * dx + dy * dy) + tiny)
            total += weights[i, p]
            sx += weights[i, p] * (px[p] + dx * stretch)
            sy += weights[i, p] * (py[p] + dy * stretch)
        for e in range(starts[i], starts[i + 1]):
            j = neighbours[e]
            dx, dy = x - xy[0, j], y - xy[1, j]
            stretch = one / (np.sqrt(dx * dx + dy * dy) + tiny)
            total += one
            sx += xy[0, j] + dx * stretch
            sy += xy[1, j] + dy * stretch
        xy[0, i], xy[1, i] = sx / total, sy / total
