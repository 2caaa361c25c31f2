"""Places of mistakes: their lines in a file, and the lines around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.rdf.unread import Place, Unread

_AROUND, _WIDEST = 4, 300


class Places:
    """Notes mistakes in the ``data`` of the file ``name``, which follow ``lines_before`` other lines of it."""

    def __init__(self, data: bytes, name: str, unread: Unread, lines_before: Callable[[], int] = int) -> None:
        self._data, self._name, self._unread, self._lines_before = data, name, unread, lines_before

    def line_at(self, place: int) -> int:
        """The number of the line at a place in the data, from 1."""
        return bisect_left(self._ends, place) + 1

    def note(self, reason: str, line: int, begins: int) -> None:
        """Count a statement that could not be read; ``line`` and ``begins`` are lines of the data, 0 for unknown."""
        if not line:
            self._unread.add(Place(self._name, 0, 0, reason))
            return
        count = len(self._ends) + (not self._data.endswith(b"\n"))
        numbers = range(max(1, line - _AROUND), min(line + _AROUND, count) + 1)
        shown = tuple(self._line(number) for number in numbers)
        before = self._lines_before()
        self._unread.add(Place(self._name, line + before, begins + before, reason, shown, numbers[0] + before))

    @cached_property
    def _ends(self) -> NDArray[np.intp]:
        """The places of the line ends."""
        return np.flatnonzero(np.frombuffer(self._data, np.uint8) == ord("\n"))

    def _line(self, number: int) -> str:
        """A line of the file, shortened if it is long."""
        start = int(self._ends[number - 2]) + 1 if number > 1 else 0
        end = int(self._ends[number - 1]) if number <= len(self._ends) else len(self._data)
        text = self._data[start : min(end, start + 4 * _WIDEST)].decode("utf-8", "replace").rstrip("\r\n")
        text = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in text)
        return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
