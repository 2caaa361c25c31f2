"""Facet values: everything a filter can use, with the shown and total numbers of each."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from explorer.panels.column_facets import column_facet
from explorer.panels.facet_values import Choice, ColumnFacet, Span, span_of, span_of_dates
from explorer.pictures.look.swatches import class_swatches
from explorer.views.hiding.dates import every_period, periods_by
from explorer.views.hiding.facets import FacetName
from explorer.views.hiding.support import SEVERAL, SUPPORT, SupportName
from explorer.views.view import Clock, View
from explorer.views.visible import Visible
from graph.arrays.csr import Rows
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.names import tell_apart, words_of
from graph.work.memo import memoized, memoized_alone

Counts = list[int]


class Facets(NamedTuple):
    """All facets of a view; a span is None if the data has no two values for it. ``dates`` follow ``clock``."""

    classes: tuple[Choice, ...]
    predicates: tuple[Choice, ...]
    documents: tuple[Choice, ...]
    graphs: tuple[Choice, ...]
    support: Mapping[SupportName, tuple[Choice, ...]]
    dates: Span | None
    amounts: Span | None
    degrees: Span | None
    clock: Clock = "happened"
    amounts_title: str = "Amounts"
    columns: tuple[ColumnFacet, ...] = ()
    inference: tuple[Choice, ...] = ()

    @property
    def choices(self) -> dict[FacetName, tuple[Choice, ...]]:
        """The facets with tick boxes, by name."""
        found: dict[FacetName, tuple[Choice, ...]] = {
            "classes": self.classes,
            "predicates": self.predicates,
            "inference": self.inference,
            "documents": self.documents,
            "graphs": self.graphs,
        }
        found.update(self.support.items())
        return found


class _Whole(NamedTuple):
    """Facets of all data, whatever is shown: totals by item, and spans without a filter.

    ``further`` counts the resources of each class that have another class too.
    ``said`` (k, 2) pairs the resources with the documents of their passages, each pair once; ``said_of_edges`` likewise
    the relationships.
    """

    classes: Counts
    further: Counts
    predicates: Counts
    graphs: Counts
    support: dict[SupportName, Counts]
    documents: Counts
    said: NDArray[np.int64]
    said_of_edges: NDArray[np.int64]
    dates: dict[Clock, Span | None]
    amounts: Span | None
    amounts_title: str
    degrees: Span | None


@memoized
def _whole(projection: Projection) -> _Whole:
    size = len(projection.documents)
    said, (amounts, title) = _said(projection, projection.node_evidence), _amounts(projection)
    return _Whole(
        classes=projection.class_counts(np.arange(projection.node_count)).tolist(),
        further=projection.class_counts(np.flatnonzero(projection.node_classes.lengths > 1)).tolist(),
        predicates=_tally(projection.predicate, len(projection.predicates)),
        graphs=_tally(projection.edge_graphs.values + 1, len(projection.graphs) + 1),
        support={name: _levels(row.levels(projection)) for name, row in SUPPORT.items()},
        documents=_tally(said[:, 1], size),
        said=said,
        said_of_edges=_said(projection, projection.edge_evidence),
        dates={clock: _dates(projection, clock) for clock in get_args(Clock)},
        amounts=amounts,
        amounts_title=title,
        degrees=span_of(projection.degree.astype(np.float64), None),
    )


def _dates(projection: Projection, clock: Clock) -> Span | None:
    """The span of the dates of resources and relationships; a relationship without dates is nothing undated."""
    span = span_of_dates(every_period(projection, clock))
    undated = int(np.count_nonzero(~periods_by(projection, clock).dated))
    return None if span is None else span._replace(without=undated)


def _amounts(projection: Projection) -> tuple[Span | None, str]:
    """The range of amounts that can be compared, and its title."""
    if np.isnan(projection.amounts).all() and not len(projection.edge_remarks.values):
        return None, "Amounts"
    from graph.model.money import amounts_title, compared  # late: amounts in words are not in the first picture

    _, nodes, edges, _ = compared(projection)
    return span_of(np.concatenate((nodes, edges[~np.isnan(edges)])), None), amounts_title(projection)


def _said(projection: Projection, evidence: Rows) -> NDArray[np.int64]:
    """Pairs (k, 2) of a resource or relationship and a document of its evidence, each once."""
    size = max(len(projection.documents), 1)
    said = np.stack((evidence.owners, projection.passage_document[evidence.values]), axis=1).astype(np.int64)
    return said[np.unique(said[:, 0] * size + said[:, 1], return_index=True)[1]]


def count_facets(projection: Projection, view: View, visible: Visible) -> Facets:
    """Count every facet of the shown data. O(n + m) in NumPy."""
    whole = _whole(projection)
    dates = whole.dates[view.clock]
    return Facets(
        classes=_classes(projection, view, visible, whole),
        predicates=_predicates(projection, view, visible, whole),
        inference=_inference(projection, view, visible),
        documents=_documents(projection, view, visible, whole),
        graphs=_graphs(projection, view, visible, whole),
        support={name: _support(projection, view, visible, whole.support[name], name) for name in SUPPORT},
        dates=dates and dates._replace(kept=view.dates, keep_without=view.undated),
        amounts=whole.amounts and whole.amounts._replace(kept=view.amounts),
        degrees=whole.degrees and whole.degrees._replace(kept=view.degrees),
        clock=view.clock,
        amounts_title=whole.amounts_title,
        columns=tuple(filter(None, (column_facet(projection, view, visible, key) for key in view.facets))),
    )


def _tally(values: NDArray[np.integer], size: int) -> Counts:
    counts: list[int] = np.bincount(values, minlength=size).tolist()
    return counts


def _by_total(choices: list[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted((c for c in choices if c.total), key=lambda c: (-c.total, c.label.casefold())))


def _classes(projection: Projection, view: View, visible: Visible, whole: _Whole) -> tuple[Choice, ...]:
    shown = projection.class_counts(visible.nodes).tolist()
    swatches = class_swatches(projection, view.rules)

    def line(i: int, label: str, tip: str) -> Choice:
        hidden = i - 1 in view.hidden_classes
        return Choice(i - 1, label, tip, shown[i], whole.classes[i], hidden, swatches[i - 1], whole.further[i])

    without = line(0, "No class", "Resources to which the data give no class")
    return _by_total([without, *(line(i, info.label, info.iri) for i, info in enumerate(projection.classes, 1))])


def _predicates(projection: Projection, view: View, visible: Visible, whole: _Whole) -> tuple[Choice, ...]:
    total = whole.predicates
    shown = _tally(projection.predicate[visible.edges], len(projection.predicates))
    return _by_total(
        [
            Choice(
                i,
                info.label,
                info.iri,
                shown[i],
                total[i],
                i in view.hidden_predicates,
            )
            for i, info in enumerate(projection.predicates)
        ]
    )


class _Texts(NamedTuple):
    """The lines of texts without what a view shows of them, in their order: the most spoken of first.

    ``order`` has the document of each line; the other columns are by line. ``by_edges`` is True where the texts speak
    of relationships alone, which ``totals`` then count instead of resources.
    """

    order: NDArray[np.int64]
    titles: list[str]
    tips: list[str]
    totals: Counts
    by_edges: bool


@memoized_alone
def _texts(projection: Projection) -> _Texts:
    whole, iris = _whole(projection), projection.documents
    of_nodes, of_edges = whole.documents, _tally(whole.said_of_edges[:, 1], len(iris))
    by_edges = not any(of_nodes)
    total, titles = of_edges if by_edges else of_nodes, _titles_of_texts(projection)
    order = sorted(range(len(iris)), key=lambda i: (-total[i], titles[i].casefold()))

    def tip(i: int) -> str:
        return f"{iris[i]}\nSpeaks of {_number(of_nodes[i], 'resource')} and {_number(of_edges[i], 'relationship')}"

    places = np.array(order, np.int64)
    return _Texts(places, [titles[i] for i in order], list(map(tip, order)), [total[i] for i in order], by_edges)


def _inference(projection: Projection, view: View, visible: Visible) -> tuple[Choice, ...]:
    """Relationships that the source states, and those that are inferred, where any are."""
    every = projection.edge_inferred
    if not every.any():
        return ()
    shown, total = _tally(every[visible.edges].astype(np.intp), 2), _tally(every.astype(np.intp), 2)
    words = ("stated", "The source states them"), ("inferred", "They follow from the source by rules")
    return tuple(
        Choice(item, *words[item], shown[item], total[item], item in view.hidden_inference)
        for item in (0, 1)
        if total[item]
    )


def _documents(projection: Projection, view: View, visible: Visible, whole: _Whole) -> tuple[Choice, ...]:
    """The texts, by the number of resources that they speak of; where they speak of relationships alone, of these."""
    if not projection.documents:
        return ()
    texts, nodes, edges = _texts(projection), whole.said.T, whole.said_of_edges.T
    if texts.by_edges:
        drawn = np.zeros(projection.edge_count, bool)
        drawn[visible.edges] = True
        rows = edges[1][drawn[edges[0]]]
    else:
        rows = nodes[1][visible.node_cause[nodes[0]] == 0]
    shown = np.bincount(rows, minlength=len(projection.documents))[texts.order].tolist()
    order, hidden = texts.order.tolist(), view.hidden_documents
    hides = [i in hidden for i in order] if hidden else repeat(False)
    return tuple(map(Choice, order, texts.titles, texts.tips, shown, texts.totals, hides))


def _titles_of_texts(projection: Projection) -> list[str]:
    """The title of each text, all different; without a title words of its IRI."""
    titles = {passage.document: passage.title for passage in projection.passages}
    found = [titles[iri] if titles[iri] != iri else words_of(iri) for iri in projection.documents]
    return list(tell_apart(found, projection.documents))


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _graphs(projection: Projection, view: View, visible: Visible, whole: _Whole) -> tuple[Choice, ...]:
    if not projection.graphs:
        return ()
    size = len(projection.graphs) + 1
    shown = _tally(projection.edge_graphs.gather(visible.edges) + 1, size)
    names = ("Default graph", *projection.graph_names)
    tips = ("Statements in no named graph", *projection.graphs)
    return _by_total(
        [Choice(i - 1, names[i], tips[i], shown[i], whole.graphs[i], i - 1 in view.hidden_graphs) for i in range(size)]
    )


def _levels(levels: NDArray[np.integer]) -> Counts:
    """The number of rows on each level of support."""
    return _tally(levels, SEVERAL + 1)


def _support(
    projection: Projection, view: View, visible: Visible, total: Counts, name: SupportName
) -> tuple[Choice, ...]:
    """A line for each level of support; its tip says in full what it counts: “12 relationships rest on one text”.

    There is no line where nothing has evidence: its levels would tell nothing apart.
    """
    row = SUPPORT[name]
    if not (projection.has_evidence if row.of_edges else any(total[1:])):
        return ()
    drawn, what = (visible.edges, "relationship") if row.of_edges else (visible.nodes, "resource")
    shown, hidden = _levels(row.levels(projection)[drawn]), row.hidden(view)

    def tip(level: int) -> str:
        one = total[level] == 1
        said = (
            f"rest{'s' if one else ''} on {row.words[level].lower()}"
            if level
            else f"{'has' if one else 'have'} no evidence"
        )
        return f"{_number(total[level], what)} {said}"

    return tuple(
        Choice(i, row.words[i], tip(i), shown[i], total[i], i in hidden) for i in range(SEVERAL + 1) if total[i]
    )
