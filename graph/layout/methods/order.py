"""Orders that keep neighbours close: around a ring, and down the layers of columns."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.layout.fitting.components import edge_matrix


def ring_order(n: int, edges: Ints, groups: Ints) -> Ints:
    """Nodes int[n] in an order around a ring: groups stay together, neighbours and linked groups near each other.

    Within a group the start is reverse Cuthill and McKee's order (small bandwidth); then each node moves to the mean
    direction of its neighbours, and the shortest order seen is kept.
    """
    if n < 3:
        return np.arange(n)
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    base = np.empty(n, dtype=np.int64)
    base[reverse_cuthill_mckee(edge_matrix(edges, n), symmetric_mode=True)] = np.arange(n)
    block = arc_order(edges, groups)[np.unique(groups, return_inverse=True)[1].reshape(-1)]
    place = _places(block, base.astype(np.float64))
    best, best_cost = place, _ring_length(place, edges)
    for _ in range(12):
        angle = 2 * np.pi * place / n
        toward = np.zeros(n, dtype=np.complex128)
        np.add.at(toward, edges[:, 0], np.exp(1j * angle[edges[:, 1]]))
        np.add.at(toward, edges[:, 1], np.exp(1j * angle[edges[:, 0]]))
        middle = np.array([angle[block == b].mean() for b in range(int(block.max()) + 1)])[block]
        offset = np.where(np.abs(toward) > 1e-9, np.angle(toward * np.exp(-1j * middle)), angle - middle)
        place = _places(block, offset + place * 1e-9)
        cost = _ring_length(place, edges)
        if cost < best_cost:
            best, best_cost = place, cost
    return np.argsort(best, kind="stable")


def arc_order(edges: Ints, groups: Ints) -> Ints:
    """Position int[g] around a ring for each distinct group (ascending).

    By swaps that shorten the edges between them.
    """
    names, group = np.unique(groups, return_inverse=True)
    group = group.reshape(-1)
    count = len(names)
    between = np.zeros((count, count))
    np.add.at(between, (group[edges[:, 0]], group[edges[:, 1]]), 1.0)
    between += between.T
    sizes = np.bincount(group, minlength=count).astype(np.float64)
    place = np.arange(count)
    if count < 4 or count > 40:
        return place

    def cost(place: Ints) -> float:
        order = np.argsort(place)
        middle = np.empty(count)
        middle[order] = np.cumsum(sizes[order]) - sizes[order] / 2
        gap = np.abs(middle[:, None] - middle[None])
        return float((between * np.minimum(gap, sizes.sum() - gap)).sum())

    return _swap(place, cost)


def line_order(edges: Ints, groups: Ints) -> Ints:
    """Position int[g] on a line for each distinct group (ascending), by swaps that shorten the edges between them."""
    names, group = np.unique(groups, return_inverse=True)
    group = group.reshape(-1)
    count = len(names)
    between = np.zeros((count, count))
    np.add.at(between, (group[edges[:, 0]], group[edges[:, 1]]), 1.0)
    if count < 3 or count > 40:
        return np.arange(count)
    return _swap(np.arange(count), lambda p: float((between * np.abs(p[:, None] - p[None]) ** 1.5).sum()))


def _swap(place: Ints, cost: object) -> Ints:
    assert callable(cost)
    best = cost(place)
    for _ in range(6):
        before = best
        for a in range(len(place)):
            for b in range(a + 1, len(place)):
                place[[a, b]] = place[[b, a]]
                now = cost(place)
                if now < best - 1e-9:
                    best = now
                else:
                    place[[a, b]] = place[[b, a]]
        if best >= before - 1e-9:
            break
    return place


def layer_orders(layers: list[Ints], edges: Ints, n: int) -> list[Ints]:
    """The same layers, each ordered so that few edges cross: the best of Sugiyama's barycentre sweeps.

    A node's height is its rank in its layer, 0 to 1; a sweep sets it to the mean height of its neighbours in other
    layers.
    """
    layer_of = np.full(n, -1, dtype=np.int64)
    for k, layer in enumerate(layers):
        layer_of[layer] = k
    across = edges[layer_of[edges[:, 0]] != layer_of[edges[:, 1]]]
    height = np.zeros(n)
    for layer in layers:
        height[layer] = _spread(len(layer))
    best, best_cost = [layer.copy() for layer in layers], np.inf
    matrix = edge_matrix(across, n)
    degree = np.maximum(np.asarray(matrix.sum(axis=1)).reshape(-1), 1e-9)
    for sweep in range(16):
        cost = float(np.abs(height[across[:, 0]] - height[across[:, 1]]).sum())
        if cost < best_cost - 1e-9:
            best_cost = cost
            best = [layer[np.argsort(height[layer], kind="stable")] for layer in layers]
        for k in range(len(layers)) if sweep % 2 == 0 else reversed(range(len(layers))):
            layer = layers[k]
            mean = (matrix[layer] @ height) / degree[layer]
            wish = np.where(degree[layer] > 0.5, mean, height[layer]) + height[layer] * 1e-6
            height[layer[np.argsort(wish, kind="stable")]] = _spread(len(layer))
    return best


def _spread(count: int) -> Floats:
    return (np.arange(count) + 0.5) / max(count, 1)


def _places(block: Ints, key: Floats) -> Ints:
    place = np.empty(len(block), dtype=np.int64)
    place[np.lexsort((key, block))] = np.arange(len(block))
    return place


def _ring_length(place: Ints, edges: Ints) -> int:
    gap = np.abs(place[edges[:, 0]] - place[edges[:, 1]])
    return int(np.minimum(gap, len(place) - gap).sum())
