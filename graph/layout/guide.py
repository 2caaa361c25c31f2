"""Guides: marks that explain a layout. The first picture needs them, but no problem and no arrangement."""

from __future__ import annotations

from typing import Literal, NamedTuple

UNDATED = "Undated"
"""Title of the timeline's lane for undated resources."""


class Guide(NamedTuple):
    """A mark on the canvas that explains a layout: a tick of the time axis, or the title of a lane.

    ``axis`` "x": a vertical line at ``at``; ``axis`` "y": a band across, centred at ``at``. ``start`` and ``end`` are
    the mark's extent along its own axis: equal for a line, the edges of the band for a lane.
    """

    axis: Literal["x", "y"]
    at: float
    text: str
    start: float
    end: float
