"""Force simulation of a graph: edges pull, nodes push, and each step brings them closer to rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.kernels import is_compiled, use_cores
from graph.layout.large import barnes_hut_plain
from graph.layout.large.levels import Level, Single, Whole

_THETA = np.float32(1.2)
"""Largest ratio of width to distance at which a crowd acts as one body; smaller is more exact."""
_FOR_ONE_CORE = 20_000
"""Number of nodes from which a second core, which may be busy elsewhere, speeds a step up."""
_THETA_PLAIN = 1.4
_RESORT = 3
"""Steps after which nodes are sorted into their buckets again."""


class Swarm:
    """Positions of a level's nodes, and the state that the next step needs.

    Forces are those of Fruchterman and Reingold (1991) with masses: an edge pulls with weight · distance², two nodes
    push each other with mass · mass / distance, so that a single edge between nodes of mass 1 comes to length 1. Each
    node moves by its force over the stiffness of its position, as Newton's method would move it alone. ``hold``
    float32[n] is stiffness that slows a node, infinite for one that stays.
    """

    def __init__(self, level: Level, xy: NDArray[np.floating], hold: Single | None = None) -> None:
        """``xy`` float[2,n], no two nodes at the same position."""
        n = len(level)
        self.level = level
        self.unit = usual_length(level)
        """Usual length of this level's edges at rest."""
        self._x, self._y = ((xy[axis] / self.unit).astype(np.float32) for axis in (0, 1))
        self._mass = (level.mass * self.unit**-1.5).astype(np.float32)
        self._hold = np.zeros(n, np.float32) if hold is None else hold
        self._steps = 0
        self._order: Whole = np.arange(n, dtype=np.int32)

    @property
    def xy(self) -> Single:
        """Positions of the nodes, float32[2,n]."""
        return np.stack((self._x, self._y)) * np.float32(self.unit)

    def step(self, cap: float) -> float:
        """Move every node once, by at most ``cap`` usual lengths; returns the mean distance moved, in usual lengths."""
        if self._steps % _RESORT == 0:
            self._order = curve_order(self._x, self._y)
        self._steps += 1
        level, x, y = self.level, self._x, self._y
        push = pushes(self._order, x, y, self._mass)
        if is_compiled():
            from graph.layout.large.barnes_hut import follow

            moved = np.empty((2, len(level)), np.float32)
            follow(
                level.starts,
                level.neighbours,
                level.weights,
                self._mass,
                self._hold,
                push,
                np.float32(cap),
                x,
                y,
                moved,
            )
        else:
            moved = barnes_hut_plain.followed(level, x, y, self._mass, self._hold, push, cap)
        far = float(np.hypot(moved[0] - x, moved[1] - y).mean())
        self._x, self._y = moved
        return far


def pushes(order: Whole, x: Single, y: Single, mass: Single) -> Single:
    """The push of all nodes on each, float32[3,n]: the sum of masses over distance, as a vector, and its stiffness.

    ``order`` int32[n] is that of :func:`curve_order` for these positions or ones nearby.
    """
    if not is_compiled():
        return barnes_hut_plain.pushed(order, x, y, mass, _THETA_PLAIN)
    from graph.layout.large.barnes_hut import grow_tree, push_all

    n = len(order)
    bodies, out = np.empty((3, n), np.float32), np.empty((3, n), np.float32)
    tree = np.zeros((2 << (-(-n // barnes_hut_plain.BUCKET) - 1).bit_length(), 7), np.float32)
    use_cores(1 + n // _FOR_ONE_CORE)
    grow_tree(order, x, y, mass, bodies, tree)
    push_all(order, bodies, tree, _THETA, out)
    return out


def prepare() -> None:
    """Compile the kernels of large layouts, or load the cached ones; does nothing without numba."""
    if not is_compiled():
        return
    from graph.layout.large.levels import coarsened, level_of
    from graph.layout.large.pivots import Pivots
    from graph.layout.large.spacing import spaced

    ring = np.arange(100)
    level = coarsened(level_of(100, np.stack((ring, np.roll(ring, 1)), axis=1)), 0)[0][0]
    swarm = Swarm(level, np.stack((ring % 10, ring // 10)))
    swarm.step(1.0)
    Pivots(level, 2, 0).majorised(swarm.xy)
    spaced(swarm.xy, np.ones((100, 2), np.float32), 1.0)


def curve_order(x: Single, y: Single) -> Whole:
    """Indices of the points in the order of a Hilbert curve, int32[n], so that near points are near in memory."""
    if not is_compiled():
        return barnes_hut_plain.curve_order(x, y)
    from graph.layout.large.barnes_hut import curve_keys

    keys = np.empty(len(x), np.int64)
    curve_keys(x, y, keys)
    keys.sort()
    return (keys & 0x7FFFFFFF).astype(np.int32)


def edge_lengths(level: Level) -> Single:
    """The length at which each edge of a level, by itself, would come to rest, float32[2t]."""
    pairs = level.mass[level.owners] * level.mass[level.neighbours] / level.weights
    return np.asarray(np.cbrt(pairs, dtype=np.float32))


def usual_length(level: Level) -> float:
    """Geometric mean of the lengths of a level's edges at rest."""
    if not len(level.neighbours):
        return 1.0
    return float(np.exp(np.log(edge_lengths(level), dtype=np.float64).mean()))
