"""Painter: a display list drawn with QPainter, for screen, PNG and PDF alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from explorer.pictures.drawing.display import (
    Curves,
    Density,
    Display,
    Icons,
    Item,
    Lines,
    Marks,
    Panel,
    Text,
    Triangles,
    outline,
)
from explorer.pictures.look.style import Colour
from ui.look import fonts

Strokes = Lines | Curves | Triangles | Marks
SMALL = 2.5
"""Marks of a smaller radius are drawn as circles: their shape would not show."""
ROUNDING = {"square": 0.35}
"""Radius of the corners of a shape of radius 1."""

_CHUNK = 60
"""Strokes or marks painted before a pause: Qt holds Python's lock meanwhile."""


def paint(painter: QPainter, display: Display, *, as_document: bool = False) -> None:
    """Paint a whole display list at once, see :func:`painting`."""
    for _ in painting(painter, display, as_document=as_document):
        pass


def painting(painter: QPainter, display: Display, *, as_document: bool = False) -> Iterator[None]:
    """Paint a display list in the painter's coordinates, one unit for each pixel of the list, in small steps.

    ``as_document`` is for files in which text stays text: each text is written only once.
    """
    prepare(painter)
    cover(painter, QRectF(0, 0, display.width, display.height), display.paper)
    yield from painting_items(painter, display.items, as_document=as_document)


def painting_items(painter: QPainter, items: Iterable[Item], *, as_document: bool = False) -> Iterator[None]:
    """Paint items of a display list in small steps, with a painter that is prepared."""
    for count, item in enumerate(items):
        if isinstance(item, Lines | Curves | Triangles | Marks):
            for part in _parts(item):
                _paint_item(painter, part)
                yield
        else:
            _paint_item(painter, item, as_document=as_document)
            if isinstance(item, Density | Icons) or count % 5 == 0:
                yield


def cover(painter: QPainter, area: QRectF, colour: Colour) -> None:
    """Fill a rectangle.

    For ``fillRect`` and ``QBrush`` PySide would first make Python classes of gradients with all their presets, which
    takes 1.5 ms of the start.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(colour))
    painter.drawRect(area)


def prepare(painter: QPainter) -> None:
    """Make a painter draw smooth strokes and text."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)


def _paint_item(painter: QPainter, item: Item, *, as_document: bool = False) -> None:
    """Paint one item of a display list."""
    if isinstance(item, Text):
        _text(painter, item, as_document)
    else:
        _PAINTERS[type(item)](painter, item)


def _parts(item: Strokes) -> Iterator[Strokes]:
    """An item of many rows as several items of few."""
    if len(item.xy) <= _CHUNK:
        yield item
        return
    for start in range(0, len(item.xy), _CHUNK):
        rows = slice(start, start + _CHUNK)
        if isinstance(item, Marks):
            yield item._replace(xy=item.xy[rows], radius=item.radius[rows])
        else:
            yield item._replace(xy=item.xy[rows])


@lru_cache(maxsize=512)
def _colour(colour: Colour) -> QColor:
    return QColor(*colour)


def _pen(colour: Colour, width: float, dash: tuple[float, ...]) -> QPen:
    pen = QPen(_colour(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        # Qt counts dashes in pen widths.
        pen.setDashPattern([part / max(width, 0.1) for part in dash])
    return pen


def _lines(painter: QPainter, item: Lines) -> None:
    painter.setPen(_pen(item.colour, item.width, item.dash))
    painter.drawLines([QLineF(*row) for row in item.xy.tolist()])


def _curves(painter: QPainter, item: Curves) -> None:
    path = QPainterPath()
    for x1, y1, ax, ay, bx, by, x2, y2 in item.xy.tolist():
        path.moveTo(x1, y1)
        path.cubicTo(ax, ay, bx, by, x2, y2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(item.colour, item.width, item.dash))
    painter.drawPath(path)


def _density(painter: QPainter, item: Density) -> None:
    """The slow way, without kernels: an image with one pixel for each pixel of the list."""
    from explorer.pictures.drawing.density import covered, tone

    right, bottom = painter.window().width(), painter.window().height()
    share = tone(covered(item.xy, right, bottom), item.most)
    pixels = np.empty((bottom, right, 4), np.uint8)
    pixels[..., :3] = item.colour[2::-1]
    pixels[..., 3] = np.round(share * item.colour[3])
    image = QImage(pixels.data, right, bottom, 4 * right, QImage.Format.Format_ARGB32)
    painter.drawImage(QRectF(0, 0, right, bottom), image)


def _triangles(painter: QPainter, item: Triangles) -> None:
    path = QPainterPath()
    for row in item.xy.tolist():
        path.moveTo(row[0], row[1])
        path.lineTo(row[2], row[3])
        path.lineTo(row[4], row[5])
        path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(item.colour))
    painter.drawPath(path)


def _marks(painter: QPainter, item: Marks) -> None:
    painter.setBrush(_colour(item.fill) if item.fill[3] else Qt.BrushStyle.NoBrush)
    if item.stroke_width:
        pen = QPen(_colour(item.stroke), item.stroke_width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    corners = outline(item.shape)
    rounding = ROUNDING.get(item.shape, 0.0)
    for (x, y), r in zip(item.xy.tolist(), item.radius.tolist()):
        if corners is None or r < SMALL:
            painter.drawEllipse(QPointF(x, y), r, r)
        elif rounding:
            painter.drawRoundedRect(QRectF(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r), rounding * r, rounding * r)
        else:
            painter.drawPolygon(QPolygonF([QPointF(x + cx * r, y + cy * r) for cx, cy in corners.tolist()]))


@lru_cache(maxsize=256)
def _icon(name: str) -> QPainterPath:
    from explorer.pictures.drawing.glyphs import outline_of

    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for start, pieces in outline_of(name):
        path.moveTo(*start)
        for cx, cy, x, y in pieces:
            path.quadTo(cx, cy, x, y)
        path.closeSubpath()
    return path


def _icons(painter: QPainter, item: Icons) -> None:
    path, before = _icon(item.name), painter.transform()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(item.colour))
    for (x, y), size in zip(item.xy.tolist(), item.size.tolist()):
        painter.setTransform(before)
        painter.translate(x, y)
        painter.scale(size, size)
        painter.drawPath(path)
    painter.setTransform(before)


AROUND = tuple(QPointF(math.cos(k * math.pi / 4) * 1.7, math.sin(k * math.pi / 4) * 1.7) for k in range(8))
"""Shifts of the copies of a word that are its halo."""


def _text(painter: QPainter, item: Text, as_document: bool) -> None:
    width, _ = fonts.measure(item.text, item.size, item.bold)
    shift = {"start": 0.0, "middle": -width / 2, "end": -width}[item.anchor]
    at = QPointF(item.x + shift, item.y)
    if item.angle:
        painter.save()
        painter.translate(item.x, item.y)
        painter.rotate(item.angle)
        at = QPointF(shift, 0.0)
    if as_document:
        _write(painter, item, at)
    else:
        up, runs = fonts.glyphs(item.text, item.size, item.bold)
        at += up
        if item.halo is not None:
            # Eight shifted copies come from the glyph cache; a stroked outline costs ten times as much.
            painter.setPen(_colour(item.halo))
            for around in AROUND:
                for run in runs:
                    painter.drawGlyphRun(at + around, run)
        painter.setPen(_colour(item.colour))
        for run in runs:
            painter.drawGlyphRun(at, run)
    if item.angle:
        painter.restore()


def _write(painter: QPainter, item: Text, at: QPointF) -> None:
    """Text that stays text."""
    font = fonts.font(item.size, item.bold)
    if item.halo is not None:
        path = QPainterPath()
        path.addText(at, font, item.text)
        painter.strokePath(path, QPen(_colour(item.halo), 3.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.setFont(font)
    painter.setPen(_colour(item.colour))
    painter.drawText(at, item.text)


def _panel(painter: QPainter, item: Panel) -> None:
    painter.setBrush(_colour(item.fill) if item.fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_colour(item.stroke), item.stroke_width) if item.stroke else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(item.x, item.y, item.width, item.height), item.radius, item.radius)


_PAINTERS: dict[type, Callable[[QPainter, Any], None]] = {
    Lines: _lines,
    Curves: _curves,
    Density: _density,
    Triangles: _triangles,
    Marks: _marks,
    Icons: _icons,
    Panel: _panel,
}
