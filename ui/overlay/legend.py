"""Legend: the meaning of the marks and lines on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.pictures.drawing.strokes import DASHES
from explorer.pictures.look.legend_entry import FULL, PALE, LegendEntry, Stroke, samples
from explorer.pictures.look.style import mix
from ui.look import icons, theme
from ui.look.theme import qcolor
from ui.parts.swatch import paint_swatch
from ui.parts.text import plain_tip, sized

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

_SIDE, _MARK = 10, 26
_WIDEST, _MOST_LINES = 210, 3
"""Pixels of the widest line of a name, and the number of its lines."""
_BAR, _LARGEST = 150, 9.0


class Legend(QWidget):
    """A card of marks and strokes that folds to a small button; a click, Space or Enter folds it."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("legend")
        self.entries: tuple[LegendEntry, ...] = ()
        self.folded = False
        self.is_by_hand = False
        """True if the user folded or unfolded it."""
        self._painted: object = None
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Legend")
        self.setFont(sized(self.font(), 0.9))
        self.setToolTip(plain_tip("Legend: a click or Space folds and unfolds it"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def put(self, entries: tuple[LegendEntry, ...]) -> None:
        """Explain these marks and strokes; the legend hides where there are none."""
        if entries != self.entries:
            self.entries = entries
            self.setAccessibleDescription("; ".join(entry.words for entry in entries))
            self._fit()
        self.setVisible(bool(entries))

    def fold(self, folded: bool) -> None:
        """Make it a small button, or a card again."""
        if folded != self.folded:
            self.folded = folded
            self._fit()

    def _toggle(self) -> None:
        self.is_by_hand = True
        self.fold(not self.folded)

    def _fit(self) -> None:
        self.updateGeometry()
        self.resize(self.sizeHint())
        self.update()

    def _line(self) -> int:
        return QFontMetrics(self.font()).height() + 4

    def _high(self, entry: LegendEntry | None) -> int:
        """The height of a row: that of its lines, of a gap, or of a bar above its ends."""
        if entry is None:
            return 7
        line = self._line()
        if entry.bar or entry.sizes:
            return line + 12 if entry.bar else max(line, 24)
        metrics = QFontMetrics(sized(self.font(), 1.0, QFont.Weight.DemiBold) if entry.is_heading else self.font())
        return line + (len(lines_of(entry.label, metrics)) - 1) * metrics.lineSpacing()

    def _rows(self) -> list[LegendEntry | None]:
        """Entries with a gap (None) before each rule of style and before the strokes."""
        rows: list[LegendEntry | None] = []
        for before, entry in zip((None, *self.entries), self.entries):
            is_new = before is not None and not before.is_heading and bool(entry.stroke) != bool(before.stroke)
            if is_new or (before is not None and entry.is_heading):
                rows.append(None)
            rows.append(entry)
        return rows

    def sizeHint(self) -> QSize:
        if not self.folded:
            return self.open_size()
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance("Legend") + 40, metrics.height() + 11)

    def open_size(self) -> QSize:
        """The size of the card."""
        metrics = QFontMetrics(self.font())
        bold = QFontMetrics(sized(self.font(), 1.0, QFont.Weight.DemiBold))
        widest = max((_wide(entry, bold if entry.is_heading else metrics) for entry in self.entries), default=20)
        height = sum(self._high(entry) for entry in self._rows())
        return QSize(2 * _SIDE + min(widest, _MARK + _WIDEST) + 2, height + 14)

    def paintEvent(self, _event: object) -> None:
        # Lying over the canvas it is shown anew in every frame, and painting it takes longer than a frame may.
        ratio = self.devicePixelRatioF()
        state = self.entries, self.folded, self.size(), ratio, self.hasFocus(), self.font(), theme.current()
        if state != self._painted:
            self._painted, self._picture = state, QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                self._paint(painter)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)

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
        top = 7
        for entry in self._rows():
            height = self._high(entry)
            if entry is not None:
                self._paint_entry(painter, entry, QRectF(_SIDE, top, self.width() - 2 * _SIDE, height))
            top += height

    def _paint_entry(self, painter: QPainter, entry: LegendEntry, row: QRectF) -> None:
        now, middle, left = theme.tones(), row.center().y(), _SIDE + _MARK
        if entry.bar:
            _paint_bar(painter, entry, row)
            return
        if entry.swatch is not None:
            paint_swatch(
                painter, QPointF(_SIDE + 9, middle), 5.3, entry.swatch, now.theme, hollow=not entry.swatch.colour
            )
        elif entry.stroke is not None:
            _paint_stroke(painter, entry.stroke, _SIDE, middle)
        elif entry.line is not None:
            colour, width = entry.line
            painter.setPen(QPen(qcolor(now.theme.fill(colour) if colour else now.theme.quiet), width))
            painter.drawLine(QPointF(_SIDE, middle), QPointF(_SIDE + 19, middle))
        elif entry.period:
            _paint_period(painter, entry.period, _SIDE, middle)
        elif entry.is_ring:
            _paint_ring(painter, QPointF(_SIDE + 9, middle))
        elif entry.is_chip:
            _paint_chip(painter, QPointF(_SIDE + 9, middle))
        elif entry.differs:
            _paint_sign(painter, QPointF(_SIDE + 9, middle), entry.differs)
        elif entry.icon:
            icons.icon(entry.icon, "ink").paint(painter, _SIDE + 1, round(middle) - 8, 16, 16)
        elif entry.sizes:
            _paint_sizes(painter, entry, row)
            return
        elif entry.is_heading:
            left = _SIDE
        bold = sized(self.font(), 1.0, QFont.Weight.DemiBold)
        painter.setFont(bold if entry.is_heading else self.font())
        signs = (
            entry.swatch,
            entry.stroke,
            entry.line,
            entry.icon,
            entry.period,
            entry.is_ring,
            entry.is_chip,
            entry.differs,
        )
        painter.setPen(now.ink if any(signs) or entry.is_heading else now.quiet)
        room = round(row.right()) - left + _SIDE - 2
        text = "\n".join(lines_of(entry.label, QFontMetrics(painter.font())))
        painter.drawText(QRectF(left, row.top(), room, row.height()), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(self.font())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._toggle()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle()
            return
        super().keyPressEvent(event)


def _wide(entry: LegendEntry, metrics: QFontMetrics) -> int:
    """The width of a row, from its mark to the end of its text."""
    text = metrics.horizontalAdvance(entry.label)
    if entry.bar:
        return max(text + metrics.horizontalAdvance(entry.end) + 24, _BAR)
    if entry.sizes:
        return text + round(sum(2 * r + 8 + metrics.horizontalAdvance(t) for r, t in samples(entry, _LARGEST)))
    widest = max(map(metrics.horizontalAdvance, lines_of(entry.label, metrics)))
    return widest if entry.is_heading else _MARK + widest


def lines_of(label: str, metrics: QFontMetrics) -> list[str]:
    """The lines of a row; a word too long for one, as an IRI may be, is cut in its middle."""
    lines = [""]
    for word in label.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if not lines[-1] or metrics.horizontalAdvance(longer) <= _WIDEST:
            lines[-1] = longer
        else:
            lines.append(word)
    lines[_MOST_LINES - 1 :] = [" ".join(lines[_MOST_LINES - 1 :])] if len(lines) >= _MOST_LINES else []
    return [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, _WIDEST) for line in lines]


def _paint_stroke(painter: QPainter, stroke: Stroke, left: float, y: float) -> None:
    width = 2.4 if stroke.thick else 1.2
    pen = QPen(qcolor(theme.current().quiet), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dash = DASHES[stroke.support]
    if dash:
        pen.setDashPattern([length / width for length in dash])
    painter.setPen(pen)
    painter.drawLine(QPointF(left, y), QPointF(left + 19, y))


def _paint_ring(painter: QPainter, middle: QPointF) -> None:
    pen = QPen(qcolor(theme.current().quiet), 1.1)
    pen.setDashPattern([2.2, 2.2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, 6.5, 6.5)


def _paint_chip(painter: QPainter, middle: QPointF) -> None:
    now = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(qcolor(now.ink))
    painter.drawEllipse(middle, 5.2, 5.2)
    painter.setFont(sized(painter.font(), 0.65, QFont.Weight.Bold))
    painter.setPen(qcolor(now.paper))
    painter.drawText(QRectF(middle.x() - 6, middle.y() - 6, 12, 12), Qt.AlignmentFlag.AlignCenter, "1")


def _paint_sign(painter: QPainter, middle: QPointF, code: int) -> None:
    """The sign of a way to differ; that of a replaced value is hollow."""
    from explorer.pictures.look.differences import DIFFERS, SIGNS  # late: few legends explain a comparison
    from graph.rdf.differing import Differs

    now, hollow = theme.current(), code == Differs.REPLACED
    colour = qcolor(now.fill(DIFFERS[code]))
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    painter.drawEllipse(middle, 6.2, 6.2)
    painter.setFont(sized(painter.font(), 0.85, QFont.Weight.Bold))
    painter.setPen(colour if hollow else qcolor(now.paper))
    painter.drawText(QRectF(middle.x() - 7, middle.y() - 7.5, 14, 14), Qt.AlignmentFlag.AlignCenter, SIGNS[code])


def _paint_period(painter: QPainter, period: str, left: float, y: float) -> None:
    """A part of a bar of a time axis: pale, full, or with an arrow at its open end."""
    now = theme.current()
    tone = qcolor(mix(now.paper, now.quiet, FULL if period == "full" else PALE))
    end = left + (13 if period == "arrow" else 19)
    painter.fillRect(QRectF(left, y - 3, end - left, 6), tone)
    if period == "arrow":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        painter.drawPolygon(QPolygonF([QPointF(end, y - 5), QPointF(end + 7, y), QPointF(end, y + 5)]))


def _paint_bar(painter: QPainter, entry: LegendEntry, row: QRectF) -> None:
    """Colours from the low end to the high one, and below them what the ends mean."""
    from PySide6.QtGui import QLinearGradient

    now = theme.tones()
    bar = QRectF(row.left(), row.top() + 3, row.width(), 9)
    shades = QLinearGradient(bar.topLeft(), bar.topRight())
    for i, colour in enumerate(entry.bar):
        shades.setColorAt(i / max(len(entry.bar) - 1, 1), qcolor(now.theme.fill(colour)))
    painter.setPen(QPen(now.firm_line, 1))
    painter.setBrush(shades)
    painter.drawRoundedRect(bar, 2, 2)
    painter.setPen(now.ink)
    words = row.adjusted(0, 12, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.label)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entry.end)


def _paint_sizes(painter: QPainter, entry: LegendEntry, row: QRectF) -> None:
    """Circles of some sizes, each with what it means."""
    now, x, middle = theme.tones(), row.left(), row.center().y()
    metrics = painter.fontMetrics()
    fill = now.theme.fill("")
    for radius, text in samples(entry, _LARGEST):
        painter.setPen(QPen(qcolor(now.theme.outline(fill)), 1))
        painter.setBrush(qcolor(fill))
        painter.drawEllipse(QPointF(x + radius, middle), radius, radius)
        x += 2 * radius + 3
        painter.setPen(now.ink)
        painter.drawText(QRectF(x, row.top(), 200, row.height()), Qt.AlignmentFlag.AlignVCenter, text)
        x += metrics.horizontalAdvance(text) + 5
    painter.drawText(QRectF(x, row.top(), 200, row.height()), Qt.AlignmentFlag.AlignVCenter, entry.label)
