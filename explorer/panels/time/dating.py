"""Dates of a resource in words, as written in the data."""

from __future__ import annotations

from explorer.panels.time.ticks import write_stretch
from explorer.views.view import Clock
from graph.model.projection import Projection
from graph.model.said_dates import ORIGIN_WORDS, DateOrigin, said_dates
from graph.rdf.values import interval


def date_lines(projection: Projection, node: int, clock: Clock) -> tuple[str, ...]:
    """Lines with the dates of a resource: each date as written, with the name of its predicate, or when it was said."""
    if clock != "said":
        return tuple(
            f"{projection.predicates[attribute.predicate].label}: {attribute.value.value}"
            for attribute in projection.attributes(node)
            if interval(attribute.value) is not None
        )
    first, last = said_dates(projection).dates[node].tolist()
    origin = DateOrigin(int(said_dates(projection).origin[node]))
    if origin == DateOrigin.UNKNOWN:
        return ()
    return (f"said: {write_stretch(first, last)}", f"by {ORIGIN_WORDS[origin]}")
