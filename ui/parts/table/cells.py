"""Table cells: a model over columns in arrays, and the painting of cells and titles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from explorer.pictures.look.style import Swatch
from graph.arrays.types import Ids, Mask
from graph.model.column import NUMBER, Column
from ui.look import icons, theme
from ui.parts.swatch import paint_swatch
from ui.parts.text import plain_tip, sized, tabular

Index = QModelIndex | QPersistentModelIndex
_SIDE = 10
ARROW = 14
"""Pixels for the arrow beside the title of the sorted column."""
_MOST_TEXTS = 4000
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


Mark = Callable[[int, Column], "tuple[Swatch, bool] | None"]
Tell = Callable[[int, Column], str]


class GridModel(QAbstractTableModel):
    """``rows`` (k,) are the shown ids, in order; ``selected`` and ``absent`` (n,) mark ids.

    ``marking`` gives the mark before a cell and True if it is hollow, ``telling`` its tooltip; both are optional.
    ``looks`` gives the mark before the class of a row.
    """

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = ()
        self.rows: Ids = np.empty(0, np.int32)
        self.selected: Mask = np.empty(0, bool)
        self.absent: Mask | None = None
        self.looks: Callable[[int], Swatch] | None = None
        self.hovered = -1
        self.lit: frozenset[int] = frozenset()
        """Rows that look as if the pointer were over them."""
        self.marking: Mark | None = None
        self.telling: Tell | None = None
        self._texts: dict[tuple[int, int], str] = {}

    def put(self, columns: tuple[Column, ...], rows: Ids, count: int) -> None:
        """Show these rows of columns with ``count`` rows in all."""
        self.beginResetModel()
        if columns != self.columns:
            self.columns = columns
            self._texts.clear()
        self.rows, self.hovered = rows, -1
        if len(self.selected) != count:
            self.selected = np.zeros(count, bool)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def text(self, row: int, column: int) -> str:
        """The text of a cell."""
        key = (row, column)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            found = self._texts[key] = self.columns[column].texts([row])[0]
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = int(self.rows[index.row()]), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.telling(row, self.columns[column]) if self.telling else self.text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[column].title}: {self.text(row, column) or 'empty'}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            said = ["selected"] if self.selected[row] else []
            mark = self.mark(row, self.columns[column])
            return ", ".join([*said, "not on the canvas"] if self.is_absent(row) or (mark and mark[1]) else said)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{column.title}: click or press O to sort by it")
        return None

    def mark(self, row: int, column: Column) -> tuple[Swatch, bool] | None:
        """The mark before a cell, and True if it is hollow; by default, classes have marks."""
        if self.marking is not None:
            return self.marking(row, column)
        if column.key != "class" or self.looks is None:
            return None
        return self.looks(row), self.is_absent(row)

    def is_absent(self, row: int) -> bool:
        """True if a row is not on the canvas."""
        return self.absent is not None and bool(self.absent[row])


class GridDelegate(QStyledItemDelegate):
    """Paints a cell: numbers on the right, a mark before classes, quiet rows for those not on the canvas."""

    def __init__(self, model: GridModel, view: QTableView) -> None:
        super().__init__(view)
        self._model, self._header = model, view.horizontalHeader()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, now = option.widget, theme.tones()
        model, place = self._model, option.rect
        row, column = int(model.rows[index.row()]), model.columns[index.column()]
        absent = model.is_absent(row)
        first = self._header.visualIndex(index.column()) == 0
        paint_ground(painter, place, model, index.row())
        if first and model.selected[row]:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), now.link)
        room = place.adjusted(_SIDE, 0, -_SIDE, 0)
        if (mark := model.mark(row, column)) is not None:
            middle = QPoint(room.left() + 5, room.center().y()).toPointF()
            paint_swatch(painter, middle, 4.8, mark[0], now.theme, hollow=mark[1])
            room.setLeft(room.left() + 16)
        if absent and first:
            icons.icon("eye-slash", "faint").paint(painter, QRect(room.right() - 13, room.center().y() - 6, 14, 14))
            room.setRight(room.right() - 18)
        font = tabular(view.font())
        painter.setFont(font)
        painter.setPen(now.quiet if absent else now.ink)
        text = QFontMetrics(font).elidedText(
            model.text(row, index.column()),
            Qt.TextElideMode.ElideRight,
            max(room.width(), 0),
            Qt.TextFlag.TextSingleLine,
        )
        painter.drawText(room, alignment(column) | Qt.TextFlag.TextSingleLine, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(now.link, 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))


def paint_ground(painter: QPainter, place: QRect, model: GridModel, row: int) -> None:
    """Paint the background of a row, with the line below it."""
    now = theme.tones()
    selected = bool(model.selected[model.rows[row]])
    if selected or model.hovered == row or (model.lit and int(model.rows[row]) in model.lit):
        painter.fillRect(place, now.press if selected else now.hover)
    painter.setPen(QPen(now.line, 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Right for numbers, so that their digits line up; left for others."""
    return _RIGHT if column.kind == NUMBER else _LEFT


class GridHeader(QHeaderView):
    """Titles over columns, with an arrow on the sorted one."""

    def __init__(self, model: GridModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._model = model
        self.sort, self.descending = "", False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)
        self.setDefaultAlignment(_LEFT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Columns")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), QFontMetrics(self.font()).height() + 11)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.tones().firm_line, 1))
        rest = self.viewport().rect().adjusted(self.length() - self.offset(), 0, 0, 0)
        painter.drawLine(rest.bottomLeft(), rest.bottomRight())
        painter.end()

    def paintSection(self, painter: QPainter, place: QRect, section: int) -> None:
        now, columns = theme.tones(), self._model.columns
        if section >= len(columns):
            return
        column = columns[section]
        painter.save()
        painter.fillRect(place, now.window)
        painter.setPen(QPen(now.firm_line, 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        room = place.adjusted(_SIDE, 0, -_SIDE, 0)
        sorts, at_left = column.key == self.sort, alignment(column) == _RIGHT
        font = sized(self.font(), 0.92)
        if sorts:
            room = room.adjusted(ARROW, 0, 0, 0) if at_left else room.adjusted(0, 0, -ARROW, 0)
        text = QFontMetrics(font).elidedText(column.title, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        if sorts:
            used = QFontMetrics(font).horizontalAdvance(text)
            at = room.right() + 1 - used - ARROW if at_left else room.left() + used + 2
            icon = icons.icon("caret-down" if self.descending else "caret-up", "ink")
            icon.paint(painter, QRect(at, room.center().y() - 5, 12, 12))
        painter.setFont(font)
        painter.setPen(now.ink if sorts else now.quiet)
        painter.drawText(room, alignment(column) | Qt.TextFlag.TextSingleLine, text)
        painter.restore()
