"""Placing names so that no two overlap: greedy, most important first, on a grid of taken rectangles."""

from __future__ import annotations

from collections import defaultdict

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


class Taken:
    """Rectangles already used in a picture, hashed into square cells so that a test looks at few of them."""

    def __init__(self, bounds: Rect, cell: float = 64.0) -> None:
        self.bounds, self.cell = bounds, cell
        self._cells: dict[tuple[int, int], list[tuple[Rect, int]]] = defaultdict(list)

    def emptied(self, keep: int) -> Taken:
        """The same picture with nothing taken but by the owner ``keep``."""
        fresh = Taken(self.bounds, self.cell)
        for rect in {rect for row in self._cells.values() for rect, owner in row if owner == keep}:
            fresh.take(rect, keep)
        return fresh

    def _over(self, rect: Rect) -> tuple[range, range]:
        """Columns and rows of the cells that a rectangle touches."""
        cell = self.cell
        left, top, right, bottom = rect
        return range(int(left // cell), int(right // cell) + 1), range(int(top // cell), int(bottom // cell) + 1)

    def is_free(self, rect: Rect, but: int = -1) -> bool:
        """Whether ``rect`` lies within the picture and overlaps nothing that was taken by another than ``but``."""
        left, top, right, bottom = rect
        outer = self.bounds
        if left < outer[0] or top < outer[1] or right > outer[2] or bottom > outer[3]:
            return False
        columns, rows = self._over(rect)
        for column in columns:
            for row in rows:
                for (west, north, east, south), owner in self._cells.get((column, row), ()):
                    if left < east and right > west and top < south and bottom > north and owner != but:
                        return False
        return True

    def take(self, rect: Rect, owner: int = -2) -> None:
        """Mark a rectangle as used."""
        columns, rows = self._over(rect)
        for column in columns:
            for row in rows:
                self._cells[column, row].append((rect, owner))
