"""The View menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.actions.action import Action, Need, some_drawn, some_resources, some_selected
from explorer.views.hiding.dates import periods_by

if TYPE_CHECKING:
    from explorer.actions.tasks import Tasks
    from graph.rdf.source import Regime


def _has_schema(tasks: Tasks) -> bool:
    """True if the source says anything about classes and properties."""
    session = tasks.session
    return session.document.with_schema or session.projection.tally()["schema"] > 0


def _has_dates(tasks: Tasks) -> bool:
    """True if any resource has a date, by the clock of the view."""
    session = tasks.session
    return bool(np.isfinite(periods_by(session.projection, session.view.clock).spans).any())


_SOME_UNREAD = Need(lambda t: bool(t.session.document.source.unread), "Everything in the source was read.")
_SOME_TEXTS = Need(lambda t: bool(t.session.projection.documents), "The data has no evidence in texts.")
_OF_A_DAY = Need(lambda t: t.session.view.known is not None, "The view is not of a day: set one with As known on.")
_SOME_DATES = Need(_has_dates, "The data has no dates.")


_CAMERA = (
    Action(
        "view.fit",
        "Fit",
        "View",
        "camera",
        lambda t: t.sight.fit(),
        ("F", "Ctrl+0"),
        places=("View",),
        tip="Move and zoom so that the whole picture is on the screen",
        icon="frame-corners",
    ),
    Action(
        "view.fit-selection",
        "Fit the selection",
        "View",
        "camera",
        lambda t: t.looking.fit_selection(),
        ("Shift+F",),
        some_selected,
        "Move and zoom so that the selection fills the screen",
        places=("Selection",),
    ),
    Action(
        "view.in",
        "Zoom in",
        "View",
        "camera",
        lambda t: t.sight.zoom_by(1.35),
        ("Ctrl++", "Ctrl+="),
        tip="Make the picture larger",
        icon="plus",
        sub="Zoom",
    ),
    Action(
        "view.out",
        "Zoom out",
        "View",
        "camera",
        lambda t: t.sight.zoom_by(1 / 1.35),
        ("Ctrl+-",),
        tip="Make the picture smaller",
        icon="minus",
        sub="Zoom",
    ),
    Action(
        "view.save",
        "Save this view…",
        "View",
        "save",
        lambda t: t.views.save(),
        ("Ctrl+D",),
        some_drawn,
        "Save the current view under a name, to return to it later",
        places=("View",),
    ),
)

_THEMES = tuple(
    Action(
        f"view.{name}",
        title,
        "View",
        "theme",
        lambda t, name=name: t.theme.use(name),  # type: ignore[misc]
        tip=tip,
        checked=lambda t, name=name: t.theme.name == name,  # type: ignore[misc]
        sub="Theme",
    )
    for name, title, tip in (
        ("system", "System theme", "Light or dark, like the desktop"),
        ("light", "Light theme", "Dark words on light paper"),
        ("dark", "Dark theme", "Light words on dark paper"),
    )
)

_CAN_INFER = Need(
    lambda t: t.session.document.on_disk is None and t.session.document.server is None,
    "Rules need the whole source in memory, and this one stays where it is.",
)
_INFERENCE: tuple[tuple[Regime | None, str, str], ...] = (
    (None, "None", "Draw what the source states, and nothing that follows from it"),
    ("rdfs", "By RDFS", "Draw what follows from classes and properties under others, and from domains and ranges"),
    ("owlrl", "By OWL 2 RL", "Draw what follows by RDFS and by inverse, symmetric, transitive and equal properties"),
)
"""Rules by which the user can infer, with the title and the tip of each."""

_SHOWN = (
    Action(
        "view.schema",
        "Show the schema",
        "View",
        "shown",
        lambda t: t.documents.draw_schema(not t.session.document.with_schema),
        ("Shift+S",),
        enabled=Need(_has_schema, "The source says nothing of its classes and properties."),
        tip="Draw classes, properties and shapes, and put what is said of them into words",
        checked=lambda t: t.session.document.with_schema,
    ),
    *(
        Action(
            f"view.infer.{by or 'nothing'}",
            title,
            "View",
            "shown",
            lambda t, by=by: t.documents.infer(by),  # type: ignore[misc]
            enabled=_CAN_INFER,
            tip=tip,
            checked=lambda t, by=by: t.session.document.infers == by,  # type: ignore[misc]
            sub="Inferred relationships",
        )
        for by, title, tip in _INFERENCE
    ),
    Action(
        "view.unread",
        "Statements that could not be read…",
        "View",
        "shown",
        lambda t: t.documents.show_unread(),
        enabled=_SOME_UNREAD,
        tip="List each place of the source that was left out, with the lines around it",
    ),
    Action(
        "view.names",
        "Names by language and property…",
        "View",
        "shown",
        lambda t: t.names.ask(),
        ("Shift+N",),
        some_resources,
        "Set the order of languages and of the properties that give names",
        places=("View",),
        sub="Names",
    ),
    Action(
        "view.iris",
        "Show IRIs instead of names",
        "View",
        "shown",
        lambda t: t.names.toggle_iris(),
        enabled=some_resources,
        tip="Show each IRI, shortened by the prefixes of the file, in place of its name; again for names",
        checked=lambda t: t.session.view.naming.as_iris,
        sub="Names",
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
        lambda t: t.panels.turn("table"),
        ("T",),
        panel="table",
        tip="Resources and relationships as rows: sort, filter, select, copy, export",
    ),
    Action(
        "style.show",
        "Go to the style rules",
        "View",
        "panels",
        lambda t: t.panels.turn("style"),
        ("Y",),
        panel="style",
        tip="Rules that set colour, size, shape, icon and name",
    ),
    Action(
        "view.timeline",
        "Go to the timeline",
        "View",
        "panels",
        lambda t: t.panels.turn("timeline"),
        ("D",),
        panel="timeline",
        tip="Dates as a histogram: drag to set a date range, turn the wheel to zoom",
    ),
    Action(
        "view.query",
        "Query in SPARQL",
        "View",
        "panels",
        lambda t: t.panels.turn("query"),
        ("Q",),
        panel="query",
        tip="Write a query or open a stored one, and show its results on the canvas",
    ),
    Action(
        "view.texts",
        "Read the texts",
        "View",
        "panels",
        lambda t: t.panels.turn("texts"),
        ("X",),
        panel="texts",
        tip="The attached texts with every passage underlined: click one to select what it supports",
    ),
    Action(
        "view.pin",
        "Keep the current panels in front",
        "View",
        "panels",
        lambda t: t.panels.pin(),
        tip="Selecting something then no longer brings Details to the front",
        checked=lambda t: t.panels.is_pinned,
        sub="Panels",
    ),
    Action(
        "view.fold",
        "Fold all panels",
        "View",
        "panels",
        lambda t: t.panels.fold(),
        ("F9",),
        tip="Give the whole window to the canvas, or open the panels again",
        sub="Panels",
    ),
    Action(
        "view.reset",
        "Reset the panels",
        "View",
        "panels",
        lambda t: t.panels.reset(),
        tip="Put every panel back to where it was at first",
        sub="Panels",
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
        _SOME_DATES,
        tip="Move the date range over time, step by step; again to pause",
        sub="Time",
    ),
    Action(
        "time.said",
        "Date by when it was said",
        "View",
        "time",
        lambda t: t.filters.set_clock("happened" if t.session.view.clock == "said" else "said"),
        tip="Show and filter dates by when something was said, not by when it happened",
        checked=lambda t: t.session.view.clock == "said",
        sub="Time",
    ),
    Action(
        "time.known",
        "As known on…",
        "View",
        "time",
        lambda t: t.filters.ask_day(),
        enabled=_SOME_TEXTS,
        tip="Show only what texts up to a day say",
        sub="Time",
    ),
    Action(
        "time.known-from-start",
        "Count texts from the start of their dates",
        "View",
        "time",
        lambda t: t.commands.know_by(t.session.view.known, not t.session.view.known_from_start),
        enabled=_OF_A_DAY,
        tip="A text that was written some time in a period counts from its start, not from its end",
        checked=lambda t: t.session.view.known_from_start,
        sub="Time",
    ),
)

VIEW_ACTIONS = (
    *_PANELS,
    *_CAMERA,
    *_SHOWN,
    *_TIME,
    *_THEMES,
)
