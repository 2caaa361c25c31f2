"""A strip beside a text that shows where in it evidence lies, and where none does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.panels.reading.marks import Marks
from ui.look import theme

_WIDTH = 16
_LEAST = 2.0


class EvidenceStrip(QWidget):
    """The whole text from top to bottom: bars for passages, stronger ones for those selected, a frame for what is seen.

    ``go_to`` is called with the place (a character) that was clicked or dragged to; ``seen`` gives the range in sight.
    """

    def __init__(self, go_to: Callable[[int], None], seen: Callable[[], tuple[int, int]]) -> None:
        super().__init__()
        self._go_to, self._seen = go_to, seen
        self.setObjectName("evidenceStrip")
        self.setAccessibleName("Places of evidence in the text")
        self.setFixedWidth(_WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Where in the text the graph has evidence; click to go there")
        self._marks, self._length = Marks(), 1
        self._selected: list[int] = []
        self._rows: tuple[int, list[bool], list[bool]] | None = None
        self._hits: Sequence[tuple[int, int]] = ()

    def put(self, marks: Marks, length: int) -> None:
        """Show the marks of a text of so many characters."""
        self._marks, self._length, self._hits = marks, max(length, 1), ()
        self._selected, self._rows = [], None
        self.update()

    def show_selected(self, passages: frozenset[int], hits: Sequence[tuple[int, int]]) -> None:
        """Mark the passages of what is selected, and what a search found."""
        self._selected, self._hits, self._rows = self._marks.of(passages), hits, None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tones = QPainter(self), theme.tones()
        painter.fillRect(self.rect(), tones.window)
        height, inner = self.height(), QRectF(4, 0, _WIDTH - 8, 0)
        if not height:
            return
        if self._rows is None or self._rows[0] != height:
            marks = self._marks
            selected = marks.profile(self._length, height, self._selected)
            self._rows = height, marks.profile(self._length, height).tolist(), selected.tolist()
        for row, (is_evidence, is_selected) in enumerate(zip(*self._rows[1:])):
            if is_selected:
                painter.fillRect(QRectF(2, row, _WIDTH - 4, _LEAST), tones.link)
            elif is_evidence:
                painter.fillRect(QRectF(inner.left(), row, inner.width(), 1), tones.bar)
        scale = height / self._length
        for row in {int(start * scale) for start, _ in self._hits}:
            painter.fillRect(QRectF(_WIDTH - 4, row, 4, _LEAST), tones.wrong)
        painter.setPen(tones.quiet)
        first, last = self._seen()
        top = self._y(first)
        painter.drawRect(QRectF(0.5, top + 0.5, _WIDTH - 1.5, max(self._y(last) - top, 6) - 1))

    def _y(self, place: int) -> float:
        return place * self.height() / self._length

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons():
            self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        share = min(max(event.position().y() / max(self.height(), 1), 0.0), 1.0)
        self._go_to(int(share * (self._length - 1)))
