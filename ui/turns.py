"""Work that can wait a moment: each piece has a turn of the event loop for itself, after the canvas has had its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.precedence import going_first


class Turns(QObject):
    """A queue of named pieces of work; one that is asked for again before its turn is done once, in its old place."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, Callable[[], None]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    def later(self, name: str, work: Callable[[], None]) -> None:
        """Do ``work`` when its turn comes."""
        self._waiting[name] = work
        self._timer.start()

    @property
    def are_over(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def finish(self) -> None:
        """Do at once all that waits."""
        while self._waiting:
            self._next()

    def _next(self) -> None:
        if self._waiting:
            with going_first():
                self._waiting.pop(next(iter(self._waiting)))()
        if not self._waiting:
            self._timer.stop()
