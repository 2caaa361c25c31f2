"""Texts panel: the attached texts to read, with the passages that the graph uses underlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from explorer.panels.reading.marks import Mark, Marks
from explorer.panels.reading.pages import Page, Said, TextEntry
from graph.named import NamedTuple
from ui.parts.reading.find_bar import FindBar
from ui.parts.reading.page_pictures import PagePictures
from ui.parts.reading.passage_bar import PassageBar
from ui.parts.reading.selection_bar import SelectionBar
from ui.parts.reading.sheet import Sheet
from ui.parts.reading.strip import EvidenceStrip
from ui.parts.reading.text_head import Doubt, FormSwitch, TextState, Unread
from ui.parts.text import plain_tip

if TYPE_CHECKING:
    from graph.analysis.layers.pdf_pages import PagePicture
    from ui.work.jobs import Task

_NO_TEXTS = "This graph names no text as its evidence."


class TextMoves(NamedTuple):
    """Calls of the panel.

    page      a text with its marks, None if it is not attached; with True, another version of it, None without one
    draw      draw a page of a text in pixels of width, and call one of the two with its picture or the failure
    is_there  True if a text is attached
    missing   the sentence about a text that is not attached
    said_by   all that a passage supports; ``words`` names one of these
    hover     let what some passages support stand out on the canvas, until called without any
    select    select one thing that a passage supports, and bring it into sight
    attach    ask for a folder of texts
    """

    page: Callable[[TextEntry, bool], Page | None]
    draw: Callable[[TextEntry, int, int, Callable[[PagePicture], None], Callable[[Exception], None]], Task]
    is_there: Callable[[TextEntry], bool]
    missing: Callable[[TextEntry], str]
    said_by: Callable[[int], tuple[Said, ...]]
    words: Callable[[Said], str]
    hover: Callable[[Sequence[int]], None]
    select: Callable[[Said], None]
    attach: Callable[[], None]


class TextsPanel(QWidget):
    """A picker, a search field, the text or its pages with a strip, and a bar that steps through the passages."""

    def __init__(self, moves: TextMoves) -> None:
        super().__init__()
        self.setObjectName("texts")
        self.setAccessibleName("Texts")
        self._moves = moves
        self._entries: tuple[TextEntry, ...] = ()
        self.page: Page | None = None
        self._selected: frozenset[int] = frozenset()
        self._as_pages = False
        self._current = -1
        self._other = ""
        self.sheet, self.pictures, self.strip = (
            Sheet(),
            PagePictures(),
            EvidenceStrip(lambda at: self.view.go_to((at, at)), lambda: self.view.seen()),
        )
        self.search = FindBar(lambda: self.view.seen()[0])
        self.bar, self.doubt = PassageBar(moves.words), Doubt()
        self.chosen, self.forms, self.state, self.unread = SelectionBar(), FormSwitch(), TextState(), Unread()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._reading())
        self.pages.addWidget(self.unread)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head())
        column.addWidget(self.pages, 1)
        self._wire()
        self._show_form()
        self.put(())

    # Parts

    def _head(self) -> QVBoxLayout:
        self.picker = QComboBox()
        self.picker.setAccessibleName("Text to read")
        self.picker.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        picking = QHBoxLayout()
        picking.setContentsMargins(8, 0, 8, 0)
        picking.setSpacing(4)
        picking.addWidget(self.picker, 1)
        picking.addWidget(self.forms)
        out = QVBoxLayout()
        out.setSpacing(4)
        out.addLayout(picking)
        out.addWidget(self.search)
        out.addWidget(self.state)
        return out

    def _reading(self) -> QWidget:
        page = QWidget()
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.views = QStackedWidget()
        for view in (self.sheet, self.pictures):
            self.views.addWidget(view)
        across.addWidget(self.views, 1)
        across.addWidget(self.strip)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        for widget in (self.doubt, self.chosen, self.bar):
            column.addWidget(widget)
        return page

    def _wire(self) -> None:
        self.picker.activated.connect(lambda at: self.open(self._entries[at]))
        self.forms.switched.connect(lambda pages: self.show_as(pages=pages))
        self.unread.attaching.connect(lambda: self._moves.attach())
        self.unread.reading_changed.connect(lambda: self.open(self._entry, other=True))
        self.search.found.connect(lambda place: self.view.go_to(place))
        self.search.changed.connect(self._show_hits)
        for view in (self.sheet, self.pictures):
            view.hovered.connect(self._hover)
            view.pressed.connect(self._press)
            view.stepped.connect(self.step)
            view.strode.connect(self.step_selected)
            view.entered.connect(self.bar.enter)
            view.verticalScrollBar().valueChanged.connect(lambda _value: self.strip.update())
            view.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.strip.update())
        self.bar.stepped.connect(self.step)
        self.chosen.stepped.connect(self.step_selected)
        self.bar.selected.connect(self._select)
        self.state.asked.connect(self._go_to_offer)

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
            self._say_unread(entry)
        if page is not None and page is before:
            return
        self.state.put(page)
        if page is None:
            return
        same = before is not None and before.text == page.text and before.changed == page.changed
        if before is not None and same and before.entry.key == page.entry.key:
            self.sheet.renew(page.marks, page.hidden)
            self.pictures.renew(page)
            if page.marks is not before.marks:
                self._set_current(-1)
        else:
            self.sheet.put(page.text, page.marks, page.hidden)
            self.pictures.put(page, partial(self._moves.draw, page.entry))
            self._set_current(-1)
            self._show_form()
        self.strip.put(page.marks, len(page.text))
        self.search.put(page.text)
        self._mark_selected()

    # Text or pages

    @property
    def view(self) -> Sheet | PagePictures:
        """The text or its pages: whichever is shown."""
        return self.pictures if self.views.currentWidget() is self.pictures else self.sheet

    def show_as(self, *, pages: bool) -> None:
        """Show the text as it is printed or as words, at the same place; other texts open in this way too."""
        self._as_pages = pages
        before, (first, last) = self.view, self.view.seen()
        self._show_form()
        if self.view is before or self.page is None:
            return
        marks, at = self.page.marks, self._current
        self.view.show_selected(self._selected, at)
        self._show_hits()
        is_seen = 0 <= at < len(marks) and first <= marks[at].start <= last
        self.view.go_to(_range(marks[at]) if is_seen else (first, first + 1))
        if before.hasFocus():
            self.view.setFocus()
        self.strip.update()

    def _show_form(self) -> None:
        page = self.page
        has_pages, has_words = bool(page and page.sizes), bool(page and page.text.strip())
        is_pages = has_pages and (self._as_pages or not has_words)
        self.forms.put(has_pages=has_pages, has_words=has_words, as_pages=is_pages)
        had_keyboard = self.view.hasFocus()
        self.views.setCurrentWidget(self.pictures if is_pages else self.sheet)
        self.setFocusProxy(self.view)
        if had_keyboard:
            self.view.setFocus()

    def _say_unread(self, entry: TextEntry | None) -> None:
        if entry is None:
            self.unread.put(_NO_TEXTS, may_attach=False, has_version=False)
            return
        said, has_version = self._moves.missing(entry), self._moves.page(entry, True) is not None
        self.unread.put(said, may_attach=not self._moves.is_there(entry), has_version=has_version)

    def _go_to_offer(self) -> None:
        """Go to the next place where the quoted words of a passage stand that has another place, or none."""
        if self.page and self.page.offers:
            self.search.offer(list(self.page.offers.values()))

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
        marks = self.page.marks if self.page else Marks()
        own = marks.of(self._selected)
        if own and self._current not in own:
            self._set_current(own[0])
        self._count_selected()
        self.view.show_selected(self._selected, self._current)
        self.strip.show_selected(self._selected, self.search.hits)
        if own and not any(self.view.is_in_sight(_range(marks[i])) for i in own):
            self.view.go_to(_range(marks[own[0]]))

    def _count_selected(self) -> None:
        here = self.page.marks.of(self._selected) if self.page else []
        own = self._selected.intersection(self.page.entry.passages) if self.page else ()
        at = here.index(self._current) if self._current in here else -1
        self.chosen.put(at, len(here), len(self._selected) - len(own))

    def step_selected(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) passage of what is selected, in another text after the last here."""
        here = self.page.marks.of(self._selected) if self.page else []
        on = [i for i in here if (i > self._current if way > 0 else i < self._current)]
        if not on:
            self._open_selected(way)
            here = on = self.page.marks.of(self._selected) if self.page else []
        if on:
            self._go_to(on[0 if way > 0 else -1])

    def _open_selected(self, way: int) -> None:
        """Open the next attached text with a passage of what is selected, if there is another."""
        count, now = len(self._entries), self.picker.currentIndex()
        entries = (self._entries[(now + way * step) % count] for step in range(1, count))
        others = (entry for entry in entries if self._selected.intersection(entry.passages))
        for entry in islice(others, _TRIED):
            if self._moves.is_there(entry):
                self.open(entry)
                return

    def show_pointed(self, passages: frozenset[int]) -> None:
        """Let the marks of some passages stand out, without scrolling."""
        for view in (self.sheet, self.pictures):
            view.show_pointed(passages)

    def go_to_passage(self, passage: int) -> bool:
        """Open the text of a passage at its place; False if that is not possible."""
        entry = next((entry for entry in self._entries if passage in entry.passages), None)
        self.open(entry)
        found = self.page.marks.of((passage,)) if self.page else []
        if found:
            self._go_to(found[0])
        return bool(found)

    # Passages

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) passage: from the present one, or from what is in sight."""
        marks = self.page.marks if self.page else Marks()
        if not marks:
            return
        if self._current >= 0:
            at = (self._current + way) % len(marks)
        else:
            top = self.view.seen()[0]
            at = marks.from_(top)
            at = at if at < len(marks) else 0 if way > 0 else len(marks) - 1
        self._go_to(at)

    def _go_to(self, at: int) -> None:
        assert self.page is not None
        self._set_current(at)
        self.view.show_selected(self._selected, at)
        self.view.go_to(_range(self.page.marks[at]))

    def _set_current(self, at: int) -> None:
        """Make one mark the present one, and say what it supports."""
        self._current = self.sheet.current = self.pictures.current = at
        marks = self.page.marks if self.page else Marks()
        self.doubt.put(self.page, at)
        self._count_selected()
        self.bar.put(at, len(marks), self._moves.said_by(marks[at].passage) if at >= 0 else ())

    def _select(self, said: Said) -> None:
        had_keyboard = self.view.hasFocus()
        self._moves.select(said)
        if had_keyboard:
            self.view.setFocus()

    def _press(self, at: int) -> None:
        if at != self._current:
            self._go_to(at)
        self.bar.enter()

    def _hover(self, under: tuple[int, ...]) -> None:
        self._moves.hover([self.page.marks[i].passage for i in under] if self.page else ())

    # Search and strip

    def _show_hits(self) -> None:
        self.view.show_hits(self.search.hits, self.search.hit)
        self.strip.show_selected(self._selected, self.search.hits)

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._work_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        work = self._work_of(event)
        if work is None:
            super().keyPressEvent(event)
        else:
            work()

    def _work_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, none = Qt.Key(event.key()), Qt.KeyboardModifier.NoModifier
        plain = event.modifiers() == none
        if key == Qt.Key.Key_F3 and event.modifiers() in (none, Qt.KeyboardModifier.ShiftModifier):
            return lambda: self.search.step(1 if plain else -1)
        if key == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return lambda: self.search.field.setFocus()
        if key == Qt.Key.Key_P and plain and self.view.hasFocus() and self.page is not None and self.page.sizes:
            return lambda: self.show_as(pages=self.view is self.sheet)
        return None


_TRIED = 50
"""So many texts are tried for the first that is attached."""


def _range(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end
