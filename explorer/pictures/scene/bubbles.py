"""Positions of bubbles: classes of a summary, or groups of a view, with room for their names."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.scene.staging import stage
from explorer.views.groups import GROUPS_FROM, by_class
from explorer.views.places import places_of
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.arrays.types import Ids
from graph.model.projection import Projection

_ROUNDS = 160
_MOST_OBSTACLES = 400
_GOLDEN = math.pi * (3 - math.sqrt(5))
_NAME = np.array([84.0, 24.0])
"""Half the width and height of the room for a name below its bubble."""

Places = NDArray[np.float64]


def overview_of(projection: Projection) -> View:
    """A view of the whole projection with one group for each class."""
    every = np.arange(projection.node_count, dtype=np.int32)
    view = View(groups=by_class(projection, (), every))
    return arranged_groups(projection, view, see(projection, view))


def arranged_groups(projection: Projection, view: View, visible: Visible) -> View:
    """``view`` with a place for every drawn group without one: near the middle of its members, without overlaps.

    If no member has a place, the edges between the groups arrange them.
    """
    scene = stage(projection, view, visible)
    groups_from = int(np.searchsorted(scene.ids, GROUPS_FROM))
    if groups_from == len(scene):
        return view
    ids = scene.ids[groups_from:]
    start = _middles(projection, view, visible, groups_from)
    counts, radius = visible.members[groups_from:].astype(float), scene.radius[groups_from:].astype(float)
    unknown = np.isnan(start[:, 0])
    start[unknown] = spiral(counts, radius)[unknown]
    known = places_of(view, ids, projection.node_count).astype(np.float64)
    held = ~np.isnan(known[:, 0])
    inner = (scene.source >= groups_from) & (scene.target >= groups_from)
    a, b = scene.source[inner] - groups_from, scene.target[inner] - groups_from
    xy = spread(start, radius, a, b, visible.strands[inner].astype(np.int64))
    if not unknown.any():
        xy += start.mean(axis=0) - xy.mean(axis=0)
    xy[held] = known[held]
    xy = _beside_fixed(
        xy, radius, held, scene.xy[:groups_from].astype(np.float64), scene.radius[:groups_from].astype(float)
    )
    places = {int(i): (float(x), float(y)) for i, (x, y) in zip(ids, xy)}
    return view._replace(groups=tuple(group._replace(xy=places.get(group.id, group.xy)) for group in view.groups))


def _beside_fixed(xy: Places, radius: Places, held: NDArray[np.bool_], others: Places, sizes: Places) -> Places:
    """Move bubbles that are not held away from the ``others``, which stay where they are."""
    if not len(others) or len(others) > _MOST_OBSTACLES:
        return xy
    every, sizes = np.concatenate((xy, others)), np.concatenate((radius, sizes))
    fixed = np.concatenate((held, np.ones(len(others), bool)))
    for _ in range(60):
        moved, touched = _apart(every, sizes)
        moved[fixed] = every[fixed]
        if not touched or np.array_equal(moved, every):
            break
        every = moved
    return every[: len(xy)]


def _middles(projection: Projection, view: View, visible: Visible, groups_from: int) -> Places:
    """The middle of the placed members of each drawn group, NaN if it has none."""
    places = view.positions.of(projection.node_count)
    members = np.flatnonzero((visible.slot >= groups_from) & ~np.isnan(places[:, 0]))
    which, count = visible.slot[members] - groups_from, len(visible.drawn) - groups_from
    sizes = np.bincount(which, minlength=count).astype(float)
    sizes[sizes == 0] = np.nan
    return np.stack([np.bincount(which, places[members, axis], count) / sizes for axis in (0, 1)], axis=1)


def spiral(counts: Places, radius: Places) -> Places:
    """Starting places: the largest in the middle, the others around it by size."""
    rank = np.empty(len(counts))
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    reach = 2.2 * (radius.mean() + _NAME.mean() if len(radius) else 0.0) * np.sqrt(rank)
    return np.stack((1.5 * reach * np.cos(rank * _GOLDEN), reach * np.sin(rank * _GOLDEN)), axis=1)


def spread(xy: Places, radius: Places, a: Ids, b: Ids, weight: NDArray[np.int64]) -> Places:
    """Springs along edges and repulsion between bubbles (after Fruchterman and Reingold 1991), then overlap removal."""
    count = len(xy)
    if count < 2:
        return xy - xy.mean(axis=0) if count else xy
    room = radius[:, None] + radius[None, :]
    ideal = room + 130.0
    pull = np.zeros((count, count))
    strength = np.log1p(weight) / max(1.0, float(np.log1p(weight).max(initial=0.0)))
    pull[a, b] = pull[b, a] = strength
    pull += 0.1  # a bubble without edges does not drift away
    for turn in range(_ROUNDS):
        delta = xy[:, None, :] - xy[None, :, :]
        far = np.maximum(np.hypot(delta[..., 0], delta[..., 1]), 1.0)
        force = (ideal**2 / far - pull * far**2 / ideal * 0.35) / far
        move = (delta * force[..., None]).sum(axis=1) * np.array([1.5, 1.0])
        length = np.maximum(np.hypot(*move.T), 1e-9)
        step = np.minimum(length, 60.0 * (1 - turn / _ROUNDS))
        xy = xy + move / length[:, None] * step[:, None]
    for _ in range(60):
        xy, touched = _apart(xy, radius)
        if not touched:
            break
    return np.asarray(xy - (xy.min(axis=0) + xy.max(axis=0)) / 2)


def _apart(xy: Places, radius: Places) -> tuple[Places, bool]:
    """Separate boxes around bubbles and names along the axis with the smaller overlap; True if any overlapped."""
    half = np.stack((np.maximum(radius, _NAME[0]), radius + _NAME[1]), axis=1)
    delta = xy[:, None, :] - xy[None, :, :]
    over = half[:, None, :] + half[None, :, :] - np.abs(delta)
    hit = (over > 0.5).all(axis=2)
    np.fill_diagonal(hit, False)
    if not hit.any():
        return xy, False
    across = over[..., 0] < over[..., 1]
    order = np.sign(np.arange(len(xy))[:, None] - np.arange(len(xy))[None, :])
    sign = np.where(delta == 0, order[..., None], np.sign(delta))
    push = sign * over * 0.5 * hit[..., None]
    push[..., 0] *= across
    push[..., 1] *= ~across
    return xy + push.sum(axis=1), True
