"""Facets over columns: those that a view has, and those on offer."""

from __future__ import annotations

import numpy as np

from explorer.panels.facet_values import Choice, ColumnFacet, Span, span_of, span_of_dates
from explorer.views.hiding.value_facets import (
    WITHOUT,
    Lines,
    column_of,
    facet_title,
    hidden_lines,
    is_of_edges,
    lines_of,
)
from explorer.views.measures import Measured
from explorer.views.view import Range, View
from explorer.views.visible import Visible
from graph.model.column import DATE, TEXT, Column
from graph.model.columns import edge_columns, node_columns
from graph.model.linked_columns import PATH
from graph.model.periods import Periods
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.grade import is_graded_by
from graph.rdf.naming import label_rank
from graph.work.progress import Job, Progress

_ATTRIBUTE = "attribute "
_OWN = ("label", "iri", "class", "degree", "amount", "date")
"""Columns that name a resource, or that have a facet of their own."""


class FacetOffer(NamedTuple):
    """A column on offer as a facet; ``filled`` of all ``out_of`` resources, or relationships, have a value."""

    key: str
    title: str
    about: str
    filled: int
    out_of: int
    is_used: bool


def column_facet(projection: Projection, view: View, visible: Visible, key: str) -> ColumnFacet | None:
    """The facet of a view over a column, None if the data has no such column. O(n) in NumPy."""
    column = column_of(projection, view.measures, key)
    if column is None:
        return None
    title = facet_title(column)
    if has_span(column, view.measures):
        span = _span(column, dict(view.ranges).get(key))
        return ColumnFacet(key, title, span=span, is_date=column.kind == DATE)
    lines = lines_of(column)
    if lines is None:
        return None
    return ColumnFacet(key, title, _choices(lines, view, visible, key))


def _span(column: Column, kept: Range | None) -> Span | None:
    """The span of a column: of its numbers, or from the first to the last end of its dates."""
    values, first, _ = column.cells
    if values.periods is None:
        return span_of(column.numbers, kept)
    rows = np.flatnonzero(first >= 0)
    periods = Periods.none(len(first))
    periods.spans[rows], periods.forms[rows] = values.periods.of(first[rows])
    return span_of_dates(periods, kept)


def _choices(lines: Lines, view: View, visible: Visible, key: str) -> tuple[Choice, ...]:
    hides, what = (visible.edge_cause, "Relationships") if is_of_edges(key) else (visible.node_cause, "Resources")
    shown, total = lines.counts(hides == 0).tolist(), lines.counts(np.ones(len(hides), bool)).tolist()
    others, hidden = lines.counts(lines.several).tolist(), hidden_lines(view, key, lines)
    choices = [
        Choice(i, title, text, shown[i], total[i], i in hidden, others=others[i])
        for i, (title, text) in enumerate(zip(lines.titles, lines.texts))
    ]
    choices.sort(key=lambda choice: (-choice.total, choice.label.casefold()))
    if is_graded_by(key):
        from graph.model.grading.grades import in_words  # late: few views have such a facet

        choices = [choice._replace(label=in_words(choice.label)) for choice in sorted(choices, key=lambda c: c.label)]
    bare = Choice(WITHOUT, "No value", f"{what} without a value in the data", shown[-1], total[-1], WITHOUT in hidden)
    return (*choices, *([bare] if bare.total else []))


def has_span(column: Column, measures: tuple[Measured, ...]) -> bool:
    """True for a column of numbers or dates with an order, which is filtered by a range."""
    grouping = any(m.key == column.key and m.metric.kind == "group" for m in measures)
    return column.kind != TEXT and not grouping


def offering(projection: Projection, view: View) -> Job[tuple[FacetOffer, ...]]:
    """The columns that can be facets: of numbers or dates, or with values that resources share.

    Statements about statements offer theirs too. Names and identifiers, such as a SHA-256, are not on offer: hardly any
    two resources share one. The first time, the
    values of every column are read.
    """
    extra = tuple(measured.column(projection.node_count) for measured in view.measures)
    own = (column for column in edge_columns(projection) if is_of_edges(column.key))
    columns = {column.key: column for column in (*node_columns(projection, extra), *own)}
    for key in view.facets:
        column = column_of(projection, view.measures, key)
        if column is not None:
            columns.setdefault(key, column)
    found = []
    for done, (key, column) in enumerate(columns.items()):
        yield Progress("Reading columns", done, len(columns))
        if key in view.facets or is_offered(column, view.measures):
            about, used = column.key.partition(" ")[2], key in view.facets
            out_of = projection.edge_count if is_of_edges(key) else projection.node_count
            found.append(FacetOffer(key, facet_title(column), about, column.filled, out_of, used))
    return tuple(found)


def is_offered(column: Column, measures: tuple[Measured, ...]) -> bool:
    """True for a column that makes a facet."""
    if column.key in _OWN or (column.key.startswith(_ATTRIBUTE) and _is_name(column.key)):
        return False
    if has_span(column, measures):
        return column.value_count > 1 and _span(column, None) is not None
    if column.key.startswith(PATH) and column.filled < 2:
        return False
    lines = lines_of(column)
    return lines is not None and lines.is_grouping


def _is_name(key: str) -> bool:
    return label_rank(key.removeprefix(_ATTRIBUTE)) is not None
