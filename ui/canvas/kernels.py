"""Kernels that draw strokes into pixels, weighted by the share of each pixel that they cover.

``pixels`` is a picture (height, width) of opaque 0xAARRGGBB; ``scale`` is the number of pixels per unit of the
coordinates. Each kernel draws only the rows from ``top`` to ``bottom`` (exclusive), so that threads can share a
picture. ``colour`` is 0xRRGGBB, ``alpha`` its opacity from 0 to 1; widths and dashes are in units of the coordinates.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graph.arrays.kernels import kernel
from graph.arrays.types import Floats32

Pixels = NDArray[np.uint32]


@kernel()
def mixed(under: np.uint32, over: np.uint32, part: np.uint32) -> np.uint32:
    """A mix of two colours with ``part`` of 256 from the upper; all are 32-bit numbers."""
    full, odd, even, half = np.uint32(256), np.uint32(0xFF00FF), np.uint32(0xFF00), np.uint32(8)
    rest = full - part
    red_blue = ((over & odd) * part + (under & odd) * rest + np.uint32(0x800080)) >> half
    green = ((over & even) * part + (under & even) * rest + np.uint32(0x8000)) >> half
    return np.uint32(0xFF000000) | (red_blue & odd) | (green & even)


@kernel()
def blend(row: Pixels, at: int, colour: int, share: float) -> None:
    """Mix a colour into one pixel of a row; ``share`` is 0 to 256."""
    place = np.uint64(at)
    row[place] = mixed(row[place], np.uint32(colour), np.uint32(share + 0.5))


@kernel()
def norm(x: float, y: float) -> float:
    """The length of a vector, without the overflow check that makes math.hypot several times slower."""
    return math.sqrt(x * x + y * y)


@kernel()
def within(value: float) -> float:
    return min(max(value, 0.0), 1.0)


@kernel()
def _segment(
    pixels: Pixels, top: int, bottom: int, ax: float, ay: float, bx: float, by: float, width: float,
    colour: int, alpha: float, capped_a: bool, capped_b: bool,
) -> None:  # fmt: skip
    """A straight stroke; the coverage of a pixel follows from the distance of its middle to the stroke.

    The pixels of an uncapped end stop where those of the next segment begin.
    """
    length = norm(bx - ax, by - ay)
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
                    share *= within(way + 0.5)
                if capped_b:
                    share *= within(length - way + 0.5)
            blend(flat, column * step + row * aside, colour, share)
        middle += slope


@kernel()
def _piece(
    pixels: Pixels, top: int, bottom: int, ax: float, ay: float, bx: float, by: float, width: float,
    colour: int, alpha: float, capped_a: bool, capped_b: bool, dash: Floats32, scale: float, start: float,
) -> None:  # fmt: skip
    """A part of a stroke, ``start`` pixels after its beginning, with its dashes."""
    length = norm(bx - ax, by - ay)
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
        swing = max(norm(ax - 2 * px + qx, ay - 2 * py + qy), norm(px - 2 * qx + bx, py - 2 * qy + by))
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
            way += norm(x2 - x, y2 - y)
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
        one = max(norm(bx - ax, by - ay), 1e-9)
        two = max(norm(cx - bx, cy - by), 1e-9)
        three = max(norm(ax - cx, ay - cy), 1e-9)
        left, right = max(math.floor(min(ax, bx, cx) - 0.5), 0), min(math.ceil(max(ax, bx, cx) + 0.5), pixels.shape[1])
        upper, lower = max(math.floor(min(ay, by, cy) - 0.5), top), min(math.ceil(max(ay, by, cy) + 0.5), bottom)
        for row in range(upper, lower):
            for column in range(left, right):
                x, y = column + 0.5, row + 0.5
                cover = within(((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / one + 0.5)
                cover *= within(((cx - bx) * (y - by) - (cy - by) * (x - bx)) / two + 0.5)
                cover *= within(((ax - cx) * (y - cy) - (ay - cy) * (x - cx)) / three + 0.5)
                if cover > 0.002:
                    blend(pixels[row], column, colour, cover * alpha * 256.0)
