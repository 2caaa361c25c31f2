"""Small pictures of layouts, in the colours of the theme at the moment of painting."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPen, QPixmap

from explorer.panels.layout_pictures import LayoutPicture, picture_of
from ui.look import theme

SIZE = 36
"""Side of a picture in a menu, in pixels."""


class _Picture(QIconEngine):
    """Paints dots and lines."""

    def __init__(self, picture: LayoutPicture) -> None:
        super().__init__()
        self.picture = picture

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        now = theme.tones()
        off = mode == QIcon.Mode.Disabled
        colours = (now.faint,) * 3 if off else (now.link, now.wrong, now.quiet)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spots = _fitted(self.picture, QRectF(rect).adjusted(2, 2, -2, -2))
        size = max(1.0, rect.width() / 18)
        painter.setPen(QPen(now.faint, size / 2.5))
        for a, b in self.picture.edges:
            painter.drawLine(spots[a], spots[b])
        painter.setPen(Qt.PenStyle.NoPen)
        for spot, group in zip(spots, self.picture.groups):
            painter.setBrush(colours[group])
            painter.drawEllipse(spot, size, size)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Picture(self.picture)


def _fitted(picture: LayoutPicture, rect: QRectF) -> list[QPointF]:
    """The places of a picture in a rectangle, with its proportions."""
    wide, high = max(x for x, _ in picture.places) or 1.0, max(y for _, y in picture.places) or 1.0
    scale = min(rect.width() / wide, rect.height() / high)
    left, top = rect.center().x() - wide * scale / 2, rect.center().y() - high * scale / 2
    return [QPointF(left + x * scale, top + y * scale) for x, y in picture.places]


def layout_icon(layout: str) -> QIcon:
    """The small picture of a layout; an empty icon for layouts of plugins."""
    picture = picture_of(layout)
    return QIcon() if picture is None else QIcon(_Picture(picture))
