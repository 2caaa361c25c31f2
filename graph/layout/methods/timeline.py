"""Timeline layout: time across, to scale, a lane for each class, undated resources apart in a lane of their own."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.layout.fitting.overlaps import GAP
from graph.layout.fitting.packing import RATIO
from graph.layout.guide import UNDATED, Guide, Stretch
from graph.layout.methods.time_axis import across, axis_guides, axis_of, stretches_of
from graph.layout.problem import Arrangement, Problem

_APART = 3.0
"""The lane of undated resources is this many rows of empty room below the others."""


def timeline(problem: Problem) -> Arrangement:
    """A node is at the beginning of its period, or at the end where the beginning is open; all to one scale.

    From there to the other end its row is free of others, so that the period can be drawn beside it. Where much time
    passes without a date, the axis is cut; the guides say where. Within a lane, nodes are in rows by beginning, then
    by length. Undated nodes are packed in a lane of their own, apart from the others, near their dated neighbours.
    """
    first, last = problem.dates.T
    anchors = np.where(np.isfinite(first), first, last)
    dated, undated = np.flatnonzero(np.isfinite(anchors)), np.flatnonzero(~np.isfinite(anchors))
    lanes = _lanes(problem, dated)
    if not len(dated):
        return _undated_only(problem, undated)
    instants = problem.dates[dated].ravel()
    stretches = stretches_of(instants[np.isfinite(instants)])
    best: tuple[float, Floats, list[tuple[float, float]], tuple[Stretch, ...]] | None = None
    for width in _widths(problem.boxes.astype(np.float64)):
        axis = axis_of(stretches, width)
        points, bands = _stacked(problem, anchors, axis, lanes, undated)
        wide = max(width, float(np.ptp(points[:, 0]))) + float(problem.boxes[:, 0].max())
        figure = max(wide, RATIO * (bands[-1][1] - bands[0][0]))
        if best is None or figure < best[0] * 0.98:
            best = figure, points, bands, axis
    assert best is not None
    _, points, bands, axis = best
    shift = np.array([axis[-1].end / 2, (bands[0][0] + bands[-1][1]) / 2])
    guides = [*axis_guides(axis), *_lane_guides(problem, lanes, bands)]
    placed = tuple(guide.moved(-float(shift[int(guide.axis == "y")])) for guide in guides)
    notes = _notes(len(undated), len(stretches) - 1)
    return Arrangement((points - shift).astype(np.float32), notes, placed)


def _undated_only(problem: Problem, undated: Ints) -> Arrangement:
    points = np.zeros((len(problem), 2))
    bottom = _undated(problem, points, undated, None, 0.0)
    shift = (points.min(axis=0) + points.max(axis=0)) / 2
    lane = Guide("y", bottom / 2, UNDATED, 0.0, bottom).moved(-float(shift[1]))
    note = "No resource shown has a date, so the timeline has one lane and no scale."
    return Arrangement((points - shift).astype(np.float32), (note,), (lane,))


def _lane_guides(problem: Problem, lanes: list[tuple[int, Ints]], bands: list[tuple[float, float]]) -> list[Guide]:
    titles = [problem.group_names[g] if 0 <= g < len(problem.group_names) else "No class" for g, _ in lanes]
    if len(bands) > len(titles):
        titles.append(UNDATED)
    return [Guide("y", (low + high) / 2, title, low, high) for title, (low, high) in zip(titles, bands)]


def _lanes(problem: Problem, dated: Ints) -> list[tuple[int, Ints]]:
    """Groups that have dated nodes, in their order (no class last), each with those nodes."""
    groups = problem.groups[dated]
    names = sorted({int(g) for g in groups}, key=lambda g: (g < 0, g))
    return [(name, dated[groups == name]) for name in names]


def _widths(boxes: Floats) -> list[float]:
    widest = float(boxes[:, 0].max() + GAP[0])
    least = max(3 * widest, 900.0)
    area = float((boxes + GAP).prod(axis=1).sum())
    return [least * factor for factor in np.geomspace(1.0, max(1.5, 3.0 * math.sqrt(area * RATIO) / least), 10)]


def _stacked(
    problem: Problem, anchors: Floats, axis: tuple[Stretch, ...], lanes: list[tuple[int, Ints]], undated: Ints
) -> tuple[Floats, list[tuple[float, float]]]:
    """Centres float[n,2] on an axis, and (top, bottom) of each lane."""
    boxes = problem.boxes.astype(np.float64)
    points = np.zeros((len(problem), 2))
    bands: list[tuple[float, float]] = []
    top = 0.0
    for _, nodes in lanes:
        x = points[nodes, 0] = across(axis, anchors[nodes])
        ends = across(axis, problem.dates[nodes].ravel()).reshape(-1, 2)
        half = (boxes[nodes, 0] + GAP[0]) / 2
        spans = np.column_stack((np.minimum(x - half, ends[:, 0]), np.maximum(x + half, ends[:, 1] + GAP[0] / 2)))
        length = problem.dates[nodes, 1] - problem.dates[nodes, 0]
        rank = _row_of(spans, np.lexsort((np.arange(len(nodes)), length, anchors[nodes])))
        row = float(boxes[nodes, 1].max() + GAP[1])
        points[nodes, 1] = top + (rank + 0.5) * row + GAP[1]
        bottom = top + (float(rank.max()) + 1) * row + 2 * GAP[1]
        bands.append((top, bottom))
        top = bottom
    if len(undated):
        top += _APART * float(GAP[1])
        bands.append((top, _undated(problem, points, undated, axis[-1].end, top)))
    return points, bands


def _row_of(spans: Floats, order: Ints) -> Ints:
    """Row int[k] of each span float[k,2], taken in ``order``: the first in which it does not touch those before it."""
    rows = np.zeros(len(spans), dtype=np.int64)
    ends = np.zeros(0)
    for i in order:
        free = np.flatnonzero(ends <= spans[i, 0] + 1e-9)
        if not len(free):
            ends = np.append(ends, -np.inf)
            free = np.array([len(ends) - 1])
        rows[i] = free[0]
        ends[free[0]] = spans[i, 1]
    return rows


def _undated(problem: Problem, points: Floats, nodes: Ints, width: float | None, top: float) -> float:
    """Place undated nodes in rows under ``top``, those with early neighbours left; returns the bottom of the lane."""
    boxes = problem.boxes.astype(np.float64)
    cell = boxes[nodes].max(axis=0) + GAP
    if width is None:
        columns = max(1, round(math.sqrt(len(nodes) * RATIO * cell[1] / cell[0])))
    else:
        columns = max(1, math.floor(width / cell[0]) + 1)
    rows = math.ceil(len(nodes) / columns)
    columns = math.ceil(len(nodes) / rows)
    order = np.argsort(_pull(problem, points, nodes), kind="stable")
    index = np.arange(len(nodes))
    left = ((width or 0.0) - cell[0] * (columns - 1)) / 2
    points[nodes[order], 0] = left + (index // rows) * cell[0]
    points[nodes[order], 1] = top + GAP[1] + (index % rows + 0.5) * cell[1]
    return float(top + rows * cell[1] + 2 * GAP[1])


def _pull(problem: Problem, points: Floats, nodes: Ints) -> Floats:
    """Mean x of the dated neighbours of undated nodes, float[k]; the middle for nodes without any."""
    n = len(problem)
    dated = np.ones(n, dtype=bool)
    dated[nodes] = False
    u, v = problem.edges[:, 0], problem.edges[:, 1]
    ends = np.concatenate([np.column_stack([u, v]), np.column_stack([v, u])])
    ends = ends[~dated[ends[:, 0]] & dated[ends[:, 1]]]
    total = np.bincount(ends[:, 0], weights=points[ends[:, 1], 0], minlength=n)
    count = np.bincount(ends[:, 0], minlength=n)
    middle = float(points[dated, 0].mean()) if dated.any() else 0.0
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), middle)[nodes])


def _notes(undated: int, cuts: int) -> tuple[str, ...]:
    """Sentences on the scale, and on the resources without a date."""
    scale = "The axis is to scale."
    if cuts:
        where = "once, at a mark" if cuts == 1 else f"{cuts} times, each at a mark"
        scale = f"The axis is to scale. It is cut {where} that says how much time is left out."
    if not undated:
        return (scale,)
    who = "1 resource without a date is" if undated == 1 else f"{undated:,} resources without a date are"
    return scale, f"{who} in the last lane."
