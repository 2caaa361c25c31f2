"""Places of passages in their texts: ranges and quotes, each checked against the other.

Quotes are compared with any run of spaces and line ends as one space. A place is never replaced in silence: where the
words of a quote stand elsewhere, the nearest such place is offered beside a sentence that says why.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.model.evidence import Passage
from graph.named import NamedTuple

OUTSIDE, UNUSABLE, DIFFERS, LOST, SEVERAL = "outside", "unusable", "differs", "lost", "several"
BLANK = "blank"
_MOST = 10_000
"""Occurrences of a quote that are compared."""
_LONG = 60
_SPACES = re.compile(r"\s+")
Range = tuple[int, int]


class Place(NamedTuple):
    """The range of a passage in a text, in code points with the end exclusive; (-1, -1) where it has none.

    ``kind`` is "" or the kind of the ``trouble``, a sentence. ``offer`` is the nearest range where the words of the
    quote stand, if that is another one.
    """

    start: int = -1
    end: int = -1
    kind: str = ""
    trouble: str = ""
    offer: Range | None = None


def place_of(passage: Passage, text: str, pages: Sequence[int] = ()) -> Place:
    """The place of a passage in its text. ``pages`` are the places where pages start, if the text has pages."""
    if not passage.page or not pages:
        return _by_words(passage, text)
    if passage.page > len(pages):
        count = f"{len(pages):,} page{'' if len(pages) == 1 else 's'}"
        said = f"The graph gives page {passage.page:,}, and the text has {count}."
        return Place(kind=OUTSIDE, trouble=said, offer=nearest(passage, text))
    from_, to = (*pages, len(text))[passage.page - 1 : passage.page + 1]
    if passage.start < 0 and not passage.unusable:
        words = text[from_:to].rstrip()
        if not words:
            # The line end stands for the page, so that it has a place.
            if not passage.quote:
                return Place(from_, from_ + 1)
            said = f"Page {passage.page:,} has no text layer, in which the quote could be found."
            return Place(from_, from_ + 1, BLANK, said)
        # The words are searched for on their page.
        found = _by_words(passage, text[from_:to]) if passage.quote else Place(0, len(words))
        if found.kind != LOST:
            return _moved(found, from_)
    found = _by_words(passage, text)
    if found.start < 0 or found.kind or from_ <= found.start < to:
        return found
    said = (
        f"The passage stands on page {bisect_right(pages, found.start):,}, and the graph gives page {passage.page:,}."
    )
    return found._replace(kind=DIFFERS, trouble=said)


def _moved(place: Place, by: int) -> Place:
    offer = place.offer and (place.offer[0] + by, place.offer[1] + by)
    return (
        place
        if place.start < 0 and offer is None
        else place._replace(
            start=place.start + by if place.start >= 0 else -1,
            end=place.end + by if place.start >= 0 else -1,
            offer=offer,
        )
    )


def _by_words(passage: Passage, text: str) -> Place:
    """The place by range and quote."""
    if passage.unusable:
        said = f"The graph gives the range {passage.unusable}, which no text can have."
        return Place(kind=UNUSABLE, trouble=said, offer=nearest(passage, text))
    if passage.start < 0:
        return _quoted(passage, text) if passage.quote else Place()
    start, end = passage.start, passage.end
    if end > len(text) or start == end:
        where = "is empty" if start == end else f"lies outside the text, which has {len(text):,} characters"
        said = f"The range {start:,}–{end:,} {where}."
        return Place(kind=OUTSIDE, trouble=said, offer=nearest(passage, text))
    if passage.quote:
        there = text[start:end]
        if not same_words(there, passage.quote):
            said = f"The graph quotes “{_short(passage.quote)}”, but at this place stands “{_short(there)}”."
            return _elsewhere(start, end, said, nearest(passage, text))
        if not _fits(passage, text, (start, end)):
            said = "The words around this place are others than the graph quotes."
            return _elsewhere(start, end, said, nearest(passage, text))
    return Place(start, end)


def _elsewhere(start: int, end: int, said: str, offer: Range | None) -> Place:
    offer = None if offer == (start, end) else offer
    if offer is None:
        said += " The quoted words stand nowhere else in the text."
    return Place(start, end, DIFFERS, said, offer)


def _quoted(passage: Passage, text: str) -> Place:
    """The place of a passage that has a quote alone."""
    found = occurrences(text, passage.quote)
    fitting = [place for place in found if _fits(passage, text, place)]
    if len(fitting) == 1:
        return Place(*fitting[0])
    if not found:
        return Place(kind=LOST, trouble=f"The quoted words “{_short(passage.quote)}” do not stand in the text.")
    offer = nearest(passage, text)
    if not fitting:
        where = "once" if len(found) == 1 else f"{len(found):,} times"
        said = f"The quoted words stand {where} in the text, but among other words than the graph quotes."
        return Place(kind=DIFFERS, trouble=said, offer=offer)
    said = f"The quoted words stand {len(fitting):,} times in the text, and the graph does not say which is meant."
    return Place(kind=SEVERAL, trouble=said, offer=offer)


def nearest(passage: Passage, text: str) -> Range | None:
    """The place where the words of the quote stand that fits best: by the words around it, then by its distance."""
    found = occurrences(text, passage.quote)
    if not found:
        return None

    def distance(place: Range) -> tuple[int, int]:
        fitting = _follows(text, place[0], passage.prefix) + _precedes(text, place[1], passage.suffix)
        return -fitting, abs(place[0] - max(passage.start, 0))

    return min(found, key=distance)


def occurrences(text: str, quote: str) -> list[Range]:
    """Each place of some words, at most :data:`_MOST`, whatever the spaces and line ends between them.

    O(text) for the first quote in a text, then as fast as ``str.find``.
    """
    words = " ".join(quote.split())
    if not words:
        return []
    plain, places = _plain(text)
    found: list[Range] = []
    at = plain.find(words)
    while at >= 0 and len(found) < _MOST:
        found.append((int(places[at]), int(places[at + len(words) - 1]) + 1))
        at = plain.find(words, at + 1)
    return found


@lru_cache(maxsize=4)
def _plain(text: str) -> tuple[str, NDArray[np.int64]]:
    """A text with each run of spaces and line ends as one space, and the place in the text of each of its letters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_space = np.isin(codes, _spaces())
    kept = ~is_space
    kept[:1] = True
    kept[1:] |= ~is_space[:-1]
    return _SPACES.sub(" ", text), np.flatnonzero(kept)


@cache
def _spaces() -> NDArray[np.uint32]:
    return np.array([code for code in range(0x10000) if chr(code).isspace()], np.uint32)


def same_words(one: str, other: str) -> bool:
    """True if two texts differ in spaces and line ends at most."""
    return one.split() == other.split()


def _fits(passage: Passage, text: str, place: Range) -> bool:
    return _follows(text, place[0], passage.prefix) and _precedes(text, place[1], passage.suffix)


def _follows(text: str, start: int, prefix: str) -> bool:
    """True if the words before a place end with ``prefix``."""
    before = text[max(0, start - _reach(prefix)) : start]
    return "".join(before.split()).endswith("".join(prefix.split()))


def _precedes(text: str, end: int, suffix: str) -> bool:
    """True if the words after a place begin with ``suffix``."""
    return "".join(text[end : end + _reach(suffix)].split()).startswith("".join(suffix.split()))


def _reach(words: str) -> int:
    """Characters of the text to compare with some words: it may have more spaces than these."""
    return 2 * len(words) + 200


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONG else f"{plain[: _LONG - 1].rstrip()}…"
