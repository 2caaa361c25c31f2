"""Display list: the items of a picture in pixels, in the order of painting.

The screen, PNG, SVG and PDF all draw this list. It knows neither Qt nor RDF.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.style import Colour
from graph.named import NamedTuple

Points = NDArray[np.float32]


class Lines(NamedTuple):
    """Straight strokes, xy (k, 4) from x, y to x, y; ``dash`` in pixels, empty for a solid stroke."""

    xy: Points
    colour: Colour
    width: float
    dash: tuple[float, ...] = ()


class Curves(NamedTuple):
    """Cubic Bézier strokes, xy (k, 8): start, two control points, end."""

    xy: Points
    colour: Colour
    width: float
    dash: tuple[float, ...] = ()


class Density(NamedTuple):
    """Straight hairlines, xy (k, 4), too many to draw one by one: the more on a pixel, the closer to ``colour``.

    ``most`` (at least 1) is the number that gives a pixel the full colour, see
    :mod:`explorer.pictures.drawing.density`.
    """

    xy: Points
    colour: Colour
    most: float


class Triangles(NamedTuple):
    """Filled triangles, xy (k, 6)."""

    xy: Points
    colour: Colour


class Marks(NamedTuple):
    """Nodes of one shape and colour: centres xy (k, 2), radii (k,); no stroke if ``stroke_width`` is 0."""

    shape: str
    xy: Points
    radius: Points
    fill: Colour
    stroke: Colour
    stroke_width: float


class Icons(NamedTuple):
    """One icon of :mod:`explorer.pictures.drawing.glyphs` at several places: centres xy (k, 2), half heights (k,)."""

    name: str
    xy: Points
    size: Points
    colour: Colour


class Text(NamedTuple):
    """One line of text. ``x``, ``y`` lies on the baseline at the anchor: start, middle or end. ``angle`` in degrees.

    ``number`` is that of the line whose number the text is, 0 for all other texts.
    """

    x: float
    y: float
    text: str
    size: float
    colour: Colour
    anchor: str = "middle"
    bold: bool = False
    angle: float = 0.0
    halo: Colour | None = None
    number: int = 0


class Letter(NamedTuple):
    """The outline of one glyph as the data of an SVG path, and its place from the start of the baseline.

    All are in thousandths of the size of the text.
    """

    outline: str
    x: float
    y: float


class Panel(NamedTuple):
    """A rounded rectangle; None for no fill or no stroke."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None
    stroke: Colour | None = None
    radius: float = 6.0
    stroke_width: float = 1.0


Item = Lines | Curves | Density | Triangles | Marks | Icons | Text | Panel


class Display(NamedTuple):
    """A picture of ``width`` × ``height`` pixels on ``paper``; ``left_out`` names what this zoom does not show."""

    width: float
    height: float
    paper: Colour
    items: tuple[Item, ...]
    left_out: tuple[str, ...] = ()


_UNIT = {
    "diamond": [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
    "hexagon": [(1.12, 0), (0.56, 0.97), (-0.56, 0.97), (-1.12, 0), (-0.56, -0.97), (0.56, -0.97)],
    "pentagon": [(0, -1.15), (1.09, -0.36), (0.68, 0.93), (-0.68, 0.93), (-1.09, -0.36)],
    "page": [(-0.78, -1.05), (0.36, -1.05), (0.82, -0.58), (0.82, 1.05), (-0.78, 1.05)],
    "shield": [(-0.85, -0.9), (0.85, -0.9), (0.85, 0.2), (0, 1.1), (-0.85, 0.2)],
    "triangle": [(0, -1.15), (1.08, 0.82), (-1.08, 0.82)],
    "wedge": [(0, 1.15), (-1.08, -0.82), (1.08, -0.82)],
    "star": [
        (0, -1.3),
        (0.34, -0.47),
        (1.24, -0.4),
        (0.55, 0.18),
        (0.76, 1.05),
        (0, 0.58),
        (-0.76, 1.05),
        (-0.55, 0.18),
        (-1.24, -0.4),
        (-0.34, -0.47),
    ],
    "cross": [
        (-0.4, -1.1),
        (0.4, -1.1),
        (0.4, -0.4),
        (1.1, -0.4),
        (1.1, 0.4),
        (0.4, 0.4),
        (0.4, 1.1),
        (-0.4, 1.1),
        (-0.4, 0.4),
        (-1.1, 0.4),
        (-1.1, -0.4),
        (-0.4, -0.4),
    ],
    "hourglass": [(-1, -1.1), (1, -1.1), (0.55, 0), (1, 1.1), (-1, 1.1), (-0.55, 0)],
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "bubble": [(-1.1, -0.85), (1.1, -0.85), (1.1, 0.55), (-0.1, 0.55), (-0.6, 1.15), (-0.6, 0.55), (-1.1, 0.55)],
}


@cache
def outline(shape: str) -> NDArray[np.float32] | None:
    """Corners of a shape of radius 1, shape (c, 2), or None for a circle. Do not write to it."""
    corners = _UNIT.get(shape)
    return None if corners is None else np.array(corners, np.float32)


@cache
def _sides(shape: str) -> NDArray[np.float64]:
    """Sides of a shape of radius 1: starts x and y and ways x and y, shape (4, c, 1)."""
    points = np.array(_UNIT[shape], np.float64)
    return np.concatenate((points, np.roll(points, -1, axis=0) - points), axis=1).T[:, :, None]


def reach(shape: str, dx: NDArray[np.floating], dy: NDArray[np.floating]) -> NDArray[np.float64]:
    """The distance from the middle of a shape of radius 1 to its outline in directions (dx, dy), shape (k,)."""
    if shape not in _UNIT:
        return np.ones(len(dx))
    ax, ay, ex, ey = _sides(shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        denominator = dx * ey - dy * ex
        along, across = (ax * ey - ay * ex) / denominator, (ax * dy - ay * dx) / denominator
    hit = (denominator != 0) & (along > 0) & (across >= -1e-9) & (across <= 1 + 1e-9)
    best = np.where(hit, along, 0.0).max(axis=0)
    return np.where(best > 0, best, 1.0)
