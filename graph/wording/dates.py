"""Dates in English text, no more precise than the words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from graph.wording.found import DATE, Day, Found

MONTHS = "january february march april may june july august september october november december".split()
_NUMBER_OF = {name: i for i, name in enumerate(MONTHS, 1)} | {name[:3]: i for i, name in enumerate(MONTHS, 1)}
_NUMBER_OF["sept"] = 9
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?!\w))"
)
_YEAR = r"(?:1[0-9]|20|21)\d\d"
_NTH = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_S = r"[ \u00a0]{1,2}"
_AND = r"(?:[ \u00a0]?[-–—][ \u00a0]?|,[ \u00a0]|[ \u00a0](?:to|and|or|until)[ \u00a0](?:the[ \u00a0])?)"
_SEASON = r"(?:spring|summer|autumn|winter)"
_DATES = re.compile(
    rf"""
    (?P<iso>\b(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>0[1-9]|[12]\d|3[01]))?(?![\w-]))
  | (?P<num>(?<![\w/.])(?P<na>\d\d?)(?P<ns>[/.])(?P<nb>\d\d?)(?P=ns)(?P<ny>{_YEAR}|\d\d)(?![\w/]))
  | (?P<dm>\b(?P<days>{_NTH}(?:{_AND}{_NTH})*){_S}(?:of{_S})?(?P<dmm>{_MONTH})(?:[.,]?{_S}(?P<dmy>{_YEAR})\b)?)
  | (?P<md>\b(?P<mdm>{_MONTH}){_S}(?:the{_S})?(?P<mdays>{_NTH}(?!\d|,\d{{3}})(?:{_AND}{_NTH}(?!\d))*)\b
        (?:,?{_S}(?P<mdy>{_YEAR})\b)?)
  | (?P<my>\b(?P<mym>{_MONTH})(?:(?:,?{_S}|{_S}of{_S})(?P<myy>{_YEAR})\b))
  | (?P<decade>\b(?P<dy>{_YEAR[:-2]}0)s\b)
  | (?P<pair>\b(?P<py>{_YEAR})[-–/](?P<pz>\d\d)(?!\d|[-/]\d))
  | (?P<year>(?<![\w.,£$€])(?P<yy>{_YEAR})(?![\w%]|[.,]\d|[ \u00a0]?per[ \u00a0]?cent))
  | (?P<alone>\b(?P<am>{_MONTH})(?![\w’']))
    """,
    re.VERBOSE,
)
_ANCHOR = re.compile(r"[0-9JFMASOND][0-9a-z]*")
"""A word with which a date may begin."""
_RELATIVE = re.compile(
    rf"""\b(?:yesterday|today|tomorrow|tonight|ago
        |(?:last|next|this|past|previous|coming|current|following)
         (?:{_S}(?:\d+|few|two|three|four|five|six|seven|eight|nine|ten|twelve))?
         {_S}(?:week|month|year|quarter|decade|day|night|morning|evening|{_SEASON}|monday|tuesday|wednesday|thursday
            |friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november
            |december)s?
        |(?:in|by|until|before|after|since){_S}(?:the{_S})?{_SEASON})\b""",
    re.VERBOSE | re.IGNORECASE,
)
_SEASONS = re.compile(rf"\b{_SEASON}{_S}(?:of{_S})?({_YEAR})\b", re.IGNORECASE)
_RELATIVE_WORDS = frozenset(
    "yesterday today tomorrow tonight ago last next this past previous coming current following spring summer autumn "
    "winter".split()
)
_WORD = re.compile("[a-z]+")
_JOINED = re.compile(r"[ \u00a0]?(?:[-–—]|to|and|until|or|through)[ \u00a0]?")
_BOUND = re.compile(
    r"\b(?:(since|after|from|not before)|(before|until|by|by the end of|not after)|(about|around|circa|c\.))\s\Z", re.I
)


def dates(text: str) -> list[Found]:
    """The dates of a text, in order; of days in digits whose order is open, both readings.

    The first date of a range takes the year of the second: “between April 11 and May 5 2016”.
    """
    found: list[Found] = []
    end = 0
    for anchor in _ANCHOR.finditer(text):
        start = anchor.start()
        if start < end or text[start - 1 : start].isalnum():
            continue
        match = _DATES.match(text, start)
        if match is not None:
            found += _readings(match)
            end = match.end()
    if not _RELATIVE_WORDS.isdisjoint(_WORD.findall(text.lower())):
        found += [_found(m.start(), m.end(), Day(int(m[1])), "season") for m in _SEASONS.finditer(text)]
        found += [_found(m.start(), m.end(), Day(), "relative") for m in _RELATIVE.finditer(text)]
    found.sort()
    return [_bounded(text, one) for one in _with_years(text, found)][::-1]


def _found(start: int, end: int, day: Day, precision: str) -> Found:
    return Found(start, end, DATE, day, precision)


def _readings(match: re.Match[str]) -> Iterator[Found]:
    start, end = match.span()
    get = match.group
    if get("iso"):
        yield from _day(start, end, int(get("iy")), int(get("im")), int(get("id") or 0))
    elif get("num"):
        year, a, b = int(get("ny")), int(get("na")), int(get("nb"))
        year += 0 if year > 99 else 2000 if year < 50 else 1900
        yield from _day(start, end, year, b, a)
        if a != b:
            yield from _day(start, end, year, a, b)
    elif get("dm") or get("md"):
        days, month, of_year = (get(n) for n in (("days", "dmm", "dmy") if get("dm") else ("mdays", "mdm", "mdy")))
        for number in re.findall(r"\d+", days):
            yield from _day(start, end, int(of_year or 0), _month(month), int(number))
    elif get("my"):
        yield from _day(start, end, int(get("myy")), _month(get("mym")), 0)
    elif get("decade"):
        yield _found(start, end, Day(int(get("dy"))), "decade")
    elif get("pair"):
        first = int(get("py"))
        last = first - first % 100 + int(get("pz"))
        yield _found(start, end, Day(first), "year")
        if first < last:
            yield _found(start, end, Day(last), "year")
    elif get("year"):
        yield _found(start, end, Day(int(get("yy"))), "year")
    else:
        yield _found(start, end, Day(0, _month(get("am"))), "month")


def _month(name: str) -> int:
    return _NUMBER_OF[name.rstrip(".").lower()]


def _day(start: int, end: int, year: int, month: int, day: int) -> Iterator[Found]:
    """The date, if there is one in the calendar."""
    if 1 <= month <= 12 and day <= monthrange(year or 2000, month)[1]:
        yield _found(start, end, Day(year, month, day), "day" if day else "month")


def _with_years(text: str, found: list[Found]) -> Iterator[Found]:
    """The dates from the last to the first."""
    year, begun = 0, 0
    for one in reversed(found):
        value = one.value
        if isinstance(value, Day):
            if value.year:
                year, begun = value.year, one.start
            elif value.month and year and _JOINED.fullmatch(text, one.end, begun):
                one, begun = one._replace(value=value._replace(year=year)), one.start
        yield one


def _bounded(text: str, one: Found) -> Found:
    match = _BOUND.search(text, max(0, one.start - 16), one.start)
    return one if match is None else one._replace(bound="more" if match[1] else "less" if match[2] else "about")
