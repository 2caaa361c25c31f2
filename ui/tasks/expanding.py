"""Bringing in what is tied to a resource: all of it, a kind of tie at a time, or the most tied where there are many."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from explorer.views.expanding import MOST, TOP, Offer, held_back, offers, waiting
from explorer.views.groups import is_group
from ui.parts.text import menu_text

if TYPE_CHECKING:
    from ui.window.window import Window


Ids = NDArray[np.int32]


class Bringer:
    """Expands and opens for a window, and says what came."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def expand(self, drawn: int, offer: Offer | None = None) -> None:
        """Bring in what waits at a resource (by one kind of tie) or in a group; of very many the user says which."""
        window, session = self._window, self._window.session
        if not is_group(drawn) and window.desk.opener.bring_ties(drawn):
            return
        nodes = waiting(session.projection, session.visible, drawn, offer)
        group = ""
        if not len(nodes):
            self._say_none(drawn)
            return
        if len(nodes) > MOST:
            from ui.parts import dialogs

            name = session.title_of(drawn)
            sentence = (
                f"{len(nodes):,} resources are in “{name}”."
                if is_group(drawn)
                else f"{len(nodes):,} resources would come in beside “{name}”."
            )
            choices = [f"The {TOP} with most ties", f"All {len(nodes):,}"]
            if not is_group(drawn):
                choices.append("One group that stands for them")
            choice = dialogs.choose(window, "Bring in many resources", sentence, choices)
            if choice < 0:
                return
            nodes = nodes[:TOP] if choice == 0 else nodes
            group = f"{offer.label if offer else 'tied to'} {name}" if choice == 2 else ""
        window.commands.expand(drawn, nodes, group=group)
        self._say(drawn, nodes)

    def bring(self, nodes: Ids, edges: Ids) -> None:
        """Put resources, and ties with their ends, on the canvas, whatever hides them; of very many, ask which."""
        window, session = self._window, self._window.session
        projection = session.projection
        if len(nodes) + len(edges) > MOST:
            from ui.parts import dialogs

            count, what = (len(nodes), "resources") if len(nodes) else (len(edges), "ties")
            sentence = f"{count:,} {what} would come onto the canvas."
            choice = dialogs.choose(window, "Bring in many rows", sentence, [f"The first {TOP}", f"All {count:,}"])
            if choice < 0:
                return
            nodes, edges = (nodes[:TOP], edges[:TOP]) if choice == 0 else (nodes, edges)
        ends = np.unique(np.concatenate((nodes, projection.subject[edges], projection.object[edges])))
        window.commands.bring(ends.astype(np.int32), edges)
        window.desk.fit_selection()

    def go_to_edge(self, edge: int) -> None:
        """Choose a tie, whatever hides it, and bring it into sight."""
        window, projection = self._window, self._window.session.projection
        ends = np.array([projection.subject[edge], projection.object[edge]], np.int32)
        window.commands.bring(ends, np.array([edge], np.int32))
        window.session.select_edge(edge)
        window.canvas.fit(ids=ends)

    def _say(self, drawn: int, nodes: Ids) -> None:
        session, canvas, toast = self._window.session, self._window.canvas, self._window.overlay.toast
        count = len(nodes)
        held = held_back(session.projection, session.visible, drawn)
        more = f"; {held:,} stay hidden by filters" if held else ""
        text = f"{count:,} {'came' if count > 1 else 'resource came'} in{more}."
        if canvas.share_in_sight(nodes) < 1:
            toast.offer(f"{text} Not all of it is in sight.", [("Show all", canvas.fit)])
        else:
            toast.say(text)

    def _say_none(self, drawn: int) -> None:
        session = self._window.session
        held = held_back(session.projection, session.visible, drawn)
        if held:
            self._window.overlay.toast.say(f"{held:,} of its neighbours are hidden by filters; the rest is here.")
        else:
            self._window.overlay.toast.say(f"All that is tied to “{session.title_of(drawn)}” is here.")

    def fill_menu(self, menu: QMenu, drawn: int) -> None:
        """Put the kinds of ties of a resource into a menu, counts first; those that bring nothing are greyed."""
        session = self._window.session
        for offer in offers(session.projection, session.visible, drawn):
            there = offer.total - offer.waiting
            count = f"{offer.waiting:,}" if not there else f"{offer.waiting:,} of {offer.total:,}"
            item = menu.addAction(menu_text(f"{offer.label}  {count}"))
            item.setEnabled(offer.waiting > 0)
            item.triggered.connect(partial(self._take, drawn, offer))
        if menu.isEmpty():
            menu.addAction("No ties").setEnabled(False)

    def _take(self, drawn: int, offer: Offer, _checked: bool = False) -> None:
        self.expand(drawn, offer)

    def ask_kind(self, drawn: int, at: QPoint) -> None:
        """Let the user choose which kind of ties to bring in, in a menu at a place on the screen."""
        menu = QMenu(self._window)
        self.fill_menu(menu, drawn)
        menu.exec(at)
        menu.deleteLater()
