"""The form of an export: what goes into the file beside the data."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from explorer.files.exports import Companions
from ui.parts.text import plain_tip

_RDF_ONLY = "Only in RDF files: tables and networks have no place for it."


def ask_companions(
    parent: QWidget, title: str, sentence: Callable[[bool], str], companions: Companions
) -> Companions | None:
    """Ask what goes into the file beside the data, which ``sentence`` names with the view or without it; None after
    Cancel.
    """
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    column = QVBoxLayout(dialog)
    words = QLabel(sentence(companions.view))
    words.setWordWrap(True)
    column.addWidget(words)
    view = QCheckBox("Include the &view: positions, pins, groups, style and zoom, to reopen as the same picture")
    notes = QCheckBox("Include your &notes")
    grades = QCheckBox("Include your &grades in the view")
    boxes = (view, companions.view), (grades, bool(companions.grades)), (notes, companions.notes)
    for box, ticked in boxes:
        box.setChecked(ticked)
        box.setToolTip(plain_tip(_RDF_ONLY))
        if box is not grades or companions.grades is not None:
            column.addWidget(box)
    grades.setEnabled(view.isChecked())
    view.toggled.connect(grades.setEnabled)
    view.toggled.connect(lambda on: words.setText(sentence(on)))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    buttons.addButton("Select the file…", QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    with_grades = None if companions.grades is None else grades.isChecked() and view.isChecked()
    return Companions(view.isChecked(), notes.isChecked(), with_grades)
