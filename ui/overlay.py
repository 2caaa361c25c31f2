"""What lies over the canvas: ledger, legend, minimap, zoom buttons, messages and progress."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from explorer.camera import Camera
from explorer.commands import Commands
from explorer.legend import legend_entries
from explorer.scene import Scene
from explorer.style import Theme
from explorer.visible import Visible
from graph.projection import Projection
from ui.busy import BusyStrip
from ui.canvas.canvas import Canvas
from ui.panels.ledger import LedgerChip
from ui.panels.legend import Legend
from ui.panels.minimap import Minimap
from ui.toast import Toast

_EDGE = 14


class Overlay(QObject):
    """Owns the small widgets over the canvas and keeps them in their corners."""

    moved = Signal(float, float)

    def __init__(self, canvas: Canvas, commands: Commands) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.ledger = LedgerChip(commands)
        self.ledger.setParent(canvas)
        self.legend = Legend()
        self.legend.setParent(canvas)
        self.minimap = Minimap(self.moved.emit)
        self.minimap.setParent(canvas)
        self.toast = Toast(canvas)
        self.busy = BusyStrip(canvas)
        self.zoom = QWidget(canvas)
        row = QHBoxLayout(self.zoom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        canvas.installEventFilter(self)

    def add_zoom_buttons(self, actions: list[QAction]) -> None:
        """Put zoom actions beside the minimap."""
        for action in actions:
            button = QToolButton(self.zoom)
            button.setDefaultAction(action)
            button.setFocusPolicy(button.focusPolicy())
            self.zoom.layout().addWidget(button)
        self.place()

    def show_visible(self, projection: Projection, visible: Visible) -> None:
        """Tell the legend what is drawn."""
        self.legend.show_entries(legend_entries(projection, visible), projection.has_evidence)
        self.place()

    def show_ledger(self, visible: Visible, tally: dict[str, int], left_out: tuple[str, ...]) -> None:
        """Tell the ledger what is held back and left out."""
        self.ledger.show_ledger(visible, tally, left_out)
        self.place()

    def show_camera(self, scene: Scene, camera: Camera, theme: Theme) -> None:
        """Tell the minimap where one looks."""
        self.minimap.show_camera(scene, camera, theme)
        self.place()

    def eventFilter(self, watched: QObject, event: object) -> bool:
        from PySide6.QtCore import QEvent

        if isinstance(event, QEvent) and event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def place(self) -> None:
        """Put everything into its corner."""
        width, height = self._canvas.width(), self._canvas.height()
        for widget in (self.ledger, self.legend, self.zoom):
            widget.adjustSize()
        self.legend.move(_EDGE, height - self.legend.height() - _EDGE)
        ledger_left = max(self.legend.width() + 2 * _EDGE, (width - self.ledger.width()) // 2)
        self.ledger.move(ledger_left, height - self.ledger.height() - _EDGE)
        self.zoom.move(width - self.zoom.width() - _EDGE, height - self.zoom.height() - _EDGE)
        self.minimap.move(width - self.minimap.width() - _EDGE, self.zoom.y() - self.minimap.height() - 6)
        for placed in (self.toast, self.busy):
            if placed.isVisible():
                placed.place()


