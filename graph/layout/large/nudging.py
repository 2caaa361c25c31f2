"""Kernels: boxes that overlap push each other aside."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.arrays.kernels import kernel


@kernel()
def nudge(keys: Any, bits: int, x: Any, y: Any, width: Any, height: Any, held: Any) -> int:
    """Move each pair of overlapping boxes apart along the axis of smaller overlap; returns the number of pairs.

    ``keys`` int64[n], sorted: row and column (``bits`` each) and number of each node, from cells at least as large as
    the largest box. ``x``, ``y`` float32[n] change in place, one pair after the other; boxes with ``held`` bool[n]
    stay. Boxes exactly above each other part sideways.
    """
    n = len(keys)
    mask, span = np.int64((1 << (63 - 2 * bits)) - 1), np.int64(1 << bits)
    shift = np.int64(63 - 2 * bits)
    half = np.float32(0.5)
    pairs = 0
    # Nodes are visited in the order of their cells, so the start of the next row only moves forward.
    below = 0
    for k in range(n):
        i = keys[k] & mask
        cell = keys[k] >> shift
        row, column = cell // span, cell % span
        start = (row + 1) * span + max(column - 1, 0)
        while below < n and (keys[below] >> shift) < start:
            below += 1
        for part in range(2):
            at = k + 1 if part == 0 else below
            end = cell + 1 if part == 0 else (row + 1) * span + column + 1
            if part == 0 and column == span - 1:
                end = cell
            while at < n and (keys[at] >> shift) <= end:
                j = keys[at] & mask
                at += 1
                dx, dy = x[j] - x[i], y[j] - y[i]
                over = (width[i] + width[j]) * half - abs(dx)
                deep = (height[i] + height[j]) * half - abs(dy)
                if over <= 0 or deep <= 0 or (held[i] and held[j]):
                    continue
                pairs += 1
                mine = np.float32(0.0) if held[i] else (np.float32(1.0) if held[j] else half)
                if over < deep or (dx == 0 and dy == 0):
                    step = over if dx > 0 or (dx == 0 and j > i) else -over
                    x[i] -= step * mine
                    x[j] += step * (np.float32(1.0) - mine)
                else:
                    step = deep if dy > 0 or (dy == 0 and j > i) else -deep
                    y[i] -= step * mine
                    y[j] += step * (np.float32(1.0) - mine)
    return pairs
