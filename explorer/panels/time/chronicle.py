"""Chronicle: dated resources by lane and time, with a histogram.

It is made once for a source, a clock and the filters other than dates.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.style import Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.views.hiding.dates import course_by
from explorer.views.hiding.filters import Cause
from explorer.views.rules import Rules
from explorer.views.view import Clock, Range, View
from explorer.views.visible import Visible, see
from graph.arrays.ticks import Unit, starts, unit_for
from graph.arrays.types import Floats, Ids, Mask
from graph.frozen import frozen
from graph.model.periods import Periods
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.values import write_part

BARS = 160
"""Largest number of bars in the histogram."""
_OUT, _FEW, _FAR = 0.02, 10, 4.0
"""Outlying dates: their largest share at either end, the number of dates it takes to look for them, and how many times
the range of the other dates they lie beyond it."""


class Lane(NamedTuple):
    """The ``total`` dated resources of a main class ``cls``, and ``every`` one that has it, 0 if not counted.

    ``undated`` of these have no date by the clock; others stand in the lane of another main class.
    """

    title: str
    swatch: Swatch
    total: int
    cls: int = -1
    every: int = 0
    undated: int = 0

    @property
    def words(self) -> str:
        """The number of resources: “16 of 32” where others of the class have no date, or stand in other lanes."""
        return write_part(self.total, max(self.every, self.total))

    def reason(self, clock: Clock) -> str:
        """The rest in words: “16 of 32: 10 have no date by when it happened, 6 are in other lanes.”, "" if there is
        none.
        """
        elsewhere = max(self.every - self.undated - self.total, 0)
        by = "was said" if clock == "said" else "happened"
        parts = (
            (self.undated, "has" if self.undated == 1 else "have", f"no date by when it {by}"),
            (elsewhere, "is" if elsewhere == 1 else "are", "in the lane of another class"),
        )
        said = [f"{count:,} {verb} {rest}" for count, verb, rest in parts if count]
        return f"{self.words}: {', '.join(said)}." if said else ""


@frozen
class Chronicle:
    """Dated resources by lane and time. k resources, b bars.

    nodes          ids of resources by lane and then in the order of their course, shape (k,), with their ``periods``
    rank           the place of each in the order of all, shape (k,); equal ones share one
    lane           index into ``lanes`` for each, shape (k,)
    edges          edges of the histogram bars, on starts of the calendar ``unit``, shape (b + 1,)
    undated        ids of resources without a date
    """

    nodes: Ids
    periods: Periods
    rank: Ids
    lane: Ids
    lanes: tuple[Lane, ...]
    edges: Floats
    unit: Unit
    undated: NDArray[np.integer]

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def start(self) -> Floats:
        """The earliest instant of each resource in days since 1970, −∞ where the beginning is open, shape (k,)."""
        return self.periods.spans[:, 0]

    @property
    def end(self) -> Floats:
        """The latest instant of each resource, ∞ where the end is open, shape (k,)."""
        return self.periods.spans[:, 1]

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
        start, end_ = self._within_whole
        begin, end = float(np.quantile(start, _OUT)), float(np.quantile(end_, 1 - _OUT))
        margin = max(0.05 * (end - begin), 1.0)
        inner = max(begin - margin, low), min(end + margin, high)
        return inner if (high - low) > _FAR * (inner[1] - inner[0]) else (low, high)

    @cached_property
    def _within_whole(self) -> tuple[Floats, Floats]:
        """Start and end of each resource, those that are open at the ends of the whole period, shape (k,) each."""
        low, high = self.whole
        return np.clip(self.start, low, high), np.clip(self.end, low, high)

    @cached_property
    def _shares(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats, Floats]:
        """First and last bar of each resource, its shares in these two, and its amount per day in the bars between."""
        last = len(self.edges) - 2
        # “Before 30 September” says when at the latest; it is no steady activity since the first date of all.
        spans = np.where(self.periods.within[:, None], self.periods.given, self.periods.spans)
        start, end = np.clip(spans, *self.whole).T
        first_bar = np.clip(np.searchsorted(self.edges, start, side="right") - 1, 0, last)
        last_bar = np.clip(np.searchsorted(self.edges, end, side="left") - 1, first_bar, last)
        length = np.where(first_bar == last_bar, 1.0, end - start)
        alone = first_bar == last_bar
        head = np.where(alone, 1.0, (self.edges[first_bar + 1] - start) / length)
        tail = np.where(alone, 0.0, (end - self.edges[last_bar]) / length)
        return first_bar, last_bar, head, tail, np.where(alone, 0.0, 1 / length)

    def histogram(self, counted: Mask | None = None) -> Floats:
        """The number of ``counted`` resources (k,) in each bar, shape (b,); the sum is the number of all.

        A resource with a duration spreads evenly over its bars, so that a year is not a peak on 1 January. One that is
        some time before or after a date counts at that date.
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
            periods=self.periods.of(np.flatnonzero(kept)),
            rank=self.rank[kept],
            lane=self.lane[kept],
            lanes=tuple(lane._replace(total=count) for lane, count in zip(self.lanes, counts)),
            undated=self.undated[wanted[self.undated]],
        )

    def emptied(self, shown: Mask) -> frozenset[int]:
        """The lanes of which no resource is ``shown`` (k,), beside others; none if nothing is shown at all."""
        return frozenset(self.lane.tolist()) - frozenset(self.lane[shown].tolist()) if shown.any() else frozenset()

    def touching(self, low: float, high: float) -> Mask:
        """True for resources (k,) that touch a period. One that ends at ``low`` does not, unless it is an instant."""
        begun = (self.start < high) | (self.start == low)
        return np.asarray(begun & ((self.end > low) | ((self.end == low) & (self.start == low))))


def chronicle(projection: Projection, clock: Clock, rules: Rules = ()) -> Chronicle:
    """All dated resources, in lanes by main class, the largest first, with swatches by the style rules."""
    times = course_by(projection, clock)
    has_date = times.periods.dated
    nodes = np.flatnonzero(has_date)
    sizes = np.bincount(projection.node_class[nodes] + 1, minlength=len(projection.classes) + 1)
    titles = ["No class", *(info.label for info in projection.classes)]
    order = sorted(np.flatnonzero(sizes).tolist(), key=lambda c: (-sizes[c], titles[c].casefold()))
    place = np.full(len(sizes), -1, np.int32)
    place[order] = np.arange(len(order))
    swatches = class_swatches(projection, rules)
    lane = place[projection.node_class[nodes] + 1]
    rank = times.of(nodes).ranks()
    turn = np.lexsort((rank, lane))
    nodes, rank, lane = nodes[turn], rank[turn], lane[turn]
    periods = times.periods.of(nodes)
    low, high = periods.reach or (0.0, 1.0)
    unit = unit_for(max(high - low, 1.0), BARS)
    lanes = tuple(Lane(titles[c], swatches[c - 1], int(sizes[c]), c - 1) for c in order)
    edges = starts(low, high, unit, around=True)
    return Chronicle(nodes.astype(np.int32), periods, rank, lane, lanes, edges, unit, np.flatnonzero(~has_date))


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
        whole = view.filters._replace(dates=None, undated=True)
        if self._dated is None or self._dated[0] is not known[3] or self._dated[1] != whole:
            if view.dates is not None or not view.undated:
                visible = see(projection, whole)
            part = known[3].part(visible.node_cause == Cause.SHOWN)
            dated, undated = (projection.class_counts(ids).tolist() for ids in (part.nodes, part.undated))
            lanes = tuple(
                lane._replace(every=dated[c] + undated[c], undated=undated[c])
                for lane in part.lanes
                for c in (lane.cls + 1,)
            )
            self._dated = known[3], whole, replace(part, lanes=lanes)
        return self._dated[2]
