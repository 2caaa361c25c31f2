"""Blank nodes that Turtle writes where they are used: ``[ … ]``, and well-formed lists as ``( … )``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode, Triple

from graph.arrays.csr import distinct
from graph.arrays.types import Ids, Mask
from graph.named import NamedTuple
from graph.rdf.source import Quads, Term
from graph.rdf.terms import RDF

DEEPEST = 12
"""Levels of brackets; deeper blank nodes have a name, since they read badly and recursion has a limit."""


class Nesting(NamedTuple):
    """Terms by index: ``inside`` are written where they are used, ``cells`` of them are the cells of lists.

    ``first`` and ``rest`` are the predicates of lists, -2 if missing.
    """

    inside: frozenset[int] = frozenset()
    cells: frozenset[int] = frozenset()
    first: int = -2
    rest: int = -2


def nesting(quads: Quads, rows: NDArray[np.intp], with_graphs: bool, nil: int) -> Nesting:
    """The blank nodes among ``rows`` that need no name.

    Each is used once, as an object, and not by itself over others; all that is said of it stands in the graph of that
    use; and it neither reifies a triple nor stands in one. ``nil`` is the term ``rdf:nil``.
    """
    terms, s, p, o = quads.terms, quads.subject[rows], quads.predicate[rows], quads.object[rows]
    g = quads.graph[rows] if with_graphs else np.full(len(rows), -1, np.int32)
    is_blank = np.fromiter(map({BlankNode}.__contains__, map(type, terms)), bool, len(terms))
    uses = np.flatnonzero(is_blank[o])
    if not len(uses):
        return Nesting()
    nodes, at, times = np.unique(o[uses], return_index=True, return_counts=True)
    used = uses[at]
    place = np.full(len(terms), -1, np.int32)
    place[nodes] = np.arange(len(nodes))
    about = np.flatnonzero(place[s] >= 0)
    owner = place[s[about]]
    first, rest, reifies = _known(terms, p)
    free = (times == 1) & ~np.isin(nodes, g) & ~_quoted(terms, nodes, o)
    free[owner[(g[about] != g[used[owner]]) | (p[about] == reifies)]] = False
    parent, by_rest = place[s[used]], p[used] == rest
    cells = _Cells(owner, p[about] == first, p[about] == rest, o[about] == nil, place[o[about]])
    while True:
        in_lists = cells.well_formed(free)
        settled = _settled(free, parent, in_lists & by_rest & (parent >= 0) & in_lists[parent])
        if (settled == free).all():
            return Nesting(_ids(nodes[free]), _ids(nodes[in_lists]), first, rest)
        free = settled


def _ids(terms: Ids) -> frozenset[int]:
    return frozenset(terms.tolist())


def _known(terms: Sequence[Term], predicates: Ids) -> tuple[int, int, int]:
    """The terms ``rdf:first``, ``rdf:rest`` and ``rdf:reifies``, -2 for one that is no predicate."""
    found = {terms[i]: i for i in distinct(predicates).tolist()}
    first, rest, reifies = (found.get(NamedNode(RDF + name), -2) for name in ("first", "rest", "reifies"))
    return first, rest, reifies


def _quoted(terms: Sequence[Term], nodes: Ids, objects: Ids) -> Mask:
    """True for the blank nodes (k,) that stand in triple terms among ``objects``."""
    is_triple = np.fromiter(map({Triple}.__contains__, map(type, terms)), bool, len(terms))
    waiting = [terms[i] for i in set(objects[is_triple[objects]].tolist())]
    if not waiting:
        return np.zeros(len(nodes), bool)
    found: set[Term] = set()
    while waiting:
        triple = waiting.pop()
        assert isinstance(triple, Triple)
        found |= {triple.subject, triple.object}
        if isinstance(triple.object, Triple):
            waiting.append(triple.object)
    return np.fromiter((terms[i] in found for i in nodes.tolist()), bool, len(nodes))


class _Cells(NamedTuple):
    """Statements about k blank nodes: the node of each, whether its predicate is ``rdf:first`` or ``rdf:rest``, whether
    its object is ``rdf:nil``, and the node that its object is, -1 for none."""

    owner: Ids
    is_first: Mask
    is_rest: Mask
    is_nil: Mask
    object: Ids

    def well_formed(self, free: Mask) -> Mask:
        """The ``free`` nodes (k,) that are cells with one ``rdf:first``, one ``rdf:rest`` and no more, to the end."""
        count = len(free)
        total, firsts, rests = (
            np.bincount(self.owner[mask], minlength=count) for mask in (slice(None), self.is_first, self.is_rest)
        )
        good = free & (total == 2) & (firsts == 1) & (rests == 1)
        broken, end = count, count + 1
        follows = np.where(self.is_nil, end, np.where(self.object >= 0, self.object, broken))[self.is_rest]
        jump = np.append(np.full(count, broken), (broken, end))
        jump[self.owner[self.is_rest]] = follows
        jump[:count][~good] = broken
        for _ in range(count.bit_length()):
            jump = jump[jump]
        return np.asarray(good & (jump[:count] == end))


def _settled(free: Mask, parent: Ids, continues: Mask) -> Mask:
    """``free`` nodes (k,) without those in a circle of parents and those too deep in brackets.

    ``continues`` marks the cells of a list after its first, which stand in the same brackets.
    """
    count = len(free)
    while True:
        root = count
        above = np.where(parent >= 0, parent, root)
        jump = np.append(np.where(free, above, root), root)
        depth = np.append(np.where(free & ~continues, 1, 0), 0)
        for _ in range(count.bit_length()):
            depth, jump = depth + depth[jump], jump[jump]
        circle = free & (jump[:count] != root)
        if not circle.any():
            return np.asarray(free & ((depth[:count] % (DEEPEST + 1) > 0) | continues))
        free = free.copy()
        free[jump[:count][circle]] = False
