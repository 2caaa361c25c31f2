"""Numbers in English: digits with their separators, and words up to trillions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.named import NamedTuple

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = {
    "hundred": 100.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "bn": 1e9,
    "billion": 1e9, "tn": 1e12, "trn": 1e12, "trillion": 1e12, "dozen": 12.0,
}  # fmt: skip
"""Words and letters that multiply a number."""
_SMALL = {word: float(i) for i, word in enumerate(_ONES)} | {word: 20.0 + 10 * i for i, word in enumerate(_TENS)}
_BIG = {word: SCALES[word] for word in ("hundred", "thousand", "million", "billion", "trillion", "dozen")}
_ORDINAL_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
).split()
_ORDINALS = (
    {word: i + 1.0 for i, word in enumerate(_ORDINAL_ONES)}
    | {word[:-1] + "ieth": 20.0 + 10 * i for i, word in enumerate(_TENS)}
    | {"hundredth": 100.0, "thousandth": 1000.0}
)

_GROUPS = r"[0-9]{0,2}(?:(?:,[ \u00a0]?|[ \u00a0\u2009\u202f’'])[0-9]{3})+(?![0-9])"
DIGITS = re.compile(rf"[0-9](?:{_GROUPS}|[0-9]*)(?:\.[0-9]+)?")
"""A number in digits; commas, spaces and apostrophes part its thousands, also a comma and a space."""
_WORD = "|".join(sorted([*_SMALL, *_BIG], key=len, reverse=True))
WORDS = re.compile(rf"\b(?:an?[ \u00a0]+(?=hundred|thousand|million|billion|trillion|dozen))?(?:{_WORD})"
                   rf"(?:(?:[ \u00a0-]+and)?[ \u00a0-]+(?:{_WORD}))*\b", re.IGNORECASE)  # fmt: skip
NUMBER_WORDS = frozenset((*_SMALL, *_BIG))
"""The words of numbers, to see quickly if a text has one."""
_PIECE = re.compile(r"[a-z]+", re.IGNORECASE)
_ORDINAL_WORD = "|".join(sorted(_ORDINALS, key=len, reverse=True))
ORDINAL = re.compile(
    rf"\b(?:(\d{{1,4}})(?:st|nd|rd|th)|(?:({'|'.join(_TENS)})[ -])?({_ORDINAL_WORD}))\b", re.IGNORECASE
)
ORDINAL_WORDS = frozenset(_ORDINALS)


class Numeral(NamedTuple):
    """A number from ``start`` to ``end`` of a text; ``step`` is the unit of its last figure."""

    start: int
    end: int
    value: float
    step: float


def of_digits(text: str) -> tuple[float, float]:
    """Value and step of digits that :data:`DIGITS` matches."""
    plain = re.sub(r"[^\d.]", "", text)
    tail = len(plain.partition(".")[2])
    return float(plain), 10.0**-tail


def of_words(text: str, start: int, end: int) -> Iterator[Numeral]:
    """The numbers in a run of words that :data:`WORDS` finds: one in “two hundred and five”, two in “one and two”."""
    begun, total, part, step, last, linked = -1, 0.0, 0.0, 1.0, start, False
    smallest = float("inf")
    for piece in _PIECE.finditer(text, start, end):
        word = piece[0].lower()
        if word in ("a", "an"):
            begun, part = piece.start(), 1.0
            continue
        if word == "and":
            linked = True
            continue
        if word in _BIG:
            size = _BIG[word]
            if size <= 100:
                part, step = (part or 1.0) * size, 1.0 if size == 12 else size
            else:
                total, part, step = total + (part or 1.0) * size, 0.0, size
            if begun < 0:
                begun = piece.start()
            smallest, last, linked = size, piece.end(), False
            continue
        value = _SMALL[word]
        fits = begun >= 0 and value < smallest and not (linked and smallest == float("inf"))
        if begun >= 0 and not fits:
            yield Numeral(begun, last, total + part, step)
            begun, total, part = -1, 0.0, 0.0
        if begun < 0:
            begun = piece.start()
        part, step, last, linked = part + value, 1.0, piece.end(), False
        smallest = 10.0 if value >= 20 else 0.0
    if begun >= 0:
        yield Numeral(begun, last, total + part, step)


def ordinals(text: str) -> Iterator[Numeral]:
    """Ordinals: “third”, “21st”, “twenty-first”."""
    for match in ORDINAL.finditer(text):
        if match[1]:
            value = float(match[1])
        else:
            value = _SMALL.get((match[2] or "zero").lower(), 0.0) + _ORDINALS[match[3].lower()]
        yield Numeral(match.start(), match.end(), value, 1.0)
