"""Quality of a picture, in numbers that compare layouts of one graph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Floats
from graph.layout.fitting.overlaps import overlapping
from graph.layout.large.levels import level_of

_ALL_SOURCES = 1000
"""Largest number of nodes with distances measured between all pairs."""


def stress(points: NDArray[np.floating], edges: NDArray[np.integer], *, sources: int = 60, seed: int = 0) -> float:
    """The deviation of drawn distances from numbers of steps: 0 is perfect, 1 is everything on one spot.

    The mean of (a · drawn - steps)² / steps² over connected pairs, for the scale ``a`` that makes it least: normalised
    stress as in Gansner, Koren and North (2004). Above a thousand nodes, from ``sources`` random nodes to all others.
    ``points`` float[n,2], ``edges`` int[m,2].
    """
    from scipy.sparse.csgraph import dijkstra

    n = len(points)
    if n < 2:
        return 0.0
    matrix = level_of(n, edges).matrix()
    every = n <= _ALL_SOURCES
    sample = np.arange(n) if every else np.random.default_rng(seed).choice(n, sources, replace=False)
    xy = points.astype(np.float64)
    ab = bb = count = 0.0
    for source in sample.tolist():
        steps = dijkstra(matrix, unweighted=True, indices=source)
        far = np.isfinite(steps) & (steps > 0)
        ratio = np.hypot(*(xy[far] - xy[source]).T) / steps[far]
        ab += float(ratio.sum())
        bb += float((ratio**2).sum())
        count += int(far.sum())
    return 1.0 - ab * ab / (bb * count) if bb and count else float(bool(count))


def kept_neighbours(points: NDArray[np.floating], edges: NDArray[np.integer], *, sources: int = 2000) -> float:
    """The share of the neighbours of a node among an equal number of nearest nodes, as a mean over nodes, 0 to 1.

    This is neighbourhood preservation. Above ``sources`` nodes, it covers as many evenly spaced ones.
    """
    from scipy.spatial import KDTree

    n = len(points)
    level = level_of(n, edges)
    sample = np.unique(np.linspace(0, n - 1, min(n, sources)).astype(np.int64))
    sample = sample[level.degrees[sample] > 0]
    tree = KDTree(points)
    shares = []
    for node in sample.tolist():
        own = level.neighbours[level.starts[node] : level.starts[node + 1]]
        _, near = tree.query(points[node], k=min(n, len(own) + 1))
        shares.append(np.isin(own, near[near != node][: len(own)]).mean())
    return float(np.mean(shares)) if shares else 1.0


def edge_spread(points: NDArray[np.floating], edges: NDArray[np.integer]) -> float:
    """The standard deviation of edge lengths divided by their mean: 0 if all are equal."""
    lengths = _lengths(points, edges)
    return float(lengths.std() / lengths.mean()) if len(lengths) and lengths.mean() > 0 else 0.0


def overlap_count(points: NDArray[np.floating], boxes: NDArray[np.floating]) -> int:
    """The number of overlapping pairs of boxes float[n,2], centred on ``points`` float[n,2]."""
    return len(overlapping(points.astype(np.float64), boxes.astype(np.float64)))


def crossings(points: NDArray[np.floating], edges: NDArray[np.integer]) -> int:
    """The number of pairs of ``edges`` int[m,2] without a common end that meet, drawn between ``points`` float[n,2]."""
    one, other = np.triu_indices(len(edges), 1)
    apart = (edges[one][:, :, None] != edges[other][:, None, :]).all(axis=(1, 2))
    (a, b), (c, d) = (points[edges[rows[apart]].T].astype(np.float64) for rows in (one, other))
    overlap = np.maximum(np.minimum(a, b), np.minimum(c, d)) <= np.minimum(np.maximum(a, b), np.maximum(c, d))
    split = (_turn(a, b, c) * _turn(a, b, d) <= 0) & (_turn(c, d, a) * _turn(c, d, b) <= 0)
    return int((split & overlap.all(axis=1)).sum())


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    """Twice the area of each triangle a-b-c, negative if clockwise."""
    return np.linalg.det(np.stack((b - a, c - a), axis=1))


def _lengths(points: NDArray[np.floating], edges: NDArray[np.integer]) -> Floats:
    proper = edges[edges[:, 0] != edges[:, 1]]
    xy = points.astype(np.float64)
    return np.asarray(np.hypot(*(xy[proper[:, 0]] - xy[proper[:, 1]]).T), dtype=np.float64).reshape(-1)
