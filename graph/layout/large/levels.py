"""Graph levels as flat arrays: the graph itself and ever coarser versions of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.frozen import frozen

Single = NDArray[np.float32]
Whole = NDArray[np.int32]

COARSEST = 60
"""Nodes of a level that is not coarsened further."""
_MEMBERS = 4
"""Largest number of nodes in one group, not counting the leaves of its leader."""


@frozen
class Level:
    """A weighted graph of n nodes: the neighbours of ``i`` are ``neighbours[starts[i]:starts[i + 1]]``.

    ``starts`` int32[n+1], ``neighbours`` int32[2t], ``weights`` float32[2t]: every edge is in both rows, none is a
    loop. ``mass`` float32[n] is the number of nodes of the first level that each node stands for.
    """

    starts: Whole
    neighbours: Whole
    weights: Single
    mass: Single

    def __len__(self) -> int:
        return len(self.mass)

    @property
    def degrees(self) -> Whole:
        """Distinct neighbours of each node, int32[n]."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Whole:
        """The node whose row holds each neighbour, int32[2t]."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.degrees)

    def ordered(self, order: NDArray[np.integer]) -> Level:
        """The same graph with its nodes renumbered: node ``i`` is the former ``order[i]``."""
        place = np.empty(len(self), np.int32)
        place[order] = np.arange(len(self), dtype=np.int32)
        degrees = self.degrees[order]
        starts = np.zeros(len(self) + 1, np.int32)
        np.cumsum(degrees, out=starts[1:])
        index = np.repeat(self.starts[:-1][order] - starts[:-1], degrees) + np.arange(len(self.neighbours))
        return Level(starts, place[self.neighbours[index]], self.weights[index], self.mass[order])

    def part(self, first: int, last: int) -> Level:
        """The nodes from ``first`` to before ``last``, which have no edges to others."""
        begin, end = self.starts[first], self.starts[last]
        starts = (self.starts[first : last + 1] - begin).astype(np.int32)
        neighbours = (self.neighbours[begin:end] - first).astype(np.int32)
        return Level(starts, neighbours, self.weights[begin:end], self.mass[first:last])

    def matrix(self) -> Any:
        """The edges as a ``scipy.sparse.csr_array``, shape (n,n)."""
        from scipy import sparse

        return sparse.csr_array((self.weights, self.neighbours, self.starts), shape=(len(self), len(self)))


def level_of(n: int, edges: NDArray[np.integer]) -> Level:
    """The simple graph of ``n`` nodes and ``edges`` int[m,2]: edges of weight 1, each once, loops left out."""
    u, v = edges[:, 0], edges[:, 1]
    proper = u != v
    u, v = u[proper], v[proper]
    level = _summed(n, np.concatenate([u, v]), np.concatenate([v, u]), np.ones(2 * len(u), np.float32))
    return Level(level.starts, level.neighbours, np.ones_like(level.weights), level.mass)


def _summed(
    n: int, rows: NDArray[np.integer], columns: NDArray[np.integer], weights: Single, mass: Single | None = None
) -> Level:
    from scipy import sparse

    matrix = sparse.coo_array((weights, (rows, columns)), shape=(n, n)).tocsr()
    matrix.sum_duplicates()
    return Level(
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float32),
        np.ones(n, np.float32) if mass is None else mass,
    )


def coarser(level: Level, seed: int, most: int = _MEMBERS) -> tuple[Level, Whole]:
    """A level of fewer nodes, and for each node of this level the node that stands for it, int32[n].

    Leaves join their only neighbour, others the neighbour with the largest edge weight; masses and weights are added
    up, so that forces on the coarse level approximate those on this one (Walshaw 2003; Hachul and Jünger 2004).
    """
    from graph.layout.large.grouping import group_nodes

    n = len(level)
    chance = np.random.default_rng(seed).permutation(n)
    order = np.lexsort((chance, level.degrees)).astype(np.int32)
    leader = np.empty(n, np.int32)
    group_nodes(level.starts, level.neighbours, level.weights, level.mass, order, most, leader)
    names, inverse = np.unique(leader, return_inverse=True)
    parent = np.asarray(inverse.astype(np.int32))
    rows, columns = parent[level.owners], parent[level.neighbours]
    between = rows != columns
    mass = np.bincount(parent, level.mass, len(names)).astype(np.float32)
    return _summed(len(names), rows[between], columns[between], level.weights[between], mass), parent


def coarsened(level: Level, seed: int) -> tuple[list[Level], list[Whole]]:
    """Levels from a connected one to one of at most :data:`COARSEST` nodes, and the parents of each but the last."""
    levels, parents = [level], []
    while len(levels[-1]) > COARSEST:
        small, parent = coarser(levels[-1], seed + len(levels))
        if len(small) > 0.8 * len(levels[-1]):
            # Thousands of nodes share a few neighbours, whose groups may then take any number of members.
            small, parent = coarser(levels[-1], seed + len(levels), len(levels[-1]))
        levels.append(small)
        parents.append(parent)
    return levels, parents
