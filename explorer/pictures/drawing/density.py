"""Very many lines as density: how much of each pixel they cover, and the tone that this is shown in.

As in datashader (https://datashader.org), but with a tone that does not depend on what is in sight, so that no part of
the picture changes its colour while one moves it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_AT_ONCE = 500_000


def tone(amount: Floats, most: float) -> Floats:
    """How far towards its colour a pixel is drawn, 0 to 1, of which lines cover ``amount``; all of the way at ``most``.

    In equal steps for equal factors, so that one line is still seen beside many; plain coverage where ``most`` is 1.
    """
    bend = 1.0 - 1.0 / most
    if bend < 1e-3:
        return np.minimum(amount, 1.0)
    return np.asarray(np.minimum(np.log1p(bend * amount) / np.log1p(bend * most), 1.0), np.float32)


def inner_lengths(xy: Floats, width: float, height: float) -> NDArray[np.float64]:
    """How many pixels of each line (k, 4) lie in a picture, shape (k,), see Liang and Barsky 1984."""
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


def covered(xy: Floats, width: int, height: int) -> Floats:
    """How much of each pixel hairlines xy (k, 4) cover, shape (height, width). The compiled kernel is far faster.

    In each column of pixels that a line crosses (row, where it is steep), two pixels share what lies there of it.
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
