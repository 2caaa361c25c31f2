"""Filters: one row for each cause of hiding, with its words, what it hides, and how a view drops it.

One more filter is one more row here, beside the field of :class:`~explorer.views.view.View` that it goes by and the
line of :data:`explorer.files.view_fields.FIELDS` that saves that field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.views.collapsing import unfocused
from explorer.views.hiding.dates import edges_by_date, nodes_by_date, outside_dates
from explorer.views.hiding.disputes import disputes_in
from explorer.views.hiding.support import SUPPORT, without_support_filters
from explorer.views.nodes import Nodes
from explorer.views.view import Range, View
from graph.analysis.disagreement import involved
from graph.arrays.types import Ids, Mask
from graph.model.projection import Projection
from graph.named import NamedTuple

if TYPE_CHECKING:
    from graph.model.column import Column

Masks = Iterator[Mask]


class Cause(IntEnum):
    """Why a node or an edge is hidden; the first cause that applies counts.

    Causes that name single resources come first: filters then count what they hide of the rest.
    """

    SHOWN = 0
    LEFT_OUT = 1
    ALONE = 2
    HAND = 3
    CLASS = 4
    PREDICATE = 5
    SOURCE = 6
    KNOWN = 7
    SUPPORT = 8
    GRADE = 9
    DATE = 10
    AMOUNT = 11
    DEGREE = 12
    VALUE = 13
    DISAGREEMENT = 14
    FOCUS = 15
    UNCONNECTED = 16
    END = 17
    FOLDED = 18
    INFERRED = 19


class Filter(NamedTuple):
    """One cause of hiding.

    ``words`` follow the word “hidden”: “3 hidden by class”. ``nodes`` and ``edges`` yield masks of the resources (n,)
    and statements (m,) that a view hides; a view without this filter yields nothing. ``dropped`` is the view without
    the filter, None where no filter of its own is behind the cause. ``showing`` is the view that no longer hides some
    resources for this cause; where it is None, the view shows them although the filter hides them.
    """

    cause: Cause
    words: str
    nodes: Callable[[Projection, View], Masks] | None = None
    edges: Callable[[Projection, View], Masks] | None = None
    dropped: Callable[[View], View] | None = None
    showing: Callable[[Projection, View, Ids], View] | None = None


def _by_class(projection: Projection, view: View) -> Masks:
    if view.hidden_classes:
        yield _without_shown_class(projection, view.hidden_classes)


def _without_shown_class(projection: Projection, hidden: frozenset[int]) -> Mask:
    """True for resources all of whose classes are hidden: one shown class keeps a resource."""
    return ~projection.in_any_class(c for c in range(-1, len(projection.classes)) if c not in hidden)


def _by_predicate(projection: Projection, view: View) -> Masks:
    if view.hidden_predicates:
        yield np.isin(projection.predicate, sorted(view.hidden_predicates))


def _by_inference(projection: Projection, view: View) -> Masks:
    if view.hidden_inference and projection.inferred is not None:
        yield np.isin(projection.edge_inferred, sorted(view.hidden_inference))


def _nodes_by_source(projection: Projection, view: View) -> Masks:
    if view.hidden_documents:
        rows = projection.node_evidence
        yield _all_hidden(rows.owners, rows.values, projection, view.hidden_documents, projection.node_count)


def _edges_by_source(projection: Projection, view: View) -> Masks:
    if view.hidden_graphs:
        rows = projection.edge_graphs
        shown = rows.owners[~np.isin(rows.values, sorted(view.hidden_graphs))]
        yield np.bincount(shown, minlength=projection.edge_count) == 0
    if view.hidden_documents:
        rows = projection.edge_evidence
        yield _all_hidden(rows.owners, rows.values, projection, view.hidden_documents, projection.edge_count)


def _all_hidden(owners: Ids, passages: Ids, projection: Projection, documents: frozenset[int], count: int) -> Mask:
    """True for owners whose evidence lies entirely in the given documents (False without evidence)."""
    hidden = np.isin(projection.passage_document[passages], sorted(documents))
    total = np.bincount(owners, minlength=count)
    return np.asarray((total > 0) & (np.bincount(owners[hidden], minlength=count) == total))


def _nodes_by_known(projection: Projection, view: View) -> Masks:
    if view.known is not None:
        from explorer.views.hiding.known import nodes_later  # late: few views are of a day

        yield from nodes_later(projection, view)


def _edges_by_known(projection: Projection, view: View) -> Masks:
    if view.known is not None:
        from explorer.views.hiding.known import edges_later  # late: few views are of a day

        yield from edges_later(projection, view)


def _nodes_by_support(projection: Projection, view: View) -> Masks:
    return _by_support(projection, view, of_edges=False)


def _edges_by_support(projection: Projection, view: View) -> Masks:
    return _by_support(projection, view, of_edges=True)


def _by_support(projection: Projection, view: View, *, of_edges: bool) -> Masks:
    for row in SUPPORT.values():
        if row.of_edges == of_edges and (hidden := row.hidden(view)):
            yield np.isin(row.levels(projection), sorted(hidden))


def _edges_by_grade(projection: Projection, view: View) -> Masks:
    if view.least_grade:
        from graph.model.grading.grades import at_least  # late: few views filter by grade

        yield ~at_least(projection, view.least_grade)


def _by_amount(projection: Projection, view: View) -> Masks:
    if view.amounts is not None:
        from graph.model.money import compared  # late: amounts in words are not in the first picture

        yield _outside(compared(projection).nodes, view.amounts)


def _edges_by_amount(projection: Projection, view: View) -> Masks:
    if view.amounts is not None and len(projection.edge_remarks.values):
        from graph.model.money import compared  # late: few relationships have amounts

        yield _outside(compared(projection).edges, view.amounts)


def _by_degree(projection: Projection, view: View) -> Masks:
    if view.degrees is not None:
        yield _outside(projection.degree, view.degrees)


def _by_value(projection: Projection, view: View, of_edges: bool = False) -> Masks:
    if not view.ranges and not view.hidden_values:
        return
    from explorer.views.hiding.value_facets import (  # late: the first picture needs no columns
        column_of,
        hidden_by_values,
        is_of_edges,
    )

    for key, kept in view.ranges:
        column = column_of(projection, view.measures, key) if is_of_edges(key) == of_edges else None
        if column is not None:
            yield outside_range(column, kept, bare=True)
    for key, texts in view.hidden_values:
        if is_of_edges(key) == of_edges:
            yield hidden_by_values(projection, view, key, texts)


def _edges_by_value(projection: Projection, view: View) -> Masks:
    return _by_value(projection, view, of_edges=True)


def _by_disagreement(projection: Projection, view: View) -> Masks:
    if view.only_disputed:
        yield ~involved(projection, disputes_in(projection, view))


def _outside(numbers: NDArray[np.floating] | NDArray[np.integer], kept: Range) -> Mask:
    """True for numbers outside a range; False for NaN."""
    low, high = kept
    return np.asarray((numbers < low) | (numbers > high))


def _left_out(projection: Projection, view: View) -> Masks:
    if view.left_out:
        yield view.left_out.mask(projection.node_count)


def _set_aside(projection: Projection, view: View) -> Masks:
    if hidden := view.hidden_nodes & view.set_aside:
        yield hidden.mask(projection.node_count)


def _by_hand(projection: Projection, view: View) -> Masks:
    if hidden := view.hidden_nodes - view.set_aside:
        yield hidden.mask(projection.node_count)


def _unhidden(_: Projection, view: View, nodes: Ids) -> View:
    asked = Nodes(nodes)
    return view._replace(hidden_nodes=view.hidden_nodes - asked, set_aside=view.set_aside - asked)


FILTERS = (
    Filter(
        Cause.LEFT_OUT,
        "by the named view",
        nodes=_left_out,
        dropped=lambda view: view._replace(left_out=Nodes()),
    ),
    Filter(
        Cause.ALONE,
        "outside what is shown alone",
        nodes=_set_aside,
        dropped=lambda view: view._replace(hidden_nodes=view.hidden_nodes - view.set_aside, set_aside=Nodes()),
        showing=_unhidden,
    ),
    Filter(
        Cause.HAND,
        "by hand",
        nodes=_by_hand,
        dropped=lambda view: view._replace(hidden_nodes=view.hidden_nodes & view.set_aside),
        showing=_unhidden,
    ),
    Filter(
        Cause.CLASS,
        "by class",
        nodes=_by_class,
        dropped=lambda view: view._replace(hidden_classes=frozenset()),
    ),
    Filter(
        Cause.PREDICATE,
        "by kind",
        edges=_by_predicate,
        dropped=lambda view: view._replace(hidden_predicates=frozenset()),
    ),
    Filter(
        Cause.INFERRED,
        "by inference",
        edges=_by_inference,
        dropped=lambda view: view._replace(hidden_inference=frozenset()),
    ),
    Filter(
        Cause.SOURCE,
        "by text or graph",
        nodes=_nodes_by_source,
        edges=_edges_by_source,
        dropped=lambda view: view._replace(hidden_documents=frozenset(), hidden_graphs=frozenset()),
    ),
    Filter(
        Cause.KNOWN,
        "by what was known",
        nodes=_nodes_by_known,
        edges=_edges_by_known,
        dropped=lambda view: view._replace(known=None, known_from_start=False),
    ),
    Filter(
        Cause.SUPPORT,
        "by passages, texts or origins",
        nodes=_nodes_by_support,
        edges=_edges_by_support,
        dropped=without_support_filters,
    ),
    Filter(
        Cause.GRADE,
        "by grade",
        edges=_edges_by_grade,
        dropped=lambda view: view._replace(least_grade=""),
    ),
    Filter(
        Cause.DATE,
        "by date",
        nodes=nodes_by_date,
        edges=edges_by_date,
        dropped=lambda view: view._replace(dates=None, undated=True),
    ),
    Filter(
        Cause.AMOUNT,
        "by amount",
        nodes=_by_amount,
        edges=_edges_by_amount,
        dropped=lambda view: view._replace(amounts=None),
    ),
    Filter(
        Cause.DEGREE,
        "by number of relationships",
        nodes=_by_degree,
        dropped=lambda view: view._replace(degrees=None),
    ),
    Filter(
        Cause.VALUE,
        "by value",
        nodes=_by_value,
        edges=_edges_by_value,
        dropped=lambda view: view._replace(ranges=(), hidden_values=()),
    ),
    Filter(
        Cause.DISAGREEMENT,
        "as neither disputed nor updated",
        nodes=_by_disagreement,
        dropped=lambda view: view._replace(only_disputed=False),
    ),
    # explorer.views.visible works these out from what the others leave.
    Filter(
        Cause.FOCUS,
        "outside the focus",
        dropped=unfocused,
        showing=lambda _, view, nodes: view._replace(focus=view.focus | Nodes(nodes)),
    ),
    Filter(
        Cause.UNCONNECTED,
        "as unconnected",
        dropped=lambda view: view._replace(hides_unconnected=False),
    ),
    Filter(Cause.END, "because an end is hidden"),
    Filter(
        Cause.FOLDED,
        "of folded resources",
        dropped=lambda view: view._replace(folded_classes=frozenset()),
    ),
)
"""Every cause of hiding, the first that applies first."""
FILTER_OF: dict[Cause, Filter] = {row.cause: row for row in FILTERS}
"""The row of each cause but :attr:`Cause.SHOWN`."""


def hidden_by_hand(view: View, nodes: Nodes) -> View:
    """``view`` that hides some resources by hand."""
    return view._replace(hidden_nodes=view.hidden_nodes | nodes, set_aside=view.set_aside - nodes)


def alone_but_for(view: View, others: Nodes) -> View:
    """``view`` that hides the ``others`` of resources shown alone."""
    return view._replace(hidden_nodes=view.hidden_nodes | others, set_aside=view.set_aside | others)


def without_filters(view: View) -> View:
    """``view`` with every filter reset; groups, folding, places and style stay. The clock alone hides nothing."""
    for row in reversed(FILTERS):  # leaving a focus may hide by hand again
        if row.dropped is not None and row.cause != Cause.FOLDED:
            view = row.dropped(view)
    fresh = View()
    return view._replace(hops=fresh.hops, direction=fresh.direction, shown_nodes=Nodes(), shown_edges=Nodes())


def is_filtered(view: View) -> bool:
    """True if any filter or the focus is set."""
    return without_filters(view) != view


def known_in(projection: Projection, view: View) -> tuple[str, ...]:
    """The way in which a view as of a day counts its texts, in words; nothing for any other view."""
    if view.known is None:
        return ()
    from explorer.views.hiding.known import known_words  # late: few views are of a day

    return known_words(projection, view)


def outside_range(column: Column, kept: Range, bare: bool) -> Mask:
    """True for rows (n,) with a number outside a range, or with a date that cannot be in it; both ends are in it.

    Rows without a number or date are outside unless ``bare``.
    """
    values, first, _ = column.cells
    low, high = kept
    if values.periods is None:
        outside = _outside(values.numbers, kept) | (np.isnan(values.numbers) & (not bare))
    else:
        outside = outside_dates(values.periods.spans, (low, float(np.nextafter(high, np.inf))), bare)
    return np.asarray(np.append(outside, not bare)[first])
