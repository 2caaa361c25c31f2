"""Label placement without overlaps: greedy, most important first, on a grid that knows the owner of each cell.

Each row of the grid is the bits of one integer: testing part of a row is then one step of the interpreter, where NumPy
needs ten for so small a part.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graph.named import NamedTuple

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
Spot = list[int]
"""The cells of a rectangle within the picture: first column, first row, last column, last row."""
_Cells = tuple[int, int, int]
"""First row, the row after the last, and the bits of the columns."""
_FEW = 300
"""Up to so many rectangles are taken one by one."""
_LOOKED_AT = 3
"""One of so many rows is tested where most rectangles cover more rows."""
_NOWHERE: _Cells = (0, 0, 0)
_FINEST, _MOST_CELLS = 2.0, 4e6
_spare: list[NDArray[np.int32]] = []
_MOST_SPARE = 2_000_000
"""Memory of up to so many numbers is kept for the next picture: fresh memory costs more than the work in it."""


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
        self._crowd: _Crowd | None = None
        self._memory: NDArray[np.int32] | None = None

    def emptied(self, keep: int) -> Taken:
        """A copy with only the cells of the owner ``keep`` taken."""
        fresh = Taken(self.bounds)
        fresh._memory = self._memory
        for cells in self._owners_cells(keep):
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
        own = self._owners_cells(but)
        for row, used in enumerate(self._used[low : int((bottom - y) / cell) + 1], low):
            if used & columns and (not own or self._foreign(row, columns, own)):
                return False
        return True

    def take(self, rect: Rect, owner: int | None = None) -> None:
        """Mark a rectangle as used. Parts outside the picture do not matter."""
        self._take(self._cells(rect), owner)

    def _take(self, cells: _Cells, owner: int | None) -> None:
        low, high, columns = cells
        own = self._owners_cells(owner)
        for row in range(low, high):
            used = self._used[row]
            if used & columns:
                self._shared[row] |= self._foreign(row, columns, own)
            self._used[row] = used | columns
        if owner is not None:
            self._owned[owner] = (*own, cells)

    def take_first(self, rects: list[Spot], owner: int) -> int:
        """Take the first of some rectangles that touches no cell of another owner; its index, or -1 without one."""
        own = self._owners_cells(owner)
        for place, (first, low, last, high) in enumerate(rects):
            columns = ((2 << (last - first)) - 1) << first
            for row, used in enumerate(self._used[low : high + 1], low):
                if used & columns and (not own or self._foreign(row, columns, own)):
                    break
            else:
                self._fill(low, high + 1, columns)
                self._owned[owner] = (*own, (low, high + 1, columns))
                return place
        return -1

    def take_chain(self, rects: list[Spot], owner: int | None = None) -> bool:
        """Take several rectangles if each of them is free; False otherwise."""
        chain = []
        for first, low, last, high in rects:
            columns = ((2 << (last - first)) - 1) << first
            for used in self._used[low : high + 1]:
                if used & columns:
                    return False
            chain.append((low, high + 1, columns))
        for cells in chain:
            self._fill(*cells)
        if owner is not None:
            self._owned[owner] = (*self._owners_cells(owner), *chain)
        return True

    def _fill(self, low: int, high: int, columns: int) -> None:
        """Mark cells that nobody else has taken."""
        used = self._used
        for row in range(low, high):
            used[row] |= columns

    def take_all(self, rects: NDArray[np.floating], owners: NDArray[np.integer]) -> None:
        """:meth:`take` for many rectangles (k, 4) of owners that have nothing yet, each with one."""
        if len(rects) <= _FEW:
            for owner, (left, top, right, bottom) in zip(owners.tolist(), rects.tolist()):
                self.take((left, top, right, bottom), owner)
            return
        cells = self._places(rects)
        most = np.array([self._width - 1, self._height - 1])
        low, high = np.clip(cells[:, :2], 0, most + 1), np.clip(cells[:, 2:], -1, most)
        size = self._height * self._width
        if self._memory is None:
            self._memory = _fresh(2 * size + 1)
        sums, flags = self._memory[: size + 1], self._memory[size + 1 :].view(np.bool_)
        times = sums[1:]
        _count(times, low, high, self._width)
        once, twice = flags[:size], flags[size : 2 * size]
        np.greater(times, 0, out=once)
        np.greater(times, 1, out=twice)
        for row, (one, two) in enumerate(zip(_bits(once, self._width), _bits(twice, self._width))):
            self._shared[row] |= two | (one & self._used[row])
            self._used[row] |= one
        sums[0] = 0
        np.cumsum(once, dtype=np.int32, out=times)
        self._crowd = _Crowd(low, high, dict(zip(owners.tolist(), range(len(owners)))), sums)

    def give_back(self) -> None:
        """Leave the memory to the next picture. After that, :meth:`may_be_free` tests the bounds only."""
        if self._memory is not None and len(self._memory) <= _MOST_SPARE:
            _spare[:] = [self._memory]
        self._memory = self._crowd = None

    def holds(self, rects: NDArray[np.floating]) -> NDArray[np.bool_]:
        """True for those of the rectangles (…, 4) that lie within the picture."""
        left, top, last, lowest = self.bounds
        inside = (rects[..., 0] >= left) & (rects[..., 1] >= top) & (rects[..., 2] <= last) & (rects[..., 3] <= lowest)
        return np.asarray(inside)

    def spots(self, rects: NDArray[np.floating]) -> list[Spot]:
        """The cells of rectangles (k, 4), all of them within the picture."""
        return self._places(rects).tolist()  # type: ignore[no-any-return]

    def _places(self, rects: NDArray[np.floating]) -> NDArray[np.int64]:
        """Columns and rows of the corners of rectangles (…, 4)."""
        corner = np.array([self.bounds[0], self.bounds[1]] * 2)
        return np.asarray(np.floor((rects - corner) / self._cell), np.int64)

    def _owners_cells(self, owner: int | None) -> tuple[_Cells, ...]:
        found = self._owned.get(owner)
        if found is None:
            found = ()
            place = None if self._crowd is None or owner is None else self._crowd.places.get(owner)
            if self._crowd is not None and place is not None:
                (left, top), (right, bottom) = self._crowd.low[place].tolist(), self._crowd.high[place].tolist()
                if left <= right and top <= bottom:
                    found = ((top, bottom + 1, _columns(left, right)),)
            self._owned[owner] = found
        return found

    def may_be_free(self, rects: NDArray[np.float64], owners: NDArray[np.integer]) -> NDArray[np.bool_]:
        """True for those of the rectangles (k, j, 4) of owners (k,) that may be free; the others are taken.

        It tests the bounds and the cells of :meth:`take_all`, for all rectangles together.
        """
        inside, crowd = self.holds(rects), self._crowd
        if crowd is None:
            return inside
        rows, _ = np.nonzero(inside)
        places = np.array([crowd.places.get(owner, -1) for owner in owners.tolist()], np.int64)[rows]
        first, low, last_column, high = self._places(rects[inside]).T
        # An owner without a place has an empty box.
        own_low, own_high = crowd.low[places].T, np.where(places < 0, -1, crowd.high[places].T)
        from_own, to_own = np.maximum(first, own_low[0]), np.minimum(last_column, own_high[0]) + 1
        foreign = np.zeros(len(rows), bool)
        for step in range(0, int((high - low).max(initial=0)) + _LOOKED_AT, _LOOKED_AT):
            row = np.minimum(low + step, high)
            begin = row * self._width
            count = crowd.sums[begin + last_column + 1] - crowd.sums[begin + first]
            has_own = (row >= own_low[1]) & (row <= own_high[1]) & (from_own < to_own)
            count[has_own] -= (crowd.sums[begin + to_own] - crowd.sums[begin + from_own])[has_own]
            foreign |= count > 0
        inside[inside] = ~foreign
        return inside


class _Crowd(NamedTuple):
    """The cells of many owners: first and last cells (k, 2), the index of each owner, and running sums."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    places: dict[int, int]
    sums: NDArray[np.int32]
    """The number of taken cells before each cell, row after row."""


def _fresh(size: int) -> NDArray[np.int32]:
    """Memory for ``size`` numbers, that of the last picture if it is large enough. Safe to call from any thread."""
    try:
        kept = _spare.pop()
    except IndexError:
        return np.empty(size, np.int32)
    return kept if len(kept) >= size else np.empty(size, np.int32)


def _count(out: NDArray[np.int32], low: NDArray[np.int64], high: NDArray[np.int64], width: int) -> None:
    """Write into ``out`` the number of rectangles from ``low`` to ``high`` (k, 2; column, row) on each cell."""
    there = (low <= high).all(axis=1)
    low, high = low[there], high[there]
    counts = high[:, 1] - low[:, 1] + 1
    rect = np.repeat(np.arange(len(low)), counts)
    row = np.arange(len(rect)) - np.repeat(np.cumsum(counts) - counts, counts) + low[rect, 1]
    end = row * width + high[rect, 0] + 1
    out[:] = 0
    np.add.at(out, row * width + low[rect, 0], np.int32(1))
    np.add.at(out, end[end < len(out)], np.int32(-1))
    np.cumsum(out, out=out)


def _columns(first: int, last: int) -> int:
    """The bits of the columns from ``first`` to ``last``."""
    return ((2 << (last - first)) - 1) << first


def _bits(cells: NDArray[np.bool_], width: int) -> list[int]:
    """Rows of ``width`` cells as integers, with the first column in the lowest bit."""
    packed = np.packbits(cells.reshape(-1, width), axis=1, bitorder="little")
    data, size = packed.tobytes(), packed.shape[1]
    return [int.from_bytes(data[at : at + size], "little") for at in range(0, len(data), size)]
