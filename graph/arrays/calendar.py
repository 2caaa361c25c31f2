"""Gregorian calendar as day numbers, extended before 1582 and past 9999: days since 1970 to dates and back.

Year 0 comes before year 1, as in XSD 1.1 and ISO 8601. All functions work on whole arrays. The method is that of Howard
Hinnant's "chrono-compatible low-level date algorithms": years that begin in March, in eras of 400.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from graph.arrays.types import Ints
from graph.named import NamedTuple

_ERA = 146_097
"""Days in 400 years."""
_TO_1970 = 719_468
"""Days from 1 March of year 0 to 1 January 1970."""


class Dates(NamedTuple):
    """Dates as three columns; months from 1."""

    year: Ints
    month: Ints
    day: Ints


Count = TypeVar("Count", int, Ints)


def to_day(year: Count, month: Count | int = 1, day: Count | int = 1) -> Count:
    """Days since 1970-01-01 of a date, or of columns of dates; months outside 1–12 fall into other years."""
    months = year * 12 + month - 3
    years, place = months // 12, months % 12
    era = years // 400
    of_era = years - era * 400
    of_year = (153 * place + 2) // 5 + day - 1
    day_number: Count = era * _ERA + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _TO_1970
    return day_number


def to_dates(days: ArrayLike) -> Dates:
    """Dates of days since 1970-01-01; fractions of a day are dropped."""
    whole = np.floor(np.asarray(days, np.float64)).astype(np.int64) + _TO_1970
    era = whole // _ERA
    of_era = whole - era * _ERA
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    place = (5 * of_year + 2) // 153
    day = of_year - (153 * place + 2) // 5 + 1
    month = np.where(place < 10, place + 3, place - 9)
    year = era * 400 + year_of_era + (month <= 2)
    return Dates(np.asarray(year), np.asarray(month), np.asarray(day))
