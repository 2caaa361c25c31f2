"""Showing the way from one state to another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation


class Motion:
    """One animation at a time; its step is called with how much of the way is done, from 0 to 1."""

    def __init__(self, parent: QObject, duration_ms: int) -> None:
        self._parent, self._duration = parent, duration_ms
        self._running: QVariantAnimation | None = None

    def begin(self, step: Callable[[float], None]) -> None:
        """Give up the present animation where it is and begin another."""
        self.stop()
        animation = QVariantAnimation(self._parent)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setDuration(self._duration)
        animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        animation.valueChanged.connect(step)
        self._running = animation
        animation.start()

    def finish(self) -> None:
        """Go to the end of the present animation at once."""
        if self._running is not None:
            self._running.setCurrentTime(self._duration)
            self.stop()

    def stop(self) -> None:
        """Give up the present animation where it is."""
        if self._running is not None:
            self._running.stop()
            self._running.deleteLater()
            self._running = None
