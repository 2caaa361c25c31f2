"""Names and cards of nodes: places around each, tried in order, the most important node first."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Lines, Panel, Text
from explorer.pictures.drawing.frame import FIXED, CardText, Frame
from explorer.pictures.drawing.labels import Rect
from explorer.pictures.drawing.spots import (
    FARTHER,
    LED,
    LED_CUT,
    LED_WIDE,
    NARROW,
    NEAR,
    OWN,
    OWN_FIRST,
    SLIM,
    SLIMMEST,
    WHOLE,
    WIDER,
    Search,
    Spots,
)
from explorer.pictures.look.style import Colour, mix
from explorer.pictures.scene.label_lines import LINE_HEIGHT
from graph.named import NamedTuple

NAMES_FROM, CARDS_FROM = 0.16, 1.75
"""Zoom from which names and cards are drawn."""
_MOST_NAMES, _MOST_OBSTACLES = 500, 4000
_SEEN = 3.0
"""No word covers a node of a larger radius."""
_FEW = 60
"""Up to so many nodes are all named at any zoom."""
_MOST_SEARCHED = 250
"""Up to so many nodes in sight, every name without a place is worth a longer search."""
_FIRST = 12
"""So many of the most important names find their places before the others, with a line to them if need be."""
_LEAST_TRIED, _CROWD = 160, 1_500_000
_MOST_LANDMARKS, _MOST_MADE_ROOM = 45, 80
_APART = 8.0
"""Pixels at text scale 1 from a node to its name from which a line leads to it."""
_MOST_YIELDING = 120
"""Up to so many names move for the sake of others."""
_WAYS = tuple(
    search._replace(name=f"{search.name}, yielding") for search in (WIDER, NARROW, SLIM, SLIMMEST, LED, LED_WIDE)
)
_ASIDE, _PART_OF_LINE, _BESIDE_LINE = 3.5, 16.0, 1.0
"""Pixels between a name to which a line leads and everything else; the length of the parts of that line that take their
room each, and the room beside it."""
_STEP, _BATCH = 80, 2000
"""The number of names between two steps, and of names whose places are computed together."""


class _Place(NamedTuple):
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


def writing_names(frame: Frame) -> Iterator[None]:
    """Write names of nodes, the most important first, as cards at high zoom; in steps of a few names.

    A name that no place is clearly nearer to its own node than to another is left out, unless a line can lead to it.
    Places do not depend on the selection or the hovered node, so that names do not jump. Only after that do names of
    selected nodes and their neighbours get room, with a line from each name to its node where that is not the nearest.
    The nodes must be kept clear before.
    """
    shown = np.flatnonzero(frame.sight)
    ranking = frame.index.ranking
    order = ranking[frame.sight[ranking]]
    placed: dict[int, _Place] = {}
    tried = order[: _most_names(frame, len(order))]
    is_searched = len(order) <= _MOST_SEARCHED or frame.full
    if is_searched:
        yield from _placing(frame, tried[:_FIRST], placed)
        yield from _moving_strange(frame, tried[:_FIRST], placed, OWN_FIRST)
        yield from _leading(frame, tried[:_FIRST], placed, ", first")
    yield from _placing(frame, _without(tried, placed), placed)
    if is_searched:
        yield from _searching(frame, tried, placed)
    _leave_out_strange(placed, 0 if is_searched else 1)
    if frame.emphasis:
        yield from _making_room(frame, shown, placed)
    for place in placed.values():
        frame.items += place.items
    if len(placed) < len(order):
        missing = len(order) - len(placed)
        frame.left_out.append(f"{missing:,} name{'s' if missing > 1 else ''}")


def _searching(frame: Frame, tried: NDArray[np.int64], placed: dict[int, _Place]) -> Iterator[None]:
    """Search further for names without a place, for places nearer to their node than to others, and for room to write
    out names that are cut.
    """
    for search in (WIDER, NARROW, SLIM, SLIMMEST):
        yield from _placing(frame, _without(tried, placed), placed, search)
    yield from _moving_strange(frame, tried, placed, OWN)
    yield from _leading(frame, tried, placed)
    if len(tried) <= _MOST_YIELDING:
        yield from _yielding(frame, tried, placed)
    cut = [i for i in tried.tolist() if i in placed and _is_cut(placed[i])]
    yield from _placing(frame, np.array(cut, np.int64), placed, WHOLE)


def _moving_strange(
    frame: Frame, tried: NDArray[np.int64], placed: dict[int, _Place], searches: tuple[Search, ...]
) -> Iterator[None]:
    """Move names that are too near to another node."""
    for search in searches:
        strange = [i for i in tried.tolist() if i in placed and placed[i].strange > search.strange]
        yield from _placing(frame, np.array(strange, np.int64), placed, search)


def _leading(frame: Frame, tried: NDArray[np.int64], placed: dict[int, _Place], which: str = "") -> Iterator[None]:
    """Lead lines to names that have no place of their own beside their node."""
    _leave_out_strange(placed)
    for search in (LED, LED_WIDE, LED_CUT):
        yield from _placing(frame, _without(tried, placed), placed, search._replace(name=search.name + which))


def _yielding(frame: Frame, tried: NDArray[np.int64], placed: dict[int, _Place]) -> Iterator[None]:
    """Find places for the names that have none, from which others move to their next best places."""
    left = _without(tried, placed).tolist()
    if not left:
        return
    bare = frame.taken.emptied(FIXED)
    found = [(search, frame.known.spots(tried, search, frame.radius, frame.block_of)) for search in _WAYS]
    ways = [(search, spots.around(frame.xy[tried])) for search, spots in found]
    options = {
        i: [
            (way, row, side)
            for way, (_, spots) in enumerate(ways)
            for side in spots.order[row].tolist()
            if spots.strange[row, side] == 0
        ]
        for row, i in enumerate(tried.tolist())
    }

    def name(i: int, place: int) -> _Place:
        way, row, side = options[i][place]
        return _name(frame, i, ways[way][1], row, side)

    # Pointing and selecting move no name, so that the search is done once for a camera.
    looked = frame.camera, frame.covered
    if frame.known.yielded is None or frame.known.yielded[0] != looked:
        frame.taken, names = bare, frame.taken
        keep_clear(frame, np.flatnonzero(frame.sight))
        frame.taken = names
        rects = {
            i: np.array([ways[way][1].rects[row, side] for way, row, side in options[i]]).reshape(-1, 4)
            for i in options
        }

        def covered(i: int, place: int) -> list[Rect]:
            left, top, right, bottom = rects[i][place].tolist()
            return _covered(frame, i, (left, top, right, bottom))

        from explorer.pictures.scene.yielding import Yielding  # late: in most pictures all names have a place

        yielding = Yielding(rects, covered, bare.is_free)
        for i, place in placed.items():
            yielding.hold(i, place.covered)
        yield from yielding.placing(left)
        frame.known.yielded = looked, dict(yielding.at)
    else:
        frame.taken = bare
        keep_clear(frame, np.flatnonzero(frame.sight))
    frame.taken = bare
    placed.update({i: name(i, place) for i, place in frame.known.yielded[1].items() if i in options})
    for i, one in placed.items():
        _take(frame, one, i)


def _leave_out_strange(placed: dict[int, _Place], most: int = 0) -> None:
    """Forget the places that are more strange than ``most``, unless a line leads there."""
    for i in [i for i, place in placed.items() if place.strange > most and not place.is_led]:
        del placed[i]


def _without(nodes: NDArray[np.int64], placed: dict[int, _Place]) -> NDArray[np.int64]:
    return np.array([i for i in nodes.tolist() if i not in placed], np.int64)


def _is_cut(place: _Place) -> bool:
    """True for a name with an ellipsis in its last line."""
    last = place.items[-1]
    return not isinstance(place.items[0], Panel) and isinstance(last, Text) and "…" in last.text


def _most_names(frame: Frame, count: int) -> int:
    """The number of nodes to try: at low zoom only the landmarks, or names would hide the picture."""
    if frame.camera.zoom < NAMES_FROM and count > _FEW:
        return _MOST_LANDMARKS
    if frame.full:
        return count
    # Among thousands of crowded nodes, nearly every name finds no room.
    return min(_MOST_NAMES, max(_LEAST_TRIED, _CROWD // max(count, 1)))


def keep_clear(frame: Frame, shown: NDArray[np.int64]) -> None:
    """Take the places of nodes, so that no word covers one."""
    large = shown[frame.radius[shown] > _SEEN][:_MOST_OBSTACLES]
    xy, r = frame.xy[large], frame.radius[large, None]
    frame.taken.take_all(np.concatenate((xy - r, xy + r), axis=1), large)


def _making_room(frame: Frame, shown: NDArray[np.int64], placed: dict[int, _Place]) -> Iterator[None]:
    """Place names of nodes that stand out and found no room: over names of faded nodes, over faded nodes, over any."""
    wanted = _without(shown[frame.near[shown]], placed).tolist()
    wanted.sort(key=lambda i: (not frame.marked[i], -float(frame.scene.importance[i])))
    if not wanted:
        return
    first = np.array(wanted[:_MOST_MADE_ROOM])
    near, nothing = shown[frame.near[shown]], np.empty(0, np.int64)
    over = ((nothing, WIDER), (nothing, FARTHER))
    steps = ((shown, NEAR), (shown, WIDER), (near, WIDER), (near, NARROW), (near, FARTHER), *over)
    for obstacles, search in steps:
        left = _without(first, placed)
        if not len(left):
            break
        frame.taken = frame.taken.emptied(FIXED)
        keep_clear(frame, obstacles)
        for i, place in placed.items():
            if frame.near[i]:
                _take(frame, place, i)
        yield from _placing(frame, left, placed, search)
    for i in [i for i in placed if not frame.near[i]]:
        if all(frame.taken.is_free(rect, i) for rect in placed[i].covered):
            _take(frame, placed[i], i)
        else:
            del placed[i]


def _take(frame: Frame, place: _Place, i: int) -> None:
    for rect in place.covered:
        frame.taken.take(rect, i)


def _placing(
    frame: Frame, nodes: NDArray[np.int64], placed: dict[int, _Place], search: Search = NEAR
) -> Iterator[None]:
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
                    place = None if found < 0 else _name(frame, i, spots, row, side[begin[row] + found])
            if place is not None:
                placed[i] = place
            if row % _STEP == 0:
                yield


def _led(frame: Frame, i: int, spots: Spots, row: int, sides: list[int]) -> _Place | None:
    """The first place apart from all other words to which a line can lead past them and past other nodes."""
    for side in sides:
        left, top, right, bottom = spots.rects[row, side].tolist()
        if all(frame.taken.is_free(rect, i) for rect in _covered(frame, i, (left, top, right, bottom))):
            place = _name(frame, i, spots, row, side)
            _take(frame, place, i)
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


def _name(frame: Frame, i: int, spots: Spots, row: int, side: int) -> _Place:
    """The lines of a node's name at one of its places."""
    theme, bold, anchor = frame.theme, bool(frame.scene.strong[i]), spots.anchors[side]
    ink = theme.ink if frame.near[i] else theme.faded(theme.ink, 0.72)
    x0, top = float(spots.left[row, side]), float(spots.top[row, side])
    (lines, width), size, halo = spots.blocks[row], spots.sizes[row], theme.paper
    at = x0 if anchor == "start" else x0 + width / 2 if anchor == "middle" else x0 + width
    base, step = top + 0.86 * size * LINE_HEIGHT - size * 0.06, size * LINE_HEIGHT
    left, upper, right, lower = spots.rects[row, side].tolist()
    rect = left, upper, right, lower
    written = [Text(at, base + k * step, line, size, ink, anchor, bold, 0.0, halo) for k, line in enumerate(lines)]
    return _Place(rect, [*_leader(frame, i, rect, ink), *written], int(spots.strange[row, side]))


def _leader(frame: Frame, i: int, rect: Rect, ink: Colour) -> list[Item]:
    """A thin line from a node to its name if that stands apart from it."""
    ends = _line_to(frame, i, rect)
    return [] if ends is None else [Lines(np.array([ends], np.float32), mix(frame.theme.paper, ink, 0.5), 0.8)]


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


def _covered(frame: Frame, i: int, rect: Rect) -> list[Rect]:
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


def _card(frame: Frame, i: int, said: CardText) -> _Place | None:
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
        return _Place(rect, items)
    return None
