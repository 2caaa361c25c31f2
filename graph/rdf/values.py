"""Dates and numbers in literals: XSD lexical forms to intervals of days and to floats."""

from __future__ import annotations

import math
import re
from functools import cache

from graph.arrays.calendar import to_dates, to_day
from graph.rdf.terms import XSD, Literal, local_name

_BITS = (8, 16, 32, 64)
_LONGEST_YEAR = 10
"""Longest year in characters, sign included; instants of longer years would not be exact to the second."""
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = _YEAR + r"-(?P<month>0[1-9]|1[0-2])"
_DAY = _MONTH + r"-(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)|(?P<midnight>24:00:00(?:\.0+)?))"
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_DATES = {
    XSD + name: pattern
    for name, pattern in {
        "date": f"{_DAY}{_ZONE}?",
        "dateTime": f"{_DAY}T{_TIME}{_ZONE}?",
        "dateTimeStamp": f"{_DAY}T{_TIME}{_ZONE}",
        "gYear": f"{_YEAR}{_ZONE}?",
        "gYearMonth": f"{_MONTH}{_ZONE}?",
    }.items()
}
_DURATIONS = {XSD + name for name in ("duration", "yearMonthDuration", "dayTimeDuration")}
_DURATION = r"(?a)(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
_UNITS = ("year", "month", "day", "hour", "minute", "second")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NAMING = frozenset(
    "year id ids identifier code isbn issn number no phone telephone fax postcode zip uprn orcid".split()
)
"""Last words of predicates whose numbers name something: nobody counts them."""
_NAMING_ANYWHERE = frozenset("year id identifier isbn issn".split())
"""Words that say so wherever they stand, as in “year of birth”, unless the predicate counts or “per” is before them."""
_COUNTING = frozenset("count counts total sum".split())
_DATING = frozenset(
    "since until from born died founded established inception dissolved began ended released published when".split()
)
"""Last words of predicates whose numbers of four digits are years."""
_SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥", "INR": "₹"}
_INTEGER = r"[+-]?\d+"
_DECIMAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_DOUBLE = _DECIMAL + r"(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_BOUNDS: dict[str, tuple[float, float]] = {
    "integer": (-math.inf, math.inf),
    "nonNegativeInteger": (0, math.inf),
    "positiveInteger": (1, math.inf),
    "nonPositiveInteger": (-math.inf, 0),
    "negativeInteger": (-math.inf, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in zip(("byte", "short", "int", "long"), _BITS)},
    **{f"unsigned{n}": (0, 2**bits - 1) for n, bits in zip(("Byte", "Short", "Int", "Long"), _BITS)},
}
_NUMBERS = {XSD + name: _INTEGER for name in _BOUNDS} | {
    XSD + "decimal": _DECIMAL,
    XSD + "double": _DOUBLE,
    XSD + "float": _DOUBLE,
}

_TEXTS = {XSD + "string"} | {
    f"{scheme}://schema.org/{name}" for scheme in ("http", "https") for name in ("Date", "DateTime")
}
"""Datatypes of dates that are written as text."""
_FOUR_DIGITS = re.compile("[0-9]{4}")
_SPACE = " \t\r\n"

Interval = tuple[float, float]
"""First and last instant in days since 1970-01-01; a whole day runs from n to n + 1."""


def interval(literal: Literal) -> Interval | None:
    """The time that a date literal covers at its own precision, or None if it is no valid date.

    ``"2016"^^xsd:gYear`` covers the whole year, not only 1 January. A time belongs to the day that it
    states, in whatever zone: the zone is not read. Years before 1 and past 9999 are allowed, and there is a year 0;
    years of more than ten characters give None.
    """
    match = _match_date(literal)
    if match is None:
        return None
    parts = match.groupdict()
    if len(parts["year"]) > _LONGEST_YEAR:
        return None
    year, month = int(parts["year"]), int(parts.get("month") or 1)
    first = float(to_day(year, month, int(parts.get("day") or 1)))
    if literal.datatype == XSD + "gYear":
        return first, float(to_day(year + 1))
    if literal.datatype == XSD + "gYearMonth":
        return first, first + _length(year, month)
    if literal.datatype == XSD + "date":
        return first, first + 1
    instant = first + _seconds(parts) / 86400
    return instant, instant


def is_valued(datatype: str) -> bool:
    """True for a datatype of dates or numbers."""
    return datatype in _DATES or datatype in _NUMBERS


def is_date(literal: Literal, *, by_predicate: bool = False) -> bool:
    """True for a literal with the datatype of a date, valid or not, or for a text whose predicate gives dates."""
    return literal.datatype in _DATES or (by_predicate and bool(literal.language or literal.datatype in _TEXTS))


def plain_interval(literal: Literal) -> Interval | None:
    """The time that a date covers which is written with the datatype of something else, or None.

    For values of predicates that give dates: “2015-03-01”, “2013-06”, “2019-05-02T19:30”, the number 2013.
    """
    if literal.datatype in _NUMBERS and not _FOUR_DIGITS.fullmatch(literal.value):
        return None
    text = literal.value.strip(_SPACE)
    if "T" in text and text.count(":") == 1:
        head, minutes, zone = text.partition(":")[0], text.partition(":")[2][:2], text.partition(":")[2][2:]
        text = f"{head}:{minutes}:00{zone}"
    # A number or a time can be nothing else; the pattern of each of these takes a while to compile.
    names = ("gYear",) if text.isdigit() else ("dateTime",) if "T" in text else ("date", "gYearMonth", "gYear")
    spans = (interval(Literal(text, XSD + name)) for name in names)
    return next((span for span in spans if span is not None), None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern compiled at its first use: few sources need all of them, and none at the start."""
    return re.compile(pattern, re.ASCII)


def _match_date(literal: Literal) -> re.Match[str] | None:
    """The parts of a date literal whose day exists in its month, or None."""
    pattern = _DATES.get(literal.datatype)
    match = _compiled(pattern).fullmatch(literal.value.strip(_SPACE)) if pattern else None
    if match is None or "day" not in match.re.groupindex:
        return match
    return match if int(match["day"]) <= _length(int(match["year"][-4:]), int(match["month"])) else None


def _length(year: int, month: int) -> int:
    """Days in a month; for a long year its last four digits are enough."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _seconds(parts: dict[str, str | None]) -> float:
    """Seconds from the start of the day to a time."""
    if parts["midnight"]:
        return 86400.0
    return int(parts["hour"] or 0) * 3600 + int(parts["minute"] or 0) * 60 + float(parts["second"] or 0)


def number(literal: Literal) -> float | None:
    """The finite value of a numeric literal, or None."""
    pattern = _NUMBERS.get(literal.datatype)
    if pattern is None or not _compiled(pattern).fullmatch(literal.value.strip(_SPACE)):
        return None
    value = float(literal.value)
    return value if math.isfinite(value) else None


def write_out(literal: Literal, predicate: str = "") -> str:
    """A literal as a reader would write it: digits grouped in thousands, “yes”, “1 year”, all else as in the data.

    The digits of a year, a code or an identifier stay together; the last word of the ``predicate`` tells.
    """
    value = number(literal)
    if value is not None and not _names(value, predicate) and not literal.value.strip().startswith(("+", "0")):
        whole = literal.value.strip()
        if whole.lstrip("-").replace(".", "", 1).isdigit():
            head, dot, tail = whole.partition(".")
            return f"{int(head or 0):,}" + (dot + tail if tail else "")
    if literal.datatype == XSD + "boolean":
        return {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(literal.value, literal.value)
    if literal.datatype in _DURATIONS:
        return _write_duration(literal.value)
    return literal.value


def write_value(value: float, predicate: str) -> str:
    """A number of a predicate as a reader would write it; see :func:`write_out`."""
    return f"{value:.0f}" if value.is_integer() and _names(value, predicate) else write_number(value)


def write_money(value: float, currency: str) -> str:
    """An amount with its currency or unit: “£7,250,000”, “-€1,234.50”, “CHF 20”, “20 kg”."""
    if not currency:
        return write_number(value)
    amount = f"{abs(value):,.0f}" if value.is_integer() else f"{abs(value):,.2f}"
    minus, code = "-" if value < 0 else "", currency.upper()
    if code not in _SYMBOLS and len(currency) > 1 and not (len(currency) == 3 and currency == code):
        return f"{minus}{amount} {currency}"
    sign = _SYMBOLS.get(code, currency if len(currency) == 1 else f"{currency} ")
    return f"{minus}{sign}{amount}"


def _names(value: float, predicate: str) -> bool:
    """True if a number of a predicate is a year or an identifier."""
    return _is_a_name(predicate) or (_is_dating(predicate) and value.is_integer() and 1000 <= abs(value) < 3000)


@cache
def _words_of(predicate: str) -> tuple[str, ...]:
    """The words of the last part of a predicate, in small letters."""
    return tuple(word.casefold() for word in _WORD.findall(local_name(predicate)))


@cache
def _is_a_name(predicate: str) -> bool:
    """True if numbers of a predicate name something, by the words of its IRI for years and identifiers."""
    words = _words_of(predicate)
    if not words or words[-1] in _COUNTING:
        return False
    anywhere = (i for i, word in enumerate(words) if word in _NAMING_ANYWHERE)
    return (words[-1] in _NAMING and words[-2:-1] != ("per",)) or any(words[i - 1 : i] != ("per",) for i in anywhere)


def _is_dating(predicate: str) -> bool:
    words = _words_of(predicate)
    return bool(words) and words[-1] in _DATING


def _write_duration(text: str) -> str:
    """A duration in words, “1 year, 3 months”; the text itself if it is none."""
    found = re.fullmatch(_DURATION, text)
    if found is None or text[-1] in "PT":
        return text
    parts = [(amount, unit) for amount, unit in zip(found.groups()[1:], _UNITS) if amount is not None]
    words = ", ".join(f"{amount} {unit}{'' if amount == '1' else 's'}" for amount, unit in parts)
    return f"minus {words}" if found.group(1) else words


def write_number(value: float) -> str:
    """A computed number as a reader would write it: integers in full, others to at least four significant digits."""
    if value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-4:
        return f"{value:.4g}"
    return f"{value:,.2f}" if abs(value) >= 100 else f"{value:.4g}"


def write_part(count: int, total: int) -> str:
    """A number out of a total: “16 of 32”, or “32” for all of them."""
    return f"{count:,}" if count == total else f"{count:,} of {total:,}"


def is_ill_typed(literal: Literal) -> bool:
    """True if a literal's lexical form or value is invalid for its datatype; checks dates and numbers only."""
    if literal.datatype in _DATES:
        return _match_date(literal) is None
    pattern = _NUMBERS.get(literal.datatype)
    if pattern is None:
        return False
    text = literal.value.strip(_SPACE)
    if not _compiled(pattern).fullmatch(text):
        return True
    low, high = _BOUNDS.get(literal.datatype.removeprefix(XSD), (-math.inf, math.inf))
    if low == -math.inf and high == math.inf:
        return False
    value = int(text) if len(text) < 1000 else float(text)
    return not low <= value <= high


def to_days(text: str, *, end: bool = False) -> float:
    """Days since 1970 of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: the start of that period, or its end with ``end``.

    “BC” may follow: “44 BC” is the year that data write as -0043. Raises ValueError for any other text.
    """
    whole = text.strip()
    if counted := re.fullmatch(r"0*([1-9]\d*)(-\d\d)?(-\d\d)? BC", whole):
        year = int(counted[1]) - 1
        whole = f"{'-' if year else ''}{year:04d}{counted[2] or ''}{counted[3] or ''}"
    for name, pattern in (("date", r"-?\d{4,}-\d\d-\d\d"), ("gYearMonth", r"-?\d{4,}-\d\d"), ("gYear", r"-?\d{4,}")):
        if re.fullmatch(pattern, whole):
            span = interval(Literal(whole, XSD + name))
            if span is not None:
                return span[1] if end else span[0]
    raise ValueError(f"“{text}” is not a date: write it as 2018, 2018-07 or 2018-07-16.")


def write_day(days: float) -> str:
    """The calendar day of an instant, as ``YYYY-MM-DD``, with “BC” before the year 1; :func:`to_days` reads it."""
    year, month, day = (int(part) for part in to_dates(days))
    said = f"{month:02d}-{day:02d}"
    return f"{year:04d}-{said}" if year > 0 else f"{1 - year}-{said} BC"
