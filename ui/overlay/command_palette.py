"""Command palette: one field for every action and every resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from explorer.panels.search import Hit, Target
from ui.parts.search import SearchField
from ui.parts.text import plain_tip

_WIDTH = 560


class CommandPalette(SearchField):
    """Lies over the top of ``parent`` until a result is selected, Esc is pressed or the user clicks elsewhere.

    ``find`` finds actions and resources, ``take`` runs or goes to one, and ``leave`` gives the keyboard back.
    """

    def __init__(
        self,
        parent: QWidget,
        find: Callable[[str], list[Hit]],
        take: Callable[[Target], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(find, self._run, eager=True)
        self._take_target, self._leave = take, leave
        self.setParent(parent)
        self.setObjectName("palette")
        self.setAccessibleName("Search commands and resources")
        self.setPlaceholderText("Type a command or a name")
        self.setToolTip(plain_tip("Up and Down move through the results, Enter runs a command or goes to a resource."))
        self.hide()

    def open(self) -> None:
        """Show the palette, empty, with the actions that can be run now."""
        window = self.window()
        width = min(_WIDTH, window.width() - 40)
        self.setGeometry((window.width() - width) // 2, 64, width, self.sizeHint().height() + 6)
        self.clear()
        self.show()
        self.raise_()
        self.setFocus()
        self._look()

    def _run(self, target: Target) -> None:
        self._close()
        self._take_target(target)

    def _close(self) -> None:
        self.hide()
        self._leave()

    def _take(self, index: QModelIndex, add: bool = False) -> None:
        if index.data(Qt.ItemDataRole.UserRole) is not None:
            super()._take(index, add)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.hide()
