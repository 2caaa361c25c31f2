"""Groups: several resources drawn as one node until the group expands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.views.nodes import Nodes
from graph.arrays.csr import tally
from graph.arrays.types import Ids, Mask
from graph.model.projection import Projection
from graph.named import NamedTuple

GROUPS_FROM = 1 << 30
"""Ids of drawn nodes from here on belong to groups; smaller ids are resources of the projection."""
BRANCH, CLASS = "branch", "class"
"""The kind of the groups that stand for a branch of a hierarchy."""
MOST = 48
"""Largest number of parts that each become a group at once. All smaller parts share one more."""

_ROOM = 28
"""Most letters of names in the name of a group."""
_RADIUS, _SMALLEST = 90.0, 15.0
"""Radius of a group of everything, and of the smallest group. Between them, area follows the number of members."""


class Group(NamedTuple):
    """Several resources drawn as one node.

    id       id of the node, from :data:`GROUPS_FROM` on; a view never uses it for a second group
    members  resources in the group. Those in ``View.ungrouped`` are drawn by themselves all the same, and a member
             of a newer group too is drawn as part of the newer one
    xy       position in scene units, None before it has one; ``pinned`` as for resources
    kind     origin of the group: "class", "value", "community", "neighbours", "branch" or "hand"
    """

    id: int
    title: str
    members: Nodes
    kind: str = "hand"
    xy: tuple[float, float] | None = None
    pinned: bool = False

    @property
    def filtering(self) -> Group:
        """The part that decides what is drawn: the group without its place."""
        return self if self.xy is None and not self.pinned else self._replace(xy=None, pinned=False)


def radii(members: Ids, count: int) -> NDArray[np.float32]:
    """Radii (k,) in scene units of groups with so many ``members`` (k,) out of ``count`` resources."""
    share = np.sqrt(members.astype(np.float32) / max(count, 1))
    return np.maximum(_RADIUS * share, _SMALLEST).astype(np.float32)


def is_group(drawn: int) -> bool:
    """True if the id of a drawn node is the id of a group."""
    return drawn >= GROUPS_FROM


def next_id(groups: Sequence[Group]) -> int:
    """An unused id for a group."""
    return max((group.id + 1 for group in groups), default=GROUPS_FROM)


def with_group(groups: Sequence[Group], title: str, members: Nodes, kind: str) -> tuple[Group, ...]:
    """``groups`` and one more, which needs at least two members. A resource in two groups is drawn in the newer one."""
    if len(members) < 2:
        return tuple(groups)
    return (*groups, Group(next_id(groups), title, members, kind))


def without(groups: Iterable[Group], members: Nodes) -> tuple[Group, ...]:
    """``groups`` after taking ``members`` out of each. A group with fewer than two members left is dropped."""
    out = []
    for group in groups:
        rest = group.members - members
        if len(rest) >= 2:
            out.append(group if len(rest) == len(group.members) else group._replace(members=rest))
    return tuple(out)


def partition(
    groups: Sequence[Group], names: Sequence[str], part: NDArray[np.integer], nodes: Ids, kind: str, rest: str
) -> tuple[Group, ...]:
    """``groups`` and one for each part of ``nodes`` (k,): ``part`` (k,) are indices into ``names``, -1 for no part.

    A part of one resource makes no group. Where more than one part lies beyond the first :data:`MOST`, these share a
    group called ``rest``.
    """
    sizes = np.bincount(part[part >= 0])
    order = [p for p in np.argsort(-sizes, kind="stable").tolist() if sizes[p] > 1]
    own = len(order) if len(order) <= MOST + 1 else MOST
    out = without(groups, Nodes(nodes[part >= 0]))
    first = next_id((*groups, *out))
    made = [Group(first + i, names[p], Nodes(nodes[part == p]), kind) for i, p in enumerate(order[:own])]
    few = np.isin(part, order[own:])
    if few.any():
        made.append(Group(first + len(made), rest.format(len(order) - own), Nodes(nodes[few]), kind))
    return (*out, *made)


def by_class(projection: Projection, groups: Sequence[Group], nodes: Ids) -> tuple[Group, ...]:
    """``groups`` with ``nodes`` grouped by their main class, so that each resource is in one group."""
    names = [*(info.label for info in projection.classes), "No class"]
    main = projection.node_class[nodes]
    part = np.where(main >= 0, main, len(projection.classes))
    return partition(groups, names, part, nodes, CLASS, "{:,} smaller classes")


def by_value(projection: Projection, groups: Sequence[Group], nodes: Ids, predicate: int) -> tuple[Group, ...]:
    """``groups`` with ``nodes`` grouped by the value of a predicate: of several, the first in reading order."""
    edges = np.flatnonzero(projection.predicate == predicate)[::-1]
    value = np.full(projection.node_count, -1, np.int64)
    value[projection.subject[edges]] = projection.object[edges]
    used, part = np.unique(value[nodes], return_inverse=True)
    word, without_value = projection.predicates[predicate].label, int((used < 0).sum())
    names = [f"{word}: {projection.labels[v]}" for v in used[without_value:].tolist()]
    return partition(groups, names, part - without_value, nodes, "value", "{:,} smaller groups")


def by_number(
    projection: Projection, groups: Sequence[Group], nodes: Ids, number: NDArray[np.floating], word: str
) -> tuple[Group, ...]:
    """``groups`` with ``nodes`` grouped by equal ``number`` (k,), such as that of a community; NaN joins no group.

    Each is named by its number and its resource with most relationships, or two of them: “Community 2: Ofsted, Ann”.
    """
    known = ~np.isnan(number)
    part = np.where(known, number, -1).astype(np.int64)
    order = np.lexsort((-projection.degree[nodes], part))
    leading: dict[int, list[str]] = {}
    starts = np.unique(part[order], return_index=True)
    for value, start in zip(*(column.tolist() for column in starts)):
        two = order[start : start + 2]
        leading[value] = [projection.labels[node] for node in nodes[two[part[two] == value]].tolist()]
    count = int(part.max(initial=-1)) + 1
    names = [f"{word} {i + 1}: {_short(leading.get(i, []))}" for i in range(count)]
    return partition(groups, names, part, nodes, "community", "{:,} smaller groups")


def _short(names: list[str]) -> str:
    """One name or two, so short that the number of members still finds room behind them."""
    both = ", ".join(names)
    one = names[0] if names else ""
    return both if len(both) <= _ROOM else one if len(one) <= _ROOM else f"{one[: _ROOM - 1].rstrip()}…"


def grouped(shown: Mask, nodes: Ids, groups: tuple[Group, ...], ungrouped: Nodes) -> tuple[Ids, Ids, Ids]:
    """Ids of the drawn nodes, the number of resources each stands for, and the index of the node for every resource."""
    slot = np.full(len(shown), -1, np.int32)
    if not groups:
        slot[nodes] = np.arange(len(nodes))
        return nodes, np.ones(len(nodes), np.int32), slot
    waiting = shown & ~ungrouped.mask(len(shown))
    newest = sorted(groups, key=lambda group: -group.id)
    for rank, group in enumerate(newest):
        mask = group.members.mask(len(shown)) & waiting
        slot[mask] = rank
        waiting &= ~mask
    held = np.flatnonzero(slot >= 0)
    used = np.flatnonzero(np.bincount(slot.take(held)))[::-1]
    ids = [newest[rank].id for rank in used.tolist()]
    alone = nodes[slot[nodes] < 0]
    place = np.empty(len(newest), np.int32)
    place[used] = len(alone) + np.arange(len(used))
    slot[held] = place.take(slot.take(held))
    slot[alone] = np.arange(len(alone))
    drawn = np.concatenate((alone, np.array(ids, np.int32)))
    return drawn, np.bincount(slot[nodes]).astype(np.int32), slot


def bundled(ends: tuple[Ids, Ids], edges: Ids, slot: Ids, drawn: Ids) -> tuple[Ids, Ids, Ids]:
    """Ids of the drawn edges, the number of statements each stands for, and the index of the edge for every statement.

    One edge stands for all statements between a group and another node; statements inside a group are not drawn. The
    edge takes the id of the first statement in the direction of the majority; where as many go either way, in the
    direction to the higher id.
    """
    place = np.full(len(ends[0]), -1, np.int32)
    groups_from = int(np.searchsorted(drawn, GROUPS_FROM))
    if groups_from == len(drawn):
        place[edges] = np.arange(len(edges))
        return edges, np.ones(len(edges), np.int32), place
    a, b = (slot.take(end.take(edges)) for end in ends)
    low, high = np.minimum(a, b), np.maximum(a, b)
    to_group = high >= groups_from
    rows = np.flatnonzero(to_group & (low != high))
    low = low.take(rows)
    up = a.take(rows) == low
    _, which, counts = tally(low.astype(np.int64) * len(drawn) + high.take(rows), len(drawn) ** 2)
    upward = np.bincount(which, up, len(counts)) * 2 >= counts
    with_most = np.flatnonzero(up == upward.take(which))[::-1]
    first = np.empty(len(counts), np.int64)
    first[which.take(with_most)] = rows.take(with_most)
    alone = edges[~to_group]
    ids = np.concatenate((alone, edges[first]))
    order = np.argsort(ids)
    rank = np.empty(len(ids), np.int32)
    rank[order] = np.arange(len(ids))
    place[alone] = rank[: len(alone)]
    place[edges.take(rows)] = rank[len(alone) :].take(which)
    strands = np.concatenate((np.ones(len(alone), np.int32), counts.astype(np.int32)))
    return ids[order], strands[order], place
