"""Icons from the Phosphor typeface that QtAwesome carries, in the colour of the theme at the moment of painting.

The typeface is read straight from that package: importing QtAwesome itself binds all of Qt a second time, which costs
as much as opening an empty window.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from explorer.pictures.glyphs import typeface
from ui import theme


@cache
def _typeface() -> tuple[str, dict[str, str]]:
    """Family name, and the code of each icon's character by name, as hex; needs a QGuiApplication."""
    file, codes = typeface()
    if file is None:
        return "", {}
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    return (families[0] if families else ""), codes


class _Glyph(QIconEngine):
    """Paints one character of the typeface."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self.name, self.tone = name, tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        family, codes = _typeface()
        if self.name not in codes:
            return
        now = theme.tones()
        font = QFont(family)
        font.setPixelSize(max(1, min(rect.width(), rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(now.faint if mode == QIcon.Mode.Disabled else getattr(now, self.tone))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(int(codes[self.name], 16)))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        if size.isEmpty():
            return pixmap
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Glyph(self.name, self.tone)


@lru_cache(maxsize=256)
def icon(name: str, tone: str = "quiet") -> QIcon:
    """A Phosphor icon such as ``eye`` or ``magnifying-glass`` in a colour of :class:`ui.theme.Tones`."""
    return QIcon(_Glyph(name, tone))
