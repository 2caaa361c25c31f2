"""Disagreement: values that cannot both be, values that say the same less exactly, and claims that answer others."""

from __future__ import annotations

import numpy as np

from graph.analysis.disagreement_kinds import AS_LEARNT, MARKED, Chosen, Disagreement, Disagreements, collect
from graph.analysis.said_links import beside, of_links
from graph.analysis.single_values import of_values
from graph.arrays.types import Mask
from graph.model.projection import Owner, Projection
from graph.model.unasserted import claims
from graph.work.memo import memoized


def disagreements(projection: Projection, chosen: Chosen = AS_LEARNT) -> Disagreements:
    """All disagreements of a projection. O(q log q) in NumPy, and in Python over what may disagree."""
    known = _known(projection)
    if chosen not in known:
        known.clear()
        known[chosen] = _found(projection, chosen)
    return known[chosen]


@memoized
def _known(_: Projection) -> dict[Chosen, Disagreements]:
    return {}


def _found(projection: Projection, chosen: Chosen) -> Disagreements:
    found = [*of_values(projection, chosen), *of_links(projection)]
    return collect(found, projection.node_count)


def at_node(projection: Projection, chosen: Chosen, node: int) -> tuple[Disagreement, ...]:
    """The disagreements in which a node takes part: as subject, as value, as an end, or beside them."""
    index = _index(projection)
    if chosen not in index:
        index.clear()
        places: dict[int, list[Disagreement]] = {}
        for each in disagreements(projection, chosen).found:
            for place in dict.fromkeys((*_ends(projection, each), *beside(projection, each))):
                places.setdefault(place, []).append(each)
        index[chosen] = places
    return tuple(index[chosen].get(node, ()))


@memoized
def _index(_: Projection) -> dict[Chosen, dict[int, list[Disagreement]]]:
    return {}


def _ends(projection: Projection, each: Disagreement) -> list[int]:
    """The subject of a disagreement, with its other end or the values that are nodes."""
    if each.other >= 0:
        return [each.node, each.other]
    p = projection
    spoken = [claims(p)[row].statement for row in each.rows if row in claims(p)]
    return [each.node, *spoken, *(int(p.object[p.owner[r]]) for r in each.rows if p.owner_kind[r] == Owner.EDGE)]


def involved(projection: Projection, found: Disagreements) -> Mask:
    """True for nodes (n,) that are disputed or updated, or dispute or update, with all that stands beside them."""
    out = np.asarray(found.marks > 0)
    for each in found.of(*MARKED):
        out[[*_ends(projection, each), *beside(projection, each)]] = True
    return out
