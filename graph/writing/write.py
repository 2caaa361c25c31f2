"""Writers of quads in all formats; the same quads in the same order give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad

from graph.errors import WriteError
from graph.formats.format import Format, Pieces
from graph.formats.rows import EdgeRow, NodeRow
from graph.named import NamedTuple
from graph.plugins import foreign
from graph.rdf.relative import is_relative
from graph.rdf.source import Quads
from graph.rdf.terms import Prefixes
from graph.reading.interning import Interner, first_rows
from graph.work.progress import Job, Progress, finish

_STEP = 2048
_COLUMNS = ("subject", "predicate", "object", "graph")
_FAILED = "The data could not be written as {} ({{}}). Choose another format."


class Written(NamedTuple):
    """The bytes of a file, and a sentence about each kind of statement that its format could not hold.

    ``triples`` is their number in the file; one in several graphs counts once.
    """

    data: bytes
    triples: int
    warnings: tuple[str, ...] = ()


def write_quads(quads: Iterable[Quad], prefixes: Prefixes, format: Format) -> Written:
    """Write quads in their order; blank nodes keep their labels. For many quads :func:`write` is far faster."""
    interner = Interner()
    stream = iter(quads)
    while interner.take(stream, _STEP):
        pass
    return write(interner.as_labelled(prefixes), format)


def write(quads: Quads, format: Format, rows: NDArray[np.intp] | None = None) -> Written:
    """Write the given rows (all if None) of ``quads``; see :func:`writing`."""
    return finish(writing(quads, format, rows))


def writing(quads: Quads, format: Format, rows: NDArray[np.intp] | None = None) -> Job[Written]:
    """Write rows of ``quads``; progress counts pieces of text.

    A format without graphs gets the union of all graphs, and statements that do not fit a format are left out; a
    warning says so. Only used prefixes are written. Raises :class:`ValueError` for a format without a writer.
    """
    if format.writer is None:
        raise ValueError(f"{format.title} cannot be written")
    yield Progress(f"Writing {format.title}")
    rows = np.arange(len(quads)) if rows is None else np.asarray(rows, dtype=np.intp)
    with foreign(WriteError, _FAILED.format(format.title)):
        rows, warnings = _fitting(quads, rows, format)
        data = yield from _joined(format.writer(quads, rows), format)
        return Written(data, len(_distinct(quads, rows)), tuple(warnings))


def _fitting(quads: Quads, rows: NDArray[np.intp], format: Format) -> tuple[NDArray[np.intp], list[str]]:
    """The rows that a format can hold, and a sentence about each kind that it cannot."""
    warnings = []
    if not format.holds_graphs and (quads.graph[rows] >= 0).any():
        rows, warning = _union(quads, rows, format)
        warnings.append(warning)
    if format.relative_in != _COLUMNS:
        held = _without_relative(quads, rows, format)
        if len(held) < len(rows):
            names = "names of relationships" if format.relative_in else "names"
            warnings.append(
                f"{_count(len(rows) - len(held))} left out: {format.title} cannot hold relative {names}. "
                "Export Turtle or TriG to keep them."
            )
            rows = held
    if format.fits is not None:
        held = np.fromiter(map(format.fits, quads.terms), dtype=bool, count=len(quads.terms))[quads.object[rows]]
        if not held.all():
            warnings.append(f"{_count(len(_distinct(quads, rows[~held])))} left out: {format.cannot_hold}")
            rows = rows[held]
    return rows, warnings


def _without_relative(quads: Quads, rows: NDArray[np.intp], format: Format) -> NDArray[np.intp]:
    """The rows without relative names in columns where a format cannot hold them."""
    relative = [i for i, term in enumerate(quads.terms) if is_relative(term)]
    if not relative:
        return rows
    columns = [getattr(quads, name)[rows] for name in _COLUMNS if name not in format.relative_in]
    held: NDArray[np.intp] = rows[~np.any([np.isin(column, relative) for column in columns], axis=0)]
    return held


def table_files(format: Format, nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> list[bytes]:
    """The contents of the files named by :func:`graph.formats.table.paths_of`, for a format of tables."""
    if format.table_writer is None:
        raise ValueError(f"{format.title} is not a format of tables")
    with foreign(WriteError, _FAILED.format(format.title)):
        files = list(format.table_writer(nodes, edges))
        if len(files) != max(1, len(format.parts)) or not all(isinstance(data, bytes) for data in files):
            raise TypeError("it did not return the bytes of its files")
        return files


def _joined(pieces: Pieces, format: Format) -> Job[bytes]:
    """Pieces of text as bytes, the head before the body, encoded in small blocks."""
    if not isinstance(pieces, Pieces):
        raise TypeError(f"it returned {type(pieces).__name__}, not Pieces")
    blocks: list[bytes] = []
    waiting: list[bytes] = []
    for count, piece in enumerate(pieces.body, 1):
        waiting.append(piece if isinstance(piece, bytes) else piece.encode())
        if len(waiting) == _STEP:
            blocks.append(b"".join(waiting))
            waiting.clear()
            yield Progress(f"Writing {format.title}", count)
    return b"".join((pieces.head().encode(), *blocks, *waiting))


def _union(quads: Quads, rows: NDArray[np.intp], format: Format) -> tuple[NDArray[np.intp], str]:
    """The rows without repetitions of a triple in another graph, and the warnings about them."""
    graphs = len(np.unique(quads.graph[rows]))
    kept = _distinct(quads, rows)
    many = "named graph was" if graphs == 1 else "graphs were"
    return kept, (
        f"{graphs:,} {many} merged: {format.title} has no named graphs. Export TriG, N-Quads or JSON-LD to keep them."
    )


def _distinct(quads: Quads, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """The rows without repetitions of a triple in another graph."""
    if not (quads.graph[rows] != quads.graph[rows[:1]]).any():
        return rows
    table = np.column_stack([column[rows] for column in (quads.subject, quads.predicate, quads.object)])
    return rows[first_rows(table)]


def _count(number: int) -> str:
    return "1 statement was" if number == 1 else f"{number:,} statements were"
