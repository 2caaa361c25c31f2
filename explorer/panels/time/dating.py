"""The dates of a resource in words, as they are written in the data."""

from __future__ import annotations

from explorer.panels.time.ticks import write_stretch
from graph.model.projection import Projection
from graph.model.said_dates import TOLD_WORDS, Told, saying
from graph.rdf.values import interval


def tell_dates(projection: Projection, node: int, clock: str) -> tuple[str, ...]:
    """Lines that say when something happened, each date as it is written and by what name, or when it was said."""
    if clock != "said":
        return tuple(
            f"{projection.predicates[attribute.predicate].label}: {attribute.value.value}"
            for attribute in projection.attributes(node)
            if interval(attribute.value) is not None
        )
    first, last = saying(projection).dates[node].tolist()
    told = Told(int(saying(projection).told[node]))
    if told == Told.UNKNOWN:
        return ()
    return (f"said: {write_stretch(first, last)}", f"by {TOLD_WORDS[told]}")
