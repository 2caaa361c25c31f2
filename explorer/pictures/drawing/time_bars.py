"""Periods in a frame: bars along a time axis behind their nodes, and the cuts in the axis."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Lines, Text, Triangles
from explorer.pictures.drawing.frame import FIXED, Frame
from explorer.pictures.look.legend_entry import FULL, PALE
from explorer.pictures.look.style import Colour, mix
from explorer.pictures.scene.spots import ARROW
from explorer.views.time_axis import TimeBars
from graph.arrays.ticks import UNITS, write_unit
from graph.layout.methods.time_axis import axis_in

_THICK, _LEAST = 7.0, 2.0
"""Thickness of a bar in pixels at zoom 1, and at any zoom."""
_MOST_FREE = 500
"""Largest number of bars that names keep off."""
_CUT_SIZE = 11.0


def draw_bars(frame: Frame, times: TimeBars) -> None:
    """Draw the period of each node as a bar through it: pale where it may be, full where it is, an arrow if open."""
    scene = frame.scene
    thick = float(min(max(_THICK * frame.scale, _LEAST), 2 * _THICK))
    x = _across(frame, times.spans)
    y, high = frame.xy[:, 1], frame.camera.height
    seen = (x[:, 1] >= -ARROW) & (x[:, 0] <= frame.camera.width + ARROW) & (y >= -thick) & (y <= high + thick)
    shown = np.flatnonzero(seen & ((x[:, 1] - x[:, 0] >= 1) | times.is_open.any(axis=1)))
    _keep_free(frame, x, shown, thick)
    sure = _across(frame, times.sure)
    look = scene.colour.astype(np.int64) * 2 + frame.near
    for code in np.unique(look[shown]).tolist():
        rows = shown[look[shown] == code]
        fill = frame.theme.fill(scene.palette[code // 2])
        pale, full = (_toned(frame, fill, share, bool(code % 2)) for share in (PALE, FULL))
        frame.items.append(Lines(_level(x[rows], y[rows]), pale, thick))
        certain = rows[sure[rows, 1] - sure[rows, 0] >= 1]
        if len(certain):
            frame.items.append(Lines(_level(sure[certain], y[certain]), full, thick))
        for side, way in ((0, -1.0), (1, 1.0)):
            for tone, lasts in ((pale, False), (full, True)):
                part = rows[times.is_open[rows, side] & (np.isnan(times.sure[rows, 0]) != lasts)]
                if len(part):
                    frame.items.append(Triangles(_arrows(x[part, side], y[part], thick, way), tone))


def _keep_free(frame: Frame, x: NDArray[np.float32], shown: NDArray[np.int64], thick: float) -> None:
    """Let no name stand on the bars of the most important nodes."""
    rows = shown[np.argsort(-frame.scene.importance[shown], kind="stable")][:_MOST_FREE]
    left, right = np.clip(x[rows], 0, frame.camera.width).T
    for low, high, y in zip(left.tolist(), right.tolist(), frame.xy[rows, 1].tolist()):
        frame.taken.take((low, y - thick / 2, high, y + thick / 2), FIXED)


def _toned(frame: Frame, fill: Colour, share: float, is_near: bool) -> Colour:
    tone = mix(frame.theme.paper, fill, share)
    return tone if is_near else frame.theme.faded(tone)


def _across(frame: Frame, places: NDArray[np.float32]) -> NDArray[np.float32]:
    """Places across in pixels."""
    camera = frame.camera
    return np.asarray((places - camera.x) * camera.zoom + camera.width / 2, np.float32)


def _level(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    """Level strokes (k, 4)."""
    return np.stack((x[:, 0], y, x[:, 1], y), axis=1).astype(np.float32)


def _arrows(x: NDArray[np.float32], y: NDArray[np.float32], thick: float, way: float) -> NDArray[np.float32]:
    """Arrow heads (k, 6) at the open ends of bars, which point to the left (−1) or to the right (1)."""
    half, tip = thick * 0.9, x + way * (thick + 4)
    return np.stack((x, y - half, x, y + half, tip, y), axis=1).astype(np.float32)


def draw_cuts(frame: Frame) -> None:
    """Draw the cuts in the time axis over everything that runs across them, and say how much time they leave out."""
    theme, camera = frame.theme, frame.camera
    axis = axis_in(frame.scene.guides)
    parts = frame.ticks_down()
    for before, after in pairwise(axis):
        left, right = _across(frame, np.array([before.end, after.start], np.float32)).tolist()
        if right < 0 or left > camera.width:
            continue
        middle, wide = (left + right) / 2, right - left
        blanks = [[middle, top, middle, bottom] for top, bottom in parts]
        frame.items.append(Lines(np.array(blanks, np.float32), theme.paper, wide * 0.6))
        sides = (middle - wide * 0.3, middle + wide * 0.3)
        edges = [[x, top, x, bottom] for x in sides for top, bottom in parts]
        line = mix(theme.paper, theme.quiet, 0.7)
        frame.items.append(Lines(np.array(edges, np.float32), line, 1.2, (2.0, 4.0)))
        text = f"{_length(after.first - before.last)} left out"
        size = min(_CUT_SIZE, max(wide * 0.5, 6.0))
        width, _ = frame.measure(text, size, False)
        spot = (middle - size, 30.0, middle + size, 30.0 + width)
        frame.taken.take(spot, FIXED)
        frame.items.append(
            Text(middle + size * 0.35, 30.0 + width / 2, text, size, theme.ink, "middle", False, -90.0, theme.paper)
        )


def _length(days: float) -> str:
    """A length of time in whole units, the largest of which there are several."""
    unit = next(unit for unit in reversed(UNITS) if unit.size == 1 and (unit.days * 2 <= days or unit is UNITS[0]))
    return write_unit(unit._replace(size=max(round(days / unit.days), 1)))
