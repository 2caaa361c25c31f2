"""Notes: writing them, going to them, and notes as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from explorer.files.exports import Exported
from explorer.files.note_files import NOTE_FORMATS, export_notes, open_notes
from explorer.panels.search import Hit, NoteHit
from explorer.pictures.scene.notes import Entry, find_notes, list_notes, new_note, notes_on, now, target_of, title_of
from explorer.views.camera import Camera
from explorer.views.groups import is_group
from graph.model.projection import Projection
from graph.saved.annotations import Note, OnCanvas, Target
from ui.tasks.files.opener import openable_files
from ui.tasks.files.written import say_written
from ui.tasks.tools import PanelHandle, Tools

if TYPE_CHECKING:
    from explorer.panels.details import Details
    from ui.panels.notes import NotesPanel

_MOST_FOUND = 20
_READABLE = 0.5
"""Zoom at least at which a note on the canvas is looked at."""


class NoteKeeper:
    """Writes notes and goes to what they are on. ``fill_menu(menu, place)`` adds the actions for notes to a menu."""

    def __init__(
        self,
        tools: Tools,
        panel: PanelHandle[NotesPanel],
        go_to_edge: Callable[[int], None],
        fill_menu: Callable[[QMenu, str], None],
    ) -> None:
        self._tools, self._panel = tools, panel
        self._go_to_edge, self._fill_menu = go_to_edge, fill_menu
        self._listed: tuple[Projection, tuple[Note, ...], tuple[Entry, ...]] | None = None
        self._drags = 0

    def entries(self) -> tuple[Entry, ...]:
        """Every note, for a list."""
        projection, notes = self._tools.session.projection, self._tools.session.view.notes
        known = self._listed
        if known is None or known[0] is not projection or known[1] is not notes:
            known = self._listed = projection, notes, list_notes(projection, notes)
        return known[2]

    def on(self, details: Details | object) -> tuple[Note, ...]:
        """The notes on the resource or statement whose details are shown."""
        session, node, edge = self._tools.session, getattr(details, "node", -1), getattr(details, "edge", -1)
        if node < 0 and edge < 0:
            return ()
        return notes_on(session.view.notes, target_of(session.projection, node=node, edge=edge))

    # Writing

    def write(self, spot: tuple[float, float] | None = None) -> None:
        """Begin a note at a place (x, y) of the scene; without one on the selection, else in the middle."""
        target = self._selected() if spot is None else OnCanvas(*spot)
        self._panel.open().write(target, title_of(self._tools.session.projection, target))

    def _selected(self) -> Target:
        session = self._tools.session
        selected = session.selection
        if session.selected_edge >= 0:
            return target_of(session.projection, edge=session.selected_edge)
        if len(selected) == 1 and not is_group(selected[0]):
            return target_of(session.projection, node=selected[0])
        camera = self._tools.sight.camera
        return OnCanvas(camera.x, camera.y)

    def add(self, target: Target, text: str) -> str:
        """Add a note, and return its id."""
        note = new_note(target, text, now())
        self._tools.commands.notes.add(note)
        return note.id

    def change(self, name: str, text: str) -> None:
        """Change the text of a note."""
        self._tools.commands.notes.change(name, text, now())

    def edit(self, name: str) -> None:
        """Open a note to be changed."""
        self._panel.open().open(name, focus=True)

    # Going there

    def go_to(self, name: str) -> None:
        """Select what a note is on, bring it into sight, and show the text of the note."""
        entry = next((entry for entry in self.entries() if entry.note.id == name), None)
        if entry is None:
            return
        target, sight = entry.note.target, self._tools.sight
        if entry.place.edge >= 0:
            self._go_to_edge(entry.place.edge)
        elif entry.place.node >= 0:
            self._tools.commands.reveal(entry.place.node)
            sight.centre_on(self._tools.session.visible.drawn_for(entry.place.node))
        elif isinstance(target, OnCanvas):
            sight.look(Camera(target.x + 90, target.y + 40, max(sight.camera.zoom, _READABLE)), fly=True)
        else:
            self._tools.messages.say(f"{entry.title} is not in this data; its note stays.")
        self._panel.open().open(name)  # last, since a selection brings the details to the front

    def hits(self, query: str) -> list[Hit]:
        """The notes that hold every word of a text, as search results."""
        if not (query.strip() and self._tools.session.view.notes):
            return []
        found = find_notes(self.entries(), query)[:_MOST_FOUND]
        return [Hit(NoteHit(e.note.id), e.title, "Note", " ".join(e.note.text.split())) for e in found]

    # On the canvas

    def drag(self, name: str, x: float, y: float, final: bool) -> None:
        """Move a note that lies on the canvas; one drag is one step of history."""
        self._tools.commands.notes.move(name, x, y, merge=f"drag note {self._drags}", by_hand=True)
        self._drags += final

    def move_here(self, name: str) -> None:
        """Move a note to the middle of the canvas."""
        camera = self._tools.sight.camera
        self._tools.commands.notes.move(name, camera.x, camera.y)

    def show_menu(self, name: str, at: QPoint) -> None:
        """Open the menu of a note on the canvas."""

        def fill(menu: QMenu) -> None:
            menu.addAction("Edit note").triggered.connect(lambda: self.edit(name))
            menu.addAction("Remove note").triggered.connect(lambda: self._tools.commands.notes.remove(name))
            menu.addSeparator()
            self._fill_menu(menu, "Note")

        self._tools.ask.menu(fill, at)

    # Files

    def export(self) -> None:
        """Ask for a file and write all notes to it."""
        suggested = self._tools.ask.suggest(f"{self._tools.session.document.stem}-notes.ttl")
        path = self._tools.ask.file_to_save("Export notes", NOTE_FORMATS, suggested, alone=True)
        if path:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write all notes to a file."""
        self.save_draft()
        session = self._tools.session
        job = export_notes(session.view.notes, path, session.projection)
        self._tools.start(job, f"Writing {path.name}", self._exported)

    def import_files(self) -> None:
        """Ask for files and add their notes."""
        for path in self._tools.ask.files_to_open("Import notes", openable_files()):
            self.open(path)

    def open(self, path: Path) -> None:
        """Add the notes of a file."""
        self._tools.start(open_notes(path), f"Reading {path.name}", self._take_in)

    def save_draft(self) -> None:
        """Save the note that is being written."""
        if self._panel.made is not None:
            self._panel.made.save()

    def _exported(self, exported: Exported) -> None:
        say_written(self._tools, exported)

    def _take_in(self, notes: Sequence[Note]) -> None:
        self._tools.commands.notes.add_all(notes)
        missing = sum(entry.is_missing for entry in self.entries() if entry.note in notes)
        lost = f" {missing:,} of them are on something that is not in this data." if missing else ""
        self._tools.messages.say(f"{len(notes):,} note{'s' if len(notes) != 1 else ''} added.{lost}")
        self._panel.open()
