"""Newcomers in a picture that is already arranged: they find places, the others keep theirs."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.layout.large.levels import Level, Single, level_of
from graph.layout.large.swarm import Swarm
from graph.layout.problem import Bool, Float, Int, Problem

_ROUNDS = 40
_GAP = 6.0
_GOLDEN = np.pi * (3 - np.sqrt(5))
_SPOTS = 300
"""Places about its own that are tried for a newcomer, on a spiral."""
_CLOSER = (1.0, 0.75, 0.5)
"""How near boxes may come to one another, in turn, until there is a place."""


def settle_newcomers(problem: Problem) -> Single:
    """Positions float32[n,2] in which nodes that have one keep it, to the last digit, and the others are placed well.

    A newcomer starts at the middle of the neighbours that are placed (through other newcomers where it must), finds
    its balance with them and the newcomers about it, and goes to the free place nearest to there. Newcomers without
    any way to a placed node stand below the picture. The time grows with the number of newcomers, and little with that
    of the others. Where nothing is placed, all positions stay NaN: that is a layout's work.
    """
    known = np.asarray(np.isfinite(problem.positions).all(axis=1))
    if known.all() or not known.any():
        return problem.positions.copy()
    level = level_of(len(problem), problem.edges)
    points, reached = _beside(level, problem.positions, known)
    _relax(level, points, known, reached, problem)
    _set_below(points, reached, problem)
    _seat(points, problem.boxes.astype(np.float64), known)
    now = points.astype(np.float32)
    now[known] = problem.positions[known]
    return now


def _beside(level: Level, positions: Single, known: Bool) -> tuple[Float, Bool]:
    """Points float[n,2] with newcomers at the mean of their placed neighbours, wave by wave, and who was reached."""
    points = np.where(known[:, None], positions.astype(np.float64), 0.0)
    reached = known.copy()
    matrix = level.matrix()
    while True:
        count = matrix @ reached.astype(np.float64)
        fresh = ~reached & (count > 0)
        if not fresh.any():
            return points, reached
        points[fresh] = (matrix @ (points * reached[:, None]))[fresh] / count[fresh, None]
        reached |= fresh


def _relax(level: Level, points: Float, known: Bool, reached: Bool, problem: Problem) -> None:
    """Let newcomers that were reached move under the forces between them and their neighbours."""
    fresh = np.flatnonzero(reached & ~known)
    if not len(fresh):
        return
    taken = np.zeros(len(points), bool)
    taken[fresh] = True
    taken[level.neighbours[taken[level.owners]]] = True
    nodes = np.flatnonzero(taken)
    local = np.cumsum(taken) - 1
    inside = taken[level.owners] & taken[level.neighbours]
    ties = np.column_stack((local[level.owners[inside]], local[level.neighbours[inside]]))
    unit = 1.5 * (float(np.sqrt(problem.boxes[nodes].prod(axis=1, dtype=np.float64).mean())) + _GAP)
    middle = points[nodes].mean(axis=0)
    start = (points[nodes] - middle).T / unit
    moving = ~known[nodes]
    noise = np.random.default_rng(problem.seed).standard_normal((2, len(fresh)))
    start[:, moving] += 0.5 * noise
    swarm = Swarm(level_of(len(nodes), ties), start, np.where(moving, 0, np.inf).astype(np.float32))
    for turn in range(_ROUNDS):
        swarm.step(2.0 * 0.05 ** (turn / _ROUNDS))
    points[fresh] = swarm.xy.T[moving] * unit + middle


def _set_below(points: Float, reached: Bool, problem: Problem) -> None:
    """Put nodes that have no way to a placed one into rows below the picture."""
    lost = np.flatnonzero(~reached)
    if not len(lost):
        return
    low, high = points[reached].min(axis=0), points[reached].max(axis=0)
    cell = problem.boxes[lost].max(axis=0) + _GAP
    columns = max(1, int((high[0] - low[0]) // cell[0]) + 1)
    place = np.arange(len(lost))
    top = high[1] + problem.boxes[:, 1].max() + cell[1]
    points[lost] = np.column_stack((low[0] + place % columns * cell[0], top + place // columns * cell[1]))


def _seat(points: Float, boxes: Float, known: Bool) -> None:
    """Move newcomers, one after the other, to the free places nearest to them.

    Where the picture is so full that there is none near by, boxes may overlap a little rather than stand far away.
    """
    from scipy.spatial import KDTree

    old, fresh = np.flatnonzero(known), np.flatnonzero(~known)
    tree = KDTree(points[old])
    index = np.arange(_SPOTS)
    sunflower = np.column_stack((np.cos(index * _GOLDEN), np.sin(index * _GOLDEN))) * np.sqrt(index)[:, None]
    widest = float(boxes.max()) + _GAP
    for k, node in enumerate(fresh.tolist()):
        spots = points[node] + sunflower * (0.5 * float(boxes[node].min()) + 1.0)
        near = _near(tree, old, points, fresh[:k], points[node], float(np.ptp(spots[:, 0])) / 2 + widest)
        away = np.abs(spots[:, None] - points[near])
        reach = (boxes[near] + boxes[node] + _GAP) / 2
        for share in _CLOSER:
            free = ~(away < reach * share).all(axis=2).any(axis=1)
            if free.any():
                points[node] = spots[int(np.argmax(free))]
                break


def _near(tree: Any, old: Int, points: Float, seated: Int, spot: Float, radius: float) -> Int:
    """Old nodes and newcomers that have their seats, within a square about a spot."""
    found = old[tree.query_ball_point(spot, radius, p=np.inf)]
    close = (np.abs(points[seated] - spot) < radius).all(axis=1)
    return np.concatenate((found, seated[close]))
