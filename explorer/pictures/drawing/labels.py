"""Label placement without overlaps: greedy, most important first, on a grid that knows the owner of each cell.

Each row of the grid is the bits of one integer: testing part of a row is then one step of the interpreter, where NumPy
needs ten for so small a part.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
_Cells = tuple[int, int, int]
"""First row, the row after the last, and the bits of the columns."""
_FEW = 300
"""Up to so many rectangles are taken one by one."""
_NOWHERE: _Cells = (0, 0, 0)
_FINEST, _MOST_CELLS = 2.0, 4e6


class Taken:
    """The used parts of a picture and their owners, in cells of two pixels (more in very large pictures).

    An owner is a number or None. A rectangle takes every cell it touches in full, so labels never overlap when drawn.
    """

    def __init__(self, bounds: Rect) -> None:
        self.bounds = bounds
        width, height = max(bounds[2] - bounds[0], 1.0), max(bounds[3] - bounds[1], 1.0)
        self._cell = max(_FINEST, math.sqrt(width * height / _MOST_CELLS))
        self._height, self._width = math.ceil(height / self._cell) + 1, math.ceil(width / self._cell) + 1
        self._used = [0] * self._height
        self._shared = [0] * self._height
        self._owned: dict[int | None, tuple[_Cells, ...]] = {}

    def emptied(self, keep: int) -> Taken:
        """A copy with only the cells of the owner ``keep`` taken."""
        fresh = Taken(self.bounds)
        for cells in self._owned.get(keep, ()):
            fresh._take(cells, keep)
        return fresh

    def _cells(self, rect: Rect) -> _Cells:
        left, top, right, bottom = rect
        x, y, cell = self.bounds[0], self.bounds[1], self._cell
        first, last = max(int((left - x) // cell), 0), min(int((right - x) // cell), self._width - 1)
        low, high = max(int((top - y) // cell), 0), min(int((bottom - y) // cell), self._height - 1)
        return (low, high + 1, _columns(first, last)) if first <= last and low <= high else _NOWHERE

    def _foreign(self, row: int, columns: int, own: tuple[_Cells, ...]) -> int:
        """The bits of ``columns`` in a row that other owners have taken; ``own`` are the cells of this owner."""
        mine = 0
        for low, high, bits in own:
            if low <= row < high:
                mine |= bits
        return self._used[row] & columns & (~mine | self._shared[row])

    def is_free(self, rect: Rect, but: int | None = None) -> bool:
        """True if ``rect`` lies within the picture and touches no cell of any owner except ``but``."""
        left, top, right, bottom = rect
        x, y, last, lowest = self.bounds
        if left < x or top < y or right > last or bottom > lowest:
            return False
        # Called thousands of times for a picture, so it skips the steps that only rectangles outside need.
        cell, low = self._cell, int((top - y) / self._cell)
        columns = _columns(int((left - x) / cell), int((right - x) / cell))
        own = self._owned.get(but, ())
        for row, used in enumerate(self._used[low : int((bottom - y) / cell) + 1], low):
            if used & columns and (not own or self._foreign(row, columns, own)):
                return False
        return True

    def take(self, rect: Rect, owner: int | None = None) -> None:
        """Mark a rectangle as used. Parts outside the picture do not matter."""
        self._take(self._cells(rect), owner)

    def _take(self, cells: _Cells, owner: int | None) -> None:
        low, high, columns = cells
        own = self._owned.get(owner, ())
        for row in range(low, high):
            self._shared[row] |= self._foreign(row, columns, own)
            self._used[row] |= columns
        if owner is not None:
            self._owned[owner] = (*own, cells)

    def take_all(self, rects: NDArray[np.floating], owners: NDArray[np.integer]) -> None:
        """:meth:`take` for many rectangles (k, 4) of owners that have nothing yet, each with one."""
        if len(rects) <= _FEW:
            for owner, (left, top, right, bottom) in zip(owners.tolist(), rects.tolist()):
                self.take((left, top, right, bottom), owner)
            return
        corner = np.array([self.bounds[0], self.bounds[1]] * 2)
        cells = np.floor((rects - corner) / self._cell).astype(np.int64)
        most = np.array([self._width - 1, self._height - 1])
        low, high = np.clip(cells[:, :2], 0, most + 1), np.clip(cells[:, 2:], -1, most)
        size = np.maximum(high - low + 1, 0)
        counts = size[:, 0] * size[:, 1]
        rect = np.repeat(np.arange(len(rects)), counts)
        place = np.arange(len(rect)) - np.repeat(np.cumsum(counts) - counts, counts)
        down, across = np.divmod(place, size[rect, 0])
        spots = (low[rect, 1] + down) * self._width + low[rect, 0] + across
        times = np.bincount(spots, minlength=self._height * self._width).reshape(self._height, self._width)
        for row, (once, twice) in enumerate(zip(_bits(times > 0), _bits(times > 1))):
            self._shared[row] |= twice | (once & self._used[row])
            self._used[row] |= once
        for owner, (left, top), (right, bottom) in zip(owners.tolist(), low.tolist(), high.tolist()):
            if left <= right and top <= bottom:
                self._owned[owner] = ((top, bottom + 1, _columns(left, right)),)


def _columns(first: int, last: int) -> int:
    """The bits of the columns from ``first`` to ``last``."""
    return ((2 << (last - first)) - 1) << first


def _bits(table: NDArray[np.bool_]) -> list[int]:
    """Rows of a table as integers, with the first column in the lowest bit."""
    packed = np.packbits(table, axis=1, bitorder="little")
    data, size = packed.tobytes(), packed.shape[1]
    return [int.from_bytes(data[at : at + size], "little") for at in range(0, len(data), size)]
