"""Action: one thing a user can do, where it stands in menus, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from explorer.views.expanding import expansion_of
from explorer.views.groups import is_group

if TYPE_CHECKING:
    from explorer.actions.tasks import Tasks

Test: TypeAlias = "Callable[[Tasks], bool]"
Place = Literal["Resource", "Group", "Selection", "Edge", "View", "Note"]
"""Context menus: of one resource or group, several of them, a relationship, the empty canvas, a note on the canvas."""


def always(_: Tasks) -> bool:
    """True."""
    return True


def some_selected(tasks: Tasks) -> bool:
    """True if any resource or group is selected."""
    return bool(tasks.session.selection)


def one_selected(tasks: Tasks) -> bool:
    """True if exactly one resource or group is selected."""
    return len(tasks.session.selection) == 1


def several_selected(tasks: Tasks) -> bool:
    """True if several resources are selected."""
    return len(list(islice((node for node in tasks.session.selection if not is_group(node)), 2))) > 1


def can_collapse(tasks: Tasks) -> bool:
    """True if the selected node was expanded, or was added by an expansion."""
    session = tasks.session
    return one_selected(tasks) and expansion_of(session.view, session.visible, session.selection[0]) is not None


def edge_selected(tasks: Tasks) -> bool:
    """True if a relationship is selected."""
    return tasks.session.selected_edge >= 0


def some_drawn(tasks: Tasks) -> bool:
    """True if anything is drawn."""
    return bool(len(tasks.session.visible.drawn))


class Action(NamedTuple):
    """One thing a user can do.

    It stands in ``menu`` with the others of its ``group``, and in the context menus of its ``places``. ``keys`` are
    Qt's names of key sequences. ``checked`` is given for what is on or off, ``words`` for a title that changes.
    ``run_at`` replaces ``run`` in the menu of the empty canvas, with the place (x, y) of the scene under the pointer.
    """

    id: str
    title: str
    menu: str
    group: str
    run: Callable[[Tasks], None]
    keys: tuple[str, ...] = ()
    enabled: Test = always
    tip: str = ""
    places: tuple[Place, ...] = ()
    icon: str = ""
    checked: Test | None = None
    words: Callable[[Tasks], str] | None = None
    run_at: Callable[[Tasks, tuple[float, float]], None] | None = None
