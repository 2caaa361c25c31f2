"""Pictures in which distance means steps: stress over a sample of pairs, brought down node by node."""

from __future__ import annotations

from functools import partial

import numpy as np

from graph.layout.large.levels import Level
from graph.layout.large.multilevel import Placing, descended
from graph.layout.large.pivots import Pivots
from graph.layout.large.unfolding import MOST, unfolded

PIVOTS = 100
"""Nodes to which the distances of all others are kept."""
_ROUNDS = 15


def faithful(level: Level, seed: int) -> Placing:
    """Places float32[2,n] for a connected level, in steps.

    From where the forces of :func:`graph.layout.large.multilevel.descended` leave it, sparse stress is brought down by
    majorisation (Ortmann, Klimenta and Brandes 2016): each node goes to the weighted mean of where its neighbours and
    some pivots would have it, a pivot counting for the nodes about it. Such a start keeps branches of trees apart,
    which stress alone would lay across one another.
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
