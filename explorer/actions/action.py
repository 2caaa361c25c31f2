"""One thing a user can do, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from explorer.actions.desk import Desk
from explorer.views.expanding import expansion_of
from explorer.views.groups import is_group
from graph.analysis.measures import METRICS
from graph.layout import LAYOUTS

Test = Callable[[Desk], bool]


def always(_: Desk) -> bool:
    """Whenever there is a window."""
    return True


def some_selected(desk: Desk) -> bool:
    """Where something is chosen."""
    return bool(desk.session.selection)


def one_selected(desk: Desk) -> bool:
    """Where just one resource or group is chosen."""
    return len(desk.session.selection) == 1


def several_selected(desk: Desk) -> bool:
    """Where several resources are chosen."""
    return len(list(islice((selected for selected in desk.session.selection if not is_group(selected)), 2))) > 1


def can_collapse(desk: Desk) -> bool:
    """Where what is chosen brought something in, or came in with something."""
    session = desk.session
    return one_selected(desk) and expansion_of(session.view, session.visible, session.selection[0]) is not None


def edge_selected(desk: Desk) -> bool:
    """Where a tie is chosen."""
    return desk.session.selected_edge >= 0


def some_drawn(desk: Desk) -> bool:
    """Where anything is drawn."""
    return bool(len(desk.session.visible.drawn))


class Action(NamedTuple):
    """One thing a user can do. ``keys`` are Qt's names of key sequences; ``menu`` is where it stands.

    ``checked`` is given for what is on or off.
    """

    id: str
    title: str
    menu: str
    run: Callable[[Desk], None]
    keys: tuple[str, ...] = ()
    enabled: Test = always
    tip: str = ""
    icon: str = ""
    checked: Test | None = None


def layout_actions() -> list[Action]:
    """One for each layout, the first nine by the keys 1 to 9."""

    def runner(name: str) -> Callable[[Desk], None]:
        return lambda desk: desk.lay_out(name)

    return [
        Action(
            f"layout.{name}",
            layout.title,
            "Layout",
            runner(name),
            (str(i + 1),) if i < 9 else (),
            some_drawn,
            layout.sentence,
        )
        for i, (name, layout) in enumerate(LAYOUTS.items())
    ]


def measure_actions() -> list[Action]:
    """One for each measure."""

    def runner(name: str) -> Callable[[Desk], None]:
        return lambda desk: desk.measure(name)

    return [
        Action(
            f"measure.{name}",
            metric.title,
            "Measure",
            runner(name),
            (),
            one_selected if metric.needs_target else some_drawn,
            metric.sentence,
        )
        for name, metric in METRICS.items()
    ]
