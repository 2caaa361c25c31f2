"""Making a picture of a scene: at once where that is quick, else in slices between which the window lives."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from explorer.camera import Camera
from explorer.display import Display
from graph.progress import Job
from ui.canvas.painter import painting

QUICK = 0.022
"""Seconds: pictures that took no longer are made at once, in every frame."""
_SLICE = 0.012
"""Seconds of work on a picture before the window gets its turn."""


class Rendering(QObject):
    """The last picture that was finished, with its camera and display list, and the one that is being made."""

    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self.camera = Camera()
        self.display: Display | None = None
        self._cost = 0.0
        self._work: Generator[None, None, None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being made."""
        return self._work is not None

    @property
    def is_quick(self) -> bool:
        """Whether the last picture took so little time that it can be made anew in every frame."""
        return self._cost <= QUICK

    def start(self, camera: Camera, ratio: float, compose: Callable[[Camera], Job[Display]], *, heavy: bool) -> None:
        """Make a picture as ``camera`` sees it, ``ratio`` device pixels to one of the list.

        ``heavy`` tells that it will take long though the last one did not. The first picture is made at once.
        """
        self._work = self._steps(camera, ratio, compose)
        self._go_on(_SLICE if self.picture is not None and (heavy or not self.is_quick) else math.inf)

    def _go_on(self, seconds: float = _SLICE) -> None:
        if self._work is None:
            return
        end = time.perf_counter() + seconds
        try:
            for _ in self._work:
                if time.perf_counter() >= end:
                    self._timer.start()
                    return
        except BaseException:
            self._work = None
            raise

    def stop(self) -> None:
        """Give up the picture that is being made."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
            self._work = None

    def _steps(
        self, camera: Camera, ratio: float, compose: Callable[[Camera], Job[Display]]
    ) -> Generator[None, None, None]:
        start, spent = time.perf_counter(), 0.0
        size = QSize(round(camera.width * ratio), round(camera.height * ratio))
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        job = compose(camera)
        while True:
            try:
                next(job)
            except StopIteration as stop:
                display: Display = stop.value
                break
            spent += time.perf_counter() - start
            yield
            start = time.perf_counter()
        painter = QPainter(image)
        try:
            for _ in painting(painter, display):
                spent += time.perf_counter() - start
                yield
                start = time.perf_counter()
        finally:
            # The painter must let go of the image before that is gone, also where the picture is given up.
            painter.end()
        self.picture, self.camera, self.display, self._work = image, camera, display, None
        self._cost = spent + time.perf_counter() - start
        self.finished.emit()
