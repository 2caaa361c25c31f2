"""Names and cards of nodes: places around each, tried in order, the most important node first."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item
from explorer.pictures.drawing.frame import FIXED, Frame
from explorer.pictures.drawing.labels import Rect
from explorer.pictures.drawing.name_places import (
    CARDS_FROM,
    Place,
    coloured,
    covered_by,
    is_cut,
    keep_clear,
    name_at,
    placing,
    shifted,
    take,
    without,
)
from explorer.pictures.scene.spots import (
    COLUMN,
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
)
from graph.arrays.types import Mask
from graph.named import NamedTuple

NAMES_FROM = 0.16
"""Zoom from which names are drawn."""
_MOST_NAMES = 500
_FEW = 60
"""Up to so many nodes are all named at any zoom."""
_MOST_SEARCHED = 250
"""Up to so many nodes in sight, every name without a place is worth a longer search."""
_FIRST = 12
"""So many of the most important names find their places before the others, with a line to them if need be."""
_LEAST_TRIED, _CROWD = 160, 1_500_000
_MOST_LANDMARKS, _MOST_MADE_ROOM = 45, 80
_CELL = 2.0
_MOST_YIELDING = 120
"""Up to so many names move for the sake of others."""
_WAYS = tuple(
    search._replace(name=f"{search.name}, yielding") for search in (WIDER, NARROW, SLIM, SLIMMEST, LED, LED_WIDE)
)


class Lit(NamedTuple):
    """The words along the edges that stand out: the edges (k,) whose words found room, and if all did."""

    items: list[Item]
    rows: NDArray[np.int64]
    is_whole: bool


_NONE_LIT = Lit([], np.empty(0, np.int64), True)


def writing_names(frame: Frame, write_lit: Callable[[], Lit] = lambda: _NONE_LIT) -> Generator[None, None, Lit]:
    """Write names of nodes, the most important first, as cards at high zoom; in steps of a few names.

    A name that no place is clearly nearer to its own node than to another is left out, unless a line can lead to it.
    Places do not depend on the selection or the hovered node, so that names do not jump. Only after that do names of
    selected nodes and their neighbours get room, with a line from each name to its node where that is not the nearest;
    then ``write_lit`` writes the words of what is selected, and of the other names those go that it needs the room of.
    If not all words found room, they come first, unless that costs a name. The nodes must be kept clear before.
    """
    shown = np.flatnonzero(frame.sight)
    ranking = frame.index.ranking
    order = ranking[frame.sight[ranking]]
    placed: dict[int, Place] = {}
    yield from _settling(frame, order, placed)
    frame.known.kept = frame.scene.ids, frame.xy, dict(placed)
    lit = _NONE_LIT
    if frame.emphasis:
        names, taken, near = dict(placed), frame.taken, shown[frame.near[shown]]
        yield from _making_room(frame, shown, placed)
        lit = write_lit()
        if not lit.is_whole:
            before = lit, frame.taken, placed
            placed, frame.taken = names, taken
            _clear(frame, shown, {})
            lit = write_lit()
            _keep(frame, placed, frame.near)
            yield from _making_room(frame, shown, placed)
            if len(without(near, placed)) > len(without(near, before[2])):
                lit, frame.taken, placed = before
        faded = np.array([i for i in placed if not frame.near[i]], np.int64)
        _keep(frame, placed, ~frame.near)
        for search in OWN[:4]:
            yield from placing(frame, without(faded, placed), placed, search)
    for i, place in placed.items():
        frame.items += coloured(frame, i, place)
    frame.items += lit.items
    if len(placed) < len(order):
        missing = len(order) - len(placed)
        frame.left_out.append(f"{missing:,} name{'s' if missing > 1 else ''}")
    return lit


def _settling(frame: Frame, order: NDArray[np.int64], placed: dict[int, Place]) -> Iterator[None]:
    """Place names without regard to the selection. For one camera this is done once, so that pointing costs nothing."""
    has_cards = frame.card is not None and frame.camera.zoom >= CARDS_FROM
    looked = frame.camera, frame.covered, frame.full, frame.theme.name
    if not has_cards and frame.known.settled is not None and frame.known.settled[0] == looked:
        placed.update(frame.known.settled[1])
        for i, place in placed.items():
            take(frame, place, i)
        return
    tried = order[: _most_names(frame, len(order))]
    if frame.hasty:
        yield from _keeping(frame, tried, placed)
        return
    is_searched = len(order) <= _MOST_SEARCHED or frame.full
    if is_searched:
        yield from placing(frame, tried[:_FIRST], placed)
        yield from _moving_strange(frame, tried[:_FIRST], placed, OWN_FIRST)
        yield from _leading(frame, tried[:_FIRST], placed, ", first")
    yield from placing(frame, without(tried, placed), placed)
    if is_searched:
        yield from _searching(frame, tried, placed)
    _leave_out_strange(placed, 0 if is_searched else 1)
    frame.known.settled = looked, dict(placed)


def _keeping(frame: Frame, tried: NDArray[np.int64], placed: dict[int, Place]) -> Iterator[None]:
    """Leave names where they are beside their nodes, and look for places of others only next to theirs."""
    if frame.known.kept is not None:
        ids, xy, before = frame.known.kept
        rows = dict(zip(ids.tolist(), range(len(ids))))
        for i in tried.tolist():
            row = rows.get(int(frame.scene.ids[i]), -1)
            if row in before:
                place = shifted(before[row], *(frame.xy[i] - xy[row]).tolist())
                if all(frame.taken.is_free(rect, i) for rect in place.covered):
                    take(frame, place, i)
                    placed[i] = place
    yield from placing(frame, without(tried, placed), placed)
    _leave_out_strange(placed, 1)


def _searching(frame: Frame, tried: NDArray[np.int64], placed: dict[int, Place]) -> Iterator[None]:
    """Search further for names without a place, for places nearer to their node than to others, and for room to write
    out names that are cut.
    """
    for search in (WIDER, NARROW, SLIM, SLIMMEST):
        yield from placing(frame, without(tried, placed), placed, search)
    for search in COLUMN if frame.scene.in_columns else ():
        ours = [i for i in tried.tolist() if i in placed]
        aside = [i for i in ours if placed[i].rect[0] < frame.xy[i, 0] or is_cut(placed[i])]
        yield from placing(frame, np.array(aside, np.int64), placed, search)
    yield from _moving_strange(frame, tried, placed, OWN)
    yield from _leading(frame, tried, placed)
    if len(tried) <= _MOST_YIELDING:
        yield from _yielding(frame, tried, placed)
    cut = [i for i in tried.tolist() if i in placed and is_cut(placed[i])]
    yield from placing(frame, np.array(cut, np.int64), placed, WHOLE)


def _moving_strange(
    frame: Frame, tried: NDArray[np.int64], placed: dict[int, Place], searches: tuple[Search, ...]
) -> Iterator[None]:
    """Move names that are too near to another node."""
    for search in searches:
        strange = [i for i in tried.tolist() if i in placed and placed[i].strange > search.strange]
        yield from placing(frame, np.array(strange, np.int64), placed, search)


def _leading(frame: Frame, tried: NDArray[np.int64], placed: dict[int, Place], which: str = "") -> Iterator[None]:
    """Lead lines to names that have no place of their own beside their node."""
    _leave_out_strange(placed)
    for search in (LED, LED_WIDE, LED_CUT):
        yield from placing(frame, without(tried, placed), placed, search._replace(name=search.name + which))


def _yielding(frame: Frame, tried: NDArray[np.int64], placed: dict[int, Place]) -> Iterator[None]:
    """Find places for the names that have none, from which others move to their next best places."""
    left = without(tried, placed).tolist()
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

    def name(i: int, place: int) -> Place:
        way, row, side = options[i][place]
        return name_at(frame, i, ways[way][1], row, side)

    frame.taken, names = bare, frame.taken
    keep_clear(frame, np.flatnonzero(frame.sight))
    frame.taken = names
    rects = {
        i: np.array([ways[way][1].rects[row, side] for way, row, side in options[i]]).reshape(-1, 4) for i in options
    }

    def covered(i: int, place: int) -> list[Rect]:
        left, top, right, bottom = rects[i][place].tolist()
        return covered_by(frame, i, (left, top, right, bottom))

    from explorer.pictures.scene.yielding import Yielding  # late: in most pictures all names have a place

    yielding = Yielding(rects, covered, bare.is_free)
    for i, place in placed.items():
        yielding.hold(i, place.covered)
    yield from yielding.placing(left)
    frame.taken = bare
    placed.update({i: name(i, place) for i, place in yielding.at.items()})
    for i, one in placed.items():
        take(frame, one, i)


def _leave_out_strange(placed: dict[int, Place], most: int = 0) -> None:
    """Forget the places that are more strange than ``most``, unless a line leads there."""
    for i in [i for i, place in placed.items() if place.strange > most and not place.is_led]:
        del placed[i]


def _most_names(frame: Frame, count: int) -> int:
    """The number of nodes to try: at low zoom only the landmarks, or names would hide the picture."""
    if frame.camera.zoom < NAMES_FROM and count > _FEW:
        return _MOST_LANDMARKS
    if frame.full:
        return count
    # Among thousands of crowded nodes, nearly every name finds no room.
    return min(_MOST_NAMES, max(_LEAST_TRIED, _CROWD // max(count, 1)))


def _making_room(frame: Frame, shown: NDArray[np.int64], placed: dict[int, Place]) -> Iterator[None]:
    """Place names of nodes that stand out and found no room: over names of faded nodes, over faded nodes, over any.

    After that, only nodes and names that stand out have taken their places.
    """
    near = shown[frame.near[shown]]
    wanted = without(near, placed).tolist()
    wanted.sort(key=lambda i: (not frame.marked[i], -float(frame.scene.importance[i])))
    first, nothing = np.array(wanted[:_MOST_MADE_ROOM], np.int64), np.empty(0, np.int64)
    over = ((nothing, WIDER), (nothing, FARTHER))
    steps = ((shown, NEAR), (shown, WIDER), (near, WIDER), (near, NARROW), (near, FARTHER), *over)
    for obstacles, search in steps:
        left = without(first, placed)
        if not len(left):
            break
        _clear(frame, obstacles, placed)
        yield from placing(frame, left, placed, search)
    _clear(frame, shown, placed)


def _clear(frame: Frame, obstacles: NDArray[np.int64], placed: dict[int, Place]) -> None:
    """Let only some nodes, and the names that stand out, keep their places."""
    frame.taken = frame.taken.emptied(FIXED)
    keep_clear(frame, obstacles)
    for i, place in placed.items():
        if frame.near[i]:
            take(frame, place, i)


def _keep(frame: Frame, placed: dict[int, Place], which: Mask) -> None:
    """Of the names of some nodes, keep those that nothing else is in the way of."""
    for i in [i for i in placed if which[i]]:
        # Names that yielded may touch others in a cell of the grid.
        (x, y, to_x, to_y), *line = placed[i].covered
        inner = (x + _CELL, y + _CELL, to_x - _CELL, to_y - _CELL)
        if all(frame.taken.is_free(rect, i) for rect in (inner, *line)):
            take(frame, placed[i], i)
        else:
            del placed[i]
