"""Table grid over columns in arrays: any number of rows, with work only for those in sight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from graph.arrays.types import Ids, Mask
from graph.model.column import Column
from ui.look import theme
from ui.parts.table.cells import GridDelegate, GridHeader, GridModel, paint_ground

_MOST_RUNS = 200
"""Largest number of runs of selected rows passed to Qt, which searches them for every cell."""


class GridView(QTableView):
    """Shows a :class:`GridModel`. Changes of the selection by the user emit ``picked``; :meth:`mark` emits no signal.

    ``picked`` gives the ids, and True to toggle them in the present selection.
    """

    picked = Signal(object, bool)
    opened = Signal(int)
    asked_details = Signal()
    copied = Signal()
    sorted_by = Signal(int)
    menu_asked = Signal(int, QPoint)
    pointed = Signal(int)
    """The row under the pointer, by its id, -1 for none."""
    widened = Signal()
    """The view became wider or narrower."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.grid = GridModel()
        self._touched = self._loose = False
        self.empty_text = ""
        self.setAccessibleName(name)
        self.setModel(self.grid)
        self.header = GridHeader(self.grid, self)
        self.setHorizontalHeader(self.header)
        self.setItemDelegate(GridDelegate(self.grid, self))
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header.sectionClicked.connect(self.sorted_by)
        self._fit_rows()

    def _fit_rows(self) -> None:
        height = QFontMetrics(self.font()).height() + 9
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    # Showing

    def put(self, columns: tuple[Column, ...], rows: Ids, count: int) -> None:
        """Show rows. The row with the keyboard keeps it, and stays in sight, if it is still there."""
        index, model = self.currentIndex(), self.grid
        current = int(model.rows[index.row()]) if index.isValid() else -1
        scroll = self.verticalScrollBar().value()
        model.put(columns, rows, count)
        if current >= 0 and len(found := np.flatnonzero(rows == current)):
            at = model.index(int(found[0]), min(index.column(), len(columns) - 1))
            self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.verticalScrollBar().setValue(scroll)
        self._follow(scroll_to=False)

    def mark(self, selected: Mask, *, scroll_to: bool = True) -> None:
        """Mark the selected rows, shape (n,), and scroll to the first of them if none is in sight."""
        if not np.array_equal(selected, self.grid.selected):
            self.grid.selected = selected
            self.viewport().update()
        self._follow(scroll_to=scroll_to)

    def _follow(self, *, scroll_to: bool) -> None:
        """Set Qt's selection, from which the next gesture continues, to the selected rows."""
        rows = np.flatnonzero(self.grid.selected[self.grid.rows])
        if np.array_equal(rows, self._selected_rows()):
            return
        starts = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
        self._loose = len(starts) > _MOST_RUNS
        selection = QItemSelection()
        if not self._loose and len(rows):
            ends = np.append(starts[1:], len(rows)) - 1
            last = max(self.grid.columnCount() - 1, 0)
            for first, end in zip(rows[starts].tolist(), rows[ends].tolist()):
                selection.select(self.grid.index(first, 0), self.grid.index(end, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll_to and len(rows) and not self._any_seen(rows):
            index = self.grid.index(int(rows[0]), max(self.currentIndex().column(), 0))
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        if len(rows) == 1:
            index = self.grid.index(int(rows[0]), max(self.currentIndex().column(), 0))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _any_seen(self, rows: NDArray[np.intp]) -> bool:
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        last = self.grid.rowCount() - 1 if last < 0 else last
        return first >= 0 and bool(((rows >= first) & (rows <= last)).any())

    def _selected_rows(self) -> NDArray[np.intp]:
        """Indices of the rows selected in Qt, ascending; read by ranges."""
        held, mask = self.selectionModel().selection(), np.zeros(self.grid.rowCount(), bool)
        for part in (held.at(i) for i in range(held.count())):
            mask[part.top() : part.bottom() + 1] = True
        return np.flatnonzero(mask)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if len(self.grid.rows):
            self._paint_beside(painter)
        elif self.empty_text:
            painter.setPen(theme.tones().quiet)
            room = self.viewport().rect().adjusted(20, 8, -20, -8)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
        painter.end()

    def _paint_beside(self, painter: QPainter) -> None:
        """Extend the rows to the right edge if the columns end before it."""
        left = self.header.length() - self.header.offset()
        width, row = self.viewport().width() - left, self.rowAt(0)
        while width > 0 and row < len(self.grid.rows):
            top = self.rowViewportPosition(row)
            if top > self.viewport().height():
                break
            paint_ground(painter, QRect(left, top, width, self.rowHeight(row)), self.grid, row)
            row += 1

    # Gestures

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._touched = True

    def _gesture(self, event: QMouseEvent | QKeyEvent) -> None:
        """Emit the change of the selection by a gesture that has just been handled."""
        if self._touched:
            self._touched = False
            toggles = self._loose and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._loose = False
            self.picked.emit(self.grid.rows[self._selected_rows()], toggles)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._touched = False
        if event.button() == Qt.MouseButton.RightButton:
            self._ask_menu(event.position().toPoint())
            return
        super().mousePressEvent(event)
        self._gesture(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._touched = False
        super().mouseMoveEvent(event)
        self._gesture(event)
        self._hover(self.rowAt(int(event.position().y())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._touched = False
        super().mouseReleaseEvent(event)
        self._gesture(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(int(self.grid.rows[index.row()]))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.grid.hovered:
            self.grid.hovered = row
            self.viewport().update()
            self.pointed.emit(int(self.grid.rows[row]) if 0 <= row < len(self.grid.rows) else -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()

    def _ask_menu(self, at: QPoint) -> None:
        """Ask for the menu of a row, and select the row first."""
        index = self.indexAt(at)
        row = int(self.grid.rows[index.row()]) if index.isValid() else -1
        if row >= 0 and not self.grid.selected[row]:
            self.setCurrentIndex(index)
            self._touched = False
            self.picked.emit(np.array([row], np.int32), False)
        self.menu_asked.emit(row, self.viewport().mapToGlobal(at))

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.SelectAll) or event.matches(QKeySequence.StandardKey.Copy):
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and event.key() in (Qt.Key.Key_O, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        self._touched = False
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif index.isValid() and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self._walk(index.row(), self.header.visualIndex(index.column()) + (event.key() == Qt.Key.Key_Right) * 2 - 1)
        elif not self._own(event) or event.matches(QKeySequence.StandardKey.SelectAll):
            super().keyPressEvent(event)
            self._gesture(event)
        elif event.key() == Qt.Key.Key_O:
            self.sorted_by.emit(max(index.column(), 0))
        elif event.key() == Qt.Key.Key_Menu:
            self._ask_menu(self.visualRect(index).center())
        else:
            self.asked_details.emit()

    def _walk(self, row: int, place: int) -> None:
        """Go to the column at an index from the left; the selection stays."""
        section = self.header.logicalIndex(min(max(place, 0), self.header.count() - 1))
        index = self.grid.index(row, section)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the window's shortcuts, and the filter finds rows."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "header"):
            self._fit_rows()
