"""Timeline chart: drag, zoom, select and unfold, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCursor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from explorer.panels.time.brush import HIGH, LOW, NEW, WHOLE, Brush, grip, stepped
from explorer.views.view import Clock, Range
from graph.arrays.calendar_words import write_stretch
from graph.arrays.ticks import starts, unit_for
from graph.named import NamedTuple
from ui.parts.text import plain_tip
from ui.parts.time.surface import TimeSurface

COALESCE_MS = 40
_REACH = 6.0
_SLOP = 4.0
_MOST_PICKED = 500


class Hands(NamedTuple):
    """The calls of the chart: ``keep`` a date range (None: all) by a gesture of that name, ``pick`` resources (True to
    add them), ``open`` one, ``play`` or pause, ``step`` forward or back, and ``tell`` the tooltip of a resource.
    ``clock`` says by which clock the dates go.
    """

    keep: Callable[[Range | None, str], None]
    pick: Callable[[list[int], bool], None]
    open: Callable[[int], None]
    play: Callable[[], None]
    step: Callable[[int], None]
    tell: Callable[[int], str]
    clock: Callable[[], Clock]


class TimeChart(TimeSurface):
    """A :class:`TimeSurface` with mouse and keyboard.

    ``pointed`` comes with the resource under the pointer, -1 for none.
    """

    pointed = Signal(int)

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self._hands = hands
        self._drags, self._gesture = 0, ""
        self._brush: Brush | None = None
        self._brush_in = QRectF()
        self._press: QPointF | None = None
        self._pan: tuple[Range, int] | None = None
        self._moved = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(COALESCE_MS)
        self.timer.timeout.connect(lambda: self._hands.keep(self.kept, self._gesture))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def is_held(self) -> bool:
        return self._brush is not None or self.timer.isActive()

    def _part(self, place: QPointF) -> QRectF | None:
        """The histogram or the ruler under a place, None for neither."""
        frame = self.frame
        return next((box for box in (frame.histogram, frame.ruler) if _reaches(box, place)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.dated is None or not len(self.dated):
            return
        place = event.position()
        self._press, self._moved = place, False
        box = self._part(place)
        if box is not None:
            self._take(place, box)
        elif place.x() > self.frame.lanes.left():
            self._pan = (self.sight, self.bar.value())

    def _take(self, place: QPointF, box: QRectF) -> None:
        assert self.dated is not None
        low, high = self.scale_of(box)
        per_pixel = (high - low) / box.width()
        at = self.instant(place.x(), box)
        held = grip(self.kept, at, _REACH * per_pixel)
        unit = unit_for(high - low, box.width() / 4)
        self._drags += 1
        self._gesture = f"drag {self._drags}"
        self._brush = Brush(held, at, self.kept or (at, at), unit, self.dated.whole)
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
            self._keep(self._brush.to(self.instant(place.x(), self._brush_in)))
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
        if press is None or moved or brushed or self.dated is None:
            if self.timer.isActive():
                self.timer.stop()
                self._hands.keep(self.kept, self._gesture)
            self.close_up()
            return
        self._click(place, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _click(self, place: QPointF, add: bool) -> None:
        assert self.dated is not None
        item, box = self.item_at(place), self.frame.lanes
        band = self.band_at(place)
        if item >= 0:
            self._hands.pick([int(self.dated.nodes[item])], add)
        elif band is not None and place.x() < box.left():
            self.fold(band.lane, not band.is_open)
        elif band is not None and not band.is_open:
            items = self.under(band.lane, place.x())
            if len(items) > _MOST_PICKED:
                self.zoom(0.25, self.instant(place.x(), box))
            elif len(items):
                self._hands.pick(self.dated.nodes[items].tolist(), add)
        elif not add:
            self._hands.pick([], False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.item_at(event.position())
        if item >= 0 and self.dated is not None:
            self._hands.open(int(self.dated.nodes[item]))
        elif event.position().x() > self.frame.lanes.left():
            self.clear()

    def clear(self) -> None:
        """Reset the date range."""
        self.timer.stop()
        self._brush = self._press = None
        self.kept = None
        self._hands.keep(None, f"clearing {self._drags}")
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        place, turned = event.position(), event.angleDelta()
        event.accept()
        if self.dated is None or not len(self.dated):
            return
        along = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if place.x() < self.frame.lanes.left():
            self.bar.setValue(self.bar.value() - round(turned.y() / 120 * 3 * self.bar.singleStep()))
        elif along:
            step = -along / 120 * (self.sight[1] - self.sight[0]) / 10
            self.look(self.sight[0] + step, self.sight[1] + step)
        else:
            box = self.frame.histogram if self.frame.histogram.contains(place) else self.frame.lanes
            self.zoom(0.8 ** (turned.y() / 120), self.instant(place.x(), box))

    def _hover(self, place: QPointF) -> None:
        item, box = self.item_at(place), self._part(place)
        if item != self.hovered:
            self._point(item)
            self.update()
        shape = Qt.CursorShape.ArrowCursor
        if item >= 0 or (place.x() < self.frame.lanes.left() and place.y() > self.frame.lanes.top()):
            shape = Qt.CursorShape.PointingHandCursor
        elif box is not None and self.dated is not None and len(self.dated):
            low, high = self.scale_of(box)
            held = grip(self.kept, self.instant(place.x(), box), _REACH * (high - low) / box.width())
            shape = _SHAPES[held]
        if self.cursor().shape() != shape:
            self.setCursor(QCursor(shape))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "<br>".join(plain_tip(line) for line in text.split("\n")), self)
            return True
        # Otherwise the window's one-letter shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def tip(self, place: QPointF) -> str:
        """The tooltip for a place, in lines."""
        dated = self.dated
        if dated is None or not len(dated):
            return ""
        item = self.item_at(place)
        if item >= 0:
            return self._hands.tell(int(dated.nodes[item]))
        frame = self.frame
        if frame.histogram.contains(place):
            at = min(max(self.instant(place.x(), frame.histogram), dated.whole[0]), dated.whole[1] - 1e-6)
            bar = int(np.searchsorted(dated.edges, at, side="right")) - 1
            low, high = dated.edges[bar : bar + 2].tolist()
            return f"{write_stretch(low, high)}: {_resources(int(np.count_nonzero(dated.touching(low, high))))}"
        band = self.band_at(place)
        if band is not None and not band.is_open and frame.lanes.contains(place):
            many = _resources(len(self.under(band.lane, place.x())))
            return f"{dated.lanes[band.lane].title}: {many} here. Click to select them; click the name to unfold."
        if band is not None and place.x() < frame.lanes.left():
            how = "Click to unfold or fold this lane. The wheel scrolls here; over the lanes it zooms."
            reason = dated.lanes[band.lane].reason(self._hands.clock())
            return f"{reason}\n{how}" if reason else how
        return ""

    def _point(self, item: int) -> None:
        self.hovered = item
        dated = self.dated
        self.pointed.emit(int(dated.nodes[item]) if dated is not None and item >= 0 else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the date range, with Shift its end, with Ctrl its start; Home and End move it to an end."""
        if self.dated is None or not len(self.dated) or not _is_own(event):
            super().keyPressEvent(event)
            return
        self._gesture = f"keys {self._drags}"
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
        elif key in (Qt.Key.Key_Comma, Qt.Key.Key_Period):
            self._hands.step(-1 if key == Qt.Key.Key_Comma else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            low, high = self.dated.whole
            width = self.kept[1] - self.kept[0] if self.kept is not None else 0.0
            unit = self.unit
            found = starts(low, high, unit, around=True).tolist()
            first = (found[0], found[0] + width or found[1])
            last = (found[-1] - width if width else found[-2], found[-1])
            self._keep(first if key == Qt.Key.Key_Home else last)
        else:
            self.clear()

    def step(self, steps: int, held: int) -> None:
        """Move the date range, or one end of it, by steps of the present unit; without one, start with the first."""
        assert self.dated is not None
        low, high = self.dated.whole
        unit = self.unit
        if self.kept is None:
            self._keep((low, high) if held != WHOLE else tuple(starts(low, high, unit, around=True)[:2].tolist()))
            if held == WHOLE:
                return
        assert self.kept is not None
        self._keep(stepped(self.kept, unit, steps, held, (low, high)))

    def _walk(self, steps: int) -> None:
        """Select the next resource in order of time, among those shown and in sight."""
        assert self.dated is not None
        seen = np.flatnonzero(self.shown & self.dated.touching(*self.sight))
        seen = seen[np.argsort(self.dated.rank[seen], kind="stable")]
        if len(seen):
            at = np.flatnonzero(self.selected[seen])
            place = int(at[0]) + steps if len(at) else 0 if steps > 0 else len(seen) - 1
            self._hands.pick([int(self.dated.nodes[seen[min(max(place, 0), len(seen) - 1)]])], False)


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
    Qt.Key.Key_Comma, Qt.Key.Key_Period,
}  # fmt: skip


def _is_own(event: QKeyEvent) -> bool:
    key, held = Qt.Key(event.key()), event.modifiers()
    plain = not held & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier)
    return key in _KEYS and (plain or (held == _CONTROL and key in (Qt.Key.Key_Left, Qt.Key.Key_Right)))


def _reaches(box: QRectF, place: QPointF) -> bool:
    return box.adjusted(-_REACH, 0, _REACH, 0).contains(place)


def _resources(count: int) -> str:
    return "1 resource" if count == 1 else f"{count:,} resources"
