"""Ledger: the hidden resources and relationships with their causes, always in sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton

from explorer.views.visible import LedgerLine, Visible, not_drawn
from graph.rdf.unread import Unread
from ui.look import icons, theme
from ui.parts.text import plain_tip, sized

if TYPE_CHECKING:
    from explorer.state.commands import Commands
    from ui.overlay.ledger_sheet import LedgerSheet

_SIDES = 43
"""Pixels of the chip beside its words."""
_MOST_LINES = 5
"""Lines of the chip; only in a tiny window more would be needed."""
_Words = tuple[str, ...]
_State = tuple[tuple[LedgerLine, ...], Mapping[str, int], _Words, _Words, _Words, _Words]


class LedgerChip(QPushButton):
    """The numbers of hidden things by cause, in as many lines as they need; opens the sheet that shows them again."""

    def __init__(self, commands: Callable[[], Commands]) -> None:
        super().__init__()
        self.setObjectName("ledger")
        self.setProperty("look", "chip")
        self._whole = ""
        self._is_hiding = False
        self._commands = commands
        self.reset: Callable[[], object] = lambda: commands().reset_filters()
        """The way to drop every filter."""
        self.show_places: Callable[[], object] = lambda: None
        """The way to the places of the source that could not be read."""
        self.show_dates: Callable[[], object] = lambda: None
        """The way to the dates that could not be read."""
        self._state: _State = ((), {}, (), (), (), ())
        self.clicked.connect(self.open)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(sized(self.font(), 0.92))

    def put(
        self, visible: Visible, tally: Mapping[str, int], left_out: tuple[str, ...] = (), unread: Unread | None = None,
        doubts: _Words = (), known: _Words = (),
    ) -> None:  # fmt: skip
        """Show the causes of a picture, and what is ``unread`` of the source.

        ``left_out`` are things that only this zoom leaves out, such as “412 names”; ``doubts`` are values that are
        shown but not understood, such as “3 dates could not be read”; ``known`` says by which day the picture goes.
        """
        lines = visible.ledger()
        missing = tuple(unread.parts) if unread is not None else ()
        self._is_hiding = bool(lines or missing)
        self._whole = " · ".join((*missing, visible.summary(left_out, undrawn=not_drawn(tally)), *known, *doubts))
        self.setAccessibleName(f"Ledger: {self._whole}")
        self.setToolTip(plain_tip(f"{self._whole}. Click to see each cause and to show what it hides."))
        self._state = lines, tally, left_out, missing, doubts, known
        if "sheet" in self.__dict__:
            self.sheet.put(*self._state)
        self.updateGeometry()
        self.update()

    @cached_property
    def sheet(self) -> LedgerSheet:
        """The sheet with each cause; made when it is opened for the first time."""
        from ui.overlay.ledger_sheet import LedgerSheet

        sheet = LedgerSheet(
            self._commands(), self, lambda: self.reset(), lambda: self.show_places(), lambda: self.show_dates()
        )
        sheet.put(*self._state)
        return sheet

    @property
    def whole(self) -> str:
        """The line without abbreviation."""
        return self._whole

    def lines(self, width: int) -> tuple[str, ...]:
        """The words in lines of at most so many pixels, broken between statements, else between causes or words."""
        metrics, whole = QFontMetrics(self.font()), self._whole
        if metrics.horizontalAdvance(whole) <= width:
            return (whole,)
        statements, causes, words = (_filled(whole, mark, width, metrics) for mark in (" · ", ", | · ", " "))
        fitting = [each for each in (statements, causes) if each is not None]
        lines = min(fitting, key=len) if fitting else words or [whole]
        if len(lines) <= _MOST_LINES:
            return tuple(lines)
        left_out = sum(len(re.split(", | · ", line.rstrip(","))) for line in lines[_MOST_LINES - 1 :])
        return (*lines[: _MOST_LINES - 1], f"and {left_out} more")

    def height_of(self, lines: int) -> int:
        """The height in pixels of the chip with so many lines."""
        return QFontMetrics(self.font()).height() * lines + 11

    def fitted(self, width: int) -> QSize:
        """The size of the chip with all its words where it may be so wide."""
        metrics, lines = QFontMetrics(self.font()), self.lines(width - _SIDES)
        widest = max(metrics.horizontalAdvance(line) for line in lines)
        return QSize(min(widest + _SIDES + 1, width), self.height_of(len(lines)))

    def open(self) -> None:
        """Open the sheet, or close it."""
        if self.sheet.isVisible():
            self.sheet.close_sheet()
        else:
            self.sheet.open()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole) + _SIDES + 1, self.height_of(1))

    def minimumSizeHint(self) -> QSize:
        return QSize(110, self.sizeHint().height())

    def paintEvent(self, _event: object) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        now = theme.tones()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(now.link if self.hasFocus() else now.firm_line, 1))
        painter.setBrush(now.press if self.isDown() else now.hover if self.underMouse() else now.base)
        corner = self.height_of(1) / 2
        painter.drawRoundedRect(box, corner, corner)
        glyph = icons.icon("eye-slash" if self._is_hiding else "eye", "ink" if self._is_hiding else "quiet")
        glyph.paint(painter, 10, (self.height() - 15) // 2, 15, 15)
        painter.setFont(self.font())
        painter.setPen(now.ink if self._is_hiding else now.quiet)
        room = self.rect().adjusted(31, 0, -12, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "\n".join(self.lines(self.width() - _SIDES)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()


def _filled(text: str, mark: str, width: int, metrics: QFontMetrics) -> list[str] | None:
    """Lines of at most so many pixels that end at a mark; None where that is too little between two marks.

    A line ends with its comma, and without a dot.
    """
    lines, start = [], 0
    ends = [(at.start() + at.group().startswith(","), at.end()) for at in re.finditer(mark, text)]
    ends.append((len(text), len(text)))
    last: tuple[int, int] | None = None
    for end in ends:
        if metrics.horizontalAdvance(text[start : end[0]]) > width:
            if last is None or metrics.horizontalAdvance(text[last[1] : end[0]]) > width:
                return None
            lines.append(text[start : last[0]])
            start = last[1]
        last = end
    return [*lines, text[start:]]
