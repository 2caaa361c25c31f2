"""Planar layout: a drawing without crossings, for graphs that have one."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Floats, Ints, Mask
from graph.errors import LayoutError
from graph.layout.fitting.components import Part
from graph.layout.fitting.overlaps import GAP, overlapping, stretch_apart

RELAXED = 150
"""Largest number of nodes for which the straight-line drawing is loosened; larger ones would take long."""
CLEAR = 0.12
"""Smallest distance between a node and an edge of other nodes, in boxes."""


def planar(part: Part) -> Floats:
    """No two edges cross (NetworkX's planar layout: Chrobak and Payne 1995), loosened as far as this stays true.

    Raises LayoutError if edges must cross.
    """
    import networkx as nx

    n = len(part)
    if n < 3:
        return np.column_stack([np.arange(n) * float(part.boxes[:, 0].max() * 2 + GAP[0]), np.zeros(n)])
    try:
        placed = nx.planar_layout(part.graph())
    except nx.NetworkXException:
        raise LayoutError("This graph cannot be drawn without crossing lines. Use another layout.") from None
    points = np.array([placed[i] for i in range(n)], dtype=np.float64)
    if n > RELAXED:
        return stretch_apart(points, part.boxes)
    cell = (part.boxes + GAP).mean(axis=0)
    drawing = _Drawing(points, part)
    drawing.loosen()
    drawing.part((part.boxes + GAP) / cell)
    return stretch_apart(drawing.now * cell, part.boxes)


class _Drawing:
    """A straight-line drawing without crossings, moved node by node without new ones. A unit is a box with its gap.

    After Bertault, "A Force-Directed Algorithm that Preserves Edge Crossing Properties" (1999): here a step that would
    cause a crossing, or bring a node close to an edge, is shortened, and given up after a few attempts.
    """

    def __init__(self, points: Floats, part: Part) -> None:
        n = len(points)
        centred = points - points.mean(axis=0)
        self.now = centred / (centred.std(axis=0) + 1e-12) * np.sqrt(n) * np.array([0.8, 0.8])
        self.edges = part.edges
        self.length = 1.3 * np.sqrt(np.maximum(1.0, part.degrees / 4.0))
        around = [part.edges[(part.edges == i).any(axis=1)] for i in range(n)]
        self.others: list[Ints] = [own.sum(axis=1) - i for i, own in enumerate(around)]
        self.rest: list[Ints] = [part.edges[(part.edges != i).all(axis=1)] for i in range(n)]

    def loosen(self) -> None:
        """Rounds of springs and charges with decreasing heat."""
        n = len(self.now)
        rounds = int(np.clip(3_000 / n, 15, 100))
        for turn in range(rounds):
            heat = 1.5 * (1 - turn / rounds) + 0.05
            for i in range(n):
                step = self._force(i)
                size = float(np.hypot(*step))
                self._try(i, step * min(1.0, heat / max(size, 1e-12)))

    def part(self, sizes: Floats) -> None:
        """Push boxes of ``sizes`` float[n,2] apart.

        If that makes no progress, the whole drawing is widened a little.
        """
        for turn in range(40):
            pairs = overlapping(self.now, sizes)
            if not len(pairs):
                return
            for i, j in pairs.tolist():
                delta = self.now[i] - self.now[j]
                lack = (sizes[i] + sizes[j]) / 2 - np.abs(delta)
                if (lack <= 0).any():
                    continue
                axis = int(np.argmin(lack))
                step = np.zeros(2)
                step[axis] = (lack[axis] / 2 + 0.01) * (1.0 if delta[axis] >= 0 else -1.0)
                self._try(i, step)
                self._try(j, -step)
            if turn % 4 == 3:
                self.now *= 1.06

    def _force(self, i: int) -> Floats:
        away = self.now[i] - self.now
        squares = (away**2).sum(axis=1)
        squares[i] = 1.0
        push = (away / np.maximum(squares, 1e-4)[:, None]).sum(axis=0) * 1.2
        others = self.others[i]
        along = self.now[others] - self.now[i]
        far = np.hypot(along[:, 0], along[:, 1])
        wish = np.maximum(self.length[i], self.length[others])
        pull = (along * (far / wish**2)[:, None]).sum(axis=0)
        return np.asarray((push + pull - 0.02 * self.now[i]) * 0.25)

    def _try(self, i: int, step: Floats) -> None:
        least = min(CLEAR, 0.9 * self._room(i, self.now[i]))
        for _ in range(3):
            if self._room(i, self.now[i] + step) >= least:
                self.now[i] += step
                return
            step = step / 3

    def _room(self, i: int, spot: Floats) -> float:
        """Smallest distance between node i at ``spot``, or its edges, and other edges and nodes; -1 if edges cross."""
        others, rest = self.others[i], self.rest[i]
        c, d = self.now[rest[:, 0]], self.now[rest[:, 1]]
        room = float(_distance(spot[None], c, d).min()) if len(rest) else np.inf
        if not len(others):
            return room
        ends = self.now[others]
        meets = (rest[None] == others[:, None, None]).any(axis=2)
        if (_crosses(spot, ends[:, None], c[None], d[None]) & ~meets).any():
            return -1.0
        near = _distance(self.now[None], spot[None, None], ends[:, None])
        near[:, i] = np.inf
        near[np.arange(len(others)), others] = np.inf
        return min(room, float(near.min()))


def _crosses(a: Floats, b: Floats, c: Floats, d: Floats) -> Mask:
    """True if segments a-b and c-d meet; points float[…,2], broadcast."""
    # For segments on one line the sides say nothing; their extents decide.
    across = np.maximum(np.minimum(a, b), np.minimum(c, d)) <= np.minimum(np.maximum(a, b), np.maximum(c, d))
    sides = (_side(a, b, c) * _side(a, b, d) <= 0) & (_side(c, d, a) * _side(c, d, b) <= 0)
    return np.asarray(sides & across.all(axis=-1))


def _side(p: Floats, q: Floats, r: Floats) -> Floats:
    along, to = q - p, r - p
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])


def _distance(points: Floats, a: Floats, b: Floats) -> Floats:
    """Distance of points float[…,2] to segments a-b, broadcast."""
    along = b - a
    share = np.clip(((points - a) * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-12), 0, 1)
    foot = points - (a + share[..., None] * along)
    return np.asarray(np.hypot(foot[..., 0], foot[..., 1]))
