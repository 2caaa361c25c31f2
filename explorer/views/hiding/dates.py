"""The filter by date: the period of each resource and relationship, and those outside the dates shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.views.view import Clock, Range, View
from graph.arrays.types import Mask
from graph.model.periods import Periods
from graph.model.projection import Projection

if TYPE_CHECKING:
    from graph.model.course import Course


def nodes_by_date(projection: Projection, view: View) -> Iterator[Mask]:
    """Resources (n,) whose period is outside the dates shown."""
    if view.dates is not None:
        yield outside_dates(periods_by(projection, view.clock).spans, view.dates, view.undated)
    elif not view.undated:
        yield ~periods_by(projection, view.clock).dated


def edges_by_date(projection: Projection, view: View) -> Iterator[Mask]:
    """Relationships (m,) that have dates of their own, all outside the dates shown.

    These say when a relationship held, not when somebody said so. A relationship without dates goes with its ends.
    """
    if view.dates is not None and (periods := _of_relationships(projection, view.clock)) is not None:
        yield outside_dates(periods.spans, view.dates, undated=True)


def every_period(projection: Projection, clock: Clock) -> Periods:
    """The periods of all resources by a clock, and those that relationships have of their own."""
    own, others = periods_by(projection, clock), _of_relationships(projection, clock)
    if others is None:
        return own
    return Periods(np.concatenate((own.spans, others.spans)), np.concatenate((own.forms, others.forms)))


def _of_relationships(projection: Projection, clock: Clock) -> Periods | None:
    if clock == "said" or not len(projection.edge_remarks.values):
        return None
    from graph.model.edge_periods import edge_periods  # late: few relationships have dates

    return edge_periods(projection)


def periods_by(projection: Projection, clock: Clock) -> Periods:
    """The period of every resource by a clock."""
    if clock != "said":
        return projection.periods
    from graph.model.said_dates import said_dates

    return said_dates(projection).periods


def course_by(projection: Projection, clock: Clock) -> Course:
    """The course of every resource by a clock.

    Statements of order say when something happened, not when it was said.
    """
    from graph.model.course import Course, course  # late: the first picture has no order in time

    return course(projection) if clock != "said" else Course.plain(periods_by(projection, clock))


def outside_dates(dates: NDArray[np.float64], shown: Range, undated: bool) -> Mask:
    """True for periods (n, 2) that do not touch ``shown``; those without a date are outside unless ``undated``.

    An open end goes on: what holds “since 2012” touches 2016, and what is “not after 2016” touches every earlier year.
    A period that ends where ``shown`` begins does not touch it; an instant on its first edge does.
    """
    start, end = dates[:, 0], dates[:, 1]
    instant = start == end
    outside = (start >= shown[1]) | (end < shown[0]) | ((end == shown[0]) & ~instant)
    return np.asarray(outside if undated else outside | np.isnan(start))
