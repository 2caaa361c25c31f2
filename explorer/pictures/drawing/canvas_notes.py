"""Notes in a frame: a bubble beside each node and edge with a note, and the notes on the canvas itself."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Marks, Panel, Text
from explorer.pictures.drawing.frame import FIXED, Frame
from explorer.pictures.drawing.labels import Rect
from explorer.pictures.look.style import Colour, mix, rgba
from explorer.pictures.scene.label_lines import LABEL_SIZE, LINE_HEIGHT, NOTE_WIDTH, Measure, wrap
from explorer.pictures.scene.loops import loop_step
from explorer.pictures.scene.notes import CanvasNote
from explorer.pictures.scene.scene import Scene
from explorer.views.camera import Camera, text_scale
from graph.named import NamedTuple

_AMBER = rgba("#e3a008")
_NOTES_FROM = 0.16
"""Zoom from which notes on the canvas are legible; below it, a bubble stands for each."""
_PAD, _MOST_LINES = 9.0, 9
_BUBBLE = 6.2
_WORD = 6.5
"""Half the height of the words along an edge, which a bubble must not cover."""


class Laid(NamedTuple):
    """A note on the canvas, with its place and lines in the picture."""

    note: CanvasNote
    rect: Rect
    lines: tuple[str, ...]
    size: float


def laid_out(scene: Scene, camera: Camera, measure: Measure, *, full: bool = False) -> list[Laid]:
    """The legible notes on the canvas in this picture, the topmost last."""
    if not scene.notes or not scene.notes.canvas_notes or (camera.zoom < _NOTES_FROM and not full):
        return []
    size = float(round(LABEL_SIZE * text_scale(camera.zoom)))
    pad = _PAD * size / LABEL_SIZE
    laid = []
    for note in scene.notes.canvas_notes:
        x, y = camera.to_picture(np.array([[note.x, note.y]]))[0].tolist()
        lines = _lines(note.text, measure)
        width = max(measure(line, size, False)[0] for line in lines) + 2 * pad
        height = len(lines) * size * LINE_HEIGHT + 1.5 * pad
        laid.append(Laid(note, (x, y, x + width, y + height), lines, size))
    return laid


def note_at(scene: Scene, camera: Camera, measure: Measure, px: float, py: float) -> CanvasNote | None:
    """The topmost canvas note under a pixel."""
    for laid in reversed(laid_out(scene, camera, measure)):
        left, top, right, bottom = laid.rect
        if left <= px <= right and top <= py <= bottom:
            return laid.note
    return None


@lru_cache(maxsize=2000)
def _lines(text: str, measure: Measure) -> tuple[str, ...]:
    """A text in lines, with its own line breaks; a long text ends in an ellipsis."""
    lines: list[str] = []
    for paragraph in text.strip().splitlines() or [""]:
        lines += wrap(" ".join(paragraph.split()), measure, width=NOTE_WIDTH, most=_MOST_LINES)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip("… ") + "…"]
    return tuple(lines)


def draw_notes(frame: Frame) -> None:
    """Draw bubbles and canvas notes. Words placed later do not cover them."""
    notes = frame.scene.notes
    if not notes:
        return
    nodes = np.array([i for i in notes.nodes if frame.sight[i]], np.int64)
    edges = np.array([i for i in notes.edges if frame.edge_sight[i]], np.int64)
    radius = _BUBBLE * min(max(frame.scale, 0.95), 1.4)
    spots = np.concatenate((_beside_nodes(frame, nodes, radius), _beside_edges(frame, edges, radius)))
    near = np.concatenate((frame.near[nodes], frame.lit[edges] | (not frame.emphasis)))
    _draw_bubbles(frame, spots, near, radius)
    laid = laid_out(frame.scene, frame.camera, frame.measure, full=frame.full)
    for each in laid:
        _draw_note(frame, each)
    if notes.canvas_notes and not laid:
        frame.leave_out("texts of notes")
        places = frame.camera.to_picture(np.array([[note.x, note.y] for note in notes.canvas_notes]))
        _draw_bubbles(frame, places, np.ones(len(places), bool), radius)


def _beside_nodes(frame: Frame, rows: NDArray[np.int64], radius: float) -> NDArray[np.float64]:
    """Positions of bubbles at nodes: above right, with the tip at the outline."""
    reach = 0.7 * frame.radius[rows]
    clear = np.where(frame.scene.pinned[rows], 3.0, 0.0)
    x, y = frame.xy[rows, 0] + reach + clear, frame.xy[rows, 1] - reach - clear
    return np.stack((x + 0.7 * radius, y - 1.25 * radius), axis=1)


def _beside_edges(frame: Frame, rows: NDArray[np.int64], radius: float) -> NDArray[np.float64]:
    """Positions of bubbles at edges: above the middle of the line, so that words along it keep their place."""
    scene = frame.scene
    source, loop = scene.source[rows], scene.loop[rows]
    a, b = frame.xy[source].astype(np.float64), frame.xy[scene.target[rows]].astype(np.float64)
    along = b - a
    normal = np.stack((-along[:, 1], along[:, 0]), axis=1)
    normal /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    middle = (a + b) / 2 + normal * (scene.bend[rows] * frame.camera.zoom)[:, None]
    below = (normal[:, 1] > 0) | ((normal[:, 1] == 0) & (normal[:, 0] < 0))
    normal[below] *= -1
    off = np.abs(normal).sum(axis=1) * (_WORD + 1.15 * radius)
    spots: NDArray[np.float64] = middle + normal * off[:, None]
    r = frame.radius[source]
    top = 0.94 * r + 0.75 * (r * 0.6 + loop_step(frame.scale) * loop)
    spots[loop > 0] = (a - np.stack((np.zeros(len(rows)), top + 1.3 * radius), axis=1))[loop > 0]
    return spots


def _draw_bubbles(frame: Frame, spots: NDArray[np.floating], near: NDArray[np.bool_], radius: float) -> None:
    theme = frame.theme
    for lit in (False, True):
        some = spots[near == lit]
        if not len(some):
            continue
        fill: Colour = _AMBER if lit else theme.faded(_AMBER, 0.7)
        sizes = np.full(len(some), radius, np.float32)
        frame.items.append(Marks("bubble", some.astype(np.float32), sizes, fill, theme.paper, 1.2))
        for x, y in some.tolist():
            frame.taken.take((x - 1.15 * radius, y - radius, x + 1.15 * radius, y + 1.2 * radius), FIXED)


def _draw_note(frame: Frame, laid: Laid) -> None:
    left, top, right, bottom = laid.rect
    camera, theme, size = frame.camera, frame.theme, laid.size
    if right < 0 or bottom < 0 or left > camera.width or top > camera.height:
        return
    frame.taken.take((left - 3, top - 3, right + 3, bottom + 3), FIXED)
    paper, edge = mix(theme.card, _AMBER, 0.17), mix(theme.card, _AMBER, 0.62)
    items: list[Item] = [Panel(left, top, right - left, bottom - top, paper, edge, 4.0)]
    pad = _PAD * size / LABEL_SIZE
    base = top + 0.75 * pad + 0.8 * size * LINE_HEIGHT
    for k, line in enumerate(laid.lines):
        items.append(Text(left + pad, base + k * size * LINE_HEIGHT, line, size, theme.ink, "start"))
    frame.items += items
