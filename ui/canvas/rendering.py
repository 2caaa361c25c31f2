"""Making a picture of a scene: at once where that is quick, else on a thread while the window lives."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from explorer.pictures.drawing.display import Display
from explorer.views.camera import Camera
from graph.arrays.kernels import is_compiled
from graph.work.progress import Job
from ui.canvas import raster
from ui.work.threads import Threads
from ui.work.window_first import give_way

QUICK = 0.022
"""Seconds: pictures that took no longer are made at once, in every frame."""
_FADING = 0.8
"""How much of what pictures cost is remembered from one to the next."""
_WORTH_LOADING = 2000
"""A picture of so many strokes and marks has kernels made ready, which takes more than a smaller one gains."""
_WORTH_WAITING, _WAIT = 20_000, 1.5
"""Of so many strokes and marks a picture waits some seconds for kernels: without them it would take even longer."""


@dataclass(eq=False)
class _Order:
    """A picture that is wanted, and what has become of it."""

    camera: Camera
    ratio: float
    compose: Callable[[Camera], Job[Display]]
    image: QImage
    load: Callable[[], None] | None
    """Has kernels made ready; None where the window waits for the picture."""
    given_up: threading.Event = field(default_factory=threading.Event)
    display: Display | None = None
    error: Exception | None = None
    cost: float = 0.0

    def work(self) -> None:
        """Make the picture, in whatever thread calls this."""
        start = time.perf_counter()
        try:
            steps = self._steps()
            for _ in steps:
                if self.load is not None:
                    give_way()
                if self.given_up.is_set():
                    steps.close()
                    return
        except Exception as error:
            self.error = error
        self.cost = time.perf_counter() - start

    def _steps(self) -> Generator[None, None, None]:
        job = self.compose(self.camera)
        while True:
            try:
                next(job)
            except StopIteration as stop:
                display: Display = stop.value
                break
            yield
        weight = raster.weight(display)
        if self.load is not None and weight >= _WORTH_LOADING:
            self.load()
            if is_compiled() and weight >= _WORTH_WAITING:
                yield from raster.awaiting(_WAIT)
        yield from raster.drawing(self.image, display)
        self.display = display


class Rendering(QObject):
    """The last picture that was finished, with its camera and display list, and the one that is being made.

    Two images take turns: one is shown while the other is drawn into.
    """

    finished = Signal()
    freed = Signal()
    """A picture was given up or failed, so that another can be begun."""
    _made = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self.camera = Camera()
        self.display: Display | None = None
        self._spare = QImage()
        self._cost = 0.0
        self._order: _Order | None = None
        self._stopped = threading.Event()
        self._is_loading = False
        # One picture at a time, and the kernels beside it.
        self._threads = Threads(2)
        self._made.connect(self._accept, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being made."""
        return self._order is not None

    @property
    def is_quick(self) -> bool:
        """Whether the last pictures took so little time that one can be made anew in every frame."""
        return self._cost <= QUICK

    def expect_another(self) -> None:
        """What comes is nothing like the last picture: it may take long, though that did not."""
        if self.picture is not None:
            self._cost = math.inf

    def start(self, camera: Camera, ratio: float, compose: Callable[[Camera], Job[Display]], *, heavy: bool) -> None:
        """Make a picture as ``camera`` sees it, ``ratio`` device pixels to one of the list; not while one is made.

        ``heavy`` tells that it will take long though the last one did not.
        """
        size = QSize(round(camera.width * ratio), round(camera.height * ratio))
        if self._spare.size() != size:
            self._spare = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self._spare.setDevicePixelRatio(ratio)
        in_background = heavy or not self.is_quick
        order = _Order(camera, ratio, compose, self._spare, self._load if in_background else None)
        if in_background:
            self._order = order
            self._threads.start(lambda: self._make(order))
            return
        order.work()
        self._take(order)

    def _make(self, order: _Order) -> None:
        """On another thread."""
        order.work()
        self._made.emit(order)

    @Slot(object)
    def _accept(self, order: _Order) -> None:
        """Back in the window's thread with what was made on another."""
        if order is not self._order:
            return
        self._order = None
        if order.display is None:
            self.freed.emit()
        self._take(order)

    def _take(self, order: _Order) -> None:
        if order.error is not None:
            raise order.error
        if order.display is None:
            return
        self._spare = QImage() if self.picture is None else self.picture
        self.picture = order.image
        self.camera, self.display = order.camera, order.display
        # Somebody who looks at little is soon back at all of it.
        known = self._cost if math.isfinite(self._cost) else 0.0
        self._cost = max(order.cost, _FADING * known)
        self.finished.emit()

    def _load(self) -> None:
        """Have compiled kernels made ready on a thread, if that was not asked for yet; from any thread."""
        if self._is_loading or raster.is_loaded() or not is_compiled():
            return
        self._is_loading = True
        self._threads.start(lambda: raster.load(self._stopped.is_set))

    def cancel(self) -> None:
        """Give up the picture that is being made; ``freed`` tells when another can be begun."""
        if self._order is not None:
            self._order.given_up.set()

    def stop(self) -> None:
        """Give up the picture that is being made, and wait until no thread is at work."""
        self.cancel()
        self._stopped.set()
        self._threads.stop()
        self._order, self._is_loading = None, False
        self._stopped.clear()
