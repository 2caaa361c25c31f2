"""Places for nodes that come onto a picture which is already arranged: beside the neighbours that brought them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from explorer.view import View
from explorer.visible import Visible
from graph.projection import Projection

_CELL = 46.0
_GOLDEN = math.pi * (3 - math.sqrt(5))


def with_newcomers(projection: Projection, view: View, visible: Visible) -> View:
    """``view`` with a position for every drawn node, where some have one already; nothing that has one moves.

    A node with placed neighbours goes to the free cell nearest to their middle; one without goes below the picture.
    Where nothing is placed yet the view is returned as it is: that is a layout's work.
    """
    positions = view.positions.of(projection.node_count)
    known = ~np.isnan(positions[:, 0])
    shown = visible.nodes
    fresh = shown[~known[shown]]
    if not len(fresh) or not known[shown].any():
        return view
    xy = positions.copy()
    taken = {_cell(point) for point in xy[shown[known[shown]]].tolist()}
    left = set(fresh.tolist())
    turns: dict[tuple[int, int], int] = {}
    subject, object_ = projection.subject[visible.edges], projection.object[visible.edges]
    while left:
        reached = _beside(xy, known, subject, object_, left)
        if not reached:
            break
        for node, middle in reached:
            xy[node] = _free_spot(middle, taken, turns)
            known[node] = True
            left.discard(node)
    if left:
        placed = xy[shown[known[shown]]]
        start, below = float(placed[:, 0].min()), float(placed[:, 1].max()) + 2 * _CELL
        columns = max(1, int((float(placed[:, 0].max()) - start) // (3 * _CELL)) + 1)
        for i, node in enumerate(sorted(left)):
            xy[node] = start + (i % columns) * 3 * _CELL, below + (i // columns) * 1.5 * _CELL
    return view.but(positions=view.positions.moved(fresh, xy[fresh], projection.node_count))


def in_rows(projection: Projection, view: View, visible: Visible) -> View:
    """``view`` with everything that is drawn in rows of a wide grid, in reading order."""
    count = len(visible.nodes)
    columns = max(1, math.ceil(math.sqrt(count * 0.6)))
    place = np.arange(count)
    xy = np.stack((place % columns * 3.6 * _CELL, place // columns * 1.6 * _CELL), axis=1)
    return view.but(positions=view.positions.moved(visible.nodes, xy, projection.node_count))


def _beside(
    xy: NDArray[np.float32],
    known: NDArray[np.bool_],
    subject: NDArray[np.int32],
    object_: NDArray[np.int32],
    left: set[int],
) -> list[tuple[int, tuple[float, float]]]:
    """Unplaced nodes that have a placed neighbour, with the middle of those neighbours."""
    near: dict[int, list[NDArray[np.float32]]] = {}
    waiting = ~known
    for ends, others in ((subject, object_), (object_, subject)):
        rows = np.flatnonzero(waiting[ends] & known[others])
        for node, other in zip(ends[rows].tolist(), others[rows].tolist()):
            if node in left:
                near.setdefault(node, []).append(xy[other])
    return [(node, tuple(np.mean(points, axis=0).tolist())) for node, points in sorted(near.items())]


def _cell(point: tuple[float, float] | list[float]) -> tuple[int, int]:
    return round(point[0] / (2.6 * _CELL)), round(point[1] / _CELL)


def _free_spot(
    middle: tuple[float, float], taken: set[tuple[int, int]], turns: dict[tuple[int, int], int]
) -> tuple[float, float]:
    """The first point of a sunflower spiral around ``middle`` whose cell is free; the cell is then taken.

    ``turns`` remembers how far the spiral around a cell is used up, so that many newcomers cost no more each than few.
    """
    start = turns.get(_cell(middle), 0) + 1
    for k in range(start, start + 100_000):
        radius = 0.8 * _CELL * math.sqrt(k)
        spot = middle[0] + 1.6 * radius * math.cos(k * _GOLDEN), middle[1] + radius * math.sin(k * _GOLDEN)
        cell = _cell(spot)
        if cell not in taken:
            taken.add(cell)
            turns[_cell(middle)] = k
            return spot
    return middle
