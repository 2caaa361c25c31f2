"""Pages of a PDF as pictures, with the passages marked on them; mouse and keys work as in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from explorer.panels.reading.marks import Marks
from explorer.panels.reading.page_places import (
    Box,
    Column,
    column,
    lines_on,
    page_of,
    words_on,
)
from explorer.panels.reading.pages import Page
from ui.look import theme
from ui.parts.reading.drawn_pages import Draw, DrawnPages
from ui.parts.reading.moves import Range, next_under, work_of
from ui.parts.reading.page_marks import MarkOnPage, paint_marks, part_of

_ZOOMS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0)
_REST_MS = 60
_MARGIN = 10.0


class PagePictures(QAbstractScrollArea):
    """Pages under each other, as wide as the view times a zoom. Signals are those of the sheet of text.

    Pages in sight are drawn beside the window.
    """

    hovered = Signal(tuple)
    pressed = Signal(int)
    stepped = Signal(int)
    strode = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pagePictures")
        self.setAccessibleName("Pages of the text")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.page: Page | None = None
        self.marks = Marks()
        self.current = -1
        self.zoom = 1.0
        self._pages = DrawnPages(self)
        self._pages.changed.connect(self._answered)
        self._column = column((), 1, 0)
        self._places: dict[int, list[tuple[int, list[Box]]]] = {}
        self._hidden: frozenset[int] = frozenset()
        self._selected: frozenset[int] = frozenset()
        self._pointed: frozenset[int] = frozenset()
        self._hits: Sequence[Range] = ()
        self._hit = -1
        self._under: tuple[int, ...] = ()
        self._awaited: Range | None = None
        self._grasped: QPointF | None = None
        self._is_dragged = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._rest.start())

    # Pages

    def put(self, page: Page, draw: Draw) -> None:
        """Show the pages of a text from the first."""
        self._pages.put(draw)
        self._places.clear()
        self._awaited, self._under = None, ()
        self.page, self.marks, self._hidden = page, page.marks, page.hidden
        self.current, self._selected, self._hits, self._hit = -1, frozenset(), (), -1
        self._set()
        self.verticalScrollBar().setValue(0)

    def renew(self, page: Page) -> None:
        """Show other marks of the same text."""
        self.page, self.marks, self._hidden = page, page.marks, page.hidden
        self._places.clear()
        self.viewport().update()

    def _set(self) -> None:
        """Place the pages for the present width, with the same place in the middle; the first page stays in sight."""
        view, before = self.viewport(), self._column
        scrolled, middle = self.verticalScrollBar().value(), view.height() / 2
        at = before.page_at(scrolled + middle) if len(before.tops) else 0
        share = (scrolled + middle - before.tops[at]) / before.heights[at] if len(before.tops) else 0.0
        width = max(40.0, (view.width() - 2 * _MARGIN) * self.zoom)
        self._column = column(self.page.sizes if self.page else (), width, self.fontMetrics().height() * 1.8)
        across = max(0, round(width + 2 * _MARGIN) - view.width())
        for bar, most, step in (
            (self.horizontalScrollBar(), across, view.width()),
            (self.verticalScrollBar(), max(0, round(self._column.height) - view.height()), view.height()),
        ):
            bar.setRange(0, most)
            bar.setPageStep(step)
            bar.setSingleStep(max(1, self.fontMetrics().height() * 2))
        if scrolled and len(before.tops) == len(self._column.tops) > at:
            place = self._column.tops[at] + share * self._column.heights[at]
            self.verticalScrollBar().setValue(round(place - middle))
        self._rest.start()
        view.update()

    def _span(self, number: int) -> Range:
        """The range of the text on a page."""
        page = self.page
        assert page is not None
        return page.starts[number], (*page.starts, len(page.text))[number + 1]

    def _box_of(self, number: int) -> QRectF:
        """The place of a page in the viewport."""
        c: Column = self._column
        left = _MARGIN - self.horizontalScrollBar().value()
        top = c.tops[number] - self.verticalScrollBar().value()
        return QRectF(left, top, c.width, c.heights[number])

    def _in_sight(self) -> range:
        if self.page is None or not len(self._column.tops):
            return range(0)
        top = self.verticalScrollBar().value()
        return range(self._column.page_at(top), self._column.page_at(top + self.viewport().height()) + 1)

    # Drawing of pages

    def _ask(self) -> None:
        """Draw the pages in sight, and the one after these."""
        if self.isVisible():
            seen = self._in_sight()
            wanted = range(seen.start, min(seen.stop + 1, len(self._column.tops)))
            self._pages.ask(wanted, round(self._column.width * self.devicePixelRatioF()), seen)

    def _answered(self, number: int) -> None:
        self._places.pop(number, None)
        if self._awaited is not None and self.page and page_of(self.page.starts, self._awaited[0]) == number:
            self.go_to(self._awaited)
        self.viewport().update()
        self._rest.start()

    # Places

    def _boxes(self, number: int, place: Range) -> list[Box]:
        """The boxes of lines that a range of the text takes on a page, [] while the page is not drawn."""
        page, drawn = self.page, self._pages.get(number)
        if page is None or drawn is None:
            return []
        start = page.starts[number]
        words = words_on(page.text, page.starts, number)
        return lines_on(words, drawn.boxes, place[0] - start, max(place[1], place[0] + 1) - start)

    def _marks_on(self, number: int) -> list[tuple[int, list[Box]]]:
        page = self.page
        if page is None or self._pages.get(number) is None:
            return []
        if number not in self._places:
            found = self.marks.within(*self._span(number))
            self._places[number] = [(i, self._boxes(number, (self.marks[i].start, self.marks[i].end))) for i in found]
        return self._places[number]

    def _spot(self, place: Range) -> QRectF:
        """The place in the viewport of the first line of a range, the top of its page while that is not drawn."""
        assert self.page is not None
        number = page_of(self.page.starts, place[0])
        box = self._box_of(number)
        lines = self._boxes(number, place)
        return part_of(box, lines[0]) if lines else QRectF(box.left(), box.top(), box.width(), 1)

    def is_in_sight(self, place: Range) -> bool:
        """True if the beginning of a range is in sight and its page is drawn."""
        if self.page is None or not len(self._column.tops):
            return False
        spot = self._spot(place)
        is_drawn = self._pages.get(page_of(self.page.starts, place[0])) is not None
        return is_drawn and 0 <= spot.top() <= self.viewport().height() - min(spot.height(), 20)

    def go_to(self, place: Range) -> None:
        """Scroll so that a range is in sight, a third of the height from above; again when its page is drawn."""
        if self.page is None or not len(self._column.tops):
            return
        number = page_of(self.page.starts, place[0])
        self._awaited = place if self._pages.get(number) is None else None
        spot, view = self._spot(place), self.viewport()
        if not self.is_in_sight(place):
            whole = spot.height() > view.height() / 2 or self._pages.get(number) is None
            down = spot.top() - (self.fontMetrics().height() * 1.8 if whole else view.height() / 3)
            self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() + down))
        if not (spot.left() >= 0 and spot.right() <= view.width()):
            self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() + spot.left() - 20))
        self._rest.start()

    def seen(self) -> Range:
        """The range of characters on the part of the pages in sight, by their share of each page."""
        page, seen = self.page, self._in_sight()
        if page is None or not len(seen):
            return 0, 0
        ends = []
        for number, y in ((seen[0], 0), (seen[-1], self.viewport().height())):
            box = self._box_of(number)
            share = min(max((y - box.top()) / max(box.height(), 1), 0.0), 1.0)
            start, end = self._span(number)
            ends.append(int(start + share * (end - start)))
        return ends[0], ends[1]

    # What stands out

    def show_selected(self, passages: frozenset[int], current: int) -> None:
        """Mark the passages of what is selected, and the ``current`` one, an index of the marks or -1."""
        self._selected, self.current = passages, current
        self.viewport().update()

    def show_pointed(self, passages: frozenset[int]) -> None:
        """Let the marks of some passages stand out, without scrolling."""
        if passages != self._pointed:
            self._pointed = passages
            self.viewport().update()

    def show_hits(self, hits: Sequence[Range], hit: int) -> None:
        """Mark what a search found; ``hit`` is the one that was gone to, or -1."""
        self._hits, self._hit = hits, hit
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tones = QPainter(self.viewport()), theme.tones()
        painter.fillRect(self.viewport().rect(), tones.window)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in self._in_sight():
            box, drawn = self._box_of(number), self._pages.get(number)
            self._caption(painter, number, box)
            # Paper is white in both themes: the picture of a page is the page.
            painter.fillRect(box, Qt.GlobalColor.white)
            if drawn is not None:
                painter.drawImage(box, drawn.image)
                self._paint_marks(painter, number, box)
            else:
                painter.setPen(Qt.GlobalColor.darkGray)
                words = self._pages.failed.get(number, "Drawing…")
                seen = box.intersected(QRectF(self.viewport().rect()))
                painter.drawText(seen.adjusted(12, 12, -12, -12), _CENTRED, words)
            painter.setPen(tones.line)
            painter.drawRect(box)

    def _caption(self, painter: QPainter, number: int, box: QRectF) -> None:
        assert self.page is not None
        height = self.fontMetrics().height() * 1.8
        blank = "" if words_on(self.page.text, self.page.starts, number).strip() else " · no text layer"
        painter.setPen(theme.tones().quiet)
        words = f"Page {number + 1:,} of {len(self.page.starts):,}{blank}"
        left, right = max(box.left(), 0.0), min(box.right(), float(self.viewport().width()))
        painter.drawText(QRectF(left, box.top() - height, right - left, height), _CENTRED, words)

    def _paint_marks(self, painter: QPainter, number: int, box: QRectF) -> None:
        marks, start, end = self.marks, *self._span(number)
        found = [
            MarkOnPage(
                marks[i],
                lines,
                marks[i].passage not in self._hidden,
                marks[i].passage in self._selected,
                i == self.current or i in self._under or marks[i].passage in self._pointed,
            )
            for i, lines in self._marks_on(number)
        ]
        near = [i for i, hit in enumerate(self._hits) if hit[0] < end and hit[1] > start][:_MOST_HITS]
        hits = ((self._boxes(number, self._hits[i]), i == self._hit) for i in near)
        paint_marks(painter, box, found, hits)

    # Mouse and keyboard

    def marks_under(self, at: QPointF) -> tuple[int, ...]:
        """Indices of the marks under a point of the viewport, the shortest first."""
        if self.page is None or not len(self._column.tops):
            return ()
        number = self._column.page_at(at.y() + self.verticalScrollBar().value())
        box = self._box_of(number)
        found = [i for i, lines in self._marks_on(number) if any(part_of(box, line).contains(at) for line in lines)]
        ends, starts = self.marks.ends, self.marks.starts
        return tuple(sorted(found, key=lambda i: (ends[i] - starts[i], i)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grasped is not None:
            by = event.position() - self._grasped
            if by.manhattanLength() > 4 or self._is_dragged:
                self._is_dragged, self._grasped = True, event.position()
                for bar, step in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
                    bar.setValue(round(bar.value() - step))
            return
        self._hover(self.marks_under(event.position()))

    def _hover(self, under: tuple[int, ...]) -> None:
        if under != self._under:
            self._under = under
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if under else Qt.CursorShape.ArrowCursor)
            self.viewport().update()
            self.hovered.emit(under)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grasped, self._is_dragged, self._awaited = event.position(), False, None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_click = self._grasped is not None and not self._is_dragged
        self._grasped = None
        if event.button() == Qt.MouseButton.LeftButton and is_click:
            under = self.marks_under(event.position())
            if under:
                self.pressed.emit(next_under(under, self.current))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._awaited = None
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def zoom_by(self, way: int) -> None:
        """Show pages larger (1), smaller (-1), or as wide as the view (0)."""
        at = _ZOOMS.index(self.zoom)
        self.zoom = _ZOOMS[min(max(at + way, 0), len(_ZOOMS) - 1)] if way else 1.0
        self._set()
        across = self.horizontalScrollBar()
        across.setValue(across.maximum() // 2)

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
            self._awaited = None
            work()

    def _work_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        ways = {"+": 1, "=": 1, "-": -1, "0": 0}
        if event.text() in ways and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return lambda: self.zoom_by(ways[event.text()])
        return work_of(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rest.start()


_MOST_HITS = 400
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
