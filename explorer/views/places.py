"""Positions and pins of drawn nodes, for resources and groups alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.views.groups import BRANCH, GROUPS_FROM
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from graph.arrays.types import AnyIds
from graph.model.projection import Projection

Places = NDArray[np.float32]
NAMED_UP_TO = 3000
"""Up to so many nodes, a layout leaves room for names. With more, no zoom could show all names anyway."""
_AT_ONCE = 4096
"""Number of nodes checked for a position at once: usually the first one has it."""


def places_of(view: View, ids: AnyIds, count: int) -> Places:
    """Positions (k, 2) of drawn nodes by id, NaN for a node without one; ``count`` is the number of all resources."""
    known = view.positions.of(count)
    own = ids < GROUPS_FROM
    if own.all():
        return known.take(ids, axis=0)
    out = np.full((len(ids), 2), np.nan, np.float32)
    out[own] = known[ids[own]]
    by_id = {group.id: group.xy for group in view.groups if group.xy is not None}
    for place in np.flatnonzero(~own).tolist():
        xy = by_id.get(int(ids[place]))
        if xy is not None:
            out[place] = xy
    return out


def is_placed(view: View, ids: AnyIds, count: int) -> bool:
    """True if any of the drawn nodes has a position, or if no node is drawn."""
    pieces = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    return not len(ids) or any(np.isfinite(places_of(view, piece, count)[:, 0]).any() for piece in pieces)


def placed(view: View, ids: AnyIds, xy: NDArray[np.floating], count: int) -> View:
    """``view`` with drawn nodes (k,) at ``xy`` (k, 2)."""
    own = ids < GROUPS_FROM
    groups = view.groups
    if not own.all():
        moved = {int(i): (float(x), float(y)) for i, (x, y) in zip(ids[~own], np.asarray(xy, np.float32)[~own])}
        groups = tuple(group._replace(xy=moved[group.id]) if group.id in moved else group for group in groups)
    return view._replace(positions=view.positions.moved(ids[own], xy[own], count), groups=groups)


def pinned_of(view: View, ids: AnyIds, count: int) -> NDArray[np.bool_]:
    """True for each drawn node (k,) that is pinned."""
    own = ids < GROUPS_FROM
    if own.all():
        return view.pinned.mask(count)[ids]
    out = np.zeros(len(ids), bool)
    out[own] = view.pinned.mask(count)[ids[own]]
    out[~own] = np.isin(ids[~own], [group.id for group in view.groups if group.pinned])
    return out


def with_pins(view: View, ids: AnyIds, held: bool) -> View:
    """``view`` with drawn nodes pinned, or unpinned."""
    own = Nodes(ids[ids < GROUPS_FROM])
    theirs = set(ids[ids >= GROUPS_FROM].tolist())
    return view._replace(
        pinned=view.pinned | own if held else view.pinned - own,
        groups=tuple(group._replace(pinned=held) if group.id in theirs else group for group in view.groups),
    )


def resources_of(view: View, projection: Projection) -> int:
    """The number of resources in the source, or in the whole of which it is a part: groups are sized by it."""
    return projection.node_count if view.whole is None else view.whole.resources


def without_places(view: View, drawn: int) -> View:
    """``view`` after a branch was opened or closed: a tree has no places, so that a layout gives new ones.

    Any other view is returned as it is, and so is one of which somebody pinned a part.
    """
    group = view.group(drawn)
    pinned = view.pinned or any(group.pinned for group in view.groups)
    if pinned or view.layout != "tree" or group is None or group.kind != BRANCH:
        return view
    groups = tuple(group._replace(xy=None) for group in view.groups)
    return view._replace(positions=Positions(), guides=(), groups=groups)
