"""Plain text from data: labels, tooltips and buttons that never read it as markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ui.look import icons, theme


def menu_text(text: str) -> str:
    """Text from data for a menu: cut to a sensible width, and with ampersands that underline no letter."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return short.replace("&", "&&")


def plain_tip(text: str) -> str:
    """A tooltip that shows ``text`` literally, in lines of moderate width."""
    if not text:
        return ""
    # Not html.escape, whose module brings a table of two thousand names.
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{plain}</qt>"


def sized(font: QFont, factor: float, weight: QFont.Weight | None = None) -> QFont:
    """A font scaled by a factor, so that it follows the system's size."""
    out = QFont(font)
    if font.pointSizeF() > 0:
        out.setPointSizeF(font.pointSizeF() * factor)
    else:
        out.setPixelSize(max(1, round(font.pixelSize() * factor)))
    if weight is not None:
        out.setWeight(weight)
    return out


def tabular(font: QFont) -> QFont:
    """A font with digits of equal width."""
    out = QFont(font)
    out.setFeature(QFont.Tag("tnum"), 1)
    return out


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QLineEdit):
    """A field in a panel: Enter stays in it, and Esc takes back what was typed before it means anything to the window.

    ``given_up`` comes after that; the field is then empty, and its panel may write what was there before.
    """

    given_up = Signal()

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._gives_up(event):
            self.clear()
            self.setModified(False)
            self.given_up.emit()
            return
        super().keyPressEvent(event)
        if event.key() in _ENTER:
            event.accept()

    def _is_own(self, event: QKeyEvent) -> bool:
        return event.key() in _ENTER or self._gives_up(event)

    def _gives_up(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self.isModified() and bool(self.text())


class Line(QLabel):
    """One plain line in a tone of the theme; a long text ends in an ellipsis and shows in full in the tooltip.

    With ``wrap`` it takes more lines instead; without ``elide`` it keeps its full width.
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
        """Replace the text."""
        self._text = text
        self.setAccessibleName(text)
        self._fit()

    def _fit(self) -> None:
        if self._whole:
            shown = self._text
        else:
            room = self.contentsRect().width()
            shown = QFontMetrics(self.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, max(room, 1))
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
        if self._whole:
            return hint
        edges = self.contentsMargins()
        words = QFontMetrics(self.font()).horizontalAdvance(self._text) + 2
        return QSize(words + edges.left() + edges.right(), hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self._whole else QSize(10, hint.height())


def broken(text: str, metrics: QFontMetrics, room: int, most: int) -> list[str]:
    """A text broken at its spaces into lines of ``room`` pixels, at most ``most``; the last line takes the rest."""
    words = [text] if metrics.horizontalAdvance(text) <= room else text.split(" ")
    lines: list[str] = []
    while words:
        heads = range(len(words), 0, -1) if len(lines) < most - 1 else (len(words),)
        fits = next((n for n in heads if metrics.horizontalAdvance(" ".join(words[:n])) <= room), heads[-1])
        lines.append(" ".join(words[:fits]))
        words = words[fits:]
    return lines


def quiet_button(icon: str, name: str, tip: str) -> QToolButton:
    """A small button that is only an icon until the pointer is over it."""
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setProperty("look", "quiet")
    button.setAccessibleName(name)
    button.setToolTip(plain_tip(tip))
    return button


def link_button(text: str, tip: str = "") -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton()
    # An ampersand in data is not a mnemonic.
    button.setText(text.replace("&", "&&"))
    button.setAccessibleName(text)
    button.setProperty("look", "link")
    button.setToolTip(plain_tip(tip))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def copy_text(text: str) -> None:
    """Copy text to the clipboard."""
    QApplication.clipboard().setText(text)


def add_clear_button(field: QLineEdit) -> None:
    """Give a field a button that clears it, with a name for screen readers."""
    field.setClearButtonEnabled(True)
    clear = field.findChild(QAction, "_q_qlineeditclearaction")
    if clear is not None:
        clear.setText("Clear")


class NoneFound(QWidget):
    """Says that a field finds nothing in the list below it, with a link that clears the field.

    Shown by its owner while a list has no line with the text of ``field``; ``noun`` names one line of the list."""

    def __init__(self, field: QLineEdit, noun: str) -> None:
        super().__init__()
        self._field, self._noun = field, noun
        self.words = Line("", "quiet", wrap=True)
        self.clear = link_button("Clear", f"Clear the field, so that each {noun} is listed again")
        self.clear.clicked.connect(self._clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 13, 2)
        row.addWidget(self.words, 1)
        row.addWidget(self.clear)
        self.setVisible(False)

    def show_for(self, rows: int) -> None:
        """Show the line if the list has no rows because of the text in the field."""
        text = self._field.text()
        if text and not rows:
            self.words.write(f"No {self._noun} contains “{text}”.")
        self.setVisible(bool(text) and not rows)

    def _clear(self) -> None:
        self._field.clear()
        self._field.setFocus()
