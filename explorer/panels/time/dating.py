"""Dates of a resource in words: its period, and the dates as written in the data."""

from __future__ import annotations

import numpy as np

from explorer.views.hiding.dates import periods_by
from explorer.views.view import Clock
from graph.model.period_words import write_periods
from graph.model.projection import Projection
from graph.model.said_dates import ORIGIN_WORDS, DateOrigin, said_dates
from graph.rdf.terms import to_literal


def date_lines(projection: Projection, node: int, clock: Clock) -> tuple[str, ...]:
    """Lines with the dates of a resource: its period, then each date as written, or when it was said.

    A date as written has the name of its predicate.
    """
    p = projection
    words = write_periods(periods_by(p, clock).of(np.array([node])))[0]
    if not words:
        return ()
    if clock == "said":
        return f"said: {words}", f"by {ORIGIN_WORDS[DateOrigin(int(said_dates(p).origin[node]))]}"
    rows = p.node_attributes[node]
    rows = rows[~np.isnan(p.spans_of(p.quads.object[rows])[:, 0])]
    predicates = p.predicate_of_quad[rows].tolist()
    values = [to_literal(p.quads.terms[term]).value for term in p.quads.object[rows].tolist()]
    return words, *(f"{p.predicates[predicate].label}: {value}" for predicate, value in zip(predicates, values))
