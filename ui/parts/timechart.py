"""The timeline as one widget: what is on it stands in arrays, and hands brush, zoom, choose and unfold."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QCursor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QToolTip, QWidget

from explorer.brush import HIGH, LOW, NEW, WHOLE, Brush, grip, stepped
from explorer.ticks import Unit, context, starts, unit_for, write_stretch
from explorer.timeline import INSET, Chart, Chronicle, Room, cover_shown, draw_up
from explorer.view import Range
from ui import theme
from ui.parts import timepaint
from ui.parts.text import plain_tip, sized

COALESCE_MS = 40
_HISTOGRAM, _RULER, _EDGE = 46, 20, 12
_REACH = 6.0
_SLOP = 4.0
_SHORTEST = 1 / 1440
"""Days that the width shows at least: a minute."""
_MOST_PICKED = 500


class Hands(NamedTuple):
    """What the user asks for: ``keep`` a stretch (None: all), ``pick`` resources, perhaps beside others, ``open`` one,
    ``play`` or pause, and what is to be told of a resource.
    """

    keep: Callable[[Range | None], None]
    pick: Callable[[list[int], bool], None]
    open: Callable[[int], None]
    play: Callable[[], None]
    tell: Callable[[int], str]


class TimeChart(QWidget):
    """Shows a :class:`Chronicle`. Above, the whole range; below, the lanes of the stretch in sight."""

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self._hands = hands
        self.told: Chronicle | None = None
        self.shown: NDArray[np.bool_] = np.empty(0, bool)
        self.chosen: NDArray[np.bool_] = np.empty(0, bool)
        self.kept: Range | None = None
        self.name_of: Callable[[int], str] = str
        self.sight: Range = (0.0, 1.0)
        self.forced: dict[int, bool] = {}
        self._chart: Chart | None = None
        self._bars: NDArray[np.float64] = np.empty(0)
        self._cover: NDArray[np.int64] | None = None
        self._brush: Brush | None = None
        self._brush_in = QRectF()
        self._press: QPointF | None = None
        self._pan: tuple[Range, int] | None = None
        self._moved = False
        self._hovered = -1
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.valueChanged.connect(lambda: self.update())
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(COALESCE_MS)
        self.timer.timeout.connect(lambda: self._hands.keep(self.kept))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(_HISTOGRAM + _RULER + 40)

    # What is shown

    def put(self, told: Chronicle, shown: NDArray[np.bool_], kept: Range | None, name_of: Callable[[int], str]) -> None:
        """Show resources, which of them are shown (k,), and the kept stretch; the sight stays on the same range."""
        if self.told is None or self.told.whole != told.whole:
            self.sight = told.whole
            self.forced.clear()
        if told is not self.told:
            self.chosen = np.zeros(len(told), bool)
            self._chart = None
        self.told, self.shown, self.name_of = told, shown, name_of
        self._bars, self._cover = told.histogram(shown), None
        if self._brush is None and not self.timer.isActive():
            self.kept = kept
        self.update()

    def choose(self, chosen: NDArray[np.bool_]) -> None:
        """Mark what is selected, (k,); where that is one alone, its row is scrolled into sight."""
        new = not np.array_equal(chosen, self.chosen)
        self.chosen = chosen
        if new and np.count_nonzero(chosen) == 1:
            self._scroll_to(int(np.flatnonzero(chosen)[0]))
        self.update()

    def _scroll_to(self, item: int) -> None:
        """Scroll as little as shows the row, or the closed lane, of a resource."""
        assert self.told is not None
        band = next((band for band in self.chart.bands if band.lane == self.told.lane[item]), None)
        if band is None:
            return
        at = np.flatnonzero(band.rows == item)
        row = self.chart.row_height
        top = band.top + INSET + float(band.row[at[0]]) * row if len(at) else band.top
        value, page = self.bar.value(), self.frame.lanes.height()
        self.bar.setValue(round(max(min(value, top - INSET), top + row + INSET - page)))

    @property
    def frame(self) -> timepaint.Frame:
        """Where everything stands."""
        gutter = min(190.0, max(self.width() * 0.16, 120.0))
        left, width = gutter, max(self.width() - gutter - _EDGE, 20.0)
        top = 4.0 + _HISTOGRAM + _RULER
        return timepaint.Frame(
            QRectF(0, 0, gutter, self.height()),
            QRectF(left, 4.0, width, _HISTOGRAM),
            QRectF(left, 4.0 + _HISTOGRAM, width, _RULER),
            QRectF(left, top, width, max(self.height() - top, 1.0)),
        )

    @property
    def chart(self) -> Chart:
        """The lanes as they stand now."""
        assert self.told is not None
        if self._chart is None:
            box, metrics = self.frame.lanes, QFontMetricsF(self._small)
            row = float(round(metrics.height() + 4))
            room = Room(box.width(), box.height(), row, row + 2 * INSET)
            self._chart = draw_up(self.told, self.sight, room, self.name_of, metrics.horizontalAdvance, self.forced)
            self._cover = None
            over = max(0, round(self._chart.height - box.height()))
            self.bar.setRange(0, over)
            self.bar.setPageStep(round(box.height()))
            self.bar.setSingleStep(round(row))
            self.bar.setVisible(over > 0)
        return self._chart

    @property
    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def whole_x(self, instant: float) -> float:
        """The pixel of an instant on the histogram."""
        assert self.told is not None
        (low, high), box = self.told.whole, self.frame.histogram
        return box.left() + (instant - low) / (high - low) * box.width()

    def sight_x(self, instant: float) -> float:
        """The pixel of an instant on the ruler and in the lanes."""
        (low, high), box = self.sight, self.frame.lanes
        return box.left() + (instant - low) / (high - low) * box.width()

    def _instant(self, x: float, box: QRectF) -> float:
        assert self.told is not None
        low, high = self.told.whole if box == self.frame.histogram else self.sight
        return low + (x - box.left()) / box.width() * (high - low)

    @property
    def unit(self) -> Unit:
        """The step on which ends come to stand in the present sight: the finest that a hand can hit."""
        return unit_for(self.sight[1] - self.sight[0], self.frame.lanes.width() / 4)

    def look(self, low: float, high: float) -> None:
        """Bring a stretch into sight, held to the whole."""
        if self.told is None:
            return
        first, last = self.told.whole
        span = min(max(high - low, _SHORTEST), last - first)
        low = min(max((low + high - span) / 2, first), last - span)
        self.sight = (first, last) if span >= last - first else (low, low + span)
        self._chart = None
        self.update()

    def look_at_all(self) -> None:
        """Bring the whole range into sight."""
        if self.told is not None:
            self.look(*self.told.whole)

    def zoom(self, factor: float, around: float) -> None:
        """Show a stretch ``factor`` times as long, with an instant staying where it is."""
        low, high = self.sight
        self.look(around - (around - low) * factor, around + (high - around) * factor)

    # Painting

    def sizeHint(self) -> QSize:
        return QSize(600, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._chart = None
        top = round(self.frame.lanes.top())
        wide = self.bar.sizeHint().width()
        self.bar.setGeometry(self.width() - wide, top, wide, self.height() - top)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._chart = None

    def paintEvent(self, _event: object) -> None:
        if self.told is None or not len(self.told):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, self.told)

    def _paint(self, painter: QPainter, told: Chronicle) -> None:
        frame, chart, now = self.frame, self.chart, theme.tones()
        font = self._small
        if self._cover is None:
            self._cover = cover_shown(told, chart, self.shown)
        scrolled = float(self.bar.value())
        look = timepaint.Look(self.shown, self._bars, self._cover, self.chosen, self._hovered, scrolled)
        below = frame.ruler.united(frame.lanes)
        if self.kept is not None:
            timepaint.paint_left_out(painter, self.kept, self.whole_x, frame.histogram, now.hover)
            timepaint.paint_left_out(painter, self.kept, self.sight_x, below, now.hover)
        timepaint.paint_histogram(painter, told, look, self.sight, frame.histogram)
        timepaint.paint_ruler(painter, chart, self.font(), frame.ruler)
        names = timepaint.Names(self.name_of, font, QFontMetricsF(font))
        timepaint.paint_lanes(painter, told, chart, look, names, frame)
        self._paint_gutter(painter, frame, chart)
        if self.kept is not None:
            timepaint.paint_ends(painter, self.kept, self.whole_x, frame.histogram, grips=True)
            timepaint.paint_ends(painter, self.kept, self.sight_x, below, grips=False)
        painter.setPen(QPen(now.line, 1))
        painter.drawLine(QPointF(0, frame.ruler.bottom()), QPointF(self.width(), frame.ruler.bottom()))
        if self.hasFocus():
            painter.setPen(QPen(now.link, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 0.5, -1.5, -0.5), 4, 4)

    def _paint_gutter(self, painter: QPainter, frame: timepaint.Frame, chart: Chart) -> None:
        """Beside the histogram what one bar is; beside the ruler where one is, and what lies to either side."""
        now, told = theme.tones(), self.told
        assert told is not None
        box = QRectF(10, frame.histogram.top(), frame.gutter.width() - 20, _HISTOGRAM)
        painter.setFont(sized(self.font(), 0.88))
        painter.setPen(now.quiet)
        lines = (f"{len(told):,} with a date", f"a bar is {_unit_words(told.unit)}")
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, flags, "\n".join(lines))
        where = context(*self.sight, chart.width / 62)
        beside = " · ".join(
            words
            for words, count in ((f"{chart.earlier:,} before", chart.earlier), (f"{chart.later:,} after", chart.later))
            if count
        )
        text = where or beside
        painter.setPen(now.ink if where else now.quiet)
        ruler = QRectF(10, frame.ruler.top(), frame.gutter.width() - 20, _RULER)
        painter.drawText(ruler, timepaint.LEFT, text)

    # Hands

    def _part(self, place: QPointF) -> QRectF | None:
        """The histogram or the ruler where a place is on one of them."""
        frame = self.frame
        return next((box for box in (frame.histogram, frame.ruler) if _reaches(box, place)), None)

    def item_at(self, place: QPointF) -> int:
        """Place in the chronicle of what is drawn there, -1 where nothing is."""
        box = self.frame.lanes
        if self.told is None or not box.contains(place):
            return -1
        return self.chart.hit(place.x() - box.left(), place.y() - box.top() + self.bar.value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.told is None or not len(self.told):
            return
        place = event.position()
        self._press, self._moved = place, False
        box = self._part(place)
        if box is not None:
            self._take(place, box)
        elif place.x() > self.frame.lanes.left():
            self._pan = (self.sight, self.bar.value())

    def _take(self, place: QPointF, box: QRectF) -> None:
        assert self.told is not None
        low, high = self.told.whole if box == self.frame.histogram else self.sight
        per_pixel = (high - low) / box.width()
        at = self._instant(place.x(), box)
        held = grip(self.kept, at, _REACH * per_pixel)
        unit = unit_for(high - low, box.width() / 4)
        self._brush = Brush(held, at, self.kept or (at, at), unit, self.told.whole)
        self._brush_in = box

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._press is None:
            self._hover(place)
            return
        if not self._moved and (place - self._press).manhattanLength() < _SLOP:
            return
        self._moved = True
        if self._brush is not None:
            self._keep(self._brush.to(self._instant(place.x(), self._brush_in)))
        elif self._pan is not None:
            (low, high), scrolled = self._pan
            days = (self._press.x() - place.x()) / self.frame.lanes.width() * (high - low)
            self.look(low + days, high + days)
            self.bar.setValue(round(scrolled + self._press.y() - place.y()))

    def _keep(self, kept: Range) -> None:
        if kept != self.kept:
            self.kept = kept
            self.update()
            if not self.timer.isActive():
                self.timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place, press, self._press = event.position(), self._press, None
        moved, brushed = self._moved, self._brush is not None
        self._brush = self._pan = None
        if press is None or moved or brushed or self.told is None:
            if self.timer.isActive():
                self.timer.stop()
                self._hands.keep(self.kept)
            return
        self._click(place, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _click(self, place: QPointF, add: bool) -> None:
        assert self.told is not None
        item, box = self.item_at(place), self.frame.lanes
        band = self.chart.band_at(place.y() - box.top() + self.bar.value()) if place.y() > box.top() else None
        if item >= 0:
            self._hands.pick([int(self.told.nodes[item])], add)
        elif band is not None and place.x() < box.left():
            self.forced[band.lane] = not band.is_open
            self._chart = None
            self.update()
        elif band is not None and not band.is_open:
            items = self._under(band.lane, place.x())
            if len(items) > _MOST_PICKED:
                self.zoom(0.25, self._instant(place.x(), box))
            elif len(items):
                self._hands.pick(self.told.nodes[items].tolist(), add)
        elif not add:
            self._hands.pick([], False)

    def _under(self, lane: int, x: float) -> NDArray[np.intp]:
        """What touches the pixels around a place in a closed lane."""
        assert self.told is not None
        low, high = (self._instant(x + by, self.frame.lanes) for by in (-2, 2))
        return np.flatnonzero(self.told.touching(low, high) & (self.told.lane == lane))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.item_at(event.position())
        if item >= 0 and self.told is not None:
            self._hands.open(int(self.told.nodes[item]))
        elif event.position().x() > self.frame.lanes.left():
            self.clear()

    def clear(self) -> None:
        """Keep the whole range again."""
        self.timer.stop()
        self._brush = self._press = None
        self.kept = None
        self._hands.keep(None)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        place, turned = event.position(), event.angleDelta()
        event.accept()
        if self.told is None or not len(self.told):
            return
        along = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if place.x() < self.frame.lanes.left():
            self.bar.setValue(self.bar.value() - round(turned.y() / 120 * 3 * self.bar.singleStep()))
        elif along:
            step = -along / 120 * (self.sight[1] - self.sight[0]) / 10
            self.look(self.sight[0] + step, self.sight[1] + step)
        else:
            box = self.frame.histogram if self.frame.histogram.contains(place) else self.frame.lanes
            self.zoom(0.8 ** (turned.y() / 120), self._instant(place.x(), box))

    def _hover(self, place: QPointF) -> None:
        item, box = self.item_at(place), self._part(place)
        if item != self._hovered:
            self._hovered = item
            self.update()
        shape = Qt.CursorShape.ArrowCursor
        if item >= 0 or (place.x() < self.frame.lanes.left() and place.y() > self.frame.lanes.top()):
            shape = Qt.CursorShape.PointingHandCursor
        elif box is not None and self.told is not None and len(self.told):
            low, high = self.told.whole if box == self.frame.histogram else self.sight
            held = grip(self.kept, self._instant(place.x(), box), _REACH * (high - low) / box.width())
            shape = _SHAPES[held]
        if self.cursor().shape() != shape:
            self.setCursor(QCursor(shape))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "<br>".join(plain_tip(line) for line in text.split("\n")), self)
            return True
        # The window's one-letter shortcuts would take these keys away.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def tip(self, place: QPointF) -> str:
        """What is to be said of a place, in lines."""
        told = self.told
        if told is None or not len(told):
            return ""
        item = self.item_at(place)
        if item >= 0:
            return self._hands.tell(int(told.nodes[item]))
        frame = self.frame
        if frame.histogram.contains(place):
            at = min(max(self._instant(place.x(), frame.histogram), told.whole[0]), told.whole[1] - 1e-6)
            bar = int(np.searchsorted(told.edges, at, side="right")) - 1
            low, high = told.edges[bar : bar + 2].tolist()
            return f"{write_stretch(low, high)}: {_resources(int(np.count_nonzero(told.touching(low, high))))}"
        band = self.chart.band_at(place.y() - frame.lanes.top() + self.bar.value())
        if band is not None and not band.is_open and frame.lanes.contains(place):
            many = _resources(len(self._under(band.lane, place.x())))
            return f"{told.lanes[band.lane].title}: {many} here. A click chooses them, a click on the name unfolds."
        if band is not None and place.y() > frame.lanes.top() and place.x() < frame.lanes.left():
            return "Unfold or fold this lane. The wheel scrolls here; over the lanes it zooms."
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move what is kept, with Shift its end, with Ctrl its start; Home and End take it to an end."""
        if self.told is None or not len(self.told) or not _is_own(event):
            super().keyPressEvent(event)
            return
        key, middle = Qt.Key(event.key()), (self.sight[0] + self.sight[1]) / 2
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            shift, control = (bool(event.modifiers() & m) for m in (_SHIFT, _CONTROL))
            self.step(-1 if key == Qt.Key.Key_Left else 1, HIGH if shift else LOW if control else WHOLE)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1.25 if key == Qt.Key.Key_Minus else 0.8, middle)
        elif key == Qt.Key.Key_0:
            self.look_at_all()
        elif key == Qt.Key.Key_Space:
            self._hands.play()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            low, high = self.told.whole
            width = self.kept[1] - self.kept[0] if self.kept is not None else 0.0
            unit = self.unit
            found = starts(low, high, unit, around=True).tolist()
            first = (found[0], found[0] + width or found[1])
            last = (found[-1] - width if width else found[-2], found[-1])
            self._keep(first if key == Qt.Key.Key_Home else last)
        else:
            self.clear()

    def step(self, steps: int, held: int) -> None:
        """Move what is kept, or one end of it, by steps of the present unit; without any, begin with the first."""
        assert self.told is not None
        low, high = self.told.whole
        unit = self.unit
        if self.kept is None:
            self._keep((low, high) if held != WHOLE else tuple(starts(low, high, unit, around=True)[:2].tolist()))
            if held == WHOLE:
                return
        assert self.kept is not None
        self._keep(stepped(self.kept, unit, steps, held, (low, high)))

    def _walk(self, steps: int) -> None:
        """Choose the next resource in order of time, of those that are shown and in sight."""
        assert self.told is not None
        seen = np.flatnonzero(self.shown & self.told.touching(*self.sight))
        seen = seen[np.argsort(self.told.start[seen], kind="stable")]
        if len(seen):
            at = np.flatnonzero(self.chosen[seen])
            place = int(at[0]) + steps if len(at) else 0 if steps > 0 else len(seen) - 1
            self._hands.pick([int(self.told.nodes[seen[min(max(place, 0), len(seen) - 1)]])], False)


_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_SHAPES = {
    NEW: Qt.CursorShape.CrossCursor,
    LOW: Qt.CursorShape.SizeHorCursor,
    HIGH: Qt.CursorShape.SizeHorCursor,
    WHOLE: Qt.CursorShape.OpenHandCursor,
}
_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_Space, Qt.Key.Key_Backspace,
}  # fmt: skip


def _is_own(event: QKeyEvent) -> bool:
    key, held = Qt.Key(event.key()), event.modifiers()
    plain = not held & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier)
    return key in _KEYS and (plain or (held == _CONTROL and key in (Qt.Key.Key_Left, Qt.Key.Key_Right)))


def _reaches(box: QRectF, place: QPointF) -> bool:
    return box.adjusted(-_REACH, 0, _REACH, 0).contains(place)


def _resources(count: int) -> str:
    return "1 resource" if count == 1 else f"{count:,} resources"


def _unit_words(unit: Unit) -> str:
    if unit.kind == "second" and unit.size >= 60:
        minutes = unit.size // 60
        size, kind = (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")
    else:
        size, kind = (1, "week") if unit.size == 7 else (unit.size, unit.kind)
    return f"a {kind}".replace("a hour", "an hour") if size == 1 else f"{size:,} {kind}s"
