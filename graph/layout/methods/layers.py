"""Layered layout: every edge points down, or to the right, from layer to layer, as far as no cycle forbids it."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.layout.fitting.components import Part, components, edge_matrix
from graph.layout.fitting.overlaps import GAP
from graph.layout.fitting.packing import RATIO, side_by_side
from graph.layout.methods.circles import pooled
from graph.layout.problem import Arrangement, Problem
from graph.named import NamedTuple

_BETWEEN = np.array([70.0, 60.0])
"""Free room between two layers, across and down, where edges run."""
_MOST_WAYPOINTS = 20_000
"""With more, edges over several layers have none."""
_SWEEPS, _PATIENCE, _EXCHANGES = 24, 5, 12
"""Sweeps, those without a gain before the last, and rounds of exchanges."""
_MOST_COMPARED = 2000
"""Largest number of pairs of neighbours for which an exchange of two nodes is considered."""


class _Layered(NamedTuple):
    """A part with its layers, from the top, each with its nodes in order."""

    part: Part
    layers: list[Ints]


def hierarchical(problem: Problem) -> Arrangement:
    """Layers by the longest path to each node, all components in one direction: down, or right where that fits better.

    The steps are those of Sugiyama, Tagawa and Toda (1981): cycles are broken by Eades, Lin and Smyth's order (1993),
    edges over several layers get a waypoint on each, sweeps order the layers, and each node is moved towards its
    neighbours, with isotonic regression to keep order and room. A layer too wide for the figure is folded into several
    rows, which stay together.
    """
    parts = components(problem)
    layered = [_Layered(part, _ordered(part, _layers(part))) for part in parts if len(part) > 1]
    asked = problem.settings["direction"]
    axes = [axis for axis, name in enumerate(("down", "right")) if asked in ("automatic", name)]
    figures = [_figure(layered, axis, problem, parts) for axis in axes]
    best = min(figures, key=lambda points: _frame(points, problem))
    return Arrangement(best.astype(np.float32))


def _frame(points: Floats, problem: Problem) -> float:
    """Width of the smallest screen-shaped frame around the boxes."""
    low, high = (points - problem.boxes / 2).min(axis=0), (points + problem.boxes / 2).max(axis=0)
    return float(max((high - low)[0], RATIO * (high - low)[1]))


def _acyclic(part: Part) -> tuple[Ints, Ints]:
    """Nodes in an order in which few arcs lead back, and the arcs with those turned round."""
    n = len(part)
    ahead: list[list[int]] = [[] for _ in range(n)]
    back: list[list[int]] = [[] for _ in range(n)]
    for u, v in part.arcs.tolist():
        ahead[u].append(v)
        back[v].append(u)
    out, into = np.array([len(a) for a in ahead]), np.array([len(b) for b in back])
    left = np.ones(n, bool)
    head: list[int] = []
    tail: list[int] = []
    ends = [v for v in range(n) if not out[v] or not into[v]]

    def take(v: int) -> None:
        (head if out[v] else tail).append(v)
        left[v] = False
        for w in ahead[v]:
            into[w] -= 1
            if left[w] and not into[w]:
                ends.append(w)
        for w in back[v]:
            out[w] -= 1
            if left[w] and not out[w]:
                ends.append(w)

    while len(head) + len(tail) < n:
        while ends:
            v = ends.pop()
            if left[v]:
                take(v)
        if left.any():
            take(int(np.argmax(np.where(left, out - into, -n))))
    order = np.array(head + tail[::-1])
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    turned = place[part.arcs[:, 0]] > place[part.arcs[:, 1]]
    return order, np.where(turned[:, None], part.arcs[:, ::-1], part.arcs)


def _layers(part: Part) -> Ints:
    """The layer of each node from the top: as far down as the longest path to it, or nearer to what it leads to."""
    order, arcs = _acyclic(part)
    ahead: list[list[int]] = [[] for _ in range(len(part))]
    back: list[list[int]] = [[] for _ in range(len(part))]
    for u, v in arcs.tolist():
        ahead[u].append(v)
        back[v].append(u)
    layer = [0] * len(part)
    for v in order.tolist():
        layer[v] = max((layer[u] + 1 for u in back[v]), default=0)
    for _ in range(8):
        before = layer.copy()
        for v in reversed(order.tolist()):
            if len(ahead[v]) > len(back[v]):
                layer[v] = min(layer[w] for w in ahead[v]) - 1
            elif len(back[v]) > len(ahead[v]):
                layer[v] = max(layer[u] for u in back[v]) + 1
        if layer == before:
            break
    return np.unique(layer, return_inverse=True)[1].reshape(-1)


def _ordered(part: Part, layer: Ints) -> list[Ints]:
    """The nodes of each layer in an order in which few edges cross."""
    u, v = part.arcs.T
    upper, lower = np.where(layer[u] < layer[v], (u, v), (v, u))
    steps = layer[lower] - layer[upper]
    between = np.maximum(steps - 1, 0)
    if between.sum() > _MOST_WAYPOINTS:
        between[:] = 0
    n, count = len(part), int(between.sum())
    arc = np.repeat(np.arange(len(u)), between)
    rank = np.arange(count) - np.repeat(np.cumsum(between) - between, between)
    way = n + np.arange(count)
    first, last = rank == 0, rank == between[arc] - 1
    straight = between == 0
    edges = np.concatenate(
        (
            np.column_stack((upper[straight], lower[straight])),
            np.column_stack((upper[arc[first]], way[first])),
            np.column_stack((way[~last], way[~last] + 1)),
            np.column_stack((way[last], lower[arc[last]])),
        )
    )
    of = np.concatenate((layer, layer[upper[arc]] + rank + 1))
    order = _swept(edges, of, _start(edges, n + count))
    return [own[own < n] for own in order]


def _start(edges: Ints, n: int) -> Ints:
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    place = np.empty(n, np.int64)
    place[reverse_cuthill_mckee(edge_matrix(edges, n), symmetric_mode=True)] = np.arange(n)
    return place


def _swept(edges: Ints, of: Ints, start: Ints) -> list[Ints]:
    """Nodes of each layer in the best order that barycentre sweeps come upon. ``edges`` lead to the next layer."""
    count = int(of.max()) + 1
    layers = [np.flatnonzero(of == k) for k in range(count)]
    between = [edges[of[edges[:, 0]] == k] for k in range(count - 1)]
    rank = np.empty(len(of))
    for own in layers:
        rank[own[np.argsort(start[own], kind="stable")]] = np.arange(len(own))
    best, least = rank.copy(), _crossings(edges, of, rank)
    stale = 0
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for k in range(1, count) if down else range(count - 2, -1, -1):
            near, far = between[k - 1 if down else k].T[:: 1 if down else -1]
            total = np.bincount(far, rank[near], len(of))
            degree = np.bincount(far, minlength=len(of))
            own = layers[k]
            wish = np.where(degree[own] > 0, total[own] / np.maximum(degree[own], 1), rank[own])
            rank[own[np.lexsort((rank[own], wish))]] = np.arange(len(own))
        now = _crossings(edges, of, rank)
        stale += 1
        if now < least:
            best, least, stale = rank.copy(), now, 0
        if stale > _PATIENCE or not least:
            break
    _exchange(edges, of, best)
    return [own[np.argsort(best[own], kind="stable")] for own in layers]


def _exchange(edges: Ints, of: Ints, rank: Floats) -> None:
    """Exchange neighbours in a layer, in ``rank``, as long as fewer edges cross."""
    ends = np.concatenate((edges, edges[:, ::-1]))
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    degree = np.bincount(ends[:, 0], minlength=len(of))
    starts = np.cumsum(degree) - degree
    for turn in range(4 * _EXCHANGES):
        order = np.lexsort((rank, of))
        u, v = order[:-1], order[1:]
        # Layers take turns, and so do pairs within a layer: what is compared does not move meanwhile.
        fits = (of[u] == of[v]) & (of[u] % 2 == turn % 2) & (rank[u] % 2 == turn // 2 % 2)
        amount = degree[u] * degree[v]
        fits &= (amount > 0) & (amount < _MOST_COMPARED)
        u, v, amount = u[fits], v[fits], amount[fits]
        pair = np.repeat(np.arange(len(u)), amount)
        one, two = np.divmod(np.arange(len(pair)) - (np.cumsum(amount) - amount)[pair], degree[v][pair])
        a, b = ends[starts[u][pair] + one, 1], ends[starts[v][pair] + two, 1]
        gain = np.where(of[a] == of[b], np.sign(rank[a] - rank[b]), 0.0)
        better = np.bincount(pair, gain, len(u)) > 0
        u, v = u[better], v[better]
        rank[u], rank[v] = rank[v], rank[u]


def _crossings(edges: Ints, of: Ints, rank: Floats) -> int:
    """The number of crossings of edges between neighbouring layers."""
    wide = len(of) + 1
    upper, lower = edges.T
    order = np.lexsort((rank[lower], rank[upper], of[upper]))
    # Ends in later layers are larger, so that edges of different layers are never out of order.
    values = (of[upper] * wide + rank[lower]).astype(np.int64)[order]
    found, size, at = 0, 1, np.arange(len(values))
    while size < len(values):
        # Halves of blocks, sorted together: each value of a right half counts the larger ones of the left.
        block, is_left = at // (2 * size), (at // size) % 2 == 0
        by_value = np.lexsort((values, block))
        lefts = np.cumsum(is_left[by_value])
        begin = block[by_value] * 2 * size
        before = lefts - np.where(begin > 0, lefts[begin - 1], 0)
        of_block = np.minimum(size, len(values) - begin)
        found += int((of_block - before)[~is_left[by_value]].sum())
        size *= 2
    return found


def _figure(layered: list[_Layered], axis: int, problem: Problem, parts: list[Part]) -> Floats:
    figures = iter([_placed(one, axis) for one in layered])
    return side_by_side(parts, [next(figures) if len(part) > 1 else np.zeros((1, 2)) for part in parts], problem)


def _placed(one: _Layered, axis: int) -> Floats:
    """Centres float[k,2] of a part with its layers one below the other (axis 0), or from left to right (axis 1)."""
    boxes = one.part.boxes if axis == 0 else one.part.boxes[:, ::-1]
    gap, between = (GAP, _BETWEEN[1]) if axis == 0 else (GAP[::-1], _BETWEEN[0])
    rows = _rows(one.layers, boxes, gap, float(between), RATIO if axis == 0 else 1 / RATIO)
    across = _across(one, boxes[:, 0], gap[0], rows)
    down = np.zeros(len(boxes))
    top = 0.0
    for own, folds in zip(one.layers, rows):
        for fold in range(folds):
            some = own[fold::folds]
            height = float(boxes[some, 1].max())
            down[some] = top + height / 2
            top += height + gap[1]
        top += between - gap[1]
    return np.column_stack((across, down) if axis == 0 else (down, across))


def _rows(layers: list[Ints], boxes: Floats, gap: Floats, between: float, ratio: float) -> list[int]:
    """The number of rows for each layer that brings the figure closest to ``ratio``."""
    wide = np.array([float((boxes[own, 0] + gap[0]).sum()) for own in layers])
    high = np.array([float(boxes[own, 1].max() + gap[1]) for own in layers])
    best, cost = [1] * len(layers), math.inf
    for most in np.unique(np.ceil(np.geomspace(1, 40, 30))):
        rows = np.minimum(np.ceil(wide / (wide.max() / most)), [len(own) for own in layers])
        size = (wide / rows).max(), float((rows * high).sum()) + len(layers) * between
        now = max(size[0], ratio * size[1])
        if now < cost * 0.999:
            best, cost = rows.astype(int).tolist(), now
    return best


def _across(one: _Layered, width: Floats, gap: float, rows: list[int]) -> Floats:
    """Places float[k] along the layers: near the mean of the neighbours, in order, with room for each node."""
    matrix = edge_matrix(one.part.edges, len(one.part))
    means = [matrix[own] / one.part.degrees[own, None] for own in one.layers]
    place = np.zeros(len(width))
    offsets = []
    for own, folds in zip(one.layers, rows):
        size = width[own] + gap if folds == 1 else np.full(len(own), (width[own].max() + gap) / folds)
        offsets.append(np.concatenate(([0.0], np.cumsum((size[1:] + size[:-1]) / 2))))
        place[own] = offsets[-1] - offsets[-1][-1] / 2
    for sweep in range(_SWEEPS):
        before = place.copy()
        for k in range(len(rows)) if sweep % 2 == 0 else reversed(range(len(rows))):
            place[one.layers[k]] = pooled(means[k] @ place - offsets[k]) + offsets[k]
        if np.abs(place - before).max() < 1.0:
            break
    return place
