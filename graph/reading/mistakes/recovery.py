"""Recovery: the statements of a broken file that can be read, and the places of the others.

It runs after a parser has failed, on Turtle and TriG statement by statement, and on N-Triples and N-Quads line by line.
A statement is read as a whole or not at all, so that nothing is read that the file does not say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad, RdfFormat, parse

from graph.formats.format import Format
from graph.formats.table import N_QUADS, TRIG
from graph.rdf.unread import Place, Unread
from graph.reading.mistakes.statements import Span, spans_of
from graph.reading.refusals import reason_of
from graph.reading.scanning import past_blank

_TOGETHER = 1000
_BYTES = 1 << 18
_HOPELESS = 1000
"""After so many mistakes without a single statement, the file is something else."""
_AROUND, _WIDEST = 4, 300
_PREFIX = rb"([^\s\"'<>(){}\[\],;#|^@:\\]*):"


@dataclass
class Recovery:
    """Reads ``data``, handing the quads of whole statements to ``take``, and notes the rest in ``unread``.

    ``lines_before`` counts the lines of the file before ``data``; ``prefixes`` and the ``stated`` base are found.
    """

    data: bytes
    name: str
    form: Format
    base: str
    take: Callable[[Sequence[Quad]], object]
    unread: Unread
    lines_before: Callable[[], int] = int
    prefixes: dict[str, str] = field(default_factory=dict)
    stated: str = ""

    @property
    def is_hopeless(self) -> bool:
        """True if the beginning of the file holds nothing but mistakes."""
        return self.unread.count == self.unread.total > _HOPELESS

    def run(self) -> Iterator[int]:
        """Read all, unless it is hopeless; yields the number of bytes done so far."""
        for batch in self._batches():
            self._read(batch)
            if self.is_hopeless:
                return
            yield batch[-1].end

    def _batches(self) -> Iterator[list[Span]]:
        """Statements that follow each other under the same directives and in the same graph."""
        waiting: list[Span] = []
        spans = _lines(self.data) if self.form is N_QUADS else spans_of(self.data, with_graphs=self.form is TRIG)
        for span in spans:
            full = len(waiting) == _TOGETHER or (waiting and span.end - waiting[0].start > _BYTES)
            if waiting and (full or span.is_directive or span.graph != waiting[0].graph):
                yield waiting
                waiting = []
            if span.is_directive:
                self._declare(span)
            else:
                waiting.append(span)
        if waiting:
            yield waiting

    def _declare(self, span: Span) -> None:
        """Keep the prefix or base that a directive declares."""
        try:
            parser = parse(self.data[span.start : span.end], RdfFormat.TURTLE, base_iri=self.base)
            list(parser)
        except (SyntaxError, ValueError) as error:
            self._note(span, error, 0)
            return
        self.prefixes.update(parser.prefixes)
        if parser.base_iri and parser.base_iri != self.base:
            self.base = self.stated = parser.base_iri

    def _read(self, batch: Sequence[Span]) -> None:
        """Read statements together, and where that fails each half by itself."""
        try:
            quads = self._parsed(batch)
        except (SyntaxError, ValueError, MemoryError) as error:
            self._halve(batch, error)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # raised by the parser for a bug of its own
                raise
            self._halve(batch, error)
        else:
            self.unread.total += len(batch)
            self.take(quads)

    def _halve(self, batch: Sequence[Span], error: BaseException) -> None:
        if len(batch) == 1:
            self._note(batch[0], error, 0 if self.form is N_QUADS else 1)
            return
        middle = len(batch) // 2
        self._read(batch[:middle])
        self._read(batch[middle:])

    def _parsed(self, batch: Sequence[Span]) -> list[Quad]:
        text = self.data[batch[0].start : batch[-1].end]
        if self.form is N_QUADS:
            return list(parse(text, RdfFormat.N_QUADS))
        graph = batch[0].graph
        used = {word.decode("utf-8", "replace") for word in re.findall(_PREFIX, graph + b" " + text)}
        head = "".join(f"@prefix {word}: <{self.prefixes[word]}> ." for word in sorted(used) if word in self.prefixes)
        whole = head.encode() + graph.replace(b"\n", b" ") + b"\n" + text + (b"\n}" if graph else b"")
        form = RdfFormat.TRIG if self.form is TRIG else RdfFormat.TURTLE
        return list(parse(whole, form, base_iri=self.base))

    @cached_property
    def _ends(self) -> NDArray[np.intp]:
        """The places of the line ends."""
        return np.flatnonzero(np.frombuffer(self.data, np.uint8) == ord("\n"))

    def _note(self, span: Span, error: BaseException, lines_before: int) -> None:
        begins, last = (bisect_left(self._ends, place) + 1 for place in (span.start, span.end))
        line = begins + (getattr(error, "lineno", None) or 1) - 1 - lines_before
        line = min(max(line, begins), last)
        count = len(self._ends) + (not self.data.endswith(b"\n"))
        numbers = range(max(1, line - _AROUND), min(line + _AROUND, count) + 1)
        shown = tuple(self._line(number) for number in numbers)
        before = self.lines_before()
        self.unread.add(Place(self.name, line + before, begins + before, reason_of(error), shown, numbers[0] + before))

    def _line(self, number: int) -> str:
        """A line of the file, shortened if it is long."""
        start = int(self._ends[number - 2]) + 1 if number > 1 else 0
        end = int(self._ends[number - 1]) if number <= len(self._ends) else len(self.data)
        text = self.data[start : min(end, start + 4 * _WIDEST)].decode("utf-8", "replace").rstrip("\r\n")
        text = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in text)
        return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _lines(data: bytes) -> Iterator[Span]:
    """The lines of a file that hold more than a comment."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        if past_blank(data[at:end]) < end - at:
            yield Span(at, end)
        at = end
