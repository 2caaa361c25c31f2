"""Time axis: days to places across, to scale, with long empty stretches cut out; and the ticks on it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from graph.arrays.calendar import to_dates
from graph.arrays.calendar_words import is_start, write_clock, write_date, write_month, write_year
from graph.arrays.ticks import UNITS, Unit, starts, unit_for
from graph.arrays.types import Floats
from graph.layout.guide import Guide, Stretch

_DAY = next(unit for unit in UNITS if unit.kind == "day")
_TICKS_APART = 110.0
"""Least distance between two ticks, in scene units, so that their words never touch."""
_CUT = 70.0
"""Width of a cut in the axis, in scene units."""
_EMPTY, _ALONE = 0.25, 3.0
"""A stretch without dates is cut out if it takes this share of the axis, and so many times what all shorter ones do."""


_OWN = tuple(next(unit for unit in UNITS if unit.kind == kind) for kind in ("year", "month", "day"))
"""Units for the tick of a stretch that none of the others meets, the first that begins in it."""
_Tick = tuple[float, float, Unit]
"""The place across, the day, and the unit whose words name it."""


def stretches_of(instants: Floats) -> list[tuple[float, float]]:
    """The stretches of time that an axis for these instants (k,) shows, in order; between them is a cut.

    A cut leaves out time in which nothing begins or ends, where it would squeeze everything else.
    """
    known = np.unique(instants)
    if len(known) == 1:
        # The day of a single instant, so that the axis has a length.
        return [(float(np.floor(known[0])), float(np.floor(known[0])) + 1)]
    gaps = np.diff(known)
    order = np.argsort(gaps, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(gaps[order])[:-1]))
    long = (gaps[order] > _EMPTY * (known[-1] - known[0])) & (gaps[order] > _ALONE * before) & (before > 0)
    cut = np.zeros(len(gaps), bool)
    if long.any():
        cut[order[int(np.argmax(long)) :]] = True
    begins = np.concatenate(([0], np.flatnonzero(cut) + 1))
    ends = np.append(begins[1:] - 1, len(known) - 1)
    found = [(float(known[a]), float(known[b])) for a, b in zip(begins, ends)]
    # A stretch of a single instant gets a little of the length of the others, so that it can be seen, and reaches none.
    around = max(0.5, 0.01 * sum(last - first for first, last in found))
    around = min(around, float(gaps[cut].min(initial=np.inf)) / 3)
    return [(first, last) if last > first else (first - around, last + around) for first, last in found]


def axis_of(stretches: list[tuple[float, float]], width: float) -> tuple[Stretch, ...]:
    """The stretches side by side on ``width`` scene units from 0, all to the same scale."""
    days = sum(last - first for first, last in stretches)
    return axis_to(stretches, max(width - _CUT * (len(stretches) - 1), 1.0) / days)


def axis_to(stretches: list[tuple[float, float]], scale: float, at: float = 0.0) -> tuple[Stretch, ...]:
    """The stretches side by side from ``at``, each day ``scale`` scene units wide."""
    out = []
    for first, last in stretches:
        out.append(Stretch(first, last, at, at + (last - first) * scale))
        at = out[-1].end + _CUT
    return tuple(out)


def across(axis: tuple[Stretch, ...], days: Floats) -> Floats:
    """Places float[k] of instants on an axis; an instant beyond it, or an open end, is at its end."""
    knots = np.array([(day, x) for part in axis for day, x in ((part.first, part.start), (part.last, part.end))])
    return np.asarray(np.interp(days, knots[:, 0], knots[:, 1]))


def marked_across(axis: tuple[Stretch, ...], days: Floats) -> Floats:
    """Places float[k] of marks on an axis; one in a cut is at the nearer end of the stretches beside it."""
    for before, after in pairwise(axis):
        middle = (before.last + after.first) / 2
        days = np.where((days > before.last) & (days <= middle), before.last, days)
        days = np.where((days > middle) & (days < after.first), after.first, days)
    return across(axis, days)


def instants_of(dates: Floats, marks: Floats) -> Floats:
    """The instants that an axis must reach for periods (k, 2) with marks (k,).

    The ends that are given and, beside an end that is open, the mark.
    """
    instants = np.concatenate((dates.ravel(), marks[np.isinf(dates).any(axis=1)]))
    return instants[np.isfinite(instants)]


def axis_in(guides: Iterable[Guide]) -> tuple[Stretch, ...]:
    """The time axis among some guides, empty without one."""
    return tuple(Stretch(g.first, g.last, g.start, g.end) for g in guides if g.axis == "t")


def axis_guides(axis: tuple[Stretch, ...]) -> list[Guide]:
    """Guides for an axis: its stretches, and its ticks."""
    parts = [Guide("t", (part.start + part.end) / 2, "", part.start, part.end, part.first, part.last) for part in axis]
    return [*parts, *ticks_of(axis)]


def ticks_of(axis: tuple[Stretch, ...]) -> list[Guide]:
    """Ticks on starts of calendar units, in the finest unit whose ticks never touch, with words that name the date.

    A stretch that none of them meets has one of its own, so that no part of the axis is without a date.
    """
    days = sum(part.last - part.first for part in axis)
    width = sum(part.end - part.start for part in axis)
    unit = unit_for(days, max(width / _TICKS_APART, 1.0))
    if all(edge == round(edge) for part in axis for edge in (part.first, part.last)):
        # Where all dates are days, no tick is an hour.
        unit = max(unit, _DAY, key=lambda unit: unit.days)
    while True:
        found = [at for part in axis for at in starts(part.first, part.last, unit).tolist()]
        x = across(axis, np.array(found))
        if len(found) < 2 or float(np.diff(x).min()) >= _TICKS_APART or unit == UNITS[-1]:
            break
        unit = UNITS[UNITS.index(unit) + 1]
    if not found:
        found = [axis[0].first]
        x = across(axis, np.array(found))
        unit = unit_for(1.0, 1.0)
    ticks = [(at, day, unit) for at, day in zip(x.tolist(), found)]
    for part in axis:
        ticks = _with_own(axis, part, ticks)
    # Those that begin a year come first, so that they keep their words where a small picture has no room for all.
    ticks.sort(key=lambda tick: not is_start(tick[1], "year"))
    return [Guide("x", at, _named(day, unit), at, at) for at, day, unit in ticks]


def _with_own(axis: tuple[Stretch, ...], part: Stretch, ticks: list[_Tick]) -> list[_Tick]:
    """The ticks with one for a stretch that has none, if it finds room; another that is too near gives way to it.

    None gives way that is alone in its stretch.
    """
    if any(part.first <= day <= part.last for _, day, _ in ticks):
        return ticks
    for unit in _OWN:
        for day in starts(part.first, part.last, unit).tolist()[:1]:
            at = float(across(axis, np.array([day]))[0])
            near = [tick for tick in ticks if abs(tick[0] - at) < _TICKS_APART]
            rest = [tick for tick in ticks if tick not in near]
            if _dated_by(axis, near) <= _dated_by(axis, rest):
                return sorted([*rest, (at, day, unit)])
    return ticks


def _dated_by(axis: tuple[Stretch, ...], ticks: list[_Tick]) -> set[Stretch]:
    """The stretches that some ticks date."""
    return {part for part in axis if any(part.first <= day <= part.last for _, day, _ in ticks)}


def _named(at: float, unit: Unit) -> str:
    """The words of a tick, which name its date without the ticks beside it."""
    if unit.kind == "year":
        return write_year(int(to_dates(at).year))
    if unit.kind == "month":
        return write_month(at)
    whole = int(np.floor(at + 1e-9))
    return write_date(whole) if unit.kind == "day" else f"{write_date(whole)}, {write_clock(at - whole)}"
