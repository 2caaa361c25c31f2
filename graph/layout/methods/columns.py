"""Column layouts: a column for each class, or for each step from the start."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.layout.fitting.components import Part, whole
from graph.layout.fitting.overlaps import GAP
from graph.layout.fitting.packing import RATIO
from graph.layout.guide import Guide
from graph.layout.methods.order import layer_orders, line_order
from graph.layout.problem import Arrangement, Problem

BETWEEN = 110.0
"""Free width between two columns, where the edges run."""


def multipartite(problem: Problem) -> Arrangement:
    """A column for each group, NetworkX's multipartite layout; neighbouring columns share the most edges.

    Within a column nodes are ordered to cross the fewest edges; a long column is folded into several.
    """
    import networkx as nx

    part = whole(problem)
    names, group = np.unique(problem.groups, return_inverse=True)
    column = line_order(part.edges, problem.groups.astype(np.int64))[group.reshape(-1)]
    layers = [np.flatnonzero(column == k) for k in range(len(names))]
    layers = layer_orders(layers, part.edges, len(part))
    placed = nx.multipartite_layout(part.graph(), subset_key={k: layer.tolist() for k, layer in enumerate(layers)})
    rows = _rows(placed)
    positions = _columns(rows, part.boxes)
    low, high = (positions - part.boxes / 2).min(axis=0), (positions + part.boxes / 2).max(axis=0)
    positions -= (low + high) / 2
    return Arrangement(positions.astype(np.float32), guides=_heads(problem, rows, positions, part.boxes))


def _heads(problem: Problem, layers: list[Ints], positions: Floats, boxes: Floats) -> tuple[Guide, ...]:
    """The name of each group over its column, with a line down its left side; none for groups without names."""
    if not problem.group_names:
        return ()
    top = float((positions - boxes / 2)[:, 1].min()) - GAP[1]
    bottom = float((positions + boxes / 2)[:, 1].max())
    left = [float((positions - boxes / 2)[layer, 0].min()) - GAP[0] for layer in layers]
    names = [problem.group_names[int(problem.groups[layer[0]])] for layer in layers]
    return tuple(Guide("x", at, name, top, bottom) for at, name in zip(left, names))


def bfs(part: Part) -> Floats:
    """A column for each number of steps from the start (NetworkX's breadth-first layout). Centres float[k,2]."""
    import networkx as nx

    if len(part) == 1:
        return np.zeros((1, 2))
    layers = _rows(nx.bfs_layout(part.graph(), part.start.tolist()))
    return _columns(layer_orders(layers, part.edges, len(part)), part.boxes)


def _rows(placed: dict[int, Floats]) -> list[Ints]:
    """Columns left to right, each with its nodes from the top, read back from NetworkX's coordinates."""
    nodes = np.array(list(placed), dtype=np.int64)
    points = np.array([placed[node] for node in placed], dtype=np.float64)
    order = np.lexsort((points[:, 1], np.round(points[:, 0], 9)))
    breaks = np.flatnonzero(np.diff(np.round(points[order, 0], 9)) > 1e-9) + 1
    return [np.asarray(column) for column in np.split(nodes[order], breaks)]


def _columns(layers: list[Ints], boxes: Floats) -> Floats:
    """Centres float[n,2] for layers of nodes as columns, folded so that the figure is as close to 16:10 as possible."""
    tallest = max(len(layer) for layer in layers)
    best, cost, across, down = np.zeros((len(boxes), 2)), math.inf, 1.0, 1.0
    for rows in sorted({max(1, round(tallest / k)) for k in range(1, 41)}, reverse=True):
        points, size = _folded(layers, boxes, rows)
        figure = max(float(size[0]), RATIO * float(size[1]))
        if figure < cost * 0.999:
            best, cost, across, down = points, figure, float(size[0]), float(size[1])
    # Rows may be a little further apart if the figure is flatter than it needs to be.
    return np.asarray(best * np.array([1.0, np.clip(across / (RATIO * down), 1.0, 1.5)]))


def _folded(layers: list[Ints], boxes: Floats, rows: int) -> tuple[Floats, Floats]:
    height = float(boxes[:, 1].max() + GAP[1])
    points = np.zeros((len(boxes), 2))
    left = 0.0
    for layer in layers:
        folds = math.ceil(len(layer) / rows)
        own = math.ceil(len(layer) / folds)
        # A short column spreads over the height, but not so far that it falls apart.
        pitch = min(3.0 * height, height * max(1.0, rows / own))
        index = np.arange(len(layer))
        fold = index % folds
        widths = np.zeros(folds)
        np.maximum.at(widths, fold, boxes[layer, 0])
        x = left + np.cumsum(widths + 2 * GAP[0]) - 2 * GAP[0] - widths / 2
        points[layer, 0] = x[fold]
        points[layer, 1] = (index // folds - (own - 1) / 2) * pitch
        left = float(x[-1] + widths[-1] / 2) + BETWEEN
    low = (points - boxes / 2).min(axis=0)
    return points - low, (points + boxes / 2).max(axis=0) - low
