"""The Layout menu: the layouts that suit what is shown, with their pictures and reasons; the others under More."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from graph.layout import LAYOUTS
from ui.look.layout_icons import SIZE, layout_icon
from ui.parts.text import plain_tip

if TYPE_CHECKING:
    from explorer.actions.tasks import Tasks
    from ui.look.large_icons import LargeIcons

_TICK = " ✓"


class LayoutMenu:
    """Fills a menu that holds other actions too with the layouts; ``actions`` has theirs by “layout.NAME”."""

    def __init__(self, menu: QMenu, actions: Mapping[str, QAction], tasks: Tasks) -> None:
        self.menu, self._actions, self._tasks = menu, actions, tasks
        self.more = QMenu("More layouts", menu)
        self.more.setToolTipsVisible(True)
        self._style: LargeIcons | None = None
        self._below = next(action for action in menu.actions() if action.isSeparator())
        menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what suits the canvas as it is now."""
        self._make_room()
        from explorer.panels.layout_choices import suited_layouts

        session = self._tasks.session
        for action in self.menu.actions():
            if action is self._below:
                break
            self.menu.removeAction(action)
        self.more.clear()
        found = suited_layouts(
            session.projection, session.visible, clock=session.view.clock, selected=bool(session.selection)
        )
        # In the order of the table, which is that of the keys; the reason is in the tip.
        for choice in sorted(found, key=lambda choice: tuple(LAYOUTS).index(choice.layout)):
            self._offer(choice.layout, choice.why)
            self.menu.insertAction(self._below, self._actions[f"layout.{choice.layout}"])
        first = {choice.layout for choice in found}
        for name in LAYOUTS:
            if name not in first and f"layout.{name}" in self._actions:
                self._offer(name, "")
                self.more.addAction(self._actions[f"layout.{name}"])
        self.menu.insertMenu(self._below, self.more)

    def _make_room(self) -> None:
        """Have both menus draw pictures at their size, not at that of usual icons; no style sheet can do that."""
        if self._style is None:
            from ui.look.large_icons import LargeIcons

            self._style = LargeIcons(SIZE)
            for each in (self.menu, self.more):
                each.setStyle(self._style)

    def _offer(self, name: str, why: str) -> None:
        layout, action = LAYOUTS[name], self._actions[f"layout.{name}"]
        usable = layout.available()
        words = f"{layout.title} – {layout.shows}" if layout.shows else layout.title
        action.setText(words + (_TICK if name == self._tasks.session.view.layout else ""))
        action.setIcon(layout_icon(name))
        missing = "" if usable is True else str(usable)
        action.setToolTip(plain_tip(" ".join(part for part in (layout.sentence, why, missing) if part)))
