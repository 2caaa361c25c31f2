"""Quads into bytes in any format that is written; the same quads in the same order give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad, Triple

from graph.rdf.source import Quads
from graph.rdf.terms import Prefixes
from graph.reading.formats import Format
from graph.reading.interning import Interner, first_rows
from graph.reading.local import as_word, rows_as_lines
from graph.work.progress import Job, Progress, finish
from graph.writing.jsonld import jsonld
from graph.writing.turtle import turtle

WRITABLE = {
    "ttl": Format.TURTLE,
    "nt": Format.N_TRIPLES,
    "nq": Format.N_QUADS,
    "trig": Format.TRIG,
    "jsonld": Format.JSON_LD,
    "trix": Format.TRIX,
    "hext": Format.HEXTUPLES,
}
"""The format of each suffix that quads can be written under."""

WITH_GRAPHS = {Format.N_QUADS, Format.TRIG, Format.JSON_LD, Format.TRIX, Format.HEXTUPLES}
_BY_RDFLIB = {
    Format.TRIX: "TriX cannot hold triple terms, base directions and control characters.",
    Format.HEXTUPLES: "HexTuples cannot hold triple terms and base directions.",
}
_STEP = 2048


class Written(NamedTuple):
    """The bytes of a file, and a sentence for each thing that its format could not hold."""

    data: bytes
    warnings: tuple[str, ...] = ()


def write_quads(quads: Iterable[Quad], prefixes: Prefixes, format: Format) -> Written:
    """Write quads in their order; blank nodes keep their labels. For many quads :func:`write` is far faster."""
    interner = Interner()
    stream = iter(quads)
    while interner.take(stream, _STEP):
        pass
    return write(interner.as_labelled(prefixes), format)


def write(quads: Quads, format: Format, rows: NDArray[np.intp] | None = None) -> Written:
    """Write the given rows (all where None) of ``quads``; see :func:`writing`."""
    return finish(writing(quads, format, rows))


def writing(quads: Quads, format: Format, rows: NDArray[np.intp] | None = None) -> Job[Written]:
    """Write rows of ``quads``; progress counts pieces of text.

    A format without graphs gets the union of all graphs; JSON-LD, TriX and HexTuples lose triple terms, and the last
    two what :func:`graph.reading.rdflib_formats.fits` names; a warning says so. Only used prefixes are written. Raises
    :class:`ValueError` for a format that is not in :data:`WRITABLE`.
    """
    if format not in WRITABLE.values():
        raise ValueError(f"{format.value} is not written")
    rows = np.arange(len(quads)) if rows is None else np.asarray(rows, dtype=np.intp)
    warnings = []
    if format not in WITH_GRAPHS and (quads.graph[rows] >= 0).any():
        rows, warning = _union(quads, rows, format)
        warnings.append(warning)
    if format in _BY_RDFLIB:
        yield Progress(f"Writing {format.value}")
        return _by_rdflib(quads, rows, format)
    if format is Format.JSON_LD:
        holds = np.fromiter((isinstance(term, Triple) for term in quads.terms), dtype=bool, count=len(quads.terms))
        lost = holds[quads.object[rows]]
        if lost.any():
            warnings.append(f"{_count(int(lost.sum()))} left out: JSON-LD cannot hold triple terms.")
            rows = rows[~lost]
    blocks, last = yield from _encoded(_pieces(quads, rows, format), format)
    if format in (Format.TURTLE, Format.TRIG):
        blocks = [last, b"\n" if last and any(blocks) else b"", *blocks]
        if blocks[-1]:
            blocks[-1] = blocks[-1].rstrip(b"\n") + b"\n"
    else:
        blocks.insert(0 if format is Format.JSON_LD else len(blocks), last)
    return Written(b"".join(blocks), tuple(warnings))


def _encoded(pieces: Iterator[str], format: Format) -> Job[tuple[list[bytes], bytes]]:
    """Pieces of text as blocks of bytes, none of which takes long to put together; the last piece by itself."""
    blocks: list[bytes] = []
    waiting: list[str] = []
    count = 0
    for count, piece in enumerate(pieces, 1):
        if len(waiting) == _STEP:
            blocks.append("".join(waiting).encode())
            waiting.clear()
            yield Progress(f"Writing {format.value}", count)
        waiting.append(piece)
    last = waiting.pop() if waiting else ""
    if waiting:
        blocks.append("".join(waiting).encode())
    return blocks, last.encode()


def _by_rdflib(quads: Quads, rows: NDArray[np.intp], format: Format) -> Written:
    from graph.reading.rdflib_formats import (  # rdflib is slow to import, and these two formats are rare
        fits,
        serialized,
    )

    held = np.fromiter((fits(term, format) for term in quads.terms), dtype=bool, count=len(quads.terms))
    kept = rows[held[quads.object[rows]]]
    lost = len(rows) - len(kept)
    warnings = (f"{_count(lost)} left out: {_BY_RDFLIB[format]}",) if lost else ()
    return Written(serialized(quads, kept, format), warnings)


def _pieces(quads: Quads, rows: NDArray[np.intp], format: Format) -> Iterator[str]:
    if format in (Format.TURTLE, Format.TRIG):
        return turtle(quads, rows, with_graphs=format is Format.TRIG)
    if format is Format.JSON_LD:
        return jsonld(quads, rows)
    words = [as_word(term) for term in quads.terms]
    with_graphs = format is Format.N_QUADS
    return (rows_as_lines(quads, words, rows[i : i + 256], with_graphs) for i in range(0, len(rows), 256))


def _union(quads: Quads, rows: NDArray[np.intp], format: Format) -> tuple[NDArray[np.intp], str]:
    """The rows without those that only repeat a triple in another graph, and what to tell about it."""
    graphs = len(np.unique(quads.graph[rows]))
    table = np.column_stack([column[rows] for column in (quads.subject, quads.predicate, quads.object)])
    kept = rows[first_rows(table)]
    many = "named graph was" if graphs == 1 else "graphs were"
    return kept, (
        f"{graphs:,} {many} merged: {format.value} has no named graphs. Export TriG, N-Quads or JSON-LD to keep them."
    )


def _count(number: int) -> str:
    return "1 statement was" if number == 1 else f"{number:,} statements were"
