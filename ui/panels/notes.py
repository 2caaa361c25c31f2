"""Notes panel: find, read, write and remove all notes of the exploration."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from explorer.messages import with_keys
from explorer.pictures.scene.notes import Entry, day_words, find_notes
from graph.named import NamedTuple
from graph.saved.annotations import OnCanvas, Target
from ui.look import icons
from ui.parts.links.row_list import RowList
from ui.parts.links.rows import Group, Row
from ui.parts.note_field import NoteField
from ui.parts.text import Field, Line, link_button, sized

_SIDE = 10
_MISSING = "Not in this data"
_EMPTY = (
    with_keys("Click a node or a line and press Ctrl+M to write a note on it."),
    with_keys("With nothing selected, Ctrl+M puts a note on the canvas."),
    "Notes never change the data. They are saved with the exploration.",
)


class NoteMoves(NamedTuple):
    """The calls of the panel. ``add`` returns the id of the new note."""

    write: Callable[[], None]
    select: Callable[[str], None]
    add: Callable[[Target, str], str]
    change: Callable[[str, str], None]
    remove: Callable[[str], None]
    move_here: Callable[[str], None]
    leave: Callable[[], None]


class _Draft(NamedTuple):
    """The content of the editor: a note by id, "" for an unsaved one, with its saved text."""

    name: str
    target: Target
    title: str
    text: str = ""


class NotesPanel(QWidget):
    """A list with a search field, and below it the editor of one note."""

    def __init__(self, moves: NoteMoves) -> None:
        super().__init__()
        self.setObjectName("notes")
        self.setAccessibleName("Notes")
        self._moves = moves
        self._entries: tuple[Entry, ...] = ()
        self._listed: tuple[Entry, ...] = ()
        self._draft: _Draft | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(6)
        column.addLayout(self._top())
        self.list = RowList("Notes", lambda place: moves.select(self._listed[place].note.id))
        self._nothing = Line("", "quiet", wrap=True)
        self._nothing.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self._empty = _empty()
        column.addWidget(self._scrolled(), 1)
        self.editor = self._editor()
        column.addWidget(self.editor)
        self.setFocusProxy(self.search)
        self._close()
        self.put(())

    def _top(self) -> QHBoxLayout:
        self.search = Field()
        self.search.setAccessibleName("Search notes")
        self.search.setPlaceholderText("Search notes")
        self.search.addAction(icons.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition).setText(
            "Search"
        )
        self.search.textChanged.connect(lambda _: self._fill())
        self.new = link_button("New note", with_keys("Write a note on the selection, or on the canvas (Ctrl+M)"))
        self.new.clicked.connect(self._moves.write)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.addWidget(self.search, 1)
        row.addWidget(self.new)
        return row

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        for widget in (self._empty, self._nothing, self.list):
            rows.addWidget(widget)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return area

    def _editor(self) -> QWidget:
        self.title = Line("")
        self.title.setFont(sized(self.title.font(), 1.0, QFont.Weight.DemiBold))
        self.when = Line("", "quiet")
        self.when.setFont(sized(self.when.font(), 0.9))
        self.field = NoteField()
        self.field.saved.connect(self._save_and_leave)
        self.field.left.connect(self.save)
        self.save_button = QPushButton("Save")
        self.save_button.setToolTip(with_keys("Save the note (Ctrl+Return)"))
        self.save_button.clicked.connect(self._save_and_leave)
        self.here = link_button("Move here", "Move this note to the middle of the canvas")
        self.here.clicked.connect(self._move_here)
        self.remove = link_button("Remove", with_keys("Remove this note; Ctrl+Z undoes it"))
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addStretch(1)
        row.addWidget(self.here)
        row.addWidget(self.remove)
        editor = QWidget()
        column = QVBoxLayout(editor)
        column.setContentsMargins(_SIDE, 4, _SIDE, 0)
        column.setSpacing(4)
        for widget in (self.title, self.when, self.field):
            column.addWidget(widget)
        column.addLayout(row)
        return editor

    # Showing

    def put(self, entries: tuple[Entry, ...]) -> None:
        """List notes. The editor keeps its text, unless its note is gone and the text is unchanged."""
        self._entries = entries
        self._fill()
        draft = self._draft
        if draft is None or not draft.name:
            return
        entry = self._entry(draft.name)
        if entry is None and not self._is_changed:
            self._close()
        elif entry is not None and not self._is_changed:
            self._open_entry(entry)

    def _fill(self) -> None:
        query = self.search.text()
        found = find_notes(self._entries, query)
        groups: dict[str, list[Entry]] = {}
        for entry in sorted(found, key=lambda entry: entry.is_missing):
            groups.setdefault(_MISSING if entry.is_missing else entry.title, []).append(entry)
        self._listed = tuple(entry for group in groups.values() for entry in group)
        place = {entry.note.id: i for i, entry in enumerate(self._listed)}
        listed = (Group(title, tuple(_row(e, place[e.note.id]) for e in group)) for title, group in groups.items())
        self.list.put(list(listed), fold=False)
        self._empty.setVisible(not self._entries)
        self._nothing.setVisible(bool(self._entries) and not found)
        self._nothing.write(f"No note contains “{query.strip()}”.")

    def _entry(self, name: str) -> Entry | None:
        return next((entry for entry in self._entries if entry.note.id == name), None)

    # Writing

    def write(self, target: Target, title: str) -> None:
        """Begin a note on a target."""
        self.save()
        self._open(_Draft("", target, title))
        self.when.write("Not saved yet")
        self.field.setFocus()

    def open(self, name: str, *, focus: bool = False) -> None:
        """Show a note in the editor, with the keyboard in it if ``focus``."""
        entry = self._entry(name)
        if entry is None:
            return
        if self._draft is None or self._draft.name != name:
            self.save()
            self._open_entry(self._entry(name) or entry)
        if focus:
            self.field.setFocus()

    def _open_entry(self, entry: Entry) -> None:
        note = entry.note
        self._open(_Draft(note.id, note.target, entry.title, note.text))
        written, changed = day_words(note.created), day_words(note.changed)
        parts = [f"Written {written}" if written else "", f"changed {changed}" if changed != written else ""]
        parts.append(f"{_MISSING.lower()}" if entry.is_missing else "")
        self.when.write(" · ".join(part for part in parts if part))

    def _open(self, draft: _Draft) -> None:
        self._draft = draft
        self.title.write(draft.title)
        if self.field.toPlainText().rstrip() != draft.text.rstrip():
            self.field.setPlainText(draft.text)
        self.remove.setVisible(bool(draft.name))
        self.here.setVisible(bool(draft.name) and isinstance(draft.target, OnCanvas))
        self.editor.setVisible(True)

    def _close(self) -> None:
        self._draft = None
        self.editor.setVisible(False)
        self.field.setPlainText("")

    @property
    def _is_changed(self) -> bool:
        return self._draft is not None and self.field.toPlainText().rstrip() != self._draft.text.rstrip()

    def save(self) -> None:
        """Save the text, if it changed; a note left empty is removed."""
        draft, text = self._draft, self.field.toPlainText().rstrip()
        if draft is None or not self._is_changed:
            return
        if draft.name and not text:
            self._remove()
        elif draft.name and self._entry(draft.name) is not None:
            self._draft = _Draft(draft.name, draft.target, draft.title, text)
            self._moves.change(draft.name, text)
        elif text:
            self._draft = _Draft("", draft.target, draft.title, text)
            name = self._moves.add(draft.target, text)
            self.open(name)

    def _save_and_leave(self) -> None:
        self.save()
        if self._draft is not None and not self._draft.name:
            self._close()
        self._moves.leave()

    def _move_here(self) -> None:
        if self._draft is not None:
            self._moves.move_here(self._draft.name)

    def _remove(self) -> None:
        draft = self._draft
        self._close()
        if draft is not None and draft.name:
            self._moves.remove(draft.name)


def _row(entry: Entry, place: int) -> Row:
    note = entry.note
    where = entry.title if entry.is_missing else ""
    line, when = entry.first_line or "(empty)", day_words(note.changed)
    return Row(place, line, where, f"{entry.title}: {note.text}", entry.is_missing, figure=when)


def _empty() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(18, 20, 18, 0)
    column.setSpacing(7)
    title = Line("No notes yet", "ink")
    title.setFont(sized(title.font(), 1.1, QFont.Weight.DemiBold))
    column.addWidget(title)
    for text in _EMPTY:
        column.addWidget(Line(text, "quiet", wrap=True))
    return holder
