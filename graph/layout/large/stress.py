"""Stress layout: drawn distances follow numbers of steps, over a sample of pairs."""

from __future__ import annotations

from functools import partial

import numpy as np

from graph.layout.large.levels import Level
from graph.layout.large.multilevel import Placing, descended
from graph.layout.large.pivots import Pivots
from graph.layout.large.unfolding import MOST, unfolded

PIVOTS = 100
"""Number of pivots, the nodes to which all distances are preserved."""
_ROUNDS = 15


def faithful(level: Level, seed: int) -> Placing:
    """Positions float32[2,n] of a connected level, in steps.

    Starting from the forces of :func:`graph.layout.large.multilevel.descended`, sparse stress is reduced by
    majorisation (Ortmann, Klimenta and Brandes 2016): each node moves to the weighted mean of the positions that its
    neighbours and some pivots ask for, where a pivot represents the nodes around it. This start keeps branches of trees
    apart, which stress alone would draw across each other.
    """
    n = len(level)
    if n <= MOST:
        found = unfolded(level, seed)
        yield 1.0, partial(np.copy, found)
        return
    for share, places in descended(level, seed):
        yield 0.7 * share, places
    pivots = Pivots(level, PIVOTS, seed)
    xy, _ = pivots.fitted(places())
    for turn in range(_ROUNDS):
        xy = pivots.majorised(xy)
        yield 0.7 + 0.3 * (turn + 1) / _ROUNDS, partial(np.copy, xy)
