"""Kernels: grouping of the nodes of a level into nodes of the next coarser level."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.arrays.kernels import kernel


@kernel()
def group_nodes(starts: Any, neighbours: Any, weights: Any, mass: Any, order: Any, most: Any, leader: Any) -> None:
    """Write into ``leader`` int32[n] the node whose group each node joins; leaders lead themselves.

    Nodes with one neighbour join it first. The others, in their ``order`` int32[n], join the neighbour, or the
    neighbour's group, with the largest edge weight for its mass, unless that has ``most`` members already.
    """
    n = len(starts) - 1
    count = np.ones(n, np.int32)
    weight = np.zeros(n, np.float32)
    for i in range(n):
        leader[i] = -1
        weight[i] = mass[i]
    for i in range(n):
        if starts[i + 1] - starts[i] == 1 and leader[i] < 0:
            j = neighbours[starts[i]]
            if leader[j] < 0:
                leader[j] = j
            if leader[j] == j:
                leader[i] = j
                weight[j] += mass[i]
    for k in range(n):
        i = order[k]
        if leader[i] >= 0:
            continue
        best, chosen = np.float32(-1.0), -1
        for e in range(starts[i], starts[i + 1]):
            j = neighbours[e]
            to = leader[j] if leader[j] >= 0 else j
            if count[to] < most:
                score = weights[e] / weight[to]
                if score > best:
                    best, chosen = score, to
        if chosen < 0:
            leader[i] = i
            continue
        leader[chosen] = chosen
        leader[i] = chosen
        count[chosen] += 1
        weight[chosen] += mass[i]
