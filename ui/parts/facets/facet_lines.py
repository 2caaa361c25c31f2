"""The lines of one facet of the data: clicks, keys and a menu on a line turn into commands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from explorer.panels.facet_values import Choice
from explorer.state.commands import Commands
from ui.parts.facets.found_choices import FoundChoices

_NOUNS = {
    "classes": "class",
    "predicates": "kind of relationship",
    "inference": "kind of relationship",
    "documents": "text",
    "graphs": "named graph",
}


class FacetLines(FoundChoices):
    """Lines of the facet with this key; ``add_to`` adds further actions for a line to its menu."""

    def __init__(
        self, title: str, key: str, commands: Commands, add_to: Callable[[QMenu, Choice], None] | None = None
    ) -> None:
        super().__init__(title, _NOUNS.get(key, f"value of “{title}”"), self._toggle, self._only)
        self._key, self._commands, self._add_to = key, commands, add_to
        self.list.offer = self._offer

    def _toggle(self, choice: Choice) -> None:
        self._commands.toggle(self._key, choice.item, choice.label)

    def _only(self, choice: Choice) -> None:
        self._commands.only(self._key, choice.item, choice.label, self._every())

    def _every(self) -> list[int]:
        return [choice.item for choice in self.list.source.choices]

    def _offer(self, choice: Choice, at: QPoint) -> None:
        menu = self.menu_for(choice)
        menu.exec(at)
        menu.deleteLater()

    def menu_for(self, choice: Choice) -> QMenu:
        """The menu of a line."""
        commands, menu = self._commands, QMenu(self)
        alone = commands.is_only(self._key, choice.item, self._every())
        only = menu.addAction(f"Show all {self._title.lower()}" if alone else "Show only")
        only.triggered.connect(lambda: self._only(choice))
        menu.addAction("Show" if choice.hidden else "Hide").triggered.connect(lambda: self._toggle(choice))
        select = menu.addAction("Select these")
        select.setEnabled(choice.shown > 0)
        select.triggered.connect(lambda: commands.select_line(self._key, choice.item))
        if self._add_to is not None:
            menu.addSeparator()
            self._add_to(menu, choice)
        return menu
