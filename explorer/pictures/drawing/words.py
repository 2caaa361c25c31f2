"""Words in a frame: names, cards, words along edges and titles of guides, without overlaps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Lines, Panel, Text
from explorer.pictures.drawing.frame import FIXED, Frame
from explorer.pictures.drawing.labels import Rect
from explorer.pictures.look.style import Colour, mix
from explorer.pictures.scene.label_lines import LABEL_GAP, LABEL_SIZE, LINE_HEIGHT
from graph.layout.problem import UNDATED

NAMES_FROM, PREDICATES_FROM, CARDS_FROM = 0.16, 0.95, 1.75
"""Zoom from which names, words along edges, and cards are drawn."""
_MOST_NAMES, _MOST_OBSTACLES, _MOST_PREDICATES = 500, 4000, 400
_SEEN = 3.0
"""No word covers a node of a larger radius."""
_FEW = 60
"""Up to so many nodes are all named at any zoom."""
_LEAST_TRIED, _CROWD = 160, 1_500_000
_MOST_LANDMARKS, _MOST_MADE_ROOM = 45, 80
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
    """Write names of nodes, the most important first, as cards at high zoom; then words along edges.

    Places do not depend on the selection or the hovered node, so that names do not jump. Only after that do names of
    selected nodes and their neighbours get room. It works in steps of a few words, so that a window can react between.
    """
    shown = np.flatnonzero(frame.sight)
    _keep_clear(frame, shown)
    ranking = frame.index.ranking
    order = ranking[frame.sight[ranking]]
    tried = order[: _most_names(frame, len(order))]
    placed: dict[int, _Place] = {}
    for count, i in enumerate(tried.tolist()):
        place = _find_place(frame, i)
        if place is not None:
            frame.taken.take(place.rect, i)
            placed[i] = place
        if count % _STEP == 0:
            yield
    if frame.emphasis:
        _make_room(frame, shown, placed)
    for place in placed.values():
        frame.items += place.items
    if len(placed) < len(order):
        missing = len(order) - len(placed)
        frame.left_out.append(f"{missing:,} name{'s' if missing > 1 else ''}")
    yield from _writing_predicates(frame)


def _most_names(frame: Frame, count: int) -> int:
    """The number of nodes to try: at low zoom only the landmarks, or names would hide the picture."""
    if frame.camera.zoom < NAMES_FROM and count > _FEW:
        return _MOST_LANDMARKS
    if frame.full:
        return count
    # Among thousands of crowded nodes, nearly every name finds no room.
    return min(_MOST_NAMES, max(_LEAST_TRIED, _CROWD // max(count, 1)))


def _keep_clear(frame: Frame, shown: NDArray[np.int64]) -> None:
    """Take the places of nodes, so that no word covers one."""
    large = shown[frame.radius[shown] > _SEEN][:_MOST_OBSTACLES]
    xy, r = frame.xy[large], frame.radius[large, None]
    frame.taken.take_all(np.concatenate((xy - r, xy + r), axis=1), large)


class _Place(NamedTuple):
    """The place for the words of a node."""

    rect: Rect
    items: list[Item]


def _make_room(frame: Frame, shown: NDArray[np.int64], placed: dict[int, _Place]) -> None:
    """Place names of nodes that stand out and found no room, over names of faded nodes."""
    wanted = [i for i in shown[frame.near[shown]].tolist() if i not in placed]
    wanted.sort(key=lambda i: (not frame.marked[i], -float(frame.scene.importance[i])))
    if not wanted:
        return
    frame.taken = frame.taken.emptied(FIXED)
    _keep_clear(frame, shown)
    for i, place in placed.items():
        if frame.near[i]:
            frame.taken.take(place.rect, i)
    for i in wanted[:_MOST_MADE_ROOM]:
        found = _find_place(frame, i)
        if found is not None:
            frame.taken.take(found.rect, i)
            placed[i] = found
    for i in [i for i in placed if not frame.near[i]]:
        if not frame.taken.is_free(placed[i].rect, i):
            del placed[i]


def _find_place(frame: Frame, i: int) -> _Place | None:
    """A free place for the card or name of a node: below it, else beside, above or at a corner; None without room."""
    if frame.camera.zoom >= CARDS_FROM and frame.card is not None:
        card = _card(frame, i)
        if card is not None:
            return card
    bold = bool(frame.scene.strong[i])
    lines = frame.lines_of(frame.scene.labels[i], bold)
    size = float(round(LABEL_SIZE * frame.text_scale + (0.6 if bold else 0.0)))
    width = max(frame.measure(line, size, bold)[0] for line in lines)
    height = len(lines) * size * LINE_HEIGHT
    (x, y), r, gap = frame.xy[i].tolist(), float(frame.radius[i]) * 1.08, LABEL_GAP * frame.text_scale
    right, left, low, high = x + r + gap + 1, x - r - gap - 1 - width, y + r + gap, y - r - gap - height
    slant = 0.75 * r
    spots = (
        (x - width / 2, low, "middle"),
        (right, y - height / 2, "start"),
        (left, y - height / 2, "end"),
        (x - width / 2, high, "middle"),
        (x + slant, y + slant, "start"),
        (x - slant - width, y + slant, "end"),
        (x + slant, y - slant - height, "start"),
        (x - slant - width, y - slant - height, "end"),
    )
    for x0, top, anchor in spots:
        rect: Rect = (x0 - 1, top, x0 + width + 1, top + height)
        if frame.taken.is_free(rect, i):
            theme = frame.theme
            ink = theme.ink if frame.near[i] else theme.faded(theme.ink, 0.72)
            at = {"start": x0, "middle": x0 + width / 2, "end": x0 + width}[anchor]
            base = top + 0.86 * size * LINE_HEIGHT - size * 0.06
            step = size * LINE_HEIGHT
            return _Place(
                rect,
                [Text(at, base + k * step, t, size, ink, anchor, bold, halo=theme.paper) for k, t in enumerate(lines)],
            )
    return None


class _Line(NamedTuple):
    text: str
    size: float
    colour: Colour
    bold: bool


def _card(frame: Frame, i: int) -> _Place | None:
    """A card with name, class, key facts and number of passages of a node; None without room."""
    assert frame.card is not None
    said, theme, measure = frame.card(int(frame.scene.ids[i])), frame.theme, frame.measure
    rows = [_Line(line, 13.0, theme.ink, True) for line in frame.lines_of(frame.scene.labels[i], True)]
    rows.append(_Line(said.heading, 11.0, theme.quiet, False))
    rows += [_Line(line, 11.0, theme.ink, False) for line in said.lines]
    width = max(measure(row.text, row.size, row.bold)[0] for row in rows) + 20
    height = sum(row.size * 1.32 for row in rows) + 14
    (x, y), r = frame.xy[i].tolist(), float(frame.radius[i]) * 1.1
    for left, top in ((x - width / 2, y + r + 5), (x + r + 6, y - height / 2), (x - r - 6 - width, y - height / 2)):
        rect = (left - 2, top - 2, left + width + 2, top + height + 2)
        if not frame.taken.is_free(rect, i):
            continue
        edge = theme.accent if i in frame.emphasis.selected else theme.card_edge
        items: list[Item] = [Panel(left, top, width, height, theme.card, edge)]
        baseline = top + 7
        for row in rows:
            baseline += row.size * 1.32
            ink = row.colour if frame.near[i] else theme.faded(row.colour, 0.6)
            items.append(Text(left + 10, baseline - row.size * 0.32, row.text, row.size, ink, "start", row.bold))
        return _Place(rect, items)
    return None


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
        for count, row in enumerate((rows if frame.full else rows[:_MOST_PREDICATES]).tolist()):
            found = _write_along(frame, row, size, colour)
            if found is not None:
                written.append(found[0])
                width = float(scene.width[row])
                if width > _THICK:
                    thick.setdefault(width, []).append(found[1])
            if count % _STEP == 0:
                yield
        # A thick line would show between the letters, as dark as they are.
        frame.items += (
            Lines(np.array(spans, np.float32), frame.theme.paper, width + 2.0) for width, spans in thick.items()
        )
        frame.items += written


def _write_along(frame: Frame, row: int, size: float, colour: Colour) -> tuple[Text, tuple[float, ...]] | None:
    """The words of an edge, and the part of the edge that they cover; None without room."""
    scene = frame.scene
    source, target = int(scene.source[row]), int(scene.target[row])
    (ax, ay), (bx, by) = frame.xy[source].tolist(), frame.xy[target].tolist()
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    text = scene.edge_words[row]
    width = frame.measure(text, size, False)[0]
    if width + 12 > length - float(frame.radius[source] + frame.radius[target]):
        return None
    bend = float(scene.bend[row]) * frame.camera.zoom
    x, y = (ax + bx) / 2 - dy / length * bend, (ay + by) / 2 + dx / length * bend
    angle = math.degrees(math.atan2(dy, dx))
    if angle > 90 or angle <= -90:
        angle += 180 if angle <= 0 else -180
    if not _take_along(frame, x, y, width, size, angle):
        return None
    turn, drop, reach = math.radians(angle), size * 0.34, width / 2 + 3
    across, down = math.cos(turn) * reach, math.sin(turn) * reach
    at = x - math.sin(turn) * drop, y + math.cos(turn) * drop
    words = Text(*at, text, size, colour, angle=angle, halo=frame.theme.paper)
    return words, (x - across, y - down, x + across, y + down)


def _take_along(frame: Frame, x: float, y: float, width: float, size: float, angle: float) -> bool:
    """Take the place of a slanted word as a chain of small squares; False if any of them is taken."""
    steps = max(2, int(width / size) + 1)
    dx, dy = math.cos(math.radians(angle)) * width / 2, math.sin(math.radians(angle)) * width / 2
    half = size * 0.6
    rects: list[Rect] = []
    for k in range(steps):
        t = -1 + 2 * k / (steps - 1)
        rects.append((x + dx * t - half, y + dy * t - half, x + dx * t + half, y + dy * t + half))
    if not all(frame.taken.is_free(rect) for rect in rects):
        return False
    for rect in rects:
        frame.taken.take(rect)
    return True
