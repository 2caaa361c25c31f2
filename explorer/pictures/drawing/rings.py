"""Lines along the shapes of nodes, on the canvas and in legends.

Outlines inside marks show origins: dotted, dashed, solid and thick like the lines of relationships. Dashes are strokes
of their own, as many whole ones as fit on each side of a shape, so that every outline closes evenly. Dashed rings
around marks are for resources that are shown although something hides their kind.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Curves, Lines, Points, outline
from explorer.pictures.drawing.frame import Frame
from explorer.pictures.look.style import Colour, mix
from explorer.pictures.scene.spots import RING_GAP, RING_REACH
from graph.arrays.csr import distinct

_FROM = 2.5
"""Radius in pixels of the smallest node with a ring."""
_DASH, _WIDTH = (2.4, 2.4), 1.1
_ARC = 0.5523
"""The distance of control points along a quarter of a circle, as a share of its radius."""

_OUTLINES_FROM = 4.5
"""Radius in pixels of the smallest node whose outline shows its origins."""
_WIDTHS = {0: 1.4, 1: 1.4, 2: 1.4, 3: 2.8}
"""Width in pixels by origins: none recorded, one, two, more."""
_PERIODS = {0: (3.6, 0.36), 1: (7.0, 0.62)}
"""The length in pixels of a dash with its gap, and the share of the dash, of dotted and of dashed outlines."""
_PALE = 0.55
"""Lightness from which a fill has a darker outline, others a lighter one."""
_INSET = 1.2
"""Pixels between the edge of a mark and its outline, which thus leaves its shape alone."""
_SQUARE, _CORNER = 0.9, 0.35
"""Half a side of a square, and the radius of its corners, as shares of the radius of the shape."""
_QUARTERS = np.arange(4) * (np.pi / 2)

Nodes = NDArray[np.int64]
Pen = tuple[Colour, float]
Period = tuple[float, float]


def shows(frame: Frame) -> NDArray[np.bool_] | None:
    """True for nodes whose outline shows their origins, shape (k,); None where none does."""
    origins = frame.scene.origins
    if origins is None:
        return None
    with_outline = (origins >= 0) & frame.sight
    large = frame.radius >= _OUTLINES_FROM
    if (with_outline & ~large).any():
        frame.leave_out("outlines of small nodes")
    return with_outline & large


def rim(fill: Colour) -> Colour:
    """The colour of an outline inside a fill: darker than light fills, lighter than dark ones."""
    from explorer.pictures.look.palettes import lightness

    is_pale = lightness("#{:02x}{:02x}{:02x}".format(*fill[:3])) > _PALE
    return mix(fill, (0, 0, 0, 255), 0.45) if is_pale else mix(fill, (255, 255, 255, 255), 0.55)


def draw_outlines(frame: Frame, shape: str, rows: NDArray[np.int64], colour: Colour) -> None:
    """Draw the outlines of some nodes of one shape."""
    origins, scale = frame.scene.origins, min(1.0, max(frame.scale, 0.6))
    assert origins is not None
    for level, width in _WIDTHS.items():
        at = rows[origins[rows] == level]
        if not len(at):
            continue
        pen, period = (colour, width * scale), _PERIODS.get(level)
        corners = outline(shape)
        if corners is None:
            _draw_round(frame, at, pen, period)
        else:
            _draw_sides(frame, at, _cut_corners(corners) if shape == "square" else corners, pen, period)
            if shape == "square" and level:
                _add(frame, at, _arcs(_QUARTERS, np.pi / 2, _CORNER, _SQUARE - _CORNER), Curves, pen)


def _draw_round(frame: Frame, rows: Nodes, pen: Pen, period: Period | None) -> None:
    if period is None:
        _add(frame, rows, _arcs(_QUARTERS, np.pi / 2), Curves, pen)
        return
    counts = np.maximum(_counts(2 * np.pi * frame.radius[rows], period), 4)
    for n in distinct(counts).tolist():
        turn = 2 * np.pi / n
        _add(frame, rows[counts == n], _arcs(np.arange(n) * turn, turn * period[1]), Curves, pen)


def _draw_sides(frame: Frame, rows: Nodes, corners: NDArray[np.floating], pen: Pen, period: Period | None) -> None:
    """Draw straight sides: ``corners`` (c, 2), or the ends of each side (c, 2, 2)."""
    sides = corners if corners.ndim == 3 else np.stack((corners, np.roll(corners, -1, axis=0)), axis=1)
    if period is None:
        _add(frame, rows, sides.reshape(-1, 4), Lines, pen)
        return
    ways = sides[:, 1] - sides[:, 0]
    lengths = np.round(np.hypot(ways[:, 0], ways[:, 1]), 6)
    for length in sorted(set(lengths.tolist())):  # most shapes have one, whose sides are drawn together
        start, way = sides[lengths == length, 0], ways[lengths == length]
        counts = np.maximum(_counts(length * frame.radius[rows], period), 1)
        for n in distinct(counts).tolist():
            # A dash is in the middle of each corner, half of it on either side.
            middle, half = np.arange(n + 1) / n, period[1] / n / 2
            ends = np.clip(np.stack((middle - half, middle + half), axis=1), 0.0, 1.0)
            dashes = start[:, None, None] + ends[:, :, None] * way[:, None, None]
            _add(frame, rows[counts == n], dashes.reshape(-1, 4), Lines, pen)


def _counts(lengths: NDArray[np.floating], period: Period) -> NDArray[np.int64]:
    return np.round(lengths / period[0]).astype(np.int64)


def _cut_corners(corners: NDArray[np.floating]) -> NDArray[np.floating]:
    """The sides of a square without its round corners, shape (4, 2, 2)."""
    following = np.roll(corners, -1, axis=0)
    cut = (following - corners) * (_CORNER / (2 * _SQUARE))
    return np.stack((corners + cut, following - cut), axis=1)


def _arcs(starts: NDArray[np.floating], sweep: float, radius: float = 1.0, corner: float = 0.0) -> NDArray[np.floating]:
    """Arcs from some angles as curves, shape (a, 8); ``corner`` moves those of a quarter outwards, into corners."""
    # Points of the plane as complex numbers.
    reach, middle = 4j / 3 * np.tan(sweep / 4), np.exp(1j * (starts + sweep / 2))
    a, b = np.exp(1j * starts), np.exp(1j * (starts + sweep))
    points = np.array((a, a + reach * a, b - reach * b, b)).T * radius
    if corner:
        points += corner * (np.sign(np.round(middle.real, 6)) + 1j * np.sign(np.round(middle.imag, 6)))[:, None]
    return np.ascontiguousarray(points).view(np.float64)


def _add(frame: Frame, rows: Nodes, unit: NDArray[np.floating], kind: type[Lines] | type[Curves], pen: Pen) -> None:
    """Add strokes that have the shape (s, 4) or (s, 8) for a radius of 1, around each of some nodes."""
    radius = (frame.radius[rows] - _INSET - pen[1] / 2)[:, None, None, None]
    xy = frame.xy[rows][:, None, None, :] + unit.reshape(len(unit), -1, 2) * radius
    frame.items.append(kind(xy.reshape(-1, unit.shape[1]).astype(np.float32), *pen))


def draw_although(frame: Frame) -> None:
    """Draw the rings in sight, faded where their nodes are."""
    although = frame.scene.although
    if although is None:
        return
    rows = np.flatnonzero(although & frame.sight)
    if (frame.radius[rows] < _FROM).any():
        frame.leave_out("rings of small nodes")
    rows = rows[frame.radius[rows] >= _FROM]
    near = frame.near[rows] if frame.emphasis else np.ones(len(rows), bool)
    quiet = frame.theme.quiet
    for part, colour in ((rows[~near], frame.theme.faded(quiet)), (rows[near], quiet)):
        if len(part):
            frame.items.append(ring(frame.xy[part], frame.radius[part] * RING_REACH + RING_GAP, colour))


def ring(middle: Points, radius: NDArray[np.floating], colour: Colour) -> Curves:
    """Dashed circles with these middles (k, 2) and radii (k,) in pixels, each as four curves."""
    quarter = np.array([(1, 0), (1, _ARC), (_ARC, 1), (0, 1)])
    turns = [np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) for a in np.pi / 2 * np.arange(4)]
    unit = np.stack([quarter @ turn for turn in turns])
    points = np.asarray(middle, np.float64)[:, None, None, :] + unit * np.asarray(radius)[:, None, None, None]
    return Curves(points.reshape(-1, 8).astype(np.float32), colour, _WIDTH, _DASH)
