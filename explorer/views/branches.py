"""Branches: a hierarchy drawn from its roots as far down as its rows can be read, and a node for each branch below."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from explorer.views.groups import BRANCH, CLASS, GROUPS_FROM, Group, next_id
from explorer.views.nodes import Nodes
from explorer.views.places import without_places
from explorer.views.view import Expansion, View
from graph.arrays.csr import distinct
from graph.arrays.types import Ids, Mask
from graph.frozen import frozen
from graph.layout.tree.hierarchy import Ranking, rankings
from graph.named import NamedTuple
from graph.rdf.terms import RDFS, SKOS
from graph.work.memo import memoized

if TYPE_CHECKING:
    from explorer.views.visible import Visible
    from graph.layout.tree.forest import Forest
    from graph.model.projection import Projection

ROWS = 60
"""Rows of a tree that a canvas of usual height shows with a name each."""
_FEW, _MORE = 12, 50
"""Largest number of branches, and of nodes without one, that stand below a node by themselves: at first, and once
somebody opens it."""
_MOSTLY, _FEW_PARENTS = 0.5, 0.7
"""A tree holds so large a share of the resources, and so large a share of its children has no second parent."""
BELOW, OTHERS, SMALLER = "{} and below", "others below {}", "smaller branches below {}"
"""Titles of branches: of one under a resource, and of what stands below a resource together."""
SUBCLASS = RDFS + "subClassOf"
_BROADER, _TOP = (SKOS + "broader", SKOS + "broaderTransitive"), SKOS + "topConceptOf"


@frozen
class Hierarchy:
    """The resources of a projection under one another by relationships of some ``kinds``.

    ``forest`` holds all n resources, those outside the hierarchy as roots without children, and ``size`` int32[n] says
    how many are in the tree below each of its nodes, itself included. ``inside`` bool[n], by resource, are those that
    belong to the hierarchy.
    """

    kinds: tuple[int, ...]
    forest: Forest
    size: Ids
    inside: Mask


class _Parts(NamedTuple):
    """Nodes below one node, as numbers in the forest: drawn alone, branches, and the rest in two groups."""

    alone: Ids
    branches: Ids
    small: Ids
    without: Ids

    @property
    def rows(self) -> int:
        return len(self.alone) + len(self.branches) + bool(len(self.small)) + bool(len(self.without))


@memoized
def hierarchy_of(projection: Projection) -> Hierarchy | None:
    """The classes of a schema under one another, or the concepts of a thesaurus; None where they make no tree."""
    if not projection.draws_schema:
        return _of_concepts(projection)
    rows = _rows_of(projection, _kinds(projection, SUBCLASS))
    held = _at_ends(projection, rows)
    if not 2 < held.sum() <= 2 * len(distinct(projection.subject[rows])):
        return None
    count = len(projection.classes) + 1
    every, inside = (
        np.bincount(main + 1, minlength=count) for main in (projection.node_class, projection.node_class[held])
    )
    mostly = (2 * inside >= every) & (inside > 0)
    mostly[0] = False  # resources without a class share nothing
    return hierarchy_by(projection, rows, held | mostly[projection.node_class + 1])


def _of_concepts(projection: Projection) -> Hierarchy | None:
    """By the words of SKOS for what is above, or else by the relationship that makes the best tree.

    None where most resources are not in it, since it is not what such data are about. A concept with a broader one is
    below that alone, though a scheme call it a top concept.
    """
    rows = _rows_of(projection, _kinds(projection, *_BROADER))
    if len(rows):
        found = tree_of(projection, rows, int(_at_ends(projection, rows).sum()), levels=1)
        tops = _rows_of(projection, _kinds(projection, _TOP))
        rows = np.union1d(rows, tops[~np.isin(projection.subject[tops], projection.subject[rows])])
    elif projection.told is None:
        return None
    else:
        every = np.arange(projection.edge_count, dtype=np.int32)
        found = tree_of(projection, every, projection.node_count)
        rows = rows if found is None else _rows_of(projection, (found.kind,))
    inside = _at_ends(projection, rows)
    if found is None or 2 * np.count_nonzero(inside) < projection.node_count:
        return None
    return hierarchy_by(projection, rows, inside)


def is_thesaurus(projection: Projection) -> bool:
    """True if the data say in SKOS what is above what."""
    return bool(_kinds(projection, *_BROADER))


def _kinds(projection: Projection, *iris: str) -> tuple[int, ...]:
    return tuple(i for i, info in enumerate(projection.predicates) if info.iri in iris)


def _rows_of(projection: Projection, kinds: tuple[int, ...]) -> Ids:
    return np.flatnonzero(np.isin(projection.predicate, kinds)).astype(np.int32)


def _at_ends(projection: Projection, rows: Ids) -> Mask:
    """True for the resources at the ends of some statements, bool[n]."""
    held = np.zeros(projection.node_count, bool)
    held[projection.subject[rows]] = held[projection.object[rows]] = True
    return held


def tree_of(projection: Projection, edges: Ids, count: int, *, levels: int = 2) -> Ranking | None:
    """The relationships of one kind, among statements ``edges``, that make a tree or a forest of most of ``count``
    resources; None without such a kind.

    It has roots and so many ``levels`` below them, 1 or 2, and few resources have two parents in it.
    """
    ends = np.stack((projection.subject[edges], projection.object[edges]), axis=1)
    ranked = rankings(projection.node_count, ends, projection.predicate[edges])
    if not ranked or (levels > 1 and not ranked[0].is_deep):
        return None
    best = ranked[0]
    below = distinct(best.child)
    is_tree = len(below) >= _MOSTLY * count and best.score >= _FEW_PARENTS * len(below)
    return best if is_tree and not np.isin(best.parent, below).all() else None


def hierarchy_by(projection: Projection, rows: Ids, inside: Mask) -> Hierarchy:
    """The hierarchy that some statements, all upward or all downward, make of resources ``inside`` bool[n].

    O(n + m log m).
    """
    from graph.arrays.collation import Folded
    from graph.layout.problem import problem
    from graph.layout.tree.forest import forest_of

    rows = rows[inside[projection.subject[rows]] & inside[projection.object[rows]]]
    ends = np.stack((projection.subject[rows], projection.object[rows]), axis=1)
    names = Folded(" ".join(label.split()) for label in projection.labels).ranks()
    forest = forest_of(problem(projection.node_count, ends, kinds=np.zeros(len(rows), np.int32), names=names))
    size = np.ones(len(forest), np.int32)
    for begin, end in reversed(_levels(forest)):
        np.add.at(size, forest.parent[begin:end], size[begin:end])
    return Hierarchy(tuple(np.unique(projection.predicate[rows]).tolist()), forest, size, inside)


def _levels(forest: Forest) -> list[tuple[int, int]]:
    """The ranges of numbers of the nodes on each level below the roots, from the top."""
    ends = np.searchsorted(forest.depth, np.arange(1, int(forest.depth.max(initial=0)) + 2)).tolist()
    return list(pairwise(ends))


def top_of(projection: Projection, hierarchy: Hierarchy, rows: int = ROWS) -> tuple[Group, ...]:
    """Groups for the branches of a hierarchy that do not fit into so many ``rows``.

    It is opened level by level from its roots, down to the first level that does not fit whole; of that one, the
    branches with fewest rows, as far as all with so many rows fit.
    """
    forest, inside = hierarchy.forest, hierarchy.inside[hierarchy.forest.nodes]
    roots = np.arange(forest.starts[0], dtype=np.int32)
    made = [(-1, _parts(hierarchy, roots[inside[roots]], _FEW))]
    used, waiting, fits = made[0][1].rows, made[0][1].branches, True
    while fits and len(waiting):
        below = {v: _parts(hierarchy, _children(forest, v), _FEW) for v in waiting.tolist()}
        waiting = waiting[:0]
        for alike in sorted({parts.rows for parts in below.values()}):
            opening = [v for v, parts in below.items() if parts.rows == alike]
            fits = used + len(opening) * (alike - 1) <= rows
            if not fits:
                break
            used += len(opening) * (alike - 1)
            made += [(v, below[v]) for v in opening]
            waiting = np.concatenate((waiting, *(below[v].branches for v in opening)))
    return _groups(projection, hierarchy, made, GROUPS_FROM)


def _numbers(forest: Forest, visible: Visible, drawn: int) -> Mask:
    """True for the members of a drawn branch, by number in the forest."""
    mine = np.zeros(len(forest), bool)
    mine[visible.members_of(drawn)] = True
    return np.asarray(mine[forest.nodes])


def opened_branch(projection: Projection, view: View, visible: Visible, drawn: int) -> tuple[View, int] | None:
    """``view`` with the top of a branch drawn, those below it with their branches, and the resource at its top.

    The resource is -1 where several are at the top; None for any other group, and for one without anything below
    anything. The picture is laid out anew, unless somebody pinned a part of it.
    """
    group = view.group(drawn)
    hierarchy = hierarchy_of(projection) if group is not None and group.kind == BRANCH else None
    if hierarchy is None:
        return None
    forest = hierarchy.forest
    mine = _numbers(forest, visible, drawn)
    is_below = (forest.parent >= 0) & mine[forest.parent]
    if not (mine & is_below).any():
        return None
    tops = np.flatnonzero(mine & ~is_below).astype(np.int32)
    top = tops[:1] if len(tops) == 1 else tops[:0]
    below = _children(forest, int(top[0])) if len(top) else tops
    parts = _parts(hierarchy, below[mine[below]], _MORE)
    made = [(int(top[0]) if len(top) else -1, parts)]
    groups = _groups(projection, hierarchy, made, next_id(view.groups), mine)
    alone = Nodes(forest.nodes[np.concatenate((top, parts.alone))])
    view = view._replace(
        groups=(*view.groups, *groups),
        ungrouped=view.ungrouped | alone,
        expansions=(*view.expansions, Expansion(drawn, alone, Nodes())),
    )
    return without_places(view, drawn), int(forest.nodes[top[0]]) if len(top) else -1


def tree_edges(projection: Projection, view: View, visible: Visible) -> Ids | None:
    """The edges (k, 2) of the tree that a view with branches draws, as places of drawn nodes, from above to below.

    Other edges between branches, from second parents, would make a branch hang from another one. None without branches.
    """
    if not any(group.kind == BRANCH for group in view.groups):
        return None
    hierarchy = hierarchy_of(projection)
    if hierarchy is None:
        return None
    forest, count = hierarchy.forest, len(visible.drawn)
    child = np.flatnonzero(forest.parent >= 0)
    below, above = visible.slot[forest.nodes[child]], visible.slot[forest.nodes[forest.parent[child]]]
    drawn = (below >= 0) & (above >= 0) & (below != above)
    keys = distinct(above[drawn].astype(np.int64) * count + below[drawn])
    return np.stack((keys // count, keys % count), axis=1).astype(np.int32)


def _children(forest: Forest, v: int) -> Ids:
    return np.arange(forest.starts[v], forest.starts[v + 1], dtype=np.int32)


def _parts(hierarchy: Hierarchy, numbers: Ids, few: int) -> _Parts:
    """Siblings: branches, of many the ``few`` largest, and nodes without a branch, none of them if they are many."""
    has_more = hierarchy.forest.children[numbers] > 0
    branches, without = numbers[has_more], numbers[~has_more]
    alone, small = without, branches[:0]
    if len(branches) > few + 1:
        by_size = np.argsort(-hierarchy.size[branches], kind="stable")
        branches, small = np.sort(branches[by_size[:few]]), branches[by_size[few:]]
    if len(without) > few:
        alone = without[:0]
    return _Parts(alone, branches, small, without[len(alone) :])


def _groups(
    projection: Projection, hierarchy: Hierarchy, made: list[tuple[int, _Parts]], first: int, mine: Mask | None = None
) -> tuple[Group, ...]:
    """A group for each part that is not opened itself, with all that is below it (of ``mine``, by number)."""
    forest, opened = hierarchy.forest, {v for v, _ in made}
    titles: list[str] = []
    owner = np.full(len(forest), -1, np.int32)
    labels = projection.labels
    for v, parts in made:
        above = labels[forest.nodes[v]] if v >= 0 else ""
        for branch in parts.branches.tolist():
            if branch not in opened:
                owner[branch] = len(titles)
                titles.append(BELOW.format(labels[forest.nodes[branch]]))
        for numbers, form in ((parts.small, SMALLER), (parts.without, OTHERS)):
            if len(numbers):
                owner[numbers] = len(titles)
                titles.append(form.format(above) if v >= 0 else form.replace("below {}", "at the top"))
    for begin, end in _levels(forest):
        level = owner[begin:end]
        level[level < 0] = owner[forest.parent[begin:end]][level < 0]
    if mine is not None:
        owner[~mine] = -1
    order = np.argsort(owner, kind="stable")
    bounds = np.searchsorted(owner[order], np.arange(len(titles) + 1))
    members = (forest.nodes[order[a:b]] for a, b in zip(bounds[:-1].tolist(), bounds[1:].tolist()))
    return tuple(Group(first + i, title, Nodes(ids), BRANCH) for i, (title, ids) in enumerate(zip(titles, members)))


def retitled(groups: tuple[Group, ...], before: Projection, after: Projection) -> tuple[Group, ...]:
    """``groups`` with the names of ``after`` in the titles that were made of those of ``before``.

    Both are the same projection under two namings. Branches and groups by class change; any other title stays.
    """
    if before.naming == after.naming:
        return groups
    classes = {old.label: new.label for old, new in zip(before.classes, after.classes)}
    out = []
    for group in groups:
        title = group.title
        if group.kind == CLASS:
            title = classes.get(title, title)
        elif group.kind == BRANCH:
            title = _title_of(group, before, after)
        out.append(group._replace(title=title))
    return tuple(out)


def _title_of(group: Group, before: Projection, after: Projection) -> str:
    for form in (BELOW, OTHERS, SMALLER):
        start, _, end = form.partition("{}")
        if group.title.startswith(start) and group.title.endswith(end):
            name = group.title[len(start) : len(group.title) - len(end)]
            found = [node for node in _at_top(group, before) if before.labels[node] == name]
            found = found or [node for node, label in enumerate(before.labels) if label == name]
            if found:
                return form.format(after.labels[found[0]])
    return group.title


def _at_top(group: Group, projection: Projection) -> list[int]:
    """The resources at the top of a branch, and those above them."""
    hierarchy = hierarchy_of(projection)
    if hierarchy is None:
        return []
    forest = hierarchy.forest
    mine = group.members.mask(projection.node_count)[forest.nodes]
    tops = np.flatnonzero(mine & ~((forest.parent >= 0) & mine[forest.parent]))
    above = forest.parent[tops]
    return [*forest.nodes[tops].tolist(), *forest.nodes[above[above >= 0]].tolist()]
