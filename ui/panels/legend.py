"""What the marks and lines on the canvas mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.legend import LegendEntry, Stroke
from explorer.strokes import DASHES
from ui import icons, theme
from ui.parts.swatch import paint_swatch
from ui.parts.text import plain_tip, sized
from ui.theme import qcolor

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

_SIDE, _MARK = 10, 26
_WIDEST = 200


class Legend(QWidget):
    """A card of marks and strokes that folds to a small button; a click, Space or Enter folds it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("legend")
        self.entries: tuple[LegendEntry, ...] = ()
        self.folded = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Legend")
        self.setFont(sized(self.font(), 0.9))
        self.setToolTip(plain_tip("Legend: a click or Space folds and unfolds it"))

    def show(self, entries: tuple[LegendEntry, ...]) -> None:  # type: ignore[override]
        """Explain these marks and strokes; nothing to explain hides the legend."""
        if entries != self.entries:
            self.entries = entries
            self.setAccessibleDescription("; ".join(entry.label for entry in entries))
            self._fit()
        self.setVisible(bool(entries))

    def fold(self, folded: bool) -> None:
        """Make it a small button, or a card again."""
        self.folded = folded
        self._fit()

    def _fit(self) -> None:
        self.updateGeometry()
        self.resize(self.sizeHint())
        self.update()

    def _line(self) -> int:
        return QFontMetrics(self.font()).height() + 4

    def _rows(self) -> list[LegendEntry | None]:
        """Entries with a gap (None) between marks and strokes."""
        marks: list[LegendEntry | None] = [e for e in self.entries if e.stroke is None]
        strokes = [e for e in self.entries if e.stroke is not None]
        return [*marks, *([None] if marks and strokes else []), *strokes]

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        if self.folded:
            return QSize(metrics.horizontalAdvance("Legend") + 40, metrics.height() + 11)
        widest = max((metrics.horizontalAdvance(e.label) for e in self.entries), default=20)
        height = sum(self._line() if entry is not None else 7 for entry in self._rows())
        return QSize(2 * _SIDE + _MARK + min(widest, _WIDEST) + 2, height + 14)

    def paintEvent(self, _event: object) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        now = theme.tones()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(now.base)
        ground.setAlpha(236)
        painter.setPen(QPen(now.link if self.hasFocus() else now.line, 1))
        painter.setBrush(ground)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 7, 7)
        painter.setFont(self.font())
        if self.folded:
            icons.icon("list-bullets").paint(painter, _SIDE, (self.height() - 14) // 2, 14, 14)
            painter.setPen(now.quiet)
            painter.drawText(self.rect().adjusted(_SIDE + 20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Legend")
            return
        top, metrics, height = 7, QFontMetrics(self.font()), self._line()
        for entry in self._rows():
            if entry is None:
                top += 7
                continue
            middle = top + height / 2
            if entry.swatch is not None:
                paint_swatch(painter, QPointF(_SIDE + 9, middle), 5.3, entry.swatch, now.theme)
            elif entry.stroke is not None:
                _paint_stroke(painter, entry.stroke, _SIDE, middle)
            painter.setPen(now.ink if entry.swatch or entry.stroke else now.quiet)
            text = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, _WIDEST)
            painter.drawText(
                QRectF(_SIDE + _MARK, top, self.width() - _SIDE - _MARK, height), Qt.AlignmentFlag.AlignVCenter, text
            )
            top += height

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.fold(not self.folded)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.fold(not self.folded)
            return
        super().keyPressEvent(event)


def _paint_stroke(painter: QPainter, stroke: Stroke, left: float, y: float) -> None:
    width = 2.4 if stroke.thick else 1.2
    pen = QPen(qcolor(theme.current().quiet), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dash = DASHES[stroke.support]
    if dash:
        pen.setDashPattern([length / width for length in dash])
    painter.setPen(pen)
    painter.drawLine(QPointF(left, y), QPointF(left + 19, y))
