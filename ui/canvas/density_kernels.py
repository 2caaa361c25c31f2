"""Kernels that draw very many lines as density into pixels; see :mod:`ui.canvas.kernels`."""

from __future__ import annotations

import math

import numpy as np

from graph.arrays.kernels import kernel
from graph.arrays.types import Floats32
from ui.canvas.kernels import Pixels, mixed


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
            flat[place] = mixed(flat[place], np.uint32(colour), parts[np.uint32(step)])
