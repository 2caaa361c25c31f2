"""Query editor: plain text in a monospaced font, with errors underlined."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit

from ui.look import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QPlainTextEdit):
    """Emits ``asked`` on Ctrl+Return, and ``stopped`` on Esc while ``is_busy``."""

    asked = Signal()
    stopped = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.is_busy = False
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self._fit()
        self.textChanged.connect(self.unmark)

    def _fit(self) -> None:
        """Use a monospaced font of the size of the panels."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.window().font().pointSizeF())
        if font != self.font():
            self.setFont(font)

    def write(self, text: str) -> None:
        """Replace the text; Ctrl+Z undoes it."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)

    def mark(self, line: int, column: int, length: int) -> None:
        """Underline an error, with line and column counted from 1, and go there."""
        block = self.document().findBlockByNumber(line - 1)
        if line < 1 or not block.isValid():
            return
        start = min(block.position() + column - 1, self.document().characterCount() - 1)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        cursor.setPosition(min(start + length, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
        wrong = QTextCharFormat()
        wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wrong.setUnderlineColor(theme.tones().wrong)
        wrong.setBackground(theme.tones().marked)
        place = QTextEdit.ExtraSelection()
        place.cursor, place.format = cursor, wrong
        self.setExtraSelections([place])

    def unmark(self) -> None:
        """Remove the underline."""
        self.setExtraSelections([])

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self.is_busy
        return event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            self.asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
