"""Timeline: dated resources along time, as bars, lanes and a histogram in pixels.

A :class:`Chronicle` is made once for a source, a clock and the filters other than dates. A :class:`Chart` is made of it
for every width and period in sight. Python loops only over resources that are drawn one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.panels.time.ticks import Tick, Unit, starts, ticks, unit_for
from explorer.pictures.look.style import Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.views.filters import Cause, dates_by
from explorer.views.rules import Rules
from explorer.views.view import Clock, Range, View
from explorer.views.visible import Visible, see
from graph.arrays.types import Floats, Ids, Mask
from graph.model.projection import Projection

MARK = 9.0
"""Width of an instant in pixels, and least width of a bar."""
BARS = 160
"""Largest number of bars in the histogram."""
MOST_OPEN, MOST_FORCED = 80, 400
"""Largest number of resources in sight that a lane draws one by one: by default, and when the user opens the lane."""
_OUT, _FEW, _FAR = 0.02, 10, 4.0
"""Outlying dates: their largest share at either end, the number of dates it takes to look for them, and how many times
the range of the other dates they lie beyond it."""
_GAP, _PAD = 5.0, 5.0
INSET = 3.0
"""Padding above and below the rows of an open lane, in pixels."""


class Lane(NamedTuple):
    """The dated resources of one class."""

    title: str
    swatch: Swatch
    total: int


@dataclass(frozen=True, eq=False)
class Chronicle:
    """Dated resources by lane and time. k resources, b bars.

    nodes          ids of resources, shape (k,), with first and last instant ``start`` and ``end`` in days since 1970
    lane           index into ``lanes`` for each, shape (k,)
    edges          edges of the histogram bars, on starts of the calendar ``unit``, shape (b + 1,)
    undated        ids of resources without a date
    """

    nodes: Ids
    start: Floats
    end: Floats
    lane: Ids
    lanes: tuple[Lane, ...]
    edges: Floats
    unit: Unit
    undated: NDArray[np.integer]

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def whole(self) -> Range:
        """The period of all dates, from the start of the first bar to the end of the last."""
        return float(self.edges[0]), float(self.edges[-1])

    @cached_property
    def core(self) -> Range:
        """The period to show first: all, or all but a few outlying dates, such as a 9999 that stands for “never”."""
        low, high = self.whole
        if len(self) < _FEW:
            return low, high
        begin, end = float(np.quantile(self.start, _OUT)), float(np.quantile(self.end, 1 - _OUT))
        margin = max(0.05 * (end - begin), 1.0)
        inner = max(begin - margin, low), min(end + margin, high)
        return inner if (high - low) > _FAR * (inner[1] - inner[0]) else (low, high)

    @cached_property
    def _shares(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats, Floats]:
        """First and last bar of each resource, its shares in these two, and its amount per day in the bars between."""
        last = len(self.edges) - 2
        first_bar = np.clip(np.searchsorted(self.edges, self.start, side="right") - 1, 0, last)
        last_bar = np.clip(np.searchsorted(self.edges, self.end, side="left") - 1, first_bar, last)
        length = np.where(first_bar == last_bar, 1.0, self.end - self.start)
        alone = first_bar == last_bar
        head = np.where(alone, 1.0, (self.edges[first_bar + 1] - self.start) / length)
        tail = np.where(alone, 0.0, (self.end - self.edges[last_bar]) / length)
        return first_bar, last_bar, head, tail, np.where(alone, 0.0, 1 / length)

    def histogram(self, counted: Mask | None = None) -> Floats:
        """The number of ``counted`` resources (k,) in each bar, shape (b,); the sum is the number of all.

        A resource with a duration spreads evenly over its bars, so that a year is not a peak on 1 January.
        """
        first, last, head, tail, rate = self._shares
        weight = np.ones(len(self)) if counted is None else counted.astype(np.float64)
        bars = len(self.edges) - 1
        ends = np.bincount(first, head * weight, bars) + np.bincount(last, tail * weight, bars)
        steps = np.bincount(first + 1, rate * weight, bars + 1) - np.bincount(last, rate * weight, bars + 1)
        between = np.cumsum(steps)[:bars] * np.diff(self.edges)
        return np.maximum(ends + between, 0.0)

    @cached_property
    def bars(self) -> Floats:
        """The histogram of all resources."""
        return self.histogram()

    def part(self, wanted: Mask) -> Chronicle:
        """The chronicle of only some resources (n,), over the same period and in the same lanes."""
        kept = wanted[self.nodes]
        counts = np.bincount(self.lane[kept], minlength=len(self.lanes)).tolist()
        return replace(
            self,
            nodes=self.nodes[kept],
            start=self.start[kept],
            end=self.end[kept],
            lane=self.lane[kept],
            lanes=tuple(lane._replace(total=count) for lane, count in zip(self.lanes, counts)),
            undated=self.undated[wanted[self.undated]],
        )

    def touching(self, low: float, high: float) -> Mask:
        """True for resources (k,) that touch a period. One that ends at ``low`` does not, unless it is an instant."""
        begun = (self.start < high) | (self.start == low)
        return np.asarray(begun & ((self.end > low) | ((self.end == low) & (self.start == low))))


def chronicle(projection: Projection, clock: Clock, rules: Rules = ()) -> Chronicle:
    """All dated resources, in lanes by main class, the largest first, with swatches by the style rules."""
    dates = dates_by(projection, clock)
    has_date = ~np.isnan(dates[:, 0])
    nodes = np.flatnonzero(has_date)
    sizes = np.bincount(projection.node_class[nodes] + 1, minlength=len(projection.classes) + 1)
    titles = ["No class", *(info.label for info in projection.classes)]
    order = sorted(np.flatnonzero(sizes).tolist(), key=lambda c: (-sizes[c], titles[c].casefold()))
    place = np.full(len(sizes), -1, np.int32)
    place[order] = np.arange(len(order))
    swatches = class_swatches(projection, rules)
    lane = place[projection.node_class[nodes] + 1]
    turn = np.lexsort((dates[nodes, 1], dates[nodes, 0], lane))
    nodes, lane = nodes[turn], lane[turn]
    start, end = dates[nodes, 0], dates[nodes, 1]
    # A period excludes its end, so one that ends with an instant gets one second more.
    high = float(np.where(start == end, end + 1 / 86400, end).max(initial=-np.inf))
    low, high = (float(start.min()), high) if len(nodes) else (0.0, 1.0)
    unit = unit_for(max(high - low, 1.0), BARS)
    lanes = tuple(Lane(titles[c], swatches[c - 1], int(sizes[c])) for c in order)
    edges = starts(low, high, unit, around=True)
    return Chronicle(nodes.astype(np.int32), start, end, lane, lanes, edges, unit, np.flatnonzero(~has_date))


class Chronicles:
    """Caches the chronicle of a view until anything but the date range changes."""

    def __init__(self) -> None:
        self._every: tuple[Projection, str, Rules, Chronicle] | None = None
        self._dated: tuple[Chronicle, View, Chronicle] | None = None

    def of(self, projection: Projection, view: View, visible: Visible) -> Chronicle:
        """The chronicle of the resources that ``view``, with its ``visible``, would show without its date range."""
        known = self._every
        if known is None or known[0] is not projection or known[1:3] != (view.clock, view.rules):
            dated = chronicle(projection, view.clock, view.rules)
            known = self._every = projection, view.clock, view.rules, dated
        whole = view.filters.but(dates=None, undated=True)
        if self._dated is None or self._dated[0] is not known[3] or self._dated[1] != whole:
            if view.dates is not None or not view.undated:
                visible = see(projection, whole)
            self._dated = known[3], whole, known[3].part(visible.node_cause == Cause.SHOWN)
        return self._dated[2]


@dataclass(frozen=True, eq=False)
class Band:
    """A drawn lane from ``top`` to ``top + height``, with ``count`` resources in sight.

    An open lane draws its resources one by one: indices ``rows`` (j,) into the chronicle, from ``left`` to ``right``,
    in row ``row``, with a name of ``name_width`` at ``name_left`` (width 0: no name). A closed lane has the number of
    resources over each pixel, ``cover`` (width,), empty for an open lane.
    """

    lane: int
    top: float
    height: float
    count: int
    is_open: bool
    rows: NDArray[np.int64]
    left: Floats
    right: Floats
    row: NDArray[np.int64]
    name_left: Floats
    name_width: Floats
    cover: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Chart:
    """Lanes for the period ``sight`` on ``width`` pixels, with the numbers of ``earlier`` and ``later`` resources."""

    sight: Range
    width: float
    height: float
    row_height: float
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    earlier: int
    later: int

    def x(self, instant: float) -> float:
        """The pixel of an instant."""
        low, high = self.sight
        return (instant - low) / (high - low) * self.width

    def instant(self, x: float) -> float:
        """The instant at a pixel."""
        low, high = self.sight
        return low + x / self.width * (high - low)

    def band_at(self, y: float) -> Band | None:
        """The lane at a height."""
        return next((band for band in self.bands if band.top <= y < band.top + band.height), None)

    def hit(self, x: float, y: float) -> int:
        """Index in the chronicle of the resource with its bar or name at a point of an open lane; -1 without one."""
        band = self.band_at(y)
        if band is None or not band.is_open:
            return -1
        row = int((y - band.top - INSET) // self.row_height)
        left = np.where(band.name_width > 0, np.minimum(band.left, band.name_left), band.left)
        right = np.maximum(band.right, band.name_left + band.name_width)
        found = np.flatnonzero((band.row == row) & (left - 1 <= x) & (x <= right + 1))
        return int(band.rows[found[0]]) if len(found) else -1


class Room(NamedTuple):
    """Room for a chart: ``width`` and ``height`` in pixels, and the heights of a row and of a closed lane."""

    width: float
    height: float
    row: float
    closed: float


def draw_up(
    dated: Chronicle,
    sight: Range,
    room: Room,
    name_of: Callable[[int], str],
    width_of: Callable[[str], float],
    forced: Mapping[int, bool] | None = None,
) -> Chart:
    """Lay out the lanes of the resources that touch ``sight``.

    Lanes open, those with the fewest rows first, as long as all lanes fit into the room. ``forced`` opens or closes
    some lanes regardless. ``name_of`` gives the name of a node, ``width_of`` the width of a name in pixels.
    """
    low, high = sight
    scale = room.width / (high - low)
    seen = (dated.start <= high) & (dated.end >= low)
    rows = np.flatnonzero(seen)
    lane = dated.lane[rows]
    counts = np.bincount(lane, minlength=len(dated.lanes))
    left, right = (dated.start[rows] - low) * scale, (dated.end[rows] - low) * scale
    bounds = np.searchsorted(lane, np.arange(len(dated.lanes) + 1))
    asked = forced or {}
    placed: dict[int, _Placed] = {}
    for i in np.flatnonzero(counts).tolist():
        if counts[i] <= (MOST_FORCED if asked.get(i) else MOST_OPEN) and asked.get(i, True):
            part = slice(bounds[i], bounds[i + 1])
            names = [width_of(name_of(node)) for node in dated.nodes[rows[part]].tolist()]
            most = MOST_FORCED if asked.get(i) else max(int(room.height / room.row), 1)
            found = _place(left[part], right[part], names, room.width, most)
            if found is not None:
                placed[i] = found
    heights = {i: found.rows * room.row + 2 * INSET for i, found in placed.items()}
    opened = _choose(np.flatnonzero(counts).tolist(), heights, asked, room)
    cover = _cover(lane, left, right, len(dated.lanes), int(room.width))
    bands, top = [], 0.0
    for i in np.flatnonzero(counts).tolist():
        height = heights[i] if i in opened else room.closed
        bands.append(_band(i, top, height, rows[bounds[i] : bounds[i + 1]], placed[i] if i in opened else None, cover))
        top += height
    marks = ticks(low, high, room.width / 62)
    return Chart(
        sight, room.width, top, room.row, marks, tuple(bands),
        int(np.count_nonzero(dated.end < low)), int(np.count_nonzero(dated.start > high)),
    )  # fmt: skip


def _choose(lanes: Sequence[int], heights: Mapping[int, float], asked: Mapping[int, bool], room: Room) -> set[int]:
    """The lanes to draw open."""
    opened = {i for i in heights if asked.get(i)}
    left = room.height - sum(heights[i] if i in opened else room.closed for i in lanes)
    for i in sorted(heights, key=lambda i: (heights[i], i)):
        if i not in opened and heights[i] - room.closed <= max(left, 0):
            opened.add(i)
            left -= heights[i] - room.closed
    return opened


def _band(
    lane: int, top: float, height: float, rows: NDArray[np.int64], placed: _Placed | None, cover: NDArray[np.int64]
) -> Band:
    if placed is None:
        none = np.empty(0)
        no_rows = np.empty(0, np.int64)
        return Band(lane, top, height, len(rows), False, no_rows, none, none, no_rows, none, none, cover[lane])
    return Band(
        lane, top, height, len(rows), True, rows, placed.left, placed.right, placed.row,
        placed.name_left, placed.name_width, np.empty(0, np.int64),
    )  # fmt: skip


def cover_shown(dated: Chronicle, chart: Chart, shown: Mask) -> NDArray[np.int64]:
    """The number of ``shown`` resources (k,) over each pixel of each lane, shape (lanes, width)."""
    low, high = chart.sight
    rows = np.flatnonzero(shown & (dated.start <= high) & (dated.end >= low))
    scale = chart.width / (high - low)
    left, right = (dated.start[rows] - low) * scale, (dated.end[rows] - low) * scale
    return _cover(dated.lane[rows], left, right, len(dated.lanes), int(chart.width))


def _cover(lane: Ids, left: Floats, right: Floats, lanes: int, width: int) -> NDArray[np.int64]:
    """The number of resources of each lane over each pixel, shape (lanes, width); each covers at least one pixel."""
    width = max(width, 1)
    first = np.clip(np.floor(left), 0, width - 1).astype(np.int64)
    last = np.clip(np.ceil(right), first + 1, width).astype(np.int64)
    cells = lanes * (width + 1)
    steps = np.bincount(lane * (width + 1) + first, minlength=cells) - np.bincount(
        lane * (width + 1) + last, minlength=cells
    )
    return np.cumsum(steps.reshape(lanes, width + 1), axis=1)[:, :width]


class _Placed(NamedTuple):
    left: Floats
    right: Floats
    row: NDArray[np.int64]
    name_left: Floats
    name_width: Floats
    rows: int


def _place(left: Floats, right: Floats, names: Sequence[float], width: float, most: int) -> _Placed | None:
    """Rows for bars and their names without overlaps: each bar goes into the first row with room for it.

    A name stands in its bar, or right of it, or left of it. A name that fits nowhere is cut to its bar, or left out.
    Returns None if the bars need more than ``most`` rows.
    """
    short = np.minimum(right, width) - np.maximum(left, 0) < MARK
    middle = np.clip((left + right) / 2, MARK / 2, width - MARK / 2)
    low = np.where(short, middle - MARK / 2, np.maximum(left, 0))
    high = np.where(short, middle + MARK / 2, np.minimum(right, width))
    text = np.asarray(names, np.float64)
    inside = ~short & (text <= high - low - 2 * _PAD)
    after = ~inside & (high + _GAP + text <= width)
    before = ~inside & ~after & (low - _GAP - text >= 0)
    cut = ~(inside | after | before)
    room = np.where(short, 0.0, np.maximum(high - low - 2 * _PAD, 0))
    name_width = np.where(cut, np.where(room >= 4 * MARK, room, 0.0), text)
    name_left = np.where(after, high + _GAP, np.where(before, low - _GAP - text, low + _PAD))
    first, last = np.minimum(low, name_left), np.maximum(high, name_left + name_width) + _GAP
    row = np.zeros(len(low), np.int64)
    ends: list[float] = []
    for i in np.lexsort((-last, first)).tolist():
        at = next((r for r, end in enumerate(ends) if end <= first[i]), len(ends))
        if at == most:
            return None
        if at == len(ends):
            ends.append(0.0)
        ends[at], row[i] = float(last[i]), at
    return _Placed(low, high, row, name_left, name_width, len(ends))
