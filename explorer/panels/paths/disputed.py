"""Disputed steps: statements that others contradict or dispute."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.analysis.disagreement import disagreements
from graph.analysis.disagreement_kinds import Disagreement, Kind
from graph.arrays.types import Mask
from graph.model.projection import Owner, Projection
from graph.rdf.terms import local_name
from graph.work.memo import memoized


def is_disputed(projection: Projection, statements: Sequence[int]) -> bool:
    """True if any of some statements is disputed."""
    return bool(_disputed_edges(projection)[list(statements)].any())


@memoized
def _disputed_edges(projection: Projection) -> Mask:
    """True for edges (m,) that are one of several values that cannot all be, a dispute, or said by a disputed claim."""
    p, out = projection, np.zeros(projection.edge_count, bool)
    found = disagreements(projection)
    for each in found.of(Kind.CONTRADICTION):
        out[[p.owner[row] for row in each.rows if p.owner_kind[row] == Owner.EDGE]] = True
    disputes = found.of(Kind.DISPUTE)
    out[[each.edge for each in disputes]] = True
    return np.asarray(out | np.isin(p.subject, [_claim(p, each) for each in disputes]))


def _claim(projection: Projection, each: Disagreement) -> int:
    """The end of a dispute that is disputed: the object, or the subject of “is disputed by”."""
    return each.node if local_name(projection.predicates[each.predicate].iri).endswith("By") else each.other
