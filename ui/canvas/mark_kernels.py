"""Kernels that draw marks, the shapes of nodes, into pixels; see :mod:`ui.canvas.kernels`."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.kernels import kernel
from graph.arrays.types import Floats, Floats32
from ui.canvas.kernels import Pixels, blend, norm, within


@kernel()
def _edges(corners: Floats32) -> Floats:
    """The edges of a shape, one per row: start x and y, vector x and y, 1 / length², vector x / vector y, the outward
    normal x and y, and the distance of the line from the middle.
    """
    out = np.empty((len(corners), 9), np.float64)
    ax, ay = float(corners[-1, 0]), float(corners[-1, 1])
    for i in range(len(corners)):
        bx, by = float(corners[i, 0]), float(corners[i, 1])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = ax, ay, bx - ax, by - ay
        out[i, 4] = 1.0 / ((bx - ax) ** 2 + (by - ay) ** 2)
        out[i, 5] = (bx - ax) / (by - ay) if by != ay else 0.0
        out[i, 6], out[i, 7] = (by - ay) * math.sqrt(out[i, 4]), (ax - bx) * math.sqrt(out[i, 4])
        out[i, 8] = out[i, 6] * ax + out[i, 7] * ay
        if out[i, 8] < 0.0:
            out[i, 6], out[i, 7], out[i, 8] = -out[i, 6], -out[i, 7], -out[i, 8]
        ax, ay = bx, by
    return out


@kernel()
def _distance(edges: Floats, rounding: float, x: float, y: float) -> float:
    """The distance from (x, y) to a shape of radius 1, negative inside: a circle, a rounded square, a polygon."""
    if len(edges) == 0:
        return norm(x, y) - 1.0
    if rounding > 0.0:
        inner = abs(edges[0, 0]) - rounding
        dx, dy = abs(x) - inner, abs(y) - inner
        return norm(max(dx, 0.0), max(dy, 0.0)) + min(max(dx, dy), 0.0) - rounding
    best, inside = 1e9, False
    for i in range(len(edges)):
        px, py, wx, wy = x - edges[i, 0], y - edges[i, 1], edges[i, 2], edges[i, 3]
        share = within((px * wx + py * wy) * edges[i, 4])
        best = min(best, (share * wx - px) ** 2 + (share * wy - py) ** 2)
        if (py < 0.0) != (py < wy) and px < py * edges[i, 5]:
            inside = not inside
    return -math.sqrt(best) if inside else math.sqrt(best)


@kernel()
def _dot(pixels: Pixels, top: int, bottom: int, x: float, y: float, r: float, colour: int, alpha: float) -> None:
    """A filled circle; at low zoom nearly all nodes are circles."""
    flat, stride = pixels.reshape(-1), pixels.shape[1]
    outer, opacity = np.float32(r + 0.5), np.float32(alpha * 256.0)
    left, right = max(int(x - outer + 8.0) - 8, 0), min(int(x + outer + 8.0) - 7, stride)
    for row in range(max(int(y - outer + 8.0) - 8, top), min(int(y + outer + 8.0) - 7, bottom)):
        dy = np.float32(row + 0.5 - y)
        most, dx = outer * outer - dy * dy, np.float32(left + 0.5 - x)
        for at in range(row * stride + left, row * stride + right):
            if dx * dx < most:
                share = min(outer - np.sqrt(dx * dx + dy * dy), np.float32(1.0)) * opacity
                blend(flat, at, colour, share)
            dx += np.float32(1.0)


@kernel()
def _beyond(edges: Floats, x: float, y: float) -> float:
    """The largest distance of (x, y) beyond the line of any edge; negative inside all of them."""
    most = -1e9
    for i in range(len(edges)):
        most = max(most, edges[i, 6] * x + edges[i, 7] * y - edges[i, 8])
    return most


@kernel()
def _is_convex(edges: Floats) -> bool:
    for i in range(len(edges)):
        if _beyond(edges, edges[i, 0], edges[i, 1]) > 1e-6:
            return False
    return len(edges) > 0


@kernel()
def _extent(edges: Floats, rounding: float) -> tuple[float, float, float, float, float, float]:
    """The box around a shape of radius 1, and the least and greatest distance of its outline from the middle."""
    if len(edges) == 0:
        return -1.0, -1.0, 1.0, 1.0, 1.0, 1.0
    low_x, low_y, high_x, high_y, far = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(len(edges)):
        low_x, high_x = min(low_x, edges[i, 0]), max(high_x, edges[i, 0])
        low_y, high_y = min(low_y, edges[i, 1]), max(high_y, edges[i, 1])
        far = max(far, norm(edges[i, 0], edges[i, 1]))
    return low_x, low_y, high_x, high_y, -_distance(edges, rounding, 0.0, 0.0), far


_SURELY = 1e-6
"""Possible error of a distance, in pixels."""


@kernel()
def draw_marks(
    pixels: Pixels, top: int, bottom: int, xy: Floats32, radius: Floats32, scale: float, corners: Floats32,
    rounding: float, small: float, fill: int, fill_alpha: float, stroke: int, stroke_alpha: float, stroke_width: float,
) -> None:  # fmt: skip
    """Shapes with centres xy (k, 2) and radii (k,), filled and outlined; circles if the radius is below ``small``.

    corners (c, 2) is the shape of radius 1, empty for a circle; a square with round corners if ``rounding`` is not 0.
    """
    all_edges = _edges(corners) if len(corners) else np.empty((0, 9), np.float64)
    none = all_edges[:0]
    is_convex = rounding == 0.0 and _is_convex(all_edges)
    whole_shape, circle = _extent(all_edges, rounding), _extent(none, 0.0)
    half = 0.5 * stroke_width * scale
    pad, whole = half + 0.5 + _SURELY, fill_alpha * 256.0
    for k in range(len(xy)):
        x, y, r = xy[k, 0] * scale, xy[k, 1] * scale, radius[k] * scale
        is_small = radius[k] < small
        edges = none if is_small else all_edges
        if len(edges) == 0 and half == 0.0:
            _dot(pixels, top, bottom, x, y, r, fill, fill_alpha)
            continue
        low_x, low_y, high_x, high_y, near, far = circle if is_small else whole_shape
        deep, beyond = max(near * r - pad, 0.0) ** 2, (far * r + pad) ** 2
        left, right = max(math.floor(x + low_x * r - pad), 0), min(math.ceil(x + high_x * r + pad), pixels.shape[1])
        upper, lower = max(math.floor(y + low_y * r - pad), top), min(math.ceil(y + high_y * r + pad), bottom)
        for row in range(upper, lower):
            line, dy = pixels[row], row + 0.5 - y
            for column in range(left, right):
                dx = column + 0.5 - x
                middle = dx * dx + dy * dy
                if middle < deep:
                    blend(line, column, fill, whole)
                    continue
                if middle > beyond:
                    continue
                away = 0.0
                if is_convex and not is_small:
                    # Within a convex shape this is the distance, outside it is no more than that.
                    away = _beyond(edges, dx / r, dy / r) * r
                    if away > half + 0.5:
                        continue
                if away >= 0.0:
                    away = _distance(edges, rounding, dx / r, dy / r) * r
                if away >= half + 0.5:
                    continue
                blend(line, column, fill, within(0.5 - away) * whole)
                if half > 0.0:
                    cover = within(away + half + 0.5) - within(away - half + 0.5)
                    blend(line, column, stroke, cover * stroke_alpha * 256.0)
