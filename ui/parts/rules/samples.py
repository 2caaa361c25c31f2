"""Samples of rules as small pictures: a colour, a bar of colours, a shape, an icon, sizes, a line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QLinearGradient, QPainter, QPen, QPixmap

from explorer.pictures.look.palettes import sampled
from explorer.pictures.look.style import SHAPES, Swatch
from explorer.views.rules import EDGES, Categories, Fixed, Rule, Scale
from ui.look import icons, theme
from ui.look.theme import qcolor
from ui.parts.swatch import paint_swatch

SIZE = QSize(34, 18)


class _Sample(QIconEngine):
    """Paints a sample of some size in the colours of the theme at the moment of painting."""

    def __init__(self, size: QSize, draw: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._size, self._draw = size, draw

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        size = self._size
        scale = min(rect.width() / size.width(), rect.height() / size.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QRectF(rect).center())
        painter.scale(scale, scale)
        painter.translate(-size.width() / 2, -size.height() / 2)
        self._draw(painter)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return pixmap

    def clone(self) -> QIconEngine:
        return _Sample(self._size, self._draw)


def look_icon(channel: str, look: str) -> QIcon:
    """One look: a colour, a shape or an icon."""
    return QIcon(_Sample(QSize(18, 18), lambda painter: _paint_look(painter, QPointF(9, 9), channel, look)))


def palette_icon(name: str) -> QIcon:
    """A palette as a bar."""
    return QIcon(_Sample(QSize(56, 12), lambda painter: _paint_bar(painter, QRectF(0, 1, 56, 10), name)))


def rule_icon(rule: Rule) -> QIcon:
    """The effect of a rule, faint if the rule is off."""

    def draw(painter: QPainter) -> None:
        painter.setOpacity(1.0 if rule.on else 0.35)
        _paint_rule(painter, rule)

    return QIcon(_Sample(SIZE, draw))


def _paint_rule(painter: QPainter, rule: Rule) -> None:
    look, middle = rule.look, QPointF(SIZE.width() / 2, SIZE.height() / 2)
    if rule.channel == "label":
        icons.icon("text-aa").paint(painter, round(middle.x()) - 8, 1, 16, 16)
    elif rule.channel in ("size", "width"):
        _paint_growth(painter, rule)
    elif isinstance(look, Scale):
        _paint_bar(painter, QRectF(1, 4, SIZE.width() - 2, SIZE.height() - 8), look.palette)
    elif isinstance(look, Categories):
        for i, (_, one) in enumerate(look.looks[:3]):
            _paint_look(painter, QPointF(6 + 11 * i, middle.y()), rule.channel, one, 4.6)
    elif isinstance(look, Fixed):
        if rule.target == EDGES:
            painter.setPen(QPen(qcolor(theme.current().fill(str(look.value))), 2.5))
            painter.drawLine(QPointF(3, middle.y()), QPointF(SIZE.width() - 3, middle.y()))
        else:
            _paint_look(painter, middle, rule.channel, str(look.value))


def _paint_look(painter: QPainter, middle: QPointF, channel: str, look: str, radius: float = 6.5) -> None:
    if channel == "icon":
        side = round(radius * 2.4)
        corner = middle - QPointF(side / 2, side / 2)
        icons.icon(look, "ink").paint(painter, round(corner.x()), round(corner.y()), side, side)
    else:
        is_shape = channel == "shape"
        swatch = Swatch(look if is_shape and look in SHAPES else "circle", "" if is_shape else look)
        paint_swatch(painter, middle, radius, swatch, theme.current())


def _paint_bar(painter: QPainter, bar: QRectF, palette: str) -> None:
    shades = QLinearGradient(bar.topLeft(), bar.topRight())
    colours = sampled(palette, 9)
    for i, colour in enumerate(colours):
        shades.setColorAt(i / (len(colours) - 1), qcolor(theme.current().fill(colour)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shades)
    painter.drawRoundedRect(bar, 2, 2)


def _paint_growth(painter: QPainter, rule: Rule) -> None:
    """Three sizes or widths, all equal if the rule gives only one."""
    grows = isinstance(rule.look, Scale)
    ink: QColor = theme.tones().quiet
    for i, share in enumerate((0.35, 0.65, 1.0) if grows else (0.7, 0.7, 0.7)):
        middle = QPointF(5 + 11.5 * i, SIZE.height() / 2)
        if rule.channel == "width":
            painter.setPen(QPen(ink, 4.5 * share))
            painter.drawLine(middle - QPointF(4, 0), middle + QPointF(4, 0))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(middle, 5.5 * share, 5.5 * share)
