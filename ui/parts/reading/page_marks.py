"""Marks of passages and hits, painted on the picture of a page."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.panels.reading.marks import Mark
from explorer.panels.reading.page_places import WHOLE, Box
from explorer.pictures.look.style import LIGHT
from graph.named import NamedTuple
from ui.look import theme


class MarkOnPage(NamedTuple):
    """A mark, the boxes of its lines, and how it looks; not ``is_shown`` if the picture hides all that it supports."""

    mark: Mark
    lines: list[Box]
    is_shown: bool
    is_selected: bool
    stands_out: bool


def part_of(page: QRectF, box: Box) -> QRectF:
    """The place of a box of a page, with a little air around words."""
    across, down = page.width(), page.height()
    air = 0.0 if box == WHOLE else 0.18 * (box[3] - box[1]) * down
    place = QRectF(page.left() + box[0] * across, page.top() + box[1] * down, (box[2] - box[0]) * across, 0)
    place.setHeight((box[3] - box[1]) * down)
    return place.adjusted(-air / 2, -air, air / 2, air)


def paint_marks(
    painter: QPainter, page: QRectF, marks: list[MarkOnPage], hits: Iterable[tuple[list[Box], bool]]
) -> None:
    """Paint marks, and hits with True for the present one, on a page that takes a place of the painter."""
    # Paper is white in both themes: the picture of a page is the page.
    tones = theme.Tones(LIGHT)
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for line in (line for one in marks if one.is_selected for line in one.lines if line != WHOLE):
        painter.fillRect(part_of(page, line), tones.marked)
    for lines, is_present in hits:
        for line in lines:
            painter.fillRect(part_of(page, line), tones.bar if is_present else tones.press)
    painter.restore()
    for one in marks:
        tone = tones.link if one.stands_out else tones.bar if one.is_shown else tones.bar_off
        style = Qt.PenStyle.DotLine if one.mark.offered else Qt.PenStyle.SolidLine
        for line in one.lines:
            part = part_of(page, line)
            # Lines under small letters are thin, so that the words stay legible.
            thin = min(1.0, max(0.4, part.height() / 16))
            painter.setPen(QPen(tone, (2 if one.stands_out else 1) * thin, style))
            if line == WHOLE:
                if one.is_selected:
                    painter.setPen(QPen(tones.link, 4))
                inset = 2.0 + 3 * one.mark.level
                painter.drawRect(part.adjusted(inset, inset, -inset, -inset))
            else:
                base = part.bottom() + 2 * thin * one.mark.level
                painter.drawLine(QPointF(part.left(), base), QPointF(part.right(), base))
