"""Properties that a view takes to have one value, or several."""

from __future__ import annotations

import numpy as np

from explorer.views.view import View
from graph.analysis.disagreement import disagreements
from graph.analysis.disagreement_kinds import Chosen, Disagreement, Disagreements, collect
from graph.arrays.types import Ids
from graph.model.projection import Owner, Projection


def chosen_of(view: View) -> Chosen:
    """The user's word on properties."""
    return Chosen(view.single_valued, view.several_valued)


def with_values(view: View, predicate: int, is_single: bool) -> View:
    """``view`` that takes a predicate to have one value, or several."""
    single, several = (ids - {predicate} for ids in (view.single_valued, view.several_valued))
    return view._replace(
        single_valued=single | ({predicate} if is_single else set()),
        several_valued=several | (set() if is_single else {predicate}),
    )


def disputes_in(projection: Projection, view: View) -> Disagreements:
    """The disagreements by the user's word on properties; in a view of a day, those of which no side came later."""
    found = disagreements(projection, chosen_of(view))
    if view.known is None or not found.found:
        return found
    from graph.analysis.known import later_than  # late: few views are of a day

    later = later_than(projection, view.known, view.known_from_start)

    def is_known(each: Disagreement) -> bool:
        nodes = [each.node, *([each.other] if each.other >= 0 else [])]
        edges = [projection.owner[row] for row in each.rows if projection.owner_kind[row] == Owner.EDGE]
        return not (later.nodes[nodes].any() or later.edges[edges].any())

    return collect([each for each in found.found if is_known(each)], projection.node_count)


def marks_of(projection: Projection, view: View) -> Ids:
    """The number of contradictions, disputes, updates and sources without a passage at each node, shape (n,).

    In a part of a source they are those of the whole.
    """
    if view.whole is None:
        return disputes_in(projection, view).marks
    if view.whole.disputes is None:
        return np.zeros(projection.node_count, np.int32)
    return np.nan_to_num(view.whole.disputes.of(projection.node_count)).astype(np.int32)


def is_any_disputed(projection: Projection, view: View) -> bool:
    """True if anything is disputed or updated."""
    return bool(marks_of(projection, view).any())
