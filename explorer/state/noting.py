"""Commands for notes: each commits one new view."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from explorer.pictures.scene.notes import ON_CANVAS, moved, title_of, with_note, without_note
from explorer.state.session import Session
from graph.saved.annotations import Note


class Noting:
    """Adds, changes, moves, removes and draws the notes of the present view."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, note: Note) -> None:
        """Add a note."""
        self._put(note, "Note")

    def add_all(self, notes: Iterable[Note]) -> None:
        """Add notes from elsewhere. A note with the id of an existing one replaces it."""
        kept, came = self._session.view.notes, list(notes)
        for note in came:
            kept = with_note(kept, note)
        self._session.commit(self._session.view._replace(notes=kept), f"Add {len(came):,} notes")

    def change(self, name: str, text: str, when: datetime) -> None:
        """Change the text of a note. Successive changes of the same note make one step."""
        note = self._find(name)
        if note is not None and note.text != text:
            self._put(note._replace(text=text, changed=when), "Change note", f"note {name}")

    def move(self, name: str, x: float, y: float, *, merge: str = "", by_hand: bool = False) -> None:
        """Move a note on the canvas."""
        note = self._find(name)
        if note is not None:
            self._put(moved(note, x, y), "Move note", merge, by_hand=by_hand)

    def remove(self, name: str) -> None:
        """Remove a note."""
        note = self._find(name)
        if note is not None:
            view = self._session.view
            self._session.commit(
                view._replace(notes=without_note(view.notes, name)), f"Remove note {self._place(note)}"
            )

    def draw(self, wanted: bool) -> None:
        """Show or hide notes on the canvas."""
        title = f"{'Show' if wanted else 'Hide'} notes on the canvas"
        self._session.commit(self._session.view._replace(shows_notes=wanted), title)

    def _find(self, name: str) -> Note | None:
        return next((note for note in self._session.view.notes if note.id == name), None)

    def _put(self, note: Note, verb: str, merge: str = "", *, by_hand: bool = False) -> None:
        view = self._session.view._replace(notes=with_note(self._session.view.notes, note))
        self._session.commit(view, f"{verb} {self._place(note)}", merge, by_hand=by_hand)

    def _place(self, note: Note) -> str:
        """The place of a note in words: “on Ofsted”."""
        title = title_of(self._session.projection, note.target)
        return title.lower() if title == ON_CANVAS else f"on “{title}”"
