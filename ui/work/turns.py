"""Work that can wait a moment: each piece has a turn of the event loop for itself, after the canvas has had its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.work.window_first import give_back, go_first

_PAINTED_MS = 25
"""After this time Qt has laid out and painted what came of a turn."""
_REST_MS = 100
"""Between two pieces of work that are done in moments of rest."""


class Turns(QObject):
    """A queue of named pieces of work; one that is asked for again before its turn is done once, in its old place.

    From the first turn until Qt has laid out and painted what came of the last one the window goes first.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, Callable[[], None]] = {}
        self._is_first = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def later(self, name: str, work: Callable[[], None]) -> None:
        """Do ``work`` when its turn comes."""
        self._waiting[name] = work
        self._timer.start(0)

    @property
    def are_over(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def finish(self) -> None:
        """Do at once all that waits."""
        while self._waiting:
            self._waiting.pop(next(iter(self._waiting)))()

    def stop(self) -> None:
        """Forget what waits."""
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
    """Work for moments in which nothing else is to be done, one piece in each."""

    def __init__(self, parent: QObject, is_idle: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._waiting: list[Callable[[], object]] = []
        self._is_idle = is_idle
        self._timer = QTimer(self)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._next)

    def work(self, *pieces: Callable[[], object]) -> None:
        """Do some pieces of work, in this order and after those that wait."""
        self._waiting += pieces
        self._timer.start()

    def _next(self) -> None:
        if not self._waiting:
            self._timer.stop()
        elif self._is_idle():
            self._waiting.pop(0)()
