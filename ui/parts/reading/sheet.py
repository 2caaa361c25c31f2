"""A text set like a page, with a line under each passage; mouse and keys go from passage to passage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit

from explorer.panels.reading.marks import Mark, Marks
from ui.look import theme
from ui.look.fonts import family
from ui.parts.reading.moves import Range, next_under, work_of
from ui.parts.text import sized

_MEASURE = 34
"""Width of the column in ems, some 70 letters."""
_LEADING = 140
_MOST_LIT = 400
"""So many places at most get a background; the lines under them are all there."""


class Sheet(QTextEdit):
    """A text in a column of readable width, with its marks.

    ``hovered`` gives the indices of the marks under the pointer, ``pressed`` that of the mark that was clicked;
    ``stepped`` asks for the next (1) or the previous (-1) mark, ``strode`` for one of what is selected, and ``entered``
    to select what the present one says.
    """

    hovered = Signal(tuple)
    pressed = Signal(int)
    stepped = Signal(int)
    strode = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("textSheet")
        self.setAccessibleName("Text")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setMouseTracking(True)
        self.marks, self._hidden = Marks(), frozenset[int]()
        self.current = -1
        self._selected: frozenset[int] = frozenset()
        self._hits: Sequence[Range] = ()
        self._hit = -1
        self._pointed: frozenset[int] = frozenset()
        self._wide: list[int] = []
        self._own: QTextDocument | None = None
        self._under: tuple[int, ...] = ()
        self._is_dragged = False

    # Text

    def put(self, text: str, marks: Marks, hidden: frozenset[int] = frozenset()) -> None:
        """Show a text from its beginning; the lines of ``hidden`` passages are pale."""
        # Qt counts in UTF-16, in which a character beyond the first plane takes two places.
        self._wide = [] if text.isascii() else [i for i, letter in enumerate(text) if letter > "\uffff"]
        self.marks, self._hidden, self.current = marks, hidden, -1
        self._selected, self._hits, self._hit = frozenset(), (), -1
        self._under = ()
        # A document that is shown is laid out after each change, which takes long; this one is laid out as it is read.
        document, block = QTextDocument(self), QTextBlockFormat()
        document.setUndoRedoEnabled(False)
        block.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(document)
        cursor.setBlockFormat(block)
        cursor.insertText(text)
        document.setDefaultFont(self.font())
        self._fit_column(document)
        self.setDocument(document)
        if self._own is not None:
            self._own.deleteLater()
        self._own = document
        self._set()
        self.verticalScrollBar().setValue(0)

    def renew(self, marks: Marks, hidden: frozenset[int]) -> None:
        """Show other marks of the same text."""
        self.marks, self._hidden = marks, hidden
        self._light()

    def _set(self) -> None:
        """Set typeface, colours and the width of the column."""
        font = sized(QApplication.font(), 1.3)
        font.setFamily(family())
        self.setFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.tones().base)
        palette.setColor(QPalette.ColorRole.Text, theme.tones().ink)
        self.setPalette(palette)
        self.document().setDefaultFont(font)
        self._fit_column(self.document())
        self._light()

    def _fit_column(self, document: QTextDocument) -> None:
        room = self.viewport().width()
        side = max(16, (room - int(_MEASURE * self.fontMetrics().height() * 0.8)) // 2)
        frame = document.rootFrame()
        look = frame.frameFormat()
        if look.leftMargin() != side:
            look.setLeftMargin(side)
            look.setRightMargin(side)
            look.setTopMargin(10)
            look.setBottomMargin(18)
            frame.setFrameFormat(look)

    def to_qt(self, place: int) -> int:
        """The position in the document of Qt of a place in code points."""
        return place + bisect_left(self._wide, place)

    def from_qt(self, position: int) -> int:
        """The place in code points of a position in the document of Qt."""
        low = position - len(self._wide)
        place = max(low, 0)
        while self.to_qt(place + 1) <= position:
            place += 1
        return place

    # What stands out

    def show_selected(self, passages: frozenset[int], current: int) -> None:
        """Mark the passages of what is selected, and the ``current`` one, an index of the marks or -1."""
        self._selected, self.current = passages, current
        self._light()

    def show_pointed(self, passages: frozenset[int]) -> None:
        """Let the lines under some passages stand out, without scrolling."""
        if passages != self._pointed:
            self._pointed = passages
            self.viewport().update()

    def show_hits(self, hits: Sequence[Range], hit: int) -> None:
        """Mark what a search found; ``hit`` is the one that was gone to, or -1."""
        self._hits, self._hit = hits, hit
        self._light()

    def go_to(self, place: Range) -> None:
        """Scroll so that a range is in sight, a third of the height from above; it stays where it is in sight."""
        if not self.is_in_sight(place):
            self.verticalScrollBar().setValue(int(self._top_of(place[0]) - self.viewport().height() / 3))

    def is_in_sight(self, place: Range) -> bool:
        """True if the beginning of a range is in sight."""
        top = self._top_of(place[0]) - self.verticalScrollBar().value()
        return 0 <= top <= self.viewport().height() - 2 * self.fontMetrics().height()

    def _top_of(self, place: int) -> float:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self.to_qt(place), self.document().characterCount() - 1))
        return float(self.cursorRect(cursor).top() + self.verticalScrollBar().value())

    def seen(self) -> Range:
        """The range of characters in sight."""
        height = self.viewport().height()
        first = self.cursorForPosition(QRect(0, 0, 1, 1).topLeft()).position()
        last = self.cursorForPosition(QRect(self.viewport().width(), height, 1, 1).topLeft()).position()
        return self.from_qt(first), self.from_qt(last)

    def _light(self) -> None:
        tones = theme.tones()
        chosen = [self.marks[i] for i in self.marks.of(self._selected)[:_MOST_LIT]]
        lit = [self._background((mark.start, mark.end), tones.marked) for mark in chosen]
        first = max(0, self._hit - _MOST_LIT // 2)
        lit += [self._background(hit, tones.press) for hit in self._hits[first : first + _MOST_LIT]]
        if self._hit >= 0:
            lit.append(self._background(self._hits[self._hit], tones.link, tones.base))
        self.setExtraSelections(lit)
        self.viewport().update()

    def _background(self, place: Range, tone: QColor, ink: QColor | None = None) -> QTextEdit.ExtraSelection:
        out = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.to_qt(place[0]))
        cursor.setPosition(self.to_qt(place[1]), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setBackground(tone)
        if ink is not None:
            look.setForeground(ink)
        out.cursor, out.format = cursor, look
        return out

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.marks:
            return
        painter, tones = QPainter(self.viewport()), theme.tones()
        first, last = self.seen()
        for i in self.marks.within(first, last + 1):
            mark = self.marks[i]
            stands_out = i == self.current or i in self._under or mark.passage in self._pointed
            tone = tones.link if stands_out else tones.bar_off if mark.passage in self._hidden else tones.bar
            for line, base in self._lines(mark):
                if mark.offered:
                    painter.setPen(QPen(tone, 2 if stands_out else 1, Qt.PenStyle.DotLine))
                    painter.drawLine(QPointF(line.left(), base), QPointF(line.right(), base))
                else:
                    painter.fillRect(QRectF(line.left(), base, line.width(), 2 if stands_out else 1), tone)

    def _lines(self, mark: Mark) -> Iterator[tuple[QRectF, float]]:
        """The pieces of a mark in lines of the page, and the height of the line under each, in the viewport."""
        start, end = self.to_qt(mark.start), self.to_qt(mark.end)
        scrolled, bottom = self.verticalScrollBar().value(), self.viewport().height()
        block: QTextBlock = self.document().findBlock(start)
        page = self.document().documentLayout()
        while block.isValid() and block.position() < end:
            box, at = page.blockBoundingRect(block), block.position()
            layout = block.layout()
            if box.top() - scrolled > bottom:
                return
            for number in range(layout.lineCount() if box.bottom() >= scrolled else 0):
                line = layout.lineAt(number)
                from_ = max(start - at, line.textStart())
                to = min(end - at, line.textStart() + line.textLength())
                if from_ < to:
                    left, right = _x(line.cursorToX(from_)), _x(line.cursorToX(to))
                    base = box.top() - scrolled + line.y() + line.ascent() + 2.5 + 3 * mark.level
                    yield QRectF(box.left() + min(left, right), base, abs(right - left), 1), base
            block = block.next()

    # Mouse and keyboard

    def marks_under(self, at: QPointF) -> tuple[int, ...]:
        """Indices of the marks under a point of the viewport, the shortest first."""
        inside = QPointF(at.x(), at.y() + self.verticalScrollBar().value())
        position = self.document().documentLayout().hitTest(inside, Qt.HitTestAccuracy.ExactHit)
        return () if position < 0 else tuple(self.marks.at(self.from_qt(position)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons():
            self._is_dragged = True
            return
        self._hover(self.marks_under(event.position()))

    def _hover(self, under: tuple[int, ...]) -> None:
        if under != self._under:
            self._under = under
            shape = Qt.CursorShape.PointingHandCursor if under else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
            self.hovered.emit(under)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._is_dragged = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self._is_dragged:
            under = self.marks_under(event.position())
            if under:
                self.pressed.emit(next_under(under, self.current))

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
        """The work of a key, None if the page has none for it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        if event.matches(QKeySequence.StandardKey.SelectAll):
            return self.selectAll
        return work_of(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_column(self.document())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_wide"):
            self._set()


def _x(place: object) -> float:
    """PySide gives the x of a place in a line alone, or with the place."""
    return float(place[0]) if isinstance(place, tuple) else float(place)  # type: ignore[arg-type]
