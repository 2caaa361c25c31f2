"""Evidence panel: one card for each passage, in its context if the text is attached."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from explorer.panels.details import Details
from explorer.panels.selection import SelectionSummary
from graph.model.evidence import Passage
from ui.look import theme
from ui.parts.prose import Prose
from ui.parts.section import Section
from ui.parts.text import Line, copy_text, link_button, quiet_button, sized

if TYPE_CHECKING:
    from explorer.panels.reading.pages import Lit

MOST_CARDS = 8
_AROUND = 260


class Excerpt(Protocol):
    """A passage with the text before and after it in its paragraph; ``paragraph`` counts from 1."""

    @property
    def before(self) -> str: ...

    @property
    def passage(self) -> str: ...

    @property
    def after(self) -> str: ...

    @property
    def paragraph(self) -> int: ...


Find = Callable[[Passage], Excerpt | None]


class EvidencePanel(QWidget):
    """Cards for the passages of the selection.

    ``excerpt`` finds the text of a passage, or gives None if it is not attached; ``doubt`` gives the sentence about a
    passage that does not fit its text, or ""; ``attach`` lets the user choose the
    folder of the texts, and ``read`` opens the text at a passage. ``pointed`` comes with the passage whose card is
    under the pointer, or None.
    """

    pointed = Signal(object)

    def __init__(
        self,
        excerpt: Find,
        doubt: Callable[[Passage], str],
        attach: Callable[[], None],
        read: Callable[[Passage], None],
    ) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self.setAccessibleName("Evidence")
        self._excerpt, self._doubt, self._attach, self._read = excerpt, doubt, attach, read
        self._passages: tuple[Passage, ...] = ()
        self._grades: tuple[str, ...] = ()
        self._support = ""
        self._shown: object = None
        self._all = False
        self._cards = QWidget()
        self._column = QVBoxLayout(self._cards)
        self._column.setContentsMargins(10, 2, 10, 4)
        self._column.setSpacing(8)
        self.section = Section("Evidence", self._cards)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.section)

    def put(self, value: Details | SelectionSummary | None) -> None:
        """Show the passages of a resource or statement; also called after texts were attached."""
        passages = value.evidence if isinstance(value, Details) else ()
        if passages != self._passages:
            self._all = False
        self._passages = passages
        self._grades = value.passage_grades if isinstance(value, Details) else ()
        self._support = value.support if isinstance(value, Details) else ""
        self._fill(is_details=isinstance(value, Details) and value.has_evidence)

    def _fill(self, *, is_details: bool) -> None:
        count = len(self._passages)
        listed = self._passages if self._all or count <= MOST_CARDS + 1 else self._passages[:MOST_CARDS]
        graded = zip(listed, self._grades or ("",) * count)
        found = tuple((passage, self._excerpt(passage), self._doubt(passage), grade) for passage, grade in graded)
        self.section.setVisible(is_details)
        self.section.entitle(f"Evidence  {count:,}" if count else "Evidence")
        if (self._support, found) == self._shown and count:
            return
        self._shown = self._support, found
        self._clear()
        self._column.addWidget(Line(self._support or "No evidence is recorded for this.", "quiet", wrap=True))
        unattached = [passage for passage, excerpt, doubt, _ in found if excerpt is None and not doubt]
        if unattached:
            self._column.addWidget(self._attaching(len({passage.document for passage in unattached})))
        for number, (passage, excerpt, doubt, grade) in enumerate(found, 1):
            card = EvidenceCard(passage, excerpt, doubt, number, self._read, grade)
            card.pointed.connect(self.pointed)
            self._column.addWidget(card)
        if len(listed) < count:
            more = link_button(f"show all {count:,}", "Show every passage")
            more.clicked.connect(self._unfold)
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lit(self, lit: Lit) -> None:
        """Let the cards of some passages stand out."""
        for card in self._cards.findChildren(EvidenceCard):
            card.light(is_lit=card.passage in lit.passages)

    def _unfold(self) -> None:
        self._all = True
        self._fill(is_details=True)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _attaching(self, texts: int) -> QWidget:
        """One offer for all passages, of so many missing texts."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(2)
        missing = (
            "The text is not attached. Attach its folder to read it here."
            if texts == 1
            else f"{texts:,} texts are not attached. Attach their folder to read the passages here."
        )
        column.addWidget(Line(missing, "quiet", wrap=True))
        offer = link_button("Attach a folder…", "Choose the folder with the texts")
        offer.setObjectName("attachTexts")
        offer.clicked.connect(lambda: self._attach())
        column.addWidget(offer, 0, Qt.AlignmentFlag.AlignLeft)
        return holder


class EvidenceCard(QFrame):
    """One passage: its document, its place, its grade, and its words."""

    pointed = Signal(object)

    def __init__(
        self,
        passage: Passage,
        excerpt: Excerpt | None,
        doubt: str,
        number: int,
        read: Callable[[Passage], None],
        grade: str = "",
    ) -> None:
        super().__init__()
        self.passage, self._is_lit = passage, False
        self.setProperty("look", "card")
        place = " · ".join(filter(None, (where(passage, excerpt), grade)))
        self.setAccessibleName(f"Passage {number}: {passage.title}, {place}")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 7, 9)
        column.setSpacing(1)
        title = Line(passage.title or passage.document, "ink")
        title.setFont(sized(title.font(), 0.95, QFont.Weight.DemiBold))
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(title, 1)
        if excerpt is not None:
            copy = quiet_button("copy", "Copy the passage", "Copy the passage with its document and range")
            copy.clicked.connect(lambda: copy_text(quotation(passage, excerpt)))
            top.addWidget(copy, 0)
        if excerpt is not None or doubt:
            open_ = quiet_button("book-open-text", "Read in the text", "Open the text at this passage")
            open_.clicked.connect(lambda: read(passage))
            top.addWidget(open_, 0)
        column.addLayout(top)
        spot = Line(place, "quiet")
        spot.setFont(sized(spot.font(), 0.88))
        column.addWidget(spot)
        if doubt:
            column.addWidget(Line(doubt, "wrong", wrap=True))
        if excerpt is not None:
            column.addSpacing(5)
            column.addWidget(_reading(excerpt))
        elif passage.quote:
            column.addSpacing(5)
            column.addWidget(Prose(f"“{passage.quote}”", "Quoted words", leading=124))

    def light(self, *, is_lit: bool) -> None:
        """Draw a frame around the card, or take it away."""
        if is_lit != self._is_lit:
            self._is_lit = is_lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_lit:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.tones().link, 2))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 5, 5)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(self.passage)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)


def _reading(excerpt: Excerpt) -> Prose:
    runs = ((_tail(excerpt.before), "quiet"), (excerpt.passage, "marked"), (_start(excerpt.after), "quiet"))
    prose = Prose([run for run in runs if run[0]], "Passage in context", leading=124)
    prose.setContentsMargins(0, 0, 3, 0)
    return prose


def where(passage: Passage, excerpt: Excerpt | None) -> str:
    """Paragraph and range of a passage, as far as known."""
    parts: list[str] = []
    if excerpt is not None and excerpt.paragraph > 0:
        parts.append(f"paragraph {excerpt.paragraph}")
    if passage.start >= 0:
        parts.append(f"characters {passage.start:,}–{passage.end:,}")
    return " · ".join(parts) or "the document as a whole"


def quotation(passage: Passage, excerpt: Excerpt) -> str:
    """The text for the clipboard: the words in quotes, then document and place."""
    words = " ".join(excerpt.passage.split())
    return f"“{words}” ({passage.title or passage.document}, {where(passage, excerpt)})"


def _tail(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    cut = text.find(" ", len(text) - _AROUND)
    return "…" + text[cut if cut >= 0 else len(text) - _AROUND :]


def _start(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    cut = text.rfind(" ", 0, _AROUND)
    return text[: cut if cut > 0 else _AROUND] + "…"
