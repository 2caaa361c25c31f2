"""Recovery: the statements of a broken file that can be read, and the places of the others.

It runs after a parser has failed: on Turtle, TriG and N3 statement by statement, on N-Triples, N-Quads and HexTuples
line by line, on RDF/XML and TriX element by element, on JSON-LD object by object, and on web pages script by script. A
statement is read as a whole or not at all, so that nothing is read that the file does not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import IO, cast

from pyoxigraph import Quad, QuadParser, RdfFormat, parse

from graph.formats.format import Format
from graph.formats.table import HEXTUPLES, HTML, JSON_LD, N3, N_QUADS, RDF_XML, TRIG, TRIX
from graph.rdf.unread import Unread
from graph.reading.limits import on_deep_stack
from graph.reading.mistakes.places import Places
from graph.reading.mistakes.sifting import Sifter, first_mistake
from graph.reading.mistakes.statements import Span, spans_of
from graph.reading.refusals import reason_of
from graph.reading.scanning import past_blank

_TOGETHER = 1000
_BYTES = 1 << 18
_PREFIX = rb"([^\s\"'<>(){}\[\],;#|^@:\\]*):"


@dataclass
class Recovery:
    """Reads ``data``, handing the quads of whole statements to ``take``, and notes the rest in ``unread``.

    ``lines_before`` counts the lines of the file before ``data``; ``prefixes`` and the ``stated`` base are found. JSON
    that ``is_deep`` is read on a stack with room for it.
    """

    data: bytes
    name: str
    form: Format
    base: str
    take: Callable[[Sequence[Quad]], object]
    unread: Unread
    lines_before: Callable[[], int] = int
    is_deep: bool = False
    prefixes: dict[str, str] = field(default_factory=dict)
    stated: str = ""

    @cached_property
    def _places(self) -> Places:
        return Places(self.data, self.name, self.unread, self.lines_before)

    @cached_property
    def _sifter(self) -> Sifter:
        return Sifter(self.data, self._places)

    @property
    def _is_json(self) -> bool:
        return self.form in (JSON_LD, HTML)

    @property
    def _is_by_line(self) -> bool:
        return self.form in (N_QUADS, HEXTUPLES)

    def run(self) -> Iterator[int]:
        """Read all, unless it is hopeless; yields the number of bytes done so far."""
        for batch in self._batches():
            if batch[0].broken:
                self._read_cut(batch[0])
            else:
                self._read(batch)
            if self.unread.is_hopeless:
                return
            yield batch[-1].end

    def _spans(self) -> Iterable[Span]:
        if self._is_by_line:
            return _lines(self.data, comments=self.form is N_QUADS)
        if self.form in (RDF_XML, TRIX, JSON_LD):
            from graph.reading.mistakes.elements import spans_in_json, spans_in_xml

            return spans_in_json(self.data) if self.form is JSON_LD else spans_in_xml(self.data, self.form)
        if self.form is HTML:
            from graph.reading.jsonld.pages import scripts_of

            return (Span(start, end) for start, end in scripts_of(self.data))
        return spans_of(self.data, with_graphs=self.form is TRIG)

    def _batches(self) -> Iterator[list[Span]]:
        """Statements that follow each other under the same directives and in the same graph."""
        waiting: list[Span] = []
        most = 1 if self.form is HTML else _TOGETHER
        for span in self._spans():
            full = len(waiting) == most or (waiting and span.end - waiting[0].start > _BYTES)
            apart = span.is_directive or span.broken or (waiting and span.opening != waiting[0].opening)
            if waiting and (full or apart):
                yield waiting
                waiting = []
            if span.is_directive:
                self._declare(span)
            elif span.broken:
                yield [span]
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
        self._keep_declared(parser)

    def _keep_declared(self, parser: QuadParser) -> None:
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
            if self._is_json:
                for _ in self._sifter.sifted(self._parsed_json(batch, lenient=True)):
                    pass  # it notes the statements that the strict parser dropped
            # An element or an object holds several statements, all others are one.
            self.unread.total += len(quads) if self._is_json or self.form is RDF_XML else len(batch)
            self.take(quads)

    def _halve(self, batch: Sequence[Span], error: BaseException) -> None:
        if len(batch) > 1:
            middle = len(batch) // 2
            self._read(batch[:middle])
            self._read(batch[middle:])
        elif self.form is RDF_XML:
            self._read_element(batch[0])
        elif self._is_json:
            self._read_object(batch)
        else:
            self._note(batch[0], error, 0 if self._is_by_line else 1)

    def _whole(self, batch: Sequence[Span]) -> bytes:
        """Statements as a document of their own, on the second line and those that follow."""
        text = self.data[batch[0].start : batch[-1].end]
        return batch[0].opening.replace(b"\n", b" ") + b"\n" + text + batch[0].closing

    def _parsed(self, batch: Sequence[Span]) -> list[Quad]:
        if self._is_by_line or self.form is TRIX:
            return self._parsed_by_line(batch)
        if self.form is RDF_XML:
            return list(parse(self._whole(batch), RdfFormat.RDF_XML, base_iri=self.base))
        if self._is_json:
            return self._parsed_json(batch, lenient=False)
        whole = self._whole(batch)
        used = {word.decode("utf-8", "replace") for word in re.findall(_PREFIX, whole)}
        head = "".join(f"@prefix {word}: <{self.prefixes[word]}> ." for word in sorted(used) if word in self.prefixes)
        form = {TRIG.title: RdfFormat.TRIG, N3.title: RdfFormat.N3}.get(self.form.title, RdfFormat.TURTLE)
        return list(parse(head.encode() + whole, form, base_iri=self.base))

    def _parsed_json(self, batch: Sequence[Span], *, lenient: bool) -> list[Quad]:
        how = partial(parse, self._whole(batch), RdfFormat.JSON_LD, base_iri=self.base, lenient=lenient)
        if self.is_deep:
            return list(on_deep_stack(how))
        parser = how()
        quads = list(parser)
        self.prefixes.update(parser.prefixes)
        return quads

    def _parsed_by_line(self, batch: Sequence[Span]) -> list[Quad]:
        text = self.data[batch[0].start : batch[-1].end]
        if self.form is N_QUADS:
            return list(parse(text, RdfFormat.N_QUADS))
        from graph.reading.rdflib_formats import hextuples, trix

        read = trix if self.form is TRIX else hextuples
        return list(read(self._whole(batch) if self.form is TRIX else text, lambda _: None))

    def _read_cut(self, span: Span) -> None:
        """Read what the document says before it breaks within an element or object."""
        if self.form is RDF_XML and span.start < span.end:
            self._read_element(span)
        else:
            self._places.note(span.broken, span.line, self._places.line_at(span.start))

    def _read_object(self, batch: Sequence[Span]) -> None:
        """Read one object of JSON-LD without the statements whose terms are broken."""
        try:
            quads = list(self._sifter.sifted(self._parsed_json(batch, lenient=True)))
        except (SyntaxError, ValueError) as error:
            self._note(batch[0], error, 1)
        else:
            self.unread.total += len(quads)
            self.take(quads)

    def _read_element(self, span: Span) -> None:
        """Read an element of RDF/XML up to a mistake of structure, without the statements whose terms are broken."""
        first = self._places.line_at(span.start)
        lines = _Lines(self._whole([span]))
        parser = parse(cast(IO[bytes], lines), RdfFormat.RDF_XML, base_iri=self.base, lenient=True)
        quads = []
        try:
            for quad in parser:
                if mistake := first_mistake(quad):
                    self._places.note(mistake, max(first, first + lines.done - 2), first)
                else:
                    quads.append(quad)
        except (SyntaxError, ValueError) as error:
            line = span.line or max(first, first + lines.done - 2)
            self._places.note(span.broken or reason_of(error), line, first)
        self.unread.total += len(quads)
        self.take(quads)

    def _note(self, span: Span, error: BaseException, lines_before: int) -> None:
        begins, last = (self._places.line_at(place) for place in (span.start, span.end))
        line = begins + (getattr(error, "lineno", None) or 1) - 1 - lines_before
        self._places.note(reason_of(error), min(max(line, begins), last), begins)


class _Lines:
    """A file that hands out one line at a time, and counts those ``done``."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self.done = data, 0, 0

    def read(self, most: int) -> bytes:
        """The rest of the line, or its next ``most`` bytes."""
        end = self._data.find(b"\n", self._at, self._at + most) + 1 or min(len(self._data), self._at + most)
        piece = self._data[self._at : end]
        self._at = end
        self.done += piece.endswith(b"\n") or (end == len(self._data) and bool(piece))
        return piece


def _lines(data: bytes, *, comments: bool) -> Iterator[Span]:
    """The lines of a file that hold more than white space, and a comment where there are such."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        if past_blank(data[at:end], comments=comments) < end - at:
            yield Span(at, end)
        at = end
