"""Builder of a source on disk: an Oxigraph store made of parsed quads, and the files needed to open it again.

Beside the store are ``names.txt`` (a line for every name: the folded name, the name, and the IRI of the resource,
separated by tabs), ``iris.txt`` (the IRI of every subject, likewise), and a summary. Until the summary is made, terms
are numbered by 64-bit hashes, so that no table of terms is held in memory.
"""

from __future__ import annotations

import errno
import os
import shutil
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, islice
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

import numpy as np
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from graph.arrays.collation import plain
from graph.arrays.types import Ids
from graph.errors import ReadError
from graph.rdf.labels import Name, choose_names
from graph.rdf.naming import further_rank, label_rank
from graph.rdf.source import Quads
from graph.rdf.summary import Summary, summarise
from graph.rdf.terms import RDF, Prefixes, to_iri
from graph.reading.interning import Interner
from graph.work.progress import Job, Progress, finish

STORE, NAMES, IRIS = "store", "names.txt", "iris.txt"
MERGED = "merged"
"""A second store, there only if some triple stands in several graphs: its default graph also has each triple, once."""
_CLASS = RDF + "type"
_CHUNK = 16384
"""Quads written to the store in one batch: each batch makes files, and no other thread runs meanwhile."""


class Builder:
    """Writes quads (see :class:`graph.reading.sink.QuadSink`) into the folder ``part``.

    ``title`` names the source in the message about a full disk. Call :meth:`close` at the end.
    """

    def __init__(self, part: Path, title: str) -> None:
        self.part, self.title = part, title
        self._begin()

    def _begin(self) -> None:
        self.store: Store | None = Store(str(self.part / STORE))
        self._names: IO[str] = (self.part / NAMES).open("w", encoding="utf-8", newline="\n")
        self._iris: IO[str] = (self.part / IRIS).open("w", encoding="utf-8", newline="\n")
        self._predicates: defaultdict[NamedNode, int] = defaultdict(count().__next__)
        self._ranked: list[bool] = []
        self._classes: dict[int, Any] = {}
        self._subjects, self._objects, self._kinds = array("q"), array("q"), array("i")
        self._seen: set[int] = set()
        self._waiting: list[Quad] = []
        self._graphs = False

    @property
    def new(self) -> int:
        """Number of quads taken."""
        return len(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def has_graphs(self) -> bool:
        """True if any quad is in a named graph."""
        return self._graphs

    def take(self, quads: Iterable[Quad], most: int) -> int:
        """Take up to ``most`` quads into the store and return their number."""
        part = list(islice(quads, most))
        if not part:
            return 0
        self._waiting += part
        try:
            self._note(part)
            if len(self._waiting) >= _CHUNK:
                self._store_waiting()
        except OSError as error:
            raise no_room(self.title, error) from error
        return len(part)

    def _store_waiting(self) -> None:
        assert self.store is not None
        if self._waiting:
            self.store.bulk_extend(iter(self._waiting))
            self._waiting.clear()

    def _note(self, part: Sequence[Quad]) -> None:
        """Record what the summary and the search need of some quads."""
        subjects = list(map(attrgetter("subject"), part))
        predicates = list(map(self._predicates.__getitem__, map(attrgetter("predicate"), part)))
        objects = list(map(attrgetter("object"), part))
        keys = list(map(hash, subjects))
        self._subjects.extend(keys)
        self._kinds.extend(predicates)
        self._objects.extend(
            hash(term) if type(term) is NamedNode or type(term) is BlankNode else 0 for term in objects
        )
        if not self._graphs:
            self._graphs = any(type(quad.graph_name) is not DefaultGraph for quad in part)
        for predicate in islice(self._predicates, len(self._ranked), None):
            rank = label_rank(predicate.value), further_rank(predicate.value)
            self._ranked.append(rank != (None, None))
        typing = self._predicates.get(NamedNode(_CLASS), -1)
        for row, kind in enumerate(predicates):
            if self._ranked[kind] and type(objects[row]) is Literal:
                name = " ".join(objects[row].value.split())
                self._names.write(f"{plain(name)}\t{name}\t{to_iri(subjects[row])}\n")
            elif kind == typing:
                self._classes.setdefault(hash(objects[row]), objects[row])
        for key, subject in zip(keys, subjects):
            if key not in self._seen:
                self._seen.add(key)
                iri = to_iri(subject)
                self._iris.write(f"{plain(iri)}\t{iri}\t{iri}\n")

    def end_file(self) -> None:
        """Write the remaining quads to the store; blank nodes keep their labels."""
        try:
            self._store_waiting()
        except OSError as error:
            raise no_room(self.title, error) from error

    def abandon(self) -> None:
        """Discard everything and start again."""
        self.close()
        shutil.rmtree(self.part / STORE, ignore_errors=True)
        self._begin()

    def close(self) -> None:
        """Close the store and its files."""
        self.store = None
        try:
            for file in (self._names, self._iris):
                file.close()
        except OSError as error:
            raise no_room(self.title, error) from error

    def count_distinct(self) -> int:
        """Number of quads in the store; duplicates are stored once."""
        assert self.store is not None
        return len(self.store)

    def merge(self) -> Job[None]:
        """Write :data:`MERGED` if some triple stands in several graphs. Queries ask it, since Oxigraph's own union of
        graphs has a triple as often as it stands in them.
        """
        assert self.store is not None
        total = self.count_distinct()
        if not self._graphs or self._count_triples() == total:
            return
        merged = Store(str(self.part / MERGED))
        quads = iter(self.store)
        try:
            for done in range(0, total, _CHUNK):
                yield Progress("Joining the graphs", done, total)
                part = list(islice(quads, _CHUNK))
                merged.bulk_extend(chain(part, (Quad(*quad.triple) for quad in part)))
        except OSError as error:
            raise no_room(self.title, error) from error

    def _count_triples(self) -> int:
        assert self.store is not None
        return len(np.unique(np.fromiter((hash(quad.triple) for quad in self.store), np.int64)))

    def summary(self) -> Summary:
        """Summarise the quads taken, as :func:`graph.rdf.summary.summarise` does; duplicates are counted."""
        subjects, objects = np.frombuffer(self._subjects, np.int64), np.frombuffer(self._objects, np.int64)
        keys, which = np.unique(np.concatenate((subjects, objects)), return_inverse=True)
        places: Ids = which.astype(np.int32)
        predicates = list(self._predicates)
        kinds = np.frombuffer(self._kinds, np.int32) + np.int32(len(keys))
        terms: dict[int, Any] = {len(keys) + i: term for i, term in enumerate(predicates)}
        classes = np.searchsorted(keys, np.fromiter(self._classes, np.int64, len(self._classes)))
        terms.update(zip(classes.tolist(), self._classes.values()))
        rows = len(subjects)
        default = np.full(rows, -1, np.int32)
        seen = Quads(_KnownTerms(terms, len(keys) + len(predicates)), places[:rows], kinds, places[rows:], default)
        own = self._own_names([*self._classes.values(), *predicates])
        return replace(summarise(seen, own), class_of=np.empty(0, np.int32))

    def _own_names(self, terms: Iterable[Any]) -> dict[str, Name]:
        """The names that the source gives its classes and predicates."""
        assert self.store is not None
        interner = Interner()
        for term in terms:
            if isinstance(term, NamedNode | BlankNode):
                said = self.store.quads_for_pattern(term, None, None)
                naming = [q for q in said if type(q.object) is Literal and label_rank(q.predicate.value) is not None]
                interner.take(naming, len(naming))
        quads = interner.as_labelled(Prefixes())
        found = finish(choose_names(quads, np.arange(len(quads))))
        return {to_iri(quads.terms[t]): name for t, name in found.items()}


class _KnownTerms(Sequence[Any]):
    """A list of terms that knows only classes and predicates, which are all that a summary reads."""

    def __init__(self, terms: Mapping[int, Any], length: int) -> None:
        self._terms, self._length = terms, length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: Any) -> Any:
        return self._terms[place]


def no_room(title: str, error: OSError) -> ReadError:
    """The error for a store that could not be written."""
    text = str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space" in text or os.strerror(errno.ENOSPC) in text:
        return ReadError(f"{title} could not be stored on disk: the disk is full. Free some space and open it again.")
    return ReadError(f"{title} could not be stored on disk: {error.strerror or text}. Choose “Open anyway” instead.")
