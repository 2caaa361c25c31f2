"""The table of actions: it feeds menus, toolbar, shortcuts, context menus and the command palette."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from explorer.actions.action import Action, Need, keys_on, one_selected, some_drawn
from explorer.actions.edit_actions import EDIT_ACTIONS
from explorer.actions.file_actions import FILE_ACTIONS
from explorer.actions.resource_actions import RESOURCE_ACTIONS
from explorer.actions.view_actions import VIEW_ACTIONS
from graph.analysis.measures import METRICS
from graph.layout import LAYOUTS
from graph.model.values import values_of

if TYPE_CHECKING:
    from explorer.actions.tasks import Tasks

MENUS = ("File", "Edit", "Resource", "View", "Layout", "Measure", "Help")
CONTEXT_ORDER = ("View", "Resource", "Edit", "File")
"""The menus whose actions stand in context menus, in the order in which they stand there."""


def layout_actions() -> list[Action]:
    """One action a layout, the first nine with the keys 1 to 9."""

    def runner(name: str) -> Callable[[Tasks], None]:
        return lambda tasks: tasks.layouts.lay_out(name)

    return [
        Action(
            f"layout.{name}",
            layout.title,
            "Layout",
            "layouts",
            runner(name),
            (str(i + 1),) if i < 9 else (),
            some_drawn,
            layout.sentence,
        )
        for i, (name, layout) in enumerate(LAYOUTS.items())
    ]


def _layout_has_settings(tasks: Tasks) -> bool:
    """True if the layout of the view has parameters; a plugin that is not imported yet does not count."""
    name = tasks.session.view.layout
    return some_drawn(tasks) and name in tuple(LAYOUTS) and bool(LAYOUTS[name].parameters)


def measure_actions() -> list[Action]:
    """One action a measure."""

    def runner(name: str) -> Callable[[Tasks], None]:
        def run(tasks: Tasks) -> None:
            tasks.panels.to_front("measures")
            tasks.measures.take(name)

        return run

    return [
        Action(
            f"measure.{name}",
            metric.title,
            "Measure",
            "measures",
            runner(name),
            (),
            one_selected if metric.needs_target else some_drawn,
            metric.sentence,
        )
        for name, metric in METRICS.items()
    ]


_ALL: tuple[Action, ...] = (
    *FILE_ACTIONS,
    *EDIT_ACTIONS,
    *RESOURCE_ACTIONS,
    *VIEW_ACTIONS,
    Action(
        "measure.show",
        "Go to the measures",
        "Measure",
        "measures",
        lambda t: t.panels.turn("measures"),
        ("M",),
        panel="measures",
        tip="The meaning, distribution and top values of each measure",
    ),
    *measure_actions(),
    *layout_actions(),
    Action(
        "layout.settings",
        "Layout settings…",
        "Layout",
        "stop",
        lambda t: t.layouts.ask_settings(),
        (),
        Need(_layout_has_settings, "The layout of this view has no settings, or the canvas is empty."),
        "Set the parameters of the layout, and lay out again",
    ),
    Action(
        "layout.values",
        "Go through values",
        "Layout",
        "layouts",
        lambda t: t.commands.follow_values(not t.session.view.follows_values),
        (),
        Need(lambda t: bool(values_of(t.session.projection).any()), "No concept here is a value of other resources."),
        "Let layouts, paths and measures go through concepts that are values, such as a status; again: not",
        checked=lambda t: t.session.view.follows_values,
    ),
    Action(
        "layout.stop",
        "Stop the layout",
        "Layout",
        "stop",
        lambda t: t.jobs.cancel(),
        (),
        Need(lambda t: t.jobs.is_busy, "No layout is running."),
        "Stop where it is; Esc does the same",
    ),
    Action(
        "help.guide",
        "Guide",
        "Help",
        "help",
        lambda t: t.help.show_guide(),
        ("F1",),
        tip="Everything that you can do, with pictures",
    ),
    Action(
        "help.keys",
        "Keys and mouse",
        "Help",
        "help",
        lambda t: t.help.show_keys(),
        ("?",),
        tip="Every key and every move of the mouse, with a field to find one",
    ),
    Action(
        "file.bromley",
        "Open the Bromley graph",
        "Help",
        "example",
        lambda t: t.files.open_bundled(),
        tip="An inspection of a council’s services for children, and its consequences, as an example",
    ),
    Action(
        "help.about",
        "About Caseboard",
        "Help",
        "about",
        lambda t: t.help.show_about(),
        tip="The version, the licence and what the program is built on",
    ),
)

ACTIONS = tuple(action._replace(keys=keys_on(sys.platform, action.keys)) for action in _ALL)
