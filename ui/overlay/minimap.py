"""Minimap: the whole scene, with a frame around the part that the canvas shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.pictures.look.style import Theme
from explorer.pictures.scene.scene import Scene
from explorer.views.camera import Bounds, Camera
from ui.look import theme
from ui.look.theme import qcolor
from ui.parts.text import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

WIDTH, HEIGHT = 180, 120
_MARGIN = 7.0


class Minimap(QWidget):
    """An overview; a click or drag calls ``move(x, y)`` with a point of the scene. Hidden when all is in sight."""

    def __init__(self, move: Callable[[float, float], None]) -> None:
        super().__init__()
        self.setObjectName("minimap")
        self.setAccessibleName("Overview of the whole picture")
        self.setToolTip(plain_tip("Overview: click or drag to look elsewhere, or use the arrow keys here"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.resize(WIDTH, HEIGHT)
        self._move = move
        self._scene: Scene | None = None
        self._theme: Theme = theme.current()
        self._camera = Camera()
        self._whole: Bounds = (0.0, 0.0, 1.0, 1.0)
        self._dots: QImage | None = None
        self.setVisible(False)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def put(self, scene: Scene, camera: Camera, theme: Theme) -> None:
        """Show a scene and what of it the camera sees; the dots are painted anew only where scene or theme differ."""
        if scene is not self._scene or theme is not self._theme:
            if self._scene is None or scene.xy is not self._scene.xy:
                self._whole = scene.extent
            self._scene, self._theme, self._dots = scene, theme, None
        self._camera = camera
        self.setVisible(len(scene) > 0 and not _holds(camera.bounds, self._whole))
        self.update()

    def scale(self) -> tuple[float, float, float]:
        """Pixels per scene unit, and the scene point in the upper left corner."""
        left, top, right, bottom = self._whole
        across, down = max(right - left, 1.0), max(bottom - top, 1.0)
        per_unit = min((self.width() - 2 * _MARGIN) / across, (self.height() - 2 * _MARGIN) / down)
        x = (left + right) / 2 - self.width() / 2 / per_unit
        y = (top + bottom) / 2 - self.height() / 2 / per_unit
        return per_unit, x, y

    def frame(self) -> QRectF:
        """The part that the camera sees, in pixels of the overview."""
        per_unit, x, y = self.scale()
        left, top, right, bottom = self._camera.bounds
        box = QRectF((left - x) * per_unit, (top - y) * per_unit, (right - left) * per_unit, (bottom - top) * per_unit)
        return box.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))

    def paintEvent(self, _event: object) -> None:
        if self._scene is None:
            return
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        look = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ring = theme.tones().link if self.hasFocus() else qcolor(look.card_edge)
        painter.setPen(QPen(ring, 1))
        painter.setBrush(qcolor((*look.paper[:3], 240)))
        painter.drawRoundedRect(box, 7, 7)
        if self._dots is None or self._dots.devicePixelRatio() != self.devicePixelRatioF():
            self._dots = self._paint_dots()
        painter.drawImage(QPointF(0, 0), self._dots)
        painter.setPen(QPen(qcolor(look.ink), 1.4))
        tint = QColor(*look.ink[:3], 22)
        painter.setBrush(tint)
        painter.drawRoundedRect(self.frame(), 2, 2)

    def _paint_dots(self) -> QImage:
        """Every node as a dot of one or two pixels, written straight into the image."""
        assert self._scene is not None
        ratio = self.devicePixelRatioF()
        size = (round(self.width() * ratio), round(self.height() * ratio))
        per_unit, x, y = self.scale()
        at = (self._scene.xy.astype(np.float64) - (x, y)) * (per_unit * ratio)
        crowd = len(self._scene)
        dot = max(1, round((3 if crowd < 400 else 2 if crowd < 4000 else 1) * ratio))
        pixels = dots(at, self._colours(), size, dot)
        image = QImage(
            pixels.tobytes(), size[0], size[1], size[0] * 4, QImage.Format.Format_ARGB32_Premultiplied
        ).copy()
        image.setDevicePixelRatio(ratio)
        return image

    def _colours(self) -> NDArray[np.uint32]:
        assert self._scene is not None
        table = np.array([_argb(self._theme.fill(colour)) for colour in self._scene.palette], np.uint32)
        return table[self._scene.colour]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dots = None

    def _look_at(self, place: QPointF) -> None:
        per_unit, x, y = self.scale()
        self._move(x + place.x() / per_unit, y + place.y() / per_unit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        left, top, right, bottom = self._camera.bounds
        self._move(self._camera.x + step[0] * (right - left) / 4, self._camera.y + step[1] * (bottom - top) / 4)


_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


def dots(at: NDArray[np.float64], colours: NDArray[np.uint32], size: tuple[int, int], dot: int) -> NDArray[np.uint32]:
    """An image (height, width) of 0xAARRGGBB with a square dot at each of the points (n, 2) given in its pixels."""
    width, height = size
    pixels = np.zeros((height, width), np.uint32)
    corner = np.floor(at - (dot - 1) / 2).astype(np.int64)
    for dx in range(dot):
        for dy in range(dot):
            column, row = corner[:, 0] + dx, corner[:, 1] + dy
            inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
            pixels[row[inside], column[inside]] = colours[inside]
    return pixels


def _argb(colour: tuple[int, int, int, int]) -> int:
    return 255 << 24 | colour[0] << 16 | colour[1] << 8 | colour[2]


def _holds(outer: Bounds, inner: Bounds) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
