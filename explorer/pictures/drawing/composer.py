"""Composer: turns a scene and a camera into a display list."""

from __future__ import annotations

from collections.abc import Callable

from explorer.pictures.drawing.display import Display
from explorer.pictures.drawing.frame import Card, Emphasis, Frame
from explorer.pictures.drawing.marks import draw_chips, draw_marks
from explorer.pictures.drawing.rings import draw_although
from explorer.pictures.drawing.strokes import draw_strokes
from explorer.pictures.drawing.words import draw_guides, writing_words
from explorer.pictures.look.style import Theme
from explorer.pictures.scene.label_lines import USUAL, Block, Measure, Wrapping, wrap
from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.spots import Known
from explorer.views.camera import Bounds, Camera
from graph.work.progress import Job, Progress, finish

_MOST_KEPT = 20_000
_STEP = Progress("Drawing")


class Composer:
    """Makes display lists of scenes. ``card`` gives the words for the card of a drawn node.

    It caches the lines of broken labels and the places around nodes, so that the next frame costs less; it has no other
    state.
    """

    def __init__(self, measure: Measure, card: Card | None = None) -> None:
        self.measure, self.card = measure, card
        self._known: Known | None = None
        self._wrapped: dict[tuple[str, bool, Wrapping], list[str]] = {}
        self._blocks: dict[tuple[str, bool, float, Wrapping], Block] = {}

    def compose(
        self, scene: Scene, camera: Camera, theme: Theme, emphasis: Emphasis | None = None, *, full: bool = False,
        covered: tuple[Bounds, ...] = (),
    ) -> Display:  # fmt: skip
        """The display list of ``scene`` from ``camera``; ``full`` draws everything, at any cost in time.

        No words stand at places that something else will have ``covered``, in pixels.
        """
        return finish(self.composing(scene, camera, theme, emphasis, full=full, covered=covered))

    def composing(
        self, scene: Scene, camera: Camera, theme: Theme, emphasis: Emphasis | None = None, *, full: bool = False,
        covered: tuple[Bounds, ...] = (), hasty: bool = False,
    ) -> Job[Display]:  # fmt: skip
        """:meth:`compose` in small steps, with the words that are known now; it may go on in another thread.

        In a ``hasty`` picture names keep the places of the last one, and no others are searched for.
        """
        card = self.card
        emphasis = Emphasis() if emphasis is None else emphasis
        if scene.differs is not None and not emphasis:
            from explorer.pictures.drawing.signs import standing_out  # late: few pictures compare anything

            found = standing_out(scene)
            emphasis = found._replace(selected=emphasis.selected)
        known = self._known_of(scene, camera)
        lines, blocks = self.lines_of, self.block_of
        made = scene, camera, theme, emphasis, self.measure, lines, blocks, known, card, full, covered, hasty
        return _steps(lambda: Frame(*made))

    def _known_of(self, scene: Scene, camera: Camera) -> Known:
        if self._known is None or not self._known.is_of(scene, camera.zoom):
            self._known = Known(scene, camera.zoom, self._known)
        return self._known

    def lines_of(self, label: str, bold: bool, wrapping: Wrapping = USUAL) -> list[str]:
        """The lines of a label as drawn."""
        key = label, bold, wrapping
        lines = self._wrapped.get(key)
        if lines is None:
            if len(self._wrapped) > _MOST_KEPT:
                self._wrapped.clear()
            lines = self._wrapped[key] = wrap(label, self.measure, bold, *wrapping)
        return lines

    def block_of(self, label: str, bold: bool, size: float, wrapping: Wrapping = USUAL) -> Block:
        """The lines of a label and their width at a size."""
        key = label, bold, size, wrapping
        block = self._blocks.get(key)
        if block is None:
            if len(self._blocks) > _MOST_KEPT:
                self._blocks.clear()
            lines = self.lines_of(label, bold, wrapping)
            block = self._blocks[key] = Block(lines, max(self.measure(line, size, bold)[0] for line in lines))
        return block


def _steps(begin: Callable[[], Frame]) -> Job[Display]:
    frame = begin()
    # The pointer may search for nodes at any time and cannot wait.
    frame.index.make_ready()
    yield _STEP
    draw_guides(frame)
    if frame.scene.times is not None:
        from explorer.pictures.drawing.time_bars import draw_bars, draw_cuts  # late: few pictures have a time axis

        draw_bars(frame, frame.scene.times)
        draw_cuts(frame)
    draw_strokes(frame)
    yield _STEP
    draw_marks(frame)
    if frame.scene.although is not None:
        draw_although(frame)
    if frame.scene.chips is not None:
        draw_chips(frame)
    if frame.scene.differs is not None:
        from explorer.pictures.drawing.signs import draw_differences

        draw_differences(frame)
    if frame.scene.notes:
        from explorer.pictures.drawing.canvas_notes import draw_notes

        draw_notes(frame)
    if frame.scene.numbers is not None:
        from explorer.pictures.drawing.signs import draw_numbers  # late: only published pictures have numbers

        draw_numbers(frame)
    for _ in writing_words(frame):
        yield _STEP
    camera = frame.camera
    return Display(camera.width, camera.height, frame.theme.paper, tuple(frame.items), tuple(frame.left_out))
