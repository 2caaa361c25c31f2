"""A list of choices as high as its first lines, with a link that lists all, and a field to find some of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.panels.facet_values import Choice
from ui.parts.choices import MOST_ROWS, ChoiceList, row_height
from ui.parts.text import Field, NoneFound, add_clear_button, link_button

FIRST_ROWS = 8


class FoundChoices(QWidget):
    """The first lines of a list of choices, a link to all of them, and a filter field if the list is long.

    ``noun`` names one line. The list never scrolls by itself: the panel around it does, and follows the current line.
    """

    def __init__(
        self, title: str, noun: str, toggle: Callable[[Choice], None], only: Callable[[Choice], None]
    ) -> None:  # fmt: skip
        super().__init__()
        self._title, self._first, self.lists_all = title, FIRST_ROWS, False
        self.list = ChoiceList(title, toggle, only)
        self.list.scrolls = False
        self.list.selectionModel().currentChanged.connect(self._follow)
        self.field = Field()
        self.field.setPlaceholderText(f"Search {title.lower()}")
        self.field.setAccessibleName(f"Search the list of {title.lower()}")
        add_clear_button(self.field)
        self.field.textChanged.connect(self._narrow)
        self._around = QWidget()
        around = QHBoxLayout(self._around)
        around.setContentsMargins(10, 1, 13, 3)
        around.addWidget(self.field)
        self.none = NoneFound(self.field, noun)
        self.more = link_button("")
        self.more.clicked.connect(lambda: self.list_all(not self.lists_all))
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(10, 0, 13, 0)
        foot.addWidget(self.more)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._around)
        outer.addWidget(self.none)
        outer.addWidget(self.list)
        outer.addWidget(self._foot)

    def put(self, choices: tuple[Choice, ...]) -> None:
        """Show these choices."""
        long = len(choices) > MOST_ROWS
        if not long and self.field.text():
            self.field.clear()
        self._around.setVisible(long)
        self.list.put(choices)
        self._show_lines()

    def show_first(self, first: int) -> None:
        """Show this many lines unless all are listed."""
        self._first = first
        self._show_lines()

    def list_all(self, wanted: bool) -> None:
        """List all lines, or only the first."""
        self.lists_all = wanted
        self._show_lines()

    def _is_cut(self, count: int) -> bool:
        return count > self._first + 1  # the link takes the place of one line

    def _narrow(self, text: str) -> None:
        self.list.narrow(text)
        self._show_lines()

    def _show_lines(self) -> None:
        count = len(self.list.source.choices)
        is_cut = self._is_cut(count)
        self.list.show_first(self._first if is_cut and not self.lists_all else -1)
        self.none.show_for(self.list.shown.rowCount())
        words = "list fewer" if self.lists_all else f"list all {count:,}"
        if self.more.text() != words:
            self.more.setText(words)
            self.more.setAccessibleName(f"{self._title}: {words}")
        self._foot.setVisible(is_cut and not self.field.text())

    def _follow(self, current: QModelIndex) -> None:
        """Scroll the panel to the current line."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        inside = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and inside is not None and current.isValid() and self.list.hasFocus():
            spot = self.list.viewport().mapTo(inside, self.list.visualRect(current).center())
            around.ensureVisible(spot.x(), spot.y(), 0, row_height(self.list))
