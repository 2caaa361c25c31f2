"""Layouts of widgets: one after the other on as many lines as they need, and a bar above a body."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

_GAP = 5


class Flow(QWidget):
    """Places widgets like the words of a text."""

    def __init__(self) -> None:
        super().__init__()
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Add a widget after the others."""
        widget.setParent(self)
        self._widgets.append(widget)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow(width, place=False)

    def sizeHint(self) -> QSize:
        return QSize(120, self._flow(max(self.width(), 120), place=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(20, max((widget.sizeHint().height() for widget in self._widgets), default=0))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._flow(self.width(), place=True)

    def _flow(self, width: int, *, place: bool) -> int:
        """The height of all lines at a width; ``place`` puts the widgets there, centred in their line."""
        y = 0
        for line in self._lines(width):
            height = max(rect.height() for _, rect in line)
            for widget, rect in line if place else ():
                widget.setGeometry(rect.translated(0, y + (height - rect.height()) // 2))
            y += height + _GAP
        return max(y - _GAP, 0)

    def _lines(self, width: int) -> list[list[tuple[QWidget, QRect]]]:
        """The visible widgets by line, with their places relative to the upper left corner."""
        lines: list[list[tuple[QWidget, QRect]]] = []
        x = 0
        for widget in self._widgets:
            if widget.isHidden():
                continue
            size = widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
            size = size.boundedTo(QSize(max(width, 1), size.height()))
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((widget, QRect(0, 0, size.width(), size.height()).translated(x, 0)))
            x += size.width() + _GAP
        return lines

    def flow(self) -> None:
        """Place all widgets again, after one was shown, hidden or resized."""
        self.updateGeometry()
        self._flow(self.width(), place=True)


def under_bar(bar: list[QWidget | int | tuple[QWidget, int]], body: QWidget) -> QWidget:
    """A widget under a bar of others; a number adds space, a pair gives a widget with its stretch."""
    row = QHBoxLayout()
    row.setContentsMargins(8, 3, 8, 4)
    row.setSpacing(4)
    for item in bar:
        if isinstance(item, int):
            row.addSpacing(item)
        elif isinstance(item, tuple):
            row.addWidget(*item)
        else:
            row.addWidget(item)
    out = QWidget()
    column = QVBoxLayout(out)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(row)
    column.addWidget(body, 1)
    return out
