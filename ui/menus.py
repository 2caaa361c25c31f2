"""The action table as Qt actions: menus, shortcuts, toolbar and context menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.actions import MENUS, Action, Desk
from ui import icons

_CONTEXT = {
    "Resource": ("node.details", "node.solo", "edit.select-neighbours", "node.pin", "node.hide", "node.hide-others"),
    "View": ("view.fit", "node.all", "edit.select-all", "file.copy-image", "file.image", "file.export"),
}
_FIRST_OF_GROUP = {
    "file.texts",
    "file.export",
    "file.image",
    "file.quit",
    "edit.find",
    "node.pin",
    "node.all",
    "view.system",
    "view.reset",
    "layout.stop",
}


class ActionSet:
    """Qt actions for a table of actions, each with its menu place, keys and state."""

    def __init__(self, window: QMainWindow, desk: Desk, table: Sequence[Action]) -> None:
        self._desk, self.table = desk, table
        self.by_id: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for menu_title in MENUS:
            self.menus[menu_title] = window.menuBar().addMenu(f"&{menu_title}")
        self.recent = QMenu("Open recent", window)
        self.recent.setToolTipsVisible(True)
        for action in table:
            made = self._make(window, action)
            self.by_id[action.id] = made
            if action.menu:
                menu = self.menus[action.menu]
                if action.id in _FIRST_OF_GROUP:
                    menu.addSeparator()
                menu.addAction(made)
                if action.id == "file.open":
                    menu.addMenu(self.recent)
            window.addAction(made)

    def _make(self, window: QMainWindow, action: Action) -> QAction:
        made = QAction(action.title, window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        keys = " or ".join(
            QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in action.keys[:1]
        )
        words = action.tip or action.title.rstrip("…")
        made.setToolTip(f"{words} ({keys})" if keys else words)
        made.setStatusTip(action.tip)
        made.triggered.connect(lambda _checked=False, a=action: self._run(a))
        return made

    def _run(self, action: Action) -> None:
        if action.enabled(self._desk):
            action.run(self._desk)
        self.refresh()

    def fill_recent(self, paths: Sequence[str], open_paths: Callable[[Sequence[str]], None]) -> None:
        """Offer recent files below “Open…”."""
        self.recent.clear()
        for path in paths:
            item = self.recent.addAction(Path(path).name.replace("&", "&&"))
            item.setToolTip(path)
            item.triggered.connect(lambda _checked=False, p=path: open_paths([p]))
        self.recent.setEnabled(bool(paths))

    def refresh(self) -> None:
        """Make every action's state and the words of undo and redo true again."""
        history = self._desk.session.history
        for action in self.table:
            self.by_id[action.id].setEnabled(action.enabled(self._desk))
        undo, redo = self.by_id["edit.undo"], self.by_id["edit.redo"]
        undo.setText(f"Undo: {history.undo_title}" if history.undo_title else "Undo")
        redo.setText(f"Redo: {history.redo_title}" if history.redo_title else "Redo")

    def set_icons(self) -> None:
        """Draw the icons in the colours of the theme."""
        for action in self.table:
            if action.icon:
                self.by_id[action.id].setIcon(icons.icon(action.icon, "ink"))

    def fill_context(self, menu: QMenu, place: str) -> None:
        """Put the actions for a place on the canvas into a menu."""
        for name in _CONTEXT[place]:
            menu.addAction(self.by_id[name])
