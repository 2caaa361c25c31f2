"""Pivot distances: steps from a sample of nodes, and stress over them reduced node by node."""

from __future__ import annotations

import numpy as np

from graph.arrays.kernels import is_compiled
from graph.layout.large.levels import Level, Single, Whole


class Pivots:
    """Sparse stress of a connected level (Ortmann, Klimenta and Brandes 2016): edges and distances from pivots."""

    def __init__(self, level: Level, count: int, seed: int) -> None:
        self._level = level
        self._steps, self._pivots = pivot_steps(level, count, seed)
        self._weights = pivot_weights(self._steps)

    def fitted(self, xy: Single) -> tuple[Single, float]:
        """Positions float32[2,n] scaled to the smallest difference from distances in steps, and the factor."""
        some = slice(None, None, max(1, xy.shape[1] // 5000))
        drawn = np.hypot(*(xy[:, some, None] - xy[:, None, self._pivots]))
        weights, steps = self._weights[some], self._steps[some]
        scale = float((weights * drawn * steps).sum() / max(float((weights * drawn**2).sum()), 1e-30))
        return np.ascontiguousarray(xy * np.float32(scale)), scale

    def majorised(self, xy: Single) -> Single:
        """Positions float32[2,n], in steps, after each node has moved to the mean position that fits its distances."""
        level = self._level
        if not is_compiled():
            return _all_at_once(level, self._steps, self._weights, self._pivots, xy)
        from graph.layout.large.descent import majorise

        out = xy.copy()
        majorise(level.starts, level.neighbours, self._steps, self._weights, self._pivots, out)
        return out


def pivot_steps(level: Level, count: int, seed: int) -> tuple[Single, Whole]:
    """Numbers of steps from each node to ``count`` random pivots, float32[n,count], and the pivots int32[count].

    Random pivots represent all nodes alike; pivots far from each other would be the leaves at the rim.
    """
    n = len(level)
    pivots = np.random.default_rng(seed).choice(n, min(count, n), replace=False).astype(np.int32)
    return np.ascontiguousarray(np.stack([steps_from(level, pivot) for pivot in pivots.tolist()], axis=1)), pivots


def steps_from(level: Level, source: int) -> Single:
    """Number of steps from a node to each node of a connected level, float32[n]."""
    if is_compiled():
        from graph.layout.large.descent import walk

        out = np.full(len(level), -1.0, np.float32)
        walk(level.starts, level.neighbours, source, np.empty(len(level), np.int32), out)
        return out
    from scipy.sparse.csgraph import dijkstra

    return np.asarray(dijkstra(level.matrix(), unweighted=True, indices=source), np.float32)


def pivot_weights(steps: Single) -> Single:
    """Weight of each node's distance from each pivot, float32[n,count].

    One over its square, times the number of nodes that a pivot represents: those within half the distance, at most its
    share of all.
    """
    n, count = steps.shape
    out = np.zeros_like(steps)
    for k in range(count):
        whole = steps[:, k].astype(np.int64)
        within = np.minimum(np.cumsum(np.bincount(whole)), n / count)
        far = np.arange(len(within))
        each = within[far // 2] / np.maximum(far, 1) ** 2
        each[0] = 0
        out[:, k] = each[whole]
    return out


def _all_at_once(level: Level, steps: Single, weights: Single, pivots: Whole, xy: Single) -> Single:
    """One round of :func:`graph.layout.large.descent.majorise` without compiled loops: all nodes at once."""
    owners, n = level.owners, len(level)
    total = weights.sum(axis=1) + level.degrees
    sums = np.zeros_like(xy)
    for k, pivot in enumerate(pivots.tolist()):
        here = xy[:, pivot : pivot + 1]
        away = xy - here
        drawn = np.maximum(np.hypot(away[0], away[1]), np.float32(1e-6))
        sums += weights[:, k] * (here + away * (steps[:, k] / drawn))
    away = xy[:, owners] - xy[:, level.neighbours]
    want = xy[:, level.neighbours] + away / np.maximum(np.hypot(away[0], away[1]), np.float32(1e-6))
    for axis in (0, 1):
        sums[axis] += np.bincount(owners, want[axis], n)
    return np.asarray(sums / total)
