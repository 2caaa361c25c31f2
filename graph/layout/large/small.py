"""Thousands of small components placed together: all with the same number of nodes in one call."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Ints
from graph.layout.large.levels import Level, Single

_ROUNDS = 60


def small_places(level: Level, sizes: Ints, seed: int) -> Single:
    """Positions float32[2,n] of components of ``sizes`` int[c] that follow each other in a level.

    Forces are those of :class:`graph.layout.large.swarm.Swarm`, between all nodes of a component; each component is
    centred on its own origin, widest across.
    """
    xy = np.zeros((2, len(level)), np.float32)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    random = np.random.default_rng(seed)
    for size in np.unique(sizes[sizes > 1]).tolist():
        nodes = starts[:-1][sizes == size][:, None] + np.arange(size)
        edges = np.zeros((*nodes.shape, size), np.float32)
        row = np.empty(len(level), np.int64)
        row[nodes] = np.arange(len(nodes))[:, None]
        inside = np.zeros(len(level), bool)
        inside[nodes] = True
        own = inside[level.owners]
        u, v = level.owners[own], level.neighbours[own]
        first = nodes[row[u], 0]
        edges[row[u], u - first, v - first] = 1.0
        places = random.standard_normal((len(nodes), size, 2)).astype(np.float32) * np.float32(0.7 * np.sqrt(size))
        placed = _turned(_relaxed(places, edges))
        xy[:, nodes] = placed.transpose(2, 0, 1)
    return xy


def _relaxed(places: Single, edges: Single) -> Single:
    """Positions float32[c,s,2] of c graphs with ``edges`` float32[c,s,s] after rounds of forces between all pairs."""
    own = np.eye(edges.shape[1], dtype=bool)
    for turn in range(_ROUNDS):
        apart = places[:, :, None] - places[:, None]
        square = np.maximum((apart**2).sum(axis=3), np.float32(1e-6))
        inverse = np.where(own, 0, 1 / square)
        pull = edges * np.sqrt(square)
        force = (apart * (inverse - pull)[..., None]).sum(axis=2)
        stiff = (inverse * np.minimum(inverse, 1) + 2 * pull).sum(axis=2)
        step = force / np.maximum(stiff, np.float32(1e-6))[..., None]
        far = np.sqrt((step**2).sum(axis=2, keepdims=True))
        places = places + step * np.minimum(1, 2.0 * 0.1 ** (turn / _ROUNDS) / np.maximum(far, 1e-9))
    return places


def _turned(places: Single) -> Single:
    """Each figure centred and turned so that its widest spread is across."""
    centred = places - places.mean(axis=1, keepdims=True)
    x, y = centred[..., 0], centred[..., 1]
    angle = 0.5 * np.arctan2(2 * (x * y).sum(axis=1), (x * x - y * y).sum(axis=1))[:, None]
    return np.stack((x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)), axis=2)
