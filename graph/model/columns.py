"""Columns of nodes and edges, one per property, for tables, style rules and filters.

Making the columns of a projection costs almost nothing; their values are computed on first use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode

from graph.arrays.csr import Rows, group
from graph.arrays.types import Codes, Ids
from graph.model.column import DATE, NUMBER, TEXT, Cells, Column, Values, number_column
from graph.model.grading.grade_columns import grade_columns, your_columns
from graph.model.linked_columns import one_step_columns, steps_of, two_step_column
from graph.model.money import amount_column, edge_amount_column
from graph.model.origins import edge_origins, node_origins
from graph.model.periods import ranked, single
from graph.model.projection import Projection
from graph.rdf.grade import YOUR
from graph.rdf.terms import to_iri, to_literal
from graph.rdf.values import write_out
from graph.work.memo import memoized

_RESOURCES = (NamedNode, BlankNode)
REMARK = "remark"
"""The first word of the keys of columns of edges by statements about statements."""


def node_columns(projection: Projection, extra: Sequence[Column] = ()) -> tuple[Column, ...]:
    """Columns of nodes, with ``extra`` columns (such as measures) before the attributes.

    Keys: ``label``, ``class``, ``iri`` and ``degree``; ``date``, ``amount``, ``passages``, ``texts``, ``origins``,
    ``reliability``, ``credibility`` and ``difference`` if any node has one; the grades of the user, such as ``your
    reliability``; ``attribute`` with the IRI of each predicate that has literals, those of most nodes first; and
    ``path`` with each relationship, as :mod:`graph.model.linked_columns` says.
    """
    own, added = _node_columns(projection), (*your_columns(projection, of_edges=False), *extra)
    at = next((i for i, column in enumerate(own) if column.key.startswith("attribute ")), len(own))
    return _told_apart((*own[:at], *added, *own[at:])) if added else own


def edge_columns(projection: Projection, extra: Sequence[Column] = ()) -> tuple[Column, ...]:
    """Columns of edges, followed by ``extra`` columns.

    Keys: ``subject``, ``predicate`` and ``object``; ``graph``, ``place``, ``amount``, ``passages``, ``texts``,
    ``origins``, ``reliability``, ``credibility`` and ``difference`` if any edge has one; ``remark`` with the IRI of
    each predicate of statements about statements; the grades of the user, such as ``your credibility``; and the IRIs of
    the three parts, such as ``subject iri``.
    """
    own, yours = _edge_columns(projection), your_columns(projection, of_edges=True)
    at = next((i for i, column in enumerate(own) if column.key == "subject iri"), len(own))
    return _told_apart((*own[:at], *yours, *own[at:], *extra)) if yours or extra else own


@memoized
def _node_columns(projection: Projection) -> tuple[Column, ...]:
    p = projection
    classes = [info.label for info in p.classes]
    labels = Values(p.node_count, text=p.labels.__getitem__)
    everyone = np.arange(p.node_count, dtype=np.int32)
    dated = int(np.count_nonzero(p.periods.dated))
    columns = [
        Column("label", "Label", TEXT, p.node_count, lambda: Cells(labels, everyone)),
        Column(
            "class",
            "Class",
            TEXT,
            int(np.count_nonzero(p.node_class >= 0)),
            lambda: Cells(Values(len(classes), text=classes.__getitem__), p.node_class, p.node_classes),
        ),
        number_column("degree", "Relationships", p.degree),
        Column("date", "Date", DATE, dated, lambda: _dates(p)),
        amount_column(p),
        *_support(p.node_evidence, p.node_documents, lambda: node_origins(p)),
        *grade_columns(p, of_edges=False),
        *_differences(None if p.differing is None else p.differing.nodes),
        Column(
            "iri", "IRI", TEXT, p.node_count, lambda: Cells(Values(p.node_count, text=p.iris.__getitem__), everyone)
        ),
    ]
    columns = [column for column in columns if column.filled or column.key not in ("date", "amount")]
    rows = p.node_attributes
    said = _said(p, "attribute", rows.owners, rows.values, p.node_count)
    return _told_apart((*columns, *said, *one_step_columns(p)))


@memoized
def _by_key(projection: Projection) -> dict[str, Column | None]:
    """The columns of nodes by key; paths of two steps come in when they are first asked for."""
    return {column.key: column for column in _node_columns(projection)}


def node_column(projection: Projection, key: str) -> Column | None:
    """The column of nodes with a key, a path of two steps too; None if the data lacks it."""
    if key.startswith(YOUR):
        return next((column for column in your_columns(projection, of_edges=False) if column.key == key), None)
    known = _by_key(projection)
    if key not in known and len(steps_of(key)) == 2:
        p = projection

        def literals(owners: Ids, terms: Ids, predicate: int) -> tuple[Cells, str]:
            kind = _kinds(p, np.full(len(terms), predicate), terms, np.bincount([predicate] * len(terms)))[predicate]
            return _cells(p, owners, terms, p.node_count, kind), kind

        known[key] = two_step_column(p, key, literals)
    return known.get(key)


def edge_column(projection: Projection, key: str) -> Column | None:
    """The column of edges with a key, None if the data lacks it."""
    columns = (*_edge_columns(projection), *your_columns(projection, of_edges=True))
    return next((column for column in columns if column.key == key), None)


@memoized
def _edge_columns(projection: Projection) -> tuple[Column, ...]:
    p = projection
    label = next(column for column in _node_columns(p) if column.key == "label")
    iri = next(column for column in _node_columns(p) if column.key == "iri")
    words = Values(len(p.predicates), text=[info.label for info in p.predicates].__getitem__)
    names = Values(len(p.predicates), text=[info.iri for info in p.predicates].__getitem__)
    graphs = Values(len(p.graphs), write=lambda i: (p.graph_names[i], p.graphs[i]))
    in_graphs, places = _in_named_graphs(p), p.edge_places
    rows = p.edge_remarks

    def part(key: str, title: str, values: Callable[[], Values], ids: Ids, filled: int = p.edge_count) -> Column:
        return Column(key, title, TEXT, filled, lambda: Cells(values(), ids))

    columns = [
        part("subject", "From", lambda: label.cells.values, p.subject),
        part("predicate", "Relationship", lambda: words, p.predicate),
        part("object", "To", lambda: label.cells.values, p.object),
        *([_of_rows("graph", "Graph", graphs, in_graphs)] if len(in_graphs.values) else []),
        *([number_column("place", "Place in list", np.where(places > 0, places, np.nan))] if places.any() else []),
        *([amounts] if (amounts := edge_amount_column(p)).filled else []),
        *_support(p.edge_evidence, p.edge_documents, lambda: edge_origins(p)),
        *grade_columns(p, of_edges=True),
        *_differences(None if p.differing is None else p.differing.edges),
        *_said(p, REMARK, rows.owners, rows.values, p.edge_count),
        part("subject iri", "From (IRI)", lambda: iri.cells.values, p.subject),
        part("predicate iri", "Relationship (IRI)", lambda: names, p.predicate),
        part("object iri", "To (IRI)", lambda: iri.cells.values, p.object),
    ]
    return _told_apart(columns)


def _differences(codes: Codes | None) -> list[Column]:
    """The column ``difference`` of a graph that holds two sources, for nodes or edges with these codes."""
    if codes is None or not codes.any():
        return []
    from graph.rdf.differing import DIFFERS_IN_WORDS  # late: few graphs hold two sources

    words = list(DIFFERS_IN_WORDS.values())
    ids: Ids = codes.astype(np.int32) - 1
    filled = int(np.count_nonzero(codes))
    return [Column("difference", "Difference", TEXT, filled, lambda: Cells(Values(5, text=words.__getitem__), ids))]


def _in_named_graphs(projection: Projection) -> Rows:
    """The named graphs of each edge."""
    rows = projection.edge_graphs
    is_named = rows.values >= 0
    return group(rows.owners[is_named], rows.values[is_named], len(rows))


def _of_rows(key: str, title: str, values: Values, rows: Rows) -> Column:
    """A column of text with any number of values in each row."""
    there = rows.lengths > 0
    first = np.full(len(rows), -1, np.int32)
    first[there] = rows.values[rows.starts[:-1][there]]
    return Column(key, title, TEXT, int(np.count_nonzero(there)), lambda: Cells(values, first, rows))


def _support(evidence: Rows, texts: Ids, origins: Callable[[], Ids]) -> list[Column]:
    """Numbers of passages, different texts and different origins that support each row, if any row has evidence."""
    if not len(evidence.values):
        return []
    counts = (evidence.lengths, "passages"), (texts, "texts"), (origins(), "origins")
    return [number_column(key, key.title(), numbers) for numbers, key in counts]


def _said(projection: Projection, word: str, owners: Ids, quads: Ids, count: int) -> list[Column]:
    """A column for each predicate of ``quads``, which belong to ``owners`` and are in their order."""
    p = projection
    predicates = p.predicate_of_quad[quads]
    order = np.argsort(predicates, kind="stable")
    predicates, owners, terms = predicates[order], owners[order], p.quads.object[quads[order]]
    used = len(p.predicates)
    new = np.ones(len(order), bool)
    new[1:] = (predicates[1:] != predicates[:-1]) | (owners[1:] != owners[:-1])
    filled = np.bincount(predicates[new], minlength=used)
    totals = np.bincount(predicates, minlength=used)
    ends = np.cumsum(totals)
    kinds = _kinds(p, predicates, terms, totals)

    def column(i: int) -> Column:
        part = slice(int(ends[i] - totals[i]), int(ends[i]))
        info = p.predicates[i]
        title = info.label[:1].upper() + info.label[1:]
        make = partial(_cells, p, owners[part], terms[part], count, kinds[i], info.iri)
        return Column(f"{word} {info.iri}", title, kinds[i], int(filled[i]), make, "as written")

    found = [column(i) for i in np.flatnonzero(totals).tolist()]
    return sorted(found, key=lambda column: (-column.filled, column.title.casefold()))


def _kinds(projection: Projection, predicates: Ids, terms: Ids, totals: NDArray[np.integer]) -> list[str]:
    """The type of more than half of the values of each predicate."""
    numbers, dates = projection.numbers_of(terms), projection.spans_of(terms)[:, 0]
    many = [np.bincount(predicates, ~np.isnan(column), len(totals)) * 2 > totals for column in (numbers, dates)]
    return [NUMBER if number else DATE if date else TEXT for number, date in zip(*(mask.tolist() for mask in many))]


def _cells(projection: Projection, owners: Ids, terms: Ids, count: int, kind: str, predicate: str = "") -> Cells:
    """Cells with the given terms; ``owners`` ascend. In a column of text, numbers and dates are text too."""
    p = projection
    known, place = np.unique(terms, return_inverse=True)
    lengths = np.bincount(owners, minlength=count)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    first = np.full(count, -1, np.int32)
    there = lengths > 0
    first[there] = place[starts[:-1][there]]
    every = Rows(starts, place.astype(np.int32)) if (lengths > 1).any() else None
    numbers = p.numbers_of(known) if kind == NUMBER else None
    periods = single(p.spans_of(known)) if kind == DATE else None
    words = known.tolist()

    def write(i: int) -> tuple[str, str]:
        term = p.quads.terms[words[i]]
        if isinstance(term, _RESOURCES):
            iri = to_iri(term)
            return p.name_of(iri), iri
        literal = to_literal(term)
        return write_out(literal, predicate), literal.value

    return Cells(Values(len(known), write=write, numbers=numbers, periods=periods), first, every)


def _dates(projection: Projection) -> Cells:
    """The period of each node, in the order of its course."""
    from graph.model.course import course  # late: only an order in time needs it

    first = np.full(projection.node_count, -1, np.int32)
    rows = np.flatnonzero(projection.periods.dated)
    dated = course(projection).of(rows)
    # Resources of equal rank whose periods are written alike share a value.
    like = ranked(np.column_stack((dated.ranks(), dated.periods.spans, dated.periods.forms)))
    _, one, first[rows] = np.unique(like, return_index=True, return_inverse=True)
    known = dated.periods.of(one)

    def write(i: int) -> tuple[str, str]:
        from graph.model.period_words import write_edtf, write_periods

        period = known.of(np.array([i]))
        return write_periods(period)[0], write_edtf(period)[0]

    return Cells(Values(len(one), write=write, periods=known, ranks=dated.ranks()[one]), first)


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns with unique titles: of those that share a title the first keeps it, the others add their detail."""
    out: list[Column] = []
    taken: Counter[str] = Counter()
    for column in columns:
        title = column.title
        if taken[title.casefold()] and column.detail:
            title = f"{title} ({column.detail})"
        taken[title.casefold()] += 1
        if taken[title.casefold()] > 1:
            title = f"{title} ({taken[title.casefold()]})"
        out.append(column if title == column.title else _renamed(column, title))
    return tuple(out)


def _renamed(column: Column, title: str) -> Column:
    return Column(column.key, title, column.kind, column.filled, lambda: column.cells, column.detail, column.different)
