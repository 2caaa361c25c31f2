"""Timeline layout: dates across, a lane for each class, undated resources in a lane of their own."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.layout.fitting.overlaps import GAP
from graph.layout.fitting.packing import RATIO
from graph.layout.guide import UNDATED, Guide
from graph.layout.problem import Arrangement, Problem

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def timeline(problem: Problem) -> Arrangement:
    """A node is at the middle of its dates; x never decreases with that middle, and ticks use the same scale.

    So of two nodes whose dates do not overlap, the later is never left of the earlier. Where dates overlap, their
    middles decide; equal middles may be side by side. Half of the width is given to days and half to events. A node
    centred left of the tick of a day has its middle before that day; a node right of it does not. Within a lane nodes
    are stacked in rows, so that boxes do not overlap. Undated nodes are in the last lane, near their dated neighbours.
    A single given end of an interval counts as both.
    """
    middle = _middles(problem.dates)
    dated = np.flatnonzero(np.isfinite(middle))
    undated = np.flatnonzero(~np.isfinite(middle))
    boxes = problem.boxes.astype(np.float64)
    lanes = _lanes(problem, dated)
    best: tuple[float, Floats, list[tuple[float, float]], float] | None = None
    for width in _widths(boxes):
        points, bands = _stacked(problem, middle, lanes, undated, width)
        across = float(np.ptp(points[:, 0])) + float(boxes[:, 0].max())
        figure = max(across, RATIO * (bands[-1][1] - bands[0][0]))
        if best is None or figure < best[0] * 0.98:
            best = figure, points, bands, width
    assert best is not None
    _, points, bands, width = best
    shift = (points.min(axis=0) + points.max(axis=0)) / 2
    titles = [problem.group_names[g] if 0 <= g < len(problem.group_names) else "No class" for g, _ in lanes]
    if len(undated):
        titles.append(UNDATED)
    lane_guides = [
        Guide("y", (low + high) / 2 - shift[1], title, low - shift[1], high - shift[1])
        for title, (low, high) in zip(titles, bands)
    ]
    ticks = [
        Guide("x", x - shift[0], text, x - shift[0], x - shift[0])
        for x, text in _ticks(middle[dated], width, float(problem.settings["events"]))
    ]
    return Arrangement((points - shift).astype(np.float32), _notes(len(undated), len(problem)), (*ticks, *lane_guides))


def _middles(dates: Floats) -> Floats:
    first = np.where(np.isfinite(dates[:, 0]), dates[:, 0], dates[:, 1])
    last = np.where(np.isfinite(dates[:, 1]), dates[:, 1], dates[:, 0])
    return np.asarray(np.where(np.isfinite(first) & np.isfinite(last), first / 2 + last / 2, np.nan))


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


def _x(days: Floats, known: Floats, width: float, share: Floats, even: float) -> Floats:
    """X coordinates float[k] of ``days``.

    A mix of days and, to the part ``even``, of the ``share`` (0 to 1) of the events before them.
    """
    first, last = float(known.min()), float(known.max())
    linear = (days - first) / (last - first) if last > first else np.full(len(days), 0.5)
    return np.asarray(width * ((1 - even) * np.clip(linear, 0, 1) + even * share))


def _stacked(
    problem: Problem, middle: Floats, lanes: list[tuple[int, Ints]], undated: Ints, width: float
) -> tuple[Floats, list[tuple[float, float]]]:
    """Centres float[n,2] for one width of the scale, and (top, bottom) of each lane."""
    boxes = problem.boxes.astype(np.float64)
    points = np.zeros((len(problem), 2))
    dated = np.flatnonzero(np.isfinite(middle))
    if len(dated):
        turn = np.zeros(len(problem))
        for _, nodes in lanes:
            turn[nodes[np.argsort(middle[nodes], kind="stable")]] = np.arange(len(nodes)) / len(nodes)
        order = dated[np.lexsort((turn[dated], middle[dated]))]
        share = (np.arange(len(order)) + 0.5) / len(order)
        points[order, 0] = _x(middle[order], middle[dated], width, share, float(problem.settings["events"]))
    bands: list[tuple[float, float]] = []
    top = 0.0
    row = float(boxes[:, 1].max() + GAP[1])
    for _, nodes in lanes:
        rank = _row_of(points[nodes, 0], boxes[nodes, 0] + GAP[0])
        points[nodes, 1] = top + (rank + 0.5) * row + GAP[1]
        bottom = top + (float(rank.max()) + 1) * row + 2 * GAP[1]
        bands.append((top, bottom))
        top = bottom
    if len(undated):
        bands.append((top, _undated(problem, points, undated, width if len(dated) else None, top)))
    return points, bands


def _row_of(x: Floats, widths: Floats) -> Ints:
    """Row int[k] of each box: the first in which it does not touch the one before it."""
    rows = np.zeros(len(x), dtype=np.int64)
    ends = np.zeros(0)
    for i in np.lexsort((np.arange(len(x)), x)):
        free = np.flatnonzero(ends <= x[i] - widths[i] / 2 + 1e-9)
        if not len(free):
            ends = np.append(ends, -np.inf)
            free = np.array([len(ends) - 1])
        rows[i] = free[0]
        ends[free[0]] = x[i] + widths[i] / 2
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
    spread = cell[0] if width is None or columns < 2 else max(float(cell[0]), width / (columns - 1))
    # A lane far shorter than the scale is centred under it rather than stretched.
    spread = min(spread, 1.6 * float(cell[0]))
    left = ((width or 0.0) - spread * (columns - 1)) / 2
    points[nodes[order], 0] = left + (index // rows) * spread
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


def _notes(undated: int, n: int) -> tuple[str, ...]:
    if undated == n:
        return ("No resource shown has a date, so the timeline has one lane and no scale.",)
    scale = "Crowded times are drawn wider; the ticks use the same scale."
    if undated:
        what = "1 resource without a date is" if undated == 1 else f"{undated:,} resources without a date are"
        return (scale, f"{what} in the last lane.")
    return (scale,)


def _ticks(middle: Floats, width: float, even: float) -> list[tuple[float, str]]:
    """Position and text of the ticks on the scale: the finest calendar step whose ticks have room."""
    if not len(middle):
        return []
    first, last = math.floor(float(middle.min())), math.floor(float(middle.max()))
    if not -3e8 < first <= last < 3e8:
        return []
    if first == last:
        return [(float(_x(np.array([float(first)]), middle, width, np.array([0.0]), even)[0]), _text(first, "day"))]
    for step in ("day", "week", "month", "quarter", "year", "5", "10", "25", "50", "100", "500", "1000"):
        if (last - first) / _STEP_DAYS.get(step, 365.0 * (float(step) if step.isdigit() else 1)) > 26:
            continue
        days = _calendar(first, last, step)
        if not len(days):
            continue
        share = np.searchsorted(np.sort(middle), days, side="left") / len(middle)
        x = _x(days.astype(np.float64), middle, width, share, even)
        return _thinned([(float(at), _text(int(day), step)) for at, day in zip(x, days)])
    return []


_STEP_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.3, "year": 365.25}


def _calendar(first: int, last: int, step: str) -> Ints:
    """Days since 1970 on which a step of the calendar begins, from ``first`` to ``last`` inclusive."""
    if step in ("day", "week"):
        every = 1 if step == "day" else 7
        # Day 4 was a Monday.
        start = first if step == "day" else first + (4 - first) % 7
        return np.arange(start, last + 1, every, dtype=np.int64)
    months = {"month": 1, "quarter": 3, "year": 12}.get(step) or 12 * int(step)
    origin = np.array([first, last], dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64)
    # Counted from year 0, so that decades and centuries start on round years.
    zero = -1970 * 12
    begin = -((zero - origin[0]) // months) * months + zero
    starts = np.arange(begin - months, origin[1] + 1, months, dtype=np.int64)
    days = starts.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    # The step that holds the first event begins before it; its tick would be left of the scale.
    return days[(days >= first) & (days <= last)]


def _text(day: int, step: str) -> str:
    date = np.datetime64(day, "D")
    year = int(date.astype("datetime64[Y]").astype(np.int64)) + 1970
    month = int(date.astype("datetime64[M]").astype(np.int64)) % 12
    number = day - int(date.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)) + 1
    if step in ("day", "week"):
        return f"{number} {MONTHS[month]} {year}"
    if step in ("month", "quarter"):
        return f"{MONTHS[month]} {year}"
    return str(year)


def _thinned(ticks: list[tuple[float, str]], apart: float = 96.0) -> list[tuple[float, str]]:
    kept: list[tuple[float, str]] = []
    for x, text in ticks:
        if not kept or x - kept[-1][0] >= apart:
            kept.append((x, text))
    return kept
