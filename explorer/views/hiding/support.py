"""Levels of support: none, one, or several passages, texts or origins; a row for each count that views filter by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from explorer.views.view import View
from graph.arrays.types import Ids, Mask
from graph.model.origins import edge_origins, node_origins
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.work.memo import memoized

SupportName = Literal["support", "text_support", "origin_support", "node_passages", "node_texts", "node_origins"]
SEVERAL = 2
"""The level of everything with at least two."""


class Support(NamedTuple):
    """One count of support: ``hidden`` gives the levels that a view hides, 0, 1 and :data:`SEVERAL`; ``hides`` is the
    field of a view that holds them.

    ``counts`` gives the count of each edge (m,) if ``of_edges``, else of each node (n,); ``words`` name the levels.
    ``of_nodes`` gives the same count of each node (n,).
    """

    title: str
    hides: str
    hidden: Callable[[View], frozenset[int]]
    of_edges: bool
    counts: Callable[[Projection], Ids]
    words: tuple[str, str, str]
    of_nodes: Callable[[Projection], Ids]

    @property
    def caption(self) -> str:
        """The title below that of its kind: “By passages”."""
        return f"By {self.title.rpartition(' ')[2]}"

    def hiding(self, view: View, levels: frozenset[int]) -> View:
        """``view`` with these levels hidden."""
        changed: dict[str, Any] = {self.hides: levels}
        return view._replace(**changed)

    def levels(self, projection: Projection) -> Ids:
        """The level of each edge or node."""
        return np.minimum(self.counts(projection), SEVERAL)

    def having(self, projection: Projection, level: int) -> Mask:
        """True for edges or nodes on a level."""
        return np.asarray(self.levels(projection) == level)


_PASSAGES = ("No evidence", "One passage", "Several passages")
_TEXTS = ("No evidence", "One text", "More than one text")
_ORIGINS = ("No evidence", "One origin", "At least two origins")


def _passages(projection: Projection) -> Ids:
    return projection.node_evidence.lengths.astype(np.int32)


def _texts(projection: Projection) -> Ids:
    return projection.node_documents


SUPPORT: dict[SupportName, Support] = {
    "support": Support(
        "Relationships by passages",
        "hidden_support",
        lambda v: v.hidden_support,
        True,
        lambda p: p.edge_support,
        _PASSAGES,
        _passages,
    ),
    "text_support": Support(
        "Relationships by texts",
        "hidden_text_support",
        lambda v: v.hidden_text_support,
        True,
        lambda p: p.edge_documents,
        _TEXTS,
        _texts,
    ),
    "origin_support": Support(
        "Relationships by origins",
        "hidden_origin_support",
        lambda v: v.hidden_origin_support,
        True,
        edge_origins,
        _ORIGINS,
        node_origins,
    ),
    "node_passages": Support(
        "Resources by passages",
        "hidden_node_passages",
        lambda v: v.hidden_node_passages,
        False,
        _passages,
        _PASSAGES,
        _passages,
    ),
    "node_texts": Support(
        "Resources by texts", "hidden_node_texts", lambda v: v.hidden_node_texts, False, _texts, _TEXTS, _texts
    ),
    "node_origins": Support(
        "Resources by origins",
        "hidden_node_origins",
        lambda v: v.hidden_node_origins,
        False,
        node_origins,
        _ORIGINS,
        node_origins,
    ),
}
"""Every count of support, in the order of the panel."""


MOST_SHOWN = 3
"""More origins than two look alike in a picture."""


@memoized
def shown_origins(projection: Projection) -> NDArray[np.int8] | None:
    """The number of origins that the outline of each resource shows, at most :data:`MOST_SHOWN`, shape (n,).

    -1 for resources that need no evidence and have none; None if no resource has any.
    """
    p = projection
    if not len(p.node_evidence.values):
        return None
    out = np.minimum(node_origins(p), MOST_SHOWN).astype(np.int8)
    out[~p.node_coverable & (out == 0)] = -1
    return out


def supported_alike(projection: Projection, view: View) -> Mask:
    """True for resources (n,) that rest on as much as the relationships where a view shows those of one level alone.

    They are what was asked for, connected or not. Resources without any evidence are not: most of them need none.
    """
    alike = np.zeros(projection.node_count, bool)
    for row in SUPPORT.values():
        levels = set(range(SEVERAL + 1)) - row.hidden(view)
        if row.of_edges and len(levels) == 1 and 0 not in levels:
            alike |= np.minimum(row.of_nodes(projection), SEVERAL) == levels.pop()
    return alike


def without_support_filters(view: View) -> View:
    """``view`` with every level of support shown."""
    for row in SUPPORT.values():
        view = row.hiding(view, frozenset())
    return view
