"""History panel: every change of the view since the file was opened, the latest on top."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from explorer.state.history import History
from ui.parts.links.row_list import RowList
from ui.parts.links.rows import Group, Row


class HistoryPanel(QWidget):
    """Shows a history; calls ``jump`` with the index of a clicked step."""

    def __init__(self, jump: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("history")
        self.setAccessibleName("History")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        self.steps = RowList("Changes of the view", jump)
        self.steps.setFrameShape(QFrame.Shape.NoFrame)
        column.addWidget(self.steps)
        column.addStretch(1)
        self.setFocusProxy(self.steps)

    def put(self, history: History) -> None:
        """List the steps. Undone steps are grey, and can be clicked like any other."""
        rows = [
            Row(
                place,
                step.title,
                "current" if place == history.at else "undone" if place > history.at else "",
                f"Go to the view after: {step.title}",
                quiet=place > history.at,
            )
            for place, step in reversed(list(enumerate(history.steps)))
        ]
        self.steps.put([Group("", tuple(rows))], fold=False)
