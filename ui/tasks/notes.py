"""The window's part of notes: on what one is written, and how one gets to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from explorer.files.exports import Exported
from explorer.files.note_files import export_notes, open_notes
from explorer.panels.search import Hit, NoteHit
from explorer.pictures.scene.notes import Entry, find_notes, list_notes, new_note, notes_on, now, target_of, title_of
from explorer.views.camera import Camera
from explorer.views.groups import is_group
from graph.model.projection import Projection
from graph.saved.annotations import Note, OnCanvas, Target

if TYPE_CHECKING:
    from explorer.panels.details import Details
    from ui.panels.notes import NotesPanel
    from ui.window.window import Window

_MOST_FOUND = 20
_READABLE = 0.5
"""Zoom at least at which a note on the canvas is looked at."""


class Noter:
    """Writes notes and goes to what they are on."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._listed: tuple[Projection, tuple[Note, ...], tuple[Entry, ...]] | None = None
        self._drags = 0

    def entries(self) -> tuple[Entry, ...]:
        """Every note, for a list."""
        projection, notes = self._window.session.projection, self._window.session.view.notes
        known = self._listed
        if known is None or known[0] is not projection or known[1] is not notes:
            known = self._listed = projection, notes, list_notes(projection, notes)
        return known[2]

    def make_panel(self) -> NotesPanel:
        """The panel of all notes."""
        from ui.panels.notes import NoteMoves, NotesPanel

        commands = self._window.commands
        return NotesPanel(
            NoteMoves(self.write, self.go_to, self._add, lambda name, text: commands.change_note(name, text, now()),
                  commands.remove_note, self._bring_here, self._window.canvas.setFocus)
        )  # fmt: skip

    @property
    def _panel(self) -> NotesPanel:
        panel: NotesPanel = self._window.docks.raise_panel("Notes")
        return panel

    def on(self, details: Details | object) -> tuple[Note, ...]:
        """The notes on the resource or statement that is read about."""
        session, node, edge = self._window.session, getattr(details, "node", -1), getattr(details, "edge", -1)
        if node < 0 and edge < 0:
            return ()
        return notes_on(session.view.notes, target_of(session.projection, node=node, edge=edge))

    # Writing

    def write(self) -> None:
        """Begin a note: where the canvas was pointed at, on the one thing that is chosen, else in the middle."""
        spot = self._window.menu_spot
        target = self._selected() if spot is None else OnCanvas(*spot)
        title = title_of(self._window.session.projection, target)
        self._panel.write(target, title)

    def _selected(self) -> Target:
        session = self._window.session
        selected = session.selection
        if session.selected_edge >= 0:
            return target_of(session.projection, edge=session.selected_edge)
        if len(selected) == 1 and not is_group(selected[0]):
            return target_of(session.projection, node=selected[0])
        camera = self._window.canvas.camera
        return OnCanvas(camera.x, camera.y)

    def _add(self, target: Target, text: str) -> str:
        note = new_note(target, text, now())
        self._window.commands.add_note(note)
        return note.id

    def edit(self, name: str) -> None:
        """Open a note to be changed."""
        self._panel.open(name, focus=True)

    # Going there

    def go_to(self, name: str) -> None:
        """Choose and bring into sight what a note is on, and show its text."""
        entry = next((entry for entry in self.entries() if entry.note.id == name), None)
        if entry is None:
            return
        window, target = self._window, entry.note.target
        self._panel.open(name)
        if entry.place.edge >= 0:
            window.bringer.go_to_edge(entry.place.edge)
        elif entry.place.node >= 0:
            window.commands.reveal(entry.place.node)
            window.canvas.centre_on(window.session.visible.drawn_for(entry.place.node))
        elif isinstance(target, OnCanvas):
            canvas = window.canvas
            canvas.look(Camera(target.x + 90, target.y + 40, max(canvas.camera.zoom, _READABLE)), fly=True)
        else:
            window.overlay.toast.say(f"{entry.title} is not in this data; the note on it is kept.")

    def hits(self, query: str) -> list[Hit]:
        """The notes that hold every word of a text, as hits of the search."""
        if not (query.strip() and self._window.session.view.notes):
            return []
        found = find_notes(self.entries(), query)[:_MOST_FOUND]
        return [Hit(NoteHit(e.note.id), e.title, "Note", " ".join(e.note.text.split())) for e in found]

    # On the canvas

    def drag(self, name: str, x: float, y: float, final: bool) -> None:
        """Move a note that lies on the canvas; one drag is one step."""
        self._window.commands.move_note(name, x, y, merge=f"drag note {self._drags}", by_hand=True)
        self._drags += final

    def _bring_here(self, name: str) -> None:
        camera = self._window.canvas.camera
        self._window.commands.move_note(name, camera.x, camera.y)

    def show_menu(self, name: str, at: QPoint) -> None:
        """What can be done with a note on the canvas."""
        menu = QMenu(self._window)
        menu.addAction("Edit note").triggered.connect(lambda: self.edit(name))
        menu.addAction("Remove note").triggered.connect(lambda: self._window.commands.remove_note(name))
        menu.addSeparator()
        menu.addAction(self._window.actions_set.by_id["view.notes"])
        menu.exec(at)
        menu.deleteLater()

    # Files

    def export_to(self, path: Path) -> None:
        """Write all notes to a file of their own."""
        self._window.save_note()
        session, window = self._window.session, self._window
        job = export_notes(session.view.notes, path, session.projection)
        window.jobs.start(job, f"Writing {path.name}", done=self._exported, failed=window.warn)

    def open(self, path: Path) -> None:
        """Add the notes of a file."""
        window = self._window
        window.jobs.start(open_notes(path), f"Reading {path.name}", done=self._take_in, failed=window.warn)

    def _exported(self, exported: Exported) -> None:
        self._window.overlay.toast.say(exported.sentence)

    def _take_in(self, notes: Sequence[Note]) -> None:
        self._window.commands.add_notes(notes)
        missing = sum(entry.is_missing for entry in self.entries() if entry.note in notes)
        lost = f" {missing:,} of them are on what is not in this data." if missing else ""
        self._window.overlay.toast.say(f"{len(notes):,} note{'s' if len(notes) != 1 else ''} came in.{lost}")
        self._window.docks.raise_panel("Notes")
