"""Facets with tick boxes: one row for each, with the items that a view hides, and what an item speaks of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np

from explorer.views.hiding.support import SUPPORT, Support, SupportName
from explorer.views.view import View
from graph.arrays.types import Mask
from graph.model.projection import Projection
from graph.named import NamedTuple

if TYPE_CHECKING:
    from graph.arrays.csr import Rows

FacetName = Literal["classes", "predicates", "inference", "documents", "graphs"] | SupportName


class Facet(NamedTuple):
    """A facet with tick boxes: ``hidden`` gives the unticked items of a view, ``hiding`` a view with others.

    ``apart`` are items of another kind than the rest: “only” one of the rest leaves them as they are. ``of_edges``:
    the items are kinds of relationships, so that “only” one of them leaves resources unconnected. ``nodes`` and
    ``edges`` give the resources (n,) and statements (m,) of an item as masks, where it speaks of them.
    """

    title: str
    hidden: Callable[[View], frozenset[int]]
    hiding: Callable[[View, frozenset[int]], View]
    apart: frozenset[int] = frozenset()
    of_edges: bool = False
    nodes: Callable[[Projection, int], Mask] | None = None
    edges: Callable[[Projection, int], Mask] | None = None


def _said_in(rows: Rows, projection: Projection, document: int, count: int) -> Mask:
    """True for owners with evidence in a document, shape (``count``,)."""
    out = np.zeros(count, bool)
    out[rows.owners[projection.passage_document[rows.values] == document]] = True
    return out


def _with_value(rows: Rows, value: int) -> Mask:
    """True for rows that hold a value."""
    out = np.zeros(len(rows), bool)
    out[rows.owners[rows.values == value]] = True
    return out


def _of_support(row: Support) -> Facet:
    having = row.having
    nodes, edges = (None, having) if row.of_edges else (having, None)
    return Facet(row.title, row.hidden, row.hiding, of_edges=row.of_edges, nodes=nodes, edges=edges)


FACETS: dict[FacetName, Facet] = {
    "classes": Facet(
        "Classes",
        lambda v: v.hidden_classes,
        lambda v, items: v._replace(hidden_classes=items),
        nodes=lambda p, item: p.in_any_class([item]),
    ),
    "predicates": Facet(
        "Relationships",
        lambda v: v.hidden_predicates,
        lambda v, items: v._replace(hidden_predicates=items),
        of_edges=True,
        edges=lambda p, item: np.asarray(p.predicate == item),
    ),
    "inference": Facet(
        "Stated or inferred",
        lambda v: v.hidden_inference,
        lambda v, items: v._replace(hidden_inference=items),
        of_edges=True,
        edges=lambda p, item: np.asarray(p.edge_inferred.astype(np.int8) == item),
    ),
    "documents": Facet(
        "Texts",
        lambda v: v.hidden_documents,
        lambda v, items: v._replace(hidden_documents=items),
        nodes=lambda p, item: _said_in(p.node_evidence, p, item, p.node_count),
        edges=lambda p, item: _said_in(p.edge_evidence, p, item, p.edge_count),
    ),
    "graphs": Facet(
        "Named graphs",
        lambda v: v.hidden_graphs,
        lambda v, items: v._replace(hidden_graphs=items),
        edges=lambda p, item: _with_value(p.edge_graphs, item),
    ),
    **{name: _of_support(row) for name, row in SUPPORT.items()},
}
"""The facets with tick boxes, in the order of the panel."""


def facet_of(projection: Projection, view: View, name: str) -> Facet | None:
    """The facet with a name of :data:`FACETS`, or over the column with this key; None if the data lacks it."""
    for known, facet in FACETS.items():
        if known == name:
            return facet
    from explorer.views.hiding.value_facets import (
        WITHOUT,
        column_of,
        facet_title,
        hidden_lines,
        hiding_lines,
        is_of_edges,
        lines_of,
    )

    column = column_of(projection, view.measures, name)
    if column is None or (lines := lines_of(column)) is None:
        return None

    def having(_: Projection, item: int) -> Mask:
        return lines.having(item)

    of_edges = is_of_edges(name)
    return Facet(
        facet_title(column),
        lambda view: hidden_lines(view, name, lines),
        lambda view, items: hiding_lines(view, name, lines, items),
        frozenset({WITHOUT}),
        of_edges,
        nodes=None if of_edges else having,
        edges=having if of_edges else None,
    )
