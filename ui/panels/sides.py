"""Section of the details panel: what contradicts, updates or answers the selection, side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.panels.sides import Told
from graph.analysis.disagreement_words import Side
from ui.parts.section import Section
from ui.parts.text import Line, link_button

_MOST = 12
"""Largest number of sides that are listed of one disagreement."""
_LONG = 44
"""Longest title of a link in characters: a link does not wrap, and the panel is narrow."""


class SidesPanel(QWidget):
    """Lists the sides of each disagreement with who said it, where, and when; a click goes to the resource.

    ``take_several(predicate)`` is called when the user says that a property may have several values.
    """

    def __init__(self, go_to: Callable[[int], None], take_several: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("sides")
        self.setAccessibleName("Disagreement")
        self._go_to, self._take_several = go_to, take_several
        self._shown: tuple[Told, ...] = ()
        self.parts: list[QWidget] = []
        """Lines and links from above to below."""
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(10, 2, 10, 4)
        self._column.setSpacing(3)
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
        for part in self.parts:
            self._column.removeWidget(part)
            part.deleteLater()
        self.parts = []
        for each in told:
            self._add(Line(each.sentence, wrap=True))
            for side in each.sides[:_MOST]:
                self._add_side(side)
            if len(each.sides) > _MOST:
                self._add(Line(f"and {len(each.sides) - _MOST:,} more, which Relationships lists", "quiet", wrap=True))
        for predicate, name in dict.fromkeys((each.predicate, each.property) for each in told if each.predicate >= 0):
            several = partial(self._take_several, predicate)
            self._link(f"“{name}” may have several values", "Its values are then no contradiction", several)

    def _add_side(self, side: Side) -> None:
        if side.node >= 0:
            title = side.title if len(side.title) <= _LONG else f"{side.title[:_LONG]}…"
            self._link(title, f"Go to {side.title}", partial(self._go_to, side.node))
            self._add(Line(side.words, "quiet", wrap=True))
        else:
            self._add(Line(f"{side.title}: {side.words}", "quiet", wrap=True))

    def _link(self, words: str, tip: str, follow: Callable[[], None]) -> None:
        button = link_button(words, tip)
        button.clicked.connect(lambda: follow())
        self._add(button, Qt.AlignmentFlag.AlignLeft)

    def _add(self, part: QWidget, how: Qt.AlignmentFlag | None = None) -> None:
        self._column.addWidget(part) if how is None else self._column.addWidget(part, 0, how)
        self.parts.append(part)
