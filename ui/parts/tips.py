"""Tooltips of lists, beside the list: below the pointer they would cover the lines that come next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

Index = QModelIndex | QPersistentModelIndex
_GAP = 4
_BELOW = QPoint(2, 16)
"""Qt shows a tooltip so far from the place that it is asked for."""


class BesideDelegate(QStyledItemDelegate):
    """A delegate that shows tooltips to the right of its list, or to the left where the screen ends."""

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:  # fmt: skip
        text = index.data(Qt.ItemDataRole.ToolTipRole)
        if event.type() != QEvent.Type.ToolTip or not text:
            return super().helpEvent(event, view, option, index)
        row = view.visualRect(index)
        at = beside(_on_screen(view, row), view.screen().availableGeometry(), size_of(text))
        QToolTip.showText(at - _BELOW, text, view.viewport(), row)
        return True


def _on_screen(view: QAbstractItemView, row: QRect) -> QRect:
    return QRect(view.viewport().mapToGlobal(row.topLeft()), row.size())


def size_of(text: str) -> QSize:
    """The size of a tooltip, with its frame."""
    label = QLabel(text)
    label.setFont(QToolTip.font())
    label.setWordWrap(True)
    return label.sizeHint() + QSize(30, 12)


def beside(row: QRect, screen: QRect, tip: QSize) -> QPoint:
    """The place of a tooltip beside a row: on its right, on its left where the screen ends, else under it."""
    right, left = row.right() + 1 + _GAP, row.left() - _GAP - tip.width()
    if right + tip.width() <= screen.right():
        return QPoint(right, row.top())
    return QPoint(left, row.top()) if left >= screen.left() else row.bottomLeft()
