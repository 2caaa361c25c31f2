"""Exactness: the range of instants or numbers that a value in words leaves open: “more than £7 million”, “April 2016”.

A value that says less contains the one that says more, so that both may be true: the ranges of the two meet.
"""

from __future__ import annotations

import math
import re
from functools import cache

from graph.named import NamedTuple

_LONGEST = 60
_BEFORE = re.compile(r"(?:a |the |an |in |on )?(?:[a-z]+\.? ){0,4}?\W?", re.IGNORECASE)
_REST = re.compile(r"[\s.,;!?)\"'”’]*")


class Span(NamedTuple):
    """The range that a value leaves open: ``low`` to ``high``, both ends in it, in days since 1970 or as a number.

    ``unit`` is the ISO 4217 code of money, "%" for percentages, "" where none is given.
    """

    low: float
    high: float
    unit: str = ""


@cache
def number_in_words(text: str) -> Span | None:
    """The range of a text that is one figure with no more than a bound before it; None for any other text.

    A rounded figure stands for all that round to it: “£7.25m” for 7,245,000 to 7,255,000.
    """
    if not any(c.isdigit() for c in text) or len(text) > _LONGEST:
        return None
    from graph.wording.amounts import amounts  # late: few values are words
    from graph.wording.found import ORDINAL, PERCENT

    found = [one for one in amounts(text) if one.kind != ORDINAL and _is_all(text, one.start, one.end, one.bound)]
    if len({one[2:] for one in found}) != 1:
        return None
    one = found[0]
    value, step = float(one.value), float(one.precision)  # type: ignore[arg-type]
    half = step if one.bound == "about" else step / 2 if step > 1 or not value.is_integer() else 0.0
    low = value if one.bound == "more" else -math.inf if one.bound == "less" else value - half
    high = value if one.bound == "less" else math.inf if one.bound == "more" else value + half
    return Span(low, high, "%" if one.kind == PERCENT else one.unit)


@cache
def date_in_words(text: str) -> Span | None:
    """The range of a text that is one date with no more than a bound before it; None for any other text."""
    if not any(c.isdigit() for c in text) or len(text) > _LONGEST:
        return None
    from graph.arrays.calendar import to_day
    from graph.wording.dates import dates
    from graph.wording.found import Day

    found = [one for one in dates(text) if _is_all(text, one.start, one.end, one.bound)]
    day = found[0].value if len(found) == 1 else None
    if not isinstance(day, Day) or not day.year or found[0].precision not in ("day", "month", "year"):
        return None
    month, after = day.month or 1, (day.year + (day.month in (0, 12)), day.month % 12 + 1 if day.month else 1)
    first = float(to_day(day.year, month, day.day or 1))
    last = first + 1 if day.day else float(to_day(*after, 1))
    bound, length = found[0].bound, last - first
    low = -math.inf if bound == "less" else first - length * (bound == "about")
    high = math.inf if bound == "more" else last + length * (bound == "about")
    return Span(low, closed(low, high))


def closed(low: float, high: float) -> float:
    """The last instant within a range that ends before ``high``; an instant is its own end."""
    return math.nextafter(high, -math.inf) if high > low and math.isfinite(high) else high


def _is_all(text: str, start: int, end: int, bound: str) -> bool:
    """True if nothing but words of a bound stands before a figure, and nothing after it."""
    before = text[:start].strip()
    plain = _BEFORE.fullmatch(before + " ") is not None if bound else not before.strip("(\"'“‘")
    return plain and _REST.fullmatch(text, end) is not None
