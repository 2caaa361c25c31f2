"""A facet over numbers: histogram, two handles, and ends that can be typed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QStyle, QVBoxLayout, QWidget
from superqt import QRangeSlider

from explorer.facets import Span
from explorer.view import Range
from ui import theme
from ui.parts.text import Line, plain_tip, quiet_button, sized, tabular

STEPS = 1000
COALESCE_MS = 40
Read = Callable[[str, bool], float]
Write = Callable[[float, bool], str]


class Histogram(QWidget):
    """Bars over the stretch of the data; those outside what is kept step back."""

    def __init__(self, inset: int) -> None:
        super().__init__()
        self._inset = inset
        self._bars: tuple[int, ...] = ()
        self._kept = (0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def put(self, bars: tuple[int, ...], low: float, high: float) -> None:
        """Show bars, with the kept stretch as shares from 0 to 1."""
        self._bars, self._kept = bars, (low, high)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 34)

    def paintEvent(self, _event: object) -> None:
        if not self._bars:
            return
        now, painter = theme.tones(), QPainter(self)
        width = (self.width() - 2 * self._inset) / len(self._bars)
        # A square root keeps single resources visible beside a crowd.
        most = math.sqrt(max(max(self._bars), 1))
        for i, count in enumerate(self._bars):
            height = math.sqrt(count) / most * (self.height() - 2)
            if count:
                height = max(height, 2.0)
            middle = (i + 0.5) / len(self._bars)
            inside = self._kept[0] <= middle <= self._kept[1]
            bar = QRectF(self._inset + i * width + 0.5, self.height() - height, max(width - 1, 1), height)
            painter.fillRect(bar, now.bar if inside else now.bar_off)


class RangeHandles(QRangeSlider):
    """Two handles that report only what the user does: ``edited`` is not called by setting the value."""

    def __init__(self, edited: Callable[[], None]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._edited = edited
        self.setRange(0, STEPS)
        self.setValue((0, STEPS))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._held = 0

    def _reporting(self, handle: Callable[[Any], None], event: Any) -> None:
        before = tuple(self.value())
        handle(event)
        if tuple(self.value()) != before:
            self._edited()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._reporting(super().mousePressEvent, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._reporting(super().mouseMoveEvent, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._reporting(super().mouseReleaseEvent, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the panel; a filter must not change on the way past.
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move a handle, Up and Down choose which."""
        step = _MOVES.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        if step == 0:
            self._held = 1 - self._held
            self.update()
            return
        low, high = self.value()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            step *= 10
        if self._held == 0:
            low = min(max(0, low + step), high - 1)
        else:
            high = max(min(STEPS, high + step), low + 1)
        self._reporting(self.setValue, (low, high))

    def paintEvent(self, _event: object) -> None:
        now, painter = theme.tones(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self.height() / 2
        ends = [QRectF(self._handleRect(i)).center().x() for i in (0, 1)]
        reach = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength) / 2
        painter.setPen(QPen(now.firm_line, 2))
        painter.drawLine(QPointF(reach, y), QPointF(self.width() - reach, y))
        painter.setPen(QPen(now.bar, 2.5))
        painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))
        for i, x in enumerate(ends):
            held = self.hasFocus() and self._held == i
            painter.setPen(QPen(now.link, 2 if held else 1.3))
            painter.setBrush(now.base if not held else now.link)
            painter.drawEllipse(QPointF(x, y), 5.5, 5.5)


_MOVES = {Qt.Key.Key_Left: -10, Qt.Key.Key_Right: 10, Qt.Key.Key_Up: 0, Qt.Key.Key_Down: 0}


class RangeFacet(QWidget):
    """Keeps a range.

    ``keep(range, keep_without)`` is called as the user drags, types or ticks; None stands for the whole stretch.
    ``read(text, is_end)`` makes a number of what is typed or raises ValueError with a sentence; ``write`` undoes it.
    """

    def __init__(
        self, name: str, keep: Callable[[Range | None, bool], None], read: Read, write: Write, *, without: str = ""
    ) -> None:
        super().__init__()
        self._keep, self._read, self._write, self._without = keep, read, write, without
        self._span: Span | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(COALESCE_MS)
        self.timer.timeout.connect(self._drop)
        self.handles = RangeHandles(self._dragged)
        self.handles.setAccessibleName(f"{name}: kept range")
        self.handles.setToolTip(
            "Drag the ends, or the bar between them. Left and Right move an end, Up and Down choose which."
        )
        inset = self.handles.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength) // 2
        self.histogram = Histogram(inset)
        self.low, self.high = self._end(f"{name}: from", False), self._end(f"{name}: to", True)
        self.reset = quiet_button("arrow-counter-clockwise", f"{name}: reset", "Keep the whole range again")
        self.reset.clicked.connect(lambda: self._commit(None))
        self.keep_without = QCheckBox()
        self.keep_without.clicked.connect(lambda: self._commit(self._span.kept if self._span else None))
        self.problem = Line("", "wrong", wrap=True)
        self.problem.setVisible(False)
        self._arrange(inset)

    def _arrange(self, inset: int) -> None:
        ends = QHBoxLayout()
        ends.setContentsMargins(inset, 2, 0, 0)
        ends.setSpacing(5)
        ends.addWidget(self.low, 1)
        dash = Line("–", "quiet")
        dash.setFixedWidth(dash.sizeHint().width())
        ends.addWidget(dash, 0)
        ends.addWidget(self.high, 1)
        ends.addWidget(self.reset, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10 - min(inset, 6), 2, 8, 4)
        outer.setSpacing(0)
        outer.addWidget(self.histogram)
        outer.addWidget(self.handles)
        outer.addLayout(ends)
        outer.addWidget(self.problem)
        outer.addSpacing(3)
        around = QHBoxLayout()
        around.setContentsMargins(inset, 0, 0, 0)
        around.addWidget(self.keep_without)
        outer.addLayout(around)

    def _end(self, name: str, is_end: bool) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setFont(tabular(sized(self.font(), 0.92)))
        field.setMinimumWidth(40)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        field.editingFinished.connect(lambda: self._typed(field, is_end))
        return field

    def put(self, span: Span) -> None:
        """Show a span; what the user's hand is on stays as it is until it is let go."""
        self._span = span
        low, high = span.kept or (span.low, span.high)
        low, high = max(low, span.low), min(high, span.high)
        if not self.timer.isActive() and not self.handles.isSliderDown():
            self.handles.setValue((round(span.share(low) * STEPS), round(span.share(high) * STEPS)))
        self._write_ends(low, high)
        self.reset.setEnabled(span.kept is not None)
        self.keep_without.setVisible(bool(self._without and span.without))
        self.keep_without.setText(f"{self._without} ({span.without:,})")
        self.keep_without.setChecked(span.keep_without)

    def _write_ends(self, low: float, high: float) -> None:
        span = self._span
        if span is None:
            return
        for field, value, is_end in ((self.low, low, False), (self.high, high, True)):
            if not (field.hasFocus() and field.isModified()):
                field.setText(self._write(value, is_end))
                self._accept(field)
        self.histogram.put(span.histogram, span.share(low), span.share(high))

    def _dragged(self) -> None:
        span = self._span
        if span is None:
            return
        low, high = self._held()
        self._write_ends(low, high)
        if not self.timer.isActive():
            self.timer.start()

    def _held(self) -> Range:
        span = self._span
        assert span is not None
        low, high = self.handles.value()
        return span.at(low / STEPS), span.at(high / STEPS)

    def _drop(self) -> None:
        self._commit(self._held())

    def _commit(self, kept: Range | None) -> None:
        span = self._span
        if span is None:
            return
        self.timer.stop()
        if kept is not None and kept[0] <= span.low and kept[1] >= span.high:
            kept = None
        self._keep(kept, self.keep_without.isChecked())

    def _typed(self, field: QLineEdit, is_end: bool) -> None:
        span = self._span
        if span is None or not field.isModified():
            return
        low, high = span.kept or (span.low, span.high)
        try:
            value = (
                self._read(field.text().strip(), is_end)
                if field.text().strip()
                else (span.high if is_end else span.low)
            )
            kept = (low, value) if is_end else (value, high)
            if kept[0] > kept[1]:
                raise ValueError("The range would end before it begins.")
        except ValueError as error:
            field.setProperty("wrong", True)
            field.setToolTip(plain_tip(str(error)))
            self.problem.write(str(error))
            self.problem.setVisible(True)
            _restyle(field)
            return
        field.setModified(False)
        self._accept(field)
        self._commit(kept)

    def _accept(self, field: QLineEdit) -> None:
        if field.property("wrong"):
            field.setProperty("wrong", False)
            field.setToolTip("")
            self.problem.setVisible(False)
            _restyle(field)


def _restyle(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def read_amount(text: str, _is_end: bool) -> float:
    """A number typed with or without thousands set apart; raises ValueError with a sentence."""
    try:
        value = float(text.replace(",", "").replace(" ", "").replace("\u202f", ""))
    except ValueError:
        raise ValueError(f"“{text}” is not a number: write it as 7250000 or 7,250,000.") from None
    if not math.isfinite(value):
        raise ValueError(f"“{text}” is not a number: write it as 7250000 or 7,250,000.")
    return value


def write_amount(value: float, is_end: bool) -> str:
    """A number with thousands set apart, rounded outwards to what matters at its size."""
    if abs(value) >= 100 or value == int(value):
        return f"{math.ceil(value) if is_end else math.floor(value):,}"
    return f"{value:.4g}"
