"""Paragraphs of plain text, in a module of their own: the first picture does not need this part of Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from ui.look import theme

Run = tuple[str, str]
"""A piece of text and its tone: a name in :class:`ui.look.theme.Tones`; ``marked`` is ink on a marked background."""


class Prose(QTextEdit):
    """A paragraph that can be selected and copied. It is as high as its text and breaks even a long IRI."""

    def __init__(self, runs: Sequence[Run] | str, name: str, *, leading: int = 115) -> None:
        super().__init__()
        self._leading = leading
        self._runs: list[Run] = [(runs, "ink")] if isinstance(runs, str) else list(runs)
        self._heights: dict[int, int] = {}
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._write()

    def _write(self) -> None:
        self.clear()
        tones, cursor = theme.tones(), QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(self._leading, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(block)
        for text, tone in self._runs:
            look = QTextCharFormat()
            look.setForeground(tones.ink if tone == "marked" else getattr(tones, tone))
            if tone == "marked":
                look.setBackground(tones.marked)
            cursor.insertText(text, look)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._heights.clear()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            # Measured on a copy, which nobody owns: laying out the document itself would move the shown text.
            copy = self.document().clone()
            copy.setTextWidth(max(width, 1))
            self._heights[width] = math.ceil(copy.size().height())
            copy.deleteLater()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.viewport().width(), 120)))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 10)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_heights"):
            self._write()
