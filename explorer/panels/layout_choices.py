"""Layouts to offer: the ones that suit what is shown, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from explorer.pictures.scene.arranging import first_choice
from explorer.views.branches import tree_of
from explorer.views.hiding.dates import periods_by
from explorer.views.view import Clock
from explorer.views.visible import Visible
from graph.arrays.csr import distinct
from graph.arrays.types import Ids
from graph.layout import LAYOUTS
from graph.model.projection import Projection
from graph.named import NamedTuple

MOST_SUITED = 6
_ONE_RING, _MOST_COLUMNS = 60, 9
_FALLBACKS = ("forceatlas2", "kamada-kawai", "spring", "stress", "multilevel", "spiral", "circular", "shell", "sfdp")


class Suited(NamedTuple):
    """A layout by its name, and the reason why it suits."""

    layout: str
    why: str


def suited_layouts(
    projection: Projection, visible: Visible, *, clock: Clock = "happened", selected: bool = False
) -> tuple[Suited, ...]:
    """Up to six layouts for what is shown, the best first; none for an empty canvas.

    They go by the number of nodes, by dates, by a relationship that makes a tree or a hierarchy, by classes, and by
    what is ``selected``. Layouts that are not installed or refuse so many nodes are left out.
    """
    count = len(visible.drawn)
    if not count:
        return ()
    found: dict[str, Suited] = {}
    for choice in _candidates(projection, visible, clock, selected):
        layout = LAYOUTS[choice.layout]
        if count <= layout.most and layout.available() is True:
            found.setdefault(choice.layout, choice)
    return tuple(found.values())[:MOST_SUITED]


def _candidates(projection: Projection, visible: Visible, clock: Clock, selected: bool) -> Iterator[Suited]:
    count, nodes = len(visible.drawn), visible.nodes
    yield Suited(first_choice(count)[0], f"A good first look at {count:,} resource{'' if count == 1 else 's'}.")
    branches = tree_of(projection, visible.edges, len(nodes))
    if branches is not None:
        name, below = projection.predicates[branches.kind].label, len(distinct(branches.child))
        yield Suited("tree", f"“{name}” puts {below:,} of {len(nodes):,} resources on the branches of a tree.")
    if selected:
        yield Suited("radial", "The selection is in the middle.")
    dated = int(np.isfinite(periods_by(projection, clock).spans[nodes]).any(axis=1).sum())
    if dated >= 3 and dated * 5 >= len(nodes) and count <= LAYOUTS["timeline"].comfortable:
        yield Suited("timeline", f"{dated:,} of {len(nodes):,} resources have a date.")
    kind = hierarchy_of(projection, visible.edges)
    if kind >= 0 and count <= LAYOUTS["hierarchical"].comfortable:
        yield Suited("hierarchical", f"“{projection.predicates[kind].label}” makes a hierarchy of several levels.")
    classes = len(np.unique(projection.node_class[nodes]))
    if 2 <= classes <= _MOST_COLUMNS and count <= LAYOUTS["multipartite"].comfortable:
        yield Suited("multipartite", f"There are {classes} classes, a column for each.")
    if selected and count <= LAYOUTS["bfs"].comfortable:
        yield Suited("bfs", "The selection is on the left.")
    if 2 < count <= _ONE_RING:
        yield Suited("circular", "There are few enough resources for one ring.")
    for name in _FALLBACKS:
        if count <= LAYOUTS[name].comfortable:
            yield Suited(name, f"Reads well up to {LAYOUTS[name].comfortable:,} resources.")


def hierarchy_of(projection: Projection, edges: Ids) -> int:
    """The kind of relationship that makes the largest hierarchy among statements (k,), -1 without one.

    In a hierarchy every resource leads to at most one other, or is led to from at most one; nobody comes back to where
    they began, and some way has two steps. O(k log k).
    """
    best, most = -1, 3
    kinds, counts = np.unique(projection.predicate[edges], return_counts=True)
    for kind, size in sorted(zip(kinds.tolist(), counts.tolist()), key=lambda pair: -pair[1]):
        if size <= most:
            break
        own = edges[projection.predicate[edges] == kind]
        low, high = projection.subject[own], projection.object[own]
        if _is_hierarchy(low, high) or _is_hierarchy(high, low):
            best, most = kind, size
    return best


def _is_hierarchy(child: Ids, parent: Ids) -> bool:
    """True if each child has one parent, some parent is a child, and no way up comes back."""
    ids, rows = np.unique(np.concatenate((child, parent)), return_inverse=True)
    below, above = rows[: len(child)], rows[len(child) :]
    up = np.arange(len(ids))
    up[below] = above
    if len(np.unique(below)) < len(below) or (up[below] == below).any() or not np.isin(above, below).any():
        return False
    for _ in range(len(ids).bit_length()):
        up = up[up]
    return not np.isin(up, below).any()
