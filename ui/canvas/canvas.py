"""Canvas: a picture of a scene that turns mouse and keyboard into signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from explorer.pictures.drawing.composer import Composer
from explorer.pictures.scene.picking import edge_at, is_dragged, lasso_corners, node_at, nodes_inside, towards
from explorer.pictures.scene.spatial import rows_of
from explorer.views.camera import Camera, zoom_to_read
from graph.frozen import record
from ui.canvas.surface import Surface

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent

    from explorer.pictures.scene.notes import CanvasNote
    from ui.canvas.accessible import SpokenPicture

_DRAG_FROM = 4
_REST_MS = 90
"""Time the pointer rests on a node before a slow picture is made to highlight its edges."""


@record
class _Hand:
    """The gesture of the pressed mouse: panning, moving nodes or a note, or drawing a lasso; ``node`` is under it."""

    mode: Literal["pan", "node", "note", "lasso"]
    start: QPointF
    last: QPointF
    node: int = -1
    note: CanvasNote | None = None
    lasso: list[QPointF] | None = None
    moved: bool = False


class Canvas(Surface):
    """A surface with mouse and keyboard. Its signals carry node or edge ids of the projection."""

    picked = Signal(int, bool)
    edge_picked = Signal(int)
    emptied = Signal()
    pointed = Signal(int)
    """Emitted with the drawn node under the pointer, -1 when it leaves."""
    edge_pointed = Signal(int)
    """Emitted with the drawn edge on which the pointer rests, -1 when it leaves, while :attr:`wants_edges` is true."""
    lassoed = Signal(list, bool)
    dragged = Signal(int, float, float, bool)
    opened = Signal(int)
    menu_asked = Signal(int, int, QPoint)
    note_picked = Signal(str)
    note_opened = Signal(str)
    note_dragged = Signal(str, float, float, bool)
    note_menu_asked = Signal(str, QPoint)

    def __init__(self, composer: Composer, parent: QWidget | None = None) -> None:
        super().__init__(composer, parent)
        self.setObjectName("canvas")
        self.setAccessibleName("Graph")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._hand: _Hand | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._go_stale)
        self.wants_edges: Callable[[], bool] = lambda: False
        self._hovered_edge = -1
        self._edge_rest = QTimer(self)
        self._edge_rest.setSingleShot(True)
        self._edge_rest.setInterval(_REST_MS)
        self._edge_rest.timeout.connect(self._hover_edge)
        self._pointer: QPointF | None = None
        self._spoken: SpokenPicture | None = None
        self.composed.connect(self._list_spoken)
        self.composed.connect(self._hover_again)
        self.told.connect(self._announce)

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        self.look(self.camera.zoomed(factor, self.width() / 2, self.height() / 2))

    def share_in_sight(self, ids: NDArray[np.integer] | None = None) -> float:
        """The share of drawn nodes, or of some nodes, in sight and not under the ledger, 0 to 1, after any motion."""
        scene = self.coming
        xy = None if scene is None else scene.xy if ids is None else scene.xy[np.isin(scene.ids, ids)]
        if xy is None or not len(xy):
            return 1.0
        x, y = self.aim.to_picture(xy).T
        return float(((x >= 0) & (x <= self.width()) & (y >= 0) & (y <= self.height() - self.covered_below)).mean())

    def centre_on(self, node: int, *, closer: bool = False) -> None:
        """Scroll to a node that is out of sight; with ``closer``, also zoom in on one in a crowd, to read the names."""
        if self.scene is None:
            return
        place = int(rows_of(self.scene, np.array([node]))[0])
        if place < 0:
            return
        x, y = self.scene.xy[place].tolist()
        px, py = self.camera.to_picture(np.array([[x, y]]))[0].tolist()
        pad, zoom = 70, self.camera.zoom
        near = zoom_to_read(zoom, self.scene.xy, place) if closer else zoom
        if near != zoom or not (pad <= px <= self.width() - pad and pad <= py <= self.height() - pad):
            self.look(Camera(x, y, near, self.width(), self.height()), fly=True)

    # Screen readers

    def _list_spoken(self) -> None:
        spoken = self._spoken_picture()
        if spoken is not None:
            spoken.list_later()

    def _announce(self, said: str) -> None:
        spoken = self._spoken_picture()
        if spoken is not None:
            spoken.announce(said)

    def _spoken_picture(self) -> SpokenPicture | None:
        """The picture for screen readers, if there is one to read it."""
        # Nothing before the first picture needs these classes.
        from PySide6.QtGui import QAccessible

        if not QAccessible.isActive():
            return None
        if self._spoken is None:
            from ui.canvas.accessible import spoken_picture

            self._spoken = spoken_picture(self)
        return self._spoken

    # Mouse and keyboard

    def paint_over(self, painter: QPainter) -> None:
        if self._hand is not None and self._hand.lasso:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(*self.theme.accent), 1.4, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(*self.theme.accent[:3], 28))
            painter.drawPolygon(QPolygonF(self._hand.lasso))

    def _row_at(self, at: QPointF) -> int:
        """Index in the scene of the node under the pointer, or -1."""
        return -1 if self.scene is None else node_at(self.scene, self.camera, at.x(), at.y())

    def _note_at(self, at: QPointF) -> CanvasNote | None:
        """The canvas note under the pointer; notes lie over everything else."""
        if self.scene is None or self.scene.notes is None:
            return None
        from explorer.pictures.drawing.canvas_notes import note_at

        return note_at(self.scene, self.camera, self.composer.measure, at.x(), at.y())

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
        note, node = self._note_at(at), self._row_at(at)
        if note is not None:
            self._hand = _Hand("note", at, at, note=note)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and node < 0:
            self._hand = _Hand("lasso", at, at, lasso=[at])
        elif node >= 0:
            mode: Literal["pan", "node"] = "node" if is_dragged(self.scene, self.camera, node) else "pan"
            self._hand = _Hand(mode, at, at, node=int(self.scene.ids[node]))
        else:
            self._hand = _Hand("pan", at, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, hand = event.position(), self._hand
        self._pointer = event.globalPosition()
        if hand is None:
            self._hover(at)
            return
        if not hand.moved and (at - hand.start).manhattanLength() < _DRAG_FROM:
            return
        hand.moved = True
        if hand.mode == "pan":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.keep_moving()
            self.look(self.camera.panned(at.x() - hand.last.x(), at.y() - hand.last.y()))
        elif hand.mode == "node":
            x, y = self.camera.to_scene(at.x(), at.y())
            self.keep_moving()
            self.dragged.emit(hand.node, x, y, False)
        elif hand.note is not None:
            self._drag_note(hand.note, hand.start, at, final=False)
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
        elif hand.node >= 0 and not hand.moved:
            self.picked.emit(hand.node, add)
        elif hand.note is not None and hand.moved:
            self._drag_note(hand.note, hand.start, at, final=True)
        elif hand.note is not None:
            self.note_picked.emit(hand.note.id)
        elif not hand.moved and event.button() == Qt.MouseButton.LeftButton:
            self._pick_edge_or_nothing(at)

    def _drag_note(self, note: CanvasNote, start: QPointF, at: QPointF, *, final: bool) -> None:
        way = (at - start) / self.camera.zoom
        self.note_dragged.emit(note.id, note.x + way.x(), note.y + way.y(), final)

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
            note, node = self._note_at(at), self._row_at(QPointF(at))
            if note is not None:
                self.note_opened.emit(note.id)
            elif node >= 0:
                self.opened.emit(int(self.scene.ids[node]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.scene is None:
            return
        at = event.pos()
        if event.reason() == event.Reason.Keyboard:
            rows = self.selected_rows()
            node = int(self.scene.ids[rows[-1]]) if len(rows) else -1
            self.menu_asked.emit(node, self._selected_edge if node < 0 else -1, self.selection_point())
            return
        note = self._note_at(QPointF(at))
        if note is not None:
            self.note_menu_asked.emit(note.id, event.globalPos())
            return
        node = self._row_at(QPointF(at))
        edge = -1 if node >= 0 else edge_at(self.scene, self.camera, at.x(), at.y())
        self.menu_asked.emit(
            int(self.scene.ids[node]) if node >= 0 else -1,
            int(self.scene.edge_ids[edge]) if edge >= 0 else -1,
            event.globalPos(),
        )

    def _hover(self, at: QPointF) -> None:
        if self.scene is None:
            return
        note = self._note_at(at)
        place = self._row_at(QPointF(at)) if note is None else -1
        node = int(self.scene.ids[place]) if place >= 0 else -1
        touchable = note is not None or node >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if touchable else Qt.CursorShape.ArrowCursor)
        if touchable:
            self._point_edge(-1)
        else:
            self._edge_rest.start()
        if node != self._hovered:
            self._hovered = node
            self.pointed.emit(node)
            self.setToolTip("")
            self._show_hovered()

    def _hover_edge(self) -> None:
        if self.scene is not None and self._pointer is not None and self._hand is None and self.wants_edges():
            at = self.mapFromGlobal(self._pointer)
            edge = edge_at(self.scene, self.camera, at.x(), at.y())
            self._point_edge(int(self.scene.edge_ids[edge]) if edge >= 0 else -1)

    def _point_edge(self, edge: int) -> None:
        self._edge_rest.stop()
        if edge != self._hovered_edge:
            self._hovered_edge = edge
            self.edge_pointed.emit(edge)

    def _hover_again(self) -> None:
        """Find out anew what is under the resting pointer, since the picture has changed or moved below it."""
        if self._pointer is None or self._hand is not None:
            return
        # No event says that the pointer has gone from the canvas to a message, say, that lies over it.
        if self.childAt(self.mapFromGlobal(QCursor.pos())) is None:
            self._hover(self.mapFromGlobal(self._pointer))
        else:
            self._leave_hovered()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._leave_hovered()

    def _leave_hovered(self) -> None:
        self._point_edge(-1)
        if self._hovered >= 0:
            self._hovered = -1
            self.pointed.emit(-1)
            self._show_hovered()

    def _show_hovered(self) -> None:
        if self._selection:
            return
        if self.rendering.is_quick:
            self._go_stale()
        else:
            self._rest.start()

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
        rows = self.selected_rows()
        place = towards(self.scene, int(rows[-1]) if len(rows) else -1, *direction)
        if place >= 0:
            node = int(self.scene.ids[place])
            self.picked.emit(node, False)
            self.centre_on(node)
