"""ForceAtlas2 (Jacomy, Venturini, Heymann and Bastian 2014) for graphs of any size.

Parameters, forces and speeds have the meaning of ``networkx.forceatlas2_layout``. In large graphs, groups of far nodes
act as one body (Barnes and Hut 1986), so that a step takes n log n time instead of n².
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from graph.arrays.types import Floats
from graph.layout.large.levels import Level
from graph.layout.large.multilevel import Placing, descended
from graph.layout.large.swarm import curve_order, pushes

EXACT = 400
"""Largest number of nodes for which all pairs are computed."""
_PAIRS_AT_ONCE = 2_000_000
_ROUNDS = 60


@dataclass(frozen=True)
class Forces:
    """The forces on the nodes, named as NetworkX names its parameters."""

    jitter_tolerance: float = 1.0
    scaling_ratio: float = 2.0
    gravity: float = 1.0
    distributed_action: bool = False
    strong_gravity: bool = False
    linlog: bool = False


@dataclass
class Atlas:
    """A graph under these forces: ``matrix`` is its ``scipy.sparse`` (n,n) of weights, one row for each node.

    ``points`` float[n,d] are moved by :meth:`step`; ``mass`` float[n]; ``size`` float[n] are radii that keep nodes
    apart, or None.
    """

    matrix: Any
    points: Floats
    mass: Floats
    size: Floats | None = None
    forces: Forces = field(default_factory=Forces)
    speed: float = 1.0
    efficiency: float = 1.0
    swing: float = 1.0
    traction: float = 1.0

    def force(self) -> Floats:
        """The force on each node at its position, float[n,d]."""
        given, points, mass = self.forces, self.points, self.mass
        pull = self._attraction()
        if given.distributed_action:
            pull /= mass[:, None]
        push = given.scaling_ratio * mass[:, None] * self._repulsion()
        centred = points - points.mean(axis=0)
        weight = given.gravity * mass[:, None]
        if not given.strong_gravity:
            far = np.linalg.norm(centred, axis=1, keepdims=True)
            centred = np.divide(centred, far, out=np.zeros_like(centred), where=far > 0)
        return np.asarray(pull + push - weight * centred)

    def step(self) -> float:
        """Move all nodes once; returns the sum of the distances moved along all axes."""
        force = self.force()
        self.swing += float((self.mass * np.linalg.norm(self.points - force, axis=1)).sum())
        self.traction += float((0.5 * self.mass * np.linalg.norm(self.points + force, axis=1)).sum())
        self._adapt_speed()
        length = np.linalg.norm(force, axis=1)
        brake = 1.0 + np.sqrt(self.speed * self.mass * length)
        if self.size is None:
            factor = self.speed / brake
        else:
            # With sizes, steps are a tenth as long and never longer than 10.
            reach = np.minimum(0.1 * self.speed / brake * length, 10.0)
            factor = np.divide(reach, length, out=np.zeros_like(length), where=length > 0)
        move = force * factor[:, None]
        self.points = self.points + move
        return float(np.abs(move).sum())

    def _attraction(self) -> Floats:
        if not self.forces.linlog:
            near = self.matrix @ self.points
            return np.asarray(near - np.asarray(self.matrix.sum(axis=1)).reshape(-1, 1) * self.points)
        edges = self.matrix.tocoo()
        away = self.points[edges.col] - self.points[edges.row]
        far = np.linalg.norm(away, axis=1)
        share = np.divide(np.log1p(far), far, out=np.zeros_like(far), where=far > 0) * edges.data
        n = len(self.points)
        return np.column_stack([np.bincount(edges.row, axis * share, n) for axis in away.T])

    def _repulsion(self) -> Floats:
        """Sum of mass / distance from all other nodes towards each node, float[n,d]."""
        n, dimensions = self.points.shape
        if n > EXACT and dimensions == 2 and self.size is None:
            x, y = np.ascontiguousarray(self.points.T, np.float32)
            push = pushes(curve_order(x, y), x, y, self.mass.astype(np.float32))
            return push[:2].T.astype(np.float64)
        out = np.empty_like(self.points)
        chunk = max(1, _PAIRS_AT_ONCE // n)
        for begin in range(0, n, chunk):
            rows = np.arange(begin, min(n, begin + chunk))
            away = self.points[rows, None] - self.points[None]
            far = np.linalg.norm(away, axis=2)
            if self.size is not None:
                far -= self.size[rows, None] + self.size
            far[rows - begin, rows] = np.inf
            out[rows] = np.einsum("ijk,ij->ik", away, self.mass / np.maximum(far**2, 1e-30))
        return out

    def _adapt_speed(self) -> None:
        """Set the speed of the next move by how much nodes oscillate (section "Adapting speed")."""
        n, tolerance = len(self.points), self.forces.jitter_tolerance
        wished = 0.05 * np.sqrt(n)
        jitter = tolerance * max(np.sqrt(wished), min(10.0, wished * self.traction / n**2))
        if self.swing / self.traction > 2.0:
            if self.efficiency > 0.05:
                self.efficiency *= 0.5
            jitter = max(jitter, tolerance)
        target = np.inf if self.swing == 0 else jitter * self.efficiency * self.traction / self.swing
        if self.swing > jitter * self.traction:
            if self.efficiency > 0.05:
                self.efficiency *= 0.7
        elif self.speed < 1000:
            self.efficiency *= 1.3
        self.speed += min(target - self.speed, 0.5 * self.speed)


def steps(atlas: Atlas, rounds: int) -> Iterator[float]:
    """Up to ``rounds`` steps, with the completed share after each; ends early when no node moves."""
    for turn in range(rounds):
        still = atlas.step() < 1e-10
        yield (turn + 1) / rounds
        if still:
            return


def placed(level: Level, seed: int, *, forces: Forces, rounds: int = 0) -> Placing:
    """Positions float32[2,n] of a connected level by ForceAtlas2, starting from an unfolded coarser level.

    ``rounds`` 0 means as many as a large graph needs.
    """
    for share, places in descended(level, seed):
        yield 0.5 * share, places
    start = places().astype(np.float64).T
    mass = level.degrees.astype(np.float64) + 1.0
    ends = np.stack((level.owners, level.neighbours))
    lengths = float(((start[ends[0]] - start[ends[1]]) ** 2).sum()) / 2
    # The scale at which attraction and repulsion balance as a whole; gravity shrinks it a little.
    pairs = float(mass.sum() ** 2 - (mass**2).sum()) / 2
    atlas = Atlas(
        level.matrix().astype(np.float64), start * np.sqrt(2.0 * pairs / max(lengths, 1e-30)), mass, None, forces
    )
    for share in steps(atlas, rounds or _ROUNDS):
        yield 0.5 + 0.5 * share, partial(_turned_over, atlas)


def _turned_over(atlas: Atlas) -> Any:
    return np.ascontiguousarray(atlas.points.T, dtype=np.float32)
