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


DIFFERS_IN_WORDS = {
    Differs.ADDED: "Added", Differs.REMOVED: "Removed", Differs.CHANGED: "Changed", Differs.REPLACED: "Replaced value",
    Differs.RESOURCED: "Other evidence",
}  # fmt: skip
"""Every way to differ, in the order of the codes."""


class Differing(NamedTuple):
    """Codes of :class:`Differs` for each resource (n,), relationship (m,) and quad (q,), and the names of both sources.

    A quad is the same, added, or removed; a statement in other words may also be changed.
    """

    nodes: Codes
    edges: Codes
    quads: Codes
    first: str
    second: str

    @property
    def turned(self) -> Differing:
        """The same with the second source first."""
        return Differing(
            _TURNED_NODES[self.nodes], _TURNED_EDGES[self.edges], _TURNED_NODES[self.quads], self.second, self.first
        )

    def edge_in_words(self, edge: int) -> str:
        """The way in which a relationship differs, in a word or two: “added”; "" for one that is the same."""
        return DIFFERS_IN_WORDS.get(int(self.edges[edge]), "").casefold()

    def node_in_words(self, node: int) -> str:
        """The way in which a resource differs, in a word or two."""
        return DIFFERS_IN_WORDS.get(int(self.nodes[node]), "").casefold()

    def in_words(self, code: int) -> str:
        """A way to differ with the source that it is about: “Added: only in b.ttl”; "" for what is the same."""
        if code == Differs.SAME:
            return ""
        only = {Differs.ADDED: f"only in {self.second}", Differs.REMOVED: f"only in {self.first}"}
        return f"{DIFFERS_IN_WORDS[code]}: {only.get(code, f'{self.first} → {self.second}')}"


_TURNED_NODES = np.array([0, Differs.REMOVED, Differs.ADDED, Differs.CHANGED, Differs.REPLACED, 5], np.uint8)
_TURNED_EDGES = np.array([0, Differs.REMOVED, Differs.ADDED, Differs.REPLACED, Differs.CHANGED, 5], np.uint8)
