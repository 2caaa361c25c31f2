"""Marks of passages in a text: their places in order, and what lies where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph.named import NamedTuple

LEVELS = 4
"""Lines under one word at most: passages beyond share the lowest."""


class Mark(NamedTuple):
    """A passage as a line under its words. ``level`` tells overlapping passages apart, 0 next to the words.

    ``offered`` is True where its words stand in another version of its text.
    """

    start: int
    end: int
    passage: int
    level: int
    offered: bool = False


class Marks(Sequence[Mark]):
    """Marks by their starts, longer ones first, in columns. ``placed`` are start, end (exclusive) and id of passages.

    O(n log n) once; a question about a place takes O(log n) and what it finds.
    """

    def __init__(self, placed: Iterable[tuple[int, int, int]] = (), *, offered: bool = False) -> None:
        table = np.array(list(placed), np.int64).reshape(-1, 3)
        order = np.lexsort((table[:, 2], -table[:, 1], table[:, 0]))
        self.starts, self.ends, self.passages = table[order].T
        self._offered = offered
        self._levels = _levels(self.starts.tolist(), self.ends.tolist())
        self._reach = np.maximum.accumulate(self.ends)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Mark: ...
    @overload
    def __getitem__(self, at: slice) -> list[Mark]: ...
    def __getitem__(self, at: int | slice) -> Mark | list[Mark]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        start, end, passage = self.starts[at], self.ends[at], self.passages[at]
        return Mark(int(start), int(end), int(passage), self._levels[at], self._offered)

    def within(self, first: int, last: int) -> list[int]:
        """Indices of the marks that touch the characters from ``first`` to ``last`` (exclusive)."""
        low, high = np.searchsorted(self._reach, first, "right"), np.searchsorted(self.starts, last, "left")
        near = np.arange(low, max(low, high))
        found: list[int] = near[self.ends[near] > first].tolist()
        return found

    def at(self, place: int) -> list[int]:
        """Indices of the marks over a character, the shortest first."""
        return sorted(self.within(place, place + 1), key=lambda i: (self.ends[i] - self.starts[i], i))

    def of(self, passages: Collection[int]) -> list[int]:
        """Indices of the marks of some passages."""
        found: list[int] = np.flatnonzero(np.isin(self.passages, list(passages))).tolist() if passages else []
        return found

    def from_(self, place: int) -> int:
        """The index of the first mark that starts at a character or after it, the count of marks without one."""
        return int(np.searchsorted(self.starts, place))

    def covered(self) -> int:
        """The number of characters under at least one mark."""
        before = np.concatenate(([0], self._reach[:-1])) if len(self) else self._reach
        return int(np.maximum(self.ends - np.maximum(self.starts, before), 0).sum())

    def profile(self, length: int, parts: int, only: Sequence[int] | None = None) -> NDArray[np.bool_]:
        """True for each of ``parts`` equal parts of a text in which a mark lies, or one of ``only``; shape (parts,)."""
        which = slice(None) if only is None else np.array(only, np.int64)
        first = np.minimum(self.starts[which] * parts // max(length, 1), parts - 1)
        last = np.minimum(np.maximum(-(-self.ends[which] * parts // max(length, 1)), first + 1), parts)
        steps = np.bincount(first, minlength=parts + 1) - np.bincount(last, minlength=parts + 1)
        return np.cumsum(steps)[:parts] > 0


def _levels(starts: list[int], ends: list[int]) -> list[int]:
    """The lowest free line for each range, in order of their starts; at most :data:`LEVELS`."""
    free = [0] * LEVELS
    levels = []
    for start, end in zip(starts, ends):
        level = 0
        while level < LEVELS - 1 and free[level] > start:
            level += 1
        free[level] = max(free[level], end)
        levels.append(level)
    return levels
