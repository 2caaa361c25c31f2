"""Properties that a view takes to have one value, or several."""

from __future__ import annotations

from explorer.views.view import View
from graph.analysis.disagreement_kinds import Chosen
from graph.model.projection import Projection


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


def is_any_disputed(projection: Projection, view: View) -> bool:
    """True if anything is disputed or updated."""
    from graph.analysis.disagreement import disagreements  # late: the first picture needs it for its marks alone

    return bool(disagreements(projection, chosen_of(view)).marks.any())
