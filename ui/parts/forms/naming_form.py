"""The form of names: languages and predicates in order, or IRIs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from graph.model.names.renaming import Offer
from graph.named import NamedTuple
from graph.rdf.naming import USUAL, Naming
from ui.parts.text import plain_tip

_WIDTH, _HEIGHT = 560, 128
_KEY = Qt.ItemDataRole.UserRole


class Choice(NamedTuple):
    """One line of a list: its value, its words and its tooltip."""

    key: str
    words: str
    tip: str = ""


class OrderedList(QWidget):
    """Lines to tick and to put in order; the ticked ones count, from the top."""

    def __init__(self, title: str, choices: Sequence[Choice], ticked: Sequence[str]) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.list.setFixedHeight(_HEIGHT)
        self._choices = choices
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list)
        buttons = QVBoxLayout()
        for words, step in (("Up", -1), ("Down", 1)):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{title}: {words.lower()}")
            button.setToolTip(f"Alt+{words}")
            button.clicked.connect(lambda _=False, step=step: self.shift(step))
            keys = QShortcut(QKeySequence(f"Alt+{words}"), self.list, context=Qt.ShortcutContext.WidgetShortcut)
            keys.activated.connect(lambda step=step: self.shift(step))
            buttons.addWidget(button)
        buttons.addStretch(1)
        row.addLayout(buttons)
        self.put(ticked)

    def put(self, ticked: Sequence[str]) -> None:
        """Tick these lines, and put them on top in this order."""
        self.list.clear()
        place = {key: i for i, key in enumerate(ticked)}
        for choice in sorted(self._choices, key=lambda choice: place.get(choice.key, len(place))):
            item = QListWidgetItem(choice.words)
            item.setData(_KEY, choice.key)
            item.setToolTip(plain_tip(choice.tip or choice.words))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if choice.key in place else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)

    def shift(self, step: int) -> None:
        """Move the current line up (−1) or down (1)."""
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + step < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            self.list.setCurrentRow(row + step)

    def ticked(self) -> tuple[str, ...]:
        """The ticked lines from the top."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked)


class NamingForm(QDialog):
    """Asks how to name everything: by which languages and predicates of the source, or by IRIs."""

    def __init__(self, parent: QWidget | None, offer: Offer, given: Naming) -> None:
        super().__init__(parent)
        self.setWindowTitle("Names")
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        self.languages = OrderedList("Languages", _languages(offer, given), given.languages)
        self.predicates = OrderedList("Properties that give names", _predicates(offer, given), given.predicates)
        for words, widget in (
            ("&Languages, best first. Names without a language come next, then any other.", self.languages),
            ("&Properties that give names before all others, best first. The list can stay empty.", self.predicates),
        ):
            label = QLabel(words)
            label.setWordWrap(True)
            label.setBuddy(widget.list)
            column.addWidget(label)
            column.addWidget(widget)
        self.as_iris = QCheckBox("Show &IRIs instead of names")
        self.as_iris.toggled.connect(self.languages.setDisabled)
        self.as_iris.toggled.connect(self.predicates.setDisabled)
        self.as_iris.setChecked(given.as_iris)
        column.addWidget(self.as_iris)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.RestoreDefaults)
        buttons.button(kinds.Ok).setText("Use these names")
        buttons.button(kinds.RestoreDefaults).setText("Defaults")
        buttons.button(kinds.RestoreDefaults).clicked.connect(self.reset)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def reset(self) -> None:
        """Set everything back to the usual naming."""
        self.languages.put(USUAL.languages)
        self.predicates.put(USUAL.predicates)
        self.as_iris.setChecked(USUAL.as_iris)

    def naming(self) -> Naming:
        """The wishes as they are set."""
        return Naming(self.languages.ticked(), self.predicates.ticked(), self.as_iris.isChecked())


def _languages(offer: Offer, given: Naming) -> list[Choice]:
    counts = {tag: count for tag, count in offer.languages if tag}
    known = dict.fromkeys((*given.languages, *counts, *USUAL.languages))
    return [Choice(tag, f"{_language(tag)} · {_names(counts.get(tag, 0))}") for tag in known]


def _names(count: int) -> str:
    return "1 name" if count == 1 else f"{count:,} names" if count else "no name"


def _language(tag: str) -> str:
    """A language in words: “German (de)”; its tag alone where nobody knows it."""
    locale = QLocale(tag.replace("-", "_"))
    if locale.language() == QLocale.Language.C:
        return tag
    return f"{QLocale.languageToString(locale.language())} ({tag})"


def _predicates(offer: Offer, given: Naming) -> list[Choice]:
    offered = [
        Choice(iri, f"{label} · {count:,} value{'s' if count != 1 else ''}", iri)
        for iri, label, count in offer.predicates
    ]
    known = {choice.key for choice in offered}
    return [*offered, *(Choice(iri, f"{iri} · not in this source") for iri in given.predicates if iri not in known)]


def ask_naming(parent: QWidget, offer: Offer, given: Naming) -> Naming | None:
    """Ask how to name everything; None after Cancel."""
    form = NamingForm(parent, offer, given)
    try:
        return form.naming() if form.exec() == QDialog.DialogCode.Accepted else None
    finally:
        form.deleteLater()
