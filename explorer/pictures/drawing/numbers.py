"""Numbers on lines: each in a small field on its line, clear of nodes and of other numbers where there is room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Panel, Text
from explorer.pictures.drawing.frame import FIXED, Frame
from explorer.pictures.drawing.labels import Rect, Taken
from explorer.pictures.drawing.strokes import points_on
from explorer.pictures.look.style import mix

SIZE, HEIGHT = 9.0, 13.0
"""Size of the digits and height of their field, in pixels."""
_PAD = 3.0
_SHARES = (0.36, 0.28, 0.64, 0.72, 0.44, 0.56, 0.5, 0.2, 0.8)
"""Shares of the way along a line at which its number may stand. The middle is left to the words of the line."""


def draw_numbers(frame: Frame) -> None:
    """Draw the numbers of all lines in sight, the shortest lines first, since they have the fewest places."""
    numbers = frame.scene.numbers
    if numbers is None:
        return
    rows = np.flatnonzero((numbers > 0) & frame.edge_sight)
    if not len(rows):
        return
    room = Taken(frame.taken.bounds)
    seen = np.flatnonzero(frame.sight)
    xy, radius = frame.xy[seen], frame.radius[seen, None] + 1.0
    room.take_all(np.concatenate((xy - radius, xy + radius), axis=1), seen)
    spots = np.stack([points_on(frame, rows, share) for share in _SHARES])
    widths = _widths(frame, numbers[rows])
    ends = frame.xy[frame.scene.source[rows]] - frame.xy[frame.scene.target[rows]]
    found: dict[int, Rect] = {}
    for k in np.lexsort((numbers[rows], np.hypot(ends[:, 0], ends[:, 1]))).tolist():
        rects = [_around(x, y, widths[k]) for x, y in spots[:, k].tolist()]
        found[k] = next((rect for rect in rects if room.is_free(rect)), rects[0])
        room.take(found[k])
        frame.taken.take(found[k], FIXED)
    for k in np.argsort(numbers[rows]).tolist():
        _draw(frame, int(numbers[rows[k]]), found[k])


def _widths(frame: Frame, numbers: NDArray[np.integer]) -> list[float]:
    return [max(frame.measure(str(n), SIZE, True)[0] + 2 * _PAD, HEIGHT) for n in numbers.tolist()]


def _around(x: float, y: float, width: float) -> Rect:
    return x - width / 2, y - HEIGHT / 2, x + width / 2, y + HEIGHT / 2


def _draw(frame: Frame, number: int, rect: Rect) -> None:
    left, top, right, bottom = rect
    theme = frame.theme
    edge = mix(theme.paper, theme.quiet, 0.7)
    frame.items.append(Panel(left, top, right - left, HEIGHT, theme.paper, edge, HEIGHT / 2, 0.8))
    middle = (left + right) / 2, (top + bottom) / 2 + 0.35 * SIZE
    frame.items.append(Text(*middle, str(number), SIZE, theme.ink, bold=True, number=number))
