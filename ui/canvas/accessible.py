"""A picture for screen readers: the canvas is a graphic, and the drawn nodes nearest its middle are its parts.

Qt keeps each interface by a number and deletes it with its widget. So Python keeps all of them until then: a node that
leaves the picture is not deleted but stands for another one later, and no picture makes more than :data:`MOST`.
"""

from __future__ import annotations

import weakref
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shiboken6
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from explorer.pictures.scene.spatial import rows_of
from explorer.views.camera import mark_scale

if TYPE_CHECKING:
    from explorer.pictures.scene.scene import Scene
    from ui.canvas.surface import Surface

MOST = 500
"""Most nodes of a picture that a screen reader can visit."""
_LEAST_SIDE = 8
_REST_MS = 200
"""Time a picture rests before its nodes are listed anew: not for each frame of an animation."""
# Qt takes None for no interface, which its types do not say.
_NONE = cast(QAccessibleInterface, None)
_kept: set[SpokenPicture] = set()


class SpokenNode(QAccessibleInterface):
    """A drawn node. ``node`` is its id, -1 while it stands for none."""

    def __init__(self, picture: SpokenPicture) -> None:
        super().__init__()
        self._picture = picture
        self.node = -1
        self.told = ""
        """The name that a screen reader has read and may remember."""
        self.number = QAccessible.registerAccessibleInterface(self)

    def name(self) -> str:
        """The words of the node; none if it is not drawn."""
        surface = self._picture.surface()
        return "" if surface is None or self._picture.row_of(self.node) < 0 else surface.describe(self.node)

    def isValid(self) -> bool:
        return self._picture.row_of(self.node) >= 0

    def object(self) -> Any:
        return None

    def parent(self) -> QAccessibleInterface:
        return self._picture if shiboken6.isValid(self._picture) else _NONE

    def child(self, index: int) -> QAccessibleInterface:
        return _NONE

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return _NONE

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Graphic

    def rect(self) -> QRect:
        return self._picture.rect_of(self.node)

    def state(self) -> QAccessible.State:
        state, surface = QAccessible.State(), self._picture.surface()
        if surface is None or not self.isValid():
            state.invalid = state.invisible = True
            return state
        state.focusable = state.selectable = True
        state.selected = self.node in surface.selected_nodes()
        state.focused = surface.hasFocus() and self is self._picture.selected()
        screen = QRect(surface.mapToGlobal(surface.rect().topLeft()), surface.size())
        state.offscreen = not screen.intersects(self.rect())
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name:
            return ""
        self.told = self.name()
        return self.told

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """A screen reader renames nothing."""


class SpokenPicture(QAccessibleWidget):
    """A surface with its child widgets, followed by its nodes, the nearest to the middle first."""

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface, QAccessible.Role.Graphic)
        # Kept interfaces must not keep a closed window.
        self._surface = weakref.ref(surface)
        self._nodes: list[SpokenNode] = []
        self._spare: list[SpokenNode] = []
        self._by_id: dict[int, SpokenNode] = {}
        self._rest = QTimer(surface, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.list_nodes)

    def surface(self) -> Surface | None:
        """The surface, None once it is deleted."""
        surface = self._surface()
        return surface if surface is not None and shiboken6.isValid(surface) else None

    def row_of(self, node: int) -> int:
        """Index of a node in the scene, -1 if it is not drawn."""
        surface = self.surface()
        scene = None if surface is None else surface.scene
        # Of one type with the ids, which NumPy would otherwise convert for each question.
        return -1 if scene is None or node < 0 else int(rows_of(scene, np.array([node], scene.ids.dtype))[0])

    def rect_of(self, node: int) -> QRect:
        """The place of a node on the screen, at least some pixels wide; empty if it is not drawn."""
        surface, row = self.surface(), self.row_of(node)
        if surface is None or surface.scene is None or row < 0:
            return QRect()
        scene, camera = surface.scene, surface.camera
        x, y = camera.to_picture(scene.xy[row : row + 1])[0].tolist()
        side = max(round(2 * float(scene.radius[row]) * mark_scale(camera.zoom)), _LEAST_SIDE)
        place = QRect(0, 0, side, side)
        place.moveCenter(surface.mapToGlobal(surface.rect().topLeft()))
        place.translate(round(x), round(y))
        return place

    def selected(self) -> SpokenNode | None:
        """The last selected node that is drawn."""
        surface = self.surface()
        nodes = () if surface is None else surface.selected_nodes()
        return self._by_id.get(nodes[-1]) if nodes else None

    # Following the surface

    def list_later(self) -> None:
        """List the nodes anew once the picture rests."""
        self._rest.start()

    def list_nodes(self) -> None:
        """List the nodes nearest the middle, and tell screen readers which names changed."""
        surface = self.surface()
        if surface is None:
            return
        scene, selected = surface.scene, surface.selected_nodes()
        ids = [] if scene is None else _nearest(scene, surface.camera.x, surface.camera.y, selected[-1:])
        still = set(ids)
        for node in [node for node in self._by_id if node not in still]:
            gone = self._by_id.pop(node)
            gone.node = -1
            self._spare.append(gone)
        before, self._nodes = self._nodes, []
        for node in ids:
            if node not in self._by_id:
                spoken = self._spare.pop() if self._spare else SpokenNode(self)
                spoken.node, self._by_id[node] = node, spoken
            self._nodes.append(self._by_id[node])
        self._tell_names()
        if before != self._nodes:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectReorder))

    def _tell_names(self) -> None:
        for spoken in self._nodes:
            if spoken.told and spoken.told != spoken.name():
                QAccessible.updateAccessibility(QAccessibleEvent(spoken, QAccessible.Event.NameChanged))

    def announce(self, said: str) -> None:
        """Say a changed selection; with the keyboard on the canvas, its last node has the focus."""
        self.list_nodes()
        surface, selected = self.surface(), self.selected()
        if surface is None:
            return
        if selected is not None and surface.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(selected, QAccessible.Event.Focus))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(surface, said))

    # The questions of Qt

    def childCount(self) -> int:
        return super().childCount() + len(self._nodes)

    def child(self, index: int) -> QAccessibleInterface:
        place = index - super().childCount()
        if place < 0:
            return super().child(index)
        return self._nodes[place] if place < len(self._nodes) else _NONE

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, SpokenNode):
            return super().childCount() + self._nodes.index(child) if child in self._nodes else -1
        return super().indexOfChild(child)

    def focusChild(self) -> QAccessibleInterface:
        surface, selected = self.surface(), self.selected()
        if surface is not None and surface.hasFocus() and selected is not None:
            return selected
        return super().focusChild()

    def text(self, kind: QAccessible.Text) -> str:
        said, surface = super().text(kind), self.surface()
        if kind != QAccessible.Text.Description or surface is None or surface.scene is None:
            return said
        count, drawn = len(self._nodes), len(surface.scene)
        these = f"{count:,} of {drawn:,} nodes, the nearest to the middle" if count < drawn else f"{drawn:,} nodes"
        return "; ".join(filter(None, (said, these)))

    def forget(self) -> None:
        """Delete the interfaces of the nodes, after the surface."""
        _kept.discard(self)
        for spoken in {*self._nodes, *self._spare}:
            if shiboken6.isValid(spoken):
                QAccessible.deleteAccessibleInterface(spoken.number)


def spoken_picture(surface: Surface) -> SpokenPicture:
    """Give a surface its interface, in place of the one that Qt made for a widget of no known kind."""
    plain = QAccessible.uniqueId(QAccessible.queryAccessibleInterface(surface))
    QAccessible.deleteAccessibleInterface(plain)
    made = SpokenPicture(surface)
    _kept.add(made)
    QAccessible.registerAccessibleInterface(made)
    surface.destroyed.connect(partial(SpokenPicture.forget, made))
    made.list_nodes()
    return made


def _nearest(scene: Scene, x: float, y: float, selected: tuple[int, ...]) -> list[int]:
    """Ids of the nodes nearest a point, at most :data:`MOST` with those ``selected``, the nearest first."""
    distance = np.hypot(scene.xy[:, 0] - x, scene.xy[:, 1] - y)
    rows = np.arange(len(scene))
    if len(scene) > MOST:
        # The selected ones come in wherever they are, then take their place by distance.
        ranked = distance.copy()
        ranked[rows_of(scene, np.array(selected, np.int64))] = -1.0
        rows = np.argpartition(ranked, MOST)[:MOST]
    ids: list[int] = scene.ids[rows[np.argsort(distance[rows], kind="stable")]].tolist()
    return ids
