"""Rows of tables: nodes and edges for formats without triples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A drawn node: its IRI, names, attributes by name, and position on the canvas."""

    id: str
    label: str
    classes: Sequence[str] = ()
    attributes: dict[str, list[Scalar]] = field(default_factory=dict)
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A drawn edge between the ids of two nodes; ``sources`` is the number of its passages."""

    source: str
    target: str
    predicate: str
    label: str
    sources: int
    id: str
