"""Loops: the curves of relationships that lead from a resource to itself, for drawing and for the pointer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Floats


def loop_step(scale: float) -> float:
    """The pixels by which each loop at a node reaches higher than the one before; words fit in between.

    ``scale`` is that of nodes.
    """
    return 21.0 * max(scale, min(0.8, 4.0 * scale))


def loop_curves(
    middle: NDArray[np.floating], radius: NDArray[np.floating], loop: NDArray[np.integer], scale: float
) -> Floats:
    """Cubic curves (k, 4, 2) in pixels above nodes with these middles (k, 2) and radii (k,); ``loop`` counts from 1."""
    lift = radius * 1.6 + loop_step(scale) * loop
    wide = radius * 1.6 + 6.0 * loop
    across = np.stack((-radius * 0.7, -wide, wide, radius * 0.7), axis=1)
    up = np.stack((radius * 0.75, radius + lift, radius + lift, radius * 0.75), axis=1)
    return np.asarray(middle[:, None, :] + np.stack((across, -up), axis=2), np.float64)
