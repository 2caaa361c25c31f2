"""Time axis of a view: the periods of drawn nodes along it, and places for nodes that come in later."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.views.groups import GROUPS_FROM
from explorer.views.hiding.dates import course_by, periods_by
from explorer.views.places import placed, places_of
from explorer.views.view import Clock, View
from explorer.views.visible import Visible, main_classes
from graph.arrays.types import Floats, Ints, Mask
from graph.layout.guide import UNDATED, Guide, Stretch
from graph.layout.methods.time_axis import (
    across,
    axis_guides,
    axis_in,
    axis_to,
    instants_of,
    marked_across,
    stretches_of,
)
from graph.model.course import Course
from graph.model.periods import Periods, hull
from graph.model.projection import Projection
from graph.named import NamedTuple

_COVERED = 12.0
"""Width of the smallest marks in scene units; a shorter bar is behind its mark until one zooms in."""
_LONGER = 3.0
_AT_MARK = 0.05
"""Scene units within which a node is at its mark."""
_ROW, _HALF = 70.0, 66.0
"""Height of a row for nodes with names that come in later, and half the width of a name, in scene units."""


BY: dict[Clock, str] = {"happened": "happened", "said": "was said"}
"""The words for each clock behind “when it”."""


def clock_of(guides: tuple[Guide, ...]) -> Clock:
    """The clock that a time axis among the guides goes by."""
    return "said" if any(guide.axis == "t" and guide.text == "said" for guide in guides) else "happened"


def other_clock(view: View) -> Clock | None:
    """The clock of the time axis of a view that goes by another one itself, else None."""
    drawn = clock_of(view.guides)
    return drawn if drawn != view.clock and any(guide.axis == "t" for guide in view.guides) else None


def course_of(projection: Projection, clock: Clock, visible: Visible, ids: NDArray[np.integer]) -> Course:
    """The course of nodes (k,) by a clock; a drawn group is some time from the first of its shown members to the last.

    Members without a date are left aside. A group is undated if all of them are, or if it is not drawn.
    """
    every = course_by(projection, clock)
    own = np.flatnonzero(ids < GROUPS_FROM)
    if len(own) == len(ids):
        return every.of(ids)
    periods = Periods.none(len(ids))
    periods.spans[own], periods.forms[own] = every.periods.of(ids[own])
    alone = int(np.searchsorted(visible.drawn, GROUPS_FROM))
    inside = np.flatnonzero(visible.slot >= alone)
    of_groups = hull(visible.slot[inside] - alone, every.periods.of(inside), len(visible.drawn) - alone)
    _, rows, places = np.intersect1d(ids, visible.drawn[alone:], return_indices=True)
    periods.spans[rows], periods.forms[rows] = of_groups.of(places)
    found = Course.plain(periods)
    found.marks[own], found.keys[own] = every.marks[ids[own]], every.keys[ids[own]]
    return found


def days_in_groups(projection: Projection, clock: Clock, visible: Visible) -> NDArray[np.float64]:
    """The days (k,) on which something begins or ends among the shown members of groups, in order."""
    members = np.flatnonzero(visible.slot >= np.searchsorted(visible.drawn, GROUPS_FROM))
    course = course_by(projection, clock)
    instants = instants_of(course.periods.spans[members], course.marks[members])
    return np.unique(np.floor(instants[np.isfinite(instants)]))


def classes_of(projection: Projection, visible: Visible, ids: NDArray[np.integer]) -> NDArray[np.int64]:
    """The main class of drawn nodes (k,), for a group the most frequent one among its shown members; -1 for none."""
    alone = int(np.searchsorted(visible.drawn, GROUPS_FROM))
    of_groups = main_classes(projection, visible) if alone < len(visible.drawn) else np.empty(0, np.int64)
    every = np.concatenate((projection.node_class[visible.drawn[:alone]], of_groups))
    return np.asarray(every[np.searchsorted(visible.drawn, ids)], np.int64)


class TimeBars(NamedTuple):
    """The periods of k drawn nodes along the axis, in scene units.

    spans  earliest and latest possible place, NaN if undated, shape (k, 2)
    sure   the part in which the node certainly is, NaN for none, shape (k, 2)
    is_open  whether the beginning and the end are open, shape (k, 2)
    """

    spans: NDArray[np.float32]
    sure: NDArray[np.float32]
    is_open: NDArray[np.bool_]

    @property
    def is_seen(self) -> Mask:
        """True for bars that reach out from under a small mark at zoom 1, and for those with an arrow, shape (k,)."""
        return np.asarray((self.spans[:, 1] - self.spans[:, 0] >= _COVERED) | self.is_open.any(axis=1))

    @property
    def parts(self) -> NDArray[np.bool_]:
        """For each bar that is seen: whether it has a pale part, a full part, and an arrow, shape (k, 3)."""
        whole = self.spans[:, 1] - self.spans[:, 0]
        full = np.nan_to_num(self.sure[:, 1] - self.sure[:, 0])
        return np.stack((whole - full >= _COVERED, full >= 1, self.is_open.any(axis=1)), axis=1) & self.is_seen[:, None]


def time_bars(projection: Projection, guides: tuple[Guide, ...], visible: Visible) -> TimeBars | None:
    """The periods of the drawn nodes along the time axis among the guides; None without an axis."""
    axis = axis_in(guides)
    if not axis:
        return None
    periods = course_of(projection, clock_of(guides), visible, visible.drawn).periods
    spans, sure = (across(axis, days.ravel()).reshape(-1, 2) for days in (periods.spans, periods.sure))
    return TimeBars(spans.astype(np.float32), sure.astype(np.float32), np.isinf(periods.spans))


def is_apart(projection: Projection, guides: tuple[Guide, ...], ids: NDArray[np.integer]) -> Mask:
    """True for drawn resources (k,) without a date, which stand apart on the time axis; for none without an axis."""
    if not axis_in(guides):
        return np.zeros(len(ids), bool)
    apart = ids < GROUPS_FROM
    apart[apart] = ~periods_by(projection, clock_of(guides)).dated[ids[apart]]
    return apart


def in_time(projection: Projection, view: View, visible: Visible, fresh: NDArray[np.integer]) -> View:
    """``view`` with the drawn nodes at places ``fresh`` at their dates, in rows of their own at the end of their lane.

    The axis grows where it does not reach, with what is there; all below a lane that grows moves down. Nodes without a
    date go to the lane of the undated.
    """
    count, newcomers = projection.node_count, visible.drawn[fresh]
    groups = [group.id for group in view.groups if group.xy is not None]
    known = np.concatenate((np.flatnonzero(~np.isnan(view.positions.of(count)[:, 0])), groups)).astype(np.int64)
    known = known[~np.isin(known, newcomers)]
    clock = clock_of(view.guides)
    times = course_of(projection, clock, visible, newcomers)
    there = course_of(projection, clock, visible, known)
    before = axis_in(view.guides)
    axis = _grown(before, np.concatenate([instants_of(each.periods.spans, each.marks) for each in (times, there)]))
    xy = np.concatenate((places_of(view, known, count), np.full((len(fresh), 2), np.nan))).astype(np.float64)
    new = np.arange(len(known), len(xy))
    xy[: len(known), 0] = _carried(before, axis, xy[: len(known), 0], there.marks)
    lanes = [guide for guide in view.guides if guide.axis == "y"]
    titles = _titles(projection, classes_of(projection, visible, newcomers), times.periods.dated)
    for title in dict.fromkeys(titles):
        rows = np.flatnonzero([other == title for other in titles])
        rows = rows[times.of(rows).order()]
        x, rank = _in_rows(axis, times.of(rows))
        lanes, at, height = _with_rows(lanes, title, int(rank.max()) + 1)
        xy[xy[:, 1] >= at, 1] += height
        xy[new[rows]] = np.column_stack((x, at + (rank + 0.4) * _ROW))
    guides = (*(g._replace(text=clock) if g.axis == "t" else g for g in axis_guides(axis)), *lanes)
    return placed(view, np.concatenate((known, newcomers)), xy, count)._replace(guides=guides)


def _grown(before: tuple[Stretch, ...], instants: Floats) -> tuple[Stretch, ...]:
    """The axis with room for more instants; itself where it has room for all of them.

    It keeps its scale, unless it would become more than :data:`_LONGER` times as long.
    """
    inside = np.zeros(len(instants), bool)
    for part in before:
        inside |= (instants >= part.first) & (instants <= part.last)
    if inside.all():
        return before
    ends = np.array([day for part in before for day in (part.first, part.last)])
    stretches = stretches_of(np.concatenate((instants, ends)))
    width, days = sum(part.end - part.start for part in before), sum(part.last - part.first for part in before)
    longest = _LONGER * width / sum(last - first for first, last in stretches)
    return axis_to(stretches, min(width / days, longest), before[0].start)


def _carried(before: tuple[Stretch, ...], after: tuple[Stretch, ...], x: Floats, marks: Floats) -> Floats:
    """Places across on an axis that has grown; the same day stays the same day, and what is at its mark stays there."""
    knots = np.array([(at, day) for part in before for at, day in ((part.start, part.first), (part.end, part.last))])
    inside = across(after, np.interp(x, knots[:, 0], knots[:, 1]))
    outside = np.minimum(x - before[0].start, 0) + np.maximum(x - before[-1].end, 0)
    at_mark = np.abs(x - marked_across(before, marks)) < _AT_MARK
    return np.where(at_mark, marked_across(after, marks), inside + outside)


def _titles(projection: Projection, classes: NDArray[np.int64], dated: Mask) -> list[str]:
    """The title of the lane of each node by its class."""
    found = []
    for main, is_dated in zip(classes.tolist(), dated.tolist()):
        found.append(UNDATED if not is_dated else projection.classes[main].label if main >= 0 else "No class")
    return found


def _in_rows(axis: tuple[Stretch, ...], times: Course) -> tuple[Floats, Ints]:
    """Places across and rows of nodes (k,) in order: the first row that is free along their period and their name."""
    periods = times.periods
    if not periods.dated.all():
        columns = max(1, int((axis[-1].end - axis[0].start) / (2 * _HALF)))
        rank, column = np.divmod(np.arange(len(periods.forms)), columns)
        return axis[0].start + (column + 0.5) * 2 * _HALF, rank
    x = marked_across(axis, times.marks)
    spans = across(axis, periods.spans.ravel()).reshape(-1, 2)
    low, high = np.minimum(x - _HALF, spans[:, 0]), np.maximum(x + _HALF, spans[:, 1])
    ends: list[float] = []
    rank = np.zeros(len(x), np.int64)
    for i, (first, last) in enumerate(zip(low.tolist(), high.tolist())):
        rank[i] = next((row for row, end in enumerate(ends) if end <= first), len(ends))
        ends[rank[i] : rank[i] + 1] = [last]
    return x, rank


def _with_rows(lanes: list[Guide], title: str, rows: int) -> tuple[list[Guide], float, float]:
    """The lanes with so many more rows at the end of one; the place of the first, and the height of all of them."""
    height = rows * _ROW
    undated = next((lane for lane in lanes if lane.text == UNDATED), None)
    own = next((lane for lane in lanes if lane.text == title), None)
    bottom = max((lane.end for lane in lanes), default=0.0)
    at = own.end if own is not None else bottom
    if own is None and undated is not None and undated.end == bottom:
        at = undated.start
    out = []
    for lane in lanes:
        if lane is own:
            lane = lane._replace(end=lane.end + height, at=lane.at + height / 2)
        out.append(lane.moved(height) if lane is not own and lane.start >= at - 1e-6 else lane)
    if own is None:
        if title == UNDATED:
            at += _ROW
        out.append(Guide("y", at + height / 2, title, at, at + height))
    return sorted(out, key=lambda lane: lane.start), at, height
