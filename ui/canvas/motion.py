"""Motion: the animation from one state to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QVariantAnimation


class Motion:
    """Runs one animation at a time; calls its step with the share done, from 0 to 1."""

    def __init__(self, parent: QObject, duration_ms: int) -> None:
        self._parent, self._duration = parent, duration_ms
        self._running: QVariantAnimation | None = None

    def begin(self, step: Callable[[float], None]) -> None:
        """Stop the present animation where it is and start another."""
        from PySide6.QtCore import QEasingCurve, QVariantAnimation

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
        """Jump to the end of the present animation."""
        if self._running is not None:
            self._running.setCurrentTime(self._duration)
            self.stop()

    def stop(self) -> None:
        """Stop the present animation where it is."""
        if self._running is not None:
            self._running.stop()
            self._running.deleteLater()
            self._running = None
