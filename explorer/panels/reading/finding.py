"""Search in a text: words whatever their case, accents, quotes and dashes, and the spaces between them."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.arrays.collation import plain

MOST_HITS = 10_000
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
"""Soft hyphens and other letters that nobody sees and nobody types."""


def hits(text: str, words: str) -> list[tuple[int, int]]:
    """Places of some words in a text, in code points with the end exclusive, at most :data:`MOST_HITS`."""
    parts = plain(words.translate(_UNSEEN)).split()
    if not parts:
        return []
    folded, places = _folded(text)
    found = re.finditer(r"\s+".join(map(re.escape, parts)), folded)
    spans = [match.span() for match, _ in zip(found, range(MOST_HITS))]
    return [(int(places[start]), int(places[end])) for start, end in spans]


@lru_cache(maxsize=2)
def _folded(text: str) -> tuple[str, NDArray[np.int64]]:
    """A text as :func:`plain` folds it, and the place in the text of each of its letters and of its end."""
    if text.isascii():
        return plain(text), np.arange(len(text) + 1)
    folds = {letter: plain(letter.translate(_UNSEEN)) for letter in set(text)}
    pieces = [folds[letter] for letter in text]
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    # A mark above a letter takes no room of its own: the letter ends where the next one begins.
    return "".join(pieces), np.append(np.repeat(np.arange(len(text)), sizes), len(text))
