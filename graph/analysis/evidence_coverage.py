"""Evidence coverage: the share of a graph that has evidence, and its violations of shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.analysis.shapes import check_passages, validate
from graph.analysis.texts import TextLibrary
from graph.model.projection import Projection
from graph.rdf.terms import XSD, to_literal
from graph.rdf.values import is_ill_typed
from graph.work.progress import Job, Progress

_LONG = 60


@dataclass(frozen=True)
class Coverage:
    """Counts of statements that need evidence and have it, names of those that lack it, and violations of shapes.

    Counted are all drawn resources except concepts and texts, and all statements between two counted resources.
    """

    resources: int
    with_evidence: int
    statements: int
    statements_with_evidence: int
    without: tuple[str, ...]
    statements_without: tuple[str, ...]
    violations: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """True if no evidence is missing and no shape is violated."""
        return not (self.without or self.statements_without or self.violations)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "resources": self.resources,
            "with_evidence": self.with_evidence,
            "statements": self.statements,
            "statements_with_evidence": self.statements_with_evidence,
            "without_evidence": [*self.without, *self.statements_without],
            "violations": list(self.violations),
        }


def cover(projection: Projection, shapes: bytes, library: TextLibrary | None = None) -> Job[Coverage]:
    """Count evidence, validate the graph against ``shapes`` (Turtle), and look up passages in the texts at hand."""
    yield Progress("Counting evidence")
    nodes, edges = projection.node_coverable, projection.edge_coverable
    bare = np.flatnonzero(nodes & (projection.node_evidence.lengths == 0)).tolist()
    bare_edges = np.flatnonzero(edges & (projection.edge_support == 0)).tolist()
    found = yield from validate(projection.quads, shapes)
    violations = [f"{projection.prefixes.shorten(v.focus)}: {v.message}" for v in found]
    violations += _ill_typed(projection)
    if library is not None:
        wrong = yield from check_passages([p for p in projection.passages if p.start >= 0], library)
        violations += [f"{v.focus}: {v.message}" for v in wrong]
    return Coverage(
        resources=int(nodes.sum()),
        with_evidence=int(nodes.sum()) - len(bare),
        statements=int(edges.sum()),
        statements_with_evidence=int(edges.sum()) - len(bare_edges),
        without=tuple(projection.labels[node] for node in bare),
        statements_without=tuple(_edge_name(projection, edge) for edge in bare_edges),
        violations=tuple(violations),
    )


def _ill_typed(projection: Projection) -> list[str]:
    """A line for each date or number of a drawn resource that is invalid for its datatype."""
    lines = []
    for row in projection.node_attributes.values.tolist():
        literal = to_literal(projection.quads.terms[projection.quads.object[row]])
        if is_ill_typed(literal):
            value = literal.value if len(literal.value) <= _LONG else literal.value[:_LONG] + "…"
            place = projection.prefixes.shorten(projection.iris[projection.owner[row]])
            lines.append(f"“{value}” is not a valid xsd:{literal.datatype.removeprefix(XSD)} (at {place})")
    return list(dict.fromkeys(lines))


def _edge_name(projection: Projection, edge: int) -> str:
    words = projection.predicates[projection.predicate[edge]].label
    return f"{projection.labels[projection.subject[edge]]} — {words} → {projection.labels[projection.object[edge]]}"
