"""Summary of several selected resources: the value behind the details panel for a larger selection."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.style import Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.pictures.scene.equal_names import equal_names
from explorer.views.rules import Rules
from explorer.views.visible import Visible
from graph.model.projection import Projection
from graph.named import NamedTuple

MOST = 500
"""Number of members and relationships that a summary lists; it counts all of them."""


class ClassCount(NamedTuple):
    """The number of selected resources with this class; a resource counts under each of its classes."""

    label: str
    resources: int
    swatch: Swatch


class Member(NamedTuple):
    """One of the selected resources, with the labels of all its classes."""

    node: int
    label: str
    class_label: str
    shown: bool


class InnerRelationship(NamedTuple):
    """A statement between two selected resources."""

    edge: int
    subject: str
    label: str
    object: str
    shown: bool
    passages: int


class SelectionSummary(NamedTuple):
    """``total`` resources and the ``relationship_total`` relationships between them; the first :data:`MOST` are listed.

    ``relationships_shown`` of these relationships are shown.
    ``title`` names a selected group or bundle, "" for resources selected one by one.
    """

    title: str
    total: int
    classes: tuple[ClassCount, ...]
    members: tuple[Member, ...]
    relationships: tuple[InnerRelationship, ...]
    relationship_total: int
    relationships_shown: int


def summarise(
    projection: Projection,
    visible: Visible,
    nodes: Sequence[int] | NDArray[np.integer],
    edges: NDArray[np.integer] | None = None,
    title: str = "",
    rules: Rules = (),
) -> SelectionSummary:
    """Count and list the selection, in the order of selection. O(n + m) in NumPy.

    ``edges`` are the edges to list; None lists all between ``nodes``. Classes look as under the style ``rules``.
    """
    selected = np.asarray(nodes, np.int64)
    if edges is None:
        inside = np.zeros(projection.node_count, bool)
        inside[selected] = True
        edges = np.flatnonzero(inside[projection.subject] & inside[projection.object])
    swatches = class_swatches(projection, rules)
    names = ("No class", *(info.label for info in projection.classes))
    counts = projection.class_counts(selected.astype(np.int32)).tolist()
    classes = [ClassCount(names[c], counts[c], swatches[c - 1]) for c in range(len(names)) if counts[c]]
    return SelectionSummary(
        title=title,
        total=len(selected),
        classes=tuple(sorted(classes, key=lambda c: (-c.resources, c.label.casefold()))),
        members=tuple(
            Member(
                node,
                equal_names(projection).name(node),
                projection.class_words(node) or "No class",
                bool(visible.node_cause[node] == 0),
            )
            for node in selected[:MOST].tolist()
        ),
        relationships=tuple(_relationship(projection, visible, edge) for edge in edges[:MOST].tolist()),
        relationship_total=len(edges),
        relationships_shown=int(np.count_nonzero(visible.edge_cause[edges] == 0)),
    )


def _relationship(projection: Projection, visible: Visible, edge: int) -> InnerRelationship:
    return InnerRelationship(
        edge,
        projection.labels[projection.subject[edge]],
        projection.edge_words(edge),
        projection.labels[projection.object[edge]],
        bool(visible.edge_cause[edge] == 0),
        int(projection.edge_support[edge]),
    )
