"""The Edit menu."""

from __future__ import annotations

from explorer.actions.action import Action, some_drawn, some_selected


def _titled(verb: str, title: str) -> str:
    """A menu's words for a step of the history or the trail."""
    return f"{verb}: {title}" if title else verb


EDIT_ACTIONS = (
    Action(
        "edit.undo",
        "Undo",
        "Edit",
        "history",
        lambda t: t.session.undo(),
        ("Ctrl+Z",),
        lambda t: bool(t.session.history.undo_title),
        icon="arrow-counter-clockwise",
        words=lambda t: _titled("Undo", t.session.history.undo_title),
    ),
    Action(
        "edit.redo",
        "Redo",
        "Edit",
        "history",
        lambda t: t.session.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda t: bool(t.session.history.redo_title),
        icon="arrow-clockwise",
        words=lambda t: _titled("Redo", t.session.history.redo_title),
    ),
    Action(
        "edit.go-back",
        "Go back",
        "Edit",
        "history",
        lambda t: t.looking.look_along(-1),
        ("Alt+Left",),
        lambda t: bool(t.session.trail.back_title),
        "Go to the previous selection or focus",
        icon="arrow-left",
        words=lambda t: _titled("Go back", t.session.trail.back_title),
    ),
    Action(
        "edit.go-forward",
        "Go forward",
        "Edit",
        "history",
        lambda t: t.looking.look_along(1),
        ("Alt+Right",),
        lambda t: bool(t.session.trail.forward_title),
        "Go to the next selection or focus",
        icon="arrow-right",
        words=lambda t: _titled("Go forward", t.session.trail.forward_title),
    ),
    Action(
        "edit.palette",
        "Search commands and resources…",
        "Edit",
        "find",
        lambda t: t.palette.open(),
        ("Ctrl+K",),
        tip="Type a few words of a command or a name",
    ),
    Action("edit.find", "Search", "Edit", "find", lambda t: t.search.open(), ("Ctrl+F", "/")),
    Action(
        "note.write",
        "Write a note…",
        "Edit",
        "note",
        lambda t: t.notes.write(),
        ("Ctrl+M",),
        tip="On the selected resource or relationship, otherwise on the canvas",
        places=("Resource", "Edge", "View"),
        icon="note-pencil",
        run_at=lambda t, spot: t.notes.write(spot),
    ),
    Action(
        "edit.select-all",
        "Select all",
        "Edit",
        "select",
        lambda t: t.session.select(t.session.visible.drawn.tolist()),
        ("Ctrl+A",),
        some_drawn,
        places=("View",),
    ),
    Action(
        "edit.invert",
        "Invert the selection",
        "Edit",
        "select",
        lambda t: t.commands.invert(),
        ("Ctrl+I",),
        some_drawn,
        places=("Selection", "View"),
    ),
    Action(
        "edit.select-neighbours",
        "Select neighbours too",
        "Edit",
        "select",
        lambda t: t.commands.select_neighbours(),
        ("N",),
        some_selected,
        places=("Resource", "Group", "Selection"),
    ),
    Action(
        "edit.deselect",
        "Stop or deselect",
        "Edit",
        "select",
        lambda t: t.looking.step_back(),
        ("Esc",),
        tip="Stop a running job, else leave the focus on the selection, clear the selection, or leave the focus",
    ),
)
