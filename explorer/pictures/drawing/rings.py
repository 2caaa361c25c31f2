"""Dashed rings around resources that are shown although something hides their kind, on the canvas and in legends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Curves, Points
from explorer.pictures.drawing.frame import Frame
from explorer.pictures.drawing.spots import RING_GAP, RING_REACH
from explorer.pictures.look.style import Colour

_FROM = 2.5
"""Radius in pixels of the smallest node with a ring."""
_DASH, _WIDTH = (2.4, 2.4), 1.1
_ARC = 0.5523
"""The distance of control points along a quarter of a circle, as a share of its radius."""


def draw_although(frame: Frame) -> None:
    """Draw the rings in sight, faded where their nodes are."""
    although = frame.scene.although
    if although is None:
        return
    rows = np.flatnonzero(although & frame.sight)
    if (frame.radius[rows] < _FROM).any():
        frame.leave_out("rings of small nodes")
    rows = rows[frame.radius[rows] >= _FROM]
    near = frame.near[rows] if frame.emphasis else np.ones(len(rows), bool)
    quiet = frame.theme.quiet
    for part, colour in ((rows[~near], frame.theme.faded(quiet)), (rows[near], quiet)):
        if len(part):
            frame.items.append(ring(frame.xy[part], frame.radius[part] * RING_REACH + RING_GAP, colour))


def ring(middle: Points, radius: NDArray[np.floating], colour: Colour) -> Curves:
    """Dashed circles with these middles (k, 2) and radii (k,) in pixels, each as four curves."""
    quarter = np.array([(1, 0), (1, _ARC), (_ARC, 1), (0, 1)])
    turns = [np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) for a in np.pi / 2 * np.arange(4)]
    unit = np.stack([quarter @ turn for turn in turns])
    points = np.asarray(middle, np.float64)[:, None, None, :] + unit * np.asarray(radius)[:, None, None, None]
    return Curves(points.reshape(-1, 8).astype(np.float32), colour, _WIDTH, _DASH)
