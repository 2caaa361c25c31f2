"""The form of access to a server: a user name and a password, or a key; and if the keyring is to keep them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from graph.named import NamedTuple

_WIDTH = 460
_KINDS = ("User name and password", "Key (bearer token)", "Key in a header of its own")


class Typed(NamedTuple):
    """Words typed by the user: ``name`` is a user or, for a key in a header of its own, that header."""

    kind: int
    name: str
    secret: str
    is_kept: bool


def ask_access(parent: QWidget, sentence: str) -> Typed | None:
    """The access that the user types; None for Cancel."""
    form = AccessForm(parent, sentence)
    try:
        return form.typed() if form.exec() == QDialog.DialogCode.Accepted else None
    finally:
        form.deleteLater()


class AccessForm(QDialog):
    """Asks for what a server wants to be sent."""

    def __init__(self, parent: QWidget | None, sentence: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Access to a server")
        self.setMinimumWidth(_WIDTH)
        words = QLabel(sentence)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.kind = QComboBox()
        self.kind.addItems(_KINDS)
        self.name, self.secret = QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.is_kept = QCheckBox("Keep it in the keyring of this system")
        self._words_of_name, self._words_of_secret = QLabel(), QLabel()
        self._words_of_name.setBuddy(self.name)
        self._words_of_secret.setBuddy(self.secret)
        self._rows = QFormLayout()
        self._rows.addRow("&Send", self.kind)
        self._rows.addRow(self._words_of_name, self.name)
        self._rows.addRow(self._words_of_secret, self.secret)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Open")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(words)
        column.addLayout(self._rows)
        column.addWidget(self.is_kept)
        column.addWidget(buttons)
        self.kind.currentIndexChanged.connect(self._fit)
        self._fit()
        self.name.setFocus()

    def typed(self) -> Typed:
        """The fields as they are filled in."""
        return Typed(self.kind.currentIndex(), self.name.text().strip(), self.secret.text(), self.is_kept.isChecked())

    def _fit(self) -> None:
        """Name the fields after the kind of access; a bearer token has no name."""
        kind = self.kind.currentIndex()
        self._words_of_name.setText("&Header" if kind == 2 else "&User name")
        self._words_of_secret.setText("&Key" if kind else "&Password")
        self._rows.setRowVisible(self.name, kind != 1)
