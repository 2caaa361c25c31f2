"""The painting of a link list: headings, lines with swatch and note, and badges."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from ui.look import icons, theme
from ui.parts.links.rows import ROW, Index, Item, Row
from ui.parts.swatch import paint_swatch
from ui.parts.text import broken, sized, tabular
from ui.parts.tips import BesideDelegate

_SIDE, _GAP, _APART, _MOST_LINES = 10, 6, 9, 3
_NOTE = 0.87
"""The size of what stands behind the text of a line, as a share of the text's."""


def _note(row: Row) -> str:
    """The words behind the text of a line: its mark and its note."""
    return " ".join(part for part in (f"({row.mark})" if row.mark else "", row.note) if part)


class RowDelegate(BesideDelegate):
    """Paints headings, lines and badges."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view, self._font = view, QFont()
        self._lines: dict[tuple[Row, int], list[str]] = {}
        self.lit: frozenset[Row] = frozenset()
        """Lines that look as if the pointer were over them."""
        self._measure(view.font())

    def _measure(self, font: QFont) -> None:
        self._font = font
        self._text, self._note = QFontMetrics(font), QFontMetrics(sized(font, _NOTE))
        self._figure = QFontMetrics(tabular(sized(font, 0.9)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: Item = index.data(ROW)
        if item.row is None:
            return QSize(80, self._text.height() + (14 if item.kind == "heading" and item.group else 8))
        # No frame and no scroll bar take of the width.
        return QSize(80, self._text.height() * len(self.lines(item.row, self._view.width())) + 8)

    def _ends(self, row: Row, width: int) -> tuple[int, int]:
        """Where the words of a line begin and end, between its swatch and its badge or figure."""
        right = self.badge_rect(QRect(0, 0, width, 8), self._view, row).left() if row.badge else width - 1 - _SIDE
        right -= self._figure.horizontalAdvance(row.figure) if row.figure else 0
        return _SIDE + (14 + _GAP if row.swatch is not None else 0), right - _GAP

    def lines(self, row: Row, width: int) -> list[str]:
        """The text on as many lines as it needs, at most three; empty last ones where its note needs lines too."""
        if self._font != self._view.font():
            self.renew()
        if (row, width) not in self._lines:
            left, right = self._ends(row, width)
            lines = broken(row.text, self._text, right - left, _MOST_LINES)
            below = self._below(row, right - left - self._text.horizontalAdvance(lines[-1]), right - left)
            self._lines[row, width] = [*lines, *("" for _ in below)]
        return self._lines[row, width]

    def renew(self) -> None:
        """Forget where lines are broken, since other rows or another font are shown."""
        self._lines.clear()
        self._measure(self._view.font())

    def _below(self, row: Row, beside: int, room: int) -> list[str]:
        """The lines of the mark and the note below the text; none where they have room ``beside`` it."""
        note = _note(row)
        fits = not note or self._note.horizontalAdvance(note) + 1 + _APART <= beside
        return [] if fits else broken(note, self._note, room, _MOST_LINES)

    def badge_rect(self, place: QRect, widget: QWidget, row: Row) -> QRect:
        """The place of the count of passages in a line."""
        if not row.badge:
            return QRect(place.right() - _SIDE, place.top(), 0, place.height())
        small = QFontMetrics(sized(widget.font(), 0.85))
        width = small.horizontalAdvance(f"{row.badge:,}") + 26
        return QRect(place.right() - _SIDE - width + 4, place.top() + 2, width, place.height() - 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.kind == "heading":
            self._heading(painter, option.widget, option.rect, item)
        else:
            self._line(painter, option, item)
        painter.restore()

    def _heading(self, painter: QPainter, view: QWidget, place: QRect, item: Item) -> None:
        now = theme.tones()
        font = sized(view.font(), 0.9)
        count = f"{item.size:,}" if item.size > 1 else ""
        metrics = QFontMetrics(font)
        width = place.width() - 2 * _SIDE - metrics.horizontalAdvance(count) - 8
        text = metrics.elidedText(item.text, Qt.TextElideMode.ElideRight, width)
        low = place.adjusted(_SIDE, 0, -_SIDE, -3)
        painter.setFont(font)
        painter.setPen(now.quiet)
        under = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(low, under | Qt.TextFlag.TextSingleLine, text)
        painter.setPen(now.faint)
        painter.setFont(tabular(font))
        low.setLeft(low.left() + metrics.horizontalAdvance(text) + 7)
        painter.drawText(low, under, count)

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, item: Item) -> None:
        view, place, now = option.widget, option.rect, theme.tones()
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and view.hasFocus()
        hovered = (bool(option.state & QStyle.StateFlag.State_MouseOver) and enabled) or item.row in self.lit
        if focused or hovered:
            painter.setPen(QPen(now.link, 1) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(now.hover)
            painter.drawRoundedRect(QRectF(place).adjusted(4.5, 0.5, -4.5, -0.5), 5, 5)
        if item.row is None:
            painter.setPen(now.link if item.kind == "more" else now.quiet)
            self._words(painter, view.font(), place.adjusted(_SIDE, 0, -_SIDE, 0), item.text)
            return
        row = item.row
        if row.swatch is not None:
            middle = QPointF(place.left() + _SIDE + 7, place.center().y() + 0.5)
            paint_swatch(painter, middle, 5.4, row.swatch, now.theme, hollow=row.quiet)
        self._badge(painter, view, place, row, near=focused or hovered)
        (left, right), lines = self._ends(row, place.width()), self.lines(row, place.width())
        painter.setPen(now.quiet if row.quiet else now.ink)
        room = QRect(place.left() + left, place.top() + 4, right - left, self._text.height())
        used = 0
        for line in filter(None, lines):
            used = self._words(painter, view.font(), room, line)
            room.translate(0, room.height())
        if note := _note(row):
            painter.setPen(now.faint if row.quiet else now.quiet)
            small = sized(view.font(), _NOTE)
            if lines[-1]:
                self._words(painter, small, room.translated(0, -room.height()).adjusted(used + _APART, 0, 0, 0), note)
                return
            for line in broken(note, self._note, room.width(), _MOST_LINES):
                self._words(painter, small, room, line)
                room.translate(0, room.height())

    def _words(self, painter: QPainter, font: QFont, room: QRect, text: str) -> int:
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        painter.setFont(font)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def _badge(self, painter: QPainter, view: QWidget, place: QRect, row: Row, *, near: bool) -> None:
        now, end = theme.tones(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if row.figure:
            painter.setFont(tabular(sized(view.font(), 0.9)))
            painter.setPen(now.quiet)
            painter.drawText(place.adjusted(0, 0, -_SIDE, 0), end, row.figure)
        elif row.badge:
            spot = self.badge_rect(place, view, row)
            if near:
                painter.setPen(QPen(now.firm_line, 1))
                painter.setBrush(now.base)
                painter.drawRoundedRect(QRectF(spot).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            sign = icons.icon("quotes", "link" if near else "faint")
            sign.paint(painter, spot.left() + 4, spot.center().y() - 6, 13, 13)
            painter.setPen(now.link if near else now.quiet)
            painter.setFont(tabular(sized(view.font(), 0.85)))
            painter.drawText(spot.adjusted(0, 0, -4, 0), end, f"{row.badge:,}")
