"""The View menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.actions.action import Action, some_drawn, some_selected

if TYPE_CHECKING:
    from explorer.actions.tasks import Tasks


def _has_schema(tasks: Tasks) -> bool:
    """True if the source says anything about classes and properties."""
    session = tasks.session
    return session.document.with_schema or session.projection.tally()["schema"] > 0


_CAMERA = (
    Action(
        "view.fit", "Fit", "View", "camera", lambda t: t.sight.fit(), ("F", "Ctrl+0"), places=("View",),
        icon="frame-corners",
    ),
    Action(
        "view.fit-selection", "Fit the selection", "View", "camera", lambda t: t.looking.fit_selection(), ("Shift+F",),
        some_selected, places=("Selection",),
    ),
    Action("view.in", "Zoom in", "View", "camera", lambda t: t.sight.zoom_by(1.35), ("Ctrl++", "Ctrl+="), icon="plus"),
    Action("view.out", "Zoom out", "View", "camera", lambda t: t.sight.zoom_by(1 / 1.35), ("Ctrl+-",), icon="minus"),
    Action(
        "view.save", "Save this view…", "View", "save", lambda t: t.views.save(), ("Ctrl+D",), some_drawn,
        "Name the current view, to come back to it", places=("View",),
    ),
)  # fmt: skip

_THEMES = tuple(
    Action(
        f"view.{name}",
        title,
        "View",
        "theme",
        lambda t, name=name: t.theme.use(name),  # type: ignore[misc]
        checked=lambda t, name=name: t.theme.name == name,  # type: ignore[misc]
    )
    for name, title in (("system", "System theme"), ("light", "Light theme"), ("dark", "Dark theme"))
)

_SHOWN = (
    Action(
        "view.schema",
        "Show the schema",
        "View",
        "shown",
        lambda t: t.documents.draw_schema(not t.session.document.with_schema),
        enabled=_has_schema,
        tip="Draw classes and properties like other resources",
        checked=lambda t: t.session.document.with_schema,
    ),
    Action(
        "view.notes",
        "Show notes on the canvas",
        "View",
        "shown",
        lambda t: t.commands.notes.draw(not t.session.view.shows_notes),
        tip="Draw notes where they belong, also in saved images",
        places=("Note",),
        checked=lambda t: t.session.view.shows_notes,
    ),
)

_PANELS = (
    Action(
        "view.table",
        "Go to the table",
        "View",
        "panels",
        lambda t: t.panels.go_to("table"),
        ("T",),
        tip="Resources and relationships as rows: sort, filter, select, copy, export",
    ),
    Action("style.show", "Go to the style rules", "View", "panels", lambda t: t.panels.go_to("style"), ("Y",)),
    Action(
        "view.timeline",
        "Go to the timeline",
        "View",
        "panels",
        lambda t: t.panels.go_to("timeline"),
        ("D",),
        tip="Dates as a histogram: drag to set a date range, turn the wheel to zoom",
    ),
    Action(
        "view.query",
        "Query in SPARQL",
        "View",
        "panels",
        lambda t: t.panels.go_to("query"),
        ("Q",),
        tip="Write a query or take a stored one, and show its results on the canvas",
    ),
)

_TIME = (
    Action(
        "time.play",
        "Play the timeline",
        "View",
        "time",
        lambda t: t.timeline.play(),
        ("Ctrl+P",),
        tip="Move the date range over time, step by step; again to pause",
    ),
    Action(
        "time.said",
        "Use the date when it was said",
        "View",
        "time",
        lambda t: t.commands.set_clock("happened" if t.session.view.clock == "said" else "said"),
        tip="Show and filter dates by when something was said, not by when it happened",
        checked=lambda t: t.session.view.clock == "said",
    ),
)

VIEW_ACTIONS = (
    *_CAMERA,
    *_THEMES,
    *_SHOWN,
    *_PANELS,
    *_TIME,
    Action("view.reset", "Reset the panels", "View", "reset", lambda t: t.panels.reset(), tip="Put every panel back"),
)
