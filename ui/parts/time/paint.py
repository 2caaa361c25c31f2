"""Painting of a timeline: the histogram of everything, the ruler, and lanes with bars, marks and names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from explorer.panels.time.chronicle import Chronicle
from explorer.panels.time.timeline import INSET, MARK, Band, Chart
from explorer.pictures.look.style import mix
from explorer.views.view import Range
from graph.named import NamedTuple
from ui.look import theme
from ui.look.theme import qcolor
from ui.parts.swatch import paint_swatch
from ui.parts.text import sized, tabular

_ARROW = 7.0
"""Width of the arrow head at an open end, in pixels."""
LEFT, RIGHT = (
    side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)


class Frame(NamedTuple):
    """The places of the parts of a timeline in its widget."""

    gutter: QRectF
    histogram: QRectF
    ruler: QRectF
    lanes: QRectF


class Look(NamedTuple):
    """The state that changes more often than the chart: shown and selected resources (k,), and the hovered one.

    ``bars`` is the histogram of the shown resources, and ``cover`` (lanes, width) their number over each pixel.
    """

    shown: NDArray[np.bool_]
    bars: NDArray[np.float64]
    cover: NDArray[np.int64]
    selected: NDArray[np.bool_]
    hovered: int
    scroll: float


def paint_histogram(painter: QPainter, dated: Chronicle, look: Look, sight: Range, box: QRectF) -> None:
    """Bars for all resources, with the shown ones in front; the square root keeps single ones visible."""
    now = theme.tones()
    low, high = dated.whole
    edges = box.left() + (dated.edges - low) / (high - low) * box.width()
    every, shown = dated.bars, look.bars
    most = max(float(every.max(initial=0.0)), 1e-9)
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), now.line)
    for values, colour in ((every, now.bar_off), (shown, now.bar)):
        heights = np.where(values > 1e-6, np.maximum(np.sqrt(values / most) * (box.height() - 2), 1.5), 0.0)
        for left, right, height in zip(edges.tolist(), edges[1:].tolist(), heights.tolist()):
            if height:
                across = max(right - left - (1 if right - left > 3 else 0), 0.8)
                painter.fillRect(QRectF(left, box.bottom() - height, across, height), colour)
    if sight != dated.whole:
        x0, x1 = (box.left() + (at - low) / (high - low) * box.width() for at in sight)
        painter.setPen(QPen(now.quiet, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x0, box.top() + 0.5, max(x1 - x0, 3.0), box.height() - 1))


def paint_left_out(painter: QPainter, kept: Range, x_of: Callable[[float], float], box: QRectF, ground: QColor) -> None:
    """Tint the part outside the date range."""
    ends = [min(max(x_of(at), box.left()), box.right()) for at in kept]
    painter.fillRect(QRectF(box.left(), box.top(), ends[0] - box.left(), box.height()), ground)
    painter.fillRect(QRectF(ends[1], box.top(), box.right() - ends[1], box.height()), ground)


def paint_ends(painter: QPainter, kept: Range, x_of: Callable[[float], float], box: QRectF, *, grips: bool) -> None:
    """The ends of the date range, with grips for dragging."""
    now = theme.tones()
    for x in map(x_of, kept):
        if not box.left() - 1 <= x <= box.right() + 1:
            continue
        painter.setPen(QPen(now.link, 1.2))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        if grips:
            painter.setBrush(now.base)
            middle = box.center().y()
            painter.drawRoundedRect(QRectF(x - 3, middle - 8, 6, 16), 2.5, 2.5)
            painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))


def paint_ruler(painter: QPainter, chart: Chart, font: QFont, box: QRectF) -> None:
    """The words of the ticks, without those that would touch the words before."""
    now = theme.tones()
    small, strong = tabular(sized(font, 0.86)), tabular(sized(font, 0.86, QFont.Weight.DemiBold))
    taken = -1e9
    marks = sorted(chart.ticks, key=lambda tick: tick.at)
    for tick in marks:
        x = box.left() + chart.x(tick.at)
        words = strong if tick.major else small
        width = QFontMetricsF(words).horizontalAdvance(tick.text)
        painter.setPen(QPen(now.firm_line, 1))
        painter.drawLine(QPointF(x, box.bottom() - 4), QPointF(x, box.bottom()))
        left = x + 3
        if left >= taken and left + width <= box.right():
            painter.setFont(words)
            painter.setPen(now.ink if tick.major else now.quiet)
            painter.drawText(QRectF(left, box.top(), width + 2, box.height() - 1), LEFT, tick.text)
            taken = left + width + 8


def paint_lanes(painter: QPainter, dated: Chronicle, chart: Chart, look: Look, labels: Labels, frame: Frame) -> None:
    """Every lane in sight: its name in the gutter, its resources beside it."""
    now, box = theme.tones(), frame.lanes
    painter.save()
    painter.setClipRect(box.united(QRectF(frame.gutter.left(), box.top(), frame.gutter.width(), box.height())))
    painter.setPen(QPen(now.line, 1))
    for tick in chart.ticks:
        x = round(box.left() + chart.x(tick.at)) + 0.5
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    for band in chart.bands:
        top = box.top() + band.top - look.scroll
        if top + band.height < box.top() or top > box.bottom():
            continue
        _paint_title(painter, dated, band, top, labels.font, frame)
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        if band.is_open:
            _paint_open(painter, dated, chart, band, look, labels, QPointF(box.left(), top), box)
        else:
            _paint_closed(
                painter, dated, band, look.cover[band.lane], QRectF(box.left(), top, box.width(), band.height)
            )
        painter.restore()
        painter.setPen(QPen(now.line, 1))
        y = round(top + band.height) - 0.5
        painter.drawLine(QPointF(frame.gutter.left(), y), QPointF(box.right(), y))
    painter.restore()


class Labels(NamedTuple):
    """Labels of resources by their nodes, and the font in which the chart was measured for them."""

    of: Callable[[int], str]
    font: QFont
    metrics: QFontMetricsF


def _paint_title(painter: QPainter, dated: Chronicle, band: Band, top: float, font: QFont, frame: Frame) -> None:
    now, lane = theme.tones(), dated.lanes[band.lane]
    box = QRectF(frame.gutter.left(), top, frame.gutter.width(), min(band.height, 26.0))
    middle = box.center().y()
    painter.setPen(QPen(now.faint, 1.4))
    tip = QPointF(box.left() + 9, middle + 2) if band.is_open else QPointF(box.left() + 11, middle)
    sides = ((-3.5, -3.5), (3.5, -3.5)) if band.is_open else ((-3.5, -3.5), (-3.5, 3.5))
    painter.drawPolyline([tip + QPointF(*sides[0]), tip, tip + QPointF(*sides[1])])
    paint_swatch(painter, QPointF(box.left() + 25, middle), 5.2, lane.swatch, now.theme)
    counts = lane.words if band.count == lane.total else f"{band.count:,} / {lane.words}"
    painter.setFont(tabular(sized(font, 0.88)))
    painter.setPen(now.quiet)
    width = painter.fontMetrics().horizontalAdvance(counts)
    painter.drawText(box.adjusted(0, 0, -8, 0), RIGHT, counts)
    painter.setFont(font)
    painter.setPen(now.ink)
    room = box.adjusted(37, 0, -14 - width, 0)
    text = painter.fontMetrics().elidedText(lane.title, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, LEFT, text)


def _paint_open(
    painter: QPainter, dated: Chronicle, chart: Chart, band: Band, look: Look, labels: Labels, at: QPointF, box: QRectF
) -> None:
    now, swatch = theme.tones(), dated.lanes[band.lane].swatch
    colour = now.theme.fill(swatch.colour)
    light = now.theme.name == "light"
    fill, edge = mix(colour, now.theme.card, 0.78 if light else 0.7), mix(colour, now.theme.card, 0.2)
    full = mix(colour, now.theme.card, 0.5 if light else 0.42)
    pale, pale_edge, pale_full = (mix(c, now.theme.paper, 0.6) for c in (fill, edge, full))
    periods = dated.periods.of(band.rows)
    sure = at.x() + np.clip((periods.sure - chart.sight[0]) * chart.width / np.ptp(chart.sight), 0, chart.width)
    is_open = np.isinf(periods.spans)
    high = chart.row_height
    painter.setFont(labels.font)
    columns = (band.rows, band.left, band.right, band.row, band.name_left, band.name_width)
    rows = zip(*(column.tolist() for column in columns))
    for place, (item, left, right, row, name_left, name_width) in enumerate(rows):
        y = at.y() + INSET + row * high
        if y + high < box.top() or y > box.bottom():
            continue
        shown, selected = bool(look.shown[item]), bool(look.selected[item])
        bar = QRectF(at.x() + left, y + 1.5, right - left, high - 3)
        painter.setPen(QPen(now.link, 2) if selected else QPen(qcolor(edge if shown else pale_edge), 1))
        if right - left <= MARK + 0.01:
            if selected:
                painter.setBrush(now.base)
                painter.drawEllipse(bar.center(), 7.5, 7.5)
            paint_swatch(painter, bar.center(), 5.0, swatch, now.theme, hollow=not shown)
        else:
            painter.setBrush(qcolor(fill if shown else pale))
            painter.drawRoundedRect(bar.adjusted(0.5, 0, -0.5, 0), 3, 3)
            ink = qcolor(full if shown else pale_full)
            if sure[place, 1] - sure[place, 0] >= 1:
                inner = QRectF(sure[place, 0], bar.top() + 1, sure[place, 1] - sure[place, 0], bar.height() - 2)
                painter.fillRect(inner.intersected(bar.adjusted(1, 0, -1, 0)), ink)
            _paint_arrows(painter, bar, is_open[place].tolist(), qcolor(edge if shown else pale_edge))
        if name_width:
            node = int(dated.nodes[item])
            text = labels.of(node)
            if name_width < labels.metrics.horizontalAdvance(text) - 0.5:
                text = labels.metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, name_width)
            tone = now.link if item == look.hovered else now.ink if shown else now.faint
            painter.setPen(tone)
            aside = _ARROW if is_open[place, 0] and left <= name_left < left + _ARROW else 0.0
            painter.drawText(QRectF(at.x() + name_left + aside, y, name_width + 4, high), LEFT, text)


def _paint_arrows(painter: QPainter, bar: QRectF, is_open: list[bool], colour: QColor) -> None:
    """Arrow heads at the ends of a bar that are open."""
    high = bar.height() / 2 - 1
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for opened, tip, way in zip(is_open, (bar.left(), bar.right()), (1, -1)):
        if opened:
            middle = QPointF(tip, bar.center().y())
            painter.drawPolygon([middle, *(middle + QPointF(way * _ARROW, side * high) for side in (-1, 1))])
    painter.restore()


def _paint_closed(painter: QPainter, dated: Chronicle, band: Band, shown: NDArray[np.int64], box: QRectF) -> None:
    """The number of resources over each pixel, as an area; those outside the date range are pale behind it."""
    now = theme.tones()
    colour = now.theme.fill(dated.lanes[band.lane].swatch.colour)
    tones = (mix(colour, now.theme.paper, 0.72), mix(colour, now.theme.paper, 0.25))
    width, height = len(band.cover), max(int(box.height()) - 5, 4)
    most = max(int(band.cover.max(initial=0)), 1)
    pixels = np.zeros((height, width), np.uint32)
    above = np.arange(height, 0, -1)[:, None]
    for cover, (r, g, b, _) in zip((band.cover, shown), tones):
        tall = np.ceil(np.sqrt(cover / most) * height)
        pixels[above <= tall[None, :]] = 0xFF000000 | r << 16 | g << 8 | b
    image = QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(QPointF(box.left(), box.bottom() - height - 1), image)
