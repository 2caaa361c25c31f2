"""Notes on the selection, shown under its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from explorer.messages import with_keys
from explorer.pictures.scene.notes import day_words
from graph.saved.annotations import Note
from ui.parts.prose import Prose
from ui.parts.section import Section
from ui.parts.text import Line, link_button, sized


class NotedPanel(QWidget):
    """One card for each note; calls ``edit`` with the id of a note, and ``write`` for a new note on the same target."""

    def __init__(self, edit: Callable[[str], None], write: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("noted")
        self.setAccessibleName("Notes on the selection")
        self._edit = edit
        self._shown: tuple[Note, ...] | None = None
        self._cards = QWidget()
        self._column = QVBoxLayout(self._cards)
        self._column.setContentsMargins(10, 2, 10, 4)
        self._column.setSpacing(8)
        self.section = Section(
            "Notes", self._cards, link="Write a note", link_tip=with_keys("Write a note on it (Ctrl+M)")
        )
        self.section.link.setVisible(True)
        self.section.link.clicked.connect(write)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.section)
        self.put(())

    def put(self, notes: Sequence[Note]) -> None:
        """Show the notes on a resource or statement."""
        if tuple(notes) == self._shown:
            return
        self._shown = tuple(notes)
        self.section.entitle(f"Notes  {len(notes):,}" if notes else "Notes")
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for note in notes:
            self._column.addWidget(self._card(note))

    def _card(self, note: Note) -> QWidget:
        card = QFrame()
        card.setProperty("look", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addWidget(Prose(note.text, "Note"))
        foot = QHBoxLayout()
        when = Line(day_words(note.changed), "quiet")
        when.setFont(sized(when.font(), 0.9))
        edit = link_button("edit", "Edit this note")
        edit.clicked.connect(lambda: self._edit(note.id))
        foot.addWidget(when, 1)
        foot.addWidget(edit, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(foot)
        return card
