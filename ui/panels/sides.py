"""Section of the details panel: what contradicts, updates or answers the selection, side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.panels.sides import Told
from graph.analysis.disagreement_words import Side
from ui.parts.links.row_list import RowList
from ui.parts.links.rows import Group, Row
from ui.parts.section import Section
from ui.parts.text import link_button


class SidesPanel(QWidget):
    """Lists the sides of each disagreement with who said it, where, and when; a click goes to the resource.

    ``take_several(predicate)`` is called when the user says that a property may have several values.
    """

    def __init__(self, go_to: Callable[[int], None], take_several: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("sides")
        self.setAccessibleName("Disagreement")
        self._take_several = take_several
        self._shown: tuple[Told, ...] = ()
        self.buttons: list[QWidget] = []
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.list = RowList("Disagreement", go_to)
        self._column.addWidget(self.list)
        self.section = Section("Disagreement", body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.section)
        self.section.setVisible(False)

    def put(self, told: tuple[Told, ...]) -> None:
        """Show the disagreements of the selection; nothing without any."""
        self.section.setVisible(bool(told))
        if told == self._shown:
            return
        self._shown = told
        self.list.put([Group(each.sentence, tuple(map(_row, each.sides))) for each in told])
        for button in self.buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for predicate, name in dict.fromkeys((each.predicate, each.property) for each in told if each.predicate >= 0):
            button = link_button(f"“{name}” may have several values", "Its values are then no contradiction")
            button.clicked.connect(partial(self._several, predicate))
            self._column.addWidget(button)
            self.buttons.append(button)

    def _several(self, predicate: int) -> None:
        self._take_several(predicate)


def _row(side: Side) -> Row:
    return Row(side.node, side.title, side.words, f"{side.title}: {side.words}")
