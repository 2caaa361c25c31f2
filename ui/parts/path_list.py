"""Path list: paths as lines of resources and steps to click; a long path takes several lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from explorer.panels.paths.cards import PathLine, Segment, Stretch
from explorer.panels.paths.search import Route
from graph.named import NamedTuple
from ui.look import icons, theme
from ui.parts.swatch import paint_swatch
from ui.parts.text import plain_tip, sized, tabular

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_SIDE, _GAP, _MARK, _NUMBER = 10, 7, 20, 26


class _Row(NamedTuple):
    """A heading, or the ``number``-th path under it."""

    text: str
    tip: str
    number: int = 0
    line: PathLine | None = None


class Place(NamedTuple):
    """The place of a segment in its row."""

    segment: Segment
    rect: QRect


class RouteModel(QAbstractListModel):
    """Headings and paths as one flat list."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[_Row] = []

    def put(self, stretches: tuple[Stretch, ...]) -> None:
        """Show these paths."""
        self.beginResetModel()
        self.items = []
        for stretch in stretches:
            self.items.append(_Row(stretch.title, stretch.note))
            self.items += [
                _Row(line.route.sentence, "", i, line) for i, line in enumerate(stretch.lines, stretch.first)
            ]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        leads = self.items[index.row()].line is not None
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if leads else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.text
        if role == ROW:
            return item
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(item.tip)
        return None


class RouteDelegate(QStyledItemDelegate):
    """Paints headings and paths, and knows the places of their segments."""

    def __init__(self, parent: RouteList) -> None:
        super().__init__(parent)
        self._list = parent
        self._places: dict[tuple[int, int], tuple[Place, ...]] = {}
        self._widths: dict[tuple[str, bool], int] = {}

    def forget(self) -> None:
        """Clear the cached places, after a change of rows or font."""
        self._places.clear()
        self._widths.clear()

    def _height(self) -> int:
        return QFontMetrics(self._list.font()).height() + 8

    def _width(self, segment: Segment) -> int:
        key = segment.text, segment.node >= 0
        if key not in self._widths:
            font = self._list.font() if segment.node >= 0 else sized(self._list.font(), 0.92)
            self._widths[key] = QFontMetrics(font).horizontalAdvance(segment.text)
        return self._widths[key] + (_MARK if segment.node >= 0 else _badge_width(self._list, segment))

    def places(self, row: int, width: int) -> tuple[Place, ...]:
        """The places of the segments of a row at a width, relative to its upper left corner."""
        line = self._list.rows.items[row].line
        if line is None:
            return ()
        if (row, width) not in self._places:
            left, right, height = _SIDE + _NUMBER, width - _SIDE, self._height()
            x, y, out = left, 1, []
            for segment in line.segments:
                wide = min(self._width(segment), right - left)
                if x > left and x + wide > right:
                    x, y = left + _MARK, y + height
                    wide = min(wide, right - x)
                out.append(Place(segment, QRect(x, y, wide, height)))
                x += wide + _GAP
            self._places[row, width] = tuple(out)
        return self._places[row, width]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        places = self.places(index.row(), self._list.viewport().width())
        if places:
            return QSize(80, places[-1].rect.bottom() + 2)
        return QSize(80, self._height() + (8 if index.row() else 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: _Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.line is None:
            font, now = sized(self._list.font(), 0.94), theme.tones()
            room = option.rect.adjusted(_SIDE, 0, -_SIDE, -3)
            painter.setFont(font)
            painter.setPen(now.quiet)
            text = QFontMetrics(font).elidedText(item.text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextSingleLine, text)
        else:
            self._path(painter, option, index.row(), item)
        painter.restore()

    def _path(self, painter: QPainter, option: QStyleOptionViewItem, row: int, item: _Row) -> None:
        view, now, place = self._list, theme.tones(), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = row == view.currentIndex().row() and view.hasFocus()
        if selected or focused or row == view.near:
            painter.setPen(QPen(now.link, 1) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(now.press if selected else now.hover)
            painter.drawRoundedRect(QRectF(place).adjusted(4.5, 0.5, -4.5, -0.5), 5, 5)
        height = self._height()
        painter.setFont(tabular(sized(view.font(), 0.85)))
        painter.setPen(now.faint)
        number = QRect(place.left() + _SIDE, place.top() + 1, _NUMBER - 8, height)
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(item.number))
        for i, (segment, rect) in enumerate(self.places(row, view.viewport().width())):
            here = rect.translated(place.topLeft())
            self._segment(painter, here, segment, near=view.is_near(row, i))

    def _segment(self, painter: QPainter, place: QRect, segment: Segment, *, near: bool) -> None:
        view, now = self._list, theme.tones()
        shown = view.is_shown(segment)
        left, right = place.left(), place.right() + 1
        font = view.font() if segment.node >= 0 else sized(view.font(), 0.92)
        if segment.swatch is not None:
            middle = QPointF(left + 7, place.center().y() + 0.5)
            paint_swatch(painter, middle, 5.4, segment.swatch, now.theme, hollow=not shown)
            left += _MARK
        elif segment.passages > 0:
            right -= self._badge(painter, QRect(left, place.top(), place.width(), place.height()), segment, near=near)
        if near:
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(now.link if near else now.ink if segment.node >= 0 and shown else now.quiet)
        room = QRect(left, place.top(), right - left, place.height())
        text = QFontMetrics(font).elidedText(segment.text, Qt.TextElideMode.ElideMiddle, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _badge(self, painter: QPainter, place: QRect, segment: Segment, *, near: bool) -> int:
        """Paint the number of passages of a step at its right end; returns its width."""
        now, width = theme.tones(), _badge_width(self._list, segment)
        icon = QRect(place.right() - width + 5, place.center().y() - 5, 12, 12)
        icons.icon("quotes", "link" if near else "faint").paint(painter, icon)
        painter.setFont(tabular(sized(self._list.font(), 0.82)))
        painter.setPen(now.link if near else now.quiet)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{segment.passages:,}")
        return width


def _badge_width(widget: QWidget, segment: Segment) -> int:
    if segment.passages <= 0:
        return 0
    return QFontMetrics(tabular(sized(widget.font(), 0.82))).horizontalAdvance(f"{segment.passages:,}") + 20


class RouteList(QListView):
    """Paths by line. A click or Enter on a resource or step calls ``choose``; ``light`` gets the path under the pointer
    or the keyboard, None when they leave. Left and Right move along a path."""

    def __init__(self, name: str, choose: Callable[[Segment], None], light: Callable[[Route | None], None]) -> None:
        super().__init__()
        self._choose, self._light = choose, light
        self._spot: tuple[int, int] = (-1, -1)
        self._at = 0
        self._pressed: tuple[int, int] = (-1, -1)
        self._lit: Route | None = None
        self.near = -1
        self.is_shown: Callable[[Segment], bool] = lambda _segment: True
        self.rows = RouteModel()
        self.setModel(self.rows)
        self.painted = RouteDelegate(self)
        self.setItemDelegate(self.painted)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.viewport().setAutoFillBackground(False)

    def put(self, stretches: tuple[Stretch, ...]) -> None:
        """Show these paths, without a selection."""
        self.painted.forget()
        self._spot, self.near, self._at = (-1, -1), -1, 0
        self.rows.put(stretches)
        self._tell()

    @property
    def selected(self) -> tuple[Route, ...]:
        """The selected paths, from top to bottom."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return tuple(line.route for row in rows if (line := self.rows.items[row].line) is not None)

    def is_near(self, row: int, at: int) -> bool:
        """True if the pointer, or the keyboard, is on a segment."""
        if self._spot[0] >= 0:
            return (row, at) == self._spot
        return self.hasFocus() and self.near < 0 and row == self.currentIndex().row() and at == self._at

    def _tell(self) -> None:
        """Highlight the path under the pointer, else that of the keyboard."""
        row = self.near if self.near >= 0 else self.currentIndex().row() if self.hasFocus() and self.isVisible() else -1
        line = self.rows.items[row].line if 0 <= row < len(self.rows.items) else None
        route = line.route if line is not None else None
        if route is not self._lit:
            self._lit = route
            self._light(route)
        self.viewport().update()

    def _under(self, at: QPoint) -> tuple[int, int]:
        """Row and segment at a place, -1 without one."""
        index = self.indexAt(at)
        if not index.isValid():
            return -1, -1
        inside = at - self.visualRect(index).topLeft()
        places = self.painted.places(index.row(), self.viewport().width())
        return index.row(), next((i for i, place in enumerate(places) if place.rect.contains(inside)), -1)

    def _act(self, row: int, at: int) -> None:
        places = self.painted.places(row, self.viewport().width()) if 0 <= row < len(self.rows.items) else ()
        if 0 <= at < len(places):
            self._choose(places[at].segment)

    # Pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        row, at = self._under(event.position().toPoint())
        self.near = row if row >= 0 and self.rows.items[row].line is not None else -1
        self._spot = (row, at) if at >= 0 else (-1, -1)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
        self._tell()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.near, self._spot = -1, (-1, -1)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.near, self._spot = -1, (-1, -1)
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._under(event.position().toPoint())
        self._at = max(self._pressed[1], 0)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        spot = self._under(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() == Qt.MouseButton.LeftButton and plain and spot == self._pressed:
            self._act(*spot)

    # Keyboard

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if previous.row() != current.row():
            self._at = 0
        self._tell()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        first = next((i for i, item in enumerate(self.rows.items) if item.line is not None), -1)
        if not self.currentIndex().isValid() and first >= 0:
            self.selectionModel().setCurrentIndex(self.rows.index(first), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._tell()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self._tell()

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's arrow and one-letter shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.near, self._spot = -1, (-1, -1)  # the last used of pointer and keyboard counts
        row = self.currentIndex().row()
        count = len(self.painted.places(row, self.viewport().width())) if row >= 0 else 0
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and count:
            self._at = min(max(self._at + (1 if event.key() == Qt.Key.Key_Right else -1), 0), count - 1)
            self.viewport().update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(row, self._at)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.painted.forget()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "painted"):
            self.painted.forget()
            self.scheduleDelayedItemsLayout()


_OWN = (
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
    Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
