"""The form of a publication: its words, and a tick for each kind of thing that leaves although nobody sees it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from explorer.files.publication.leaving import Unseen
from explorer.files.publication.wishes import Wishes
from ui.parts.text import plain_tip

_WORDS_HEIGHT = 62
_INDENT = 26
_WHAT = "A folder with the figure, whose lines are numbered, footnotes, the data, and a page that opens in any browser."
_NO_TEXTS = "No text of a passage is attached: File, Attach texts…"


class PublicationForm(QDialog):
    """Asks for the content of a publication; ``given`` is proposed, ``unseen`` could leave without being visible."""

    def __init__(self, parent: QWidget | None, given: Wishes, unseen: Sequence[Unseen], has_texts: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Publish what is shown")
        self.setMinimumWidth(520)
        self._size = given.size
        form = QFormLayout(self)
        what = QLabel(_WHAT)
        what.setWordWrap(True)
        form.addRow(what)
        self.title = QLineEdit(given.title)
        self.title.setPlaceholderText("Above the figure")
        self.words = QPlainTextEdit(given.words)
        self.words.setPlaceholderText("Below the title, in your own words")
        self.words.setFixedHeight(_WORDS_HEIGHT)
        self.words.setTabChangesFocus(True)
        self.date = QLineEdit(given.date)
        self.date.setPlaceholderText("No date")
        self.quote = QCheckBox("&Quote the words of passages in the footnotes")
        self.quote.setChecked(given.quote and has_texts)
        self.quote.setEnabled(has_texts)
        self.quote.setToolTip("" if has_texts else plain_tip(_NO_TEXTS))
        form.addRow("&Title", self.title)
        form.addRow("&Words", self.words)
        form.addRow("&Date", self.date)
        form.addRow("", self.quote)
        self.boxes = {each.key: QCheckBox(each.said.replace("&", "&&")) for each in unseen}
        if self.boxes:
            form.addRow(self._unseen(given, unseen))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Select the folder…", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def _unseen(self, given: Wishes, unseen: Sequence[Unseen]) -> QGroupBox:
        group = QGroupBox("Not visible, and left out unless ticked")
        column = QVBoxLayout(group)
        for each in unseen:
            box = self.boxes[each.key]
            box.setChecked(each.key in given.unseen)
            column.addWidget(box)
            if each.examples:
                column.addWidget(self._examples(each.examples))
        return group

    def _examples(self, words: str) -> QLabel:
        """The words below a tick, as far in as its own words."""
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setEnabled(False)
        label.setIndent(_INDENT)
        return label

    def wishes(self) -> Wishes:
        """The content as it is set."""
        return Wishes(
            self.title.text().strip(),
            self.words.toPlainText().strip(),
            self.date.text().strip(),
            self.quote.isChecked(),
            frozenset(key for key, box in self.boxes.items() if box.isChecked()),
            self._size,
        )


def ask_publication(parent: QWidget, given: Wishes, unseen: Sequence[Unseen], has_texts: bool) -> Wishes | None:
    """Ask for the content of a publication; None after Cancel."""
    form = PublicationForm(parent, given, unseen, has_texts)
    return form.wishes() if form.exec() == QDialog.DialogCode.Accepted else None
