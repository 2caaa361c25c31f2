"""Density of very many lines: the part of each pixel that they cover, and the tone for it.

As in datashader (https://datashader.org), but the tone does not depend on the part in sight, so that the picture keeps
its colours while it moves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Floats32

_AT_ONCE = 500_000


def tone(amount: Floats32, most: float) -> Floats32:
    """The strength of colour, 0 to 1, of pixels with a coverage of ``amount``; full strength at ``most``.

    The scale is logarithmic, so that one line stays visible beside many. It is plain coverage if ``most`` is 1.
    """
    bend = 1.0 - 1.0 / most
    if bend < 1e-3:
        return np.minimum(amount, 1.0)
    return np.asarray(np.minimum(np.log1p(bend * amount) / np.log1p(bend * most), 1.0), np.float32)


def inner_lengths(xy: Floats32, width: float, height: float) -> NDArray[np.float64]:
    """The length in pixels of each line (k, 4) inside a picture, shape (k,), see Liang and Barsky 1984."""
    enter, leave = np.zeros(len(xy)), np.ones(len(xy))
    steps = []
    for start, end, size in ((xy[:, 0], xy[:, 2], width), (xy[:, 1], xy[:, 3], height)):
        step = end.astype(np.float64) - start
        steps.append(step)
        way = np.where(np.abs(step) < 1e-9, 1e-9, step)
        one, two = -start / way, (size - start) / way
        np.maximum(enter, np.minimum(one, two), out=enter)
        np.minimum(leave, np.maximum(one, two), out=leave)
    return np.asarray(np.maximum(leave - enter, 0.0) * np.hypot(*steps))


def covered(xy: Floats32, width: int, height: int) -> Floats32:
    """The coverage of each pixel by hairlines xy (k, 4), shape (height, width). The compiled kernel is far faster.

    In each column of pixels that a line crosses (each row, for a steep line), two pixels share its coverage.
    """
    total = np.zeros(width * height, np.float64)
    ends = xy.reshape(-1, 2, 2).astype(np.float64)
    steep = np.abs(ends[:, 1, 1] - ends[:, 0, 1]) > np.abs(ends[:, 1, 0] - ends[:, 0, 0])
    for turned in (False, True):
        lines = ends[steep == turned]
        if turned:
            lines = lines[:, :, ::-1]
        lines = np.where((lines[:, 0, 0] > lines[:, 1, 0])[:, None, None], lines[:, ::-1], lines)
        first = np.maximum(np.floor(lines[:, 0, 0]), 0).astype(np.int64)
        last = np.minimum(np.floor(lines[:, 1, 0]), (height if turned else width) - 1).astype(np.int64)
        counts = np.maximum(last - first + 1, 0)
        done = np.concatenate(([0], np.cumsum(counts)))
        start = 0
        while start < len(lines):
            stop = max(int(np.searchsorted(done, done[start] + _AT_ONCE)) - 1, start + 1)
            part = slice(start, stop)
            _add(total, lines[part], first[part], counts[part], (width, height), turned)
            start = stop
    return total.reshape(height, width).astype(np.float32)


def _add(
    total: NDArray[np.float64], lines: NDArray[np.float64], first: NDArray[np.int64], counts: NDArray[np.int64],
    size: tuple[int, int], turned: bool,
) -> None:  # fmt: skip
    which = np.repeat(np.arange(len(lines)), counts)
    column = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    (ax, ay), (bx, by) = lines[:, 0].T, lines[:, 1].T
    slope = (by - ay) / np.maximum(bx - ax, 1e-9)
    share = np.sqrt(1.0 + slope * slope)[which] * (np.minimum(bx[which], column + 1) - np.maximum(ax[which], column))
    middle = ay[which] + slope[which] * (column + 0.5 - ax[which]) - 0.5
    row = np.floor(middle)
    for aside, part in ((0, row + 1 - middle), (1, middle - row)):
        x, y = (row + aside, column) if turned else (column, row + aside)
        inside = (x >= 0) & (x < size[0]) & (y >= 0) & (y < size[1])
        at = (y[inside] * size[0] + x[inside]).astype(np.int64)
        total += np.bincount(at, (share * part)[inside], minlength=len(total))
