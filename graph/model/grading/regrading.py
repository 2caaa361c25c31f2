"""The same projection with other grades of the user."""

from __future__ import annotations

from dataclasses import replace

from graph.model.projection import Projection
from graph.rdf.grade import Grade
from graph.work.memo import carry_over


def regraded(projection: Projection, graded: tuple[Grade, ...]) -> Projection:
    """``projection`` with other grades by the user; all that is known of it stays known. O(1)."""
    if graded == projection.graded:
        return projection
    made = replace(projection, graded=graded)
    fields = set(made.__dataclass_fields__)
    made.__dict__.update((key, value) for key, value in projection.__dict__.items() if key not in fields)
    carry_over(projection, made)
    return made
