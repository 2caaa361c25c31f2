"""Explanations of inferred triples: the triples of the source from which one follows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode

from graph.analysis.inference.rules import MEMBER, RULES, Rule
from graph.rdf.source import Inferred
from graph.rdf.terms import RDF
from graph.work.memo import memoized

_Bound = dict[str, int]
_DEPTH = 8
"""Longest chain of rules that is searched."""
_STEPS = 3000
"""Most look-ups for one explanation, which takes less than a tenth of a second."""


class _TiredError(Exception):
    """More steps would be needed than are allowed."""


class Explainer:
    """Finds triples of the source from which an inferred one follows, by few rules first.

    All triples, with an IRI of our own for the members of lists, lie in two orders: by predicate and subject, and by
    predicate and object.
    """

    def __init__(self, inferred: Inferred) -> None:
        quads = inferred.quads
        self._stated, self._size = len(inferred.stated), len(quads.terms) + 1
        self._rules: tuple[Rule, ...] = RULES[inferred.by]
        wanted = {part for rule in self._rules for pattern in (rule.head, *rule.body) for part in pattern}
        self._term = {
            t.value: i for i, t in enumerate(quads.terms) if isinstance(t, NamedNode) and t.value in wanted | _LISTS
        }
        self._term[MEMBER] = len(quads.terms)
        columns = np.stack((quads.subject, quads.predicate, quads.object), axis=1).astype(np.int64)
        members, rows = self._members(columns)
        self._facts = np.concatenate((columns, members))
        self._row = np.concatenate((np.arange(len(columns)), rows))
        s, p, o = self._facts.T
        self._orders = tuple(
            (np.sort(key), np.argsort(key, kind="stable")) for key in (p * self._size + s, p * self._size + o)
        )

    def _members(self, columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Triples from each list to its members, and the row of the quad that names each member."""
        s, p, o = columns.T
        first, rest = (np.flatnonzero(p == self._term.get(RDF + name, -1)) for name in ("first", "rest"))
        holder = dict(zip(o[rest].tolist(), s[rest].tolist()))
        found, rows = list[tuple[int, int, int]](), list[int]()
        for row in first.tolist():
            node, seen = int(s[row]), set[int]()
            while node not in seen:
                seen.add(node)
                found.append((node, self._term[MEMBER], int(o[row])))
                rows.append(row)
                node = holder.get(node, node)
        return np.array(found, np.int64).reshape(-1, 3), np.array(rows, np.int64)

    def because(self, row: int) -> tuple[int, ...]:
        """Rows of the quads of the source from which the inferred quad at ``row`` follows; () if none were found."""
        self._left = _STEPS
        try:
            for depth in range(1, _DEPTH + 1):
                self._lost: set[tuple[int, int]] = set()
                if (found := self._proof(row, depth)) is not None:
                    return tuple(sorted(found))
        except _TiredError:
            pass
        return ()

    def _proof(self, fact: int, depth: int) -> frozenset[int] | None:
        """Rows of the source from which a fact follows by at most so many rules in a chain."""
        row = int(self._row[fact])
        if row < self._stated:
            return frozenset((row,))
        if depth == 0 or (fact, depth) in self._lost:
            return None
        for rule in self._rules:
            bound = self._bind({}, rule.head, fact)
            if bound is None:
                continue
            for premises in self._matches(rule.body, bound):
                found = self._all(premises, depth - 1)
                if found is not None:
                    return found
        self._lost.add((fact, depth))
        return None

    def _all(self, premises: tuple[int, ...], depth: int) -> frozenset[int] | None:
        out: frozenset[int] = frozenset()
        for fact in premises:
            found = self._proof(fact, depth)
            if found is None:
                return None
            out |= found
        return out

    def _bind(self, bound: _Bound, pattern: tuple[str, str, str], fact: int) -> _Bound | None:
        """``bound`` with the variables of a pattern that a fact fits, None if it does not fit."""
        out = dict(bound)
        for part, value in zip(pattern, self._facts[fact].tolist()):
            known = out.setdefault(part, value) if part.startswith("?") else self._term.get(part, -1)
            if known != value:
                return None
        return out

    def _matches(self, body: tuple[tuple[str, str, str], ...], bound: _Bound) -> Iterator[tuple[int, ...]]:
        """The facts that fit all patterns together, one for each pattern."""
        if not body:
            yield ()
            return
        for fact in self._candidates(body[0], bound):
            more = self._bind(bound, body[0], fact)
            if more is not None:
                for rest in self._matches(body[1:], more):
                    yield (fact, *rest)

    def _candidates(self, pattern: tuple[str, str, str], bound: _Bound) -> Iterator[int]:
        """Facts with the predicate of a pattern, and with its subject or object as far as they are known."""
        s, p, o = (bound.get(part, -1) if part.startswith("?") else self._term.get(part, -2) for part in pattern)
        if -2 in (s, p, o) or p < 0:
            return
        self._spend()
        ranges = []
        for (keys, order), value in zip(self._orders, (s, o)):
            if value >= 0:
                ends = np.searchsorted(keys, (p * self._size + value, p * self._size + value + 1))
            else:
                ends = np.searchsorted(keys, (p * self._size, (p + 1) * self._size))
            ranges.append((int(ends[1] - ends[0]), int(ends[0]), order))
        count, start, order = min(ranges, key=lambda each: each[0])
        for place in range(start, start + count):
            self._spend()
            yield int(order[place])

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _TiredError


_LISTS = {RDF + "first", RDF + "rest"}


@memoized
def explainer(inferred: Inferred) -> Explainer:
    """The explainer of what was inferred from a source, made once."""
    return Explainer(inferred)
