"""The action table as Qt actions: menus, shortcuts, toolbar and context menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.actions.action import Action
from explorer.actions.table import CONTEXT_ORDER, MENUS
from ui.look import icons
from ui.parts.text import menu_text, plain_tip

if TYPE_CHECKING:
    from explorer.actions.tasks import Tasks
    from explorer.panels.search import Hit
    from ui.overlay.toast import Toast


class ActionSet:
    """Qt actions for a table of actions, each in its menu, with its keys and state.

    ``messages`` say why one cannot be run, until it can be. The titles of the menus come at once, an action when it is
    asked for, all others with ``by_id``: after the first picture, which is on the screen sooner for that.
    """

    def __init__(self, window: QMainWindow, tasks: Tasks, table: Sequence[Action], messages: Toast) -> None:
        self._window, self._tasks, self._messages = window, tasks, messages
        self._refused: tuple[Action, str] | None = None
        self.table = tuple(table)
        self._rows = {action.id: action for action in table}
        self._made: dict[str, QAction] = {}
        self._is_complete = False
        self.menus = {title: window.menuBar().addMenu(f"&{title}") for title in MENUS}
        self.subs: dict[tuple[str, str], QMenu] = {}

    def __getitem__(self, name: str) -> QAction:
        """The action of that id."""
        if name not in self._made:
            self._made[name] = self._make(self._rows[name])
        return self._made[name]

    @property
    def by_id(self) -> dict[str, QAction]:
        """All actions."""
        if not self._is_complete:
            self._is_complete = True
            self._fill()
        return self._made

    def _fill(self) -> None:
        """Make the actions that are not there yet, and put all into their menus."""
        from ui.window.layout_menu import LayoutMenu

        groups: dict[QMenu, str] = {}
        for action in self.table:
            made = self[action.id]
            where = self.subs.get((action.menu, action.sub), self.menus[action.menu])
            if groups.setdefault(where, action.group) != action.group:
                where.addSeparator()
                groups[where] = action.group
            if not action.panel:
                self._menu_of(action).addAction(made)
            self._window.addAction(made)
        self.layouts = LayoutMenu(self.menus["Layout"], self._made, self._tasks)
        for menu in (*self.menus.values(), *self.subs.values()):
            _explain(menu)

    def add(self, actions: Sequence[Action]) -> None:
        """Take the new ones among some actions; each stands behind the one that comes before it, in the same menu."""
        for before, action in pairwise(actions):
            if action.id in self.by_id:
                continue
            made = self._made[action.id] = self._make(action)
            self._rows[action.id] = action
            if action.menu != "Layout":  # that menu is filled whenever it opens
                self._insert_behind(before.id, made)
            self._window.addAction(made)
            at = self.table.index(self._rows[before.id]) + 1
            self.table = (*self.table[:at], action, *self.table[at:])
        self.refresh()

    def _menu_of(self, action: Action) -> QMenu:
        """The menu or submenu where an action stands; a submenu stands where its first action would."""
        menu = self.menus[action.menu]
        if not action.sub:
            return menu
        if (action.menu, action.sub) not in self.subs:
            self.subs[action.menu, action.sub] = menu.addMenu(action.sub)
        return self.subs[action.menu, action.sub]

    def _insert_behind(self, name: str, made: QAction) -> None:
        """Put one into the menu of the action of that id, next to it."""
        menu = self.menus[self._rows[name].menu]
        behind = menu.actions()[menu.actions().index(self.by_id[name]) + 1 :]
        if behind:
            menu.insertAction(behind[0], made)
        else:
            menu.addAction(made)

    def _make(self, action: Action) -> QAction:
        made = QAction(action.title, self._window)
        made.setObjectName(action.id)
        made.setCheckable(action.checked is not None)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        words, keys = action.tip or action.title.rstrip("…"), _first_key(action)
        made.setToolTip(plain_tip(f"{words} ({keys})" if keys else words))
        made.setStatusTip(action.tip)
        made.triggered.connect(lambda _checked=False: self._run(action))
        if action.icon:
            made.setIcon(icons.icon(action.icon, "ink"))
        return made

    def _run(self, action: Action) -> None:
        if action.enabled(self._tasks):
            action.run(self._tasks)
        self.refresh()

    def explain(self, event: QKeyEvent) -> bool:
        """Say why the action of a key cannot be run now; False if there is no such action."""
        pressed = QKeySequence(event.keyCombination()), QKeySequence(event.text())
        for action in self.table:
            made = self.by_id[action.id]
            if not made.isEnabled() and any(key in made.shortcuts() for key in pressed):
                self._refuse(action)
                return True
        return False

    def _refuse(self, action: Action) -> None:
        words = f"“{action.title.rstrip('…')}” is not available now. {action.enabled.sentence}"
        self._refused = action, words
        self._messages.say(words)

    def _take_back(self) -> None:
        """Remove the reason why an action cannot be run, as soon as it can be."""
        if self._refused is not None and self._refused[0].enabled(self._tasks):
            if self._messages.text == self._refused[1]:
                self._messages.clear()
            self._refused = None

    def _run_at(self, action: Action, spot: tuple[float, float]) -> None:
        if action.run_at is not None and action.enabled(self._tasks):
            action.run_at(self._tasks, spot)
        self.refresh()

    def offer_panels(self, toggles: Mapping[str, QAction]) -> None:
        """Put the ticks that show and hide panels into the View menu, each with the key that goes to its panel."""
        actions = self.by_id  # makes the submenus
        menu = self.subs["View", "Panels"]
        first = menu.actions()[0]
        rows = {action.panel: action for action in self.table if action.panel}
        for key, toggle in toggles.items():
            if key in rows:
                toggle.setText(f"{toggle.text()}\t{_first_key(rows[key])}")
                toggle.setToolTip(actions[rows[key].id].toolTip())
            menu.insertAction(first, toggle)
        menu.insertSeparator(first)

    def offer_recent(self, paths: Callable[[], Sequence[str]], open_paths: Callable[[Sequence[str]], None]) -> None:
        """Offer recent files below “Open…”, as they are whenever the File menu opens."""
        recent = QMenu("Open recent", self._window)
        recent.setToolTipsVisible(True)
        self._insert_behind("file.open", recent.menuAction())

        def fill() -> None:
            recent.clear()
            for path in paths():
                item = recent.addAction(menu_text(Path(path).name))
                item.setToolTip(plain_tip(path))
                item.triggered.connect(lambda _checked=False, p=path: open_paths([p]))
            recent.setEnabled(not recent.isEmpty())

        self.menus["File"].aboutToShow.connect(fill)

    def refresh(self) -> None:
        """Update the state of every action that is there, and the words of those whose title changes."""
        self._take_back()
        for action in self.table:
            made = self._made.get(action.id)
            if made is None:
                continue
            made.setEnabled(action.enabled(self._tasks))
            if action.checked is not None:
                made.setChecked(action.checked(self._tasks))
            if action.words is not None:
                made.setText(menu_text(action.words(self._tasks)))

    def fill_context(self, menu: QMenu, place: str, spot: tuple[float, float] | None = None) -> None:
        """Put the actions of a place into a menu; ``spot`` is where on the canvas it was opened (x, y in the scene)."""
        _explain(menu)
        here = [action for action in self.table if place in action.places]
        here.sort(key=lambda action: CONTEXT_ORDER.index(action.menu))
        for before, action in zip((None, *here), here):
            if before is not None and (before.menu, before.group) != (action.menu, action.group):
                menu.addSeparator()
            if spot is not None and action.run_at is not None:
                menu.addAction(self._made_at(menu, action, spot))
            else:
                menu.addAction(self.by_id[action.id])

    def _made_at(self, menu: QMenu, action: Action, spot: tuple[float, float]) -> QAction:
        """An action of one menu, for the place where it was opened."""
        usual = self.by_id[action.id]
        made = QAction(usual.icon(), usual.text(), menu)
        made.setEnabled(usual.isEnabled())
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the menu only shows the keys
        made.setShortcuts(usual.shortcuts())
        made.triggered.connect(lambda _checked=False: self._run_at(action, spot))
        return made

    # The palette

    def find(self, words: str) -> list[Hit]:
        """Actions that hold every word of a text, as search results."""
        from explorer.actions.matching import find_actions

        return [self._hit(action) for action in find_actions(self.table, self._tasks, words)]

    def _hit(self, action: Action) -> Hit:
        from explorer.panels.search import ActionHit, Hit

        note = "" if action.enabled(self._tasks) else f"Not available now. {action.enabled.sentence}"
        where = " · ".join(part for part in (action.menu, _first_key(action)) if part)
        return Hit(ActionHit(action.id), action.title, where, note)

    def run(self, name: str) -> None:
        """Run the action of that id, or say that it cannot be run now."""
        action = self._rows[name]
        if action.enabled(self._tasks):
            self.by_id[name].trigger()
        else:
            self._refuse(action)


def _explain(menu: QMenu) -> None:
    """Give a menu tooltips, and letters whenever it opens."""

    def give() -> None:
        from ui.window.letters import give_letters  # not needed for the first picture

        give_letters(menu)

    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(give)


def _first_key(action: Action) -> str:
    keys = (QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in action.keys[:1])
    return next(keys, "")
