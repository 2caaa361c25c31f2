"""Names and cards of nodes: eight places around each, tried in order, the most important node first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Panel, Text
from explorer.pictures.drawing.frame import FIXED, Block, CardText, Frame
from explorer.pictures.drawing.labels import Rect
from explorer.pictures.look.style import Colour
from explorer.pictures.scene.label_lines import LABEL_GAP, LABEL_SIZE, LINE_HEIGHT

NAMES_FROM, CARDS_FROM = 0.16, 1.75
"""Zoom from which names and cards are drawn."""
_MOST_NAMES, _MOST_OBSTACLES = 500, 4000
_SEEN = 3.0
"""No word covers a node of a larger radius."""
_FEW = 60
"""Up to so many nodes are all named at any zoom."""
_LEAST_TRIED, _CROWD = 160, 1_500_000
_MOST_LANDMARKS, _MOST_MADE_ROOM = 45, 80
_STEP, _BATCH = 80, 2000
"""The number of names between two steps, and of names whose places are computed together."""
_ANCHORS = ("middle", "start", "end", "middle", "start", "end", "start", "end")
"""Anchors of names below a node, right, left and above, then below right, below left, above right, above left."""


class _Place(NamedTuple):
    """The place for the words of a node, and the words."""

    rect: Rect
    items: list[Item]


def writing_names(frame: Frame) -> Iterator[None]:
    """Write names of nodes, the most important first, as cards at high zoom; in steps of a few names.

    Places do not depend on the selection or the hovered node, so that names do not jump. Only after that do names of
    selected nodes and their neighbours get room.
    """
    shown = np.flatnonzero(frame.sight)
    _keep_clear(frame, shown)
    ranking = frame.index.ranking
    order = ranking[frame.sight[ranking]]
    placed: dict[int, _Place] = {}
    yield from _placing(frame, order[: _most_names(frame, len(order))], placed)
    if frame.emphasis:
        yield from _making_room(frame, shown, placed)
    for place in placed.values():
        frame.items += place.items
    if len(placed) < len(order):
        missing = len(order) - len(placed)
        frame.left_out.append(f"{missing:,} name{'s' if missing > 1 else ''}")


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


def _making_room(frame: Frame, shown: NDArray[np.int64], placed: dict[int, _Place]) -> Iterator[None]:
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
    yield from _placing(frame, np.array(wanted[:_MOST_MADE_ROOM]), placed)
    for i in [i for i in placed if not frame.near[i]]:
        if not frame.taken.is_free(placed[i].rect, i):
            del placed[i]


class _Spots(NamedTuple):
    """Eight places for each of k names: ``left`` and ``top`` (k, 8), ``rects`` (k, 8, 4), and the words themselves."""

    left: NDArray[np.float64]
    top: NDArray[np.float64]
    rects: NDArray[np.float64]
    blocks: list[Block]
    sizes: list[float]


def _placing(frame: Frame, nodes: NDArray[np.int64], placed: dict[int, _Place]) -> Iterator[None]:
    """Find a free place for the card or the name of each node, one node after the other."""
    card = frame.card if frame.camera.zoom >= CARDS_FROM else None
    for start in range(0, len(nodes), _BATCH):
        part = nodes[start : start + _BATCH]
        spots = _spots(frame, part)
        rows, sides = np.nonzero(frame.taken.may_be_free(spots.rects, part))
        tried = frame.taken.spots(spots.rects[rows, sides])
        begin, side = np.searchsorted(rows, np.arange(len(part) + 1)).tolist(), sides.tolist()
        for row, i in enumerate(part.tolist()):
            place = None if card is None else _card(frame, i, card(int(frame.scene.ids[i])))
            if place is not None:
                frame.taken.take(place.rect, i)
            elif (found := frame.taken.take_first(tried[begin[row] : begin[row + 1]], i)) >= 0:
                place = _name(frame, i, spots, row, side[begin[row] + found])
            if place is not None:
                placed[i] = place
            if row % _STEP == 0:
                yield


def _spots(frame: Frame, nodes: NDArray[np.int64]) -> _Spots:
    """Places for the names of some nodes: below, beside, above and at the corners."""
    scene, gap = frame.scene, LABEL_GAP * frame.text_scale
    plain, strong = (float(round(LABEL_SIZE * frame.text_scale + more)) for more in (0.0, 0.6))
    bold = scene.strong[nodes].tolist()
    sizes = [strong if is_bold else plain for is_bold in bold]
    blocks = [frame.block_of(scene.labels[i], is_bold, size) for i, is_bold, size in zip(nodes.tolist(), bold, sizes)]
    width = np.array([block.width for block in blocks], np.float64)
    height = np.array([len(block.lines) * size * LINE_HEIGHT for block, size in zip(blocks, sizes)], np.float64)
    (x, y), r = frame.xy[nodes].astype(np.float64).T, frame.radius[nodes].astype(np.float64) * 1.08
    right, left, low, high = x + r + gap + 1, x - r - gap - 1 - width, y + r + gap, y - r - gap - height
    slant = 0.75 * r
    x0 = (x - width / 2, right, left, x - width / 2, x + slant, x - slant - width, x + slant, x - slant - width)
    top = (low, y - height / 2, y - height / 2, high, y + slant, y + slant, y - slant - height, y - slant - height)
    lefts, tops = np.stack(x0, axis=1), np.stack(top, axis=1)
    rects = np.stack((lefts - 1, tops, lefts + width[:, None] + 1, tops + height[:, None]), axis=2)
    return _Spots(lefts, tops, rects, blocks, sizes)


def _name(frame: Frame, i: int, spots: _Spots, row: int, side: int) -> _Place:
    """The lines of a node's name at one of its places."""
    theme, bold, anchor = frame.theme, bool(frame.scene.strong[i]), _ANCHORS[side]
    ink = theme.ink if frame.near[i] else theme.faded(theme.ink, 0.72)
    x0, top = float(spots.left[row, side]), float(spots.top[row, side])
    (lines, width), size, halo = spots.blocks[row], spots.sizes[row], theme.paper
    at = x0 if anchor == "start" else x0 + width / 2 if anchor == "middle" else x0 + width
    base, step = top + 0.86 * size * LINE_HEIGHT - size * 0.06, size * LINE_HEIGHT
    left, upper, right, lower = spots.rects[row, side].tolist()
    return _Place(
        (left, upper, right, lower),
        [Text(at, base + k * step, line, size, ink, anchor, bold, 0.0, halo) for k, line in enumerate(lines)],
    )


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
