"""Icons from the Phosphor typeface in QtAwesome, in the colour of the theme at the moment of painting.

The typeface is read directly from the package: importing QtAwesome would load all of Qt a second time, which takes as
long as opening an empty window.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from explorer.pictures.drawing.glyphs import code_of, typeface
from ui.look import theme


@cache
def _family() -> str:
    """The family name of the typeface; needs a QGuiApplication."""
    file = typeface()[0]
    families = (
        [] if file is None else QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    )
    return families[0] if families else ""


class _Glyph(QIconEngine):
    """Paints one character of the typeface."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self.name, self.tone = name, tone

    def _colour(self, mode: QIcon.Mode) -> QColor:
        now = theme.tones()
        colour: QColor = now.faint if mode == QIcon.Mode.Disabled else getattr(now, self.tone)
        return colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        _write(painter, rect, self.name, self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return _pixmap(self.name, size.width(), size.height(), self._colour(mode).rgba())

    def clone(self) -> QIconEngine:
        return _Glyph(self.name, self.tone)


def _write(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    code = code_of(name)
    if not code:
        return
    font = QFont(_family())
    font.setPixelSize(max(1, min(rect.width(), rect.height())))
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(code))
    painter.restore()


@lru_cache(maxsize=1000)
def _pixmap(name: str, width: int, height: int, rgba: int) -> QPixmap:
    # Cached, since a bar of twenty buttons is painted whenever actions become available or not.
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    if width > 0 and height > 0:
        painter = QPainter(pixmap)
        _write(painter, QRect(0, 0, width, height), name, QColor.fromRgba(rgba))
        painter.end()
    return pixmap


@lru_cache(maxsize=256)
def icon(name: str, tone: str = "quiet") -> QIcon:
    """A Phosphor icon, such as ``eye`` or ``magnifying-glass``, in a colour of :class:`ui.look.theme.Tones`."""
    return QIcon(_Glyph(name, tone))
