"""Multilevel layout: forces on ever finer levels, so that a large graph unfolds before its details settle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from graph.arrays.kernels import is_compiled
from graph.layout.large.levels import Level, Single, Whole, coarsened
from graph.layout.large.pivots import Pivots
from graph.layout.large.swarm import Swarm, curve_order, usual_length
from graph.layout.large.unfolding import MOST, unfolded

Placing = Iterator[tuple[float, Callable[[], Single]]]
"""The way to the positions of a level's nodes.

Each step is the completed share of the work, and a function that gives the positions float32[2,n] so far; those of the
last step are the result.
"""

_MANY = 5000
"""Number of nodes from which it pays to store neighbours next to each other in memory."""
_PIVOTS = 40
_MOST_POLISHED = 300_000
_STILL = 0.01
"""Nodes that move less than this share of a usual edge length are at rest."""


def descended(level: Level, seed: int) -> Placing:
    """Positions float32[2,n] of a connected level, in lengths of an edge at rest, with the widest spread across.

    Nodes are gathered into groups, groups into larger ones; the few hundred that remain are placed by their distances.
    On the way back each level starts where its groups were and relaxes under the forces of Fruchterman and Reingold (as
    in Walshaw 2003 and Hu 2005, with the energy of all levels on one scale). Equal levels and seeds give equal
    positions.
    """
    levels, parents = coarsened(level, seed)
    start = next(k for k, small in enumerate(levels) if len(small) <= MOST)
    random = np.random.default_rng(seed)
    work = [len(small) * _rounds(len(small)) for small in levels[: start + 1]]
    total = float(max(sum(work), 1))
    xy = unfolded(levels[start], seed)
    for k in range(start, -1, -1):
        now = levels[k]
        if k < start:
            room = np.float32(0.7 * usual_length(now))
            xy = xy[:, parents[k]] + (random.random((2, len(now)), dtype=np.float32) - np.float32(0.5)) * room
        before = float(sum(work[k + 1 :]))
        for share, places in relaxed(now, xy, _rounds(len(now))):
            yield 0.95 * (before + share * work[k]) / total, partial(_scattered, places, now.mass, parents[:k])
        xy = places()
    if MOST < len(level) <= _MOST_POLISHED:
        for share, places in _polished(level, xy, seed):
            yield 0.95 + 0.05 * share, places


def _polished(level: Level, xy: Single, seed: int) -> Placing:
    """Positions after a step towards distances in the graph, which the forces ignore, and more rounds of forces."""
    pivots = Pivots(level, _PIVOTS, seed)
    fitted, scale = pivots.fitted(xy)
    return relaxed(level, pivots.majorised(fitted) / np.float32(scale), 6, 1.0, 0.2)


def relaxed(level: Level, xy: Single, rounds: int, first: float = 3.0, last: float = 0.12) -> Placing:
    """Positions float32[2,n] after at most ``rounds`` (1 or more) steps from ``xy``, each shorter than the one before.

    Steps are at most ``first`` usual lengths long and decrease to ``last``.
    """
    order = curve_order(xy[0], xy[1]) if len(level) > _MANY else None
    swarm = Swarm(level, xy) if order is None else Swarm(level.ordered(order), xy[:, order])

    def places() -> Single:
        if order is None:
            return swarm.xy
        out = np.empty_like(xy)
        out[:, order] = swarm.xy
        return out

    for turn in range(rounds):
        moved = swarm.step(first * (last / first) ** (turn / rounds))
        yield (turn + 1) / rounds, places
        if moved < _STILL:
            break


def _rounds(n: int) -> int:
    usual = 40 if n < 3000 else 30 if n < 30_000 else 24 if n < 300_000 else 16
    return usual if is_compiled() else usual // 2


def _scattered(places: Callable[[], Single], mass: Single, parents: list[Whole]) -> Single:
    """Positions of the first level while a coarse one moves: each group's nodes are scattered around its position."""
    xy = places()
    if not parents:
        return xy
    group = parents[-1]
    for parent in parents[-2::-1]:
        group = group[parent]
    random = np.random.default_rng(0)
    radius = np.sqrt(mass[group] * random.random(len(group), dtype=np.float32))
    angle = random.random(len(group), dtype=np.float32) * np.float32(2 * np.pi)
    return np.asarray(xy[:, group] + np.float32(0.6) * radius * np.stack((np.cos(angle), np.sin(angle))))
