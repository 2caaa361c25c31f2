"""A list of choices, with a field to find some of them where the list is long."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from explorer.panels.facet_values import Choice
from ui.parts.choices import MOST_ROWS, ChoiceList
from ui.parts.text import add_clear_button


class FoundChoices(QWidget):
    """A list of choices, with a filter field if it is long."""

    def __init__(self, title: str, toggle: Callable[[Choice], None], only: Callable[[Choice], None]) -> None:
        super().__init__()
        self.list = ChoiceList(title, toggle, only)
        self.field = QLineEdit()
        self.field.setPlaceholderText(f"Search {title.lower()}")
        self.field.setAccessibleName(f"Search the list of {title.lower()}")
        add_clear_button(self.field)
        self.field.textChanged.connect(self.list.narrow)
        self._around = QWidget()
        around = QHBoxLayout(self._around)
        around.setContentsMargins(10, 1, 13, 3)
        around.addWidget(self.field)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._around)
        outer.addWidget(self.list)

    def put(self, choices: tuple[Choice, ...]) -> None:
        """Show these choices."""
        long = len(choices) > MOST_ROWS
        if not long and self.field.text():
            self.field.clear()
        self._around.setVisible(long)
        self.list.put(choices)
