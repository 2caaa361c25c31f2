"""Rows of varying length in two flat arrays (compressed sparse rows)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Ids, Ints
from graph.frozen import frozen


@frozen
class Rows:
    """Row ``i`` is ``values[starts[i]:starts[i + 1]]``; ``starts`` has shape (n + 1,)."""

    starts: NDArray[np.int64]
    values: Ids

    def __getitem__(self, row: int) -> Ids:
        return self.values[self.starts[row] : self.starts[row + 1]]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Number of values in each row, shape (n,)."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Ids:
        """The row of each value, shape of ``values``."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)

    def gather(self, rows: NDArray[np.integer]) -> Ids:
        """The values of several rows, one row after the other."""
        lengths = self.lengths[rows]
        total = int(lengths.sum())
        if not total:
            return np.empty(0, np.int32)
        offsets = np.repeat(self.starts[rows] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        return self.values[offsets + np.arange(total)]


_TABLE = 1 << 21
"""Largest span that is counted in a table, which is then faster than sorting a hundred thousand keys."""


def distinct(ids: NDArray[np.integer]) -> NDArray[np.int64]:
    """Distinct ids in ascending order, found by counting instead of sorting; no id is below 0."""
    return np.flatnonzero(np.bincount(ids))


def distinct_keys(keys: NDArray[np.integer]) -> NDArray[np.int64]:
    """Distinct keys of any size in ascending order, found by sorting.

    ``np.unique`` would import masked arrays first, which takes 10 ms of the start.
    """
    ordered = np.sort(keys.astype(np.int64, copy=False))
    new = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def tally(keys: NDArray[np.integer], span: int) -> tuple[Ints, Ints, Ints]:
    """Distinct keys in ascending order, the index of each key among them, and the number of times each occurs.

    Keys lie from 0 to below ``span``. A small span is counted in a table, which needs no sorting.
    """
    if span > _TABLE:
        found, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
        return found, place, counts
    counts = np.bincount(keys, minlength=span).astype(np.int64, copy=False)
    found = np.flatnonzero(counts).astype(np.int64, copy=False)
    rank = np.zeros(span, np.int64)
    rank[found] = np.arange(len(found))
    return found, rank.take(keys), counts[found]


def group(owners: NDArray[np.integer], values: NDArray[np.integer], count: int, *, distinct: bool = False) -> Rows:
    """Rows from pairs of (owner, value), values in the given order; ``distinct`` keeps the first of equal pairs."""
    owners = np.asarray(owners, np.int64)
    values = np.asarray(values, np.int64)
    if distinct and len(owners):
        span = int(values.max()) + 1
        _, first = np.unique(owners * span + values, return_index=True)
        first.sort()
        owners, values = owners[first], values[first]
    order = np.argsort(owners, kind="stable")
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(owners, minlength=count), out=starts[1:])
    return Rows(starts, values[order].astype(np.int32))


def loops_and_parallels(source: NDArray[np.integer], target: NDArray[np.integer], count: int) -> Ids:
    """Ids of all loops, and of all edges that share their two nodes, out of ``count``, with other edges.

    Edges between the same two nodes, in either direction, are adjacent, in their order.
    """
    low, high = np.minimum(source, target), np.maximum(source, target)
    pairs = low.astype(np.int64) * count + high
    order = np.argsort(pairs, kind="stable")
    same = np.diff(pairs[order]) == 0
    beside = (np.append(same, False) | np.append(False, same))[: len(order)]
    return np.asarray(order[beside | (low == high)[order]], np.int32)
