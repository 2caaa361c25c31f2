"""Overlap removal: moves boxes as little as possible, or stretches the whole figure."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.arrays.types import Floats, Ints, Mask
from graph.layout.fitting.components import edge_matrix

GAP = np.array([18.0, 14.0])
"""Smallest gap between neighbouring boxes, across and down, that layouts aim at."""
SLACK = np.array([4.0, 4.0])
"""Gap that is always kept, so that rounding to single precision causes no new overlap."""


def overlapping(points: Floats, boxes: Floats) -> Ints:
    """Pairs (low, high) int[p,2] of boxes float[n,2] centred on ``points`` that overlap by more than rounding error."""
    n = len(points)
    if n < 2:
        return np.zeros((0, 2), dtype=np.int64)
    low, high = points[:, 0] - boxes[:, 0] / 2, points[:, 0] + boxes[:, 0] / 2
    order = np.argsort(low, kind="stable")
    last = np.searchsorted(low[order], high[order] - 1e-9, side="left")
    found = []
    chunk = max(1, 4_000_000 // n)
    for begin in range(0, n, chunk):
        rank = np.arange(begin, min(n, begin + chunk))
        counts = np.maximum(last[rank] - rank - 1, 0)
        first = np.repeat(rank, counts)
        offset = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
        i, j = order[first], order[first + 1 + offset]
        hit = np.abs(points[i, 1] - points[j, 1]) < (boxes[i, 1] + boxes[j, 1]) / 2 - 1e-9
        found.append(np.column_stack([i[hit], j[hit]]))
    pairs = np.sort(np.concatenate(found), axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def part_coincident(points: Floats, boxes: Floats, radius: float = 0.12) -> Floats:
    """Points float[n,2] with coincident ones spread on a small sunflower around their common position.

    The result is deterministic.
    """
    if len(points) < 2:
        return points.copy()
    unit = max(1.0, float(boxes.mean()))
    _, label = np.unique(np.round(points / (unit * 1e-3)), axis=0, return_inverse=True)
    label = label.reshape(-1)
    order = np.argsort(label, kind="stable")
    counts = np.bincount(label)
    rank = np.empty(len(points))
    rank[order] = np.arange(len(points)) - np.repeat(np.cumsum(counts) - counts, counts)
    turn = rank * 2.399963229728653
    flower = np.column_stack([np.cos(turn), np.sin(turn)]) * (radius * np.sqrt(rank))[:, None]
    return np.asarray(points + flower * boxes.mean(axis=0))


def move_apart(points: Floats, boxes: Floats, fixed: Mask | None = None, gap: Floats = GAP) -> Floats:
    """Points float[n,2] moved so that no two boxes (grown by ``gap``) overlap and the figure keeps its shape.

    Proximity stress as in Gansner and Hu, "Efficient Node Overlap Removal Using a Proximity Stress Model" (2009): the
    edges of a Delaunay triangulation keep their lengths, those between overlapping boxes grow as long as needed, and
    stress majorisation finds the positions; :func:`settle` removes the remaining overlaps. Nodes with ``fixed`` bool[n]
    do not move; two fixed boxes that overlap remain so.
    """
    n = len(points)
    held = np.zeros(n, dtype=bool) if fixed is None else fixed
    if n < 2 or held.all():
        return points.copy()
    grown = boxes + gap
    now = np.where(held[:, None], points, part_coincident(points, grown, 0.56))
    for _ in range(int(np.clip(40_000 / n, 20, 80))):
        clashes = overlapping(now, grown)
        clashes = clashes[~held[clashes].all(axis=1)]
        if len(clashes) <= n // 60:
            break
        now = _majorise(now, grown, np.unique(np.concatenate([clashes, _neighbours(now)]), axis=0), held)
    return settle(now, boxes, held, gap / 2)


def _neighbours(points: Floats) -> Ints:
    from scipy.spatial import Delaunay, QhullError

    if len(points) < 4:
        i, j = np.triu_indices(len(points), 1)
        return np.column_stack([i, j]).astype(np.int64)
    try:
        triangles = Delaunay(points).simplices.astype(np.int64)
    except QhullError:
        order = np.lexsort((points[:, 1], points[:, 0]))
        return np.sort(np.column_stack([order[:-1], order[1:]]), axis=1)
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    return np.unique(np.sort(sides, axis=1), axis=0)


def _majorise(points: Floats, grown: Floats, pairs: Ints, held: Mask) -> Floats:
    i, j = pairs[:, 0], pairs[:, 1]
    delta = points[i] - points[j]
    distance = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-6)
    need = (grown[i] + grown[j]) / 2
    with np.errstate(divide="ignore"):
        stretch = np.min(need / np.abs(delta), axis=1)
    ideal = distance * np.clip(stretch, 1.0, 1.5)
    weight = 1.0 / np.maximum(ideal, 1.0) ** 2
    n = len(points)
    pull = np.zeros((n, 2))
    step = (weight * ideal / distance)[:, None] * delta
    np.add.at(pull, i, step)
    np.add.at(pull, j, -step)
    return solve_held(edge_matrix(pairs, n, weight), pull, points, held)


def solve_held(weights: Any, pull: Floats, points: Floats, held: Mask, rest: float = 1e-4) -> Floats:
    """Solve L x = ``pull`` for the Laplacian L of a sparse ``weights`` (n,n), ``held`` nodes staying at ``points``.

    ``rest`` is a weak spring from every node to its position, which keeps the figure from drifting and L regular.
    """
    from scipy import sparse
    from scipy.sparse.linalg import splu

    degree = np.asarray(weights.sum(axis=1)).reshape(-1)
    anchor = rest * degree + 1e-12 * (rest > 0)
    laplacian = (sparse.diags_array(degree + anchor) - weights).tocsc()
    right = pull + anchor[:, None] * points
    free = np.flatnonzero(~held)
    fixed = np.flatnonzero(held)
    if len(fixed):
        right = right - laplacian[:, fixed] @ points[fixed]
        laplacian = laplacian[free][:, free].tocsc()
    new = points.copy()
    new[free] = splu(laplacian).solve(np.ascontiguousarray(right[free]))
    return new


def settle(
    points: Floats, boxes: Floats, fixed: Mask | None = None, gap: Floats = SLACK, *, upright: bool = False
) -> Floats:
    """Points float[n,2] in which every box that overlapped another has moved to the nearest free position.

    Boxes without overlap stay. The others, larger first, go where they fit: the nearest point outside all boxes already
    placed has coordinates of the boxes' sides or its own, so trying those finds it exactly. With ``upright`` only y
    changes. Always ends, without overlap except among ``fixed`` bool[n], which stay where they are.
    """
    held = np.zeros(len(points), dtype=bool) if fixed is None else fixed
    grown = boxes + gap
    now = points.copy()
    clashes = overlapping(now, grown)
    clashes = clashes[~held[clashes].all(axis=1)]
    if not len(clashes):
        return now
    loose = np.zeros(len(now), dtype=bool)
    loose[clashes.ravel()] = True
    loose &= ~held
    placed = ~loose
    movers = np.flatnonzero(loose)
    for i in movers[np.lexsort((movers, -boxes[movers].prod(axis=1)))]:
        others = np.flatnonzero(placed)
        now[i] = _nearest_free(now[i], now[others], (grown[others] + grown[i]) / 2, upright)
        placed[i] = True
    return now


def _nearest_free(want: Floats, centres: Floats, reach: Floats, upright: bool) -> Floats:
    """The point nearest to ``want`` outside all open rectangles ``centres`` ± ``reach`` (both float[k,2])."""
    away = np.abs(centres - want)
    if upright:
        column = away[:, 0] < reach[:, 0] - 1e-9
        centres, reach, away = centres[column], reach[column], away[column]
    if not len(centres) or not (away < reach - 1e-9).all(axis=1).any():
        return want
    radius = float(reach.max()) * 1.5
    while True:
        near = (away < radius + reach).all(axis=1)
        c, r = centres[near], reach[near]
        xs = want[:1] if upright else np.concatenate([want[:1], c[:, 0] - r[:, 0], c[:, 0] + r[:, 0]])
        ys = np.concatenate([want[1:], c[:, 1] - r[:, 1], c[:, 1] + r[:, 1]])
        spots = np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1).reshape(-1, 2)
        distance = np.hypot(*(spots - want).T)
        order = np.argsort(distance, kind="stable")
        order = order[distance[order] <= radius]
        for begin in range(0, len(order), 512):
            some = spots[order[begin : begin + 512]]
            blocked = (np.abs(some[:, None] - c[None]) < r[None] - 1e-6).all(axis=2).any(axis=1)
            if not blocked.all():
                spot: Floats = some[int(np.argmin(blocked))]
                return spot
        radius *= 2


def stretch_apart(points: Floats, boxes: Floats, gap: Floats = GAP, ratio: float | None = None) -> Floats:
    """Points float[n,2] scaled in x and in y, by the factors that give the smallest figure without overlap.

    ``ratio`` (y factor to x factor) fixes the proportion: 1 keeps angles. Every pair requires that x is scaled to its
    widths or y to its heights; for one proportion the smallest factor is exact, and several proportions are tried.
    """
    now = part_coincident(points, boxes) if len(points) > 1 else points.copy()
    if len(now) < 2:
        return now
    grown = boxes + gap
    best, cost = now, np.inf
    for proportion in [ratio] if ratio else np.geomspace(0.25, 4.0, 17):
        shape = now * np.array([1.0, proportion])
        scaled = shape * _least_factor(shape, grown)
        size = np.ptp(scaled, axis=0) + boxes.max(axis=0)
        figure = max(size[0], 1.6 * size[1])
        if figure < cost:
            best, cost = scaled, float(figure)
    return best


def _least_factor(points: Floats, grown: Floats) -> float:
    n = len(points)
    least = 0.0
    chunk = max(1, 2_000_000 // n)
    with np.errstate(divide="ignore", invalid="ignore"):
        for begin in range(0, n, chunk):
            some = slice(begin, begin + chunk)
            need = (grown[some, None] + grown[None]) / 2
            factor = np.min(need / np.abs(points[some, None] - points[None]), axis=2)
            rows = np.arange(factor.shape[0])
            factor[rows, rows + begin] = 0.0
            least = max(least, float(np.nanmax(factor)))
    return least
