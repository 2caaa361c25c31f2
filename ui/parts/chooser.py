"""Chooser: a list over the window, to choose columns to show or relationships to follow."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from explorer.panels.facet_values import Choice
from graph.model.column import Column
from ui.parts.choices import ChoiceList
from ui.parts.text import NoneFound, add_clear_button

_WIDTH = 320


class Chooser(QFrame):
    """Choices with a filter field; ``toggle`` ticks or unticks one by id, ``only`` ticks just that one.

    ``what`` is the plural noun for them.
    """

    def __init__(self, parent: QWidget, what: str, toggle: Callable[[int], None], only: Callable[[int], None]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(f"{what}Chooser")
        self.setProperty("look", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setPlaceholderText(f"Search the {what}")
        self.field.setAccessibleName(f"Search the list of {what}")
        add_clear_button(self.field)
        self.list = ChoiceList(what.capitalize(), lambda choice: toggle(choice.item), lambda choice: only(choice.item))
        noun = "kind of relationship" if what == "relationships" else what.removesuffix("s")
        self.none = NoneFound(self.field, noun)
        self.field.textChanged.connect(self._narrow)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(6, 8, 2, 8)
        inside.addWidget(self.field)
        inside.addWidget(self.none)
        inside.addWidget(self.list)
        inside.addStretch(1)  # a short list leaves the field where it is
        self.setFixedWidth(_WIDTH)

    def _narrow(self, text: str) -> None:
        self.list.narrow(text)
        self.none.show_for(self.list.shown.rowCount())

    def open_at(self, corner: QPoint) -> None:
        """Show the list with its lower right corner at a place on the screen."""
        self.field.clear()
        self.adjustSize()
        self.move(corner - QPoint(self.width(), self.height()))
        self.setVisible(True)
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self.list.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        else:
            super().keyPressEvent(event)


class ColumnChooser(Chooser):
    """Lists columns with their numbers of values.

    ``toggle`` shows or hides a column, ``only`` shows just that one beside the first.
    """

    def __init__(self, parent: QWidget, toggle: Callable[[str], None], only: Callable[[str], None]) -> None:
        super().__init__(parent, "columns", lambda at: toggle(self._keys[at]), lambda at: only(self._keys[at]))
        self.setObjectName("columnChooser")
        self._keys: list[str] = []

    def put(self, columns: tuple[Column, ...], shown: tuple[str, ...], count: int) -> None:
        """List the columns: the shown ones first, in their order."""
        if not self._keys or {c.key for c in columns} != set(self._keys):
            order = sorted(columns, key=lambda c: shown.index(c.key) if c.key in shown else len(shown))
            self._keys = [column.key for column in order]
        by_key = {column.key: column for column in columns}
        self.list.put(
            tuple(
                Choice(i, by_key[key].title, _about(by_key[key]), by_key[key].filled, count, key not in shown)
                for i, key in enumerate(self._keys)
            )
        )

    def hideEvent(self, event: object) -> None:
        self._keys = []


def _about(column: Column) -> str:
    return column.key.partition(" ")[2] or f"Its {column.kind}s"
