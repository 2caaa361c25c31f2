"""Calendar in words: years, months, days and periods of days since 1970, as people write them."""

from __future__ import annotations

import math

from graph.arrays.calendar import to_dates

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DASH = "–"


def write_year(year: int) -> str:
    """A year in digits, “44 BC” for year −43; long years in groups of three digits.

    The data count a year 0, as XSD 1.1 and ISO 8601 do; people do not, so year 0 is 1 BC.
    """
    if year <= 0:
        return f"{write_year(1 - year)} BC"
    return f"{year:,}" if year >= 100_000 else str(year)


def write_clock(share: float, *, seconds: bool = False) -> str:
    """The time of day for a share of the day."""
    total = round(share * 86400)
    hour, minute, second = total // 3600, total // 60 % 60, total % 60
    return f"{hour:02d}:{minute:02d}:{second:02d}" if seconds or second else f"{hour:02d}:{minute:02d}"


def write_stretch(low: float, high: float) -> str:
    """A period in the coarsest exact words: “2016”, “Apr – Jul 2016”, “11 Apr 2016”, “from 2012”, “2012 – 2016”."""
    if math.isinf(low) or math.isinf(high):
        if math.isinf(low) and math.isinf(high):
            return "any time"
        return f"until {_end(high)}" if math.isinf(low) else f"from {_start(low)}"
    if low == high:
        whole = math.floor(low + 1e-9)
        return f"{write_date(whole)}, {write_clock(low - whole)}"
    ends = (low, high)
    if all(is_start(end, "year") for end in ends):
        return joined(*(write_year(int(to_dates(at).year)) for at in (low, high - 1)))
    if all(is_start(end, "month") for end in ends):
        return joined(*(write_month(at) for at in (low, high - 1)))
    if all(abs(end - round(end)) < 1e-6 for end in ends):
        return joined(*(write_date(at) for at in (round(low), round(high) - 1)))
    return joined(*(f"{write_date(math.floor(at))}, {write_clock(at - math.floor(at))}" for at in ends))


def is_start(at: float, kind: str) -> bool:
    """True if an instant is the first of a "month" or "year"."""
    date = to_dates(round(at))
    return abs(at - round(at)) < 1e-6 and int(date.day) == 1 and (kind == "month" or int(date.month) == 1)


def write_month(at: float) -> str:
    """The month of an instant: “Apr 2016”."""
    date = to_dates(at)
    return f"{MONTHS[int(date.month) - 1]} {write_year(int(date.year))}"


def write_date(at: float) -> str:
    """The day of an instant: “11 Apr 2016”."""
    return f"{int(to_dates(at).day)} {write_month(at)}"


def _start(at: float) -> str:
    """The first instant of a period in the coarsest exact words."""
    if is_start(at, "year"):
        return write_year(int(to_dates(round(at)).year))
    if is_start(at, "month"):
        return write_month(round(at))
    whole = math.floor(at + 1e-6)
    return write_date(whole) if abs(at - whole) < 1e-6 else f"{write_date(whole)}, {write_clock(at - whole)}"


def _end(at: float) -> str:
    """The end of a period in the coarsest exact words; a year, month or day before it is over at that instant."""
    if is_start(at, "year"):
        return write_year(int(to_dates(round(at) - 1).year))
    if is_start(at, "month"):
        return write_month(round(at) - 1)
    return _start(at - 1 if abs(at - round(at)) < 1e-6 else at)


def joined(first: str, last: str, word: str = DASH) -> str:
    """Two ends joined by a dash or another ``word``. A common ending, such as the year, is written once."""
    if first == last:
        return first
    head, tail = first.split(" "), last.split(" ")
    shared = 0
    while len(head) == len(tail) > shared + 1 and head[-1 - shared] == tail[-1 - shared]:
        shared += 1
    return f"{' '.join(head[: len(head) - shared])} {word} {last}"
