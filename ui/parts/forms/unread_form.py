"""The places of a source that could not be read: a list, and the lines of the file around the selected one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from graph.rdf.unread import Place, Unread
from ui.look import theme
from ui.parts.text import copy_text

_SIZE = 760, 560


class UnreadPage(QDialog):
    """Lists each place; ``choices`` are buttons that accept, and ``choice`` is the place of the one pressed."""

    def __init__(self, parent: QWidget, title: str, sentence: str, unread: Unread, choices: Sequence[str]) -> None:
        super().__init__(parent)
        self._unread = unread
        self.choice = -1
        self.setWindowTitle(title)
        self.resize(*_SIZE)
        words = QLabel(sentence)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setAccessibleName("Places")
        files = {place.file for place in unread.places}
        self.list.addItems([f"{place.file}, {place}" if len(files) > 1 else str(place) for place in unread.places])
        if unread.count > len(unread.places):
            self.list.addItem(f"… and {unread.count - len(unread.places):,} more")
        self.list.addItems(unread.left_out)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName("Lines of the file around the place")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.list.currentRowChanged.connect(self._show)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.list)
        both.addWidget(self.text)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(both, 1)
        column.addWidget(self._buttons(choices))
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _buttons(self, choices: Sequence[str]) -> QDialogButtonBox:
        kind = QDialogButtonBox.StandardButton.Cancel if choices else QDialogButtonBox.StandardButton.Close
        box = QDialogButtonBox(kind)
        box.rejected.connect(self.reject)
        for place, words in enumerate(choices):
            button = box.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
            button.clicked.connect(lambda _=False, place=place: self._choose(place))
            button.setDefault(place == 0)
        copy = box.addButton("Copy all places", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: copy_text(self._unread.as_text()))
        return box

    def _choose(self, place: int) -> None:
        self.choice = place
        self.accept()

    def _show(self, row: int) -> None:
        """Show the lines around a place, the mistaken one marked."""
        place = self._unread.places[row] if 0 <= row < len(self._unread.places) else Place("", 0, 0, "")
        width = len(f"{place.first + len(place.lines):,}")
        self.text.setPlainText(
            "\n".join(f"{number:>{width},}  {line}" for number, line in enumerate(place.lines, place.first))
        )
        marked = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document().findBlockByNumber(place.line - place.first))
        look = QTextCharFormat()
        look.setBackground(QColor(theme.tones().press))
        look.setProperty(QTextFormat.Property.FullWidthSelection, True)
        marked.cursor, marked.format = cursor, look
        self.text.setExtraSelections([marked] if place.lines else [])
        self.text.setTextCursor(cursor)


def ask_unread(parent: QWidget, title: str, sentence: str, unread: Unread, choices: Sequence[str]) -> int:
    """Show the page; the place of the choice, -1 after Cancel or Close."""
    page = UnreadPage(parent, title, sentence, unread, choices)
    page.exec()
    page.deleteLater()
    return page.choice
