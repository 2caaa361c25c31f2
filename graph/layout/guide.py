"""Guides: marks that explain a layout. The first picture needs them, but no problem and no arrangement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from graph.named import NamedTuple

UNDATED = "Undated"
"""Title of the timeline's lane for undated resources."""


class Stretch(NamedTuple):
    """A part of a time axis that is to scale: the days ``first`` to ``last`` from ``start`` to ``end`` across."""

    first: float
    last: float
    start: float
    end: float


Axis = Literal["x", "y", "t"]
AXES: tuple[Axis, ...] = get_args(Axis)


class Guide(NamedTuple):
    """A mark on the canvas that explains a layout: a tick of a time axis, the title of a lane, or the axis itself.

    ``axis`` "x": a vertical line at ``at``; "y": a band across, centred at ``at``; "t": a stretch of a time axis, which
    shows the days ``first`` to ``last`` since 1970. ``start`` and ``end`` are the mark's extent along its own axis:
    equal for a line, the edges of a band, the ends of a stretch. Between two stretches the axis is cut.
    """

    axis: Axis
    at: float
    text: str
    start: float
    end: float
    first: float = 0.0
    last: float = 0.0

    def moved(self, by: float) -> Guide:
        """The guide at another place along its axis."""
        return self._replace(at=self.at + by, start=self.start + by, end=self.end + by)


def dated_parts(guides: Iterable[Guide]) -> list[tuple[float, float]]:
    """The parts of a timeline down which its ticks run, (start, end) each: the lanes above and below the undated."""
    parts: list[tuple[float, float]] = []
    is_new = True
    for lane in sorted((guide for guide in guides if guide.axis == "y"), key=lambda guide: guide.start):
        if lane.text != UNDATED:
            start = lane.start if is_new else parts.pop()[0]
            parts.append((start, lane.end))
        is_new = lane.text == UNDATED
    return parts
