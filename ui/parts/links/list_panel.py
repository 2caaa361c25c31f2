"""A panel with one link list: buttons on top, a sentence, and the list below in an area that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.parts.links.row_list import RowList
from ui.parts.text import Line

_SIDE = 10


class ListPanel(QWidget):
    """``told`` is the sentence below the ``start`` button and the widgets ``after`` it; a click on a line calls
    ``go_to`` with its number."""

    def __init__(
        self,
        key: str,
        name: str,
        start: QPushButton,
        after: Sequence[QWidget],
        lines: str,
        go_to: Callable[[int], None],
    ) -> None:
        super().__init__()
        self.setObjectName(key)
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setContentsMargins(_SIDE, 0, _SIDE, 0)
        top.setSpacing(14)
        top.addWidget(start)
        for widget in after:
            top.addWidget(widget)
        top.addStretch(1)
        column.addLayout(top)
        self.told = Line("", "quiet", wrap=True)
        self.told.setContentsMargins(_SIDE, 0, _SIDE, 0)
        column.addWidget(self.told)
        self.list = RowList(lines, go_to)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.list)
        column.addWidget(area, 1)
        self.setFocusProxy(start)
