"""Initial layout of some hundred nodes by their distances, from which larger levels start."""

from __future__ import annotations

import numpy as np

from graph.layout.large.levels import Level, Single
from graph.layout.large.swarm import edge_lengths

MOST = 420
"""Largest number of nodes for which all distances are computed."""
_ROUNDS = 40


def unfolded(level: Level, seed: int) -> Single:
    """Positions float32[2,n] of a connected level of n nodes, with drawn distances close to path lengths.

    Classical scaling of all path lengths, then stress majorisation (Gansner, Koren and North 2004). A little noise from
    the seed separates nodes with the same neighbours.
    """
    n = len(level)
    noise = np.random.default_rng(seed).standard_normal((n, 2)).astype(np.float32)
    if n < 3:
        return np.asarray((noise * 0.1 + np.arange(n)[:, None] * np.array([1.0, 0.0])).T.astype(np.float32))
    steps = path_lengths(level)
    points = _scaled(steps) + noise * steps.max() * np.float32(0.01)
    return np.ascontiguousarray(_majorised(points, steps).T, dtype=np.float32)


def path_lengths(level: Level) -> Single:
    """Shortest path lengths between all nodes of a connected level, float32[n,n] (Floyd and Warshall)."""
    n = len(level)
    steps = np.full((n, n), np.float32(1e15))
    steps[level.owners, level.neighbours] = edge_lengths(level)
    np.fill_diagonal(steps, 0)
    for k in range(n):
        np.minimum(steps, steps[:, k : k + 1] + steps[k], out=steps)
    return steps


def _scaled(steps: Single) -> Single:
    """Two principal axes of squared distances centred twice (Torgerson 1952), float32[n,2]."""
    squares = steps.astype(np.float64) ** 2
    double = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    basis = np.random.default_rng(0).standard_normal((len(steps), 4))
    # Four vectors and a few rounds of multiplication give the two largest axes precisely enough for a start.
    for _ in range(12):
        basis, _ = np.linalg.qr(double @ basis)
    values, turn = np.linalg.eigh(basis.T @ double @ basis)
    axes = (basis @ turn)[:, ::-1][:, :2]
    axes *= np.where(axes[np.argmax(np.abs(axes), axis=0), [0, 1]] < 0, -1.0, 1.0)
    return np.asarray((axes * np.sqrt(np.maximum(values[::-1][:2], 1e-12))).astype(np.float32))


def _majorised(points: Single, steps: Single) -> Single:
    n = len(points)
    weight = steps.copy()
    np.fill_diagonal(weight, 1)
    weight **= -2
    np.fill_diagonal(weight, 0)
    laplacian = np.diag(weight.sum(axis=1).astype(np.float64)) - weight
    mean = laplacian.diagonal().mean()
    inverse = (np.linalg.inv(laplacian / mean + 1.0 / n) / mean - 1.0 / (n * mean)).astype(np.float32)
    pull = weight * steps
    now = points - points.mean(axis=0)
    for _ in range(_ROUNDS):
        square = (now**2).sum(axis=1)
        apart = square[:, None] + square - 2.0 * (now @ now.T)
        share = pull / np.sqrt(np.maximum(apart, np.float32(1e-12) + square.max() * np.float32(1e-6)))
        now = inverse @ (share.sum(axis=1)[:, None] * now - share @ now)
    return np.asarray(now)
