"""Pages as they were drawn beside the window: one at a time, the last ones kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from graph.analysis.layers.pdf_pages import PagePicture
    from ui.work.jobs import Task

MOST_BYTES = 128 << 20
Draw = Callable[[int, int, Callable[["PagePicture"], None], Callable[[Exception], None]], "Task"]
"""Starts to draw a page of a width in pixels, and calls the first with its picture or the second with the failure."""


class Drawn:
    """A page: its image, the boxes of its letters (:class:`PagePicture`), and the width that was asked for."""

    def __init__(self, picture: PagePicture, width: int) -> None:
        form = QImage.Format.Format_RGB32
        self.image = QImage(picture.pixels, picture.width, picture.height, 4 * picture.width, form).copy()
        self.boxes, self.width = picture.boxes, width


class DrawnPages(QObject):
    """Images of pages by number. They take at most ``most`` bytes, and more only while all of them are in sight."""

    changed = Signal(int)
    """A page was drawn, or could not be."""

    def __init__(self, parent: QObject, most: int = MOST_BYTES) -> None:
        super().__init__(parent)
        self._most = most
        self._draw: Draw | None = None
        self._task: Task | None = None
        self._drawn: OrderedDict[int, Drawn] = OrderedDict()
        self.failed: dict[int, str] = {}
        """Why a page could not be drawn, in a sentence."""

    def put(self, draw: Draw | None) -> None:
        """Begin with the pages of another text, or of none."""
        if self._task is not None:
            task, self._task = self._task, None
            task.cancel()
        self._draw = draw
        self._drawn.clear()
        self.failed.clear()

    def get(self, number: int) -> Drawn | None:
        """A page, None while it is not drawn."""
        return self._drawn.get(number)

    def ask(self, wanted: Iterable[int], width: int, seen: Sequence[int]) -> None:
        """Draw the first wanted page that has no picture of a width in pixels, unless one is being drawn."""
        if self._task is not None or self._draw is None:
            return
        for number in wanted:
            drawn = self._drawn.get(number)
            if number not in self.failed and (drawn is None or drawn.width != width):
                self._start(number, width, seen)
                return

    def _start(self, number: int, width: int, seen: Sequence[int]) -> None:
        assert self._draw is not None

        def done(picture: PagePicture) -> None:
            self._drawn[number] = Drawn(picture, width)
            self._drawn.move_to_end(number)
            self._drop(seen)

        def failed(error: Exception) -> None:
            self.failed[number] = str(error)

        def ended() -> None:
            if self._task is task:
                self._task = None
                if task.is_cancelled:
                    self.failed[number] = "This page was not drawn, because you cancelled it. Open the text again."
                self.changed.emit(number)

        self._task = task = self._draw(number, width, done, failed)
        task.ended.connect(ended)

    def _drop(self, seen: Sequence[int]) -> None:
        size = sum(drawn.image.sizeInBytes() for drawn in self._drawn.values())
        for number in [number for number in self._drawn if number not in seen]:
            if size <= self._most:
                return
            size -= self._drawn.pop(number).image.sizeInBytes()
