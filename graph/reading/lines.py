"""N-Triples and N-Quads by blocks of lines: each distinct word is parsed once, however often it occurs.

A line is cut at its first two spaces, and the three pieces are looked up as bytes. New pieces of a block are parsed
together, each as the object of a made-up statement, so that only the parser decides what is a term and which term. A
block with anything unusual (comments, tabs, triple terms, errors) is left to the parser as a whole.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, count, islice
from mmap import mmap
from operator import attrgetter, itemgetter, methodcaller

import numpy as np
from pyoxigraph import RdfFormat, parse

from graph.reading.interning import Interner

_BLOCK = 1 << 18
_PATIENCE = 32
"""After this many unusual blocks the parser reads the rest of the file."""
_STEM = b"_:a <a:> "
_IRI, _BLANK = b"<_"
_PLAIN = re.compile(
    rb"(?:_:a <a:> (?:<[^>\\]*>|_:[^ ]*"
    rb'|"[^"\\]*"(?:@[a-z]+(?:-[a-z0-9]+)*|\^\^<[^>#\\]*#(?!string>)[^>\\]*>)?) \.\n)*'
)
"""Predicates whose objects have only one spelling, so that different words are different terms."""

_pieces = methodcaller("split", b" ", 2)


def blocks_of(data: bytes | mmap, size: int = _BLOCK) -> Iterator[tuple[int, int]]:
    """Start and end of consecutive parts of ``data`` of about ``size`` bytes, each ending at a line end."""
    start = 0
    while start < len(data):
        end = start + size
        if end < len(data):
            cut = data.rfind(b"\n", start, end) + 1 or data.find(b"\n", end) + 1
            end = cut or len(data)
        yield start, min(end, len(data))
        start = end


def lines_before(data: bytes | mmap, end: int) -> int:
    """The number of line ends before a place."""
    return sum(data[i : min(i + _BLOCK, end)].count(b"\n") for i in range(0, end, _BLOCK))


class LineReader:
    """Takes blocks of lines of one file into an interner."""

    def __init__(self, interner: Interner) -> None:
        self._interner = interner
        self._words: defaultdict[bytes, int] = defaultdict(count().__next__)
        self._terms = array("i")
        self._graphs = array("i")
        self._first = bytearray()
        self._failures = 0
        self._format = RdfFormat.N_TRIPLES

    def take(self, block: bytes) -> bool:
        """Take the statements of whole lines; returns False, and takes none, if the parser has to read them."""
        if self._failures >= _PATIENCE:
            return False
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
        lines = block.removesuffix(b"\n").removesuffix(b" .").split(b" .\n")
        pieces = list(chain.from_iterable(map(_pieces, lines)))
        if len(pieces) != 3 * len(lines):
            self._failures += 1
            return False
        before = len(self._words)
        words = np.fromiter(map(self._words.__getitem__, pieces), np.int32, len(pieces)).reshape(-1, 3)
        fresh = list(islice(reversed(self._words), len(self._words) - before))[::-1]
        if not (self._parse(fresh) and self._is_sound(words)):
            self._forget(fresh)
            return False
        terms, graphs = np.frombuffer(self._terms, np.int32), np.frombuffer(self._graphs, np.int32)
        cells = np.empty((len(words), 4), np.int32)
        cells[:, :3] = terms[words]
        cells[:, 3] = graphs[words[:, 2]]
        self._interner.take_cells(cells)
        return True

    def _parse(self, fresh: list[bytes]) -> bool:
        """Parse new words as objects (and, in N-Quads, the graphs that follow them)."""
        if not fresh:
            return True
        text = _STEM + (b" .\n" + _STEM).join(fresh) + b" .\n"
        if b"<<(" in text or text.count(b"\n") != len(fresh):
            return False
        for form in (self._format, RdfFormat.N_QUADS):
            try:
                quads = list(parse(text, form))
            except (SyntaxError, ValueError):
                continue
            if len(quads) != len(fresh):
                return False
            self._format = form
            if form is RdfFormat.N_QUADS:
                pairs = chain.from_iterable(map(attrgetter("object", "graph_name"), quads))
                both = array("i", self._interner.ids(pairs))
                self._terms.extend(both[::2])
                self._graphs.extend(both[1::2])
            else:
                plain = self._interner.is_fresh and _PLAIN.fullmatch(text)
                take = self._interner.add if plain else self._interner.ids
                self._terms.extend(take(map(attrgetter("object"), quads)))
                self._graphs.frombytes(bytes(4 * len(quads)))
            self._first.extend(map(itemgetter(0), fresh))
            return True
        return False

    def _is_sound(self, words: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> bool:
        """True if subjects are resources, predicates are IRIs, and no word includes a graph."""
        first, graphs = np.frombuffer(self._first, np.uint8), np.frombuffer(self._graphs, np.int32)
        subject, predicate = words[:, 0], words[:, 1]
        opening = first[subject]
        return bool(
            ((opening == _IRI) | (opening == _BLANK)).all()
            and (first[predicate] == _IRI).all()
            and not graphs[subject].any()
            and not graphs[predicate].any()
        )

    def _forget(self, fresh: list[bytes]) -> None:
        """Drop the words of a block that was not taken; the interner keeps their terms until it ends."""
        for word in fresh:
            del self._words[word]
        known = len(self._words)
        self._words.default_factory = count(known).__next__
        del self._terms[known:], self._graphs[known:], self._first[known:]
        self._failures += 1
