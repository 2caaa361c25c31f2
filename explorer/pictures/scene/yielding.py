"""Names that yield: where a name finds no place, one or two others move to their next best ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.named import NamedTuple

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
Covered = Callable[[int, int], list[Rect]]
"""All that a node's name covers at one of its places, the words first."""

_MOST_PUSHED, _DEPTH, _TRIES, _MOST_TRIES = 2, 2, 16, 500
"""The largest number of names that one pushes away, how far that goes on, the number of places tried for each name, and
for all."""
_LINE_COST = 0.3
"""The cost of each part of a line to a name, beside that of a name that is pushed away."""


class _Free(NamedTuple):
    """The places of a name that keep off everything but names: their indices, the boxes (k, 4) that they cover, and
    where those of each begin."""

    places: NDArray[np.int64]
    boxes: NDArray[np.float64]
    begin: NDArray[np.int64]


class Yielding:
    """Names of some nodes on places of their own, each the best of those left.

    ``rects`` gives the places of each node, shape (k, 4), the best first; ``is_free`` looks at all but names.
    ``at`` is the place of each name that was placed here.
    """

    def __init__(
        self, rects: dict[int, NDArray[np.float64]], covered: Covered, is_free: Callable[[Rect, int], bool]
    ) -> None:
        self._rects, self._covered, self._is_free = rects, covered, is_free
        self.at: dict[int, int] = {}
        self._held: dict[int, NDArray[np.float64]] = {}
        self._found: dict[int, _Free] = {}
        self._left = _MOST_TRIES

    def hold(self, node: int, boxes: Sequence[Rect]) -> None:
        """A name covers these until another one needs their room."""
        self._held[node] = np.array(boxes)

    def placing(self, nodes: Sequence[int]) -> Iterator[None]:
        """Find places for the names of nodes, the most important first, in steps of a name."""
        for node in nodes:
            self._place(node, _DEPTH, frozenset())
            yield

    def _place(self, node: int, depth: int, fixed: frozenset[int]) -> bool:
        """Place a name, and those that it pushes away; nothing changes if one of them finds no place."""
        free = self._free(node)
        if not len(free.places):
            return False
        names = list(self._held)
        pushed = self._pushed(free)
        counts = pushed.sum(axis=1)
        # A long line is worse than a name that moves.
        lines = np.diff(free.begin, append=len(free.boxes)) - 1
        most = _MOST_PUSHED if depth and self._left > 0 else 0
        rows = np.flatnonzero(counts <= most)
        for row in rows[np.argsort((counts + lines * _LINE_COST)[rows], kind="stable")][:_TRIES].tolist():
            others = [names[column] for column in np.flatnonzero(pushed[row]).tolist()]
            if not fixed.isdisjoint(others):
                continue
            self._left -= len(others)
            before = dict(self._held), dict(self.at)
            for other in others:
                del self._held[other]
                self.at.pop(other, None)
            end = free.begin[row + 1] if row + 1 < len(free.begin) else len(free.boxes)
            self._held[node], self.at[node] = free.boxes[free.begin[row] : end], int(free.places[row])
            if all(self._place(other, depth - 1, fixed | {node}) for other in others):
                return True
            self._held, self.at = before
        return False

    def _pushed(self, free: _Free) -> NDArray[np.bool_]:
        """True for the names that are in the way of each place, shape (places, names)."""
        if not self._held:
            return np.zeros((len(free.places), 0), bool)
        held = list(self._held.values())
        starts = np.cumsum([0, *map(len, held[:-1])])
        hits = np.logical_or.reduceat(_touch(free.boxes, np.concatenate(held)), starts, axis=1)
        return np.asarray(np.logical_or.reduceat(hits, free.begin, axis=0))

    def _free(self, node: int) -> _Free:
        found = self._found.get(node)
        if found is None:
            every = (self._covered(node, place) for place in range(len(self._rects[node])))
            rows = [
                (place, boxes) for place, boxes in enumerate(every) if all(self._is_free(rect, node) for rect in boxes)
            ]
            sizes = [0, *(len(boxes) for _, boxes in rows)]
            boxes = np.array([rect for _, boxes in rows for rect in boxes]).reshape(-1, 4)
            places = np.array([place for place, _ in rows], np.int64)
            found = self._found[node] = _Free(places, boxes, np.cumsum(sizes[:-1]) if rows else places)
        return found


def _touch(one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.bool_]:
    """True where a rectangle of the first (k, 4) meets one of the second (l, 4), shape (k, l)."""
    left, top, right, bottom = one.T[:, :, None]
    return np.asarray((left < two[:, 2]) & (two[:, 0] < right) & (top < two[:, 3]) & (two[:, 1] < bottom))
