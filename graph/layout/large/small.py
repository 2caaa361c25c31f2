"""Thousands of small components placed together: all that have equally many nodes in one go."""

from __future__ import annotations

import numpy as np

from graph.layout.large.levels import Level, Single
from graph.layout.problem import Int

_ROUNDS = 60


def small_places(level: Level, sizes: Int, seed: int) -> Single:
    """Places float32[2,n] for components of ``sizes`` int[c] that stand one after the other in a level.

    Forces are those of :class:`graph.layout.large.swarm.Swarm`, between all nodes of a component; each lies about its
    own origin, widest across.
    """
    xy = np.zeros((2, len(level)), np.float32)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    random = np.random.default_rng(seed)
    for size in np.unique(sizes[sizes > 1]).tolist():
        nodes = starts[:-1][sizes == size][:, None] + np.arange(size)
        ties = np.zeros((*nodes.shape, size), np.float32)
        row = np.empty(len(level), np.int64)
        row[nodes] = np.arange(len(nodes))[:, None]
        inside = np.zeros(len(level), bool)
        inside[nodes] = True
        own = inside[level.owners]
        u, v = level.owners[own], level.neighbours[own]
        first = nodes[row[u], 0]
        ties[row[u], u - first, v - first] = 1.0
        places = random.standard_normal((len(nodes), size, 2)).astype(np.float32) * np.float32(0.7 * np.sqrt(size))
        placed = _turned(_relaxed(places, ties))
        xy[:, nodes] = placed.transpose(2, 0, 1)
    return xy


def _relaxed(places: Single, ties: Single) -> Single:
    """Places float32[c,s,2] of c graphs with ``ties`` float32[c,s,s] after some rounds of forces between all pairs."""
    self = np.eye(ties.shape[1], dtype=bool)
    for turn in range(_ROUNDS):
        apart = places[:, :, None] - places[:, None]
        square = np.maximum((apart**2).sum(axis=3), np.float32(1e-6))
        inverse = np.where(self, 0, 1 / square)
        pull = ties * np.sqrt(square)
        force = (apart * (inverse - pull)[..., None]).sum(axis=2)
        stiff = (inverse * np.minimum(inverse, 1) + 2 * pull).sum(axis=2)
        step = force / np.maximum(stiff, np.float32(1e-6))[..., None]
        far = np.sqrt((step**2).sum(axis=2, keepdims=True))
        places = places + step * np.minimum(1, 2.0 * 0.1 ** (turn / _ROUNDS) / np.maximum(far, 1e-9))
    return places


def _turned(places: Single) -> Single:
    """Each figure about its middle, with the direction in which it spreads most across."""
    centred = places - places.mean(axis=1, keepdims=True)
    x, y = centred[..., 0], centred[..., 1]
    angle = 0.5 * np.arctan2(2 * (x * y).sum(axis=1), (x * x - y * y).sum(axis=1))[:, None]
    return np.stack((x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)), axis=2)
