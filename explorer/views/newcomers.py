"""Places for nodes added to a picture that already has a layout: beside their neighbours."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from explorer.views.folding import folded_by
from explorer.views.groups import GROUPS_FROM, radii
from explorer.views.places import NAMED_UP_TO, placed, places_of, resources_of
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.model.projection import Projection

_ROW, _WIDE = 46.0, 2.6
"""Height of the cell for a node with its name, and the ratio of width to height."""
_DOT = 22.0
"""Height of the cell for a node without a name."""
_CLOSE, _MOST_LINES = 16.0, 20_000
"""Scene units from a line within which a node lies on it, and the number of lines that are worth avoiding."""
_GOLDEN = math.pi * (3 - math.sqrt(5))
_HASH_BITS = 22
_ROUNDS, _MORE = 8, 16
"""Rounds of search for a free spot, each over twice as many spots, and the spots tried beyond one for each node. After
the last round a node takes the last spot, free or not."""


def with_newcomers(
    projection: Projection, view: View, visible: Visible, around: tuple[float, float] | None = None
) -> View:
    """``view`` with a position for every drawn node, if some have one already. Nodes that have a position do not move.

    A node with placed neighbours goes to the free cell nearest to their middle, or to ``around`` if given. A node
    without placed neighbours goes below the picture, and so do all new nodes if they are thousands beside a few. On a
    time axis nodes go to their dates instead, which makes room there. A view without any position is returned
    unchanged: placing it is the work of a layout.
    """
    drawn = visible.drawn
    xy = places_of(view, drawn, projection.node_count)
    known = ~np.isnan(xy[:, 0])
    fresh = np.flatnonzero(~known)
    if not len(fresh) or not (known.any() or around is not None):
        return view
    if any(guide.axis == "t" for guide in view.guides):
        from explorer.views.time_axis import in_time  # late: few pictures have a time axis

        return in_time(projection, view, visible, fresh)
    waiting = ~known
    cells = _taken(projection, view, visible, xy, known)
    if around is not None:
        xy[fresh] = cells.near(np.repeat([around], len(fresh), axis=0))
        return placed(view, drawn[fresh], xy[fresh], projection.node_count)
    # With hardly any position there is no picture to fit into, and a layout will follow.
    if len(fresh) <= max(len(drawn) - len(fresh), NAMED_UP_TO):
        pairs = _pairs(visible, waiting)
        while True:
            places, middles = _beside(xy, known, waiting, *pairs)
            if not len(places):
                break
            xy[places] = cells.near(middles)
            known[places] = True
            waiting[places] = False
    left = np.flatnonzero(waiting)
    if len(left):
        start, below = float(xy[known, 0].min()), float(xy[known, 1].max()) + 2 * _ROW
        columns = max(1, int((float(xy[known, 0].max()) - start) // (3 * _ROW)) + 1)
        rank = np.arange(len(left))
        xy[left] = np.stack(
            (start + rank % columns * 3 * _ROW, below + rank // columns * 1.5 * _ROW), axis=1
        )  # fmt: skip
    return placed(view, drawn[fresh], xy[fresh], projection.node_count)


def unfolded(projection: Projection, view: View, before: View | None, classes: frozenset[int]) -> View:
    """``view`` without some folded classes, whose resources have a place only if it still fits.

    ``before`` is the view in which they stood by themselves last. A place is stale if an end of the line has moved
    since, or if another node has moved to where it is. Pinned resources stay.
    """
    p, out = projection, view._replace(folded_classes=view.folded_classes - classes)
    folds, visible = folded_by(p, view), see(p, out)
    if folds is None:
        return out
    now = places_of(view, visible.drawn, p.node_count)
    then = np.full_like(now, np.nan) if before is None else places_of(before, visible.drawn, p.node_count)
    moved = ~(now == then).all(axis=1)
    ends = visible.slot[np.stack((folds.source, folds.target))]
    stale = ((ends < 0) | moved[ends]).any(axis=0)
    alone = np.setdiff1d(visible.drawn[moved], folds.nodes)
    cells = _Cells(_DOT if len(visible.drawn) > NAMED_UP_TO else _ROW)
    cells.keep_off(_known(places_of(view, alone, p.node_count)))
    own = places_of(view, folds.nodes, p.node_count)
    stale |= cells.are_taken(np.nan_to_num(own).astype(np.float64))
    stale &= p.in_any_class(classes)[folds.nodes] & ~view.pinned.mask(p.node_count)[folds.nodes]
    gone = folds.nodes[stale]
    return out._replace(positions=view.positions.moved(gone, np.full((len(gone), 2), np.nan), p.node_count))


def _known(xy: NDArray[np.float32]) -> NDArray[np.float64]:
    return xy[~np.isnan(xy[:, 0])].astype(np.float64)


def in_rows(projection: Projection, view: View, visible: Visible) -> View:
    """``view`` with all drawn nodes in the rows of a wide grid, in reading order."""
    count = len(visible.drawn)
    columns = max(1, math.ceil(math.sqrt(count * 0.6)))
    place = np.arange(count)
    xy = np.stack((place % columns * 3.6 * _ROW, place // columns * 1.6 * _ROW), axis=1)
    return placed(view, visible.drawn, xy, projection.node_count)


def _pairs(visible: Visible, waiting: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of an unplaced drawn node and its neighbour, as indices: one pair for each unplaced end of an edge."""
    subject, object_ = visible.ends
    ends, others = np.concatenate((subject, object_)), np.concatenate((object_, subject))
    rows = waiting[ends] & (ends != others)
    return ends[rows], others[rows]


def _beside(
    xy: NDArray[np.float32],
    known: NDArray[np.bool_],
    waiting: NDArray[np.bool_],
    ends: NDArray[np.int32],
    others: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Indices (k,) of unplaced nodes with a placed neighbour, and the middle (k, 2) of those neighbours."""
    rows = waiting[ends] & known[others]
    nodes, which = np.unique(ends[rows], return_inverse=True)
    count = np.maximum(np.bincount(which, minlength=len(nodes)), 1)
    points = xy[others[rows]].astype(np.float64)
    sums = [np.bincount(which, points[:, axis], len(nodes)) for axis in (0, 1)]
    return nodes.astype(np.int64), np.stack(sums, axis=1) / count[:, None]


def _taken(
    projection: Projection, view: View, visible: Visible, xy: NDArray[np.float32], known: NDArray[np.bool_]
) -> _Cells:
    """The cells without those of the placed nodes and, in a picture with names, of the lines between them."""
    drawn, crowded = visible.drawn, len(visible.drawn) > NAMED_UP_TO
    cells = _Cells(_DOT if crowded else _ROW)
    cells.keep_off(xy[known].astype(np.float64))
    large = np.flatnonzero(known & (drawn >= GROUPS_FROM))
    for middle, radius in zip(xy[large], radii(visible.members[large], resources_of(view, projection)).tolist()):
        cells.cover(middle, radius)
    if not crowded and len(visible.drawn_edges) <= _MOST_LINES:
        ends = visible.ends
        rows = known[ends[0]] & known[ends[1]]
        cells.keep_off_lines(*(xy[end[rows]].astype(np.float64) for end in ends))
    return cells


class _Cells:
    """Taken points of a lattice, in a hash table; a free one may rarely count as taken.

    Nodes on different points of the lattice do not touch.
    """

    def __init__(self, height: float) -> None:
        self._height, self._size = height, np.array([_WIDE * height, height])
        self._taken = np.zeros(1 << _HASH_BITS, bool)

    def _slots(self, cells: NDArray[np.floating]) -> NDArray[np.uint64]:
        whole = cells.astype(np.int64).view(np.uint64)
        mixed = whole[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ whole[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)
        return np.asarray((mixed * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _HASH_BITS))

    def keep_off(self, points: NDArray[np.float64]) -> None:
        """Take the points of the lattice from which a node would touch one at ``points`` (k, 2)."""
        at = points / self._size
        low, high = np.ceil(at - 0.999), np.floor(at + 0.999)
        for x in (low[:, 0], high[:, 0]):
            for y in (low[:, 1], high[:, 1]):
                self._taken[self._slots(np.stack((x, y), axis=1))] = True

    def keep_off_lines(self, start: NDArray[np.float64], end: NDArray[np.float64]) -> None:
        """Take the points of the lattice that lie on lines from ``start`` to ``end`` (l, 2), or close to them."""
        steps = np.ceil(np.hypot(*(end - start).T) / _CLOSE).astype(np.int64) + 1
        line = np.repeat(np.arange(len(steps)), steps)
        share = (np.arange(len(line)) - np.repeat(np.cumsum(steps) - steps, steps)) / np.maximum(steps - 1, 1)[line]
        points = start[line] + (end - start)[line] * share[:, None]
        cells = np.rint(points / self._size)
        self._taken[self._slots(cells[(np.abs(cells * self._size - points) < _CLOSE).all(axis=1)])] = True

    def are_taken(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """True for ``points`` (k, 2) whose nearest point of the lattice is taken."""
        return self._taken[self._slots(np.rint(points / self._size))]

    def cover(self, middle: NDArray[np.floating], radius: float) -> None:
        """Take all points of the lattice from which a node would reach into a disc."""
        reach = radius + 0.6 * self._height
        x, y = (np.arange(-reach, reach, 0.5 * step) for step in self._size.tolist())
        spots = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        self._taken[self._slots(np.rint((spots[np.hypot(*spots.T) < reach] + middle) / self._size))] = True

    def near(self, middles: NDArray[np.float64]) -> NDArray[np.float64]:
        """A spot (k, 2) for each of ``middles`` (k, 2): the first free point of the lattice on a sunflower around it.

        Middles with the same nearest point share a sunflower. Each round searches all sunflowers at once, further out
        than before.
        """
        out = np.empty_like(middles)
        homes = self._slots(np.rint(middles / self._size))
        order = np.argsort(homes, kind="stable")
        _, first, left = np.unique(homes[order], return_index=True, return_counts=True)
        turn = np.ones(len(first))
        for tries in range(_ROUNDS):
            wide = (2 * left + _MORE) << tries
            starts = np.cumsum(wide) - wide
            home = np.repeat(np.arange(len(wide)), wide)
            spots = self._sunflower(middles[order[first]][home], (turn - starts)[home] + np.arange(len(home)))
            slots = self._slots(np.rint(spots / self._size))
            free = np.zeros(len(slots), bool)
            free[np.unique(slots, return_index=True)[1]] = True
            free &= ~self._taken[slots]
            rank = np.cumsum(free) - free
            rank -= rank[starts][home]
            used = np.flatnonzero(free & (rank < left[home]))
            out[order[first[home[used]] + rank[used]]] = spots[used]
            self._taken[slots[used]] = True
            settled = np.bincount(home[used], minlength=len(left))
            first, left, turn = first + settled, left - settled, turn + wide
            crowded = left > 0
            if not crowded.any():
                return out
            first, left, turn = first[crowded], left[crowded], turn[crowded]
        rest = order[np.repeat(first - np.cumsum(left) + left, left) + np.arange(left.sum())]
        out[rest] = self._sunflower(middles[rest], np.repeat(turn, left))
        return out

    def _sunflower(self, middles: NDArray[np.float64], turns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (k, 2) of the lattice along a sunflower spiral around ``middles`` (k, 2), ``turns`` seeds from its
        centre.
        """
        radius, angle = 0.8 * self._height * np.sqrt(turns), turns * _GOLDEN
        spiral = middles + np.stack((1.6 * radius * np.cos(angle), radius * np.sin(angle)), axis=1)
        return np.asarray(np.rint(spiral / self._size) * self._size)
