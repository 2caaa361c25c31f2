"""Texts panel: the attached texts to read, with the passages that the graph uses underlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from explorer.panels.reading.pages import Mark, Page, Said, TextEntry, hits, in_words
from graph.named import NamedTuple
from ui.parts.reading.sheet import Sheet
from ui.parts.reading.strip import EvidenceStrip
from ui.parts.text import Line, add_clear_button, link_button, plain_tip, quiet_button

_NO_TEXTS = "This graph names no text as its evidence."


class TextMoves(NamedTuple):
    """Calls of the panel.

    page      a text with its marks, None if it is not attached; with True, another version of it, None without one
    is_there  True if a text is attached
    missing   the sentence about a text that is not attached
    said_by   all that a passage supports; ``words`` names one of these
    hover     let what some passages support stand out on the canvas, until called without any
    select    select one thing that a passage supports, and bring it into sight
    attach    ask for a folder of texts
    """

    page: Callable[[TextEntry, bool], Page | None]
    is_there: Callable[[TextEntry], bool]
    missing: Callable[[TextEntry], str]
    said_by: Callable[[int], tuple[Said, ...]]
    words: Callable[[Said], str]
    hover: Callable[[Sequence[int]], None]
    select: Callable[[Said], None]
    attach: Callable[[], None]


class TextsPanel(QWidget):
    """A picker, a search field, the page with its strip, and a bar that steps through the passages."""

    def __init__(self, moves: TextMoves) -> None:
        super().__init__()
        self.setObjectName("texts")
        self.setAccessibleName("Texts")
        self._moves = moves
        self._entries: tuple[TextEntry, ...] = ()
        self.page: Page | None = None
        self._selected: frozenset[int] = frozenset()
        self._said: tuple[Said, ...] = ()
        self._thing = -1
        self._other = ""
        self._hits: list[tuple[int, int]] = []
        self._hit = -1
        self.sheet, self.strip = Sheet(), EvidenceStrip(self._go_to_place)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._reading())
        self.pages.addWidget(self._nothing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head())
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.sheet)
        self._wire()
        self.put(())

    # Parts

    def _head(self) -> QVBoxLayout:
        self.picker = QComboBox()
        self.picker.setAccessibleName("Text to read")
        self.picker.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search the text")
        self.field.setAccessibleName("Search the text")
        add_clear_button(self.field)
        self.found = Line("", "quiet", elide=False)
        search = QHBoxLayout()
        search.setContentsMargins(8, 0, 8, 0)
        search.addWidget(self.field, 1)
        search.addWidget(self.found)
        picking = QHBoxLayout()
        picking.setContentsMargins(8, 0, 8, 0)
        picking.addWidget(self.picker)
        self.share = Line("", "quiet")
        self.trouble = Line("", "wrong", wrap=True)
        self.offer = link_button("Show where the quoted words stand", "Go to these places one after the other")
        out = QVBoxLayout()
        out.setSpacing(4)
        out.addLayout(picking)
        out.addLayout(search)
        for line in (self.share, self.trouble):
            line.setContentsMargins(10, 0, 10, 0)
            out.addWidget(line)
        offering = QHBoxLayout()
        offering.setContentsMargins(10, 0, 10, 0)
        offering.addWidget(self.offer)
        offering.addStretch(1)
        out.addLayout(offering)
        return out

    def _reading(self) -> QWidget:
        page = QWidget()
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.sheet, 1)
        across.addWidget(self.strip)
        self.back = quiet_button("caret-left", "Previous passage", "Previous passage (Left)")
        self.on = quiet_button("caret-right", "Next passage", "Next passage (Right)")
        self.place = Line("", "quiet", elide=False)
        self.thing = link_button("", "Select what this passage supports (Enter); again for the next")
        self.thing.setObjectName("supports")
        self.thing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 2, 8, 4)
        bar.setSpacing(8)
        for widget in (self.back, self.on, self.place):
            bar.addWidget(widget)
        bar.addWidget(self.thing, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addLayout(bar)
        return page

    def _nothing(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 10)
        self.missing = Line("", "quiet", wrap=True)
        self.attach = link_button("Attach a folder…", "Choose the folder with the texts")
        self.attach.clicked.connect(lambda: self._moves.attach())
        self.version = link_button("Read the changed text", "Open the file as it is now")
        self.version.clicked.connect(lambda: self.open(self._entry, other=True))
        column.addWidget(self.missing)
        column.addWidget(self.version, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _wire(self) -> None:
        sheet = self.sheet
        self.picker.activated.connect(lambda at: self.open(self._entries[at]))
        self.field.textChanged.connect(lambda _text: self._search())
        self.field.returnPressed.connect(lambda: self._step_hit(1))
        sheet.hovered.connect(self._hover)
        sheet.pressed.connect(self._press)
        sheet.stepped.connect(self.step)
        sheet.entered.connect(self.enter)
        sheet.verticalScrollBar().valueChanged.connect(lambda _value: self._follow_sight())
        sheet.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._follow_sight())
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.thing.clicked.connect(lambda: self.enter())
        self.offer.clicked.connect(lambda: self._go_to_offer())

    # Texts

    def put(self, entries: tuple[TextEntry, ...]) -> None:
        """Show the texts of a graph, and again the one that was open."""
        now = self._entry
        if entries != self._entries:
            self._entries = entries
            self.picker.clear()
            self.picker.addItems([entry.title for entry in entries])
        self.picker.setEnabled(len(entries) > 1)
        same = next((entry for entry in entries if now is not None and entry.key == now.key), None)
        if same is not None or not entries:
            self.open(same, other=same is not None and same.key == self._other)
        else:
            self.open(next((entry for entry in entries[:_TRIED] if self._moves.is_there(entry)), entries[0]))

    @property
    def _entry(self) -> TextEntry | None:
        at = self.picker.currentIndex()
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def open(self, entry: TextEntry | None, *, other: bool = False) -> None:
        """Show a text, or its ``other`` version, or say that it is not attached."""
        page = self._moves.page(entry, False) if entry is not None else None
        if page is None and other and entry is not None:
            page = self._moves.page(entry, True)
        self._other = entry.key if entry is not None and page is not None and page.changed else ""
        before, self.page = self.page, page
        if entry is not None:
            self.picker.setCurrentIndex(self._entries.index(entry))
            self.picker.setToolTip(plain_tip(entry.title))
        self.pages.setCurrentIndex(0 if page else 1)
        if page is None:
            self.missing.write(self._moves.missing(entry) if entry is not None else _NO_TEXTS)
            self.attach.setVisible(entry is not None)
            self.version.setVisible(entry is not None and self._moves.page(entry, True) is not None)
        self.field.setEnabled(page is not None)
        self.share.write(in_words(page) if page else "")
        self.share.setToolTip(plain_tip(page.taken if page else ""))
        self._say_troubles()
        if page is None:
            return
        if (
            before is not None
            and before.text == page.text
            and before.changed == page.changed
            and before.entry.key == page.entry.key
        ):
            self.sheet.renew(page.marks)
        else:
            self.sheet.put(page.text, page.marks)
            self._set_current(-1)
        self.strip.put(page.marks, len(page.text))
        self._search()

    def _say_troubles(self) -> None:
        """Say what is wrong with the present passage, or else with all passages of the text."""
        page, at = self.page, self.sheet.current
        own = page.doubts.get(page.marks[at].passage, "") if page and 0 <= at < len(page.marks) else ""
        said = own or (" ".join(page.troubles) if page else "")
        self.trouble.write(said)
        self.trouble.setVisible(bool(said))
        self.offer.setVisible(bool(page and page.offers))

    def _go_to_offer(self) -> None:
        """Go to the next place where the quoted words of a passage stand that has another place, or none."""
        offers = list(self.page.offers.values()) if self.page else []
        self._hit = (self._hit + 1) % len(offers) if self._hits == offers else 0
        self._hits = offers
        self.sheet.go_to(offers[self._hit])
        self._show_hits("offers")

    # What is selected

    def show_selected(self, passages: Sequence[int]) -> None:
        """Mark the passages of what is selected, and scroll to the first unless one of them is in sight."""
        selected = frozenset(passages)
        if selected == self._selected:
            return
        self._selected = selected
        if selected and self.page is not None and not selected.intersection(self.page.entry.passages):
            others = [entry for entry in self._entries if selected.intersection(entry.passages)]
            readable = next((entry for entry in others[:_TRIED] if self._moves.is_there(entry)), None)
            if readable is not None:
                self.open(readable)
        self._mark_selected()

    def _mark_selected(self) -> None:
        marks = self.page.marks if self.page else ()
        own = [i for i, mark in enumerate(marks) if mark.passage in self._selected]
        if own and self.sheet.current not in own:
            self._set_current(own[0])
        self.sheet.show_selected(self._selected, self.sheet.current)
        self.strip.show_selected(self._selected, self._hits)
        if own and not any(self.sheet.is_in_sight(_range(marks[i])) for i in own):
            self.sheet.go_to(_range(marks[own[0]]))

    def go_to_passage(self, passage: int) -> bool:
        """Open the text of a passage at its place; False if that is not possible."""
        entry = next((entry for entry in self._entries if passage in entry.passages), None)
        self.open(entry)
        marks = self.page.marks if self.page else ()
        at = next((i for i, mark in enumerate(marks) if mark.passage == passage), -1)
        if at >= 0:
            self._go_to(at)
        return at >= 0

    # Passages

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) passage: from the present one, or from what is in sight."""
        marks = self.page.marks if self.page else ()
        if not marks:
            return
        if self.sheet.current >= 0:
            at = (self.sheet.current + way) % len(marks)
        else:
            top = self.sheet.seen()[0]
            at = next((i for i, mark in enumerate(marks) if mark.start >= top), 0 if way > 0 else len(marks) - 1)
        self._go_to(at)

    def _go_to(self, at: int) -> None:
        assert self.page is not None
        self._set_current(at)
        self.sheet.show_selected(self._selected, at)
        self.sheet.go_to(_range(self.page.marks[at]))

    def _set_current(self, at: int) -> None:
        """Make one mark the present one, and say what it supports."""
        self.sheet.current = at
        marks = self.page.marks if self.page else ()
        self._said = self._moves.said_by(marks[at].passage) if at >= 0 else ()
        self._thing = -1
        for button in (self.back, self.on):
            button.setEnabled(bool(marks))
        self._say_troubles()
        self.place.write(f"{at + 1:,} of {len(marks):,}" if at >= 0 else f"{len(marks):,} passages" if marks else "")
        self._name_thing()

    def _name_thing(self) -> None:
        self.thing.setVisible(bool(self._said))
        if self._said:
            at, count = max(self._thing, 0), len(self._said)
            words = self._moves.words(self._said[at]) + (f"  ({at + 1:,} of {count:,})" if count > 1 else "")
            self.thing.setText(words.replace("&", "&&"))
            self.thing.setAccessibleName(f"Supports {words}")
            self.thing.setToolTip(plain_tip(f"{words}\nClick, or Enter in the text, selects it; again the next"))

    def enter(self) -> None:
        """Select what the present passage supports; again the next thing that it supports."""
        if self._said:
            self._thing = (self._thing + 1) % len(self._said)
            self._name_thing()
            had_keyboard = self.sheet.hasFocus()
            self._moves.select(self._said[self._thing])
            if had_keyboard:
                self.sheet.setFocus()

    def _press(self, at: int) -> None:
        if at != self.sheet.current:
            self._go_to(at)
        self.enter()

    def _hover(self, under: tuple[int, ...]) -> None:
        self._moves.hover([self.page.marks[i].passage for i in under] if self.page else ())

    # Search and strip

    def _search(self) -> None:
        words = self.field.text()
        self._hits, self._hit = hits(self.page.text, words) if self.page else [], -1
        if self._hits:
            first = self.sheet.seen()[0]
            self._hit = next((i for i, hit in enumerate(self._hits) if hit[0] >= first), 0)
            self.sheet.go_to(self._hits[self._hit])
        self._show_hits(words)

    def _step_hit(self, way: int) -> None:
        if self._hits:
            self._hit = (self._hit + way) % len(self._hits)
            self.sheet.go_to(self._hits[self._hit])
            self._show_hits(self.field.text())

    def _show_hits(self, words: str) -> None:
        count = len(self._hits)
        self.found.write(f"{self._hit + 1:,} of {count:,}" if count else "none" if words.strip() else "")
        self.found.setVisible(bool(words.strip()))
        self.sheet.show_hits(self._hits, self._hit)
        self.strip.show_selected(self._selected, self._hits)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self.field.hasFocus() and Qt.Key(event.key()) in keys:
            self._step_hit(keys[Qt.Key(event.key())])
        elif self.field.hasFocus() and event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
        else:
            super().keyPressEvent(event)

    def _go_to_place(self, place: int) -> None:
        self.sheet.go_to((place, place))

    def _follow_sight(self) -> None:
        if self.page is not None:
            self.strip.show_seen(self.sheet.seen())


_TRIED = 50
"""So many texts are tried for the first that is attached."""


def _range(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end
