"""Words in a frame: titles of guides, names and cards of nodes, words along edges, without overlaps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Lines, Text
from explorer.pictures.drawing.frame import FIXED, Frame
from explorer.pictures.drawing.labels import Rect
from explorer.pictures.drawing.names import writing_names
from explorer.pictures.look.style import Colour, mix
from graph.layout.problem import UNDATED

PREDICATES_FROM = 0.95
"""Zoom from which words along edges are drawn."""
_MOST_PREDICATES = 400
_GUIDE_SIZE = 12.0
_STEP = 80
_THICK = 1.8
"""Lines of this width and more are interrupted under their words."""


def draw_guides(frame: Frame) -> None:
    """Draw the axis and lanes of a timeline, behind everything else."""
    faint = mix(frame.theme.paper, frame.theme.quiet, 0.22)
    ink = mix(frame.theme.paper, frame.theme.quiet, 0.85)
    camera = frame.camera
    ends = [guide.end for guide in frame.scene.guides if guide.axis == "y" and guide.text != UNDATED]
    bottom = (max(ends) - camera.y) * camera.zoom + camera.height / 2 if ends else camera.height
    for guide in frame.scene.guides:
        across = guide.axis == "y"
        at = guide.start if across else guide.at
        if across:
            y = (at - camera.y) * camera.zoom + camera.height / 2
            line, spot = (0.0, y, camera.width, y), (8.0, y + 16)
        else:
            x = (at - camera.x) * camera.zoom + camera.width / 2
            line, spot = (x, 0.0, x, bottom), (x + 4, 18.0)
        frame.items.append(Lines(np.array([line], np.float32), faint, 1.0))
        width, _ = frame.measure(guide.text, _GUIDE_SIZE, across)
        rect = (spot[0], spot[1] - 12, spot[0] + width, spot[1] + 4)
        if frame.taken.is_free(rect):
            frame.taken.take(rect, FIXED)
            frame.items.append(Text(*spot, guide.text, _GUIDE_SIZE, ink, "start", across, halo=frame.theme.paper))


def writing_words(frame: Frame) -> Iterator[None]:
    """Write names of nodes, then words along edges, in steps of a few words, so that a window can react between."""
    yield from writing_names(frame)
    frame.taken.give_back()
    yield from _writing_predicates(frame)


def _writing_predicates(frame: Frame) -> Iterator[None]:
    """Write words along edges that are long enough: at any zoom for edges that stand out, at high zoom for others."""
    near = frame.camera.zoom >= PREDICATES_FROM
    if not near and not frame.lit.any():
        return
    scene = frame.scene
    straight = scene.loop == 0
    size = float(round(10.0 * frame.text_scale))
    for lit in (True, False):
        if not lit and not near:
            continue
        rows = np.flatnonzero(straight & (frame.lit == lit) & frame.edge_sight)
        if len(rows) > _MOST_PREDICATES and not frame.full:
            frame.left_out.append(f"{len(rows) - _MOST_PREDICATES:,} words along lines")
        colour = frame.theme.ink if lit else mix(frame.theme.edge, frame.theme.quiet, 0.75)
        if not lit and frame.emphasis:
            colour = frame.theme.faded(colour, 0.6)
        written: list[Text] = []
        thick: dict[float, list[tuple[float, ...]]] = {}
        for count, chord in enumerate(_chords(frame, rows if frame.full else rows[:_MOST_PREDICATES])):
            found = _write_along(frame, chord, size, colour)
            if found is not None:
                written.append(found[0])
                if chord.width > _THICK:
                    thick.setdefault(chord.width, []).append(found[1])
            if count % _STEP == 0:
                yield
        # A thick line would show between the letters, as dark as they are.
        frame.items += (
            Lines(np.array(spans, np.float32), frame.theme.paper, width + 2.0) for width, spans in thick.items()
        )
        frame.items += written


class _Chord(NamedTuple):
    """An edge from middle to middle: its ends, the radii of these together, its row, bend and width; in pixels."""

    ax: float
    ay: float
    bx: float
    by: float
    radii: float
    row: int
    bend: float
    width: float


def _chords(frame: Frame, rows: NDArray[np.int64]) -> Iterator[_Chord]:
    scene = frame.scene
    source, target = scene.source[rows], scene.target[rows]
    ends = (*frame.xy[source].T, *frame.xy[target].T, frame.radius[source] + frame.radius[target], rows)
    bend, width = scene.bend[rows].astype(np.float64) * frame.camera.zoom, scene.width[rows]
    return map(_Chord, *(column.tolist() for column in (*ends, bend, width)))


def _write_along(frame: Frame, chord: _Chord, size: float, colour: Colour) -> tuple[Text, tuple[float, ...]] | None:
    """The words of an edge, and the part of the edge that they cover; None without room."""
    ax, ay, bx, by, radii, row, bend, _ = chord
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    text = frame.scene.edge_words[row]
    width = frame.measure(text, size, False)[0]
    if width + 12 > length - radii:
        return None
    x, y = (ax + bx) / 2 - dy / length * bend, (ay + by) / 2 + dx / length * bend
    angle = math.degrees(math.atan2(dy, dx))
    if angle > 90 or angle <= -90:
        angle += 180 if angle <= 0 else -180
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    if not frame.taken.take_chain(_squares(x, y, cos * width / 2, sin * width / 2, size, width)):
        return None
    drop, reach = size * 0.34, width / 2 + 3
    across, down = cos * reach, sin * reach
    words = Text(x - sin * drop, y + cos * drop, text, size, colour, angle=angle, halo=frame.theme.paper)
    return words, (x - across, y - down, x + across, y + down)


def _squares(x: float, y: float, dx: float, dy: float, size: float, width: float) -> list[Rect]:
    """The place of a slanted word as a chain of small squares, ``dx`` and ``dy`` from its middle to its end."""
    half, last = size * 0.6, max(1, int(width / size))
    rects: list[Rect] = []
    for k in range(last + 1):
        t = -1 + 2 * k / last
        mx, my = x + dx * t, y + dy * t
        rects.append((mx - half, my - half, mx + half, my + half))
    return rects
