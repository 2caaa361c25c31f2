"""The palette: one field for every action and every resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from explorer.actions.action import Action
from explorer.actions.matching import find_actions
from explorer.panels.search import ActionHit, Hit, Target
from ui.parts.search import SearchField
from ui.parts.text import plain_tip

if TYPE_CHECKING:
    from ui.window.window import Window

_WIDTH = 560
_MOST_RESOURCES = 30


class Palette(SearchField):
    """Lies over the top of the window until something is chosen, Esc is pressed or one clicks elsewhere."""

    def __init__(self, window: Window) -> None:
        super().__init__(self._anything, self._run, eager=True)
        self._window = window
        self.setParent(window)
        self.setObjectName("palette")
        self.setAccessibleName("Find a command or a resource")
        self.setPlaceholderText("Type a command or a name")
        self.setToolTip(plain_tip("Up and Down walk through what was found, Enter does it or goes there."))
        self.hide()

    def open(self) -> None:
        """Show the palette, empty, with what can be done now."""
        width = min(_WIDTH, self._window.width() - 40)
        self.setGeometry((self._window.width() - width) // 2, 64, width, self.sizeHint().height() + 6)
        self.clear()
        self.show()
        self.raise_()
        self.setFocus()
        self._look()

    def _anything(self, query: str) -> list[Hit]:
        desk, table = self._window.desk, self._window.actions_set.table
        found = [self._hit(action) for action in find_actions(table, desk, query)]
        return [*found, *(self._window.search(query)[:_MOST_RESOURCES] if query else ())]

    def _hit(self, action: Action) -> Hit:
        keys = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in action.keys[:1]]
        note = "" if action.enabled(self._window.desk) else "not available now"
        return Hit(ActionHit(action.id), action.title, " · ".join(filter(None, (action.menu, *keys, note))), "")

    def _run(self, target: Target) -> None:
        self._leave()
        if not isinstance(target, ActionHit):
            self._window.go_to_hit(target)
            return
        action = next(action for action in self._window.actions_set.table if action.id == target.id)
        if action.enabled(self._window.desk):
            self._window.actions_set.by_id[action.id].trigger()
        else:
            self._window.overlay.toast.say(f"“{action.title}” is not available now. {action.tip}")

    def _leave(self) -> None:
        self.hide()
        self._window.canvas.setFocus()

    def _take(self, index: QModelIndex) -> None:
        if index.data(Qt.ItemDataRole.UserRole) is not None:
            super()._take(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.hide()
