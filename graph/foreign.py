"""TriX and HexTuples, which the streaming parser does not know: both as streams of quads in the order of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.parsers import expat

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from graph.terms import RDF, XSD

_TRIX = "http://www.w3.org/2004/03/trix/trix-1/ "
_XML_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_PIECE = 1 << 16


class _FormatError(SyntaxError):
    """A breach of the format, with where it is."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.lineno, self.offset = line, column


def hextuples(data: bytes) -> Iterator[Quad]:
    """Quads of newline-delimited JSON arrays ``[subject, predicate, value, datatype, language, graph]``.

    Raises :class:`SyntaxError` with line and column.
    """
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, list) or len(row) != 6 or not all(isinstance(cell, str) for cell in row):
                raise ValueError("a line must be an array of six texts")
            yield _hextuple(*row)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            raise _FormatError(reason, number, getattr(error, "colno", 1)) from error


def _hextuple(subject: str, predicate: str, value: str, datatype: str, language: str, graph: str) -> Quad:
    value_term: NamedNode | BlankNode | Literal
    if datatype == "globalId":
        value_term = NamedNode(value)
    elif datatype == "localId":
        value_term = BlankNode(value.removeprefix("_:"))
    elif language or datatype == RDF + "langString":
        value_term = Literal(value, language=language)
    else:
        value_term = Literal(value, datatype=NamedNode(datatype or XSD + "string"))
    return Quad(_resource(subject), NamedNode(predicate), value_term, _resource(graph) if graph else DefaultGraph())


def _resource(text: str) -> NamedNode | BlankNode:
    return BlankNode(text[2:]) if text.startswith("_:") else NamedNode(text)


class _TrixReader:
    """What expat tells, gathered into quads."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.ready: list[Quad] = []
        self._open: list[str] = []
        self._language: list[str] = []
        self._datatype = ""
        self._words: list[str] = []
        self._triple: list[NamedNode | BlankNode | Literal] = []
        self._graph: NamedNode | BlankNode | DefaultGraph = DefaultGraph()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not name.startswith(_TRIX):
            raise self._mistake(f"{name.rpartition(' ')[2]} is not an element of TriX")
        tag = name[len(_TRIX) :]
        allowed = {"": {"TriX"}, "TriX": {"graph"}, "graph": {"uri", "id", "triple"}}
        allowed["triple"] = {"uri", "id", "plainLiteral", "typedLiteral"}
        parent = self._open[-1] if self._open else ""
        if tag not in allowed.get(parent, set()):
            raise self._mistake(f"{tag} may not stand inside {parent or 'nothing'}")
        self._open.append(tag)
        self._language.append(attributes.get(_XML_LANGUAGE, self._language[-1] if self._language else ""))
        self._datatype = attributes.get("datatype", "")
        self._words.clear()
        if tag == "graph":
            self._graph = DefaultGraph()
        elif tag == "triple":
            self._triple.clear()

    def _text(self, text: str) -> None:
        self._words.append(text)

    def _end(self, _name: str) -> None:
        tag, language = self._open.pop(), self._language.pop()
        text = "".join(self._words)
        try:
            if tag == "triple":
                self._finish_triple()
            elif tag not in {"TriX", "graph"}:
                self._value(tag, text, language)
        except ValueError as error:
            raise self._mistake(str(error)) from error

    def _value(self, tag: str, text: str, language: str) -> None:
        term: NamedNode | BlankNode | Literal
        if tag == "uri":
            term = NamedNode(text.strip())
        elif tag == "id":
            term = BlankNode(text.strip())
        elif tag == "typedLiteral":
            term = Literal(text, datatype=NamedNode(self._datatype))
        else:
            term = Literal(text, language=language) if language else Literal(text)
        if self._open[-1] == "triple":
            self._triple.append(term)
        elif not isinstance(term, Literal):
            self._graph = term

    def _finish_triple(self) -> None:
        if len(self._triple) != 3:
            raise ValueError(f"a triple has three parts, not {len(self._triple)}")
        subject, predicate, value = self._triple
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
            raise ValueError("a triple has a resource as its subject and an IRI as its predicate")
        self.ready.append(Quad(subject, predicate, value, self._graph))

    def _mistake(self, message: str) -> _FormatError:
        return _FormatError(message, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)


def trix(data: bytes) -> Iterator[Quad]:
    """Quads of a TriX document without document type. Raises :class:`SyntaxError` with line and column."""
    reader = _TrixReader()
    for start in range(0, len(data) + 1, _PIECE):
        piece = data[start : start + _PIECE]
        try:
            reader.parser.Parse(piece, len(piece) < _PIECE)
        except expat.ExpatError as error:
            raise _FormatError(expat.ErrorString(error.code), error.lineno, error.offset + 1) from error
        yield from reader.ready
        reader.ready.clear()
