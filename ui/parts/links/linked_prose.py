"""A paragraph in which some names are links."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor

from explorer.panels.facts import Part
from ui.parts.prose import Prose


class LinkedProse(Prose):
    """Pieces of text; ``follow`` is called with the resource that a piece names, on a click or on Enter.

    Tab goes from one name to the next, and out of the paragraph behind the last.
    """

    def __init__(self, parts: tuple[Part, ...], name: str, follow: Callable[[int], None]) -> None:
        self._follow, self._spots, self._at, at = follow, [], -1, 0
        for text, node in parts:
            if node >= 0:
                self._spots.append((at, at + len(text), node))
            at += len(text)
        super().__init__([(text, "link" if node >= 0 else "ink") for text, node in parts], name)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(self.textInteractionFlags() | flags.LinksAccessibleByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _write(self) -> None:
        super()._write()
        cursor = QTextCursor(self.document())
        for start, end, node in self._spots:
            look = QTextCharFormat()
            look.setAnchor(True)
            look.setAnchorHref(str(node))
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
        self._heights.clear()

    def focusNextPrevChild(self, forward: bool) -> bool:
        at = self._at + 1 if forward else (self._at if self._at >= 0 else len(self._spots)) - 1
        if not 0 <= at < len(self._spots):
            self._mark(-1)
            return super().focusNextPrevChild(forward)
        self._mark(at)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self._follow(self._spots[self._at][2])
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        href = self.anchorAt(event.position().toPoint())
        if href and event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._follow(int(href))

    def _mark(self, at: int) -> None:
        """Select one of the names, none for -1."""
        self._at, cursor = at, self.textCursor()
        start, end, _ = self._spots[at] if at >= 0 else (0, 0, -1)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
