"""Interning of quads: every distinct term once, in order of first appearance, and duplicates dropped."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count, islice

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from graph.rdf.source import Quads, Term
from graph.rdf.terms import Prefixes


class Interner:
    """Collects the quads of one or more files into :class:`~graph.rdf.source.Quads`.

    Blank nodes of different files are different, whatever their labels; :meth:`end_file` separates the files.
    """

    def __init__(self) -> None:
        self._ids: defaultdict[object, int] = defaultdict(count().__next__)
        self._ids[DefaultGraph()]  # takes 0, so that subtracting one from every id leaves -1 for the default graph
        self._terms: list[Term] = []
        self._learnt = 0
        self._cells = array("i")
        self._kept = 0
        self._blanks = 0
        self._ended = 0

    def __len__(self) -> int:
        """Number of quads taken, duplicates included."""
        return len(self._cells) // 4

    @property
    def new(self) -> int:
        """Number of quads taken since the last :meth:`end_file`."""
        return (len(self._cells) - self._ended) // 4

    @property
    def new_terms(self) -> Iterator[Term]:
        """The terms that came since the last :meth:`end_file`."""
        return islice(self._terms, self._kept, None)

    @property
    def is_fresh(self) -> bool:
        """True if every term so far was added by :meth:`add`."""
        return len(self._ids) == 1 and not self._kept

    def take(self, quads: Iterable[Quad], most: int) -> int:
        """Take up to ``most`` quads and return their number; no Python code runs per quad."""
        before = len(self._cells)
        self._cells.extend(self.ids(chain.from_iterable(islice(quads, most))))
        return (len(self._cells) - before) // 4

    def ids(self, terms: Iterable[object]) -> array[int]:
        """The number of each term for :meth:`take_cells`, 0 for the default graph; new terms get the next number."""
        self._learn()
        before = len(self._ids)
        try:
            return array("i", map(self._ids.__getitem__, terms))
        finally:
            new = list(islice(reversed(self._ids), len(self._ids) - before))
            self._terms.extend(new[::-1])  # type: ignore[arg-type]
            self._learnt = len(self._terms)

    def _learn(self) -> None:
        """Make the terms of :meth:`add` known to :meth:`ids`, except blank nodes of files that have ended."""
        if self._learnt == len(self._terms):
            return
        numbered = zip(islice(self._terms, self._learnt, None), count(self._learnt + 1))
        kept = self._kept
        self._ids.update((term, i) for term, i in numbered if i > kept or type(term) is not BlankNode)
        self._ids.default_factory = count(len(self._terms) + 1).__next__
        self._learnt = len(self._terms)

    def add(self, terms: Iterable[Term]) -> range:
        """Numbers for terms that differ from each other and from all known terms; needs :attr:`is_fresh`.

        Looking a term up costs more than all other work on it, so a caller that knows a term to be new skips the
        lookup.
        """
        before = len(self._terms) + 1
        self._terms.extend(terms)
        return range(before, len(self._terms) + 1)

    def take_cells(self, cells: NDArray[np.int32]) -> None:
        """Take quads as rows of numbers from :meth:`ids` or :meth:`add`, shape (n, 4)."""
        self._cells.frombytes(cells.tobytes())

    def put_in(self, graph: NamedNode) -> None:
        """Put the quads of the present file that stand in no named graph into one."""
        number = self.ids([graph])[0]
        graphs = np.frombuffer(self._cells, dtype=np.int32).reshape(-1, 4)[self._ended // 4 :, 3]
        graphs[graphs == 0] = number

    def end_file(self) -> None:
        """Rename the blank nodes of the file just read, and forget their labels."""
        renamed: dict[BlankNode, BlankNode] = {}
        kinds = map(type, islice(self._terms, self._kept, None))
        for i in [i for i, kind in enumerate(kinds, self._kept) if kind is BlankNode or kind is Triple]:
            term = self._terms[i]
            self._terms[i] = name = self._name(term, renamed)
            if name is not term:
                self._ids.pop(term, None)
        self._kept = len(self._terms)
        self._ended = len(self._cells)

    def restore(self, values: Mapping[str, str]) -> int:
        """Put values in the place of the words that stand for them in literals of the present file; counts them.

        Raises :class:`ValueError` if such a word became part of a name.
        """
        count = 0
        for i, term in enumerate(islice(self._terms, self._kept, None), self._kept):
            if isinstance(term, Literal) and term.value in values:
                kind = {} if term.language else {"datatype": term.datatype}
                value = values[term.value]
                count += 1
                self._terms[i] = Literal(value, language=term.language, direction=term.direction, **kind)
            elif not isinstance(term, Literal) and any(word in str(term) for word in values):
                raise ValueError("a name is longer than 16 MiB")
        return count

    def abandon(self) -> None:
        """Discard the quads taken since the last :meth:`end_file`."""
        for term in islice(self._terms, self._kept, None):
            self._ids.pop(term, None)
        self._ids.default_factory = count(self._kept + 1).__next__
        self._learnt = min(self._learnt, self._kept)
        del self._terms[self._kept :], self._cells[self._ended :]

    def has_graphs(self) -> bool:
        """True if any quad taken since the last :meth:`end_file` is in a named graph."""
        return any(self._cells[self._ended + 3 :: 4])

    def _name(self, term: Term, renamed: dict[BlankNode, BlankNode]) -> Term:
        if isinstance(term, BlankNode):
            if term not in renamed:
                renamed[term] = BlankNode(f"b{self._blanks}")
                self._blanks += 1
            return renamed[term]
        if not isinstance(term, Triple):
            return term
        subject, object_ = self._name(term.subject, renamed), self._name(term.object, renamed)
        if subject is term.subject and object_ is term.object:
            return term
        return Triple(subject, term.predicate, object_)  # type: ignore[arg-type]

    def so_far(self) -> Quads:
        """The quads taken so far, duplicates included; the list of terms goes on growing."""
        table = np.frombuffer(self._cells, dtype=np.int32).reshape(-1, 4) - 1
        subject, predicate, object_, graph = (np.ascontiguousarray(table[:, i]) for i in range(4))
        return Quads(self._terms, subject, predicate, object_, graph)

    def as_labelled(self, prefixes: Prefixes) -> Quads:
        """The distinct quads with the original labels of their blank nodes; :meth:`end_file` must not have run.

        Reading may go on: earlier results are then the beginning of later ones.
        """
        found = self.quads(prefixes)
        return replace(found, terms=tuple(found.terms))

    def quads(self, prefixes: Prefixes) -> Quads:
        """The distinct quads in order of first appearance."""
        table = np.frombuffer(self._cells, dtype=np.int32).reshape(-1, 4) - 1
        table = table[first_rows(table)]
        subject, predicate, object_, graph = (np.ascontiguousarray(table[:, i]) for i in range(4))
        return Quads(self._terms, subject, predicate, object_, graph, prefixes)


def first_rows(table: NDArray[np.int32]) -> NDArray[np.intp]:
    """The ascending indices of the first of each group of equal rows in ``table`` (n, k); entries are at least -1."""
    key = np.zeros(len(table), dtype=np.int64)
    bound = 1
    if not len(table):
        return np.zeros(0, dtype=np.intp)
    for column in table.T:
        width = int(column.max()) + 2
        if bound * width >= 1 << 62:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            bound = len(key)
        key = key * width + (column + np.int64(1))
        bound *= width
    ordered = np.sort(key)
    if (ordered[1:] != ordered[:-1]).all():  # as in most files: sorting alone is much faster than finding the groups
        return np.arange(len(key))
    first: NDArray[np.intp] = np.unique(key, return_index=True)[1]
    return np.sort(first)
