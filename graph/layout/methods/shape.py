"""Conversion of layout coordinates to scene units: turned wide, scaled to the boxes, without overlaps."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Floats
from graph.layout.fitting.components import Part
from graph.layout.fitting.overlaps import GAP, move_apart
from graph.layout.fitting.packing import RATIO

ROOM = 1.7
"""Area of a force-directed figure in areas of its boxes, gaps included: less is crowded, more is empty."""


def settle_figure(points: Floats, part: Part, *, turn: bool = True, room: float = ROOM, even: float = 0.0) -> Floats:
    """Points float[k,2] of any unit as a wide figure in scene units, boxes moved apart where they overlap.

    ``even`` (0 to 1) is how much crowds are thinned and gaps closed before boxes are moved, see :func:`evened`.
    """
    if len(part) == 1:
        return np.zeros((1, 2))
    shape = turned(points) if turn else points - points.mean(axis=0)
    return move_apart(sized(evened(shape, even), part, room), part.boxes)


def evened(points: Floats, share: float) -> Floats:
    """Points float[n,2], each coordinate mixed with its rank by ``share``.

    Left stays left, but gaps and crowds level out.
    """
    if not share:
        return np.asarray(points)
    spread = (points - points.mean(axis=0)) / (points.std(axis=0) + 1e-12)
    ranks = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable")
    level = ((ranks + 0.5) / len(points) - 0.5) * np.sqrt(12)
    return np.asarray(((1 - share) * spread + share * level) * points.std(axis=0))


def turned(points: Floats) -> Floats:
    """Points float[n,2] centred on their mean and turned so that their widest spread is across.

    The orientation is deterministic.
    """
    centred = points - points.mean(axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred)
    if values[1] <= 0:
        return np.asarray(centred)
    out = centred @ axes[:, ::-1]
    # An eigenvector's sign is arbitrary: the side that extends further goes left and up.
    flip = np.where(np.abs(out.min(axis=0)) + 1e-9 >= out.max(axis=0), 1.0, -1.0)
    return np.asarray(out * flip)


def sized(points: Floats, part: Part, room: float = ROOM, ratio: float = RATIO) -> Floats:
    """Points float[k,2] scaled to an area ``room`` times that of the boxes, and towards ``ratio``.

    The area is that of the ellipse with the points' spread, so that one far leaf does not shrink the rest. Width and
    height are stretched by a factor of at most three, so that a path stays a path, and edges of a small figure are kept
    short.
    """
    spread = points.std(axis=0) + 1e-9 * (1.0 + np.abs(points).max())
    stretch = float(np.clip(ratio * spread[1] / spread[0], 1 / 3, 3.0))
    shape = points * np.sqrt([stretch, 1 / stretch])
    spread = shape.std(axis=0)
    cells = part.boxes + GAP
    # A uniform ellipse with standard deviations s has the area 4 pi s_x s_y.
    area = max(4 * np.pi * float(spread.prod()), 0.25 * float(spread.max()) ** 2, 1e-30)
    scale = float(np.sqrt(room * float(cells.prod(axis=1).sum()) / area))
    if len(part.edges):
        along = (shape[part.edges[:, 0]] - shape[part.edges[:, 1]]) / cells.mean(axis=0)
        longest = 1.4 * max(1.0, np.sqrt(len(part)) / 4)
        scale = min(scale, longest / max(float(np.hypot(along[:, 0], along[:, 1]).mean()), 1e-12))
    return np.asarray(shape * scale)
