"""Kernels: a tidy tree in linear time, its nodes of any size.

A parent stands in the middle of its children, children in a row, subtrees as close as their outlines allow and never
in one another's way: the drawing of van der Ploeg, "Drawing non-layered tidy trees in linear time" (2014). Here the
outline of a subtree is kept as links from a node to the next one down its low or its high side, each with the distance
across; a link never changes once it is made, because only subtrees that are out of sight are moved later.

Nodes are numbered level by level, so that the children of ``v`` are those from ``starts[v]`` to before
``starts[v + 1]``. A node takes ``half`` of its room across on either side, and ends at ``end`` along the tree, where
its children begin. Side 0 is low, side 1 is high.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.arrays.kernels import kernel


@kernel()
def level_order(starts: Any, children: Any, roots: Any, order: Any) -> None:
    """Write all nodes into ``order`` int32[n], the ``roots`` first, then level by level.

    Here alone nodes have any numbers: the children of ``v`` are ``children[starts[v]:starts[v + 1]]``.
    """
    count = len(roots)
    for k in range(count):
        order[k] = roots[k]
    k = 0
    while k < count:
        v = order[k]
        k += 1
        for e in range(starts[v], starts[v + 1]):
            order[count] = children[e]
            count += 1


@kernel()
def pass_down(parent: Any, depth: Any, tree: Any) -> None:
    """Write the ``depth`` of each node, 0 for roots, and the number of its ``tree``, both int32[n]."""
    for v in range(len(parent)):
        above = parent[v]
        depth[v] = depth[above] + 1 if above >= 0 else 0
        tree[v] = tree[above] if above >= 0 else v


@kernel()
def stand_along(parent: Any, lead: Any, after: Any, middle: Any, end: Any) -> None:
    """Write where each node stands and where its room ends, both float64[n].

    A node stands ``lead`` behind the end of its parent's room, and its own room ends ``after`` it.
    """
    for v in range(len(parent)):
        above = parent[v]
        middle[v] = (end[above] if above >= 0 else 0.0) + lead[v]
        end[v] = middle[v] + after[v]


@kernel()
def below(side: Any, v: Any, starts: Any, place: Any, thread: Any, jump: Any) -> Any:
    """The next node down an outline, -1 at its end, and how far across it stands from ``v``."""
    if starts[v] < starts[v + 1]:
        child = starts[v] if side == 0 else starts[v + 1] - 1
        return child, place[child]
    return thread[side, v], jump[side, v]


@kernel()
def spread(bend: Any, fall: Any, first: Any, i: Any, extra: Any) -> None:
    """Share ``extra`` room before child ``i`` among the children between it and child ``first``, in equal steps.

    ``bend`` and ``fall`` float64[m] are the steps that begin, and the distance that ends, at each child.
    """
    gaps = i - first
    if gaps > 1:
        bend[first + 1] += extra / gaps
        bend[i] -= extra / gaps
        fall[i] -= extra - extra / gaps


@kernel()
def join(v: Any, i: Any, starts: Any, half: Any, end: Any, place: Any, thread: Any, jump: Any, tip: Any, reach: Any,
         deep: Any, which: Any, top: Any, bend: Any, fall: Any) -> None:  # fmt: skip
    """Place child ``i`` of ``v`` beside those before it, and link the outlines of both.

    ``deep`` and ``which`` hold, up to ``top``, the children that are seen from the high side, deepest first.
    """
    child = starts[v] + i
    a, at_a, b, at_b = child - 1, place[child - 1], child, 0.0
    here = at_a + half[a] + half[b]
    while a >= 0 and b >= 0:
        while end[a] > deep[top]:
            top -= 1
        need = at_a + half[a] + half[b] - at_b
        if need > here:
            spread(bend, fall, which[top], i, need - here)
            here = need
        end_a, end_b = end[a], end[b]
        if end_a <= end_b:
            a, step = below(1, a, starts, place, thread, jump)
            at_a += step
        if end_b <= end_a:
            b, step = below(0, b, starts, place, thread, jump)
            at_b += step
    place[child] = here
    own, far = tip[1, child], here + reach[1, child]
    if b >= 0:
        thread[0, tip[0, v]], jump[0, tip[0, v]] = b, here + at_b - reach[0, v]
        tip[0, v], reach[0, v] = tip[0, child], here + reach[0, child]
    if a >= 0:
        thread[1, own], jump[1, own] = a, at_a - far
    else:
        tip[1, v], reach[1, v] = own, far


@kernel()
def tidy(starts: Any, half: Any, end: Any, place: Any) -> None:
    """Write the distance of each node from its parent across into ``place`` float64[n]; roots get 0."""
    n = len(half)
    thread, jump = np.full((2, n), -1, np.int32), np.zeros((2, n))
    tip, reach = np.empty((2, n), np.int32), np.zeros((2, n))
    deep, which = np.empty(n), np.empty(n, np.int32)
    bend, fall = np.zeros(n), np.zeros(n)
    for v in range(n - 1, -1, -1):
        place[v], tip[0, v], tip[1, v] = 0.0, v, v
        first, count = starts[v], starts[v + 1] - starts[v]
        if count == 0:
            continue
        for side in range(2):
            tip[side, v], reach[side, v] = tip[side, first], reach[side, first]
        deep[0], which[0], top = end[tip[1, first]], 0, 0
        for i in range(1, count):
            join(v, i, starts, half, end, place, thread, jump, tip, reach, deep, which, top, bend, fall)
            bottom = end[tip[1, first + i]]
            while top >= 0 and deep[top] <= bottom:
                top -= 1
            top += 1
            deep[top], which[top] = bottom, i
        slope, moved = 0.0, 0.0
        for i in range(count):
            slope += bend[i]
            moved += slope + fall[i]
            bend[i], fall[i] = 0.0, 0.0
            place[first + i] += moved
        middle = place[first + count - 1] / 2
        for i in range(count):
            place[first + i] -= middle
        for side in range(2):
            reach[side, v] -= middle


@kernel()
def add_up(parent: Any, place: Any) -> None:
    """Turn distances from parents into distances from roots, in place."""
    for v in range(len(parent)):
        if parent[v] >= 0:
            place[v] += place[parent[v]]
