"""Amounts in English text: money, percentages and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.wording.found import COUNT, MONEY, ORDINAL, PERCENT, Found
from graph.wording.numerals import (
    DIGITS,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    SCALES,
    WORDS,
    Numeral,
    of_digits,
    of_words,
    ordinals,
)

_SYMBOLS = {"£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY", "₹": "INR"}
_CODES = "GBP USD EUR JPY INR CHF AUD CAD NZD SEK NOK DKK PLN CNY ZAR BRL RUB".split()
_NAMES = {
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "quid": "GBP", "dollar": "USD", "dollars": "USD",
    "euro": "EUR", "euros": "EUR", "yen": "JPY", "rupee": "INR", "rupees": "INR", "franc": "CHF", "francs": "CHF",
}  # fmt: skip
_GAP = r"[ \u00a0\u2009\u202f]"
_BEFORE = re.compile(rf"(?:(?:US|AU|A|C|CA|NZ)?([£$€¥₹])|\b({'|'.join(_CODES)})){_GAP}?\Z")
_SCALE = re.compile(
    rf"{_GAP}?(?:(k|mn?|mln|bn|trn?|tn)(?![\w])|-?(hundred|thousand|million|billion|trillion|dozen)\b)", re.IGNORECASE
)
_PER_CENT = re.compile(rf"{_GAP}?(?:%|-?per(?:{_GAP}|-)?cent\b|percentage{_GAP}points?\b|pc\b)", re.IGNORECASE)
_AFTER = re.compile(
    rf"{_GAP}?(?:([£€])|({'|'.join(_CODES)})\b|-?({'|'.join(sorted(_NAMES, key=len, reverse=True))})\b)", re.IGNORECASE
)
_WORD = re.compile("[a-z]+")
_DIGIT_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PARTED = re.compile(r"[0-9],?[ \u00a0][0-9]")
_AFTER_DIGITS = re.compile(r"[0-9][ \u00a0-]{1,2}\Z")
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_RANGE = re.compile(rf"{_GAP}?(?:[-–—]|to\b|and\b|or\b){_GAP}?", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:(more than|over|above|at least|no fewer than|upwards of|exceed\w*)"
    r"|(less than|fewer than|under|below|up to|almost|nearly|no more than)"
    r"|(about|around|some|roughly|approximately|approx\.?|circa|c\.))\s+\W?\Z",
    re.IGNORECASE,
)
_LOOK_BACK, _WIDEST, _NEXT = 24, 7, 3


def amounts(text: str) -> list[Found]:
    """Money, percentages, counts and ordinals of a text, in order.

    A writing that can be read in several ways gives several readings in one place: “12, 130” is 12,130 and also 12 and
    130; “5m” is five million and also five.
    """
    words = set(_WORD.findall(text.lower()))
    found = [reading for number in _numbers(text, words) for reading in _readings(text, number)]
    if not words.isdisjoint(_ORDINAL_ENDS) or not words.isdisjoint(ORDINAL_WORDS):
        found += [Found(n.start, n.end, ORDINAL, n.value, n.step) for n in ordinals(text)]
    found.sort()
    return sorted([*found, *_shared(text, found)])


def _numbers(text: str, words: set[str]) -> Iterator[Numeral]:
    for match in DIGITS.finditer(text):
        if _continues(text, match.start()):
            continue
        yield Numeral(match.start(), match.end(), *of_digits(match[0]))
        if _PARTED.search(match[0]):
            for part in _DIGIT_RUN.finditer(text, match.start(), match.end()):
                yield Numeral(part.start(), part.end(), *of_digits(part[0]))
    if not words.isdisjoint(NUMBER_WORDS):
        for match in WORDS.finditer(text):
            if not _AFTER_DIGITS.search(text, max(0, match.start() - 4), match.start()):
                yield from of_words(text, match.start(), match.end())


def _continues(text: str, start: int) -> bool:
    """True for digits within a word or after a decimal point, unless the word is the code of a currency."""
    before = text[start - 1 : start]
    return (before.isalnum() or before == ".") and text[max(0, start - 3) : start] not in _CODES


def _readings(text: str, number: Numeral) -> Iterator[Found]:
    """The readings of one number with what stands before and after it."""
    start, end, value, step = number
    before = _BEFORE.search(text, max(0, start - 6), start)
    unit = "" if before is None else before[2] or _SYMBOLS[before[1]]
    scale = _SCALE.match(text, end)
    letter = ""
    if scale is not None:
        letter = (scale[1] or "").lower()
        factor = SCALES[letter or scale[2].lower()]
        plain, value, step, end = (value, step, end), _times(value, step, factor), step * factor, scale.end()
    percent = _PER_CENT.match(text, end)
    after = None if unit or percent else _AFTER.match(text, end)
    if after is not None:
        unit = _SYMBOLS.get(after[1] or "") or (after[2] or "").upper() or _NAMES[after[3].lower()]
        end = after.end()
    if before is not None:
        start = before.start()
    bound = _bound(text, start)
    if percent is not None:
        yield Found(start, percent.end(), PERCENT, value, step, "", bound)
        return
    kind = MONEY if unit else COUNT
    yield Found(start, end, kind, value, step, unit, bound)
    if letter and kind == COUNT:
        yield Found(start, plain[2], COUNT, plain[0], plain[1], "", bound)


def _bound(text: str, start: int) -> str:
    match = _BOUND.search(text, max(0, start - _LOOK_BACK), start)
    return "" if match is None else "more" if match[1] else "less" if match[2] else "about"


def _shared(text: str, found: list[Found]) -> Iterator[Found]:
    """Numbers of a range with what one lends the other, unit and scale: “£5–7m”, “£5 to £7m”, “24 to 26 per cent”."""
    pairs = ((one, other) for i, one in enumerate(found) for other in found[i + 1 : i + 1 + _NEXT])
    for one, other in pairs:
        if ORDINAL in (one.kind, other.kind) or not 0 <= other.start - one.end < _WIDEST:
            continue
        if not _RANGE.fullmatch(text, one.end, other.start):
            continue
        kind = next((f.kind for f in (other, one) if f.kind != COUNT), COUNT)
        unit, factor = one.unit or other.unit, _scale_of(text, other)
        if (factor > 1 and _scale_of(text, one) == 1) or one.kind != kind:
            yield _as(one, kind, unit, factor if _scale_of(text, one) == 1 else 1.0)
        if other.kind != kind:
            yield _as(other, kind, unit, 1.0)


def _as(found: Found, kind: str, unit: str, factor: float) -> Found:
    value, step = float(found.value), float(found.precision)  # type: ignore[arg-type]
    return found._replace(kind=kind, unit=unit, value=_times(value, step, factor), precision=step * factor)


def _times(value: float, step: float, factor: float) -> float:
    """A product that has no more figures than ``value`` has."""
    size = step * factor
    return round(value / step) * size if size >= 1 else round(value * factor, 6)


def _scale_of(text: str, found: Found) -> float:
    """The number by which the words of an amount in digits multiply them, 1 for number words."""
    number = DIGITS.search(text, found.start, found.end)
    value = of_digits(number[0])[0] if number else 0.0
    return round(float(found.value) / value, 6) if value else 1.0  # type: ignore[arg-type]
