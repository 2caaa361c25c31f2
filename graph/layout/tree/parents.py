"""Kernels: a parent for each node of any graph, so that all of them make a forest."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.arrays.kernels import kernel


@kernel()
def find_back(starts: Any, children: Any, order: Any, waiting: Any, back: Any) -> None:
    """Mark in ``back`` bool[m] the arcs that close a cycle on a walk down from each node, those without parents first.

    Nodes are taken in the ``order`` int32[n] given; ``waiting`` int32[n] are their numbers of parents. Without these
    arcs no cycle is left.
    """
    n = len(order)
    state, stack, edge = np.zeros(n, np.uint8), np.empty(n, np.int32), np.empty(n, np.int32)
    for turn in range(2):
        for k in range(n):
            root = order[k]
            if state[root] or (turn == 0 and waiting[root] > 0):
                continue
            top = 0
            stack[0], edge[0], state[root] = root, starts[root], 1
            while top >= 0:
                v = stack[top]
                if edge[top] == starts[v + 1]:
                    state[v] = 2
                    top -= 1
                    continue
                e = edge[top]
                edge[top] += 1
                child = children[e]
                if state[child] == 1:
                    back[e] = True
                elif state[child] == 0:
                    top += 1
                    stack[top], edge[top], state[child] = child, starts[child], 1


@kernel()
def find_deepest(starts: Any, children: Any, order: Any, back: Any, waiting: Any, parent: Any) -> None:
    """Write the parent of each node into ``parent`` int32[n], -1 for none: of several, the one on the longest way down.

    Equals are taken in the ``order`` int32[n] of nodes. ``waiting`` int32[n] are numbers of parents without the arcs
    that ``back`` bool[m] leaves out; it is used up.
    """
    n = len(order)
    depth, rank, queue = np.zeros(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    first, last = 0, 0
    for k in range(n):
        rank[order[k]], parent[k] = k, -1
        if waiting[order[k]] == 0:
            queue[last] = order[k]
            last += 1
    while first < last:
        v = queue[first]
        first += 1
        for e in range(starts[v], starts[v + 1]):
            if back[e]:
                continue
            child = children[e]
            old = parent[child]
            if old < 0 or depth[v] > depth[old] or (depth[v] == depth[old] and rank[v] < rank[old]):
                parent[child] = v
            depth[child] = max(depth[child], depth[v] + 1)
            waiting[child] -= 1
            if waiting[child] == 0:
                queue[last] = child
                last += 1


@kernel()
def adopt(child: Any, above: Any, turn: Any, firm: Any, parent: Any) -> None:
    """Give nodes without a parent one: arcs int32[m] from ``child`` to ``above``, each in its ``turn``, ascending.

    An arc is passed over if it would close a cycle, or if it is not ``firm`` and its child had a child before this
    turn.
    """
    n = len(parent)
    top, joined = np.empty(n, np.int32), np.full(n, -1, np.int32)
    for v in range(n):
        top[v] = v
        if parent[v] >= 0:
            top[v] = parent[v]
            joined[v], joined[parent[v]] = 0, 0
    for e in range(len(child)):
        v, u = child[e], above[e]
        if parent[v] >= 0 or (not firm[e] and 0 <= joined[v] < turn[e]):
            continue
        root = u
        while top[root] != root:
            top[root] = top[top[root]]
            root = top[root]
        if root == v:
            continue
        parent[v], top[v] = u, u
        for one in (v, u):
            if joined[one] < 0:
                joined[one] = turn[e]
