"""Periods of relationships, by the dates among the statements about them."""

from __future__ import annotations

import numpy as np

from graph.model.periods import Periods, bounds_of, of_resources
from graph.model.projection import Projection
from graph.work.memo import memoized


@memoized
def edge_periods(projection: Projection) -> Periods:
    """The period of each edge (m,), by the rules for resources; none where nothing dates it."""
    p, rows = projection, projection.edge_remarks
    bounds = bounds_of(info.iri for info in p.predicates)[p.predicate_of_quad[rows.values]]
    return of_resources(rows.owners, bounds, p.spans_of(p.quads.object[rows.values]), np.zeros(p.edge_count, bool))
