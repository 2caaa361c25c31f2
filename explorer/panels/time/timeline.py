"""Timeline: the lanes of a chronicle as bars and names in pixels.

A :class:`Chart` is made for every width and period in sight. Python loops only over resources drawn one by one.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.panels.time.chronicle import Chronicle
from explorer.views.view import Range
from graph.arrays.ticks import Tick, ticks
from graph.arrays.types import Floats, Ids, Mask
from graph.frozen import frozen
from graph.named import NamedTuple

MARK = 9.0
"""Width of an instant in pixels, and least width of a bar."""
MOST_OPEN, MOST_FORCED = 80, 400
"""Largest number of resources in sight that a lane draws one by one: by default, and when the user opens the lane."""
_GAP, _PAD = 5.0, 5.0
INSET = 3.0
"""Padding above and below the rows of an open lane, in pixels."""


@frozen
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


@frozen
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
    without: frozenset[int] = frozenset(),
) -> Chart:
    """Lay out the lanes of the resources that touch ``sight``.

    Lanes open, those with the fewest rows first, as long as all lanes fit into the room. ``forced`` opens or closes
    some lanes regardless, and those in ``without`` take no room. ``name_of`` gives the name of a node, ``width_of`` the
    width of a name in pixels.
    """
    low, high = sight
    scale = room.width / (high - low)
    seen = (dated.start <= high) & (dated.end >= low)
    seen &= ~np.isin(dated.lane, list(without))
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
    """Rows for bars and their names without overlaps: in their order, each goes into the first row with room for it.

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
    rows: list[list[tuple[float, float]]] = []
    for i, stretch in enumerate(zip(first.tolist(), last.tolist())):
        at = next((r for r, taken in enumerate(rows) if _has_room(taken, stretch)), len(rows))
        if at == most:
            return None
        if at == len(rows):
            rows.append([])
        insort(rows[at], stretch)
        row[i] = at
    return _Placed(low, high, row, name_left, name_width, len(rows))


def _has_room(taken: list[tuple[float, float]], stretch: tuple[float, float]) -> bool:
    """True if a stretch touches none of the stretches taken, which ascend."""
    at = bisect(taken, stretch)
    return (not at or taken[at - 1][1] <= stretch[0]) and (at == len(taken) or stretch[1] <= taken[at][0])
