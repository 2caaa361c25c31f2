"""Routing: edges that would run through a node which is not their end are bent around it.

A line through a third node says relationships that are not in the data. An edge is drawn as one arc, so for each
node near it the bends that would touch the node form an interval; the bend closest to none outside all intervals is
taken. Parallel edges move aside together.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.pictures.scene.scene import Scene
from explorer.views.camera import mark_scale
from graph.arrays.types import Floats, Ints, Mask
from graph.named import NamedTuple

MOST_ROUTED = 2000
"""Largest number of edges that are routed; among more, no single line can be followed."""
MOST_BENT = 0.4
"""Largest bend that routing gives, as a share of the distance between the ends of an edge."""
_MOST_PAIRS, _MOST_NEAR = 4_000_000, 60_000
"""Largest number of edges times nodes, in a larger picture the nodes are dots; and of nodes near edges to weigh."""
GAP = 3.0
"""Scene units between a bent edge and a node."""
_USUAL, _LEAST_ZOOM = (1600.0, 1000.0), 0.1
"""Size of a usual picture; and the least zoom at which edges keep off nodes."""
_SEARCHES = ((40.0, False), (200.0, False), (np.inf, False), (np.inf, True))
"""Largest bends to try, and if an edge may come as close to nodes as they are drawn at zoom 1."""
_BLOCK = 1 << 16
"""Distances that are worked out together, so few that they stay in the cache."""
_FAR, _ALIKE = 1e6, 1e-3
"""More than any bend, and two bends of one size."""
_STEEPEST = float(np.hypot(1.0, 4 * MOST_BENT))
"""The room of a node beside the steepest part of an arc, measured across the chord."""


class _Chords(NamedTuple):
    """Pairs of nodes with edges between them: ends ``low`` and ``high`` (c,), and the least and largest fan of their
    edges, seen from ``low``."""

    low: Ints
    high: Ints
    least: Floats
    largest: Floats


def routed(scene: Scene) -> Scene:
    """The scene with the bends (l,) that lead its edges around nodes, in addition to their fan.

    Edges that are clear of nodes, and those for which no bend up to :data:`MOST_BENT` is, keep their fan alone.
    Equal scenes give equal bytes.
    """
    rows = np.flatnonzero(scene.loop == 0)
    if not 0 < len(rows) <= MOST_ROUTED or len(rows) * len(scene) > _MOST_PAIRS:
        return replace(scene, bend=scene.fan)
    chords, chord, side = _chords_of(scene, rows)
    bend = scene.fan.copy()
    bend[rows] += (_aside(scene, chords)[chord] * side).astype(np.float32)
    return replace(scene, bend=bend)


def _chords_of(scene: Scene, rows: Ints) -> tuple[_Chords, Ints, Floats]:
    """The chords of edges, the chord (e,) of each edge, and the sign (e,) of its bend seen from the lower end."""
    source, target = scene.source[rows].astype(np.int64), scene.target[rows].astype(np.int64)
    side = np.where(source < target, 1.0, -1.0)
    keys = np.minimum(source, target) * len(scene) + np.maximum(source, target)
    order = np.argsort(keys, kind="stable")
    new = np.ones(len(order), bool)
    np.not_equal(keys[order][1:], keys[order][:-1], out=new[1:])
    first = np.flatnonzero(new)
    chord = np.empty(len(order), np.int64)
    chord[order] = np.cumsum(new) - 1
    fan = (scene.fan[rows] * side)[order].astype(np.float64)
    low, high = np.divmod(keys[order[first]], len(scene))
    return _Chords(low, high, np.minimum.reduceat(fan, first), np.maximum.reduceat(fan, first)), chord, side


class _Near(NamedTuple):
    """Nodes near chords, as pairs (p,): index of the chord, share of the way along it, offset from it, positive at the
    side of positive bends, and the room that the node needs."""

    chord: Ints
    along: Floats
    off: Floats
    room: Floats


class _Field:
    """The nodes of a scene around some chords, in single precision, which is finer than a pixel."""

    def __init__(self, scene: Scene, chords: _Chords) -> None:
        x, y = (scene.xy - scene.xy.mean(axis=0)).astype(np.float32).T
        dx, dy = x[chords.high] - x[chords.low], y[chords.high] - y[chords.low]
        length = np.maximum(np.hypot(dx, dy), np.float32(1e-6))
        self._x, self._y, self.chords, self.length = x, y, chords, length.astype(np.float64)
        self.wide = np.maximum(np.abs(chords.least), np.abs(chords.largest))
        self._longest = np.nextafter(length, np.float32(np.inf))
        self._across, self._down = dx / length, dy / length
        self.rises = (dx > 0) | ((dx == 0) & (dy < 0))
        """True for chords whose moves below 0 lead up, or to the left of upright ones, whatever the order of ids."""
        self._begin = x[chords.low] * self._across + y[chords.low] * self._down
        self._level = y[chords.low] * self._across - x[chords.low] * self._down
        self._room = (scene.radius * _shrinking(scene) + GAP).astype(np.float32)
        self._least_room = (scene.radius + 1.0).astype(np.float32)

    def near(self, chords: Ints, reach: Floats, spare: float, *, close: bool = False) -> _Near:
        """Nodes between the ends of some chords, not further from them than ``reach`` (k,) and ``spare`` rooms.

        The rooms are the least with ``close``. If the nodes are too many, the last chords are left out.
        """
        room = self._least_room if close else self._room
        wide, count = (spare * room)[None], len(self._x)
        step, found, cells_found = max(1, _BLOCK // count), [], 0
        for first in range(0, len(chords), step):
            own = chords[first : first + step]
            off = self._across[own, None] * self._y - self._down[own, None] * self._x - self._level[own, None]
            cells = np.flatnonzero(np.abs(off) < reach[first : first + step, None].astype(np.float32) + wide)
            rows = cells // count
            found.append((own.take(rows), cells - rows * count, off.take(cells)))
            cells_found += len(cells)
            if cells_found > _MOST_NEAR:
                break
        chord, node, off = (np.concatenate(column) for column in zip(*found))
        # Most are beyond the ends, which the first numbers tell.
        begin, across, down = self._begin.take(chord), self._across.take(chord), self._down.take(chord)
        ahead = self._x.take(node) * across + self._y.take(node) * down - begin
        inner = np.flatnonzero((ahead > 0) & (ahead <= self._longest.take(chord)))
        chord, node, off = chord.take(inner), node.take(inner), off.take(inner)
        along = ahead.take(inner) / self.length.take(chord)
        inner = (along > 0) & (along < 1) & (node != self.chords.low[chord]) & (node != self.chords.high[chord])
        return _Near(chord[inner], along[inner], off[inner].astype(np.float64), room[node[inner]].astype(np.float64))


def _shrinking(scene: Scene) -> float:
    """The factor for the radius of nodes in a picture that shows all of the scene."""
    left, top, right, bottom = scene.extent
    fitted = min(_USUAL[0] / max(right - left, 1.0), _USUAL[1] / max(bottom - top, 1.0))
    zoom = min(1.0, max(fitted, _LEAST_ZOOM))
    return mark_scale(zoom) / zoom


def _aside(scene: Scene, chords: _Chords) -> Floats:
    """The distance (c,) by which the edges of each chord move aside, seen from its lower end."""
    field = _Field(scene, chords)
    out = np.zeros(len(chords.low))
    near = field.near(np.arange(len(out)), field.wide, 1.0)
    least, most = _touching(near, field)
    hit = np.zeros(len(out), bool)
    hit[near.chord[(least < 0) & (most > 0)]] = True
    limit = MOST_BENT * field.length
    # Most edges need a small bend, and few nodes are as near as that.
    for widest, close in _SEARCHES:
        left = np.flatnonzero(hit)
        if not len(left):
            break
        left = left[np.argsort(field.length[left], kind="stable")]
        reach = np.minimum(limit[left], widest)
        near = field.near(left, reach + field.wide[left], _STEEPEST, close=close)
        found = _nearest_free(near.chord, *_touching(near, field), field.rises)[left]
        fits = np.abs(found) <= reach
        out[left[fits]] = found[fits]
        hit[left[fits]] = False
    return out


def _touching(near: _Near, field: _Field) -> tuple[Floats, Floats]:
    """The interval of moves aside that would bring some edge of a chord too close to a node, for each pair."""
    chord, off, room, length = near.chord, near.off, near.room, field.length[near.chord]
    share = np.maximum(4 * near.along * (1 - near.along), 1e-6)
    ends = []
    for way in (-room, room):
        # Where the arc is steep, it must be further off to be as far from the node.
        slope = 4 * (1 - 2 * near.along) * np.clip((off + way) / share / length, -MOST_BENT, MOST_BENT)
        ends.append((off + way * np.sqrt(1 + slope**2)) / share)
    least, most = ends[0] - field.chords.largest[chord], ends[1] - field.chords.least[chord]
    return np.clip(least, -_FAR, _FAR), np.clip(most, -_FAR, _FAR)


def _nearest_free(chord: Ints, least: Floats, most: Floats, negative: Mask) -> Floats:
    """For each chord (c,) the number closest to 0 outside all of its open intervals; 0 without any.

    Of two that are as close, the one below 0 where it is to be ``negative`` (c,).
    """
    order = np.lexsort((least, chord))
    chord, least, most = chord[order], least[order], most[order]
    # A running maximum within each chord, since a step from one to the next is larger than any bend.
    upto = np.maximum.accumulate(most + chord * (4 * _FAR)) - chord * (4 * _FAR)
    begins = np.ones(len(chord), bool)
    begins[1:] = (chord[1:] != chord[:-1]) | (least[1:] > upto[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(chord)) - 1
    low, high, of = least[first], upto[last], chord[first]
    around = (low < 0) & (high > 0)
    out = np.zeros(len(negative))
    nearer = np.where(np.abs(low + high) < _ALIKE, negative[of], -low < high)
    out[of[around]] = np.where(nearer, low, high)[around]
    return out
