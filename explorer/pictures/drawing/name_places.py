"""Places of names and cards in a frame: the first free one of each node, with a line to it if it stands apart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Lines, Panel, Text
from explorer.pictures.drawing.frame import CardText, Frame
from explorer.pictures.drawing.labels import Rect
from explorer.pictures.look.style import Colour, mix
from explorer.pictures.scene.label_lines import LINE_HEIGHT
from explorer.pictures.scene.spots import NEAR, Search, Spots
from graph.named import NamedTuple

CARDS_FROM = 1.75
"""Zoom from which cards are drawn."""
_MOST_OBSTACLES = 4000
_SEEN = 3.0
"""No word covers a node of a larger radius."""
_APART = 8.0
"""Pixels at text scale 1 from a node to its name from which a line leads to it."""
LEADER, _FINE = (0.8, 1.9), 0.7
"""Dash pattern and width in pixels of a line that leads to a name."""
_ASIDE, _PART_OF_LINE, _BESIDE_LINE = 3.5, 16.0, 1.0
"""Pixels between a name to which a line leads and everything else; the length of the parts of that line that take their
room each, and the room beside it."""
_STEP, _BATCH = 80, 2000
"""The number of names between two steps, and of names whose places are computed together."""


class Place(NamedTuple):
    """The place for the words of a node, and the words; ``strange`` as in :class:`Spots`."""

    rect: Rect
    items: list[Item]
    strange: int = 0

    @property
    def is_led(self) -> bool:
        """True if a line leads from the node to its name."""
        return isinstance(self.items[0], Lines)

    @property
    def covered(self) -> list[Rect]:
        """The place of the words, and boxes along the line that leads there."""
        first = self.items[0]
        return [self.rect, *(_along(tuple(first.xy[0].tolist())) if isinstance(first, Lines) else ())]


def keep_clear(frame: Frame, shown: NDArray[np.int64]) -> None:
    """Take the places of nodes, so that no word covers one."""
    large = shown[frame.radius[shown] > _SEEN][:_MOST_OBSTACLES]
    xy, r = frame.xy[large], frame.radius[large, None]
    frame.taken.take_all(np.concatenate((xy - r, xy + r), axis=1), large)


def take(frame: Frame, place: Place, i: int) -> None:
    for rect in place.covered:
        frame.taken.take(rect, i)


def shifted(place: Place, dx: float, dy: float) -> Place:
    """A place moved by some pixels."""
    from explorer.pictures.drawing.extent import moved  # late: only where something moves

    left, top, right, bottom = place.rect
    rect = left + dx, top + dy, right + dx, bottom + dy
    return place._replace(rect=rect, items=[moved(item, dx, dy) for item in place.items])


def is_cut(place: Place) -> bool:
    """True for a name with an ellipsis in its last line."""
    last = place.items[-1]
    return not isinstance(place.items[0], Panel) and isinstance(last, Text) and "…" in last.text


def without(nodes: NDArray[np.int64], placed: dict[int, Place]) -> NDArray[np.int64]:
    return np.array([i for i in nodes.tolist() if i not in placed], np.int64)


def placing(frame: Frame, nodes: NDArray[np.int64], placed: dict[int, Place], search: Search = NEAR) -> Iterator[None]:
    """Find a free place for the card or the name of each node, one node after the other."""
    card = frame.card if frame.camera.zoom >= CARDS_FROM else None
    for start in range(0, len(nodes), _BATCH):
        part = nodes[start : start + _BATCH]
        spots = frame.known.spots(part, search, frame.radius, frame.block_of).around(frame.xy[part])
        free = frame.taken.may_be_free(spots.rects, part)
        free &= spots.strange <= search.strange
        rows, turns = np.nonzero(np.take_along_axis(free, spots.order, axis=1))
        sides = spots.order[rows, turns]
        tried = frame.taken.spots(spots.rects[rows, sides])
        begin, side = np.searchsorted(rows, np.arange(len(part) + 1)).tolist(), sides.tolist()
        for row, i in enumerate(part.tolist()):
            place = None if card is None else _card(frame, i, card(int(frame.scene.ids[i])))
            if place is not None:
                frame.taken.take(place.rect, i)
            elif begin[row] < begin[row + 1]:
                part_of = slice(begin[row], begin[row + 1])
                if search.leads:
                    place = _led(frame, i, spots, row, side[part_of])
                else:
                    found = frame.taken.take_first(tried[part_of], i)
                    place = None if found < 0 else name_at(frame, i, spots, row, side[begin[row] + found])
            if place is not None:
                placed[i] = place
            if row % _STEP == 0:
                yield


def _led(frame: Frame, i: int, spots: Spots, row: int, sides: list[int]) -> Place | None:
    """The first place apart from all other words to which a line can lead past them and past other nodes."""
    for side in sides:
        left, top, right, bottom = spots.rects[row, side].tolist()
        if all(frame.taken.is_free(rect, i) for rect in covered_by(frame, i, (left, top, right, bottom))):
            place = name_at(frame, i, spots, row, side)
            take(frame, place, i)
            return place
    return None


def _along(line: Rect) -> list[Rect]:
    """Boxes around the parts of a line."""
    x, y, to_x, to_y = line
    count = math.ceil(math.hypot(to_x - x, to_y - y) / _PART_OF_LINE)
    ends = [(x + (to_x - x) * k / count, y + (to_y - y) * k / count) for k in range(count + 1)]
    return [
        (min(a, c) - _BESIDE_LINE, min(b, d) - _BESIDE_LINE, max(a, c) + _BESIDE_LINE, max(b, d) + _BESIDE_LINE)
        for (a, b), (c, d) in pairwise(ends)
    ]


def name_at(frame: Frame, i: int, spots: Spots, row: int, side: int) -> Place:
    """The lines of a node's name at one of its places."""
    theme, bold, anchor = frame.theme, bool(frame.scene.strong[i]), spots.anchors[side]
    ink = theme.ink
    x0, top = float(spots.left[row, side]), float(spots.top[row, side])
    (lines, width), size, halo = spots.blocks[row], spots.sizes[row], theme.paper
    at = x0 if anchor == "start" else x0 + width / 2 if anchor == "middle" else x0 + width
    base, step = top + 0.86 * size * LINE_HEIGHT - size * 0.06, size * LINE_HEIGHT
    left, upper, right, lower = spots.rects[row, side].tolist()
    rect = left, upper, right, lower
    written = [Text(at, base + k * step, line, size, ink, anchor, bold, 0.0, halo) for k, line in enumerate(lines)]
    return Place(rect, [*_leader(frame, i, rect, ink), *written], int(spots.strange[row, side]))


def coloured(frame: Frame, i: int, place: Place) -> list[Item]:
    """The words of a node, faded where something else stands out; a card has its colours already."""
    if frame.near[i] or isinstance(place.items[0], Panel):
        return place.items
    ink = frame.theme.faded(frame.theme.ink, 0.72)
    texts = [item._replace(colour=ink) for item in place.items if isinstance(item, Text)]
    return [*_leader(frame, i, place.rect, ink), *texts]


def _leader(frame: Frame, i: int, rect: Rect, ink: Colour) -> list[Item]:
    """A fine dotted line from a node to its name if that stands apart, and a bar along the side of the name where
    it ends. No relationship has such dots or ends in a bar.
    """
    ends = _line_to(frame, i, rect)
    if ends is None:
        return []
    (x, y, to_x, to_y), (left, top, right, bottom) = ends, rect
    is_beside = to_x in (left, right) and abs(to_x - x) >= abs(to_y - y)
    bar = (to_x, top + 1, to_x, bottom - 1) if is_beside else (left + 1, to_y, right - 1, to_y)
    colour = mix(frame.theme.paper, ink, 0.55)
    return [
        Lines(np.array([ends], np.float32), colour, _FINE, LEADER),
        Lines(np.array([bar], np.float32), colour, _FINE),
    ]


def _line_to(frame: Frame, i: int, rect: Rect) -> Rect | None:
    """The ends of the line from a node, or its bar on a time axis, to its name; None where the name is beside it."""
    times, (x, y), r = frame.scene.times, frame.xy[i].tolist(), float(frame.radius[i])
    to_x, to_y = min(max(x, rect[0]), rect[2]), min(max(y, rect[1]), rect[3])
    if times is not None and times.is_seen[i]:
        start, end = ((times.spans[i] - frame.camera.x) * frame.camera.zoom + frame.camera.width / 2).tolist()
        on_bar = min(max(to_x, min(start, x)), max(end, x))
        if abs(on_bar - x) > r:
            x, r, to_x = on_bar, 0.0, min(max(on_bar, rect[0]), rect[2])
    away = math.hypot(to_x - x, to_y - y)
    if away - r < _APART * frame.text_scale:
        return None
    share = (r * 1.1 + 1) / away
    return x + (to_x - x) * share, y + (to_y - y) * share, to_x, to_y


def covered_by(frame: Frame, i: int, rect: Rect) -> list[Rect]:
    """The place of a name, with room around it if a line leads there, and boxes along that line."""
    line = _line_to(frame, i, rect)
    if line is None:
        return [rect]
    left, top, right, bottom = rect
    return [(left - _ASIDE, top - _ASIDE, right + _ASIDE, bottom + _ASIDE), *_along(line)]


class _Line(NamedTuple):
    text: str
    size: float
    colour: Colour
    bold: bool


def _card(frame: Frame, i: int, said: CardText) -> Place | None:
    """A card with name, class, key facts and number of passages of a node; None without room."""
    theme, measure = frame.theme, frame.measure
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
        return Place(rect, items)
    return None
