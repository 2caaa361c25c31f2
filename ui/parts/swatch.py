"""Swatches: small marks of classes, as on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.pictures.drawing.display import outline
from explorer.pictures.look.style import Swatch, Theme
from ui.look.theme import qcolor


def paint_swatch(
    painter: QPainter, middle: QPointF, radius: float, swatch: Swatch, theme: Theme, *, hollow: bool = False
) -> None:
    """Draw the mark of a class; ``hollow`` for a hidden class."""
    fill = theme.fill(swatch.colour)
    edge = qcolor(theme.faded(fill, 0.35) if hollow else theme.outline(fill))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1.3 if hollow else 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else qcolor(fill))
    corners = outline(swatch.shape)
    if corners is None:
        painter.drawEllipse(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius))
    else:
        painter.drawPolygon(QPolygonF([middle + QPointF(x * radius, y * radius) for x, y in corners.tolist()]))
    painter.restore()
