"""Action: one thing a user can do, where it stands in menus, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Literal

from explorer.views.groups import is_group
from graph.named import NamedTuple

if TYPE_CHECKING:
    from explorer.actions.tasks import Tasks


class Need(NamedTuple):
    """A condition on the window, and one sentence for where it does not hold, with the remedy."""

    holds: Callable[[Tasks], bool]
    sentence: str

    def __call__(self, tasks: Tasks) -> bool:
        """True if it holds."""
        return self.holds(tasks)


Place = Literal["Resource", "Group", "Selection", "Edge", "View", "Note"]
"""Context menus: of one resource or group, several of them, a relationship, the empty canvas, a note on the canvas."""


def _several_selected(tasks: Tasks) -> bool:
    return len(list(islice((node for node in tasks.session.selection if not is_group(node)), 2))) > 1


def _can_collapse(tasks: Tasks) -> bool:
    from explorer.views.expanding import expansion_of  # late: the first picture shows no menu

    session = tasks.session
    return one_selected(tasks) and expansion_of(session.view, session.visible, session.selection[0]) is not None


always = Need(lambda _: True, "")
some_selected = Need(lambda t: bool(t.session.selection), "Select a resource first: click one.")
one_selected = Need(lambda t: len(t.session.selection) == 1, "Select one resource first: click it.")
several_selected = Need(_several_selected, "Select at least two resources first: Shift+click adds one.")
can_collapse = Need(_can_collapse, "Select a resource that you expanded.")
edge_selected = Need(lambda t: t.session.selected_edge >= 0, "Select a relationship first: click its line.")
some_drawn = Need(
    lambda t: bool(len(t.session.visible.drawn)), "The canvas is empty: open a file, or reset the filters."
)
some_resources = Need(lambda t: t.session.projection.node_count > 0, "No file with resources is open.")
in_focus = Need(lambda t: bool(t.session.view.focus), "There is no focus: select a resource and press S.")


def keys_on(platform: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of an action on a platform, by Python's name for it.

    On macOS Cmd+M belongs to the system, and the key above Return, which deletes there, is Backspace to Qt.
    """
    if platform != "darwin":
        return keys
    keys = tuple("Ctrl+Shift+M" if key == "Ctrl+M" else key for key in keys)
    return (*keys, "Backspace") if "Del" in keys else keys


class Action(NamedTuple):
    """One thing a user can do.

    It stands in ``menu`` with the others of its ``group``, within the submenu ``sub`` if that is given, and in the
    context menus of its ``places``. ``keys`` are Qt's names of key sequences. ``enabled`` says what it needs.
    ``checked`` is given for what is on or off, ``words`` for a title that changes. ``run_at`` replaces ``run`` in the
    menu of the empty canvas, with the place (x, y) of the scene under the pointer. ``panel`` is the key of the panel
    that it goes to: in the menu, the tick of that panel stands for it.
    """

    id: str
    title: str
    menu: str
    group: str
    run: Callable[[Tasks], None]
    keys: tuple[str, ...] = ()
    enabled: Need = always
    tip: str = ""
    places: tuple[Place, ...] = ()
    icon: str = ""
    checked: Callable[[Tasks], bool] | None = None
    words: Callable[[Tasks], str] | None = None
    run_at: Callable[[Tasks, tuple[float, float]], None] | None = None
    sub: str = ""
    panel: str = ""
