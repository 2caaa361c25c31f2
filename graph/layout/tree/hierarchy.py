"""Hierarchies: the kinds of edges that lead from a child to its parent, or the other way, and how well they do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.arrays.csr import distinct_keys
from graph.arrays.types import AnyIds, Ints
from graph.named import NamedTuple


class Ranking(NamedTuple):
    """The edges of one kind, read as a hierarchy: distinct pairs ``child`` and ``parent``, both int[k].

    ``score`` counts children, less the parents that they have beyond their first and less pairs that lead both ways.
    ``is_deep`` says that some parent is a child itself.
    """

    kind: int
    child: Ints
    parent: Ints
    score: int
    is_deep: bool

    @property
    def order(self) -> tuple[bool, bool, int, int]:
        """Sort key: hierarchies of several levels first, then those of one level, each by its score."""
        return self.score <= 0, not self.is_deep, -self.score, self.kind


def rankings(n: int, edges: AnyIds, kinds: AnyIds) -> list[Ranking]:
    """Every kind of ``edges`` int[m,2] between ``n`` nodes as a hierarchy, the best first; loops are left out.

    Of both directions, the one is taken in which fewer nodes have a second parent. A chain says nothing about that;
    there the source is the parent.
    """
    return sorted(_ranked(n, edges, kinds), key=lambda ranking: ranking.order)


def _ranked(n: int, edges: AnyIds, kinds: AnyIds) -> Iterator[Ranking]:
    proper = edges[:, 0] != edges[:, 1]
    ends, kinds = edges[proper].astype(np.int64), kinds[proper]
    order = np.argsort(kinds, kind="stable")
    ends, kinds = ends[order], kinds[order]
    begins = np.flatnonzero(np.diff(kinds, prepend=-1))
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(kinds)]):
        keys = distinct_keys(ends[begin:end, 0] * n + ends[begin:end, 1])
        source, target = keys // n, keys % n
        sources, targets = distinct_keys(source), distinct_keys(target)
        child, parent = (source, target) if len(sources) > len(targets) else (target, source)
        children = max(len(sources), len(targets))
        mutual = np.isin(target * n + source, keys, assume_unique=True).sum()
        yield Ranking(
            int(kinds[begin]),
            child,
            parent,
            2 * children - len(keys) - int(mutual),
            len(np.intersect1d(sources, targets, assume_unique=True)) > 0,
        )
