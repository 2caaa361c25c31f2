"""Amounts, dates and judgements in English: each is written in some form, and read back."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.wording.found import Day, Found
from graph.wording.judgements import judge
from graph.wording.reader import read_text

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"}
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip

around = st.tuples(
    st.sampled_from(["", "It was ", "The council, according to them, had ", "(", "“", "Of all, "]),
    st.sampled_from(["", ".", " in all.", ", they said", "”", ") there", "; no more"]),
)


def in_words(n: int) -> str:
    """A whole number below a thousand million as the English write it."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10 - 2] + (f"-{ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{ONES[n // 100]} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")
    size, name = (1000, "thousand") if n < 1_000_000 else (1_000_000, "million")
    rest = n % size
    link = "" if not rest else " and " if rest < 100 else " "
    return f"{in_words(n // size)} {name}" + (link + in_words(rest) if rest else "")


def nth(n: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{n}{'th' if 10 < n % 100 < 14 else ends.get(n % 10, 'th')}"


def reads(text: str, place: tuple[str, str], kind: str, value: float | Day, unit: str = "") -> None:
    """Assert that ``text`` between two others is read as this value, at its place."""
    whole = place[0] + text + place[1]
    found = [f for f in read_text(whole) if f.kind == kind and f.unit == unit and f.value == value]
    assert found, (whole, read_text(whole))
    assert any(len(place[0]) <= f.start < f.end <= len(place[0]) + len(text) for f in found)


whole = st.one_of(st.integers(0, 120), st.integers(0, 999_999_999))


@given(whole, st.sampled_from(["{}", "{:,}", "spaced", "loose", "thin", "words"]), around)
def test_counts_in_digits_and_words(n: int, form: str, place: tuple[str, str]) -> None:
    if form == "{}" and 1000 <= n < 2200:
        form = "{:,}"  # four digits alone are a year
    grouped = f"{n:,}"
    text = {"spaced": grouped.replace(",", " "), "thin": grouped.replace(",", "\u202f"),
            "loose": grouped.replace(",", ", "), "words": in_words(n)}.get(form) or form.format(n)  # fmt: skip
    reads(text, place, "count", float(n))


SIZES = {"k": 3, " thousand": 3, "m": 6, "mn": 6, " million": 6, "bn": 9, " billion": 9, "tn": 12}
SIGNS = {"£": "GBP", "$": "USD", "€": "EUR", "GBP ": "GBP", "US$": "USD"}


@settings(max_examples=60)
@given(
    st.integers(1, 99_999), st.integers(0, 2), st.sampled_from(sorted(SIZES)), st.sampled_from(sorted(SIGNS)), around
)
def test_money_before_its_sum(n: int, places: int, size: str, sign: str, place: tuple[str, str]) -> None:
    head = Decimal(n).scaleb(-places)
    value = float(head.scaleb(SIZES[size]))
    reads(f"{sign}{head}{size}", place, "money", value, SIGNS[sign])
    reads(f"{sign}{int(value):,}", place, "money", float(int(value)), SIGNS[sign])


UNITS = [("pounds", "GBP"), ("euros", "EUR"), ("USD", "USD"), ("dollars", "USD")]


@given(st.integers(0, 99_999), st.sampled_from(UNITS), st.booleans(), around)
def test_money_after_its_sum(n: int, unit: tuple[str, str], words: bool, place: tuple[str, str]) -> None:
    reads(f"{in_words(n) if words else f'{n:,}'} {unit[0]}", place, "money", float(n), unit[1])


@given(st.integers(0, 1000), st.sampled_from(["{}%", "{} %", "{} per cent", "{} percent", "{}-per-cent"]), around)
def test_percentages(tenths: int, form: str, place: tuple[str, str]) -> None:
    reads(form.format(tenths / 10), place, "percent", tenths / 10)
    if tenths % 10 == 0:
        reads(f"{in_words(tenths // 10)} per cent", place, "percent", float(tenths // 10))


@given(st.integers(1, 199), around)
def test_ordinals(n: int, place: tuple[str, str]) -> None:
    reads(nth(n), place, "ordinal", float(n))
    if n in ORDINALS:
        reads(ORDINALS[n], place, "ordinal", float(n))


DAYS = (
    "{d} {M} {y}", "{d} {M}, {y}", "{n} of {M} {y}", "{n} {M} {y}", "the {n} of {M} {y}", "{M} {d} {y}", "{M} {d}, {y}",
    "{M} {n}, {y}", "{m3} {d}, {y}", "{d} {m3} {y}", "{d} {m3}. {y}", "{y}-{m:02}-{d:02}", "{d}/{m}/{y}", "{m}/{d}/{y}",
    "{d:02}.{m:02}.{y}", "{d}/{m}/{y2:02}",
)  # fmt: skip


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)), st.sampled_from(DAYS), around)
def test_days(day: datetime.date, form: str, place: tuple[str, str]) -> None:
    name = MONTHS[day.month - 1]
    text = form.format(y=day.year, m=day.month, d=day.day, M=name, m3=name[:3], n=nth(day.day), y2=day.year % 100)
    reads(text, place, "date", Day(day.year, day.month, day.day))


@given(st.dates(datetime.date(1100, 1, 1), datetime.date(2199, 12, 31)), around)
def test_months_years_and_days_without_a_year(day: datetime.date, place: tuple[str, str]) -> None:
    name = MONTHS[day.month - 1]
    reads(f"{name} {day.year}", place, "date", Day(day.year, day.month))
    reads(f"{day.year}", place, "date", Day(day.year))
    reads(f"{name} {day.day}", place, "date", Day(0, day.month, day.day))
    reads(f"{day.day} {name}", place, "date", Day(0, day.month, day.day))


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 1)), st.integers(0, 300),
       st.sampled_from([" and ", " to ", " – ", "–"]))  # fmt: skip
def test_the_first_date_of_a_range_takes_the_year_of_the_second(day: datetime.date, more: int, link: str) -> None:
    last = min(day + datetime.timedelta(more), datetime.date(day.year, 12, 31))
    text = f"{day.day} {MONTHS[day.month - 1]}{link}{last.day} {MONTHS[last.month - 1]} {last.year}"
    dates = [f.value for f in read_text(text) if f.kind == "date"]
    assert dates == [Day(day.year, day.month, day.day), Day(last.year, last.month, last.day)]


def said(text: str) -> list[tuple[str, str, object]]:
    return [(text[f.start : f.end], f.kind, f.value) for f in read_text(text)]


def test_a_range_shares_its_unit_and_scale() -> None:
    for text in ("£5–7m", "£5m to £7m", "£5 to £7m", "5 to 7 million pounds"):
        values = {f.value for f in read_text(text) if f.kind == "money" and f.unit == "GBP"}
        assert {5e6, 7e6} <= values, text
    assert [f.value for f in read_text("24 to 26 per cent") if f.kind == "percent"] == [24.0, 26.0]


def test_words_are_no_more_precise_than_they_are() -> None:
    def one(text: str, kind: str) -> Found:
        return next(f for f in read_text(text) if f.kind == kind)

    assert one("more than £7 million", "money")[4:] == (1e6, "GBP", "more")
    assert one("£7.25m", "money").precision == 1e4
    assert one("approximately 15.5 per cent", "percent")[4:] == (0.1, "", "about")
    assert one("last month", "date")[3:5] == (Day(), "relative")
    assert one("in the autumn", "date").precision == "relative"
    assert one("autumn 2018", "date")[3:5] == (Day(2018), "season")
    assert one("the 1990s", "date")[3:5] == (Day(1990), "decade")
    assert [f.value for f in read_text("2015/16")] == [Day(2015), Day(2016)]


@pytest.mark.parametrize(
    "text", ["May I come in?", "COVID19 and B2B", "30 February 2016 is no day", "14 of 20 cases", ""]
)
def test_words_that_look_like_dates_are_none(text: str) -> None:
    assert [f for f in read_text(text) if isinstance(f.value, Day) and f.value.day] == []


def test_a_run_of_number_words_is_parted_into_numbers() -> None:
    assert [value for _, _, value in said("two hundred and five, one and two, twenty-one dozen, a hundred")] == [
        205.0, 1.0, 2.0, 252.0, 100.0,
    ]  # fmt: skip
    assert [value for _, _, value in said("16- and 17-year-olds")] == [16.0, 17.0]


@given(st.text(max_size=60) | st.text("0123456789 .,-/£$%kmbnMayJun", max_size=40))
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    found = read_text(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert found == sorted(found, key=lambda f: (f.start, f.end, f.kind))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The quality is good, and the work is a considerable strength.", 1),
        ("It is not good enough.", -1),
        ("There were no concerns.", 1),
        ("Delays mean that it is unacceptable; the process takes too long.", -1),
        ("They do not understand the strengths and weaknesses of the service.", 0),
        ("A full inspection is expected in the autumn.", 0),
    ],
)
def test_judgements(text: str, side: int) -> None:
    good, bad = judge(text)
    assert (good > bad) - (good < bad) == side
