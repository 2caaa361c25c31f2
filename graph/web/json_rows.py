"""SPARQL results in JSON, row by row as the text arrives; a text that breaks off keeps the rows before the break."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Generator
from typing import Any, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.rdf.source import Term
from graph.web.rows import Row, RowReader

T = TypeVar("T")
_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_NOT_LABEL = re.compile(r"[^A-Za-z0-9_]")
_More = Generator[None, None, T]
"""Parsing that stops wherever more text is needed."""


class _BrokenTextError(ValueError):
    """The text is no result of a query."""


class JsonRows(RowReader):
    """Results in JSON."""

    def __init__(self) -> None:
        super().__init__()
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._scan = json.JSONDecoder().raw_decode
        self._text, self._at, self._is_last = "", 0, False
        self._found: list[dict[str, Any]] = []
        self._parsing: Generator[None, None, None] | None = self._parse()

    def feed(self, data: bytes, is_last: bool = False) -> list[Row]:
        """The rows that are complete now."""
        self._text = self._text[self._at :] + self._decode(data, is_last)
        self._at, self._is_last = 0, is_last
        if self._parsing is not None:
            try:
                next(self._parsing)
            except StopIteration:
                self._parsing = None
            except (ValueError, RecursionError):  # also of numbers with too many digits, and of too deep nesting
                self._parsing = None
        found, self._found = self._found, []
        return self._rows(found)

    def _rows(self, found: list[dict[str, Any]]) -> list[Row]:
        if found and not self.names:  # the head comes after the rows, or is missing
            self.names = tuple(dict.fromkeys(name for one in found for name in one))
        rows: list[Row] = []
        for one in found:
            try:
                rows.append(tuple([term_of(one[name]) if name in one else None for name in self.names]))
            except (ValueError, TypeError, KeyError, AttributeError):
                self.refused += 1
        return rows

    def _parse(self) -> Generator[None, None, None]:
        yield from self._take("{")
        while True:
            key = yield from self._value()
            yield from self._take(":")
            if key == "results":
                yield from self._results()
            else:
                value = yield from self._value()
                if key == "head" and isinstance(value, dict):
                    names = value.get("vars") or ()
                    self.names = tuple(name for name in names if isinstance(name, str)) or self.names
                elif key == "boolean" and isinstance(value, bool):
                    self.boolean = value
                    self.is_result = True
            if (yield from self._take(",}")) == "}":
                self.is_whole = True
                return

    def _results(self) -> Generator[None, None, None]:
        yield from self._take("{")
        while True:
            key = yield from self._value()
            yield from self._take(":")
            if key == "bindings":
                self.is_result = True
                yield from self._bindings()
            else:
                yield from self._value()
            if (yield from self._take(",}")) == "}":
                return

    def _bindings(self) -> Generator[None, None, None]:
        yield from self._take("[")
        if (yield from self._peek()) == "]":
            self._at += 1
            return
        while True:
            value = yield from self._value()
            if not isinstance(value, dict):
                raise _BrokenTextError
            self._found.append(value)
            if (yield from self._take(",]")) == "]":
                return

    def _peek(self) -> _More[str]:
        """The next character that is no space, "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            assert match is not None
            self._at = match.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._is_last:
                return ""
            yield

    def _take(self, signs: str) -> _More[str]:
        """The next character, which must be one of ``signs``."""
        sign = yield from self._peek()
        if not sign or sign not in signs:
            raise _BrokenTextError
        self._at += 1
        return sign

    def _value(self) -> _More[Any]:
        """The next value; a long one that is not complete is tried again when twice as much text is here."""
        yield from self._peek()
        while True:
            try:
                value, self._at = self._scan(self._text, self._at)
                return value
            except json.JSONDecodeError:
                if self._is_last:
                    raise
                here = len(self._text) - self._at
                enough = here * 2 if here > 1 << 18 else 0
                yield
                while len(self._text) - self._at < enough and not self._is_last:
                    yield


def term_of(cell: dict[str, Any]) -> Term:
    """A term of a result in JSON; raises ValueError, KeyError or TypeError for what is none."""
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return NamedNode(value)
    if kind in ("literal", "typed-literal"):  # the second is that of older servers
        language = cell.get("xml:lang")
        if language:
            return Literal(value, language=language)
        datatype = cell.get("datatype")
        return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)
    if kind == "bnode":
        return BlankNode(_NOT_LABEL.sub("_", value))
    if kind == "triple":
        parts: list[Any] = [term_of(value[part]) for part in ("subject", "predicate", "object")]
        return Triple(*parts)
    raise ValueError(kind)
