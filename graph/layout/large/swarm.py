"""A graph in motion: ties pull, resources push, and each step brings them nearer to rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.kernels import is_compiled, use_cores
from graph.layout.large import plain
from graph.layout.large.levels import Level, Single, Whole

_THETA = np.float32(1.2)
"""How wide a crowd may be for its distance to count as one body; less is more exact."""
_FOR_ONE_CORE = 20_000
"""Nodes that one core moves before another, which may be busy elsewhere, would be of much help."""
_THETA_PLAIN = 1.4
_RESORT = 3
"""Steps after which nodes are sorted into their buckets anew."""


class Swarm:
    """Positions of a level's nodes, and what the next step needs to know.

    Forces are those of Fruchterman and Reingold (1991) with masses: a tie pulls with weight · distance², two nodes
    push one another with mass · mass / distance, so that a lone tie between nodes of mass 1 comes to the length 1.
    Each node moves by its force over the stiffness of its place, which is how Newton's method would move it alone.
    ``hold`` float32[n] is stiffness that slows a node, infinite for one that stays.
    """

    def __init__(self, level: Level, xy: NDArray[np.floating], hold: Single | None = None) -> None:
        """``xy`` float[2,n], no two nodes on one spot."""
        n = len(level)
        self.level = level
        self.unit = usual_length(level)
        """How long a tie of this level comes to be."""
        self._x, self._y = ((xy[axis] / self.unit).astype(np.float32) for axis in (0, 1))
        self._mass = (level.mass * self.unit**-1.5).astype(np.float32)
        self._hold = np.zeros(n, np.float32) if hold is None else hold
        self._steps = 0
        self._order: Whole = np.arange(n, dtype=np.int32)

    @property
    def xy(self) -> Single:
        """Where the nodes are, float32[2,n]."""
        return np.stack((self._x, self._y)) * np.float32(self.unit)

    def step(self, cap: float) -> float:
        """Move every node once, by at most ``cap`` usual lengths; returns how far they went on average, in those."""
        if self._steps % _RESORT == 0:
            self._order = curve_order(self._x, self._y)
        self._steps += 1
        level, x, y = self.level, self._x, self._y
        push = pushes(self._order, x, y, self._mass)
        if is_compiled():
            from graph.layout.large.hut import follow

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
            moved = plain.followed(level, x, y, self._mass, self._hold, push, cap)
        far = float(np.hypot(moved[0] - x, moved[1] - y).mean())
        self._x, self._y = moved
        return far


def pushes(order: Whole, x: Single, y: Single, mass: Single) -> Single:
    """What all nodes do to each, float32[3,n]: the sum of their masses over distance, as a vector, and its stiffness.

    ``order`` int32[n] is that of :func:`curve_order` for these places or ones nearby.
    """
    if not is_compiled():
        return plain.pushed(order, x, y, mass, _THETA_PLAIN)
    from graph.layout.large.hut import grow_tree, push_all

    n = len(order)
    bodies, out = np.empty((3, n), np.float32), np.empty((3, n), np.float32)
    tree = np.zeros((2 << (-(-n // plain.BUCKET) - 1).bit_length(), 7), np.float32)
    use_cores(1 + n // _FOR_ONE_CORE)
    grow_tree(order, x, y, mass, bodies, tree)
    push_all(order, bodies, tree, _THETA, out)
    return out


def prepare() -> None:
    """Have the kernels of large layouts compiled, or fetched from where they were kept; nothing without numba."""
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
    """Numbers of the points in the order of a Hilbert curve, int32[n]: near ones are near in memory then."""
    if not is_compiled():
        return plain.curve_order(x, y)
    from graph.layout.large.hut import curve_keys

    keys = np.empty(len(x), np.int64)
    curve_keys(x, y, keys)
    keys.sort()
    return (keys & 0x7FFFFFFF).astype(np.int32)


def tie_lengths(level: Level) -> Single:
    """The length at which each tie of a level, by itself, would come to rest, float32[2t]."""
    pairs = level.mass[level.owners] * level.mass[level.neighbours] / level.weights
    return np.asarray(np.cbrt(pairs, dtype=np.float32))


def usual_length(level: Level) -> float:
    """Geometric mean of the lengths of a level's ties at rest."""
    if not len(level.neighbours):
        return 1.0
    return float(np.exp(np.log(tie_lengths(level), dtype=np.float64).mean()))
