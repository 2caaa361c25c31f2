"""Text from data stays plain text: labels, tips and paragraphs that never read it as markup."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QSizePolicy, QTextEdit, QToolButton

from ui import icons, theme

Run = tuple[str, str]
"""A piece of text and its tone: a name in :class:`ui.theme.Tones`; ``marked`` is ink on a marked ground."""


def menu_text(text: str) -> str:
    """Words from data for a menu: not as wide as the screen, and without underlining what follows an ampersand."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return short.replace("&", "&&")


def plain_tip(text: str) -> str:
    """A tool tip that shows ``text`` letter for letter and breaks it into lines of a bearable width."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def sized(font: QFont, factor: float, weight: QFont.Weight | None = None) -> QFont:
    """A font made larger or smaller by a factor, so that it keeps following the system's size."""
    out = QFont(font)
    if font.pointSizeF() > 0:
        out.setPointSizeF(font.pointSizeF() * factor)
    else:
        out.setPixelSize(max(1, round(font.pixelSize() * factor)))
    if weight is not None:
        out.setWeight(weight)
    return out


def tabular(font: QFont) -> QFont:
    """A font whose figures all have one width."""
    out = QFont(font)
    out.setFeature(QFont.Tag("tnum"), 1)
    return out


class Line(QLabel):
    """One plain line in a tone of the theme; what does not fit ends in an ellipsis and is in the tip.

    With ``wrap`` it takes more lines instead, and without ``elide`` it keeps its width.
    """

    def __init__(self, text: str = "", tone: str = "ink", *, wrap: bool = False, elide: bool = True) -> None:
        super().__init__()
        self._tone, self._text = tone, text
        self._whole = wrap or not elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setForegroundRole(self.foregroundRole())
        across = QSizePolicy.Policy.Preferred if self._whole else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self._colour()
        self.write(text)

    def write(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.setAccessibleName(text)
        self._fit()

    def _fit(self) -> None:
        if self._whole:
            shown = self._text
        else:
            shown = QFontMetrics(self.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, max(self.width(), 1))
            self.setToolTip(plain_tip(self._text) if shown != self._text else "")
        if shown != self.text():
            self.setText(shown)

    def _colour(self) -> None:
        palette = self.palette()
        colour = getattr(theme.tones(), self._tone)
        if palette.color(self.foregroundRole()) != colour:
            palette.setColor(self.foregroundRole(), colour)
            self.setPalette(palette)

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._colour()
            self._fit()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return (
            hint if self._whole else QSize(QFontMetrics(self.font()).horizontalAdvance(self._text) + 2, hint.height())
        )

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self._whole else QSize(10, hint.height())


class Prose(QTextEdit):
    """A paragraph that can be selected and copied, as high as its text and breaking even a long IRI."""

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
            # Measured on a copy: laying out the document itself would move what is shown. Nobody owns a copy.
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


def quiet_button(icon: str, name: str, tip: str) -> QToolButton:
    """A small button that is only an icon until the pointer comes near."""
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setProperty("look", "quiet")
    button.setAccessibleName(name)
    button.setToolTip(plain_tip(tip))
    return button


def link_button(text: str, tip: str = "") -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton()
    # An ampersand in data is no mnemonic.
    button.setText(text.replace("&", "&&"))
    button.setAccessibleName(text)
    button.setProperty("look", "link")
    button.setToolTip(plain_tip(tip))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    QApplication.clipboard().setText(text)
