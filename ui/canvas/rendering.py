"""Rendering: makes the picture of a scene, at once if that is quick, else on a thread while the window stays alive."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import field

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from explorer.pictures.drawing.display import Display
from explorer.views.camera import Camera
from graph.arrays.kernels import is_compiled
from graph.frozen import record
from graph.work.progress import Job
from ui.canvas import raster
from ui.work.threads import Threads
from ui.work.window_first import give_way

QUICK = 0.022
"""Longest time in seconds of pictures that are made at once, in every frame."""
_FADING = 0.8
"""Weight of the earlier costs in the running cost of a picture."""
_WORTH_LOADING = 2000
"""From so many strokes and marks on, a picture loads the kernels; for a smaller one, they load in a moment of rest."""
_WORTH_WAITING, _WAIT = 20_000, 1.5
"""From so many strokes and marks on, a picture waits some seconds for kernels: without them it would take longer."""


@record
class _Order:
    """A requested picture and its result."""

    camera: Camera
    ratio: float
    compose: Callable[[Camera], Job[Display]]
    image: QImage
    hasty: bool
    load: Callable[[], None] | None
    """Loads the kernels; None if the window waits for the picture."""
    given_up: threading.Event = field(default_factory=threading.Event)
    display: Display | None = None
    error: Exception | None = None
    cost: float = 0.0

    def work(self) -> None:
        """Make the picture in the calling thread."""
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
    """The last finished picture, with its camera and display list, and the one in progress.

    Two images take turns: one is shown while the other is drawn.
    """

    finished = Signal()
    freed = Signal()
    """Emitted after a picture was cancelled or failed, so that another can start."""
    _made = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self.camera = Camera()
        self.display: Display | None = None
        self._spare = QImage()
        self._cost = self._motion_cost = 0.0
        self._order: _Order | None = None
        self._stopped = threading.Event()
        self._is_loading = False
        # One picture at a time, with the kernels beside it.
        self._threads = Threads(2)
        self._made.connect(self._accept, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """True while a picture is being made."""
        return self._order is not None

    @property
    def is_quick(self) -> bool:
        """True if the last pictures were fast enough to make one in every frame."""
        return self._cost <= QUICK

    def expect_another(self) -> None:
        """Expect a picture unlike the last one: it may be slow even if that was quick."""
        if self.picture is not None:
            self._cost, self._motion_cost = math.inf, 0.0

    def start(
        self, camera: Camera, ratio: float, compose: Callable[[Camera], Job[Display]], *, heavy: bool,
        hasty: bool = False,
    ) -> None:  # fmt: skip
        """Start a picture from ``camera``, ``ratio`` device pixels for each pixel of the list; not while one is made.

        ``heavy`` if it will take long even though the last one did not; ``hasty`` if it is one of many in a motion.
        """
        size = QSize(round(camera.width * ratio), round(camera.height * ratio))
        if self._spare.size() != size:
            self._spare = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self._spare.setDevicePixelRatio(ratio)
        in_background = heavy or (self._motion_cost if hasty else self._cost) > QUICK
        order = _Order(camera, ratio, compose, self._spare, hasty, self.load if in_background else None)
        if in_background:
            self._order = order
            self._threads.start(lambda: self._make(order))
            return
        order.work()
        self._take(order)

    def _make(self, order: _Order) -> None:
        """Make the picture on another thread."""
        order.work()
        self._made.emit(order)

    @Slot(object)
    def _accept(self, order: _Order) -> None:
        """Take the result in the window's thread."""
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
        if order.hasty:
            self._motion_cost = max(order.cost, _FADING * self._motion_cost)
            self.finished.emit()
            return
        self._motion_cost = min(self._motion_cost, order.cost)
        # A user who zooms in on little is soon back at the whole picture.
        known = self._cost if math.isfinite(self._cost) else 0.0
        self._cost = max(order.cost, _FADING * known)
        self.finished.emit()

    def load(self) -> None:
        """Load the compiled kernels on a thread, once; safe in any thread. Later pictures are drawn sooner."""
        if self._is_loading or raster.is_loaded() or not is_compiled():
            return
        self._is_loading = True
        self._threads.start(lambda: raster.load(self._stopped.is_set))

    def cancel(self, *, but_hasty: bool = False) -> None:
        """Cancel the picture in progress, or let a hasty one end; ``freed`` is emitted when another can start."""
        if self._order is not None and not (but_hasty and self._order.hasty):
            self._order.given_up.set()

    def stop(self) -> None:
        """Cancel the picture in progress and wait for the threads to finish."""
        self.cancel()
        self._stopped.set()
        self._threads.stop()
        self._order, self._is_loading = None, False
        self._stopped.clear()
