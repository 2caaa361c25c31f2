"""Table rows of drawn nodes and edges, for other programs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.formats.rows import EdgeRow, NodeRow, Scalar
from graph.model.projection import Projection
from graph.rdf.terms import XSD, Literal
from graph.rdf.values import number


def node_rows(projection: Projection, nodes: NDArray[np.integer], xy: NDArray[np.floating]) -> list[NodeRow]:
    """Rows for the given node ids; ``xy`` (n, 2) holds the positions of all nodes; NaN becomes 0.

    Attributes are named by CURIE, so that two predicates with the same label stay apart.
    """
    known = np.nan_to_num(xy)
    out: list[NodeRow] = []
    for node in nodes.tolist():
        attributes: dict[str, list[Scalar]] = {}
        for attribute in projection.attributes(node):
            name = projection.prefixes.shorten(projection.predicates[attribute.predicate].iri)
            attributes.setdefault(name, []).append(_scalar(attribute.value))
        if not np.isnan(projection.amounts[node]):
            attributes["amount"] = [float(projection.amounts[node])]
        classes = [projection.classes[c].label for c in projection.node_classes[node].tolist()]
        x, y = known[node].tolist()
        out.append(
            NodeRow(projection.iris[node], projection.labels[node], classes, attributes, round(x, 2), round(y, 2))
        )
    return out


def edge_rows(projection: Projection, edges: NDArray[np.integer]) -> list[EdgeRow]:
    """Rows for the given edge ids."""
    out: list[EdgeRow] = []
    for edge in edges.tolist():
        info = projection.predicates[projection.predicate[edge]]
        out.append(
            EdgeRow(
                source=projection.iris[projection.subject[edge]],
                target=projection.iris[projection.object[edge]],
                predicate=info.iri,
                label=info.label,
                sources=int(projection.edge_support[edge]),
                id=f"e{edge}",
            )
        )
    return out


def _scalar(literal: Literal) -> Scalar:
    """A literal as the closest plain value; values that are no numbers or truth values stay text."""
    if literal.datatype == XSD + "boolean" and literal.value in ("true", "false", "1", "0"):
        return literal.value in ("true", "1")
    value = number(literal)
    if value is None:
        return literal.value
    plain = literal.value.strip().lstrip("+-").isdigit()
    return int(literal.value) if plain and abs(value) < 2**53 else value if not plain else literal.value
