"""Range facet: a filter over numbers with a histogram, two handles, and ends to type."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from explorer.panels.facet_values import Span
from explorer.views.view import Range
from graph.rdf.values import to_days, write_day
from ui.look import theme
from ui.parts.text import Field, Line, plain_tip, quiet_button, sized, tabular

STEPS = 1000
COALESCE_MS = 40
INSET = 6
"""Pixels beside the line, so that a handle at its end is fully visible."""
LOW, HIGH, BOTH = range(3)
Read = Callable[[str, bool], float]
Write = Callable[[float, bool], str]


class Histogram(QWidget):
    """Bars over the range of the data; those outside the kept range are faded."""

    def __init__(self, inset: int) -> None:
        super().__init__()
        self._inset = inset
        self._bars: tuple[int, ...] = ()
        self._kept = (0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def put(self, bars: tuple[int, ...], low: float, high: float) -> None:
        """Show bars, with the kept range as shares from 0 to 1."""
        self._bars, self._kept = bars, (low, high)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 34)

    def paintEvent(self, _event: object) -> None:
        if not self._bars:
            return
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        now = theme.tones()
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


class RangeHandles(QWidget):
    """Two handles on a line from 0 to :data:`STEPS`; ``edited`` is called only for changes by the user."""

    def __init__(self, edited: Callable[[], None]) -> None:
        super().__init__()
        self._edited = edited
        self._low, self._high = 0, STEPS
        self._held = LOW
        self._grip: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def value(self) -> tuple[int, int]:
        """The positions of the handles."""
        return self._low, self._high

    @property
    def is_held(self) -> bool:
        """True while the user holds a handle."""
        return self._grip is not None

    def put(self, low: int, high: int) -> None:
        """Place the handles."""
        self._low, self._high = low, high
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 18)

    def x_of(self, step: int) -> float:
        """The pixel of a step."""
        return INSET + (self.width() - 2 * INSET) * step / STEPS

    def _step_at(self, x: float) -> int:
        return round((x - INSET) / max(1, self.width() - 2 * INSET) * STEPS)

    def _drag(self, low: int, high: int) -> None:
        if (low, high) != (self._low, self._high):
            self._low, self._high = low, high
            self.update()
            self._edited()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        near = {LOW: abs(x - self.x_of(self._low)), HIGH: abs(x - self.x_of(self._high))}
        between = self.x_of(self._low) + INSET < x < self.x_of(self._high) - INSET
        full = (self._low, self._high) == (0, STEPS)
        # If both handles are on one spot, the pressed side decides between them.
        side = HIGH if x > self.x_of(self._high) else LOW
        nearest = side if near[LOW] == near[HIGH] else min(near, key=lambda key: near[key])
        self._held = BOTH if between and not full else nearest
        self._grip = self._step_at(x) - self._low
        self._follow(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._follow(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        if self._held == BOTH:
            self._held = LOW
        self.update()

    def _follow(self, x: float) -> None:
        step = min(max(self._step_at(x), 0), STEPS)
        if self._held == LOW:
            self._drag(min(step, self._high - 1), self._high)
        elif self._held == HIGH:
            self._drag(self._low, max(step, self._low + 1))
        else:
            width = self._high - self._low
            low = min(max(step - (self._grip or 0), 0), STEPS - width)
            self._drag(low, low + width)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_move(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move a handle, with Shift ten times as far; Up and Down switch between the handles."""
        step = _MOVES.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            step *= 10
        if step == 0:
            self._held = LOW if self._held == HIGH else HIGH
            self.update()
        elif self._held == HIGH:
            self._drag(self._low, max(min(STEPS, self._high + step), self._low + 1))
        else:
            self._drag(min(max(0, self._low + step), self._high - 1), self._high)

    def paintEvent(self, _event: object) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        now = theme.tones()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self.height() / 2
        ends = (self.x_of(self._low), self.x_of(self._high))
        painter.setPen(QPen(now.firm_line, 2))
        painter.drawLine(QPointF(INSET, y), QPointF(self.width() - INSET, y))
        painter.setPen(QPen(now.bar, 2.5))
        painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))
        for side, x in zip((LOW, HIGH), ends):
            held = self.hasFocus() and self._held in (side, BOTH)
            painter.setPen(QPen(now.link, 1.5))
            painter.setBrush(now.link if held else now.base)
            painter.drawEllipse(QPointF(x, y), 5.5, 5.5)


def _is_move(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _MOVES


_MOVES = {Qt.Key.Key_Left: -10, Qt.Key.Key_Right: 10, Qt.Key.Key_Up: 0, Qt.Key.Key_Down: 0}


class RangeFacet(QWidget):
    """Filters by a range.

    ``keep(range, keep_without)`` is called as the user drags, types or ticks; None stands for the whole range.
    ``read(text, is_end)`` turns typed text into a number or raises ValueError with a sentence; ``write`` does the
    inverse.
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
        self.handles.setAccessibleName(f"{name}: range")
        self.handles.setToolTip(
            "Drag the ends, or the bar between them. Left and Right move an end, Up and Down switch ends."
        )
        self.histogram = Histogram(INSET)
        self.low, self.high = self._end(f"{name}: from", False), self._end(f"{name}: to", True)
        self.reset = quiet_button("arrow-counter-clockwise", f"{name}: reset", "Reset the range")
        self.reset.clicked.connect(lambda: self._commit(None))
        self.keep_without = QCheckBox()
        self.keep_without.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.keep_without.clicked.connect(lambda: self._commit(self._span.kept if self._span else None))
        self.problem = Line("", "wrong", wrap=True)
        self.problem.setContentsMargins(INSET, 3, 0, 0)
        self.problem.setVisible(False)
        self._arrange()

    def _arrange(self) -> None:
        ends = QHBoxLayout()
        ends.setContentsMargins(INSET, 2, 0, 0)
        ends.setSpacing(5)
        ends.addWidget(self.low, 1)
        ends.addWidget(Line("–", "quiet", elide=False), 0)
        ends.addWidget(self.high, 1)
        ends.addWidget(self.reset, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(4, 2, 8, 4)
        outer.setSpacing(0)
        outer.addWidget(self.histogram)
        outer.addWidget(self.handles)
        outer.addLayout(ends)
        outer.addWidget(self.problem)
        outer.addSpacing(3)
        around = QHBoxLayout()
        around.setContentsMargins(INSET, 0, 0, 0)
        around.addWidget(self.keep_without)
        outer.addLayout(around)

    def _end(self, name: str, is_end: bool) -> QLineEdit:
        field = Field()
        field.setAccessibleName(name)
        field.setFont(tabular(sized(self.font(), 0.92)))
        field.setMinimumWidth(40)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        field.editingFinished.connect(lambda: self._typed(field, is_end))
        field.given_up.connect(self._write_again)
        return field

    def put(self, span: Span) -> None:
        """Show a span; a handle that the user holds stays in place until it is released."""
        self._span = span
        low, high = _within(span)
        if not self.timer.isActive() and not self.handles.is_held:
            self.handles.put(round(span.share(low) * STEPS), round(span.share(high) * STEPS))
        self._write_ends(low, high)
        self.reset.setEnabled(span.kept is not None)
        self.keep_without.setVisible(bool(self._without and span.without))
        self.keep_without.setText(f"{self._without} ({span.without:,})")
        self.keep_without.setToolTip(plain_tip(self.keep_without.text()))
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

    def _write_again(self) -> None:
        if self._span is not None:
            self._write_ends(*_within(self._span))

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
        low, high = self.handles.value
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
                raise ValueError("The end of the range is before its start.")
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


def _within(span: Span) -> Range:
    """The kept range as far as it is in the span; one beside it as it is, so that its ends stay in order."""
    low, high = span.kept or (span.low, span.high)
    inside = max(low, span.low), min(high, span.high)
    return inside if inside[0] <= inside[1] else (low, high)


def _restyle(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def read_amount(text: str, _is_end: bool) -> float:
    """A number typed with or without thousands separators. Raises ValueError with a sentence."""
    try:
        value = float(text.replace(",", "").replace(" ", "").replace("\u202f", ""))
    except ValueError:
        raise ValueError(f"“{text}” is not a number. Write it as 7250000 or 7,250,000.") from None
    if not math.isfinite(value):
        raise ValueError(f"“{text}” is not a number. Write it as 7250000 or 7,250,000.")
    return value


def write_amount(value: float, is_end: bool) -> str:
    """A number with thousands separators, rounded outwards to the digits that matter at its size."""
    if abs(value) >= 100 or value == int(value):
        return f"{math.ceil(value) if is_end else math.floor(value):,}"
    return f"{value:.4g}"


def read_date(text: str, is_end: bool) -> float:
    """A date typed as a year, month or day, in days since 1970; its last instant at the end of a range."""
    return to_days(text, end=is_end)


def write_date(days: float, is_end: bool) -> str:
    """A date by its day; at the end of a range, the last day before it."""
    return write_day(math.ceil(days) - 1 if is_end else days)
