"""Focusing: the camera goes along with the focus and with changes of most of the picture.

A message says what is still hidden around a focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.state.session import Change
from explorer.views.nodes import Nodes
from explorer.views.visible import hidden_words
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from explorer.views.camera import Camera


class FocusFollower:
    """Brings a focus into sight when it begins or grows, and restores the camera when it ends."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._place: tuple[Nodes, int] = (Nodes(), 0)
        self._outside: Camera | None = None

    def follow(self, change: Change) -> None:
        """Follow one change of the session; undo restores the camera by itself."""
        session, sight = self._tools.session, self._tools.sight
        view, (before, _) = session.view, self._place
        if (view.focus, view.hops) == self._place:
            return
        self._place = view.focus, view.hops
        if not view.focus:
            self._tools.messages.clear()  # it spoke of what lies around the focus
        if change & (Change.DOCUMENT | Change.PAST):
            self._outside = None
        elif view.focus:
            if not before:
                self._outside = sight.camera
            if session.is_placed:
                sight.fit_scene(session.scene)
            self._offer_the_rest()
        elif self._outside is not None:
            sight.look_again(self._outside)

    def _offer_the_rest(self) -> None:
        """Say what stays hidden around the focus, with the way to show it."""
        commands, visible = self._tools.commands, self._tools.session.visible
        hidden = commands.hidden_around()
        self._tools.messages.clear()  # what was said before is out of date
        if len(hidden):
            words = hidden_words(visible, hidden)
            self._tools.messages.offer(f"{words}.", [("Show them too", commands.show_around)])


_STAYS = 2 / 3
"""If a smaller share of what is drawn stays, the picture is another one."""


class PictureFollower:
    """Fits the picture where groups, or lines of filters, changed most of what is drawn, or where members of a group
    that was opened are out of sight.

    Ranges do not move the camera: they change while the pointer drags them and while the timeline plays.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._before = tools.session.view, tools.session.visible

    def follow(self, change: Change) -> None:
        """Follow one change of the session; undo restores the camera by itself."""
        session, sight = self._tools.session, self._tools.sight
        (view, visible), now = self._before, session.view
        self._before = now, session.visible
        if not change & Change.VIEW or change & (Change.DOCUMENT | Change.PAST | Change.BY_HAND):
            return
        ranged = (now.dates, now.amounts, now.degrees, now.ranges, now.focus, now.hops)
        if (
            session.visible is visible
            or not session.is_placed
            or ranged != (view.dates, view.amounts, view.degrees, view.ranges, view.focus, view.hops)
        ):
            return
        before, drawn = visible.drawn, session.visible.drawn
        fresh = np.setdiff1d(drawn, before, assume_unique=True)
        asked, was_asked = ((v.expansions, v.shown_nodes, v.hidden_nodes) for v in (now, view))
        is_other = len(drawn) - len(fresh) < len(before) * _STAYS
        is_new = asked == was_asked and len(fresh) > len(drawn) / 2
        is_opened = bool(view.groups) and (now.ungrouped != view.ungrouped or len(now.groups) < len(view.groups))
        if is_other or is_new or (is_opened and sight.share_in_sight(fresh) < 1):
            sight.fit_scene(session.scene)
