"""Note field: plain text that is saved when the keyboard leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from explorer.messages import with_keys

_LEAST_LINES, _MOST_LINES = 4, 14


class NoteField(QPlainTextEdit):
    """Emits ``saved`` on Ctrl+Return and Esc: no key loses a text; and ``left`` when the keyboard goes elsewhere."""

    saved = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("noteField")
        self.setAccessibleName("Text of the note")
        self.setPlaceholderText(with_keys("Write a note. Esc or Ctrl+Return saves it, Ctrl+Z then takes it back."))
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        line = QFontMetrics(self.font()).lineSpacing()
        lines = min(max(self.document().size().toSize().height(), _LEAST_LINES), _MOST_LINES)
        return QSize(200, lines * line + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 3 * QFontMetrics(self.font()).lineSpacing() + 16)

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_own(event):
            self.saved.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _is_own(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape or _is_save(event)


def _is_save(event: QKeyEvent) -> bool:
    is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_return and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
