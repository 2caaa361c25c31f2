"""The widget of a link list: one list at full height, by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QScrollArea, QWidget

from ui.parts.links.painting import RowDelegate
from ui.parts.links.rows import ROW, Group, Index, Item, Row, RowModel


class RowList(QListView):
    """Groups of lines at full height. A click or Enter calls ``choose``; the badge or Right calls ``on_badge``.

    ``pointed`` comes with the line under the pointer, or None.
    """

    pointed = Signal(object)

    def __init__(self, name: str, choose: Callable[[int], None], on_badge: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self._choose, self._on_badge = choose, on_badge
        self.rows = RowModel()
        self.setModel(self.rows)
        self.painted = RowDelegate(self)
        self.setItemDelegate(self.painted)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self._pressed = QPersistentModelIndex()
        self._under: Row | None = None

    def put(self, groups: Sequence[Group], *, fold: bool = True) -> None:
        """Show these groups; ``fold=False`` keeps unfolded groups and the current line."""
        at = self.currentIndex().row()
        self.painted.renew()
        self.rows.put(tuple(groups), fold=fold)
        if not fold and 0 <= at < len(self.rows.items):
            self.setCurrentIndex(self.rows.index(at))
        self._fit()
        if self.hasFocus() and not self.currentIndex().isValid():
            self._to_first()

    def light(self, is_lit: Callable[[Row], bool]) -> None:
        """Let some lines look as if the pointer were over them."""
        lit = frozenset(item.row for item in self.rows.items if item.row is not None and is_lit(item.row))
        if lit != self.painted.lit:
            self.painted.lit = lit
            self.viewport().update()

    def _fit(self) -> None:
        rows = range(len(self.rows.items))
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _to_first(self) -> None:
        for i in range(len(self.rows.items)):
            if self.rows.flags(self.rows.index(i)) != Qt.ItemFlag.NoItemFlags:
                self.setCurrentIndex(self.rows.index(i))
                return

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._to_first()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self.hasFocus() or not current.isValid():
            return
        spot = self.visualRect(current)
        widget: QWidget | None = self.parentWidget()
        while widget is not None:
            outer = widget.parentWidget()
            area = outer.parentWidget() if outer is not None else None
            if isinstance(area, QScrollArea):
                corner = self.mapTo(widget, spot.center())
                area.ensureVisible(corner.x(), corner.y(), 0, spot.height())
                return
            widget = outer

    def _act(self, item: Item, *, badge: bool) -> None:
        if item.kind == "more":
            at = self.currentIndex().row()
            self.rows.unfold(item.group)
            self._fit()
            if at >= 0:
                self.setCurrentIndex(self.rows.index(at))
        elif item.row is not None and badge and item.row.badge and self._on_badge is not None:
            self._on_badge(item.row.badge_key)
        elif item.row is not None and item.row.key >= 0:
            self._choose(item.row.key)

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's one-letter and arrow shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in _CHOOSE:
            self._act(index.data(ROW), badge=False)
            return
        if index.isValid() and event.key() == Qt.Key.Key_Right:
            self._act(index.data(ROW), badge=True)
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._point(index.data(ROW).row if index.isValid() else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def _point(self, row: Row | None) -> None:
        if row != self._under:
            self._under = row
            self.pointed.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or self._pressed != index:
            return
        item: Item = index.data(ROW)
        spot = self.painted.badge_rect(self.visualRect(index), self, item.row) if item.row else QRect()
        self._act(item, badge=bool(item.row and item.row.badge and spot.contains(place)))


def _is_own(event: QKeyEvent) -> bool:
    return event.key() in _OWN and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_OWN = (*_CHOOSE, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
