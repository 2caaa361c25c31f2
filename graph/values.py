"""Dates and numbers in literals: XSD lexical forms to intervals of days and to floats."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

from graph.terms import XSD, Literal

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = re.compile(r"^(-?\d{4,})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?")
_MONTH = re.compile(r"^(-?\d{4,})-(\d\d)(?!\d)")
_YEAR = re.compile(r"^(-?\d{4,})(?!\d)")
_DATE_TYPES = {XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")}
_NUMBER_TYPES = {
    XSD + name
    for name in [
        "integer",
        "decimal",
        "double",
        "float",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedInt",
        "unsignedLong",
        "unsignedShort",
        "unsignedByte",
    ]
}

Interval = tuple[float, float]
"""First and last instant in days since 1970-01-01; a whole day runs from n to n + 1."""


def interval(literal: Literal) -> Interval | None:
    """The stretch of time that a date literal covers at its own precision, or None where it is no valid date.

    ``"2016"^^xsd:gYear`` covers the year, not its first of January. Years outside 1–9999 give None.
    """
    if literal.datatype not in _DATE_TYPES:
        return None
    text = literal.value.strip()
    try:
        if literal.datatype == XSD + "gYear" and (match := _YEAR.match(text)):
            year = int(match[1])
            return _day(year, 1, 1), _day(year, 12, 31) + 1
        if literal.datatype == XSD + "gYearMonth" and (match := _MONTH.match(text)):
            year, month = int(match[1]), int(match[2])
            first = date(year, month, 1)
            last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            return _day(year, month, 1), float(last.toordinal() - _EPOCH + 1)
        if match := _DAY.match(text):
            day = _day(int(match[1]), int(match[2]), int(match[3]))
            if match[4] is None:
                return day, day + 1
            instant = day + int(match[4]) / 24 + int(match[5]) / 1440 + float(match[6] or 0) / 86400
            return instant, instant
    except (ValueError, OverflowError):
        return None
    return None


def number(literal: Literal) -> float | None:
    """The finite value of a numeric literal, or None."""
    if literal.datatype not in _NUMBER_TYPES:
        return None
    try:
        value = float(literal.value)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def to_days(text: str, *, end: bool = False) -> float:
    """Days since 1970 of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: the start of that stretch, or with ``end`` its end.

    Raises ValueError where the text is none of these.
    """
    for name, pattern in (("date", r"-?\d{4,}-\d\d-\d\d"), ("gYearMonth", r"-?\d{4,}-\d\d"), ("gYear", r"-?\d{4,}")):
        if re.fullmatch(pattern, text.strip()):
            span = interval(Literal(text.strip(), XSD + name))
            if span is not None:
                return span[1] if end else span[0]
    raise ValueError(f"“{text}” is not a date: write it as 2018, 2018-07 or 2018-07-16.")


def from_days(days: float) -> date:
    """The calendar day in which an instant lies, held to the years 1 to 9999."""
    return date.fromordinal(min(max(math.floor(days) + _EPOCH, 1), date.max.toordinal()))


def _day(year: int, month: int, day: int) -> float:
    return float(date(year, month, day).toordinal() - _EPOCH)
