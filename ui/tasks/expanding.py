"""Expanding: the neighbours of a resource or the members of a group, all of them or the most connected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtWidgets import QMenu

from explorer.views.expanding import MOST, TOP, Offer, offers, waiting
from explorer.views.groups import is_group
from explorer.views.visible import although_hidden
from graph.arrays.types import Ids
from graph.model.projection import Owner
from ui.parts.text import menu_text
from ui.tasks.tools import Tools


class Expander:
    """Shows neighbours, members and rows of tables on the canvas, and says how many were added.

    ``load_neighbours(node)`` starts to load the neighbours of a resource from the disk and tells whether they had to be
    loaded; ``fit_selection`` brings the selection into sight.
    """

    def __init__(self, tools: Tools, load_neighbours: Callable[[int], bool], fit_selection: Callable[[], None]) -> None:
        self._tools = tools
        self._load_neighbours, self._fit_selection = load_neighbours, fit_selection

    def expand(self, drawn: int, offer: Offer | None = None) -> None:
        """Show what is not shown yet of a group or of the neighbours of a resource (by one kind of relationship).

        Where there are very many the user says how many.
        """
        session = self._tools.session
        if not is_group(drawn) and self._load_neighbours(drawn):
            return
        nodes = waiting(session.projection, session.visible, drawn, offer)
        if not len(nodes):
            self._say_complete(drawn)
            return
        if is_group(drawn):
            name, opened = session.title_of(drawn), self._tools.commands.open_branch(drawn)
            if opened:
                self._tools.messages.say(f"“{name}” is open: {opened:,} nodes in its place.")
                return
        group = ""
        if len(nodes) > MOST:
            choice = self._ask_how_many(drawn, len(nodes))
            if choice < 0:
                return
            nodes = nodes[:TOP] if choice == 0 else nodes
            group = f"{offer.label if offer else 'related to'} {session.title_of(drawn)}" if choice == 2 else ""
        self._tools.commands.expand(drawn, nodes, offer, group=group)
        self._say_added(drawn, nodes)

    def _ask_how_many(self, drawn: int, count: int) -> int:
        """0 for the most connected, 1 for all, 2 for all as one group, -1 for none of this."""
        name, opens = self._tools.session.title_of(drawn), is_group(drawn)
        sentence = (
            f"“{name}” holds {count:,} resources."
            if opens
            else f"“{name}” has {count:,} neighbours that are not on the canvas."
        )
        choices = [f"The {TOP} with the most relationships", f"All {count:,}"]
        if not opens:
            choices.append("One group for all of them")
        return self._tools.ask.choose("Expand", sentence, choices)

    def show(self, nodes: Ids, edges: Ids) -> None:
        """Show resources, and relationships with their ends, whatever hides them; of very many, ask how many."""
        projection = self._tools.session.projection
        if len(nodes) + len(edges) > MOST:
            count, what = (len(nodes), "resources") if len(nodes) else (len(edges), "relationships")
            sentence = f"This would add {count:,} {what} to the canvas."
            choice = self._tools.ask.choose("Show many rows", sentence, [f"The first {TOP}", f"All {count:,}"])
            if choice < 0:
                return
            nodes, edges = (nodes[:TOP], edges[:TOP]) if choice == 0 else (nodes, edges)
        ends = np.unique(np.concatenate((nodes, projection.subject[edges], projection.object[edges])))
        self._tools.commands.reveal_all(ends.astype(np.int32), edges)
        self._fit_selection()

    def show_unread_dates(self) -> None:
        """Show and select the resources with dates that could not be read, and the ends of such relationships."""
        p = self._tools.session.projection
        kind, owner = p.owner_kind[p.unread_dates], p.owner[p.unread_dates]
        self.show(np.unique(owner[kind == Owner.NODE]), np.unique(owner[kind == Owner.EDGE]))

    def show_found(self, nodes: Ids) -> None:
        """Show resources that a search found, and give the keys to the canvas, as going to one of them does."""
        self.show(nodes, np.empty(0, np.int32))
        self._tools.sight.setFocus()

    def show_kind(self, predicate: int) -> None:
        """Show the relationships of one kind with their ends, whatever hides them; of very many, ask how many."""
        edges = np.flatnonzero(self._tools.session.projection.predicate == predicate).astype(np.int32)
        self.show(np.empty(0, np.int32), edges)

    def _say_added(self, drawn: int, nodes: Ids) -> None:
        session, sight, messages = self._tools.session, self._tools.sight, self._tools.messages
        count, although = len(nodes), although_hidden(session.visible, nodes)
        text = f"{count:,} resource{'s' if count > 1 else ''} added{f', {although}' if although else ''}."
        if sight.share_in_sight(nodes) < 1:
            messages.offer(f"{text} Some are out of sight.", [("Show all", sight.fit)])
        else:
            messages.say(text)

    def _say_complete(self, drawn: int) -> None:
        what = "members" if is_group(drawn) else "neighbours"
        self._tools.messages.say(f"All {what} of “{self._tools.session.title_of(drawn)}” are on the canvas.")

    def fill_menu(self, menu: QMenu, drawn: int) -> None:
        """Put the kinds of relationship of a resource into a menu, with counts; those that add nothing are greyed."""
        session = self._tools.session
        for offer in offers(session.projection, session.visible, drawn):
            there = offer.total - offer.waiting
            count = f"{offer.waiting:,}" if not there else f"{offer.waiting:,} of {offer.total:,}"
            item = menu.addAction(menu_text(f"{offer.label}  {count}"))
            item.setEnabled(offer.waiting > 0)
            item.triggered.connect(partial(self._take, drawn, offer))
        if menu.isEmpty():
            menu.addAction("No relationships").setEnabled(False)

    def _take(self, drawn: int, offer: Offer, _checked: bool = False) -> None:
        self.expand(drawn, offer)

    def ask_kind(self, drawn: int) -> None:
        """Offer the kinds of relationship of a resource in a menu beside it."""
        self._tools.ask.menu(lambda menu: self.fill_menu(menu, drawn), self._tools.sight.selection_point())
