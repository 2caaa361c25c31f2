"""Turns of the event loop for work that can wait a moment: one piece per turn, after the canvas has had its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.work.window_first import give_back, go_first

_PAINTED_MS = 25
"""Time in which Qt lays out and paints the results of a turn."""
_REST_MS = 100
"""Pause between pieces of work in idle time."""


class Turns(QObject):
    """A queue of named pieces of work. A piece requested again before its turn runs once, in its old place.

    The window has priority from the first turn until Qt has laid out and painted the results of the last.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, Callable[[], None]] = {}
        self._is_first = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def later(self, name: str, work: Callable[[], None]) -> None:
        """Run ``work`` in its turn."""
        self._waiting[name] = work
        self._timer.start(0)

    @property
    def are_over(self) -> bool:
        """True if the queue is empty."""
        return not self._waiting

    def finish(self) -> None:
        """Run the whole queue at once."""
        while self._waiting:
            self._waiting.pop(next(iter(self._waiting)))()

    def stop(self) -> None:
        """Clear the queue."""
        self._waiting.clear()
        self._timer.stop()
        if self._is_first:
            give_back()
        self._is_first = False

    def _next(self) -> None:
        if not self._waiting:
            self.stop()
            return
        if not self._is_first:
            self._is_first = True
            go_first()
        self._waiting.pop(next(iter(self._waiting)))()
        if not self._waiting:
            self._timer.start(_PAINTED_MS)


class Rest(QObject):
    """Runs pieces of work in idle moments, one in each."""

    def __init__(self, parent: QObject, is_idle: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._waiting: list[Callable[[], object]] = []
        self._is_idle = is_idle
        self._timer = QTimer(self)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._next)

    def work(self, *pieces: Callable[[], object]) -> None:
        """Add pieces of work at the end of the queue."""
        self._waiting += pieces
        self._timer.start()

    def _next(self) -> None:
        if not self._waiting:
            self._timer.stop()
        elif self._is_idle():
            self._waiting.pop(0)()
