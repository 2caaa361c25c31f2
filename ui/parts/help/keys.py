"""The page of keys: every key and move of the mouse in groups, with a field to find one."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from explorer.actions.action import Action
from explorer.actions.table import MENUS
from graph.arrays.collation import plain
from ui.parts.help.page import field_to_find, stack

MOUSE = (
    ("Click", "Select; on a line, read its evidence"),
    ("Double-click", "Expand: show the neighbours of a resource, or the members of a group"),
    ("Shift + click", "Add to the selection, or remove from it"),
    ("Shift + drag", "Select with a lasso"),
    ("Right click", "List everything that you can do with what is there"),
    ("Drag on a resource", "Move and pin it, where it is large enough to grab"),
    ("Drag elsewhere, or with the middle button", "Move the picture, also over small dots"),
    ("Wheel", "Zoom at the pointer"),
    ("Arrow keys", "Move to the neighbour in that direction"),
)
"""Moves of the mouse on the canvas, and what they do."""


def key_groups(table: Sequence[Action], words: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Keys and moves of the mouse that hold every one of some words, by menu: titles, and rows of keys and meanings."""
    native = QKeySequence.SequenceFormat.NativeText
    wanted = plain(words).split()
    groups = [("Mouse, on the canvas", list(MOUSE))]
    for menu in MENUS:
        rows = [
            (" or ".join(QKeySequence(key).toString(native) for key in action.keys), action.title.rstrip("…"))
            for action in table
            if action.menu == menu and action.keys
        ]
        groups.append((menu, rows))
    for title, rows in groups:
        found = [row for row in rows if all(word in plain(f"{title} {row[0]} {row[1]}") for word in wanted)]
        if found:
            yield title, found


class KeysPage(QDialog):
    """Every key and move of the mouse in groups, with a field to find some by a key or a word."""

    def __init__(self, parent: QWidget, table: Sequence[Action]) -> None:
        super().__init__(parent)
        self._table = table
        self.setWindowTitle("Keys and mouse")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 640)
        self.field = field_to_find("Find a key or a command")
        self.page = QTextBrowser()
        self.page.setAccessibleName("Keys")
        self.field.textChanged.connect(self._fill)
        stack(self, self.field, self.page)
        self._fill("")

    def _fill(self, words: str) -> None:
        parts = [
            f"<h3>{html.escape(title)}</h3><table>"
            + "".join(
                f"<tr><td style='padding:2px 18px 2px 0'><b>{html.escape(keys)}</b></td>"
                f"<td>{html.escape(meaning)}</td></tr>"
                for keys, meaning in rows
            )
            + "</table>"
            for title, rows in key_groups(self._table, words)
        ]
        self.page.setHtml("".join(parts) or f"<p>No key or command holds “{html.escape(words)}”.</p>")
