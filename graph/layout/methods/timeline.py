"""Timeline layout: time across, to scale, a lane for each class, undated resources apart in a lane of their own."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.layout.fitting.overlaps import GAP
from graph.layout.fitting.packing import RATIO
from graph.layout.guide import UNDATED, Guide, Stretch
from graph.layout.methods.time_axis import across, axis_guides, axis_of, instants_of, marked_across, stretches_of
from graph.layout.problem import Arrangement, Problem
from graph.named import NamedTuple

_APART = 3.0
"""Empty room above and below the lane of undated resources, in gaps between boxes."""
_SHORTER = 0.75
"""Share of the length of the lines to the undated that makes another place than the last worth while."""


class Band(NamedTuple):
    """A lane from ``top`` to ``bottom``."""

    title: str
    top: float
    bottom: float


def timeline(problem: Problem) -> Arrangement:
    """A node is at its mark, somewhere in its period; all to one scale.

    Along its period its row is free of others, so that the period can be drawn there. Where much time passes without a
    date, the axis is cut; the guides say where. Within a lane, nodes take rows in their order. Undated nodes are in a
    lane of their own, apart from the others, where the lines to it are shortest.
    """
    dated, undated = np.flatnonzero(np.isfinite(problem.marks)), np.flatnonzero(~np.isfinite(problem.marks))
    lanes = _lanes(problem, dated)
    if not len(dated):
        return _undated_only(problem, undated)
    instants = instants_of(problem.dates[dated], problem.marks[dated])
    stretches = stretches_of(np.concatenate((instants, problem.within)))
    best: tuple[float, Floats, list[Band], tuple[Stretch, ...]] | None = None
    for width in _widths(problem.boxes.astype(np.float64)):
        axis = axis_of(stretches, width)
        points, bands = _stacked(problem, axis, lanes, undated)
        wide = max(width, float(np.ptp(points[:, 0]))) + float(problem.boxes[:, 0].max())
        figure = max(wide, RATIO * (bands[-1].bottom - bands[0].top))
        if best is None or figure < best[0] * 0.98:
            best = figure, points, bands, axis
    assert best is not None
    _, points, bands, axis = best
    shift = np.array([axis[-1].end / 2, (bands[0].top + bands[-1].bottom) / 2])
    lanes_drawn = [Guide("y", (band.top + band.bottom) / 2, band.title, band.top, band.bottom) for band in bands]
    placed = tuple(guide.moved(-float(shift[int(guide.axis == "y")])) for guide in (*axis_guides(axis), *lanes_drawn))
    notes = _notes(len(undated), len(stretches) - 1)
    return Arrangement((points - shift).astype(np.float32), notes, placed)


def _undated_only(problem: Problem, undated: Ints) -> Arrangement:
    cell = problem.boxes.astype(np.float64).max(axis=0) + GAP
    width = cell[0] * max(1, round(math.sqrt(len(undated) * RATIO * cell[1] / cell[0])))
    points = np.zeros((len(problem), 2))
    bottom = _in_rows(problem, points, undated, float(width))
    shift = (points.min(axis=0) + points.max(axis=0)) / 2
    lane = Guide("y", bottom / 2, UNDATED, 0.0, bottom).moved(-float(shift[1]))
    note = "No resource shown has a date, so the timeline has one lane and no scale."
    return Arrangement((points - shift).astype(np.float32), (note,), (lane,))


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
    problem: Problem, axis: tuple[Stretch, ...], lanes: list[tuple[int, Ints]], undated: Ints
) -> tuple[Floats, list[Band]]:
    """Centres float[n,2] on an axis, and the lanes from above."""
    boxes = problem.boxes.astype(np.float64)
    points = np.zeros((len(problem), 2))
    bands: list[Band] = []
    top = 0.0
    for name, nodes in lanes:
        x = points[nodes, 0] = marked_across(axis, problem.marks[nodes])
        ends = across(axis, problem.dates[nodes].ravel()).reshape(-1, 2)
        half = (boxes[nodes, 0] + GAP[0]) / 2
        spans = np.column_stack((np.minimum(x - half, ends[:, 0]), np.maximum(x + half, ends[:, 1] + GAP[0] / 2)))
        rank = _row_of(spans, np.argsort(problem.ranks[nodes], kind="stable"))
        row = float(boxes[nodes, 1].max() + GAP[1])
        points[nodes, 1] = top + (rank + 0.5) * row + GAP[1]
        title = problem.group_names[name] if 0 <= name < len(problem.group_names) else "No class"
        bands.append(Band(title, top, top + (float(rank.max()) + 1) * row + 2 * GAP[1]))
        top = bands[-1].bottom
    if len(undated):
        height = _in_rows(problem, points, undated, axis[-1].end)
        bands = _beside(problem, points, bands, undated, height)
    return points, bands


def _beside(problem: Problem, points: Floats, bands: list[Band], undated: Ints, height: float) -> list[Band]:
    """Put the lane of the undated under the lane where the lines to it are shortest, and let the others make room.

    It is last unless another place makes the lines a good deal shorter. It is never first, where the words of the axis
    would seem to date it.
    """
    apart = _APART * float(GAP[1])
    ends, others = _links(problem, undated)
    there, dated = points[others, 1].copy(), np.setdiff1d(np.arange(len(problem)), undated)
    costs = []
    for place, band in enumerate(bands, 1):
        below = np.where(there > band.bottom, height + (2 if place < len(bands) else 1) * apart, 0.0)
        costs.append(float(np.abs(there + below - (band.bottom + apart + points[ends, 1])).sum()))
    best = int(np.argmin(costs)) + 1
    if costs[best - 1] >= _SHORTER * costs[-1]:
        best = len(bands)
    top = bands[best - 1].bottom + apart
    points[undated, 1] += top
    more = height + 2 * apart
    points[dated, 1] += np.where(points[dated, 1] > bands[best - 1].bottom, more, 0.0)
    below_it = [band._replace(top=band.top + more, bottom=band.bottom + more) for band in bands[best:]]
    return [*bands[:best], Band(UNDATED, top, top + height), *below_it]


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


def _in_rows(problem: Problem, points: Floats, nodes: Ints, width: float) -> float:
    """Place undated nodes in rows from 0 down, near the dated ones that they relate to; returns the height of the lane.

    They keep the order of these dated nodes, and as much room as their boxes need, so that no place says a date.
    """
    boxes = problem.boxes[nodes].astype(np.float64)
    wide, row = boxes[:, 0] + GAP[0], float(boxes[:, 1].max() + GAP[1])
    rows = max(1, math.ceil(float(wide.sum()) / max(width, float(wide.max()))))
    wanted = _pull(problem, points, nodes, width)
    order = np.argsort(wanted, kind="stable")
    for which in range(rows):
        part = order[which::rows]
        if len(part):
            points[nodes[part], 0] = _side_by_side(wanted[part], wide[part], width)
            points[nodes[part], 1] = GAP[1] + (which + 0.5) * row
    return float(rows * row + 2 * GAP[1])


def _side_by_side(wanted: Floats, wide: Floats, width: float) -> Floats:
    """Centres float[k] as near as possible to those wanted, which ascend, of boxes so wide that must not overlap.

    Least squares by pooling neighbours that would overlap (isotonic regression: Ayer et al. 1955), within 0 to
    ``width`` where they have room.
    """
    offset = np.concatenate(([0.0], np.cumsum((wide[1:] + wide[:-1]) / 2)))
    pools: list[tuple[float, int]] = []
    for value in (wanted - offset).tolist():
        mean, count = value, 1
        while pools and pools[-1][0] >= mean:
            other, many = pools.pop()
            mean, count = (other * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    shifts = np.repeat([mean for mean, _ in pools], [count for _, count in pools])
    room = width - float(offset[-1])
    return np.asarray((np.clip(shifts, 0.0, room) if room > 0 else np.full(len(wanted), room / 2)) + offset)


def _links(problem: Problem, undated: Ints) -> tuple[Ints, Ints]:
    """Pairs of an undated and a dated node with an edge between them, each int[e]."""
    apart = np.zeros(len(problem), dtype=bool)
    apart[undated] = True
    ends = np.concatenate([problem.edges, problem.edges[:, ::-1]]).astype(np.int64)
    ends = ends[apart[ends[:, 0]] & ~apart[ends[:, 1]]]
    return ends[:, 0], ends[:, 1]


def _pull(problem: Problem, points: Floats, nodes: Ints, width: float) -> Floats:
    """Mean x of the dated neighbours of undated nodes, float[k]; the end of the axis for nodes without any."""
    ends, others = _links(problem, nodes)
    total = np.bincount(ends, weights=points[others, 0], minlength=len(problem))
    count = np.bincount(ends, minlength=len(problem))
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), width)[nodes])


def _notes(undated: int, cuts: int) -> tuple[str, ...]:
    """Sentences on the scale, and on the resources without a date."""
    scale = "The axis is to scale."
    if cuts:
        where = "once, at a mark" if cuts == 1 else f"{cuts} times, each at a mark"
        scale = f"The axis is to scale. It is cut {where} that says how much time is left out."
    if not undated:
        return (scale,)
    who = "1 resource without a date is" if undated == 1 else f"{undated:,} resources without a date are"
    return scale, f"{who} in a separate lane."
