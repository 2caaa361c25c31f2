"""Values longer than the parser takes: a word stands for each while it reads."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from pyoxigraph import Literal, Quad

from graph.formats.format import Format
from graph.reading.limits import LONG_VALUE
from graph.reading.mistakes.n3 import QUOTED

_JSON_TEXT = rb'(?s)"[^"\\]*(?:\\.[^"\\]*)*"?'
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_MEANT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def without_long_values(data: bytes, form: Format) -> tuple[bytes, dict[str, str]]:
    """Text of the syntax "turtle" or "json" with a word for each long value, and the values by these words."""
    values: dict[str, str] = {}
    stem = f"caseboard-long-{os.urandom(8).hex()}-"
    pieces, at = [], 0
    for start, end, value in _long_texts(data, form):
        word = f"{stem}{len(values)}"
        values[word] = value
        lines = b"\n" * data.count(b"\n", start, end)
        pieces += [data[at:start], b'"', word.encode(), b'"', lines]
        at = end
    return b"".join((*pieces, data[at:])), values


def with_long_values(quads: Iterable[Quad], values: Mapping[str, str]) -> Iterator[Quad]:
    """Quads with values in the place of the words that stand for them.

    Raises :class:`ValueError` if such a word became part of a name.
    """
    for quad in quads:
        subject, predicate, term, graph = quad
        if isinstance(term, Literal) and term.value in values:
            kind = {} if term.language else {"datatype": term.datatype}
            term = Literal(values[term.value], language=term.language, direction=term.direction, **kind)
            yield Quad(subject, predicate, term, graph)
        elif any(word in str(part) for part in quad if not isinstance(part, Literal) for word in values):
            raise ValueError("a name is longer than 16 MiB")
        else:
            yield quad


def _long_texts(data: bytes, form: Format) -> Iterator[tuple[int, int, str]]:
    """Start, end and meaning of each long text that is closed."""
    for found in re.finditer(_JSON_TEXT if form.syntax == "json" else QUOTED, data):
        text = found[0]
        if len(text) < LONG_VALUE or text[:1] not in (b'"', b"'"):
            continue
        if form.syntax == "json":
            with suppress(ValueError):  # it is not closed
                yield found.start(), found.end(), json.loads(text)
            continue
        mark = text[:3] if text[:3] in (b'"""', b"'''") else text[:1]
        if text.endswith(mark):
            inside = text[len(mark) : -len(mark)].decode("utf-8")
            yield found.start(), found.end(), _ESCAPE.sub(_meant, inside) if "\\" in inside else inside


def _meant(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _MEANT.get(escape[3], escape[3])
