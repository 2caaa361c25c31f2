"""The action table as Qt actions: menus, shortcuts, toolbar and context menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.actions.action import Action
from explorer.actions.desk import Desk
from explorer.actions.table import MENUS
from ui.look import icons
from ui.parts.text import menu_text, plain_tip

_CONTEXT = {
    "Resource": (
        "node.details", "note.write", "", "node.expand", "node.collapse", "node.solo", "", "edit.select-neighbours",
        "node.group", "",
        "node.pin", "node.hide", "node.hide-others",
    ),
    "Group": (
        "node.details", "node.expand", "node.collapse", "node.solo", "", "edit.select-neighbours",
        "node.pin", "node.hide", "node.hide-others",
    ),
    "Selection": (
        "node.paths", "node.solo", "edit.select-neighbours", "node.group", "", "view.fit-selection", "node.pin",
        "node.hide", "node.hide-others", "edit.invert",
    ),
    "Edge": ("edge.subject", "edge.object", "note.write", "edge.hide-kind"),
    "View": (
        "view.fit", "note.write", "node.all", "edit.select-all", "edit.invert", "", "group.by-class",
        "group.open-all", "node.hide-leaves", "", "view.keep", "file.copy-image", "file.image", "file.export",
    ),
}  # fmt: skip
_FIRST_OF_GROUP = {
    "file.save",
    "file.open-view",
    "file.texts",
    "file.export",
    "file.image",
    "file.quit",
    "edit.find",
    "node.expand",
    "node.solo",
    "node.hide",
    "node.group",
    "node.pin",
    "node.all",
    "view.fit",
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

    def _tick(self, action: Action) -> None:
        if action.checked is not None:
            self.by_id[action.id].setChecked(action.checked(self._desk))

    def _make(self, window: QMainWindow, action: Action) -> QAction:
        made = QAction(action.title, window)
        made.setObjectName(action.id)
        made.setCheckable(action.checked is not None)
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

    def offer_panels(self, toggles: Sequence[QAction]) -> None:
        """Put the ticks that show and hide panels at the head of the View menu."""
        menu = self.menus["View"]
        first = menu.actions()[0]
        menu.insertActions(first, list(toggles))
        menu.insertSeparator(first)

    def fill_recent(self, paths: Sequence[str], open_paths: Callable[[Sequence[str]], None]) -> None:
        """Offer recent files below “Open…”."""
        self.recent.clear()
        for path in paths:
            item = self.recent.addAction(menu_text(Path(path).name))
            item.setToolTip(plain_tip(path))
            item.triggered.connect(lambda _checked=False, p=path: open_paths([p]))
        self.recent.setEnabled(bool(paths))

    def refresh(self) -> None:
        """Make every action's state and the words of undo and redo true again."""
        history = self._desk.session.history
        for action in self.table:
            self.by_id[action.id].setEnabled(action.enabled(self._desk))
            self._tick(action)
        undo, redo = self.by_id["edit.undo"], self.by_id["edit.redo"]
        back, forward = self.by_id["edit.back-look"], self.by_id["edit.forward-look"]
        trail = self._desk.session.trail
        back.setText(_titled("Back", trail.back_title))
        forward.setText(_titled("Forward", trail.forward_title))
        undo.setText(_titled("Undo", history.undo_title))
        redo.setText(_titled("Redo", history.redo_title))

    def set_icons(self) -> None:
        """Draw the icons in the colours of the theme."""
        for action in self.table:
            if action.icon:
                self.by_id[action.id].setIcon(icons.icon(action.icon, "ink"))

    def fill_context(self, menu: QMenu, place: str) -> None:
        """Put the actions for a place on the canvas into a menu."""
        for name in _CONTEXT[place]:
            if name:
                menu.addAction(self.by_id[name])
            else:
                menu.addSeparator()


def _titled(verb: str, title: str) -> str:
    """What a step of history is called in a menu."""
    return menu_text(f"{verb}: {title}" if title else verb)
