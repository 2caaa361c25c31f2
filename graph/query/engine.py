"""SPARQL engine: queries only read, stay on this machine, and can always be stopped.

Each query runs in a process of its own. Oxigraph releases the GIL, but it cannot be interrupted between two results,
which may be hours apart. So Cancel and the time limit end the process.
"""

from __future__ import annotations

import os
import threading
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol
from uuid import uuid4

import numpy as np
from pyoxigraph import BlankNode, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from graph.model.sorting.triples import first_of_triples
from graph.query.sparql import QueryError, check, declarable, in_query_order
from graph.rdf.relative import SCHEME, THIS, as_named
from graph.rdf.terms import XSD, Prefixes, to_iri, to_literal
from graph.rdf.terms import Literal as Text
from graph.reading.local import LocalSource, as_word, rows_as_lines
from graph.store.builder import MERGED, STORE
from graph.work.process import Worker
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.store.on_disk import OnDiskSource

Value = str | Text | None
"""A term as the rest of the program sees it: str for an IRI or ``_:label``, a literal, or None if unbound.

A triple term becomes a literal with its N-Triples text.
"""

Row = tuple[Value, ...]
Kind = Literal["table", "truth", "triples"]

_ADVICE = "narrow the query or add LIMIT"
_PARTS = ("subject", "predicate", "object")
_STEP = 20_000
_TOGETHER = 500
_BEAT = 0.05
_LEAST_MEMORY = 256 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of an answer: rows, characters in all rows, and seconds from the start of the query."""

    rows: int = 10_000
    letters: int = 32 << 20
    seconds: float = 60.0


BOUNDS = Bounds()
"""Default limits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query.

    A table has a value for each variable in each row; triples are rows of subject, predicate and object; truth is one
    row with one literal. ``truncated`` is True if there were more rows than the limits allow; ``seconds`` is the
    running time.
    """

    kind: Kind
    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool
    seconds: float

    @property
    def is_true(self) -> bool:
        """The answer to an ASK query."""
        return self.kind == "truth" and self.rows[0][0] == _truth(True)


class Engine(Protocol):
    """An engine that answers queries."""

    def answer(self, text: str, bounds: Bounds = BOUNDS) -> Job[Answer]:
        """Answer a query; closing the job stops it. Raises :class:`~graph.query.sparql.QueryError`."""
        ...


@dataclass(eq=False)
class StoreEngine:
    """Answers from the quads of files, or from a store on disk, in a process of ``worker``; implements :class:`Engine`.

    The process loads the quads of files with the first query and keeps them until it ends or gets another source.
    Queries cover the triples of all graphs as one set, unless they name graphs. Blank nodes keep their names.
    """

    source: LocalSource | OnDiskSource
    worker: Worker
    _key: str = field(default_factory=lambda: uuid4().hex, init=False)
    _is_held: bool = field(default=False, init=False)

    def answer(self, text: str, bounds: Bounds = BOUNDS) -> Job[Answer]:
        """Answer a query."""
        source = self.source
        if not isinstance(source, LocalSource):
            request = _asked(text, source.prefixes, bounds)
            return (yield from self._ask(request, source.folder))
        request = _asked(text, source.quads.prefixes, bounds)
        if self._is_held:
            try:
                return (yield from self._ask(request, None))
            except _DataMissingError:
                self._is_held = False
        return (yield from self._ask(request, (yield from _packed(source))))

    def _ask(self, request: _Request, data: _Data) -> Job[Answer]:
        """Run the query in the process; ``data`` is None if the process should hold the data already."""
        title, limit = "Running the query", request.bounds.seconds
        job = self.worker.run(
            _answer, self._key, data, request, title=title, error=QueryError, advice=_ADVICE,
            stopped=f"The query was stopped: it needs too much memory or is nested too deeply; {_ADVICE}.",
        )  # fmt: skip
        started = time.monotonic()
        rows: list[Row] = []
        try:
            while True:
                progress = next(job)
                if isinstance(progress, _Rows):
                    rows += progress.rows
                if progress.total:  # the source is still being loaded
                    started = time.monotonic()
                elif time.monotonic() - started > limit:
                    raise QueryError(f"The query was stopped after {limit:g} s, the time limit; {_ADVICE}.")
                yield progress
        except StopIteration as stop:
            self._is_held = True
            answer: Answer = stop.value
            return replace(answer, rows=tuple(rows))
        finally:
            job.close()


# Functions of the child process


@dataclass(frozen=True, slots=True)
class _Request:
    text: str
    prefixes: Mapping[str, str]
    base: str
    bounds: Bounds


def _asked(text: str, prefixes: Prefixes, bounds: Bounds) -> _Request:
    """A request under the prefixes and the base of the source; without a base, names are as relative as in the file."""
    return _Request(text, prefixes.pairs, prefixes.base or THIS, bounds)


@dataclass(frozen=True, slots=True)
class _Rows(Progress):
    """Some hundred rows at a time: receiving more at once would block the window."""

    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Packed:
    """N-Quads, some thousand in a piece, each compressed; ``repeats`` if some triple stands in several graphs."""

    pieces: tuple[bytes, ...]
    repeats: bool


@dataclass(frozen=True, slots=True)
class _Held:
    """A store of quads; ``is_merged`` if its default graph holds the triples of all graphs.

    Oxigraph's union of graphs has a triple as often as it stands in graphs, so that sums would be too large.
    """

    store: Store
    is_merged: bool


_Data = Path | _Packed | None
"""The folder of a source on disk, packed quads, or None if they were sent before."""


class _DataMissingError(QueryError):
    """The process was restarted after the data were sent."""


_stores: dict[str, _Held] = {}


def _packed(source: LocalSource) -> Job[_Packed]:
    quads, total = source.quads, len(source.quads)
    words = [as_word(term) for term in quads.terms]
    parts: list[bytes] = []
    for start in range(0, total, _STEP):
        yield Progress("Sending the data to the query process", start, total)
        lines = rows_as_lines(quads, words, slice(start, start + _STEP))
        parts.append(zlib.compress(lines.encode(), 1))
    first = first_of_triples(quads)
    return _Packed(tuple(parts), bool((first != np.arange(total)).any()))


def _answer(key: str, data: _Data, request: _Request) -> Job[Answer]:
    """The end of an answer, whose rows were sent before as :class:`_Rows`."""
    _watch_memory()
    held = _stores.get(key)
    if held is None:
        held = yield from _load(data)
        _stores.clear()
        _stores[key] = held
    prefixes = declarable(request.prefixes)
    yield Progress("Running the query")
    names_graphs = check(request.text, prefixes, request.base, held.store)
    started = time.monotonic()
    try:
        result = held.store.query(
            request.text,
            prefixes=prefixes,
            base_iri=request.base,
            use_default_graph_as_union=not names_graphs and not held.is_merged,
        )
        if isinstance(result, QueryBoolean):
            yield _Rows("Answered", rows=((_truth(bool(result)),),))
            return Answer("truth", ("answer",), (), False, time.monotonic() - started)
        table = isinstance(result, QuerySolutions)
        names: tuple[str, ...] = _PARTS
        if isinstance(result, QuerySolutions):
            names = in_query_order([variable.value for variable in result.variables], request.text)
        truncated = yield from _send_rows(result, names if table else None, request.bounds)
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"The query failed: {' '.join(str(error).split())[:200].rstrip('.')}.") from None
    return Answer("table" if table else "triples", names, (), truncated, time.monotonic() - started)


def _load(data: _Data) -> Job[_Held]:
    if data is None:
        raise _DataMissingError
    if isinstance(data, Path):
        try:
            is_merged = (data / MERGED).is_dir()
            return _Held(Store.read_only(str(data / (MERGED if is_merged else STORE))), is_merged)
        except OSError:
            raise QueryError("The stored copy of this source is gone. Open the file again.") from None
    store = Store()
    for done, piece in enumerate(data.pieces):
        yield Progress("Indexing for queries", done, len(data.pieces))
        lines = zlib.decompress(piece)
        store.bulk_extend(parse(lines, RdfFormat.N_QUADS, lenient=True))
        if data.repeats:
            store.bulk_extend(Quad(*quad.triple) for quad in parse(lines, RdfFormat.N_QUADS, lenient=True))
    return _Held(store, data.repeats)


def _send_rows(result: Iterable[Any], names: Sequence[str] | None, bounds: Bounds) -> Job[bool]:
    """Send the first rows, with the values of these names (None: all parts); return whether there are more."""
    rows: list[Row] = []
    count = letters = 0
    reported = time.monotonic()
    for each in result:
        if count >= bounds.rows or letters > bounds.letters:
            yield _Rows(f"{count:,} rows", rows=tuple(rows))
            return True
        row = tuple(_value(term) for term in (each if names is None else (each[name] for name in names)))
        letters += sum(len(value if isinstance(value, str) else value.value) for value in row if value is not None)
        count += 1
        rows.append(row)
        if len(rows) >= _TOGETHER or time.monotonic() - reported > _BEAT:
            yield _Rows(f"{count:,} rows so far", rows=tuple(rows))
            reported = time.monotonic()
            rows.clear()
    yield _Rows(f"{count:,} rows", rows=tuple(rows))
    return False


def _value(term: Any) -> Value:
    if term is None:
        return None
    if isinstance(term, NamedNode | BlankNode):
        return to_iri(term)
    literal = to_literal(term)
    return literal._replace(value=as_named(literal.value)) if literal.value.startswith(SCHEME) else literal


def _truth(said: bool) -> Text:
    return Text("true" if said else "false", XSD + "boolean")


def _watch_memory() -> None:
    """End this process before it takes more than half of the memory that is free now."""
    import psutil

    if any(thread.name == "memory-watch" for thread in threading.enumerate()):
        return
    process = psutil.Process()
    most = process.memory_info().rss + max(psutil.virtual_memory().available // 2, _LEAST_MEMORY)

    def watch() -> None:
        while process.memory_info().rss < most:
            time.sleep(_BEAT)
        os._exit(1)

    threading.Thread(target=watch, name="memory-watch", daemon=True).start()
