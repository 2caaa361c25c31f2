"""Asking a source in SPARQL: nothing leaves the machine, nothing is changed, and every query can be ended.

A query is answered in a process of its own. Oxigraph lets other threads run meanwhile, but between two results it
cannot be interrupted, and there may be hours between two; so Cancel and the time limit end the process.
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

from pyoxigraph import BlankNode, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from graph.query.sparql import QueryError, as_written, check, usable
from graph.rdf.terms import XSD, to_iri, to_literal
from graph.rdf.terms import Literal as Text
from graph.reading.local import LocalSource, as_word, rows_as_lines
from graph.store.builder import STORE
from graph.work.process import Worker
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.rdf.source import Source
    from graph.store.on_disk import OnDiskSource

Value = str | Text | None
"""A term as the rest of the program sees it: an IRI or ``_:label`` as str, a literal (of a triple term its N-Triples
text), None where a variable is not bound."""

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
    """How much is taken: rows, letters of all of them together, and seconds from when the query starts to run."""

    rows: int = 10_000
    letters: int = 32 << 20
    seconds: float = 60.0


BOUNDS = Bounds()
"""What holds where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query came to.

    A table has a value for each variable in each row; triples are rows of subject, predicate and object; truth is one
    row with one literal. ``truncated`` tells that there was more than the bounds allow; ``seconds`` is how long it ran.
    """

    kind: Kind
    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool
    seconds: float

    @property
    def is_true(self) -> bool:
        """What was answered to a question of yes or no."""
        return self.kind == "truth" and self.rows[0][0] == _truth(True)


class Engine(Protocol):
    """Whatever answers queries."""

    def answer(self, text: str, bounds: Bounds = BOUNDS) -> Job[Answer]:
        """Answer a query; closing the job ends it. Raises :class:`~graph.query.sparql.QueryError` with one sentence."""
        ...


@dataclass(eq=False)
class StoreEngine:
    """Answers from the quads of files, or from a store on disk, in a process of ``worker``; implements :class:`Engine`.

    The process takes in the quads of files with the first query and keeps them until it is ended or asked for another
    source. All graphs together are what a query asks, unless it names some. Blank nodes keep their names.
    """

    source: LocalSource | OnDiskSource
    worker: Worker
    _key: str = field(default_factory=lambda: uuid4().hex, init=False)
    _is_held: bool = field(default=False, init=False)

    def answer(self, text: str, bounds: Bounds = BOUNDS) -> Job[Answer]:
        """Answer a query."""
        source = self.source
        if not isinstance(source, LocalSource):
            asked = _Asked(text, source.prefixes.pairs, source.base, bounds)
            return (yield from self._ask(asked, source.folder / STORE))
        asked = _Asked(text, source.quads.prefixes.pairs, source.base, bounds)
        if self._is_held:
            try:
                return (yield from self._ask(asked, None))
            except _NotHeldError:
                self._is_held = False
        return (yield from self._ask(asked, (yield from _packed(source))))

    def _ask(self, asked: _Asked, data: _Data) -> Job[Answer]:
        """Have the question answered; ``data`` is None where the process is thought to hold them."""
        title, limit = "Running the query", asked.bounds.seconds
        job = self.worker.run(
            _answer, self._key, data, asked, title=title, error=QueryError, advice=_ADVICE,
            stopped=f"The query was ended: it took too much memory, or is nested too deeply; {_ADVICE}.",
        )  # fmt: skip
        started = time.monotonic()
        rows: list[Row] = []
        try:
            while True:
                progress = next(job)
                if isinstance(progress, _Found):
                    rows += progress.rows
                if progress.total:  # the source is still being taken in
                    started = time.monotonic()
                elif time.monotonic() - started > limit:
                    raise QueryError(f"The query was ended after {limit:g} s, its limit; {_ADVICE}.")
                yield progress
        except StopIteration as stop:
            self._is_held = True
            answer: Answer = stop.value
            return replace(answer, rows=tuple(rows))
        finally:
            job.close()


def engine_of(source: Source, worker: Worker) -> Engine:
    """What answers queries on a source, in a process of ``worker`` where the source is on this machine."""
    from graph.store.on_disk import OnDiskSource

    if isinstance(source, LocalSource | OnDiskSource):
        return StoreEngine(source, worker)
    raise QueryError(f"{source.title} cannot be asked in SPARQL; open a file instead.")


# What the process does


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    prefixes: Mapping[str, str]
    base: str | None
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class _Found(Progress):
    """Some rows: a few hundred at a time, since while many are taken over nothing else happens in a window."""

    rows: tuple[Row, ...] = ()


_Data = Path | tuple[bytes, ...] | None
"""A folder with a store, packed N-Quads, or nothing where they were sent before."""


class _NotHeldError(QueryError):
    """The process has been started anew since the data were sent."""


_held: dict[str, Store] = {}


def _packed(source: LocalSource) -> Job[tuple[bytes, ...]]:
    """The quads of a source as N-Quads, some thousand in a piece, each compressed."""
    quads, total = source.quads, len(source.quads)
    words = [as_word(term) for term in quads.terms]
    parts: list[bytes] = []
    for start in range(0, total, _STEP):
        yield Progress("Handing over what is asked", start, total)
        lines = rows_as_lines(quads, words, slice(start, start + _STEP))
        parts.append(zlib.compress(lines.encode(), 1))
    return tuple(parts)


def _answer(key: str, data: _Data, asked: _Asked) -> Job[Answer]:
    """An answer whose rows were handed over before, as :class:`_Found`."""
    _watch_memory()
    store = _held.get(key)
    if store is None:
        store = yield from _taken_in(data)
        _held.clear()
        _held[key] = store
    prefixes = usable(asked.prefixes)
    yield Progress("Running the query")
    names_graphs = check(asked.text, prefixes, asked.base, store)
    started = time.monotonic()
    try:
        result = store.query(
            asked.text, prefixes=prefixes, base_iri=asked.base, use_default_graph_as_union=not names_graphs
        )
        if isinstance(result, QueryBoolean):
            yield _Found("Answered", rows=((_truth(bool(result)),),))
            return Answer("truth", ("answer",), (), False, time.monotonic() - started)
        table = isinstance(result, QuerySolutions)
        names: tuple[str, ...] = _PARTS
        if isinstance(result, QuerySolutions):
            names = as_written([variable.value for variable in result.variables], asked.text)
        truncated = yield from _taken(result, names if table else None, asked.bounds)
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"The query failed: {' '.join(str(error).split())[:200].rstrip('.')}.") from None
    return Answer("table" if table else "triples", names, (), truncated, time.monotonic() - started)


def _taken_in(data: _Data) -> Job[Store]:
    if data is None:
        raise _NotHeldError
    if isinstance(data, Path):
        try:
            return Store.read_only(str(data))
        except OSError:
            raise QueryError("What was kept on disk of this source is no longer there; open the file again.") from None
    store = Store()
    for done, part in enumerate(data):
        yield Progress("Indexing for queries", done, len(data))
        store.bulk_extend(parse(zlib.decompress(part), RdfFormat.N_QUADS, lenient=True))
    return store


def _taken(result: Iterable[Any], names: Sequence[str] | None, bounds: Bounds) -> Job[bool]:
    """Hand over the first rows, each with what stands under these names (None: all parts); whether there are more."""
    rows: list[Row] = []
    count = letters = 0
    told = time.monotonic()
    for each in result:
        if count >= bounds.rows or letters > bounds.letters:
            yield _Found(f"{count:,} rows", rows=tuple(rows))
            return True
        row = tuple(_value(term) for term in (each if names is None else (each[name] for name in names)))
        letters += sum(len(value if isinstance(value, str) else value.value) for value in row if value is not None)
        count += 1
        rows.append(row)
        if len(rows) >= _TOGETHER or time.monotonic() - told > _BEAT:
            yield _Found(f"{count:,} rows so far", rows=tuple(rows))
            told = time.monotonic()
            rows.clear()
    yield _Found(f"{count:,} rows", rows=tuple(rows))
    return False


def _value(term: Any) -> Value:
    if term is None:
        return None
    return to_iri(term) if isinstance(term, NamedNode | BlankNode) else to_literal(term)


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
