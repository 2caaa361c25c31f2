"""Table bar: a switch between two tables, a filter, the number of rows, and the actions on them."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui.look import icons
from ui.parts.text import Line, add_clear_button, link_button, plain_tip, quiet_button

DEBOUNCE_MS = 180
_NARROW = 720
"""Below so many pixels, the button for columns is an icon."""
_SIDES = 22
"""Pixels of a field beside its words."""
_EXAMPLE = "Filter, e.g. date>2016"
_HOW = (
    "Words that a row must contain, in any shown column. Also: relationships>5, date>=2016-03, class:person, "
    ">1000, and “several words” in quotation marks as one."
)
_NUMBER = re.compile(r"[\d,]+(?: of [\d,]+)?")


class TableBar(QWidget):
    """Emits ``typed`` with the filter a moment after the last key, and ``left`` to move the keyboard to the rows."""

    switched = Signal(int)
    typed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = self._refusal = ""
        self._least = 0
        bar = QHBoxLayout(self)
        bar.setContentsMargins(8, 3, 8, 4)
        bar.setSpacing(4)
        self._tabs = QButtonGroup(self)
        for i, title in enumerate(("Resources", "Relationships")):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setChecked(i == 0)
            button.setProperty("look", "tab")
            button.setAccessibleName(f"Table of {title.lower()}")
            self._tabs.addButton(button, i)
            bar.addWidget(button)
        self._tabs.idClicked.connect(self.switched)
        bar.addSpacing(6)
        bar.addWidget(self._filter(), 2)
        bar.addSpacing(6)
        self.note = Line("", "quiet")
        self.note.setObjectName("tableNote")
        bar.addWidget(self.note, 3)
        self.reveal = link_button("Show on the canvas", "Show the selected rows that are not on the canvas")
        self.reveal.setVisible(False)
        bar.addWidget(self.reveal)
        bar.addSpacing(8)
        self.whole = QCheckBox("Entire source")
        self.whole.setToolTip("Also list rows that are not on the canvas")
        bar.addWidget(self.whole)
        bar.addSpacing(8)
        self.columns = QToolButton()
        self.columns.setText("Columns")
        self.columns.setIcon(icons.icon("columns"))
        self.columns.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.columns.setProperty("look", "quiet")
        self.columns.setAccessibleName("Columns")
        self.columns.setToolTip("Choose the columns to show")
        bar.addWidget(self.columns)
        self.export = quiet_button("export", "Export the table", "Write this table as CSV")
        bar.addWidget(self.export)

    def _filter(self) -> QLineEdit:
        self.field = QLineEdit()
        self.field.setObjectName("tableFilter")
        self.field.setAccessibleName("Filter the table")
        self.field.setPlaceholderText(_EXAMPLE)
        self.field.setToolTip(plain_tip(_HOW))
        add_clear_button(self.field)
        self.field.setMinimumWidth(90)
        self.field.setMaximumWidth(360)
        self.field.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._tell)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        return self.field

    def _tell(self) -> None:
        self._timer.stop()
        self.typed.emit(self.field.text().strip())

    def write(self, words: str) -> None:
        """Show the filter of another table, without a signal."""
        self.field.setText(words)
        self._timer.stop()
        self.show_refusal("")

    def show_refusal(self, sentence: str) -> None:
        """Show an error of the filter, "" for none."""
        wrong = "true" if sentence else "false"
        if self.field.property("wrong") != wrong:
            self.field.setProperty("wrong", wrong)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self.field.setToolTip(plain_tip(sentence or _HOW))
        self._refusal = sentence
        self.say(self._said)

    def say(self, words: str) -> None:
        """Show the number of rows, whole on the narrowest panel, unless an error is shown."""
        self._said = words
        number = _NUMBER.match(self._refusal or words)
        # "54 resources" cut to "5…" would be another number.
        self._least = QFontMetrics(self.note.font()).horizontalAdvance(f"{number[0]} …") if number else 0
        self.note.write(self._refusal or words)
        self._make_room()

    def _make_room(self) -> None:
        """Give the number of rows all its room before the filter takes more than it needs."""
        narrow = self.width() < _NARROW
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.columns.setToolButtonStyle(alone if narrow else beside)
        layout = self.layout()
        assert layout is not None
        free = self.width() - layout.totalMinimumSize().width() + self.note.minimumWidth()
        self.note.setMinimumWidth(max(self._least, min(self.note.sizeHint().width(), free)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            room = self.field.width() - _SIDES
            fits = QFontMetrics(self.field.font()).horizontalAdvance(_EXAMPLE) <= room
            self.field.setPlaceholderText(_EXAMPLE if fits else "Filter")
        if not isinstance(event, QKeyEvent) or not self._is_own(event.key()):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            # Otherwise the window's shortcuts would take these keys.
            event.accept()
        elif event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.field.clear()
        else:
            self._tell()
        return True

    def _is_own(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            return bool(self.field.text())
        return key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
