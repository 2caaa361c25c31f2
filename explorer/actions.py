"""Everything a user can do, as one table: it feeds menus, toolbar, shortcuts and context menus alike."""

from __future__ import annotations

from collections.abc import Callable

from explorer.action import (
    Action,
    can_collapse,
    edge_selected,
    one_selected,
    several_selected,
    some_drawn,
    some_selected,
)
from explorer.desk import Desk
from graph.layout import LAYOUTS
from graph.metrics import METRICS


def _layout_actions() -> list[Action]:
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


def _measure_actions() -> list[Action]:
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


ACTIONS: tuple[Action, ...] = (
    Action("file.open", "Open…", "File", lambda d: d.ask_open(), ("Ctrl+O",), icon="folder-open"),
    Action("file.bromley", "Open the Bromley graph", "File", lambda d: d.open_bundled()),
    Action(
        "file.open-view",
        "Open view…",
        "File",
        lambda d: d.views.open(),
        tip="Show what is open as it was saved in a file",
    ),
    Action(
        "file.save-view",
        "Save view…",
        "File",
        lambda d: d.views.save(),
        tip="Write filters, places, groups and camera to a file of their own",
    ),
    Action(
        "file.texts",
        "Attach texts…",
        "File",
        lambda d: d.ask_texts(),
        tip="Folders that hold the texts which evidence points into",
    ),
    Action(
        "file.export", "Export what is shown…", "File", lambda d: d.ask_export_data(False), ("Ctrl+E",), icon="export"
    ),
    Action(
        "file.export-all", "Export the whole dataset…", "File", lambda d: d.ask_export_data(True), ("Ctrl+Shift+E",)
    ),
    Action(
        "file.export-view",
        "Exports hold the view",
        "File",
        lambda d: d.hold_view(not d.holds_view),
        tip="Write places, pins, groups and camera into RDF files too, so that they open as the same picture",
        checked=lambda d: d.holds_view,
    ),
    Action(
        "file.export-with-notes",
        "Exports hold notes",
        "File",
        lambda d: d.hold_notes(not d.holds_notes),
        tip="Write your notes into RDF files too; otherwise the data never holds them",
        checked=lambda d: d.holds_notes,
    ),
    Action("file.image", "Save image…", "File", lambda d: d.ask_export_image(), ("Ctrl+Shift+S",), icon="image"),
    Action(
        "file.export-notes",
        "Export notes…",
        "File",
        lambda d: d.ask_export_notes(),
        (),
        lambda d: bool(d.session.view.notes),
        "Write your notes to a file of their own",
    ),
    Action(
        "file.add-notes",
        "Add notes from a file…",
        "File",
        lambda d: d.ask_add_notes(),
        tip="Bring in notes that were exported here, or Web Annotations of another program",
    ),
    Action("file.copy-image", "Copy image", "File", lambda d: d.copy_image(), ("Ctrl+Shift+C",)),
    Action("file.quit", "Quit", "File", lambda d: d.quit(), ("Ctrl+Q",)),
    Action(
        "edit.undo",
        "Undo",
        "Edit",
        lambda d: d.session.undo(),
        ("Ctrl+Z",),
        lambda d: bool(d.session.history.undo_title),
        icon="arrow-counter-clockwise",
    ),
    Action(
        "edit.redo",
        "Redo",
        "Edit",
        lambda d: d.session.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda d: bool(d.session.history.redo_title),
        icon="arrow-clockwise",
    ),
    Action(
        "edit.back-look",
        "Back",
        "Edit",
        lambda d: d.look_along(-1),
        ("Alt+Left",),
        lambda d: bool(d.session.trail.back_title),
        "To what was looked at before",
        icon="arrow-left",
    ),
    Action(
        "edit.forward-look",
        "Forward",
        "Edit",
        lambda d: d.look_along(1),
        ("Alt+Right",),
        lambda d: bool(d.session.trail.forward_title),
        "To what was looked at after that",
        icon="arrow-right",
    ),
    Action(
        "edit.palette",
        "Find a command or resource…",
        "Edit",
        lambda d: d.find_anything(),
        ("Ctrl+K",),
        tip="Type a few words of what you want to do or see",
    ),
    Action("edit.find", "Find", "Edit", lambda d: d.find(), ("Ctrl+F", "/")),
    Action(
        "note.write",
        "Write a note…",
        "Edit",
        lambda d: d.write_note(),
        ("Ctrl+M",),
        tip="On the resource or tie that is chosen, else on the canvas",
        icon="note-pencil",
    ),
    Action(
        "edit.select-all",
        "Select all",
        "Edit",
        lambda d: d.session.select(d.session.visible.drawn.tolist()),
        ("Ctrl+A",),
        some_drawn,
    ),
    Action(
        "edit.invert",
        "Invert the selection",
        "Edit",
        lambda d: d.commands.invert(),
        ("Ctrl+I",),
        some_drawn,
    ),
    Action(
        "edit.select-neighbours",
        "Select neighbours too",
        "Edit",
        lambda d: d.commands.select_neighbours(),
        ("N",),
        some_selected,
    ),
    Action(
        "edit.back",
        "Step back",
        "Edit",
        lambda d: d.step_back(),
        ("Esc",),
        tip="Stop what runs, let go of the selection, leave the focus",
    ),
    Action("node.details", "Read details", "Resource", lambda d: d.read_details(), ("Return", "Enter"), some_selected),
    Action(
        "node.expand",
        "Bring in what is tied to it",
        "Resource",
        lambda d: d.expand(),
        ("E",),
        one_selected,
        "Bring the neighbours of a resource onto the canvas, or open a group",
    ),
    Action(
        "node.expand-kind",
        "Bring in by kind of tie…",
        "Resource",
        lambda d: d.ask_expand(),
        ("Shift+E",),
        one_selected,
        "Choose which ties to follow, with how many each brings",
    ),
    Action(
        "node.collapse",
        "Fold back",
        "Resource",
        lambda d: d.commands.collapse(d.session.selection[0]),
        ("C",),
        can_collapse,
        "Take away what came in with it",
    ),
    Action(
        "node.hide", "Hide", "Resource", lambda d: d.commands.hide(d.session.selection), ("H", "Del"), some_selected
    ),
    Action(
        "node.hide-others",
        "Hide all others",
        "Resource",
        lambda d: d.commands.hide_others(d.session.selection),
        ("Shift+H",),
        some_selected,
    ),
    Action(
        "node.hide-leaves",
        "Hide leaves",
        "Resource",
        lambda d: d.commands.hide_leaves(),
        ("Shift+L",),
        some_drawn,
        "Take what has one neighbour or none off the canvas",
    ),
    Action(
        "node.group",
        "Draw as one group…",
        "Resource",
        lambda d: d.ask_group(),
        ("G",),
        lambda d: len(d.session.selection) > 1,
        "Draw the chosen resources as one node",
    ),
    Action(
        "group.by-class",
        "Group by class",
        "Resource",
        lambda d: d.commands.group_by_class(),
        ("Shift+G",),
        some_drawn,
        "Draw one node for each class",
    ),
    Action(
        "group.by-value",
        "Group by what a tie leads to…",
        "Resource",
        lambda d: d.ask_group_by(),
        (),
        some_drawn,
        "Draw one node for all that is tied to the same thing",
    ),
    Action(
        "group.open-all",
        "Open all groups",
        "Resource",
        lambda d: d.open_groups(),
        ("Ctrl+Shift+G",),
        lambda d: bool(d.session.view.groups),
        "Draw every resource by itself again",
    ),
    Action(
        "node.solo",
        "Solo with neighbours",
        "Resource",
        lambda d: d.commands.solo(d.session.selection),
        ("S",),
        lambda d: bool(d.session.selection or d.session.view.focus),
        "Show only this and what is tied to it",
    ),
    Action(
        "node.paths",
        "Find paths between them",
        "Resource",
        lambda d: d.find_paths(),
        ("Shift+P",),
        several_selected,
        "How the chosen resources hang together, in sentences",
    ),
    Action(
        "node.wider",
        "One tie further",
        "Resource",
        lambda d: d.commands.set_hops(d.session.view.hops + 1),
        ("+",),
        lambda d: bool(d.session.view.focus),
    ),
    Action(
        "node.closer",
        "One tie less",
        "Resource",
        lambda d: d.commands.set_hops(d.session.view.hops - 1),
        ("-",),
        lambda d: bool(d.session.view.focus) and d.session.view.hops > 0,
    ),
    Action(
        "node.pin",
        "Pin or unpin",
        "Resource",
        lambda d: d.commands.pin(d.session.selection),
        ("P",),
        some_selected,
        "Layouts leave pinned resources where they are",
    ),
    Action(
        "node.all",
        "Show everything",
        "Resource",
        lambda d: d.commands.show_everything(),
        ("Ctrl+Shift+A",),
        lambda d: d.session.view.is_filtered,
    ),
    Action(
        "edge.subject",
        "Go to where the tie starts",
        "Resource",
        lambda d: d.commands.follow_edge(0),
        (),
        edge_selected,
    ),
    Action(
        "edge.object", "Go to where the tie leads", "Resource", lambda d: d.commands.follow_edge(1), (), edge_selected
    ),
    Action("edge.hide-kind", "Hide ties of this kind", "Resource", lambda d: d.commands.hide_kind(), (), edge_selected),
    Action(
        "view.keep",
        "Keep this view…",
        "View",
        lambda d: d.views.keep(),
        ("Ctrl+D",),
        some_drawn,
        "Give what is shown a name, to come back to it",
    ),
    Action("view.fit", "Fit", "View", lambda d: d.fit(), ("F", "Ctrl+0"), icon="frame-corners"),
    Action("view.fit-selection", "Fit the selection", "View", lambda d: d.fit_selection(), ("Shift+F",), some_selected),
    Action("view.in", "Zoom in", "View", lambda d: d.zoom_by(1.35), ("Ctrl++", "Ctrl+="), icon="plus"),
    Action("view.out", "Zoom out", "View", lambda d: d.zoom_by(1 / 1.35), ("Ctrl+-",), icon="minus"),
    Action(
        "view.system",
        "Theme of the desktop",
        "View",
        lambda d: d.set_theme("system"),
        checked=lambda d: d.theme == "system",
    ),
    Action("view.light", "Light theme", "View", lambda d: d.set_theme("light"), checked=lambda d: d.theme == "light"),
    Action("view.dark", "Dark theme", "View", lambda d: d.set_theme("dark"), checked=lambda d: d.theme == "dark"),
    Action(
        "view.schema",
        "Draw the schema too",
        "View",
        lambda d: d.draw_schema(not d.session.document.with_schema),
        tip="Draw classes, properties and what is said of them like any other resource",
        checked=lambda d: d.session.document.with_schema,
    ),
    Action(
        "view.notes",
        "Notes on the canvas",
        "View",
        lambda d: d.commands.draw_notes(not d.session.view.shows_notes),
        tip="Draw notes where they belong, also in pictures that you save",
        checked=lambda d: d.session.view.shows_notes,
    ),
    Action(
        "view.table",
        "Go to the table",
        "View",
        lambda d: d.show_panel("Table"),
        ("T",),
        tip="Resources and ties as rows: sort, filter, choose, copy, export",
    ),
    Action("style.show", "Show the rules of style", "View", lambda d: d.show_panel("Style"), ("Y",)),
    Action(
        "view.timeline",
        "Go to the timeline",
        "View",
        lambda d: d.show_panel("Timeline"),
        ("D",),
        tip="What stands when: drag to keep a stretch, wheel to zoom",
    ),
    Action(
        "time.play",
        "Play",
        "View",
        lambda d: d.play(),
        ("Ctrl+P",),
        tip="Move the kept stretch over time, step by step; again to pause",
    ),
    Action(
        "time.said",
        "Use the date when it was said",
        "View",
        lambda d: d.commands.set_clock("happened" if d.session.view.clock == "said" else "said"),
        tip="Dates, and filters by date, go by when it was said and not by when it happened",
        checked=lambda d: d.session.view.clock == "said",
    ),
    Action("view.reset", "Reset the arrangement of panels", "View", lambda d: d.reset_arrangement()),
    Action(
        "measure.show",
        "Show measures",
        "Measure",
        lambda d: d.show_panel("Measures"),
        ("M",),
        tip="What each means, how its values are spread, and who leads",
    ),
    *_measure_actions(),
    *_layout_actions(),
    Action("layout.stop", "Stop the layout", "Layout", lambda d: d.stop(), (), lambda d: d.is_busy()),
    Action("help.keys", "Keys and mouse", "Help", lambda d: d.show_keys(), ("F1", "?")),
    Action("help.about", "About Caseboard", "Help", lambda d: d.show_about()),
)

MENUS = ("File", "Edit", "Resource", "View", "Layout", "Measure", "Help")
