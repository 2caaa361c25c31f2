"""Pinned nodes in layouts that do not support them."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Floats, Ints, Mask
from graph.layout.fitting.components import edge_matrix
from graph.layout.fitting.overlaps import move_apart, settle, solve_held
from graph.layout.large.levels import Level, Single
from graph.layout.large.spacing import spaced
from graph.layout.problem import Arrangement, Problem

_CARRY = 30
"""Number of edges over which a pin's pull extends in a large graph."""


def pin(found: Arrangement, problem: Problem, *, keeps_shape: bool) -> Arrangement:
    """The arrangement moved onto the pinned nodes, which keep their exact positions, without overlaps.

    It is shifted, and without guides also enlarged, to fit the pins best; making it smaller would pile it up. Unless
    the shape must be kept, the remaining distance between a pin and its position is shared with its neighbours, less
    with every step (harmonic interpolation over the edges), and all nodes make room. Guides shift along; then
    overlapping nodes move up or down only, so that dates stay correct.
    """
    held = problem.held
    points = found.positions.astype(np.float64)
    boxes = problem.boxes.astype(np.float64)
    if not held.any():
        return Arrangement(settle(points, boxes).astype(np.float32), found.notes, found.guides)
    wanted = problem.positions.astype(np.float64)
    scale, shift = _fit(points[held], wanted[held], rigid=bool(found.guides))
    points = points * scale + shift
    if not keeps_shape:
        points = _carry(points, wanted, held, problem.edges.astype(np.int64))
    points[held] = wanted[held]
    if keeps_shape or found.guides:
        points = settle(points, boxes, held, upright=bool(found.guides))
    else:
        points = move_apart(points, boxes, held)
    positions = points.astype(np.float32)
    positions[held] = problem.positions[held]
    guides = tuple(guide.moved(float(shift[int(guide.axis == "y")])) for guide in found.guides)
    return Arrangement(positions, found.notes, guides)


def pulled_to_pins(points: Floats, problem: Problem, level: Level) -> Single:
    """Points float[n,2] of a large graph, shifted and scaled onto the pins, which pull their neighbours along.

    ``level`` holds the problem's edges. Like :func:`pin`, but in rounds of averaging instead of one exact solution.
    """
    held, wanted = problem.held, problem.positions.astype(np.float64)
    scale, shift = _fit(points[held], wanted[held], rigid=False)
    points = points * scale + shift
    pull = np.zeros_like(points)
    pull[held] = (wanted - points)[held]
    matrix = level.matrix().astype(np.float64)
    reach = (level.degrees + 0.3)[:, None]
    for _ in range(_CARRY):
        moved = (matrix @ pull) / reach
        moved[held] = pull[held]
        pull = moved
    return (points + pull).astype(np.float32)


def on_pins(points: Floats, problem: Problem, gap: float) -> Single:
    """Positions float32[n,2] of a large graph, moved as a whole onto the pins; boxes that these meet make room."""
    held, wanted = problem.held, problem.positions.astype(np.float64)
    if not held.any():
        return points.astype(np.float32)
    _, shift = _fit(points[held], wanted[held], rigid=True)
    moved = (points + shift).astype(np.float32)
    moved[held] = problem.positions[held]
    out = spaced(np.ascontiguousarray(moved.T), problem.boxes, gap, held).T
    out[held] = problem.positions[held]
    return np.ascontiguousarray(out)


def _fit(points: Floats, wanted: Floats, *, rigid: bool) -> tuple[float, Floats]:
    """Scale and shift that bring points float[p,2] closest to ``wanted`` by least squares."""
    middle, goal = points.mean(axis=0), wanted.mean(axis=0)
    spread = float(((points - middle) ** 2).sum())
    scale = 1.0
    if not rigid and spread > 1e-9:
        scale = float(np.clip(((points - middle) * (wanted - goal)).sum() / spread, 1.0, 2.0))
    return scale, goal - scale * middle


def _carry(points: Floats, wanted: Floats, held: Mask, edges: Ints) -> Floats:
    n = len(points)
    edges = np.unique(np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1), axis=0).reshape(-1, 2)
    # One more node, held at rest and connected weakly to all, limits the reach of a pin's pull.
    rest = np.column_stack([np.arange(n), np.full(n, n)])
    weights = edge_matrix(np.concatenate([edges, rest]), n + 1, np.concatenate([np.ones(len(edges)), np.full(n, 0.3)]))
    pull = np.zeros((n + 1, 2))
    pull[:n][held] = (wanted - points)[held]
    moved = solve_held(weights, np.zeros((n + 1, 2)), pull, np.append(held, True))
    return np.asarray(points + moved[:n])
