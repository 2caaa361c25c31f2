"""Overlay: ledger, legend, minimap, zoom buttons, messages and progress over the canvas."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from explorer.pictures.look.legend import as_drawn, legend_entries
from explorer.pictures.look.legend_entry import LegendEntry
from explorer.pictures.look.style import Theme
from explorer.pictures.scene.scene import Scene
from explorer.state.commands import Commands
from explorer.views.camera import Camera
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.model.projection import Projection
from ui.canvas.canvas import Canvas
from ui.overlay.ledger import LedgerChip
from ui.overlay.legend import Legend
from ui.overlay.minimap import Minimap
from ui.overlay.toast import Toast

if TYPE_CHECKING:
    from ui.overlay.busy import BusyStrip

_EDGE, _MANY, _CROWD = 14, 1_000_000, 5000
_NAME = 90, 44
"""The distance in pixels that a name may reach from its node, sideways and down."""


class Overlay(QObject):
    """Owns the small widgets over the canvas and keeps them in their corners."""

    moved = Signal(float, float)

    def __init__(self, canvas: Canvas, commands: Commands) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._entries: tuple[LegendEntry, ...] = ()
        self._left_out: tuple[str, ...] = ()
        self.ledger = LedgerChip(commands)
        self.ledger.setParent(canvas)
        self.legend = Legend()
        self.legend.setParent(canvas)
        self.legend.resized.connect(self.place)
        self.minimap = Minimap(self.moved.emit)
        self.minimap.setParent(canvas)
        self.toast = Toast(canvas, self._covered)
        self.zoom = QWidget(canvas)
        self._zoom_row = QHBoxLayout(self.zoom)
        self._zoom_row.setContentsMargins(0, 0, 0, 0)
        self._zoom_row.setSpacing(2)
        canvas.resized.connect(self.place)
        canvas.fitted.connect(self.make_room)
        canvas.covered_below = self.ledger.sizeHint().height() + _EDGE / 2

    @cached_property
    def busy(self) -> BusyStrip:
        """The strip with the progress of a job; made for the first one."""
        from ui.overlay.busy import BusyStrip

        return BusyStrip(self._canvas)

    def reset_by(self, action: QAction) -> None:
        """Drop filters by this action from the ledger, too."""
        self.ledger.reset = action.trigger

    def add_zoom_buttons(self, actions: list[QAction]) -> None:
        """Put zoom actions beside the minimap."""
        for action in actions:
            button = QToolButton(self.zoom)
            button.setDefaultAction(action)
            self._zoom_row.addWidget(button)
        self.place()

    def show_visible(self, projection: Projection, visible: Visible, view: View) -> None:
        """Explain the marks and lines that are drawn in the legend."""
        self._entries = legend_entries(projection, visible, view)
        self._explain()

    def begin_anew(self) -> None:
        """Open the legend again, since other data is open."""
        self.legend.is_by_hand = False
        self.legend.fold(False)

    def show_ledger(self, visible: Visible, tally: dict[str, int], left_out: tuple[str, ...]) -> None:
        """Show the causes of hiding in the ledger; the legend says which lines this picture does not draw."""
        self.ledger.put(visible, tally, left_out)
        self._left_out = left_out
        self._explain()

    def _explain(self) -> None:
        self.legend.put(as_drawn(self._entries, self._left_out))
        self.place()

    def show_camera(self, scene: Scene, camera: Camera, theme: Theme) -> None:
        """Show in the minimap what the camera sees."""
        self.minimap.put(scene, camera, theme)
        self.place()

    def make_room(self, scene: Scene, camera: Camera) -> None:
        """Fold the legend where it would cover nodes of a picture that was just fitted, and open it where it would not.

        A legend that the user folded or opened stays so.
        """
        if self.toast.isVisible():
            self.toast.choose_place()
        if self.legend.is_by_hand:
            return
        self.legend.fold(False)
        self.place()
        (x, y), reach = camera.to_picture(scene.xy).T, scene.radius * camera.zoom
        right, top = self.legend.width() + _NAME[0], camera.height - self.legend.height() - _NAME[1]
        self.legend.fold(bool(((x - reach < right) & (y + reach > top)).any()))

    def _covered(self, rect: QRect) -> int:
        """The number of nodes under a place over the canvas; other things that lie there count as many."""
        canvas = self._canvas
        others = (self.legend, self.minimap, self.zoom, self.ledger)
        count = sum(_MANY for other in others if other.isVisible() and other.geometry().intersects(rect))
        if canvas.covered_above and rect.left() < rect.width() and rect.top() < canvas.covered_above:
            count += _MANY
        if canvas.scene is None or not 0 < len(canvas.scene) <= _CROWD:
            return count
        (x, y), reach = canvas.camera.to_picture(canvas.scene.xy).T, canvas.scene.radius * canvas.camera.zoom + 4
        inside = (x + reach > rect.left()) & (x - reach < rect.right()) & (y + reach > rect.top())
        return count + int((inside & (y - reach < rect.bottom())).sum())

    def place(self) -> None:
        """Put everything into its corner; the ledger takes what room is left at the bottom."""
        width, height = self._canvas.width(), self._canvas.height()
        for widget in (self.legend, self.zoom):
            widget.adjustSize()
        self.legend.move(_EDGE, height - self.legend.height() - _EDGE)
        is_kept = self.legend.is_by_hand and not self.legend.folded and not self.legend.isHidden()
        corner = (self.legend.width() + _EDGE, self.legend.height() + _EDGE) if is_kept else (0, 0)
        self._canvas.covered_corner = float(corner[0]), float(corner[1])
        self.zoom.move(width - self.zoom.width() - _EDGE, height - self.zoom.height() - _EDGE)
        self.minimap.move(width - self.minimap.width() - _EDGE, self.zoom.y() - self.minimap.height() - 6)
        left, right = self.legend.width() + 2 * _EDGE, self.zoom.x() - _EDGE
        wanted = self.ledger.sizeHint()
        self.ledger.resize(max(min(wanted.width(), right - left), 60), wanted.height())
        middle = min(max(width // 2 - self.ledger.width() // 2, left), max(right - self.ledger.width(), left))
        self.ledger.move(middle, height - self.ledger.height() - _EDGE)
        for placed in (self.toast, self.__dict__.get("busy")):
            if placed is not None and placed.isVisible():
                placed.place()
