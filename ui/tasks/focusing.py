"""Focusing: the camera goes along with the focus, and a message says what is still hidden around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
