"""Placing names so that no two overlap: greedy, most important first, on a grid that knows whose each cell is."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
_FREE, _SHARED = -1, -9
_FINEST, _MOST_CELLS = 2.0, 4e6


class Taken:
    """Which parts of a picture are used, and by whom, in cells of two pixels (more in very large pictures).

    Owners are numbers, none of them -1. What touches a cell takes all of it, so names never come closer than drawn.
    """

    def __init__(self, bounds: Rect) -> None:
        self.bounds = bounds
        width, height = max(bounds[2] - bounds[0], 1.0), max(bounds[3] - bounds[1], 1.0)
        self._cell = max(_FINEST, math.sqrt(width * height / _MOST_CELLS))
        shape = math.ceil(height / self._cell) + 1, math.ceil(width / self._cell) + 1
        self._owner: NDArray[np.int32] = np.full(shape, _FREE, np.int32)

    def emptied(self, keep: int) -> Taken:
        """The same picture with nothing taken but by the owner ``keep``."""
        fresh = Taken(self.bounds)
        fresh._owner[self._owner == keep] = keep
        return fresh

    def _part(self, rect: Rect) -> NDArray[np.int32]:
        left, top, right, bottom = rect
        x, y, cell = self.bounds[0], self.bounds[1], self._cell
        rows = slice(max(int((top - y) // cell), 0), max(int((bottom - y) // cell) + 1, 0))
        return self._owner[rows, max(int((left - x) // cell), 0) : max(int((right - x) // cell) + 1, 0)]

    def is_free(self, rect: Rect, but: int = _FREE) -> bool:
        """Whether ``rect`` lies within the picture and touches nothing that was taken by another than ``but``."""
        left, top, right, bottom = rect
        outer = self.bounds
        if left < outer[0] or top < outer[1] or right > outer[2] or bottom > outer[3]:
            return False
        part = self._part(rect)
        return not ((part != _FREE) & (part != but)).any()

    def take(self, rect: Rect, owner: int = -2) -> None:
        """Mark a rectangle as used; what of it lies outside the picture does not matter."""
        part = self._part(rect)
        others = (part != _FREE) & (part != owner)
        part[...] = owner
        part[others] = _SHARED

    def take_all(self, rects: NDArray[np.floating], owners: NDArray[np.integer]) -> None:
        """:meth:`take` for many rectangles (k, 4) at once."""
        corner = np.array([self.bounds[0], self.bounds[1]] * 2)
        cells = np.floor((rects - corner) / self._cell).astype(np.int64)
        most = np.array(self._owner.shape)[[1, 0]] - 1
        low, high = np.clip(cells[:, :2], 0, most + 1), np.clip(cells[:, 2:], -1, most)
        size = np.maximum(high - low + 1, 0)
        counts = size[:, 0] * size[:, 1]
        rect = np.repeat(np.arange(len(rects)), counts)
        place = np.arange(len(rect)) - np.repeat(np.cumsum(counts) - counts, counts)
        down, across = np.divmod(place, size[rect, 0])
        flat, owner = self._owner.reshape(-1), owners[rect].astype(np.int32)
        spots = (low[rect, 1] + down) * self._owner.shape[1] + low[rect, 0] + across
        before = flat[spots]
        flat[spots] = owner
        flat[spots[(flat[spots] != owner) | ((before != _FREE) & (before != owner))]] = _SHARED
