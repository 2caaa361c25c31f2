"""Calendar along an axis: units of time, their starts, and ticks with words.

Instants are days since 1970-01-01 in UTC. A period runs from its first instant up to its last. Years before 1 and
after 9999 work like any other.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graph.arrays.calendar import to_dates, to_day
from graph.arrays.calendar_words import MONTHS, is_start, write_clock, write_date, write_month, write_year
from graph.named import NamedTuple

Instants = NDArray[np.float64]

_YEAR, _MONTH = 365.2425, 30.436875


class Unit(NamedTuple):
    """A unit of the calendar: ``size`` seconds, days, months or years, about ``days`` long."""

    kind: str
    size: int
    days: float


def _ladder() -> tuple[Unit, ...]:
    second = 1 / 86400
    fine = [Unit("second", n, n * second) for n in (1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200)]
    days = [Unit("day", n, float(n)) for n in (1, 7)]
    months = [Unit("month", n, n * _MONTH) for n in (1, 3, 6)]
    years = [Unit("year", n * 10**power, n * 10**power * _YEAR) for power in range(9) for n in (1, 2, 5)]
    return (*fine, *days, *months, *years)


UNITS = _ladder()
"""From a second to half a thousand million years."""


def unit_for(days: float, most: float) -> Unit:
    """The finest unit of which at most ``most`` fit into so many days, or else the coarsest unit."""
    return next((unit for unit in UNITS if days <= unit.days * most), UNITS[-1])


def starts(low: float, high: float, unit: Unit, *, around: bool = False) -> Instants:
    """Starts of the unit from ``low`` to ``high``, ascending; ``around`` adds the start before and the start after.

    Weeks start on Mondays, hours count from midnight, and decades start with a year that ends in 0, also before 1.
    """
    # An instant just before a start counts as that start, so take one more at either end.
    first, last = _place(low, unit) - 1, _place(high, unit) + 2
    found = _start(np.arange(first, max(last, first + 2) + 1, dtype=np.int64), unit)
    if not around:
        return found[(found >= low) & (found <= high)]
    begin = max(int(np.searchsorted(found, low, side="right")) - 1, 0)
    end = int(np.searchsorted(found, high, side="left"))
    return found[begin : max(end, begin + 1) + 1]


def shifted(instant: float, unit: Unit, steps: int) -> float:
    """The start of the unit ``steps`` after the one that contains an instant."""
    return float(_start(np.array([_place(instant, unit) + steps], np.int64), unit)[0])


def _place(instant: float, unit: Unit) -> int:
    """The number of the unit that contains an instant."""
    if unit.kind in ("month", "year"):
        year, month, _ = (int(part) for part in to_dates(instant))
        if unit.kind == "year":
            return (year - 1 if year <= 0 < unit.size - 1 else year) // unit.size
        return (year * 12 + month - 1) // unit.size
    if unit.kind == "day":
        return math.floor((instant - _MONDAY[unit.size]) / unit.size)
    return math.floor(instant * 86400 / unit.size + 1e-6)


def _start(places: NDArray[np.int64], unit: Unit) -> Instants:
    """The first instant of units with these numbers."""
    if unit.kind == "year":
        # Nobody counts a year 0: several years before 1 begin with a round year BC, and those after with year 1.
        years = places * unit.size + ((places <= 0) if unit.size > 1 else 0)
        return np.asarray(to_day(years), np.float64)
    if unit.kind == "month":
        return to_day(np.zeros_like(places), places * unit.size + 1).astype(np.float64)
    if unit.kind == "day":
        return (places * unit.size + _MONDAY[unit.size]).astype(np.float64)
    return np.asarray(places * unit.size / 86400)


_MONDAY = {1: 0, 7: 4}
"""Day 4 was a Monday."""


class Tick(NamedTuple):
    """A mark on the axis with its words; a ``major`` one starts a larger unit too."""

    at: float
    text: str
    major: bool


def ticks(low: float, high: float, most: float) -> tuple[Tick, ...]:
    """At most about ``most`` ticks on starts of calendar units, each with the shortest words that identify it."""
    unit = unit_for(high - low, most)
    found = starts(low, high, unit)
    return tuple(Tick(at, *_words(at, unit)) for at in found.tolist())


def _words(at: float, unit: Unit) -> tuple[str, bool]:
    if unit.kind == "year":
        year = int(to_dates(at).year)
        count = year if year > 0 else 1 - year
        return write_year(year), count % (10 * unit.size) == 0 or (year == 1 and unit.size > 1)
    whole = math.floor(at + 1e-9)
    year, month, day = (int(part) for part in to_dates(whole))
    if abs(at - whole) > 1e-6:
        return write_clock(at - whole, seconds=unit.size < 60), False
    if month == 1 and day == 1:
        return write_year(year), True
    if day == 1 and (unit.kind != "day" or unit.size == 1):
        return MONTHS[month - 1], unit.kind != "month"
    return f"{day} {MONTHS[month - 1]}", unit.kind == "second"


def write_unit(unit: Unit) -> str:
    """A unit in words: “a month”, “5 years”."""
    if unit.kind == "second" and unit.size >= 60:
        minutes = unit.size // 60
        size, kind = (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")
    else:
        size, kind = (1, "week") if unit.size == 7 else (unit.size, unit.kind)
    return f"a {kind}".replace("a hour", "an hour") if size == 1 else f"{size:,} {kind}s"


def context(low: float, high: float, most: float) -> str:
    """The month or year that :func:`ticks` leaves out when no tick names a year: “Jul 2018” above a row of days."""
    unit = unit_for(high - low, most)
    if unit.kind == "year" or any(is_start(tick.at, "year") for tick in ticks(low, high, most)):
        return ""
    if unit.kind == "second":
        return write_date(math.floor(low))
    return write_year(int(to_dates(low).year)) if unit.kind == "month" or unit.size == 7 else write_month(low)
