"""Kernels that put words down from masks of their glyphs, as Qt does.

``pixels`` is a picture (height, width) of 0xAARRGGBB, its parts multiplied by their opacity, as inks are. Each kernel
draws the rows from ``top`` to ``bottom`` (exclusive) only, so that threads can share a picture.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.kernels import kernel
from graph.arrays.types import Codes, Ids

Pixels = NDArray[np.uint32]


@kernel()
def _parts(colour: np.uint32, part: np.uint32) -> np.uint32:
    """Each of the four parts of a colour times ``part`` of 255, rounded as Qt rounds."""
    odd, half, eight = np.uint32(0xFF00FF), np.uint32(0x800080), np.uint32(8)
    one, two = (colour & odd) * part, ((colour >> eight) & odd) * part
    one = ((one + ((one >> eight) & odd) + half) >> eight) & odd
    two = (two + ((two >> eight) & odd) + half) & np.uint32(0xFF00FF00)
    return one | two


@kernel()
def _put(
    pixels: Pixels, top: int, bottom: int, masks: Codes, start: int, left: int, upper: int, width: int,
    height: int, ink: int,
) -> None:  # fmt: skip
    """Blend a colour into the pixels that a mask covers, as Qt does."""
    colour, full = np.uint32(ink), np.uint32(255)
    for row in range(max(upper, top), min(upper + height, bottom)):
        line, first = pixels[row], start + (row - upper) * width - left
        for column in range(max(left, 0), min(left + width, pixels.shape[1])):
            cover = np.uint32(masks[np.uint64(first + column)])
            if cover:
                over, place = _parts(colour, cover), np.uint64(column)
                line[place] = over + _parts(line[place], full - (over >> np.uint32(24)))


@kernel()
def draw_words(
    pixels: Pixels, top: int, bottom: int, masks: Codes, table: Ids,
    starts: Ids, inks: NDArray[np.uint32], slots: Ids, phases: Ids,
    columns: Ids, rows: Ids,
) -> None:  # fmt: skip
    """Words with their halos, see :class:`ui.canvas.lettering.Lettering`."""
    for word in range(len(starts) - 1):
        for copy in range(0 if inks[word, 0] else 8, 9):
            ink = inks[word, copy // 8]
            for glyph in range(starts[word], starts[word + 1]):
                mask = table[slots[glyph], phases[copy, glyph]]
                upper = rows[copy, glyph] + mask[2]
                if upper < bottom and upper + mask[4] > top:
                    left = columns[copy, glyph] + mask[1]
                    _put(pixels, top, bottom, masks, mask[0], left, upper, mask[3], mask[4], ink)


@kernel()
def lacks_masks(table: Ids, starts: Ids, inks: NDArray[np.uint32], slots: Ids, phases: Ids) -> bool:
    """True if a mask of some word or halo is not drawn yet, see :class:`ui.canvas.lettering.Lettering`."""
    for word in range(len(starts) - 1):
        for copy in range(0 if inks[word, 0] else 8, 9):
            for glyph in range(starts[word], starts[word + 1]):
                if table[slots[glyph], phases[copy, glyph], 0] < 0:
                    return True
    return False
