"""Forests: a parent for each node of any graph, and its nodes level by level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.csr import distinct_keys
from graph.arrays.types import Ids, Ints, Mask
from graph.frozen import frozen
from graph.layout.problem import Problem
from graph.layout.tree.hierarchy import Ranking, rankings

_ALIKE = 0.5
"""Share of the best score from which another hierarchy of several levels counts as much as the best one."""


@frozen
class Forest:
    """The n nodes of a problem in trees, numbered level by level, siblings and roots in the order of their names.

    ``nodes`` int32[n]: the node of the problem with each number; ``parent`` int32[n], -1 for roots, which are the first
    nodes. The children of ``v`` are the nodes from ``starts[v]`` to before ``starts[v + 1]``. ``depth`` int32[n] is 0
    for roots; ``tree`` int32[n] is the root of each node.
    """

    nodes: Ids
    parent: Ids
    starts: Ids
    depth: Ids
    tree: Ids

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def children(self) -> Ids:
        """The number of children of each node, int32[n]."""
        return np.diff(self.starts)

    def without(self, alone: Mask) -> Forest:
        """The same forest without some roots that have no children, bool[n]."""
        place = np.cumsum(~alone, dtype=np.int32) - np.int32(1)
        kept = ~alone
        parent = np.where(self.parent[kept] < 0, -1, place[self.parent[kept]]).astype(np.int32)
        starts = np.append(self.starts[:-1][kept], self.starts[-1]) - np.int32(alone.sum())
        return Forest(self.nodes[kept], parent, starts.astype(np.int32), self.depth[kept], place[self.tree[kept]])


def forest_of(problem: Problem) -> Forest:
    """A spanning forest of a problem, by the kinds of its edges that make the best hierarchy. O(n + m log m).

    Of several parents in that hierarchy a node has the one on the longest way down from a root. An arc that closes a
    cycle is left out: walks start in the order of names. Other kinds follow, the best hierarchy first, and give parents
    to nodes without one; edges of kinds that make no hierarchy do so only for nodes that nothing else connects.
    """
    from graph.layout.tree.parents import adopt

    n = len(problem)
    order = np.argsort(problem.names, kind="stable").astype(np.int32)
    rank = np.empty(n, np.int64)
    rank[order] = np.arange(n)
    ranked = rankings(n, problem.edges, problem.kinds)
    first = [r for k, r in enumerate(ranked) if k == 0 or _is_alike(r, ranked[0])]
    parent = _deepest(n, first, order, rank)
    later = [r for r in ranked if all(r is not other for other in first)]
    if later:
        child = np.concatenate([r.child for r in later])
        above = np.concatenate([r.parent for r in later])
        turn = np.repeat(np.arange(1, len(later) + 1), [len(r.child) for r in later])
        firm = np.repeat([r.score > 0 for r in later], [len(r.child) for r in later])
        by = np.lexsort((rank[above], rank[child], turn))
        adopt(child[by].astype(np.int32), above[by].astype(np.int32), turn[by].astype(np.int32), firm[by], parent)
    _join_single(problem.edges, rank, parent)
    return planted(parent, order)


def _is_alike(ranking: Ranking, best: Ranking) -> bool:
    return ranking.is_deep and best.is_deep and ranking.score > 0 and ranking.score >= _ALIKE * best.score


def _deepest(n: int, first: list[Ranking], order: Ids, rank: Ints) -> Ids:
    """Parents by some hierarchies that count alike, int32[n]."""
    from graph.layout.tree.parents import find_back, find_deepest

    parent = np.full(n, -1, np.int32)
    if not first:
        return parent
    keys = distinct_keys(np.concatenate([rank[r.parent] * n + rank[r.child] for r in first]))
    above, child = order[keys // n], order[keys % n]
    starts, by = _grouped(above, n)
    children = child[by]
    back = np.zeros(len(children), bool)
    find_back(starts, children, order, np.bincount(child, minlength=n).astype(np.int32), back)
    waiting = np.bincount(children[~back], minlength=n).astype(np.int32)
    find_deepest(starts, children, order, back, waiting, parent)
    return parent


def _join_single(edges: NDArray[np.int32], rank: Ints, parent: Ids) -> None:
    """Give each node that is neither parent nor child its first neighbour as a parent, in place."""
    single = _single(parent)
    u, v = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64)
    child, above = np.concatenate((u, v)), np.concatenate((v, u))
    own = single[child] & ~single[above]
    child, above = child[own], above[own]
    by = np.lexsort((rank[above], child))
    child, above = child[by], above[by]
    new = np.diff(child, prepend=-1) > 0
    parent[child[new]] = above[new].astype(np.int32)


def _single(parent: Ids) -> Mask:
    single = parent < 0
    single[parent[parent >= 0]] = False
    return single


def planted(parent: Ids, order: Ids) -> Forest:
    """The forest of some parents int32[n], -1 for roots, with siblings in the ``order`` int32[n] of all nodes."""
    from graph.layout.tree.outlines import level_order, pass_down

    n = len(parent)
    rows, by = _grouped(parent[order] + 1, n + 1)
    first, rest = np.split(order[by], rows[1:2])
    nodes, depth, tree = (np.zeros(n, np.int32) for _ in range(3))
    level_order((rows[1:] - rows[1]).astype(np.int32), rest, first, nodes)
    place = np.full(n + 1, -1, np.int32)
    place[nodes] = np.arange(n, dtype=np.int32)
    above = place[parent[nodes]]
    starts = np.cumsum(np.concatenate((rows[1:2], np.diff(rows[1:])[nodes])), dtype=np.int32)
    pass_down(above, depth, tree)
    return Forest(nodes, above, starts, depth, tree)


def _grouped(owners: NDArray[np.integer], count: int) -> tuple[Ids, Ints]:
    """Where the rows of each owner start, int32[count+1], and the order that brings them together."""
    starts = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(owners, minlength=count), out=starts[1:])
    return starts, np.argsort(owners, kind="stable")
