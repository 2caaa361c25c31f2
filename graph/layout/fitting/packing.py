"""Rectangle packing: a compact, wide figure without overlap."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.types import Floats
from graph.layout.fitting.components import Part
from graph.layout.fitting.overlaps import GAP
from graph.layout.problem import Problem

APART = 60.0
"""Free space between packed components."""
RATIO = 1.6
"""Target ratio of width to height: that of most screens, less the panels beside the canvas."""


def bounds(points: Floats, boxes: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest corner, each float[2], of boxes float[n,2] centred on points float[n,2]; n at least 1."""
    return (points - boxes / 2).min(axis=0), (points + boxes / 2).max(axis=0)


def pack(sizes: Floats, gap: float, ratio: float = RATIO) -> Floats:
    """Low corners float[k,2] of rectangles ``sizes`` float[k,2], at least ``gap`` apart, packed to about ``ratio``.

    Largest first, each at the lowest and then leftmost position on the skyline (the bottom-left rule of Baker, Coffman
    and Rivest). Several strip widths are tried and the best figure is kept. No rectangle overlaps another.
    """
    if not len(sizes):
        return np.zeros((0, 2))
    grown = np.asarray(sizes, dtype=np.float64) + gap
    order = np.lexsort((np.arange(len(grown)), -grown.prod(axis=1)))
    wanted = math.sqrt(ratio * float(grown.prod(axis=1).sum()))
    widest = float(grown[:, 0].max())
    tries = {max(widest, wanted * factor) for factor in (0.9, 1.0, 1.1, 1.25, 1.4, 1.6)}
    tries.add(max(widest, float(grown[order[0], 1]) * ratio))
    best, best_cost = np.zeros((len(grown), 2)), math.inf
    for width in sorted(tries):
        corners = _skyline(grown, order.tolist(), width)
        across, down = (corners + grown).max(axis=0)
        cost = max(across, down * ratio) + 0.02 * min(across, down * ratio)
        if cost < best_cost - 1e-9:
            best, best_cost = corners, cost
    return best


def _skyline(sizes: Floats, order: list[int], strip: float) -> Floats:
    corners = np.zeros((len(sizes), 2))
    sky: list[tuple[float, float, float]] = [(0.0, strip, 0.0)]
    for i in order:
        width, height = float(sizes[i, 0]), float(sizes[i, 1])
        x, y = _lowest(sky, width, strip)
        corners[i] = x, y
        sky = _raise(sky, x, x + width, y + height)
    return corners


def _lowest(sky: list[tuple[float, float, float]], width: float, strip: float) -> tuple[float, float]:
    best = (math.inf, 0.0)
    for first, (left, _, _) in enumerate(sky):
        if left + width > strip + 1e-6:
            break
        top = 0.0
        for start, _, y in sky[first:]:
            if start >= left + width - 1e-9:
                break
            top = max(top, y)
        if top < best[0] - 1e-9:
            best = (top, left)
    return best[1], best[0]


def _raise(
    sky: list[tuple[float, float, float]], left: float, right: float, top: float
) -> list[tuple[float, float, float]]:
    new: list[tuple[float, float, float]] = []
    for start, end, y in sky:
        if start < left:
            new.append((start, min(end, left), y))
        if end > right:
            new.append((max(start, right), end, y))
    new.append((left, right, top))
    new.sort()
    merged = [new[0]]
    for start, end, y in new[1:]:
        last = merged[-1]
        if abs(last[2] - y) < 1e-9:
            merged[-1] = (last[0], end, y)
        else:
            merged.append((start, end, y))
    return merged


def grid(boxes: Floats, gap: Floats, ratio: float = RATIO) -> Floats:
    """Centres float[n,2] of boxes in rows and aligned columns, in reading order, near ``ratio`` as a whole."""
    n = len(boxes)
    if not n:
        return np.zeros((0, 2))
    cell = boxes.max(axis=0) + gap
    columns = min(n, max(1, round(math.sqrt(n * ratio * cell[1] / cell[0]))))
    index = np.arange(n)
    row, column = index // columns, index % columns
    widths = np.zeros(columns)
    np.maximum.at(widths, column, boxes[:, 0])
    heights = np.zeros(int(row[-1]) + 1)
    np.maximum.at(heights, row, boxes[:, 1])
    x = np.cumsum(widths + gap[0]) - gap[0] - widths / 2
    y = np.cumsum(heights + gap[1]) - gap[1] - heights / 2
    return np.column_stack([x[column], y[row]])


def side_by_side(parts: list[Part], figures: list[Floats], problem: Problem) -> Floats:
    """Centres float[n,2]: figures of the components side by side, all single nodes together in a grid."""
    single = [i for i, part in enumerate(parts) if len(part) == 1]
    blocks = [(part.nodes, figure) for part, figure in zip(parts, figures) if len(part) > 1]
    if single:
        nodes = np.concatenate([parts[i].nodes for i in single])
        boxes = problem.boxes[nodes].astype(np.float64)
        blocks.append((nodes, grid(boxes, GAP * 1.5)))
    positions = np.zeros((len(problem), 2))
    extents = [bounds(figure, problem.boxes[nodes].astype(np.float64)) for nodes, figure in blocks]
    corners = pack(np.array([high - low for low, high in extents]), APART)
    for (nodes, figure), (low, _), corner in zip(blocks, extents, corners):
        positions[nodes] = figure - low + corner
    return positions
