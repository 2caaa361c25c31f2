"""Large graphs component by component: each is placed, scaled to its boxes, and packed."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.frozen import frozen
from graph.layout.fitting.packing import grid, pack
from graph.layout.large.levels import Level, Single, level_of
from graph.layout.large.multilevel import Placing
from graph.layout.large.pinning import pulled_to_pins
from graph.layout.large.small import small_places
from graph.layout.large.spacing import spaced
from graph.layout.problem import Arrangement, Draft, Problem
from graph.work.progress import Job, Progress

_SMALL = 24
"""Components of up to this many nodes are placed together, far from one another."""
_LARGE = 200
"""Largest number of components packed one by one; the others are packed in blocks of similar size."""
_ROOM = 2.2
"""Area of a figure in areas of its boxes, gaps included."""
_SAMPLE = 20_000
"""Number of edges whose lengths are sampled."""
_GAP = 6.0
_APART = 60.0
_BEAT = 0.2
"""Shortest time in seconds between two drafts."""
_PAUSE = 10.0
"""Pause before the next draft, in multiples of the time that the last draft took."""


@frozen
class Islands:
    """A simple graph whose components are consecutive, the largest first.

    ``order`` int[n]: the node of the problem at each place; ``starts`` int[c+1]: the first place of each component.
    """

    level: Level
    order: Ints
    starts: Ints

    @property
    def sizes(self) -> Ints:
        """Nodes of each component, int[c]."""
        return np.diff(self.starts)

    @property
    def large(self) -> int:
        """Number of components placed one by one."""
        return int(np.searchsorted(-self.sizes, -_SMALL, side="left"))

    @property
    def owners(self) -> Ints:
        """The component of each place, int[n]."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def islands(problem: Problem) -> Islands:
    """The components of a problem, most nodes first, then in the order of their first node."""
    from scipy.sparse.csgraph import connected_components

    level = level_of(len(problem), problem.edges)
    count, label = connected_components(level.matrix(), directed=False)
    sizes = np.bincount(label, minlength=count)
    # Labels are assigned in the order of first nodes, so a stable sort keeps that order among equals.
    by_size = np.argsort(-sizes, kind="stable")
    rank = np.empty(count, np.int64)
    rank[by_size] = np.arange(count)
    order = np.argsort(rank[label], kind="stable")
    starts = np.concatenate(([0], np.cumsum(sizes[by_size])))
    return Islands(level.ordered(order) if count > 1 else level, order, starts)


def arranged(problem: Problem, title: str, place: Callable[[Level, int], Placing]) -> Job[Arrangement]:
    """Arrange a whole problem, given a function that places a connected level; yields a few drafts a second.

    Equal problems give equal bytes, whenever drafts are made. Figures keep the shape that ``place`` gives them: they
    are scaled until boxes have room, then boxes that still overlap push each other aside.
    """
    parts = islands(problem)
    boxes = problem.boxes[parts.order]
    xy = np.zeros((2, len(problem)), np.float32)
    small = int(parts.starts[parts.large])
    xy[:, small:] = small_places(parts.level.part(small, len(problem)), parts.sizes[parts.large :], problem.seed)
    yield Progress(title)
    beat, latest = _BEAT, -np.inf
    # The largest component comes last, when all others are placed and drafts are complete.
    for k in range(parts.large - 1, -1, -1):
        begin, end = parts.starts[k : k + 2].tolist()
        for share, places in place(parts.level.part(begin, end), problem.seed):
            now = time.monotonic()
            if now - latest < beat:
                continue
            latest = now
            if k:
                yield Progress(title, float(small - end), float(len(problem)))
                continue
            xy[:, begin:end] = places()
            drawn = _on_pins(parts, _packed(parts, xy * _scales(parts, xy, boxes), boxes), problem)
            yield Draft(title, share, 1.0, _in_problem_order(parts, drawn))
            beat = max(_BEAT, _PAUSE * (time.monotonic() - now))
        xy[:, begin:end] = places()
    yield Progress(title, 1.0, 1.0)
    drawn = _packed(parts, _spaced(parts, xy * _scales(parts, xy, boxes), boxes), boxes)
    held = problem.held[parts.order]
    if held.any():
        drawn = spaced(_on_pins(parts, drawn, problem), boxes, _GAP, held)
    positions = _in_problem_order(parts, drawn)
    positions[problem.held] = problem.positions[problem.held]
    return Arrangement(positions)


def _scales(parts: Islands, xy: Single, boxes: Single) -> Single:
    """Scene units per unit of each place, float32[n].

    The area of a figure (that of an ellipse with its spread) then holds its boxes several times over, and all but the
    shortest edges are longer than a box, so that the leaves of a tree have room around their parent.
    """
    cells = boxes + np.float32(_GAP)
    usual = float(np.sqrt(cells.prod(axis=1, dtype=np.float64).mean()))
    out = np.full(len(boxes), 1.3 * usual, np.float32)
    for k in range(parts.large):
        own = slice(*parts.starts[k : k + 2].tolist())
        spread = xy[:, own].std(axis=1, dtype=np.float64)
        area = max(4 * np.pi * float(spread.prod()), 0.25 * float(spread.max()) ** 2, 1e-30)
        scale = float(np.sqrt(_ROOM * float(cells[own].prod(axis=1, dtype=np.float64).sum()) / area))
        out[own] = max(scale, usual / max(_short_edge(parts.level, xy, own), 1e-3))
    return out


def _short_edge(level: Level, xy: Single, own: slice) -> float:
    """A length that three of four edges of some places exceed, estimated from a sample."""
    first, last = int(level.starts[own.start]), int(level.starts[own.stop])
    some = np.arange(first, last, max(1, (last - first) // _SAMPLE))
    owners = np.searchsorted(level.starts, some, side="right") - 1
    dx, dy = xy[:, owners] - xy[:, level.neighbours[some]]
    return float(np.quantile(np.hypot(dx, dy), 0.25))


def _spaced(parts: Islands, xy: Single, boxes: Single) -> Single:
    """The same figures, each without overlap in itself."""
    out = xy.copy()
    for k in range(parts.large):
        own = slice(*parts.starts[k : k + 2].tolist())
        out[:, own] = spaced(xy[:, own], boxes[own], _GAP)
    rest = int(parts.starts[parts.large])
    if rest < xy.shape[1]:
        # Small components are far enough apart that one call serves them all.
        owners = parts.owners[rest:] - parts.large
        low, high = _frames(parts, xy, boxes)
        step = 2.0 * float((high - low)[parts.large :].max()) + 100.0
        across = int(np.sqrt(owners[-1] + 1)) + 1
        shift = (np.stack((owners % across, owners // across)) * step).astype(np.float32)
        out[:, rest:] = spaced(xy[:, rest:] + shift, boxes[rest:], _GAP)
    return out


def _frames(parts: Islands, xy: Single, boxes: Single) -> tuple[Floats, Floats]:
    """Low and high corners of each component's boxes, float[c,2]."""
    half = boxes.T / 2
    low = np.minimum.reduceat(xy - half, parts.starts[:-1], axis=1)
    high = np.maximum.reduceat(xy + half, parts.starts[:-1], axis=1)
    return low.T.astype(np.float64), high.T.astype(np.float64)


def _packed(parts: Islands, xy: Single, boxes: Single) -> Single:
    """All figures packed around the origin: many small ones of similar size in blocks of rows."""
    low, high = _frames(parts, xy, boxes)
    size = high - low
    own = min(int(np.searchsorted(-parts.sizes, -1)), _LARGE)
    classes = np.concatenate(
        (np.arange(own), own + np.unique(-np.log2(parts.sizes[own:]).astype(np.int64), return_inverse=True)[1])
    )
    begins = np.flatnonzero(np.diff(classes, prepend=-1))
    blocks = [np.arange(begin, end) for begin, end in zip(begins, [*begins[1:], len(classes)])]
    places = [grid(size[block], np.array([_APART, _APART]) / (1 if len(block) < 2 else 3)) for block in blocks]
    frames = np.array([(at + size[block] / 2).max(axis=0) for at, block in zip(places, blocks)])
    corners = pack(frames, _APART)
    middle = (corners + frames).max(axis=0) / 2
    shift = np.empty_like(low)
    for block, at, corner in zip(blocks, places, corners):
        shift[block] = corner + at - size[block] / 2 - low[block] - middle
    return np.asarray((xy + shift.T[:, parts.owners]).astype(np.float32))


def _on_pins(parts: Islands, xy: Single, problem: Problem) -> Single:
    if not problem.held.any():
        return xy
    placed = _in_problem_order(parts, xy).astype(np.float64)
    return np.ascontiguousarray(
        pulled_to_pins(placed, problem, parts.level.ordered(np.argsort(parts.order)))[parts.order].T
    )


def _in_problem_order(parts: Islands, xy: Single) -> Single:
    """Positions float32[n,2] in the problem's order."""
    positions = np.empty((xy.shape[1], 2), np.float32)
    positions[parts.order] = xy.T
    return positions
