"""Spots for the names of nodes: places around each, first those that lie nearest to it and that none of its lines
crosses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.scene.label_lines import LABEL_GAP, LABEL_SIZE, LINE_HEIGHT, USUAL, Block, Wrapping
from explorer.pictures.scene.scene import Scene
from explorer.views.camera import text_scale
from graph.named import NamedTuple

BlockOf = Callable[[str, bool, float, Wrapping], Block]
"""The lines of a label, bold or not, at a size."""

_MOST_LINES = 20_000
"""In pictures with more edges, lines cross every place."""
_FEW = 600
_MOST_COMPARED, CLEARLY = 100_000, 4.0
"""The number of pairs of nodes above which any place may be near any node, and the pixels at text scale 1 by which a
name should be nearer to its own."""
_FAR = 7.0
"""The distance of the outer places from the inner ones, in pixels at text scale 1."""

RING_GAP, RING_REACH = 3.5, 1.25
"""Pixels between a node and the ring around it, and the largest reach of a shape, as a share of its radius."""
ARROW = 9.0
"""Length of the arrow at the open end of a bar on a time axis, in pixels, and a little room."""

# Each place in x, then in y, as parts of: the reach beside the node, a slant reach, the outer distance, the own size.
_NEAR = (
    (0, 0, 0, -0.5, 1, 0, 0, 0), (1, 0, 0, 0, 0, 0, 0, -0.5), (-1, 0, 0, -1, 0, 0, 0, -0.5),
    (0, 0, 0, -0.5, -1, 0, 0, -1), (0, 1, 0, 0, 0, 1, 0, 0), (0, -1, 0, -1, 0, 1, 0, 0), (0, 1, 0, 0, 0, -1, 0, -1),
    (0, -1, 0, -1, 0, -1, 0, -1),
)  # fmt: skip
_SHIFTED = (
    (0, 0, 0, -0.2, 1, 0, 0, 0), (0, 0, 0, -0.8, 1, 0, 0, 0), (1, 0, 0, 0, 0, 0, 0, -0.1), (1, 0, 0, 0, 0, 0, 0, -0.9),
    (-1, 0, 0, -1, 0, 0, 0, -0.1), (-1, 0, 0, -1, 0, 0, 0, -0.9), (0, 0, 0, -0.2, -1, 0, 0, -1),
    (0, 0, 0, -0.8, -1, 0, 0, -1),
)  # fmt: skip
_OUTER = (
    (0, 0, 0, -0.5, 1, 0, 1, 0), (1, 0, 1, 0, 0, 0, 0, -0.5), (-1, 0, -1, -1, 0, 0, 0, -0.5),
    (0, 0, 0, -0.5, -1, 0, -1, -1), (0, 1, 1, 0, 0, 1, 1, 0), (0, -1, -1, -1, 0, 1, 1, 0), (0, 1, 1, 0, 0, -1, -1, -1),
    (0, -1, -1, -1, 0, -1, -1, -1),
)  # fmt: skip


_AROUND = tuple(
    (x, 0, x * far, (x - 1) / 2, y, 0, y * far, (y - 1) / 2)
    for far in (2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 21, 26)
    for x, y in (
        (0, 1), (0, -1), (1, 0), (-1, 0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7),
        (0.35, 0.9), (-0.35, 0.9), (0.35, -0.9), (-0.35, -0.9), (0.9, 0.35), (-0.9, 0.35), (0.9, -0.35), (-0.9, -0.35),
    )
)  # fmt: skip


_DIRECTIONS = 16


def _anchors(places: tuple[tuple[float, ...], ...]) -> tuple[str, ...]:
    """The anchor of the lines at each place: those of names beside a node are flush with it."""
    return tuple("start" if place[3] > -0.2 else "end" if place[3] < -0.8 else "middle" for place in places)


class Search(NamedTuple):
    """The places to try, and the lines of the names: ``places`` (8, j) as parts of sizes, ``anchors`` (j,).

    Places that are more strange than ``strange`` (see :class:`Spots`) are left out, and with ``uncut`` those of names
    that do not fit into the lines. ``leads``: a line leads to each place, the nearest are tried first, and no other
    node is as near to it as to a name of its own.
    """

    name: str
    places: NDArray[np.float64]
    anchors: tuple[str, ...]
    wrapping: Wrapping
    strange: int = 2
    uncut: bool = False
    leads: bool = False


def _search(name: str, places: tuple[tuple[float, ...], ...], wrapping: Wrapping) -> Search:
    return Search(name, np.array(places, np.float64).T, _anchors(places), wrapping)


NEAR = _search("near", _NEAR, USUAL)
"""Below, right, left and above, then below right, below left, above right and above left."""
WIDER = _search("wider", (*_NEAR, *_SHIFTED, *_OUTER), USUAL)
NARROW = _search("narrow", (*_NEAR, *_SHIFTED, *_OUTER), Wrapping(92.0, 3))
SLIM, SLIMMEST = (
    _search(f"slim {width:.0f}", (*_NEAR, *_SHIFTED, *_OUTER), Wrapping(width, 3, keeps_words=True))._replace(
        strange=0, uncut=True
    )
    for width in (70.0, 46.0)
)
"""For names that found no place in wider lines, where it is nearer to their node than to any other."""
OWN = tuple(
    search._replace(name=f"{search.name}, {strange}", strange=strange)
    for strange in (0, 1)
    for search in (WIDER, NARROW, SLIM, SLIMMEST)
)
"""For names that stand no nearer to their node than to another, or hardly nearer."""
OWN_FIRST = tuple(search._replace(name=f"{search.name}, first") for search in OWN)
"""The same for the most important names, before all others."""
LED, LED_WIDE, LED_CUT = (
    _search(f"led {width:.0f}, {uncut}", _AROUND, Wrapping(width, 3, keeps_words=True))._replace(
        strange=0, uncut=uncut, leads=True
    )
    for width, uncut in ((92.0, True), (USUAL.width, True), (92.0, False))
)
"""For names without a place near their node: a line leads to these, in all directions, up to some 90 pixels away."""
COLUMN = tuple(
    _search(f"column {wrapping.width:.0f}", (_NEAR[1], *_SHIFTED[2:4]), wrapping)._replace(strange=0, uncut=True)
    for wrapping in (NARROW.wrapping, SLIM.wrapping)
)
"""For names in columns that found no place to the right of their nodes."""
FARTHER = _search(
    "farther",
    tuple((*p[:2], p[2] * far, p[3], *p[4:6], p[6] * far, p[7]) for far in (0, 2, 4) for p in (*_OUTER, *_SHIFTED)),
    NARROW.wrapping,
)
"""For names that must have a place."""
WHOLE = _search("whole", (*_NEAR, *_SHIFTED), Wrapping(1.6 * USUAL.width, 3))
"""For names that do not fit into the usual lines."""


class Spots(NamedTuple):
    """j places for each of k names: ``left`` and ``top`` (k, j), ``rects`` (k, j, 4), and the words themselves.

    ``strange`` (k, j) is 2 for places nearer to another node than to their own, and 1 for those that are hardly nearer
    to their own; ``order`` (k, j) are the places in the order of trying. Places are relative to their node, or in a
    picture.
    """

    left: NDArray[np.float64]
    top: NDArray[np.float64]
    rects: NDArray[np.float64]
    strange: NDArray[np.int8]
    order: NDArray[np.int64]
    blocks: Sequence[Block]
    sizes: Sequence[float]
    anchors: tuple[str, ...]

    def of(self, rows: NDArray[np.int64]) -> Spots:
        """The places of some of these names."""
        blocks, sizes = ([column[row] for row in rows.tolist()] for column in (self.blocks, self.sizes))
        return self._replace(
            left=self.left[rows],
            top=self.top[rows],
            rects=self.rects[rows],
            strange=self.strange[rows],
            order=self.order[rows],
            blocks=blocks,
            sizes=sizes,
        )

    def around(self, xy: NDArray[np.floating]) -> Spots:
        """These places around nodes at xy (k, 2)."""
        x, y = xy.astype(np.float64).T[:, :, None]
        shift = np.concatenate((x, y, x, y), axis=1)[:, None]
        return self._replace(left=self.left + x, top=self.top + y, rects=self.rects + shift)


class Known:
    """The places around the nodes of one scene at one zoom, which stay the same while the camera moves along."""

    def __init__(self, scene: Scene, zoom: float, before: Known | None = None) -> None:
        self._scene, self._zoom = ref(scene), zoom
        self._found: dict[str, tuple[NDArray[np.int64], Spots]] = {}
        self.settled: tuple[object, dict[int, Any]] | None = None
        """The places of names in the last picture by node, with the camera and all else that they depend on."""
        self.kept: tuple[NDArray[np.int32], NDArray[np.float32], dict[int, Any]] | None = (
            before.kept if before is not None and before._zoom == zoom else None
        )
        """Ids and places in pixels of the nodes of the last picture at this zoom, and the places of their names."""

    def is_of(self, scene: Scene, zoom: float) -> bool:
        """True for the scene and the zoom that the places belong to."""
        return self._scene() is scene and self._zoom == zoom

    def spots(self, nodes: NDArray[np.int64], search: Search, radius: NDArray[np.float32], block_of: BlockOf) -> Spots:
        """Places relative to some nodes for their names; ``radius`` (n,) are the radii of all nodes in pixels."""
        # The nodes in sight change while the camera moves, so those of a small scene are all worth knowing.
        every = search is NEAR and len(radius) <= _FEW
        wanted = np.arange(len(radius)) if every else nodes
        last = self._found.get(search.name)
        if last is None or not np.array_equal(last[0], wanted):
            last = self._found[search.name] = wanted, self._relative(wanted, search, radius, block_of)
        return last[1].of(nodes) if every else last[1]

    def _relative(
        self, nodes: NDArray[np.int64], search: Search, radius: NDArray[np.float32], block_of: BlockOf
    ) -> Spots:
        scene, scale = self._scene(), text_scale(self._zoom)
        assert scene is not None
        plain, strong = (float(round(LABEL_SIZE * scale + more)) for more in (0.0, 0.6))
        bold = scene.strong[nodes].tolist()
        sizes = [strong if is_bold else plain for is_bold in bold]
        named = zip(nodes.tolist(), bold, sizes)
        blocks = [block_of(scene.labels[i], is_bold, size, search.wrapping) for i, is_bold, size in named]
        width = np.array([block.width for block in blocks], np.float64)
        height = np.array([len(block.lines) * size * LINE_HEIGHT for block, size in zip(blocks, sizes)], np.float64)
        r, parts = radius[nodes].astype(np.float64) * 1.08, search.places
        if scene.although is not None:
            r = np.where(scene.although[nodes], radius[nodes] * RING_REACH + RING_GAP, r)
        reach, slant, far = r + LABEL_GAP * scale, 0.75 * r, _FAR * scale
        beside = np.where(parts[0] < 0, *(each[:, None] for each in self._beside(scene, nodes, reach)))
        left = (beside + 1) * parts[0] + np.outer(slant, parts[1]) + far * parts[2] + np.outer(width, parts[3])
        top = np.outer(reach, parts[4]) + np.outer(slant, parts[5]) + far * parts[6] + np.outer(height, parts[7])
        rects = np.stack((left - 1, top, left + width[:, None] + 1, top + height[:, None]), axis=2)
        strange = _strange(scene, self._zoom, radius, nodes, rects, search.leads)
        if search.uncut:
            strange[[any("…" in line for line in block.lines) for block in blocks]] = 3
        order = _order(scene, self._zoom, radius, nodes, rects, strange, search.leads)
        return Spots(left, top, rects, strange, order, blocks, sizes, search.anchors)

    def _beside(
        self, scene: Scene, nodes: NDArray[np.int64], reach: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Distances of names left and right of each node, in pixels (k,) each: beyond its bar, if it has one."""
        if scene.times is None:
            return reach, reach
        seen, ends = scene.times.is_seen[nodes], scene.times.spans[nodes] - scene.xy[nodes, :1]
        gap = LABEL_GAP + ARROW * scene.times.is_open[nodes]
        far = np.where(seen[:, None], ends * self._zoom * (-1, 1) + gap, 0.0)
        return np.maximum(reach, far[:, 0]), np.maximum(reach, far[:, 1])


def _strange(
    scene: Scene,
    zoom: float,
    radius: NDArray[np.float32],
    nodes: NDArray[np.int64],
    rects: NDArray[np.float64],
    leads: bool = False,
) -> NDArray[np.int8]:
    """For places (k, j): 2 where another node, or its bar on a time axis, is nearer, 1 where it is nearly as near.

    A place to which a line ``leads`` is compared as if it were beside its node.
    """
    strange = np.zeros(rects.shape[:2], np.int8)
    x, y = (scene.xy.astype(np.float64) * zoom).T
    bars = _bars(scene, zoom)
    own = np.sqrt(_squares(rects, np.zeros((len(nodes), 1)), bars[nodes])) - radius[nodes, None]
    clearly = CLEARLY * text_scale(zoom)
    if leads:
        np.minimum(own, LABEL_GAP * text_scale(zoom), out=own)
    reach = np.abs(rects).max(axis=1, initial=0.0) + own.max(axis=1, initial=0.0)[:, None] + clearly
    across, down = np.maximum(reach[:, 0], reach[:, 2]), np.maximum(reach[:, 1], reach[:, 3])
    by_x, largest = np.argsort(x, kind="stable"), radius.max(initial=0.0)
    longest = across + largest + np.abs(bars).max(initial=0.0)
    first, last = (np.searchsorted(x[by_x], x[nodes] + way * longest) for way in (-1, 1))
    counts = last - first
    if counts.sum() > _MOST_COMPARED:
        return strange
    row = np.repeat(np.arange(len(nodes)), counts)
    at = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    level = np.abs(y.take(by_x).take(at) - np.repeat(y[nodes], counts)) < np.repeat(down + largest, counts)
    row, other = row[level], by_x.take(at[level])
    ends, dy, r = (x[other] - x[nodes[row]])[:, None] + bars[other], y[other] - y[nodes[row]], radius[other]
    near = (ends[:, 0] < across[row] + r) & (-ends[:, 1] < across[row] + r)
    near &= (np.abs(dy) < down[row] + r) & (other != nodes[row])
    row = row[near]
    begin = np.flatnonzero(np.diff(row, prepend=-1))
    if len(begin):
        # Squares are compared, since roots take longer than all the rest.
        away = _squares(rects[row], dy[near, None], ends[near])
        for more in (0.0, clearly):
            bound = np.maximum((own + more)[row] + r[near, None], 0)
            strange[row[begin]] += np.logical_or.reduceat(away < bound * bound, begin, axis=0)
    return strange


def _bars(scene: Scene, zoom: float) -> NDArray[np.float64]:
    """From where to where the bar of each node reaches beside it on a time axis, in pixels (n, 2); 0 without one."""
    if scene.times is None:
        return np.zeros((len(scene), 2))
    reach = (scene.times.spans.astype(np.float64) - scene.xy[:, :1]) * zoom
    return np.where(scene.times.is_seen[:, None], np.clip(reach, (-np.inf, 0), (0, np.inf)), 0.0)


def _squares(rects: NDArray[np.float64], y: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """The squared distance (k, j) from rectangles (k, j, 4) to a level line of each row: y (k, 1) and ends (k, 2)."""
    left, top, right, bottom = (np.ascontiguousarray(rects[..., side]) for side in range(4))
    dx = np.maximum(left - ends[:, 1:], ends[:, :1] - right)
    dy = np.maximum(top - y, y - bottom)
    np.maximum(dx, 0, out=dx)
    np.maximum(dy, 0, out=dy)
    return np.asarray(dx * dx + dy * dy)


def _order(
    scene: Scene,
    zoom: float,
    radius: NDArray[np.float32],
    nodes: NDArray[np.int64],
    rects: NDArray[np.float64],
    strange: NDArray[np.int8],
    leads: bool = False,
) -> NDArray[np.int64]:
    """The places (k, j) of each name, those that are not strange, and crossed by the fewest lines of the node, first.

    Of places to which a line ``leads``, the nearer come first.

    In columns, names stand to the right of their nodes, within the column of these, rather than between two of them.

    Along a time axis, names stand before or after the bars of their nodes or else below them, and above them only where
    nothing else is free: the rows of bars lie close together, and each name must be seen to belong to its own.
    """
    count, places = rects.shape[:2]
    late = 3 * (strange > 0).astype(np.int64)
    if leads:
        late += np.arange(places) // _DIRECTIONS
    elif scene.in_columns:
        late += 1 - ((rects[:, :, 0] > 0) & (rects[:, :, 1] < 0) & (rects[:, :, 3] > 0))
    elif scene.times is not None:
        later = 1 + (rects[:, :, 3] <= 0) - ((rects[:, :, 1] < 0) & (rects[:, :, 3] > 0))
        late += later * scene.times.is_seen[nodes][:, None]
    usual = np.argsort(late, axis=1, kind="stable")
    if not 0 < len(scene.source) <= _MOST_LINES:
        return usual
    slot = np.full(len(scene), -1)
    slot[nodes] = np.arange(count)
    own = np.concatenate((slot[scene.source], slot[scene.target]))
    rows = np.flatnonzero(own >= 0)
    if not len(rows):
        return usual
    own = own[rows]
    edge = rows % len(scene.source)
    # Lines leave a node towards the middle of their bend, and a loop leaves upwards.
    at, start, end = (
        scene.xy[ids].astype(np.float64) * zoom for ids in (nodes[own], scene.source[edge], scene.target[edge])
    )
    way = end - start
    bend = 2 * scene.bend[edge] * zoom / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    ahead = (start + end) / 2 + np.stack((-way[:, 1], way[:, 0]), axis=1) * bend[:, None]
    dx, dy = (ahead - at).T
    loop = scene.loop[edge] > 0
    dx[loop], dy[loop] = 0.0, -2.0 * radius[nodes[own[loop]]] - 12.0
    hit = _crosses(rects[own], dx, dy)
    crossed = np.bincount((own[:, None] * places + np.arange(places))[hit], minlength=count * places)
    return np.argsort(crossed.reshape(count, places) + late * (len(rows) + 1), axis=1, kind="stable")


def _crosses(rects: NDArray[np.float64], dx: NDArray[np.float64], dy: NDArray[np.float64]) -> NDArray[np.bool_]:
    """True for rectangles (e, j, 4) that a line from the origin by twice (dx, dy) (e,) crosses, shape (e, j)."""
    enter, leave = np.zeros(rects.shape[:2]), np.full(rects.shape[:2], 2.0)
    for axis, step in ((0, dx), (1, dy)):
        step = np.where(np.abs(step) < 1e-6, 1e-6, step)[:, None]
        one, two = rects[:, :, axis] / step, rects[:, :, axis + 2] / step
        np.maximum(enter, np.minimum(one, two), out=enter)
        np.minimum(leave, np.maximum(one, two), out=leave)
    return np.asarray(enter < leave)
