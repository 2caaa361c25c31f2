"""Differing: the resources and relationships in which two sources differ, in a graph that holds both."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Codes
from graph.named import NamedTuple


class Differs:
    """The ways in which a thing differs between two sources, the second beside the first.

    ``CHANGED`` is a resource of which anything said in literals, or a class, is another, or the relationship that came
    in place of a ``REPLACED`` one. ``RESOURCED`` are things with other evidence.
    """

    SAME, ADDED, REMOVED, CHANGED, REPLACED, RESOURCED = range(6)


class Differing(NamedTuple):
    """Codes of :class:`Differs` for each resource (n,) and relationship (m,), and the names of both sources."""

    nodes: Codes
    edges: Codes
    first: str
    second: str

    @property
    def turned(self) -> Differing:
        """The same with the second source first."""
        nodes = _TURNED_NODES[self.nodes]
        return Differing(nodes, _TURNED_EDGES[self.edges], self.second, self.first)


_TURNED_NODES = np.array([0, Differs.REMOVED, Differs.ADDED, Differs.CHANGED, Differs.REPLACED, 5], np.uint8)
_TURNED_EDGES = np.array([0, Differs.REMOVED, Differs.ADDED, Differs.REPLACED, Differs.CHANGED, 5], np.uint8)
