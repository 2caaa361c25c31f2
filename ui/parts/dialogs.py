"""Dialogs: questions to the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QWidget,
)

_SHORT = QFileDialog.Option.HideNameFilterDetails
"""The kinds of files to open without their two dozen suffixes."""
_BESIDE_TITLE = 220
"""Pixels of a frame beside its title: an icon and three buttons, and a title that is bolder than other words."""


def files_to_open(parent: QWidget, title: str, kinds: str, folder: str) -> list[str]:
    """The paths chosen by the user; empty after Cancel."""
    paths, _ = QFileDialog.getOpenFileNames(parent, title, folder, kinds, "", _SHORT)
    return list(paths)


def folder(parent: QWidget, title: str, start: str) -> str:
    """The folder chosen by the user, "" after Cancel."""
    return QFileDialog.getExistingDirectory(parent, title, start)


def file_to_save(
    parent: QWidget, title: str, formats: Mapping[str, str], suggested: Path, *, alone: bool = False
) -> Path | None:
    """The file to write; a name without a known suffix gets that of the chosen format.

    ``alone`` if only this file will be written; an export of CSV otherwise writes two.
    """
    kinds = {f"{name} (*{suffix})": suffix for suffix, name in formats.items()}
    selected, kind = QFileDialog.getSaveFileName(parent, title, str(suggested), ";;".join(kinds))
    if not selected:
        return None
    path = Path(selected)
    path = path.with_name(_with_suffix(path.name, tuple(formats), kinds.get(kind, suggested.suffix)))
    return path if _may_replace(parent, title, path, Path(selected), alone=alone) else None


def _with_suffix(name: str, known: Sequence[str], wanted: str) -> str:
    """``name`` if its suffix is known, else with the suffix ``wanted``; “a.ttl” becomes “a.view.ttl”."""
    if any(name.lower().endswith(suffix) for suffix in known):
        return name
    for suffix in known:
        end = Path(suffix).suffix  # of ".view.ttl" the last part; "" of ".ttl", which is all suffix
        if end and name.lower().endswith(end):
            return name.removesuffix(name[-len(end) :]) + suffix
    return name + wanted


def file_to_open(parent: QWidget, title: str, kinds: str, folder: str) -> str:
    """The path chosen by the user, "" after Cancel."""
    return QFileDialog.getOpenFileName(parent, title, folder, kinds, "", _SHORT)[0]


def choose(parent: QWidget, title: str, sentence: str, choices: Sequence[str]) -> int:
    """The index of the user's choice, with the first as the default; -1 after Esc or Cancel."""
    box = QMessageBox(QMessageBox.Icon.Question, title, sentence, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    buttons = [box.addButton(words, QMessageBox.ButtonRole.AcceptRole) for words in choices]
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(buttons[0])
    box.exec()
    clicked = box.clickedButton()
    return next((i for i, button in enumerate(buttons) if button is clicked), -1)


def text(parent: QWidget, title: str, question: str, suggested: str) -> str:
    """A line typed by the user, "" after Cancel."""
    dialog = _asking(parent, title, question)
    dialog.setTextValue(suggested)
    return dialog.textValue().strip() if dialog.exec() == QDialog.DialogCode.Accepted else ""


def _asking(parent: QWidget, title: str, question: str) -> QInputDialog:
    """A dialog with one question, wide enough for its whole title beside the buttons of its frame."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    width = dialog.fontMetrics().horizontalAdvance(title) + _BESIDE_TITLE
    dialog.resize(max(dialog.sizeHint().width(), width), dialog.sizeHint().height())
    return dialog


def pick(parent: QWidget, title: str, question: str, choices: Sequence[str]) -> int:
    """The index of the user's choice among many, -1 after Cancel."""
    dialog = _asking(parent, title, question)
    dialog.setComboBoxItems(list(choices))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return -1
    box = dialog.findChild(QComboBox)
    return box.currentIndex() if box is not None else -1


def _may_replace(parent: QWidget, title: str, path: Path, asked: Path, *, alone: bool = False) -> bool:
    """Ask about files that would be replaced without a question from the file dialog."""
    from graph.formats.table import paths_of

    there = [other.name for other in ([path] if alone else paths_of(path)) if other != asked and other.exists()]
    if not there:
        return True
    box = QMessageBox(QMessageBox.Icon.Question, title, f"Replace {' and '.join(there)}?", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setStandardButtons(QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel)
    return box.exec() == QMessageBox.StandardButton.Save
