"""Tree: the layout of a spanning forest, to the right or around its roots; the lines of other edges lie across it."""

from __future__ import annotations

import numpy as np

from graph.arrays.kernels import is_compiled
from graph.arrays.types import Floats, Ids
from graph.layout.fitting.overlaps import GAP, stretch_apart
from graph.layout.fitting.packing import RATIO, bounds, grid, pack
from graph.layout.large.pinning import on_pins
from graph.layout.problem import Arrangement, Problem
from graph.layout.problem import problem as posed
from graph.layout.tree.forest import Forest, forest_of
from graph.work.progress import Job, Progress

_ROOM, _SLOPE, _WIDEST = 40.0, 0.08, 400.0
"""Room between a parent and its children: the least, what it grows by for each unit of their height, and the most."""
_BESIDE = 10.0
"""Room between boxes that stand one below another, and between those of a ring."""
_APART = 60.0
_COLUMNS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256)
_TRIES = 4
"""Rounds that find how far the rings move outwards."""
_TALL = 2.0
"""Height of a tree in its widths from which it grows to the right only if that makes it much smaller."""
_BEARABLE, _SMALLER = 1.25, 0.8
"""A tree grows to the right if its screen-shaped frame is at most so many times that of rings; the latter if tall."""


def tree(problem: Problem) -> Arrangement:
    """A tidy tree of a whole problem, see :func:`figure`; for a few hundred nodes, since rings are fitted exactly."""
    forest = forest_of(problem)
    return Arrangement(figure(problem, forest, exact=True).astype(np.float32), _notes(problem, forest))


def large_tree(problem: Problem) -> Job[Arrangement]:
    """The same for thousands of nodes, with pins; linear in nodes and edges but for sorting."""
    yield Progress("Tree")
    forest = forest_of(problem)
    points = figure(problem, forest)
    low, high = bounds(points, problem.boxes.astype(np.float64))
    return Arrangement(on_pins(points - (low + high) / 2, problem, _BESIDE), _notes(problem, forest))


def prepare() -> None:
    """Compile the kernels of trees, or load the cached ones; does nothing without numba."""
    if is_compiled():
        tree(posed(3, [(0, 1), (0, 2)], kinds=[0, 1], settings={"growth": "right"}))


def figure(problem: Problem, forest: Forest, *, exact: bool = False) -> Floats:
    """Centres float[n,2] of the nodes of a problem; single nodes stand in a grid beside the forest.

    By van der Ploeg, "Drawing non-layered tidy trees in linear time" (2014), see :mod:`graph.layout.tree.outlines`. The
    setting “growth” is “right”, “around” or “automatic”: to the right, unless rings have a much smaller frame. With
    ``exact`` rings are made as small as the boxes allow, which compares all pairs of them.
    """
    boxes = problem.boxes[forest.nodes].astype(np.float64)
    alone = (forest.parent < 0) & (forest.children == 0)
    points = np.zeros((len(forest), 2))
    if alone.any():
        points[alone] = grid(boxes[alone], GAP)
    if not alone.all():
        trees = forest.without(alone) if alone.any() else forest
        points[~alone] = _grown(trees, boxes[~alone], str(problem.settings["growth"]), exact)
    blocks = [np.flatnonzero(own) for own in (~alone, alone) if own.any()]
    corners = [bounds(points[nodes], boxes[nodes]) for nodes in blocks]
    shifts = pack(np.array([high - low for low, high in corners]), _APART)
    out = np.empty_like(points)
    for nodes, (low, _), shift in zip(blocks, corners, shifts):
        out[forest.nodes[nodes]] = points[nodes] + shift - low
    return out


def _grown(forest: Forest, boxes: Floats, growth: str, exact: bool) -> Floats:
    if growth == "around":
        return around(forest, boxes, exact)
    right = to_the_right(forest, boxes)
    if growth == "right":
        return right
    width, height = _size(right, boxes)
    if width > RATIO * height:
        return right
    rings = around(forest, boxes, exact)
    width_around, height_around = _size(rings, boxes)
    most = _SMALLER if height > _TALL * width else _BEARABLE
    return right if RATIO * height <= most * max(width_around, RATIO * height_around) else rings


def _size(points: Floats, boxes: Floats) -> tuple[float, float]:
    low, high = bounds(points, boxes)
    return float(high[0] - low[0]), float(high[1] - low[1])


def to_the_right(forest: Forest, boxes: Floats) -> Floats:
    """Centres float[n,2]: parents left of their children, siblings one below another, trees in columns in turn.

    Equal subtrees have equal shapes. Siblings stand with their centres on one line.
    """
    from graph.layout.tree.outlines import add_up, stand_along, tidy

    x, end, y = (np.zeros(len(forest)) for _ in range(3))
    after = boxes[:, 0] / 2 + _rooms(forest, boxes[:, 1])
    stand_along(forest.parent, _leads(forest, boxes[:, 0] / 2), after, x, end)
    tidy(forest.starts, (boxes[:, 1] + _BESIDE) / 2, end, y)
    add_up(forest.parent, y)
    points = np.column_stack((x, y))
    low, high = _frames(forest, points, boxes)
    return np.asarray(points + (_columns(high - low) - low)[forest.tree])


def _leads(forest: Forest, half: Floats) -> Floats:
    """Half the width of the widest sibling of each node, float[n]."""
    begins = np.concatenate(([0], forest.starts[:-1][forest.children > 0]))
    return np.repeat(np.maximum.reduceat(half, begins), np.diff(np.append(begins, len(half))))


def _rooms(forest: Forest, height: Floats) -> Floats:
    """Room behind each node for the lines to its children, more for more children, so that lines are not too steep."""
    sums = np.concatenate(([0.0], np.cumsum(height)))[forest.starts]
    return np.asarray(np.minimum(_ROOM + _SLOPE * np.diff(sums), _WIDEST))


def _frames(forest: Forest, points: Floats, boxes: Floats) -> tuple[Floats, Floats]:
    """Low and high corners of each tree, float[r,2]."""
    by = np.argsort(forest.tree, kind="stable")
    starts = np.searchsorted(forest.tree[by], np.arange(forest.starts[0]))
    low = np.minimum.reduceat((points - boxes / 2)[by], starts)
    return low, np.maximum.reduceat((points + boxes / 2)[by], starts)


def _columns(sizes: Floats) -> Floats:
    """Low corners float[r,2] of trees one below another in columns, as many as come closest to a screen's shape."""
    tall = sizes[:, 1] + 2 * _BESIDE
    middle = np.cumsum(tall) - tall / 2
    best, least = np.zeros_like(sizes), np.inf
    for count in _COLUMNS[: len(sizes)]:
        column = np.minimum(middle * count / tall.sum(), count - 1).astype(np.int64)
        first = np.searchsorted(column, np.arange(count))
        widths = np.zeros(count)
        np.maximum.at(widths, column, sizes[:, 0])
        x = np.cumsum(widths + _APART) - widths - _APART
        top = np.cumsum(tall) - tall
        corners = np.column_stack((x[column], top - top[np.minimum(first, len(top) - 1)][column]))
        across, down = (corners + sizes).max(axis=0)
        if max(across, RATIO * down) < least:
            best, least = corners, float(max(across, RATIO * down))
    return best


def around(forest: Forest, boxes: Floats, exact: bool) -> Floats:
    """Centres float[n,2] on rings that are as wide as a screen, one for each level: a single root is in the middle.

    The same tidy tree in angles: a box takes the angle of the circle around it, so that no turn makes it meet another.
    All rings are moved outwards until the tree fits around them, and with ``exact`` drawn together again.
    """
    wide = np.array([RATIO, 1.0])
    size = np.hypot(*(boxes / wide).T) + _BESIDE
    ring = forest.depth + (0 if forest.starts[0] == 1 else 1)
    # The turn is nearly in inverse proportion to the radius, so a few steps along that line come close enough.
    holes, turns = [0.0, float(size.sum()) / 16], []
    for k in range(_TRIES):
        angle, turn = _angles(forest, ring, size, holes[k])
        turns.append(1 / max(turn, 1e-9))
        if k == 0 and turn <= 2 * np.pi:
            break
        if k:
            slope = (turns[k] - turns[k - 1]) / (holes[k] - holes[k - 1] or 1.0)
            holes.append(max(holes[k] + (0.5 / np.pi - turns[k]) / max(slope, 1e-12), 0.0))
    turned = angle * (2 * np.pi / max(turn, 1e-9))
    radius = _radii(ring, size, turned)[ring]
    # The first node is above the middle, as on a clock.
    points = radius[:, None] * np.column_stack((np.sin(turned), -np.cos(turned))) * wide
    return stretch_apart(points, boxes, np.full(2, _BESIDE), ratio=1.0) if exact else points


def _angles(forest: Forest, ring: Ids, size: Floats, hole: float) -> tuple[Floats, float]:
    """Angles float[n] of all nodes on rings around a ``hole``, and the angle that the fullest ring takes.

    The rings are as close to one another as the sizes float[n] of their nodes allow.
    """
    from graph.layout.tree.outlines import add_up, tidy

    radii = _thick(ring, size).cumsum() + hole
    room = np.where(ring > 0, np.arcsin(np.minimum(size / 2 / np.maximum(radii[ring], 1e-9), 1.0)), 0.0)
    # One more node, without a size, is the parent of all roots.
    starts = np.concatenate(([1], forest.starts + 1)).astype(np.int32)
    parent = np.concatenate(([-1], forest.parent + 1)).astype(np.int32)
    place = np.zeros(len(forest) + 1)
    tidy(starts, np.concatenate(([0.0], room)), np.concatenate(([1.0], forest.depth + 2.0)), place)
    add_up(parent, place)
    angle = place[1:]
    high, low = (np.full(len(radii), -np.inf) for _ in range(2))
    np.maximum.at(high, ring, angle + room)
    np.maximum.at(low, ring, room - angle)
    return angle, float((high + low).max())


def _thick(ring: Ids, size: Floats) -> Floats:
    """The least distance of each ring from the one inside it, float[d]; 0 for the first."""
    largest = np.zeros(int(ring.max()) + 1)
    np.maximum.at(largest, ring, size)
    thick = (largest + np.concatenate((largest[:1], largest[:-1]))) / 2 + _ROOM / 2
    thick[0] = 0.0
    return thick


def _radii(ring: Ids, size: Floats, angle: Floats) -> Floats:
    """Radii float[d] of the rings: as small as their nodes allow, but no inner ring crowded for the sake of an outer.

    Neighbours on a ring are at least half the sum of their sizes apart.
    """
    by = np.lexsort((angle, ring))
    starts = np.searchsorted(ring[by], np.arange(int(ring.max()) + 2))
    thick, needed = _thick(ring, size), np.zeros(int(ring.max()) + 1)
    after = np.arange(1, len(by) + 1)
    filled = np.flatnonzero(np.diff(starts))
    after[starts[filled + 1] - 1] = starts[filled]
    far = np.sin(np.mod(angle[by[after]] - angle[by], 2 * np.pi) / 2)
    apart = (size[by] + size[by[after]]) / 2
    chord = np.where(after == np.arange(len(by)), 0.0, apart / 2 / np.maximum(far, 1e-9))
    np.maximum.at(needed, ring[by], chord)
    needed[0] = 0.0
    last = 0.0
    for k in range(1, len(needed)):
        last = max(needed[k], last + thick[k])
    even = last * np.arange(len(needed)) / max(len(needed) - 1, 1)
    radii = np.zeros(len(needed))
    for k in range(1, len(needed)):
        radii[k] = max(needed[k], even[k], radii[k - 1] + thick[k])
    return radii


def _notes(problem: Problem, forest: Forest) -> tuple[str, ...]:
    """A sentence on the relationships that are no part of the tree, if there are any."""
    parent = np.full(len(forest), -1, np.int32)
    inner = forest.parent >= 0
    parent[forest.nodes[inner]] = forest.nodes[forest.parent[inner]]
    u, v = problem.edges[:, 0], problem.edges[:, 1]
    beside = int(((u != v) & (parent[u] != v) & (parent[v] != u)).sum())
    if not beside:
        return ()
    count = "1 relationship is" if beside == 1 else f"{beside:,} relationships are"
    return (f"{count} not part of the tree and drawn across it.",)
