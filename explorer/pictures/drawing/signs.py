"""Signs on lines and nodes: the numbers of a published picture, and the signs of a comparison.

A number stands in a small field on its line, clear of nodes and of other numbers where there is room. Each way to
differ between two sources has a sign and a stroke of its own besides its colour. A node that only the second source has
is hollow; the ring of one that only the first has is dashed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Marks, Panel, Points, Text
from explorer.pictures.drawing.frame import FIXED, Emphasis, Frame
from explorer.pictures.drawing.labels import Rect, Taken
from explorer.pictures.drawing.rings import ring
from explorer.pictures.drawing.strokes import points_on
from explorer.pictures.look.differences import DIFFERS, SIGNS
from explorer.pictures.look.style import SHAPES, Colour, Theme, mix
from explorer.pictures.scene.scene import Scene
from graph.rdf.differing import Differs
from graph.work.memo import memoized

SIZE, HEIGHT = 9.0, 13.0
"""Size of the digits and height of their field, in pixels."""
_PAD = 3.0
_SHARES = (0.36, 0.28, 0.64, 0.72, 0.44, 0.56, 0.5, 0.2, 0.8)
"""Shares of the way along a line at which its number may stand. The middle is left to the words of the line."""
SIGN = 6.8
"""Radius in pixels of a sign at the usual zoom."""
_FROM, _LINES_FROM = 3.0, 30.0
"""Radius of the smallest node, and length of the shortest line, in pixels, with a sign."""
_GAP, _WIDTH, _HOLLOW = 3.2, 2.2, 0.62
_CLEAR: Colour = (0, 0, 0, 0)

Rows = NDArray[np.int64]


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
        _draw_number(frame, int(numbers[rows[k]]), found[k])


def _widths(frame: Frame, numbers: NDArray[np.integer]) -> list[float]:
    return [max(frame.measure(str(n), SIZE, True)[0] + 2 * _PAD, HEIGHT) for n in numbers.tolist()]


def _around(x: float, y: float, width: float) -> Rect:
    return x - width / 2, y - HEIGHT / 2, x + width / 2, y + HEIGHT / 2


def _draw_number(frame: Frame, number: int, rect: Rect) -> None:
    left, top, right, bottom = rect
    theme = frame.theme
    edge = mix(theme.paper, theme.quiet, 0.7)
    frame.items.append(Panel(left, top, right - left, HEIGHT, theme.paper, edge, HEIGHT / 2, 0.8))
    middle = (left + right) / 2, (top + bottom) / 2 + 0.35 * SIZE
    frame.items.append(Text(*middle, str(number), SIZE, theme.ink, bold=True, number=number))


@memoized
def standing_out(scene: Scene) -> Emphasis:
    """Everything that differs stands out, as neighbours of a selected node do; nothing does where all is the same."""
    assert scene.differs is not None and scene.edge_differs is not None
    edges, nodes = (np.flatnonzero(codes).tolist() for codes in (scene.edge_differs, scene.differs))
    return Emphasis(edges=frozenset(edges), nodes=frozenset(nodes))


def colour_of(code: int, theme: Theme) -> Colour:
    """The colour of a way to differ on this paper."""
    return theme.fill(DIFFERS[code])


def draw_differences(frame: Frame) -> None:
    """Draw the signs in sight; the places of those on lines stay clear of names."""
    scene = frame.scene
    assert scene.differs is not None and scene.edge_differs is not None
    rows = np.flatnonzero((scene.differs > 0) & frame.sight)
    large = frame.radius[rows] >= _FROM
    lines = np.flatnonzero((scene.edge_differs > 0) & frame.edge_sight)
    ends = frame.xy[scene.source[lines]] - frame.xy[scene.target[lines]]
    long = (np.hypot(ends[:, 0], ends[:, 1]) >= _LINES_FROM) | (scene.loop[lines] > 0)
    if not (large.all() and long.all()):
        frame.leave_out("signs of small differences")
    _draw_on_nodes(frame, rows[large])
    _draw_on_lines(frame, lines[long])


def _size(frame: Frame) -> float:
    return SIGN * min(max(frame.scale, 0.9), 1.6)


def _draw_on_nodes(frame: Frame, every: Rows) -> None:
    assert frame.scene.differs is not None
    for code, rows, fades in _parts(frame.scene.differs, every, ~frame.near[every]):
        paper, colour = frame.theme.paper, colour_of(code, frame.theme)
        colour = frame.theme.faded(colour) if fades else colour
        shapes = frame.scene.shape[rows]
        for shape in np.unique(shapes).tolist():
            part, name = rows[shapes == shape], SHAPES[shape]
            if code == Differs.ADDED:
                inner = frame.radius[part] * np.float32(_HOLLOW)
                frame.items.append(Marks(name, frame.xy[part], inner, paper, _CLEAR, 0.0))
            if code in (Differs.ADDED, Differs.CHANGED):
                around = frame.radius[part] + np.float32(_GAP)
                frame.items.append(Marks(name, frame.xy[part], around, _CLEAR, colour, _WIDTH))
        if code == Differs.REMOVED:
            gone = ring(frame.xy[rows], frame.radius[rows] * 1.2 + _GAP, colour)
            frame.items.append(gone._replace(width=_WIDTH))
        spots = frame.xy[rows] + frame.radius[rows, None] * np.float32(0.8)
        frame.items += sign_items(spots, code, _size(frame), colour, paper)


def _draw_on_lines(frame: Frame, every: Rows) -> None:
    assert frame.scene.edge_differs is not None
    radius = _size(frame)
    for code, rows, fades in _parts(frame.scene.edge_differs, every, ~frame.lit[every]):
        colour = colour_of(code, frame.theme)
        spots = points_on(frame, rows).astype(np.float32)
        paper = frame.theme.paper
        frame.items += sign_items(spots, code, radius, frame.theme.faded(colour) if fades else colour, paper)
        for x, y in spots.tolist():
            frame.taken.take((x - radius, y - radius, x + radius, y + radius), FIXED)


def _parts(codes: NDArray[np.uint8], rows: Rows, behind: NDArray[np.bool_]) -> Iterator[tuple[int, Rows, bool]]:
    """The rows of each code, those that fade first."""
    for fades in (True, False):
        for code in DIFFERS:
            part = rows[(codes[rows] == code) & (behind == fades)]
            if len(part):
                yield code, part, fades


def sign_items(spots: Points, code: int, radius: float, colour: Colour, paper: Colour) -> list[Item]:
    """The signs of one way to differ around these middles (k, 2); that of a replaced value is hollow."""
    if not len(spots):
        return []
    size, hollow = np.full(len(spots), radius, np.float32), code == Differs.REPLACED
    fill, ink, edge = (paper, colour, colour) if hollow else (colour, paper, paper)
    out: list[Item] = [Marks("circle", np.asarray(spots, np.float32), size, fill, edge, 1.2)]
    letters = 1.75 * radius
    return out + [Text(x, y + 0.36 * letters, SIGNS[code], letters, ink, bold=True) for x, y in spots.tolist()]
