"""Surface: the picture of a scene in the window, with camera, painting, and animation between scenes."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.frame import Emphasis
from explorer.pictures.look.style import LIGHT, Theme
from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.spatial import rows_of
from explorer.views.camera import MAX_ZOOM, MIN_ZOOM, Bounds, Camera
from ui.canvas.motion import Motion
from ui.canvas.painter import cover
from ui.canvas.rendering import Rendering
from ui.work.window_first import going_first

_SHARP_AFTER_MS, _REST_MS = 60, 120
"""Time without a motion after which a picture is made anew: one that was moved and scaled, and a hasty one."""
_MANY_EDGES = 3000
_MOST_GLIDING = 20_000
"""Scenes of more nodes change at once: an animation would show too few frames."""
_WHOLESALE = 0.3
"""If more than this share of nodes moves, a fitted picture is fitted again."""
_GLIDE_MS, _FLIGHT_MS = 420, 260
_FITS = 1000
"""So many cameras are known as fits; there are twice as many as steps of undo."""
_NOWHERE = np.empty(0, np.int64)


class Surface(QWidget):
    """Draws a scene from a camera. While a sharp picture is being made, it shows the last one moved and scaled."""

    resized = Signal()
    looked = Signal()
    fitted = Signal(object, object)
    """Emitted with a scene and the camera that is to show it: after a fit, and where an earlier camera comes back."""
    composed = Signal()
    told = Signal(str)
    """Emitted with the words of a changed selection."""

    def __init__(self, composer: Composer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 160)
        self.composer = composer
        self.describe: Callable[[int], str] = self._label
        """The words of a screen reader for a drawn node, by id."""
        self.theme: Theme = LIGHT
        self.scene: Scene | None = None
        self.camera = Camera()
        self.empty_text = ""
        self.covered_below = 0.0
        """Covered pixels at the lower edge, which a fitted picture avoids."""
        self.covered_above = 0.0
        """Covered pixels at the upper edge, likewise."""
        self.covered_corner = 0.0, 0.0
        """Width and height in pixels covered at the lower left, which a fitted picture avoids."""
        self.covered: tuple[Bounds, ...] = ()
        """Places that something else covers, so that the next picture has no words there."""
        self.drawn_covered: tuple[Bounds, ...] = ()
        """Those places in the last picture that was begun."""
        self.coming: Scene | None = None
        """The scene at the end of the present motion."""
        self._aim = self.camera
        self._selection: tuple[int, ...] = ()
        self._selected_edge = -1
        self._above: tuple[int, ...] = ()
        self._fades = True
        self._lit: tuple[int, ...] = ()
        self._lit_nodes: tuple[int, ...] = ()
        self._hovered = -1
        self._is_fitted = False
        self._fits: deque[Camera] = deque(maxlen=_FITS)
        self._stale = True
        self.is_patient = False
        """True to make all pictures beside the window, while it is busy."""
        self._is_held = False
        self._glide_motion = Motion(self, _GLIDE_MS)
        self._flight = Motion(self, _FLIGHT_MS)
        self.rendering = Rendering(self)
        self.rendering.finished.connect(self._finished)
        self.rendering.freed.connect(self.update)
        self._is_moving = False
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.timeout.connect(self._come_to_rest)
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.timeout.connect(self._go_stale)

    # Showing

    def show_scene(self, scene: Scene, *, animate: bool = False) -> None:
        """Show another scene; with ``animate``, nodes in both scenes glide to their new places."""
        before, self.coming = self.scene, scene
        self._hovered = -1
        self.finish_animation()
        self.rendering.cancel(but_hasty=self._is_moving)
        if animate and before is not None and len(scene) and len(before) and scene.xy is not before.xy:
            self._glide(before, scene)
        else:
            self._put(scene)

    def _put(self, scene: Scene) -> None:
        self.scene = scene
        self._go_stale()

    def show_selection(
        self, selection: tuple[int, ...], edge: int = -1, above: tuple[int, ...] = (), *, fades: bool = True
    ) -> None:
        """Mark the selection; what is not near it ``fades``, except for the edges ``above`` it in a hierarchy."""
        shown = selection, edge, above, fades
        if shown != (self._selection, self._selected_edge, self._above, self._fades):
            self._selection, self._selected_edge, self._above, self._fades = shown
            self._tell()
            self._go_stale()

    def show_lit(self, edges: tuple[int, ...], nodes: tuple[int, ...] = ()) -> None:
        """Highlight drawn edges with their ends, and drawn nodes, whatever is selected; empty tuples end it."""
        if (edges, nodes) != (self._lit, self._lit_nodes):
            self._lit, self._lit_nodes = edges, nodes
            self._go_stale()

    def draw_again(self) -> None:
        """Make the picture anew, since other places of it are covered."""
        self._go_stale()

    def show_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.theme = theme
        self._go_stale()

    def selected_rows(self) -> NDArray[np.int64]:
        """Indices in the scene of the selected nodes, in the order of selection."""
        if self.scene is None or not self._selection:
            return _NOWHERE
        rows = rows_of(self.scene, np.array(self._selection, np.int64))
        return rows[rows >= 0]

    def selected_nodes(self) -> tuple[int, ...]:
        """Ids of the selected nodes that are drawn, in the order of selection."""
        rows = self.selected_rows()
        return () if self.scene is None else tuple(self.scene.ids[rows].tolist())

    def selection_point(self) -> QPoint:
        """The place on the screen of the last selected node, or the middle of the canvas if none is in sight."""
        rows = self.selected_rows()
        at = self.rect().center()
        if len(rows) and self.scene is not None:
            x, y = self.camera.to_picture(self.scene.xy[rows[-1:]])[0].tolist()
            spot = QPoint(round(x), round(y))
            at = spot if self.rect().contains(spot) else at
        return self.mapToGlobal(at)

    def _tell(self) -> None:
        """Tell screen readers the selection."""
        scene = self.scene
        rows = self.selected_rows() if scene is not None else _NOWHERE
        if scene is None or not len(rows):
            said = "Nothing selected"
        else:
            said = "; ".join(self.describe(int(scene.ids[row])) for row in rows[:3].tolist())
            said += f"; and {len(rows) - 3:,} more" if len(rows) > 3 else ""
        self.setAccessibleDescription(said)
        self.told.emit(said)

    def _label(self, node: int) -> str:
        """The label of a drawn node."""
        return "" if self.scene is None else self.scene.labels[int(rows_of(self.scene, np.array([node], np.int32))[0])]

    @property
    def emphasis(self) -> Emphasis:
        """Nodes and edges that stand out at present."""
        selected = frozenset(self.selected_rows().tolist())
        scene = self.scene
        is_lit = bool(self._lit or self._lit_nodes)
        selected_edge = (self._selected_edge,) if self._selected_edge >= 0 else ()
        edges = self._lit if is_lit else selected_edge or (self._above if self._fades else ())
        if scene is not None and (edges or is_lit):
            rows = frozenset(np.flatnonzero(np.isin(scene.edge_ids, edges)).tolist())
            nodes = frozenset(np.flatnonzero(np.isin(scene.ids, self._lit_nodes)).tolist())
            if rows or nodes:
                return Emphasis(frozenset() if is_lit else selected, -1, rows, nodes=nodes)
        if selected or scene is None or self._hovered < 0:
            return Emphasis(selected, fades=self._fades)
        return Emphasis(hovered=int(rows_of(scene, np.array([self._hovered]))[0]))

    # Animation

    def _glide(self, before: Scene, scene: Scene) -> None:
        # A large scene does not glide, so a few nodes are enough to see if the picture is another one.
        some = slice(None, None, math.ceil(len(scene) / _MOST_GLIDING))
        to = scene.xy[some]
        rows = rows_of(before, scene.ids[some])
        start = np.where((rows >= 0)[:, None], before.xy[rows], to)
        way = np.abs(start - to).max(axis=1)
        if not (way > 0.5).any():
            self._put(scene)
            return
        wholesale = float((way > 1.0).mean()) > _WHOLESALE
        is_shown = len(scene) <= _MOST_GLIDING and self.rendering.is_quick
        if self._is_fitted and wholesale:
            self.fit_scene(scene, fly=is_shown)
        if not is_shown:
            # The old picture has none of the new places, so it stays as it is until the new one is ready.
            self._is_held = wholesale
            self._put(scene)
            return

        def step(share: float) -> None:
            self._put(scene.at((start + (scene.xy - start) * share).astype(np.float32)) if share < 1 else scene)

        step(0.0)
        self._glide_motion.begin(step)

    def finish_animation(self) -> None:
        """Jump to the end of running animations."""
        self._glide_motion.finish()
        self._flight.finish()

    # Camera

    def look(self, camera: Camera, *, fly: bool = False) -> None:
        """Look from another camera; with ``fly``, animate the move."""
        camera = self._aim = camera.sized(self.width(), self.height())
        self._is_fitted = False
        self._flight.stop()
        if not fly or not self.isVisible():
            self._set_camera(camera)
            return
        first = self.camera

        def step(t: float) -> None:
            zoom = first.zoom * (camera.zoom / first.zoom) ** t
            x, y = first.x + (camera.x - first.x) * t, first.y + (camera.y - first.y) * t
            flying = Camera(x, y, zoom) if t < 1 else camera
            self._set_camera(flying.sized(self.width(), self.height()))

        self._flight.begin(step)

    @property
    def aim(self) -> Camera:
        """The camera at the end of the present flight."""
        return self._aim.sized(self.width(), self.height())

    @property
    def is_fitted(self) -> bool:
        """True while the camera shows the whole picture as a fit left it."""
        return self._is_fitted

    def look_again(self, camera: Camera) -> None:
        """Fly back to a camera that showed the present scene before; a fitted picture is fitted to the present size."""
        # A flight to where the camera is would blur the picture for as long as one that leads somewhere.
        if camera.sized(self.width(), self.height()) != self.aim:
            if self.coming is not None and camera in self._fits:
                self.fit_scene(self.coming)
                return
            self.look(camera, fly=True)
        if self.coming is not None:
            self.fitted.emit(self.coming, self._aim)

    def _set_camera(self, camera: Camera) -> None:
        self.camera = camera
        if not (self.rendering.is_quick or self._is_moving):
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
        """Fit a whole scene, which may be the target of an animation."""
        below = min(self.covered_below, self.height() / 3)
        above = min(self.covered_above, self.height() / 6)
        sized, bounds = self.camera.sized(self.width(), self.height()), scene.bounds()
        camera = sized.fitted(bounds, below=below, above=above)
        wide, high = self.covered_corner
        (x, y), reach = camera.to_picture(scene.xy).T, scene.radius * camera.zoom
        if ((x - reach < wide) & (y + reach > self.height() - high)).any():
            camera = sized.fitted(bounds, below=below, above=above, aside=min(wide, self.width() / 3))
        self.look(camera, fly=fly)
        whole = self.scene if self.coming is None else self.coming
        self._is_fitted = whole is None or len(scene) >= len(whole)
        if self._is_fitted:
            self._fits.append(self._aim)
        self.fitted.emit(scene, camera)

    def look_through(self, camera: Camera | None, *, fly: bool = True) -> None:
        """Look from a saved camera, with everything it saw in sight on a canvas of any size; None shows everything."""
        if camera is None:
            self.fit(fly=fly)
            return
        zoom = camera.zoom * min(self.width() / camera.width, self.height() / camera.height)
        self.look(camera._replace(zoom=min(max(zoom, MIN_ZOOM), MAX_ZOOM)), fly=fly)
        if self.coming is not None:
            self.fitted.emit(self.coming, self._aim)

    def keep_moving(self) -> None:
        """Make hasty pictures until the hand rests, where others take longer than a frame."""
        is_heavy = self.is_patient or self.scene is None or len(self.scene.edge_ids) > _MANY_EDGES
        if not is_heavy and (self._is_moving or not self.rendering.is_quick):
            self._is_moving = True
            self._rested.start(_REST_MS)
            self.rendering.cancel(but_hasty=True)

    def _come_to_rest(self) -> None:
        self._is_moving = False
        self._go_stale()

    # Painting

    def _go_stale(self) -> None:
        self._stale = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stale and not self.rendering.is_busy and not self._sharpen.isActive():
            self._render()
        with going_first(), QPainter(self) as painter:
            cover(painter, QRectF(self.rect()), self.theme.paper)
            if self.rendering.picture is not None:
                self._place_picture(painter)
                painter.drawImage(QPointF(0, 0), self.rendering.picture)
                painter.resetTransform()
            if self.scene is not None and not len(self.scene) and self.empty_text:
                painter.setPen(QColor(*self.theme.quiet))
                painter.drawText(
                    QRectF(self.rect()).adjusted(40, 40, -40, -40),
                    int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap),
                    self.empty_text,
                )
            self.paint_over(painter)

    def _place_picture(self, painter: QPainter) -> None:
        """Move and scale the last picture to match the present camera."""
        was, now = self.rendering.camera, self.camera
        if was == now or self._is_held:
            return
        factor = now.zoom / was.zoom
        x = self.width() / 2 + (was.x - now.x) * now.zoom - was.width / 2 * factor
        y = self.height() / 2 + (was.y - now.y) * now.zoom - was.height / 2 * factor
        # Smooth scaling of a whole window takes longer than a frame.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, factor == 1.0 or self.rendering.is_quick)
        painter.translate(x, y)
        painter.scale(factor, factor)

    def paint_over(self, painter: QPainter) -> None:
        """Paint items over the picture, in pixels of the widget."""

    def _render(self) -> None:
        """Start a new picture; changes during its making are drawn after it."""
        scene = self.scene
        if scene is None:
            return
        self._stale = False
        self.camera = self.camera.sized(self.width(), self.height())
        emphasis, theme, covered = self.emphasis, self.theme, self.covered
        self.drawn_covered, hasty = covered, self._is_moving
        self.rendering.start(
            self.camera,
            self.devicePixelRatioF(),
            lambda camera: self.composer.composing(scene, camera, theme, emphasis, covered=covered, hasty=hasty),
            heavy=self.is_patient or len(scene.edge_ids) > _MANY_EDGES,
            hasty=hasty,
        )

    @property
    def is_sharp(self) -> bool:
        """True if the screen shows the picture of the present scene and camera."""
        return not (self._stale or self._is_moving or self.rendering.is_busy or self._sharpen.isActive())

    def _finished(self) -> None:
        self._is_held = False
        self.update()
        QTimer.singleShot(0, self, self.composed.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit()
        if self._is_fitted and self.scene is not None:
            self.fit_scene(self.scene if self.coming is None else self.coming, fly=False)
            return
        self.camera = self.camera.sized(self.width(), self.height())
        self._go_stale()
        self.looked.emit()
