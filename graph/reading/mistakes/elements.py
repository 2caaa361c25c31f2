"""Statements of broken RDF/XML, TriX and JSON-LD: the elements and objects that can be read each by itself.

Each stands between the tags or keys that surround it in the file. In text that is not well-formed they end where it
breaks, and the last one is marked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.parsers import expat

from graph.formats.format import Format
from graph.formats.table import TRIX
from graph.reading.mistakes.statements import Span

_START_TAG = rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>"
_NO_MORE = "; nothing after it can be read"
_NO_ELEMENT = 3
"""The code of expat for the end of a document in an open element."""
_CUT_SHORT = "the file ends before all its elements are closed"
_AROUND_GRAPH = {"@context", "@id", "@version", "@graph"}
"""Keys beside which the objects of ``@graph`` mean the same each by itself."""


class _Elements:
    """Collects the spans of an XML document: the children of rdf:RDF, or the triples in the graphs of TriX."""

    def __init__(self, data: bytes, form: Format) -> None:
        self._data = data
        self.spans: list[Span] = []
        self._depth, self._at_depth = 0, 2 if form is TRIX else 1
        self._is_trix = form is TRIX
        self._opened = self._closing = b""
        self._around: list[tuple[bytes, bytes]] = []
        self._start = -1
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end

    def run(self) -> list[Span]:
        """All spans, the last one broken if the document is."""
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            at = self._parser.ErrorByteIndex
            start = at if self._start < 0 else self._start
            reason = _CUT_SHORT if error.code == _NO_ELEMENT else expat.ErrorString(error.code) + _NO_MORE
            self._add(start, at, (reason, error.lineno))
        return self.spans

    def _begin(self, name: str, _attributes: object) -> None:
        at = self._parser.CurrentByteIndex
        if not self._depth and not self._is_trix and name.rpartition(":")[2] != "RDF":
            self._at_depth = 0
        if self._depth < self._at_depth:
            tag = re.compile(_START_TAG).match(self._data, at)
            self._around.append((tag[0] if tag else b"", f"</{name}>".encode()))
        elif self._depth == self._at_depth:
            self._start = at
        self._depth += 1

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._depth < self._at_depth:
            self._around = self._around[: self._depth]
        elif self._depth == self._at_depth:
            at = self._parser.CurrentByteIndex
            tag = re.compile(_START_TAG).match(self._data, self._start)
            is_empty = tag is not None and tag.end() == at and tag[0].endswith(b"/>")  # the parser is behind it then
            end = at if is_empty else self._data.find(b">", at) + 1
            if self._is_trix and name.rpartition(":")[2] in ("uri", "id"):
                opening, closing = self._around[-1]
                self._around[-1] = opening + self._data[self._start : end], closing
            else:
                self._add(self._start, end)
            self._start = -1

    def _add(self, start: int, end: int, broken: tuple[str, int] = ("", 0)) -> None:
        opening = b"".join(opening for opening, _ in self._around)
        closing = b"".join(closing for _, closing in reversed(self._around))
        self.spans.append(Span(start, end, False, opening, closing, *broken))


def spans_in_xml(data: bytes, form: Format) -> Iterator[Span]:
    """The elements of RDF/XML, or the triples of TriX, in their order."""
    yield from _Elements(data, form).run()


def spans_in_json(data: bytes) -> Iterator[Span]:
    """The objects of an array, or of ``@graph`` where nothing else is said beside it; else the whole document."""
    text = data.decode("latin-1")  # a character for each byte, so that places agree
    start = _past_white(text, 0)
    if text.startswith("[", start):
        yield from _items(text, start, b"[", b"]")
        return
    keys, graph = _keys(text, start)
    if graph < 0 or not keys.keys() <= _AROUND_GRAPH:
        yield Span(0, len(data))
        return
    beside = ",".join(f'"{key}":{value}' for key, value in keys.items() if key != "@graph")
    head = "{" + beside + ("," if beside else "") + '"@graph":['
    yield from _items(text, graph, head.encode("latin-1"), b"]}")


def _keys(text: str, start: int) -> tuple[dict[str, str], int]:
    """The keys of an object with their values as they are written, and where the array of ``@graph`` begins."""
    decoder, keys, graph = json.JSONDecoder(), {}, -1
    at = _past_white(text, start + 1)
    try:
        while text.startswith('"', at):
            key, at = decoder.raw_decode(text, at)
            begin = _past_white(text, _past_white(text, at) + 1)  # behind the colon
            if key == "@graph" and text.startswith("[", begin):
                graph, keys[key] = begin, ""
            _, at = decoder.raw_decode(text, begin)
            keys[key] = text[begin:at]
            at = _past_white(text, _past_white(text, at) + 1)
    except (ValueError, RecursionError):
        pass  # the objects before the mistake count
    return keys, graph


def _items(text: str, start: int, opening: bytes, closing: bytes) -> Iterator[Span]:
    decoder, at = json.JSONDecoder(), _past_white(text, start + 1)
    while at < len(text) and text[at] != "]":
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            place = getattr(error, "pos", at)
            line = text.count("\n", 0, place) + 1
            reason = getattr(error, "msg", "it nests too deeply").lower() + _NO_MORE
            yield Span(at, max(at, place), False, opening, closing, reason, line)
            return
        yield Span(at, end, False, opening, closing)
        at = _past_white(text, end)
        if text.startswith(",", at):
            at = _past_white(text, at + 1)
        elif not text.startswith("]", at):
            line = text.count("\n", 0, at) + 1
            yield Span(at, at, False, opening, closing, "a comma or bracket is missing" + _NO_MORE, line)
            return


def _past_white(text: str, at: int) -> int:
    found = re.compile(r"[ \t\r\n]*").match(text, at)
    return found.end() if found else at
