"""Quads into columns: every distinct term once, in order of first appearance, and duplicates dropped."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, count, islice

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, DefaultGraph, Quad, Triple

from graph.source import Quads, Term
from graph.terms import Prefixes


class Interner:
    """Takes the quads of one or more files and gives them back as :class:`~graph.source.Quads`.

    Blank nodes of different files are different, whatever their labels; :meth:`end_file` draws that line.
    """

    def __init__(self) -> None:
        self._ids: defaultdict[object, int] = defaultdict(count().__next__)
        self._ids[DefaultGraph()]  # takes 0, so that taking one off every id leaves -1 for the default graph
        self._kept = 1
        self._cells = array("i")
        self._terms: list[Term] = []
        self._blanks = 0
        self._ended = 0

    def __len__(self) -> int:
        """How many quads were taken, duplicates included."""
        return len(self._cells) // 4

    @property
    def new(self) -> int:
        """How many of them since the last :meth:`end_file`."""
        return (len(self._cells) - self._ended) // 4

    def take(self, quads: Iterable[Quad], most: int) -> int:
        """Take up to ``most`` quads and return how many there were; no Python code runs per quad."""
        before = len(self._cells)
        self._cells.extend(map(self._ids.__getitem__, chain.from_iterable(islice(quads, most))))
        return (len(self._cells) - before) // 4

    def end_file(self) -> None:
        """Name the blank nodes of the file that was taken, and forget their labels."""
        new = list(islice(self._ids, self._kept, None))
        renamed: dict[BlankNode, BlankNode] = {}
        local: list[object] = []
        for term in new:
            if type(term) is BlankNode or type(term) is Triple:
                name = self._name(term, renamed)
                if name is not term:
                    local.append(term)
                self._terms.append(name)
            else:
                self._terms.append(term)  # type: ignore[arg-type]
        for term in local:
            del self._ids[term]
        self._kept = len(self._ids)
        self._ended = len(self._cells)

    def abandon(self) -> None:
        """Forget what was taken since the last :meth:`end_file`."""
        for term in list(islice(self._ids, self._kept, None)):
            del self._ids[term]
        self._ids.default_factory = count(len(self._terms) + 1).__next__
        del self._cells[self._ended :]

    def has_graphs(self) -> bool:
        """Whether anything taken since the last :meth:`end_file` stands in a named graph."""
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

    def as_labelled(self, prefixes: Prefixes) -> Quads:
        """The distinct quads with the labels that their blank nodes came with; :meth:`end_file` must not have run."""
        self._terms = list(islice(self._ids, 1, None))  # type: ignore[arg-type]
        return self.quads(prefixes)

    def quads(self, prefixes: Prefixes) -> Quads:
        """The distinct quads in the order in which they first came."""
        table = np.frombuffer(self._cells, dtype=np.int32).reshape(-1, 4) - 1
        table = table[first_rows(table)]
        subject, predicate, object_, graph = (np.ascontiguousarray(table[:, i]) for i in range(4))
        return Quads(self._terms, subject, predicate, object_, graph, prefixes)


def first_rows(table: NDArray[np.int32]) -> NDArray[np.intp]:
    """The indices, ascending, of the first of each group of equal rows in ``table`` (n, k); entries are at least -1."""
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
    first: NDArray[np.intp] = np.unique(key, return_index=True)[1]
    return np.sort(first)
