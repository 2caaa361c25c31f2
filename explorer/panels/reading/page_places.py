"""Pages of a PDF in a column: the place of each page in it, and of lines of words on a page.

Boxes are left, top, right and bottom of letters as shares of their page, zeros for a letter that takes no room.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.analysis.layers.pdf_pages import can_be_drawn
from graph.named import NamedTuple

_LETTER = (612.0, 792.0)
Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


class Column(NamedTuple):
    """Pages under each other: top and height of each in pixels, float[n], the width of each, and the height of all."""

    tops: NDArray[np.float64]
    heights: NDArray[np.float64]
    width: float
    height: float

    def page_at(self, y: float) -> int:
        """The page at a height, or the one above where there is none; 0 at the top."""
        return max(0, bisect_right(self.tops.tolist(), y) - 1)


def column(sizes: Sequence[tuple[float, float]], width: float, gap: float) -> Column:
    """Pages of these sizes, each ``width`` pixels wide, with a gap above each for its caption.

    A page that cannot be drawn has the shape of a letter, with room for a sentence that says so.
    """
    sides = np.array([size if can_be_drawn(*size) else _LETTER for size in sizes], float).reshape(-1, 2)
    heights = width * sides[:, 1] / sides[:, 0]
    ends = np.cumsum(heights + gap)
    return Column(ends - heights, heights, width, float(ends[-1] if len(ends) else 0) + gap)


def page_of(starts: Sequence[int], place: int) -> int:
    """The page on which a character of the text stands."""
    return max(0, bisect_right(starts, place) - 1)


def words_on(text: str, starts: Sequence[int], number: int) -> str:
    """The words of a page, without the blank line that ends it."""
    end = starts[number + 1] - 2 if number + 1 < len(starts) else len(text)
    return text[starts[number] : max(end, starts[number])].rstrip("\n")


def lines_on(words: str, boxes: NDArray[np.float32], first: int, last: int) -> list[Box]:
    """The boxes of lines that the letters from ``first`` to ``last`` (exclusive) of a page take, O(letters).

    A range in which no letter takes room, and a page without words, give the whole page.
    """
    first, last = max(first, 0), min(last, len(words), len(boxes))
    own = boxes[first:last]
    kept = np.flatnonzero(own[:, 2] > own[:, 0]) if first < last else np.empty(0, int)
    if not len(kept):
        return [] if words.strip() else [WHOLE]
    breaks = np.cumsum([letter == "\n" for letter in words[first:last]])[kept]
    begins = np.flatnonzero(np.diff(breaks, prepend=breaks[0] - 1))
    ends = own[kept]
    low = np.minimum.reduceat(ends[:, :2], begins, axis=0)
    high = np.maximum.reduceat(ends[:, 2:], begins, axis=0)
    return [(*map(float, one), *map(float, other)) for one, other in zip(low.tolist(), high.tolist())]  # type: ignore[misc]
