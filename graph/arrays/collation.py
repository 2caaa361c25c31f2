"""Text comparison for searching, filtering and sorting."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

_END = ord("\n")
_BEFORE_WORDS = np.array([byte < 128 and not chr(byte).isalnum() for byte in range(256)])
"""Bytes after which a word begins: spaces and ASCII punctuation, to which quotes and dashes are folded."""
_BEFORE_PARTS = np.array([ord("/"), ord("#")], np.uint8)
_BLOCK = 4096
"""Texts folded in one call, which holds the GIL."""
_WORD = 8
"""Bytes compared in one step."""


_ALIKE = {
    character: alike
    for alike, characters in (
        ("'", "‘’‚‛ʹʻʼʽʾʿˈ′‵‹›´`"),
        ('"', "“”„‟«»″‶〃＂"),
        ("-", "‐‑‒–—―−⁃﹘﹣－"),
        ("", "\u00ad\u200b\u200c\u200d\u2060\ufeff"),
        ("o", "øØ"), ("l", "łŁ"), ("d", "đĐðÐ"), ("h", "ħĦ"), ("t", "ŧŦ"), ("ae", "æÆ"), ("oe", "œŒ"), ("th", "þÞ"),
        ("i", "ı"),
    )
    for character in characters
}  # fmt: skip
"""Characters that people type in another way, each with its plain form; Unicode decomposes none of them so."""


def plain(text: str) -> str:
    """Text without case, accents, width, and kinds of quotes and dashes.

    Fast for long texts too, because each distinct character is looked up once.
    """
    if text.isascii():
        return text.casefold().replace("`", "'")
    # Before the decomposition, which splits some of them into a space and a mark, and after it.
    text = unicodedata.normalize("NFKD", text.translate(_alike(text)))
    marks: dict[int, str] = dict.fromkeys((ord(c) for c in set(text) if unicodedata.combining(c)), "")
    return text.translate(marks | _alike(text)).casefold()


def _alike(text: str) -> dict[int, str]:
    return {ord(character): _ALIKE[character] for character in set(text) if character in _ALIKE}


class Folded:
    """Texts folded for comparison, joined as bytes; no text holds a line break."""

    def __init__(self, texts: Iterable[str]) -> None:
        every = iter(texts)
        blocks = iter(lambda: list(islice(every, _BLOCK)), [])
        joined = b"\n".join(plain("\n".join(block)).encode("utf-8", "replace") for block in blocks)
        self.bytes = np.frombuffer(joined, np.uint8)
        ends = np.flatnonzero(self.bytes == _END)
        self.starts = np.concatenate(([0], ends + 1))
        self.ends = np.append(ends, len(self.bytes))
        self._common: NDArray[np.intp] | None = None

    def places(self, text: str) -> NDArray[np.intp]:
        """Positions where ``text``, already folded, begins, in ascending order."""
        wanted = np.frombuffer(text.encode(), np.uint8)
        if self._common is None:
            self._common = np.bincount(self.bytes, minlength=256)
        rare = int(self._common[wanted].argmin())
        found = np.flatnonzero(self.bytes == wanted[rare]) - rare
        found = found[(found >= 0) & (found <= len(self.bytes) - len(wanted))]
        for i, byte in enumerate(wanted.tolist()):
            if i != rare:
                found = found[self.bytes[found + i] == byte]
        return found

    def rows(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Indices of the texts that hold some positions."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def containing(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Mask of the texts that hold every word."""
        held = np.ones(len(self.starts), bool)
        for word in words:
            mask = np.zeros(len(held), bool)
            mask[self.rows(self.places(word))] = True
            held &= mask
        return held

    def begins(self, whole: str) -> NDArray[np.uint8]:
        """0 for texts equal to ``whole``, 1 for texts with a word that begins with it, 2 for all others."""
        places = self.places(whole)
        rows = self.rows(places)
        first = places == self.starts[rows]
        out = np.full(len(self.starts), 2, np.uint8)
        out[rows[first | _BEFORE_WORDS[self.bytes[places - 1]]]] = 1
        out[rows[first & (places + len(whole.encode()) == self.ends[rows])]] = 0
        return out

    def ends_in_part(self, part: str) -> NDArray[np.bool_]:
        """Mask of the texts, such as IRIs, that end in ``part``, already folded, after a slash or number sign."""
        places = self.places(part)
        rows = self.rows(places)
        last = np.isin(self.bytes[np.maximum(places - 1, 0)], _BEFORE_PARTS)
        last &= places + len(part.encode()) == self.ends[rows]
        held = np.zeros(len(self.starts), bool)
        held[rows[last]] = True
        return held

    def ranks(self) -> NDArray[np.int32]:
        """Number of texts before each text in code point order, shape (n,); equal texts share a rank.

        A radix sort from the left: each round compares the next eight bytes of all texts that are still equal.
        """
        rank = np.zeros(len(self.starts), np.int64)
        # Each byte plus one, so that the end of a text sorts before any byte that could follow.
        padded = np.concatenate((self.bytes.astype(np.uint8) + np.uint8(1), np.zeros(_WORD, np.uint8)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, _WORD)
        unsettled, depth = np.arange(len(rank)), 0
        while len(unsettled):
            left = self.ends[unsettled] - self.starts[unsettled] - depth
            word = windows[np.minimum(self.starts[unsettled] + depth, len(self.bytes))]
            word[np.arange(_WORD) >= left[:, None]] = 0
            key = np.ascontiguousarray(word).view(">u8").ravel().astype(np.uint64)
            order = np.lexsort((key, rank[unsettled])) if depth else np.argsort(key, kind="stable")
            unsettled, key, left = unsettled[order], key[order], left[order]
            before = rank[unsettled]
            parts = _starts_of_runs(before)
            groups = _starts_of_runs(before, key)
            rank[unsettled] = before + groups - parts
            unsure = np.bincount(groups, left > _WORD, len(unsettled))[groups] > 0
            unsure &= np.bincount(groups, minlength=len(unsettled))[groups] > 1
            unsettled, depth = unsettled[unsure], depth + _WORD
        return rank.astype(np.int32)


def _starts_of_runs(*keys: NDArray[np.integer]) -> NDArray[np.intp]:
    """First position of the run of equal keys that each position lies in."""
    places = np.arange(len(keys[0]))
    new = np.zeros(len(places), bool)
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.maximum.accumulate(np.where(new, places, 0))
