"""Found: an amount or a date with its place in a text."""

from __future__ import annotations

from graph.named import NamedTuple

MONEY, PERCENT, COUNT, ORDINAL, DATE = "money", "percent", "count", "ordinal", "date"


class Day(NamedTuple):
    """A date as far as the words give it; 0 for a part that they leave out."""

    year: int = 0
    month: int = 0
    day: int = 0


class Found(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of a text, and their meaning.

    kind       "money", "percent", "count", "ordinal" or "date"
    value      the number, or the date; a date in relative words ("last month") has no part
    precision  the step of the last figure, 10,000 for "£7.25m"; for a date "day", "month", "year", "decade", "season"
               or "relative"
    unit       the ISO 4217 code of money, "" for all else
    bound      "more", "less" or "about" where the words say so, else ""
    """

    start: int
    end: int
    kind: str
    value: float | Day
    precision: float | str
    unit: str = ""
    bound: str = ""
