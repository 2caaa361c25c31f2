"""Periods in words: “some time in 2016”, “since 2012”, “not after 30 Sep 2016”; and in EDTF or as
their first and last day, for other programs."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.calendar import to_dates
from graph.arrays.calendar_words import joined, write_clock, write_date, write_month, write_year
from graph.model.periods import Periods, Precision


def write_periods(periods: Periods) -> list[str]:
    """Each period in words, "" for an undated one."""
    rows = zip(periods.spans.tolist(), periods.precisions.tolist(), periods.within.tolist())
    return [_in_words(low, high, first, last, within) for (low, high), (first, last), within in rows]


def _in_words(low: float, high: float, first: int, last: int, within: bool) -> str:
    if math.isnan(low):
        return ""
    if math.isinf(high):
        return f"{'not before' if within else 'since'} {_written(low, first, False)}"
    if math.isinf(low):
        return f"{'not after' if within else 'until'} {_written(high, last, True)}"
    begun, ended = _written(low, first, False), _written(high, last, True)
    if begun != ended and within and last > max(first, Precision.DAY):
        year = f" {write_year(int(to_dates(low).year))}"
        # “5 May 2016 and 2016” would leave open which end of the year is meant.
        return f"between {begun.removesuffix(year) if ended.endswith(year.strip()) else begun} and the end of {ended}"
    if begun != ended:
        return f"between {joined(begun, ended, 'and')}" if within else joined(begun, ended)
    if first == last and first in (Precision.MONTH, Precision.YEAR):
        return f"some time in {begun}" if within else f"in {begun}"
    return begun


def _written(at: float, precision: int, is_end: bool) -> str:
    """One end of a period at its own precision."""
    if precision == Precision.INSTANT:
        whole = math.floor(at + 1e-9)
        return f"{write_date(whole)}, {write_clock(at - whole)}"
    at = math.ceil(at) - 1 if is_end else at
    if precision == Precision.YEAR:
        return write_year(int(to_dates(at).year))
    return write_month(at) if precision == Precision.MONTH else write_date(at)


def write_edtf(periods: Periods) -> list[str]:
    """Each period in the Extended Date/Time Format of ISO 8601-2, "" for an undated one.

    ``2016``, ``2016/2018-07`` for what lasts, ``2012/..`` for what goes on, ``[2016-05-05..2016-09-30]`` for some time
    between two days.
    """
    rows = zip(periods.spans.tolist(), periods.precisions.tolist(), periods.within.tolist())
    out = []
    for (low, high), (first, last), within in rows:
        if math.isnan(low):
            out.append("")
            continue
        begun = "" if math.isinf(low) else _edtf(low, first, False)
        ended = "" if math.isinf(high) else _edtf(high, last, True)
        if begun == ended:
            out.append(begun)
        else:
            out.append(f"[{begun}..{ended}]" if within else f"{begun or '..'}/{ended or '..'}")
    return out


def write_ends(periods: Periods) -> list[tuple[str, str]]:
    """The first and the last day, or instant, of each period as ``xsd:date`` or ``xsd:dateTime``; "" for an open end.

    2016 is from ``2016-01-01`` to ``2016-12-31``.
    """
    rows = zip(periods.spans.tolist(), periods.precisions.tolist())
    return [(_end(low, first, False), _end(high, last, True)) for (low, high), (first, last) in rows]


def _end(at: float, precision: int, is_end: bool) -> str:
    if not math.isfinite(at):
        return ""
    return _edtf(at, precision if precision == Precision.INSTANT else Precision.DAY, is_end).removeprefix("Y")


def _edtf(at: float, precision: int, is_end: bool) -> str:
    whole = math.floor(at + 1e-9) if precision == Precision.INSTANT else math.ceil(at) - 1 if is_end else at
    year, month, day = (int(part) for part in to_dates(np.float64(whole)))
    years = f"{'-' if year < 0 else ''}{abs(year):04d}"
    if abs(year) > 9999:
        years = f"Y{year}"
    if precision == Precision.YEAR:
        return years
    if precision == Precision.MONTH:
        return f"{years}-{month:02d}"
    date = f"{years}-{month:02d}-{day:02d}"
    return f"{date}T{write_clock(at - whole, seconds=True)}" if precision == Precision.INSTANT else date
