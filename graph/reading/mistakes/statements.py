"""Statements of broken Turtle and TriG: where each begins and ends, found without a parser.

A dot that ends a word outside strings, IRIs and comments ends a statement whatever brackets are open, because no dot
can stand inside them. A string without its closing quotation mark ends with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.named import NamedTuple
from graph.reading.scanning import past_blank

# Each alternative begins with a byte of its own and is linear, see :mod:`graph.reading.limits`.
_LONG = (
    rb'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:""")?|'
    rb"'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:''')?|"
)
_REST = (
    rb'"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"?|'
    rb"'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*'?|"
    rb"<(?:=(?=[\s{])|[^<>\"\r\n]*>)|#[^\r\n]*|\\.|\.(?=[\s\"'<\[\](){}#,;]|\Z)|\{(?!\|)|(?<!\|)\}"
)
_TOKEN, _SHORT_TOKEN = rb"(?s)" + _LONG + _REST, rb"(?s)" + _REST
_DIRECTIVE = rb"(?i)@(?:prefix|base|version)(?=[\s<\"'])"
_SPARQL_DIRECTIVE = rb"(?i)(?:prefix\s+[^\s:<]*:\s*|base\s*)<[^<>\r\n]*>"


class Span(NamedTuple):
    """A statement from ``start`` to ``end``, or an element or object of several.

    ``opening`` and ``closing`` are what it must stand between to mean the same by itself, such as the name and the
    braces of its graph in TriG. ``broken`` says why the document ends within it, at ``line``; "" where it does not.
    """

    start: int
    end: int
    is_directive: bool = False
    opening: bytes = b""
    closing: bytes = b""
    broken: str = ""
    line: int = 0


def spans_of(data: bytes, *, with_graphs: bool = False, with_formulas: bool = False) -> Iterator[Span]:
    """The statements of a document in their order.

    Braces are those of graphs in TriG ``with_graphs``, and those of formulas in N3 ``with_formulas``.
    """
    token, may_be_long, graph, at = re.compile(_TOKEN), True, b"", 0
    while True:
        start = past_blank(data, at)
        if start == len(data):
            return
        directive = re.compile(_SPARQL_DIRECTIVE).match(data, start)
        if directive is not None:
            at = directive.end()
            yield Span(start, at, True)
            continue
        is_directive = re.compile(_DIRECTIVE).match(data, start) is not None
        at, depth = start, 0
        while True:
            found = token.search(data, at)
            if found is None:
                yield Span(start, len(data), is_directive, graph, _closing(graph))
                return
            at, text = found.end(), found[0]
            if may_be_long and text[:3] in (b'"""', b"'''") and not _is_closed(text):
                token, may_be_long, at = re.compile(_SHORT_TOKEN), False, found.start()
                continue
            if with_formulas and text in (b"{", b"}"):
                depth = max(0, depth + (1 if text == b"{" else -1))
                continue
            if with_graphs and text == b"{" and not graph:
                graph = data[start:at]
                break
            if with_graphs and text == b"}" and graph:
                if start < found.start():
                    yield Span(start, found.start(), is_directive, graph, _closing(graph))
                graph = b""
                break
            if not depth and (text == b"." or _ends_its_line(data, text, at)):
                yield Span(start, at, is_directive, graph, _closing(graph))
                break


def _closing(graph: bytes) -> bytes:
    return b"\n}" if graph else b""


def _is_closed(text: bytes) -> bool:
    return len(text) >= 6 and text.endswith(text[:3])


def _ends_its_line(data: bytes, text: bytes, end: int) -> bool:
    """True for a string without its closing mark whose line ends with a dot."""
    opened = text[:1] in (b'"', b"'") and (len(text) == 1 or text[-1:] != text[:1])
    return opened and data[end : end + 1] in (b"\r", b"\n", b"") and text.rstrip().endswith(b".")
