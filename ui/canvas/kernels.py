"""Kernels that draw shapes into pixels, weighted by the share of each pixel that they cover.

``pixels`` is a picture (height, width) of opaque 0xAARRGGBB; ``scale`` is the number of pixels per unit of the
coordinates. Each kernel draws only the rows from ``top`` to ``bottom`` (exclusive), so that threads can share a
picture. ``colour`` is 0xRRGGBB, ``alpha`` its opacity from 0 to 1; widths and dashes are in units of the coordinates.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graph.arrays.kernels import kernel
from graph.arrays.types import Floats, Floats32

Pixels = NDArray[np.uint32]


@kernel()
def _mixed(under: np.uint32, over: np.uint32, part: np.uint32) -> np.uint32:
    """A mix of two colours with ``part`` of 256 from the upper; all are 32-bit numbers."""
    full, odd, even, half = np.uint32(256), np.uint32(0xFF00FF), np.uint32(0xFF00), np.uint32(8)
    rest = full - part
    red_blue = ((over & odd) * part + (under & odd) * rest + np.uint32(0x800080)) >> half
    green = ((over & even) * part + (under & even) * rest + np.uint32(0x8000)) >> half
    return np.uint32(0xFF000000) | (red_blue & odd) | (green & even)


@kernel()
def _blend(row: Pixels, at: int, colour: int, share: float) -> None:
    """Mix a colour into one pixel of a row; ``share`` is 0 to 256."""
    place = np.uint64(at)
    row[place] = _mixed(row[place], np.uint32(colour), np.uint32(share + 0.5))


@kernel()
def _norm(x: float, y: float) -> float:
    """The length of a vector, without the overflow check that makes math.hypot several times slower."""
    return math.sqrt(x * x + y * y)


@kernel()
def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)


@kernel()
def _segment(
    pixels: Pixels, top: int, bottom: int, ax: float, ay: float, bx: float, by: float, width: float,
    colour: int, alpha: float, capped_a: bool, capped_b: bool,
) -> None:  # fmt: skip
    """A straight stroke; the coverage of a pixel follows from the distance of its middle to the stroke.

    The pixels of an uncapped end stop where those of the next segment begin.
    """
    length = _norm(bx - ax, by - ay)
    if length < 1e-6:
        return
    flat, stride = pixels.reshape(-1), pixels.shape[1]
    low, high, floor, ceiling, step, aside = 0, stride, top, bottom, 1, stride
    if abs(by - ay) > abs(bx - ax):
        ax, ay, bx, by = ay, ax, by, bx
        low, high, floor, ceiling, step, aside = top, bottom, 0, stride, stride, 1
    if ax > bx:
        ax, ay, bx, by, capped_a, capped_b = bx, by, ax, ay, capped_b, capped_a
    slope, along, across = (by - ay) / (bx - ax), (bx - ax) / length, (by - ay) / length
    slack = 0.5 + 0.5 * width * abs(across)
    reach = (0.5 * width + 0.5) / along
    begin = max(math.ceil(ax - slack - 0.5) if capped_a else math.ceil(ax - 0.5), low)
    end = min(math.floor(bx + slack - 0.5) + 1 if capped_b else math.ceil(bx - 0.5), high)
    if abs(slope) > 1e-7:
        one, two = (floor - reach - 1.0 - ay) / slope + ax, (ceiling + reach + 1.0 - ay) / slope + ax
        begin, end = max(begin, math.floor(min(one, two)) - 1), min(end, math.ceil(max(one, two)) + 1)
    opacity = alpha * 256.0
    edge, peak, fall = (0.5 * width + 0.5) * opacity, min(width, 1.0) * opacity, along * opacity
    middle = ay + slope * (begin + 0.5 - ax) - 0.5
    for column in range(begin, end):
        at_end = (capped_a and column < ax + slack + 0.5) or (capped_b and column + 1.5 > bx - slack)
        for row in range(max(math.ceil(middle - reach), floor), min(math.floor(middle + reach) + 1, ceiling)):
            share = min(edge - abs(row - middle) * fall, peak)
            if at_end:
                way = (column + 0.5 - ax) * along + (row + 0.5 - ay) * across
                if capped_a:
                    share *= _within(way + 0.5)
                if capped_b:
                    share *= _within(length - way + 0.5)
            _blend(flat, column * step + row * aside, colour, share)
        middle += slope


@kernel()
def _piece(
    pixels: Pixels, top: int, bottom: int, ax: float, ay: float, bx: float, by: float, width: float,
    colour: int, alpha: float, capped_a: bool, capped_b: bool, dash: Floats32, scale: float, start: float,
) -> None:  # fmt: skip
    """A part of a stroke, ``start`` pixels after its beginning, with its dashes."""
    length = _norm(bx - ax, by - ay)
    if len(dash) == 0 or length < 1e-6:
        _segment(pixels, top, bottom, ax, ay, bx, by, width, colour, alpha, capped_a, capped_b)
        return
    enter, leave = _inside(pixels.shape[1], top, bottom, ax, ay, bx, by, width + 2.0)
    if enter >= leave:
        return
    period = 0.0
    for part in dash:
        period += part * scale
    position = math.floor((start + enter * length) / period) * period - start
    dx, dy, turn = (bx - ax) / length, (by - ay) / length, 0
    while position < leave * length:
        end = position + dash[turn] * scale
        if turn % 2 == 0 and end > 0.0:
            one, two = max(position, 0.0), min(end, length)
            _segment(
                pixels, top, bottom, ax + dx * one, ay + dy * one, ax + dx * two, ay + dy * two, width, colour, alpha,
                capped_a or position > 0.0, capped_b or end < length,
            )  # fmt: skip
        position = end
        turn = (turn + 1) % len(dash)


@kernel()
def _inside(
    right: int, top: int, bottom: int, ax: float, ay: float, bx: float, by: float, pad: float
) -> tuple[float, float]:
    """The shares of its length where a segment enters and leaves the picture, see Liang and Barsky 1984."""
    enter, leave = 0.0, 1.0
    for axis in range(2):
        at, step = (ax, bx - ax) if axis == 0 else (ay, by - ay)
        low, high = (-pad, right + pad) if axis == 0 else (top - pad, bottom + pad)
        if abs(step) < 1e-12:
            if at < low or at > high:
                return 1.0, 0.0
        else:
            one, two = (low - at) / step, (high - at) / step
            enter, leave = max(enter, min(one, two)), min(leave, max(one, two))
    return enter, leave


@kernel()
def draw_lines(
    pixels: Pixels, top: int, bottom: int, xy: Floats32, scale: float, width: float, dash: Floats32,
    colour: int, alpha: float,
) -> None:  # fmt: skip
    """Straight strokes, xy (k, 4)."""
    for k in range(len(xy)):
        ax, ay, bx, by = xy[k, 0] * scale, xy[k, 1] * scale, xy[k, 2] * scale, xy[k, 3] * scale
        _piece(
            pixels, top, bottom, ax, ay, bx, by, width * scale, colour, alpha, True, True, dash, scale, 0.0
        )  # fmt: skip


@kernel()
def draw_curves(
    pixels: Pixels, top: int, bottom: int, xy: Floats32, scale: float, width: float, dash: Floats32,
    colour: int, alpha: float,
) -> None:  # fmt: skip
    """Cubic Bézier strokes, xy (k, 8), as chords with an error below a tenth of a pixel."""
    for k in range(len(xy)):
        ax, ay, px, py = xy[k, 0] * scale, xy[k, 1] * scale, xy[k, 2] * scale, xy[k, 3] * scale
        qx, qy, bx, by = xy[k, 4] * scale, xy[k, 5] * scale, xy[k, 6] * scale, xy[k, 7] * scale
        pad = width * scale + 1.0
        if min(ay, py, qy, by) > bottom + pad or max(ay, py, qy, by) < top - pad:
            continue
        swing = max(_norm(ax - 2 * px + qx, ay - 2 * py + qy), _norm(px - 2 * qx + bx, py - 2 * qy + by))
        count = int(min(max(math.ceil(math.sqrt(7.5 * swing)), 1.0), 200.0))
        x, y, way = ax, ay, 0.0
        for i in range(1, count + 1):
            t = i / count
            u = 1.0 - t
            x2 = u * u * u * ax + 3 * u * u * t * px + 3 * u * t * t * qx + t * t * t * bx
            y2 = u * u * u * ay + 3 * u * u * t * py + 3 * u * t * t * qy + t * t * t * by
            _piece(
                pixels, top, bottom, x, y, x2, y2, width * scale, colour, alpha, i == 1, i == count, dash, scale, way
            )  # fmt: skip
            way += _norm(x2 - x, y2 - y)
            x, y = x2, y2


@kernel()
def draw_triangles(
    pixels: Pixels, top: int, bottom: int, xy: Floats32, scale: float, colour: int, alpha: float
) -> None:  # fmt: skip
    """Filled triangles, xy (k, 6)."""
    for k in range(len(xy)):
        ax, ay, bx, by = xy[k, 0] * scale, xy[k, 1] * scale, xy[k, 2] * scale, xy[k, 3] * scale
        cx, cy = xy[k, 4] * scale, xy[k, 5] * scale
        if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) < 0.0:
            bx, by, cx, cy = cx, cy, bx, by
        one = max(_norm(bx - ax, by - ay), 1e-9)
        two = max(_norm(cx - bx, cy - by), 1e-9)
        three = max(_norm(ax - cx, ay - cy), 1e-9)
        left, right = max(math.floor(min(ax, bx, cx) - 0.5), 0), min(math.ceil(max(ax, bx, cx) + 0.5), pixels.shape[1])
        upper, lower = max(math.floor(min(ay, by, cy) - 0.5), top), min(math.ceil(max(ay, by, cy) + 0.5), bottom)
        for row in range(upper, lower):
            for column in range(left, right):
                x, y = column + 0.5, row + 0.5
                cover = _within(((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / one + 0.5)
                cover *= _within(((cx - bx) * (y - by) - (cy - by) * (x - bx)) / two + 0.5)
                cover *= _within(((ax - cx) * (y - cy) - (ay - cy) * (x - cx)) / three + 0.5)
                if cover > 0.002:
                    _blend(pixels[row], column, colour, cover * alpha * 256.0)


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
        return _norm(x, y) - 1.0
    if rounding > 0.0:
        inner = abs(edges[0, 0]) - rounding
        dx, dy = abs(x) - inner, abs(y) - inner
        return _norm(max(dx, 0.0), max(dy, 0.0)) + min(max(dx, dy), 0.0) - rounding
    best, inside = 1e9, False
    for i in range(len(edges)):
        px, py, wx, wy = x - edges[i, 0], y - edges[i, 1], edges[i, 2], edges[i, 3]
        share = _within((px * wx + py * wy) * edges[i, 4])
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
                _blend(flat, at, colour, share)
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
        far = max(far, _norm(edges[i, 0], edges[i, 1]))
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
                    _blend(line, column, fill, whole)
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
                _blend(line, column, fill, _within(0.5 - away) * whole)
                if half > 0.0:
                    cover = _within(away + half + 0.5) - _within(away - half + 0.5)
                    _blend(line, column, stroke, cover * stroke_alpha * 256.0)


@kernel()
def add_lines(total: Floats32, top: int, bottom: int, xy: Floats32, scale: float) -> None:
    """Add the coverage by hairlines (k, 4) to each pixel; it exceeds 1 under several lines."""
    flat, stride = total.reshape(-1), total.shape[1]
    for k in range(len(xy)):
        ax, ay, bx, by = xy[k, 0] * scale, xy[k, 1] * scale, xy[k, 2] * scale, xy[k, 3] * scale
        if max(ay, by) < top - 1.5 or min(ay, by) > bottom + 1.5:
            continue
        low, high, floor, ceiling, step, aside = 0, stride, top, bottom, 1, stride
        if abs(by - ay) > abs(bx - ax):
            ax, ay, bx, by = ay, ax, by, bx
            low, high, floor, ceiling, step, aside = top, bottom, 0, stride, stride, 1
        if ax > bx:
            ax, ay, bx, by = bx, by, ax, ay
        slope = (by - ay) / (bx - ax) if bx - ax > 1e-9 else 0.0
        start, stop = math.floor(ax), math.floor(bx)
        first, last = max(start, low), min(stop, high - 1)
        if abs(slope) > 1e-9:
            one, two = (floor - 1.5 - ay) / slope + ax, (ceiling + 1.5 - ay) / slope + ax
            first, last = max(first, math.floor(min(one, two))), min(last, math.ceil(max(one, two)))
        elif ay < floor - 1.5 or ay > ceiling + 1.5:
            continue
        whole = np.float32(math.sqrt(1.0 + slope * slope))
        middle = ay + slope * (first + 0.5 - ax) - 0.5
        end = middle + slope * (last - first)
        within, beyond = last + 1, last + 1
        if min(middle, end) >= floor and max(middle, end) < ceiling - 1:
            within = min(max(first, start + 1), last + 1)
            beyond = max(min(last + 1, stop), within)
        for begin, until in ((first, within), (beyond, last + 1)):
            for column in range(begin, until):
                share, height = whole, middle + slope * (column - first)
                if column in (start, stop):
                    share *= np.float32(min(bx, column + 1.0) - max(ax, float(column)))
                # Truncation is several times faster than rounding down; rows begin at -4 or later.
                row = int(height + 8.0) - 8
                part, at = np.float32(height - row) * share, column * step + row * aside
                if floor <= row < ceiling:
                    flat[np.uint64(at)] += share - part
                if floor <= row + 1 < ceiling:
                    flat[np.uint64(at + aside)] += part
        middle += slope * (within - first)
        for column in range(within, beyond):
            row = int(middle)
            part, at = np.float32(middle - row) * whole, column * step + row * aside
            flat[np.uint64(at)] += whole - part
            flat[np.uint64(at + aside)] += part
            middle += slope


_FINENESS, _FAINTEST = 16, 118 << 7
"""Low bits of a float that tones ignore (128 steps from one amount to its double), and the high bits of 2 ** -9."""


@kernel()
def tone(
    pixels: Pixels, total: Floats32, top: int, bottom: int, most: float, colour: int, alpha: float
) -> None:  # fmt: skip
    """Blend a colour into each pixel by its coverage, see :func:`explorer.pictures.drawing.density.tone`.

    Leaves ``total`` empty, for the next picture.
    """
    bend, count = 1.0 - 1.0 / most, (math.ceil(math.log2(most)) + 10) << 7
    whole = math.log1p(bend * most)
    # A table over the high bits of the amount, since a logarithm per pixel takes too long. Empty pixels come first.
    parts = np.zeros(count, np.uint32)
    for i in range(1, count):
        amount = min(2.0 ** ((i >> 7) - 9) * (1.0 + ((i & 127) + 0.5) / 128.0), most)
        share = math.log1p(bend * amount) / whole if bend > 1e-3 else amount
        parts[i] = np.uint32(share * alpha * 256.0 + 0.5)
    amounts, flat = total.view(np.uint32).reshape(-1), pixels.reshape(-1)
    lowest, highest = np.int32(_FAINTEST), np.int32(count - 1)
    for place in range(np.uint64(top * pixels.shape[1]), np.uint64(bottom * pixels.shape[1])):
        bits = amounts[place]
        if bits > 0:
            amounts[place] = 0
            step = min(max(np.int32(bits >> np.uint32(_FINENESS)) - lowest, np.int32(0)), highest)
            flat[place] = _mixed(flat[place], np.uint32(colour), parts[np.uint32(step)])
