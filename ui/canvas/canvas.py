"""The canvas: shows a scene, and turns the user's hands into calls."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.camera import Camera
from explorer.composing import Composer
from explorer.frame import Emphasis
from explorer.picking import edge_at, lasso_corners, node_at, nodes_inside, towards
from explorer.scene import Scene
from explorer.style import LIGHT, Theme
from ui.canvas.motion import Motion
from ui.canvas.rendering import Rendering

_SHARP_AFTER_MS = 60
_MANY_EDGES = 3000
_WHOLESALE = 0.3
"""Where more than this share of nodes moves, a picture that was fitted is fitted again."""
_DRAG_FROM = 4
_GLIDE_MS, _FLIGHT_MS = 420, 260


@dataclass
class _Hand:
    """What the pressed mouse is doing: panning, moving nodes, or drawing a lasso."""

    mode: str
    start: QPointF
    last: QPointF
    node: int = -1
    lasso: list[QPointF] | None = None
    moved: bool = False


class Canvas(QWidget):
    """Draws a scene from a camera. Ids in its signals are node or edge ids of the projection."""

    picked = Signal(int, bool)
    edge_picked = Signal(int)
    emptied = Signal()
    lassoed = Signal(list, bool)
    dragged = Signal(int, float, float, bool)
    opened = Signal(int)
    looked = Signal()
    fitted = Signal(object, object)
    composed = Signal()
    menu_asked = Signal(int, int, QPoint)

    def __init__(self, composer: Composer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName("Graph")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 160)
        self.composer = composer
        self.theme: Theme = LIGHT
        self.scene: Scene | None = None
        self.camera = Camera()
        self.empty_text = ""
        self._selection: tuple[int, ...] = ()
        self._selected_edge = -1
        self._hovered = -1
        self._places: dict[int, int] = {}
        self._is_fitted = False
        self._stale = True
        self._hand: _Hand | None = None
        self._glide_motion = Motion(self, _GLIDE_MS)
        self._flight = Motion(self, _FLIGHT_MS)
        self.rendering = Rendering(self)
        self.rendering.finished.connect(self._finished)
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.timeout.connect(self._go_stale)

    # What is shown

    def show_scene(self, scene: Scene, *, animate: bool = False) -> None:
        """Show another scene; with ``animate`` nodes that are in both glide to their new places."""
        before = self.scene
        self._places = {node: i for i, node in enumerate(scene.ids.tolist())}
        self._hovered = -1
        self.finish_animation()
        if animate and before is not None and len(scene) and len(before):
            self._glide(before, scene)
        else:
            self.scene = scene
            self._go_stale()

    def show_selection(self, selection: tuple[int, ...], edge: int = -1) -> None:
        """Mark what is selected."""
        if (selection, edge) != (self._selection, self._selected_edge):
            self._selection, self._selected_edge = selection, edge
            self._tell()
            self._go_stale()

    def show_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.theme = theme
        self._go_stale()

    def _tell(self) -> None:
        """Say to screen readers what is selected."""
        scene = self.scene
        named = [scene.labels[self._places[n]] for n in self._selection[:3] if n in self._places] if scene else []
        self.setAccessibleDescription(", ".join(named) if named else "Nothing selected")

    def _emphasis(self) -> Emphasis:
        selected = frozenset(self._places[n] for n in self._selection if n in self._places)
        scene = self.scene
        if self._selected_edge >= 0 and scene is not None:
            rows = np.flatnonzero(scene.edge_ids == self._selected_edge)
            if len(rows):
                return Emphasis(selected, -1, int(rows[0]))
        return Emphasis(selected, self._places.get(self._hovered, -1) if not selected else -1)

    # Animation

    def _glide(self, before: Scene, scene: Scene) -> None:
        places = {node: i for i, node in enumerate(before.ids.tolist())}
        start = scene.xy.copy()
        for i, node in enumerate(scene.ids.tolist()):
            if node in places:
                start[i] = before.xy[places[node]]
        if np.allclose(start, scene.xy, atol=0.5):
            self.scene = scene
            self._go_stale()
            return
        if self._is_fitted and float((np.abs(start - scene.xy).max(axis=1) > 1.0).mean()) > _WHOLESALE:
            self.fit_scene(scene)

        def step(share: float) -> None:
            self.scene = scene.at((start + (scene.xy - start) * share).astype(np.float32)) if share < 1 else scene
            self._go_stale()

        step(0.0)
        self._glide_motion.begin(step)

    def finish_animation(self) -> None:
        """Bring running animations to their end at once."""
        self._glide_motion.finish()
        self._flight.finish()

    # Camera

    def look(self, camera: Camera, *, fly: bool = False) -> None:
        """Look from another camera; with ``fly`` the way there is shown."""
        camera = camera.sized(self.width(), self.height())
        self._is_fitted = False
        self._flight.stop()
        if not fly or not self.isVisible():
            self._set_camera(camera)
            return
        first = self.camera

        def step(t: float) -> None:
            zoom = math.exp(math.log(first.zoom) * (1 - t) + math.log(camera.zoom) * t)
            x, y = first.x + (camera.x - first.x) * t, first.y + (camera.y - first.y) * t
            self._set_camera(Camera(x, y, zoom, self.width(), self.height()))

        self._flight.begin(step)

    def _set_camera(self, camera: Camera) -> None:
        self.camera = camera
        if not self.rendering.is_quick:
            self._sharpen.start(_SHARP_AFTER_MS)
            self.update()
        else:
            self._go_stale()
        self.looked.emit()

    def fit(self, *, fly: bool = True, ids: NDArray[np.integer] | None = None) -> None:
        """Show everything, or some nodes."""
        if self.scene is not None:
            self.fit_scene(self.scene if ids is None else self.scene.part(ids), fly=fly)

    def fit_scene(self, scene: Scene, *, fly: bool = True) -> None:
        """Look at the whole of a scene, which may be the one that an animation leads to."""
        camera = self.camera.sized(self.width(), self.height()).fitted(scene.bounds())
        self.look(camera, fly=fly)
        self._is_fitted = self.scene is None or len(scene) >= len(self.scene)
        self.fitted.emit(scene, camera)

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        self.look(self.camera.zoomed(factor, self.width() / 2, self.height() / 2))

    def centre_on(self, node: int) -> None:
        """Bring a node into sight if it is not, with some room around it."""
        place = self._places.get(node)
        if place is None or self.scene is None:
            return
        x, y = self.scene.xy[place].tolist()
        px, py = self.camera.to_picture(np.array([[x, y]]))[0].tolist()
        pad = 70
        if not (pad <= px <= self.width() - pad and pad <= py <= self.height() - pad):
            self.look(Camera(x, y, self.camera.zoom, self.width(), self.height()), fly=True)

    # Painting

    def _go_stale(self) -> None:
        self._stale = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stale and not self.rendering.is_busy and not self._sharpen.isActive():
            self._render()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(*self.theme.paper))
        if self.rendering.picture is not None:
            was, now = self.rendering.camera, self.camera
            if was != now:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                factor = now.zoom / was.zoom
                x = self.width() / 2 + (was.x - now.x) * now.zoom - was.width / 2 * factor
                y = self.height() / 2 + (was.y - now.y) * now.zoom - was.height / 2 * factor
                painter.translate(x, y)
                painter.scale(factor, factor)
            painter.drawImage(QPointF(0, 0), self.rendering.picture)
            painter.resetTransform()
        if self._hand is not None and self._hand.lasso:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(*self.theme.accent), 1.4, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(*self.theme.accent[:3], 28))
            painter.drawPolygon(QPolygonF(self._hand.lasso))
        if self.scene is not None and not len(self.scene) and self.empty_text:
            painter.setPen(QColor(*self.theme.quiet))
            painter.drawText(
                QRectF(self.rect()).adjusted(40, 40, -40, -40),
                int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap),
                self.empty_text,
            )
        painter.end()

    def _render(self) -> None:
        """Begin a new picture; what becomes stale meanwhile is drawn once it is there."""
        scene = self.scene
        if scene is None:
            return
        self._stale = False
        self.camera = self.camera.sized(self.width(), self.height())
        emphasis, theme = self._emphasis(), self.theme
        self.rendering.start(
            self.camera,
            self.devicePixelRatioF(),
            lambda camera: self.composer.composing(scene, camera, theme, emphasis),
            heavy=len(scene.edge_ids) > _MANY_EDGES,
        )

    @property
    def is_sharp(self) -> bool:
        """Whether what is on the screen is the picture of the present scene and camera."""
        return not (self._stale or self.rendering.is_busy or self._sharpen.isActive())

    def _finished(self) -> None:
        self.update()
        QTimer.singleShot(0, self, self.composed.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._is_fitted and self.scene is not None:
            self.fit(fly=False)
            return
        self.camera = self.camera.sized(self.width(), self.height())
        self._go_stale()
        self.looked.emit()

    # Hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.pixelDelta().y()
        if delta:
            at = event.position()
            self.look(self.camera.zoomed(1.0016**delta, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._hand = _Hand("pan", at, at)
        if event.button() != Qt.MouseButton.LeftButton or self.scene is None:
            return
        node = node_at(self.scene, self.camera, at.x(), at.y())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and node < 0:
            self._hand = _Hand("lasso", at, at, lasso=[at])
        elif node >= 0:
            self._hand = _Hand("node", at, at, node=int(self.scene.ids[node]))
        else:
            self._hand = _Hand("pan", at, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, hand = event.position(), self._hand
        if hand is None:
            self._hover(at)
            return
        if not hand.moved and (at - hand.start).manhattanLength() < _DRAG_FROM:
            return
        hand.moved = True
        if hand.mode == "pan":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.look(self.camera.panned(at.x() - hand.last.x(), at.y() - hand.last.y()))
        elif hand.mode == "node":
            x, y = self.camera.to_scene(at.x(), at.y())
            self.dragged.emit(hand.node, x, y, False)
        elif hand.lasso is not None:
            hand.lasso.append(at)
            self.update()
        hand.last = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hand, self._hand = self._hand, None
        self.unsetCursor()
        if hand is None or self.scene is None:
            return
        add = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        at = event.position()
        if hand.mode == "lasso" and hand.lasso and hand.moved:
            corners = lasso_corners(np.array([[p.x(), p.y()] for p in hand.lasso]))
            self.lassoed.emit(self.scene.ids[nodes_inside(self.scene, self.camera, corners)].tolist(), add)
            self.update()
        elif hand.mode == "node" and hand.moved:
            x, y = self.camera.to_scene(at.x(), at.y())
            self.dragged.emit(hand.node, x, y, True)
        elif hand.mode == "node":
            self.picked.emit(hand.node, add)
        elif not hand.moved and event.button() == Qt.MouseButton.LeftButton:
            self._pick_edge_or_nothing(at)

    def _pick_edge_or_nothing(self, at: QPointF) -> None:
        assert self.scene is not None
        edge = edge_at(self.scene, self.camera, at.x(), at.y())
        if edge >= 0:
            self.edge_picked.emit(int(self.scene.edge_ids[edge]))
        else:
            self.emptied.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.scene is not None and event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            node = node_at(self.scene, self.camera, at.x(), at.y())
            if node >= 0:
                self.opened.emit(int(self.scene.ids[node]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.scene is None:
            return
        at = event.pos()
        node = node_at(self.scene, self.camera, at.x(), at.y())
        edge = -1 if node >= 0 else edge_at(self.scene, self.camera, at.x(), at.y())
        self.menu_asked.emit(
            int(self.scene.ids[node]) if node >= 0 else -1,
            int(self.scene.edge_ids[edge]) if edge >= 0 else -1,
            event.globalPos(),
        )

    def _hover(self, at: QPointF) -> None:
        if self.scene is None:
            return
        place = node_at(self.scene, self.camera, at.x(), at.y())
        node = int(self.scene.ids[place]) if place >= 0 else -1
        if node != self._hovered:
            self._hovered = node
            self.setCursor(Qt.CursorShape.PointingHandCursor if node >= 0 else Qt.CursorShape.ArrowCursor)
            self.setToolTip("")
            if not self._selection:
                self._go_stale()

    def leaveEvent(self, event: QEvent) -> None:
        if self._hovered >= 0:
            self._hovered = -1
            self._go_stale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {
            Qt.Key.Key_Left: (-1.0, 0.0),
            Qt.Key.Key_Right: (1.0, 0.0),
            Qt.Key.Key_Up: (0.0, -1.0),
            Qt.Key.Key_Down: (0.0, 1.0),
        }
        direction = arrows.get(Qt.Key(event.key()))
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if direction is None or self.scene is None or not len(self.scene) or not plain:
            super().keyPressEvent(event)
            return
        start = next((self._places[n] for n in reversed(self._selection) if n in self._places), -1)
        place = towards(self.scene, start, *direction)
        if place >= 0:
            node = int(self.scene.ids[place])
            self.picked.emit(node, False)
            self.centre_on(node)
