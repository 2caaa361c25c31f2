"""Parts that the pages of help share."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.parts.text import add_clear_button


def field_to_find(words: str) -> QLineEdit:
    """A field that says what it finds."""
    field = QLineEdit()
    field.setPlaceholderText(words)
    field.setAccessibleName(words)
    add_clear_button(field)
    return field


def stack(dialog: QDialog, *parts: QWidget | QHBoxLayout) -> None:
    """Put parts below each other, with a button to close the dialog."""
    column = QVBoxLayout(dialog)
    for part in parts:
        column.addLayout(part, 1) if isinstance(part, QHBoxLayout) else column.addWidget(part)
    close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    close.rejected.connect(dialog.reject)
    for button in close.buttons():
        button.setAutoDefault(False)  # type: ignore[attr-defined]  # Enter belongs to the field
    column.addWidget(close)
