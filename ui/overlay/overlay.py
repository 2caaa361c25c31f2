"""Overlay: ledger, legend, minimap, zoom buttons, messages and progress over the canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from explorer.pictures.drawing.display import Text
from explorer.pictures.look.style import Theme
from explorer.pictures.scene.scene import Scene
from explorer.views.camera import Bounds, Camera
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.model.projection import Projection
from graph.rdf.unread import Unread
from ui.canvas.canvas import Canvas
from ui.overlay.ledger import LedgerChip
from ui.overlay.legend import Legend
from ui.overlay.minimap import Minimap
from ui.overlay.toast import Toast

if TYPE_CHECKING:
    from explorer.pictures.look.legend_entry import LegendEntry
    from explorer.state.commands import Commands
    from ui.overlay.busy import BusyStrip

_EDGE, _MANY, _CROWD = 14, 1_000_000, 5000
_LINES_KEPT = 2
"""Lines of the ledger for which there is always room below a fitted picture."""
_MOVES, _BESIDE = 3, 3
"""The number of times that new pictures move a message, and the pixels between a name and what lies over the canvas."""
_NAME = 90, 44
"""The distance in pixels that a name may reach from its node, sideways and down."""


class Overlay(QObject):
    """Owns the small widgets over the canvas and keeps them in their corners."""

    moved = Signal(float, float)

    def __init__(self, canvas: Canvas, commands: Callable[[], Commands]) -> None:
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
        self._is_minimap_high = False
        self._fitted: tuple[Scene, Camera] | None = None
        self.toast = Toast(canvas, self._covered, self._floor)
        self._moves_left = 0
        """So many pictures may move a message that covers names; it does not follow a camera that moves."""
        self.toast.turned.connect(self._turn_message)
        self._strip: QWidget | None = None
        self.zoom = QWidget(canvas)
        self._zoom_row = QHBoxLayout(self.zoom)
        self._zoom_row.setContentsMargins(0, 0, 0, 0)
        self._zoom_row.setSpacing(2)
        canvas.resized.connect(self.place)
        canvas.fitted.connect(self.make_room)
        canvas.covered_below = self._ledger_room

    def keep_clear(self, strip: QWidget) -> None:
        """Keep messages off another strip over the canvas."""
        self._strip = strip

    @cached_property
    def busy(self) -> BusyStrip:
        """The strip with the progress of a job; made for the first one."""
        from ui.overlay.busy import BusyStrip

        strip = BusyStrip(self._canvas, self._row)
        strip.turned.connect(self.move_message)
        return strip

    def reset_by(self, action: QAction) -> None:
        """Drop filters by this action from the ledger, too."""
        self.ledger.reset = action.trigger

    def show_places_by(self, places: QAction, dates: QAction) -> None:
        """Show the places, and the dates, that could not be read by these actions from the ledger, too."""
        self.ledger.show_places, self.ledger.show_dates = places.trigger, dates.trigger

    def add_zoom_buttons(self, actions: list[QAction]) -> None:
        """Put zoom actions beside the minimap."""
        for action in actions:
            button = QToolButton(self.zoom)
            button.setDefaultAction(action)
            self._zoom_row.addWidget(button)
        self.place()

    def show_visible(self, projection: Projection, visible: Visible, view: View) -> None:
        """Explain the marks and lines that are drawn in the legend."""
        from explorer.pictures.look.legend import legend_entries  # late: the legend comes after the first picture

        self._entries = legend_entries(projection, visible, view)
        self._explain()

    def begin_anew(self) -> None:
        """Open the legend again, since other data is open."""
        self.legend.is_by_hand = False
        self.legend.fold(False)

    def show_ledger(
        self, visible: Visible, tally: dict[str, int], left_out: tuple[str, ...], unread: Unread | None = None,
        doubts: tuple[str, ...] = (), known: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Show the causes of hiding in the ledger; the legend says which lines this picture does not draw."""
        self.ledger.put(visible, tally, left_out, unread, doubts, known)
        self._left_out = left_out
        self._explain()
        if self._moves_left and not self.toast.isHidden() and _under(self.toast.geometry(), self._words()):
            self._moves_left -= 1
            self.move_message()
        if self._ledger_room > self._canvas.covered_below:
            self._follow_message()

    def _explain(self) -> None:
        from explorer.pictures.look.legend import as_drawn

        self.legend.put(as_drawn(self._entries, self._left_out))
        self.place()
        # The entries may come after the picture was fitted.
        if self._fitted is not None and self._canvas.is_fitted:
            self._fold_legend(*self._fitted)
            self.place()

    def show_camera(self, scene: Scene, camera: Camera, theme: Theme) -> None:
        """Show in the minimap what the camera sees."""
        self.minimap.put(scene, camera, theme)
        self.place()
        is_over = not self.minimap.isHidden() and self.toast.geometry().intersects(self.minimap.geometry())
        if is_over and not self.toast.isHidden():
            self.move_message()

    def make_room(self, scene: Scene, camera: Camera) -> None:
        """Fold the legend where it would cover nodes of a picture that was just fitted, and open it where it would not.

        Titles of lanes count like nodes. A legend that the user folded or opened stays so. The minimap goes to the
        upper corner if it would cover more nodes in the lower one.
        """
        self._fitted, self._moves_left = (scene, camera), _MOVES
        self._fold_legend(scene, camera)
        is_whole = self._canvas.is_fitted
        low, high = (0, 0) if is_whole else _nodes_in(self._minimap_spots(), scene, camera, *_NAME)
        self._is_minimap_high = high < low
        self.move_message()

    def move_message(self) -> None:
        """Find another place for a message, since something else lies over the canvas now."""
        if not self.toast.isHidden():
            self.toast.choose_place()
        self._follow_message()

    def _fold_legend(self, scene: Scene, camera: Camera) -> None:
        if self.legend.is_by_hand:
            return
        size = self.legend.open_size()
        right, top = size.width() + _NAME[0], camera.height - size.height() - _NAME[1]
        # The corner is brought to the scene, since there may be 100,000 nodes to bring to the picture.
        to_right, to_top = camera.to_scene(right, top)
        x, y = scene.xy.T
        lanes = [
            (guide.start - camera.y) * camera.zoom + camera.height / 2 for guide in scene.guides if guide.axis == "y"
        ]
        titled = any(top < title < camera.height for title in lanes)
        self.legend.fold(titled or bool(((x - scene.radius < to_right) & (y + scene.radius > to_top)).any()))

    def _row(self) -> QRect:
        """The row of the ledger, which no node of a fitted picture reaches, with all above it."""
        left, right = self.legend.width() + 2 * _EDGE, self.zoom.x() - _EDGE
        return QRect(left, 0, right - left, self._canvas.height() - _EDGE)

    def _floor(self) -> QRect:
        """The place at the lower edge for a message: the row of the ledger, or what is above the progress there."""
        row, busy = self._row(), self._shown_busy
        return row if busy is None else row.adjusted(0, 0, 0, -busy.height() - 6)

    @property
    def _shown_busy(self) -> BusyStrip | None:
        busy: BusyStrip | None = self.__dict__.get("busy")  # not made for this question
        return None if busy is None or busy.isHidden() else busy

    def _nodes_under(self, places: Iterable[QRect]) -> Iterator[int]:
        """The number of nodes under each place over the canvas, once nodes and camera are at rest."""
        scene, camera = self._canvas.coming, self._canvas.aim
        if scene is None or not 0 < len(scene) <= _CROWD:
            yield from (0 for _ in places)
            return
        yield from _nodes_in(places, scene, camera)

    def _minimap_spots(self) -> tuple[QRect, QRect]:
        """The places of the minimap: the lower and the upper right corner."""
        size = self.minimap.size()
        x, y = self._canvas.width() - size.width() - _EDGE, self.zoom.y() - size.height() - 6
        return QRect(QPoint(x, y), size), QRect(QPoint(x, _EDGE), size)

    def _covered(self, places: Sequence[QRect]) -> Iterator[int]:
        """The number of nodes under each place over the canvas; other things that lie there count as many."""
        others = (self.legend, self.minimap, self.zoom, self.ledger, self._strip, self._shown_busy)
        over = [o.geometry() for o in others if o is not None and (not o.isHidden() or o is self.ledger)]
        words = self._words()
        for place, nodes in zip(places, self._nodes_under(places)):
            yield nodes + _under(place, words) + _MANY * sum(other.intersects(place) for other in over)

    def _words(self) -> NDArray[np.float64]:
        """The places (k, 4) of the words in the picture; none while it shows another camera or is being made."""
        canvas, rendering = self._canvas, self._canvas.rendering
        if rendering.display is None or not canvas.is_sharp or rendering.camera != canvas.aim:
            return np.empty((0, 4))
        from explorer.pictures.drawing.extent import extent  # late: the first picture covers no words

        found = (extent(item, canvas.composer.measure) for item in rendering.display.items if isinstance(item, Text))
        return np.array([each for each in found if each is not None]).reshape(-1, 4)

    def _turn_message(self) -> None:
        self._moves_left = _MOVES
        self._follow_message()

    def _follow_message(self) -> None:
        """Let the ledger give way to what stands in its row, and a fitted picture to what is higher."""
        canvas, row = self._canvas, self._ledger_room
        low: list[QWidget] = [each for each in (self._low_message, self._shown_busy) if each is not None]
        needed = max([row, *(float(canvas.height() - each.y()) for each in low)])
        is_more, canvas.covered_below = needed > canvas.covered_below, needed
        if is_more and canvas.is_fitted and any(self._nodes_under([each.geometry() for each in (*low, self.ledger)])):
            canvas.fit()
        self.place()

    @property
    def _ledger_room(self) -> float:
        """The height at the lower edge for all lines of the ledger."""
        return max(self.ledger.height_of(_LINES_KEPT), self.ledger.height()) + _EDGE / 2

    @property
    def _low_message(self) -> Toast | None:
        return self.toast if self.toast.is_low and not self.toast.isHidden() else None

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
        self.minimap.move(self._minimap_spots()[self._is_minimap_high].topLeft())
        row = self._row()
        left, right = row.left(), row.right() + 1
        self.ledger.resize(self.ledger.fitted(max(right - left, 60)))
        middle = min(max(width // 2 - self.ledger.width() // 2, left), max(right - self.ledger.width(), left))
        self.ledger.move(middle, height - self.ledger.height() - _EDGE)
        busy = self._shown_busy
        self.ledger.setVisible(busy is None and self._low_message is None)
        for placed in (busy, None if self.toast.isHidden() else self.toast):
            if placed is not None:
                placed.place()
        self._keep_words_clear()

    def _keep_words_clear(self) -> None:
        """Let the next picture write no words under what lies over the canvas; it is made now if it would differ.

        The row of the ledger stays as it is while the words of the ledger change, since they depend on the picture.
        """
        canvas = self._canvas
        row = QRect(0, 0, self.zoom.x(), canvas.height())
        row.setTop(round(canvas.height() - max(self._ledger_room, canvas.covered_below) + _EDGE / 2))
        widgets = (self.legend, self.zoom, self.minimap, self._low_message, self._shown_busy)
        places = [row, *(each.geometry() for each in widgets if each is not None and not each.isHidden())]
        beside = [place.adjusted(-_BESIDE, -_BESIDE, _BESIDE, _BESIDE) for place in places]
        canvas.covered = tuple((float(r.left()), float(r.top()), float(r.right()), float(r.bottom())) for r in beside)
        if canvas.is_sharp and canvas.covered != canvas.drawn_covered:
            words = self._words()
            stay = all(any(_holds(now, before) for now in canvas.covered) for before in canvas.drawn_covered)
            if not stay or any(_under(place, words) for place in beside):
                canvas.draw_again()


def _holds(outer: Bounds, inner: Bounds) -> bool:
    """True if a rectangle lies within another."""
    return all(a <= b for a, b in zip(outer[:2], inner[:2])) and all(a >= b for a, b in zip(outer[2:], inner[2:]))


def _under(place: QRect, rects: NDArray[np.float64]) -> int:
    """The number of rectangles (k, 4) under a place."""
    left, top, right, bottom = rects.T
    inside = (left < place.right()) & (right > place.left()) & (top < place.bottom()) & (bottom > place.top())
    return int(np.count_nonzero(inside))


def _nodes_in(places: Iterable[QRect], scene: Scene, camera: Camera, aside: int = 0, down: int = 0) -> Iterator[int]:
    """The number of nodes under each place over the canvas, with names that reach so far from them in pixels."""
    (x, y), reach = camera.to_picture(scene.xy).T, scene.radius * camera.zoom + 4
    left, top, right, bottom = x - reach - aside, y - reach, x + reach + aside, y + reach + down
    for place in places:
        inside = (right > place.left()) & (left < place.right()) & (bottom > place.top()) & (top < place.bottom())
        yield int(np.count_nonzero(inside))
