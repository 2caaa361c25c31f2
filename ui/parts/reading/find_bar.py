"""A field that finds words in a text, with the count of its hits and a way from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.panels.reading.finding import MOST_HITS, hits
from ui.parts.reading.moves import Range
from ui.parts.text import Field, Line, add_clear_button, quiet_button


class FindBar(QWidget):
    """Finds words in a text. ``seen`` gives the place from which on the first hit is gone to.

    ``found`` comes with a place to go to, and ``changed`` when there are other hits or another one is the present one.
    """

    found = Signal(tuple)
    changed = Signal()

    def __init__(self, seen: Callable[[], int]) -> None:
        super().__init__()
        self._seen = seen
        self._text = ""
        self.hits: Sequence[Range] = ()
        self.hit = -1
        self.field = Field()
        self.field.setPlaceholderText("Search the text")
        self.field.setAccessibleName("Search the text")
        self.field.setToolTip("Words in the text, in any case (Ctrl+F); F3 and Shift+F3 go from hit to hit")
        add_clear_button(self.field)
        self.count = Line("", "quiet", elide=False)
        self.back = quiet_button("caret-up", "Previous hit", "Previous hit (Shift+F3)")
        self.on = quiet_button("caret-down", "Next hit", "Next hit (F3)")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.back, self.on):
            row.addWidget(widget)
        self.field.textChanged.connect(lambda _text: self._search())
        self.field.returnPressed.connect(lambda: self.step(1))
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))

    def put(self, text: str) -> None:
        """Find the words in another text, without going to them. Places that were offered stay in the same text."""
        self.setEnabled(bool(text.strip()))
        if text is not self._text:
            self._text, self.hits, self.hit = text, hits(text, self.field.text()), -1
        self._show()

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) hit; without words, to the field."""
        if not self.field.text().strip() and not self.hits:
            self.field.setFocus()
        elif self.hits:
            self.hit = (self.hit + way) % len(self.hits) if self.hit >= 0 else self._first(way)
            self._show()
            self.found.emit(self.hits[self.hit])

    def offer(self, places: Sequence[Range]) -> None:
        """Go to the next of some places that nobody searched for."""
        self.hit = (self.hit + 1) % len(places) if self.hits == places else 0
        self.hits = places
        self._show()
        self.found.emit(places[self.hit])

    def _first(self, way: int) -> int:
        """The first hit from what is in sight on, or the last before it."""
        seen = self._seen()
        after = next((i for i, hit in enumerate(self.hits) if hit[0] >= seen), len(self.hits))
        return after % len(self.hits) if way > 0 else (after - 1) % len(self.hits)

    def _search(self) -> None:
        self.hits, self.hit = hits(self._text, self.field.text()), -1
        if self.hits:
            self.step(1)
        self._show()

    def _show(self) -> None:
        count, has_words = len(self.hits), bool(self.field.text().strip())
        of = f"{count:,}{'+' if count == MOST_HITS else ''}"
        at = f"{self.hit + 1:,} of {of}" if self.hit >= 0 else f"{of} hit{'' if count == 1 else 's'}"
        self.count.write(at if count else "none" if has_words else "")
        for widget, is_there in ((self.count, count or has_words), (self.back, count), (self.on, count)):
            widget.setVisible(bool(is_there))
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self.field.hasFocus() and Qt.Key(event.key()) in ways:
            self.step(ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
