"""Columns of values for nodes and edges, one per property, for tables, style rules and filters.

Making the columns of a projection costs almost nothing; the values of a column are computed on first use, in the thread
that asks. Values shared by many rows are formatted, folded and ranked once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode

from graph.arrays.collation import Folded
from graph.arrays.csr import Rows
from graph.arrays.types import Floats, Ids, Mask
from graph.model.projection import Projection
from graph.rdf.terms import to_iri, to_literal
from graph.rdf.values import write_number, write_out
from graph.work.memo import memoized

TEXT, NUMBER, DATE = "text", "number", "date"
MISSING = int(np.iinfo(np.int32).max)
"""The rank of a row without a value; it sorts last in either direction."""
JOINT = " · "
"""Separator between several values of one row."""

_RESOURCES = (NamedNode, BlankNode)

Text = Callable[[int], str]
Write = Callable[[int], tuple[str, str]]


class Values:
    """The distinct values of a column. ``numbers`` (v,) is NaN for values that are not numbers.

    ``write`` formats a value for reading and as in the data; ``text`` serves both where they are the same.
    """

    def __init__(
        self, count: int, *, text: Text | None = None, write: Write | None = None, numbers: Floats | None = None
    ) -> None:
        self.count, self._text, self._write = count, text, write
        self.numbers = np.full(count, np.nan) if numbers is None else numbers
        # No cached_property: in Python 3.11 its lock would make a window wait for the thread that fills another column.
        self._folded: Folded | None = None
        self._ranks: Ids | None = None
        self._places: dict[str, list[int]] | None = None

    def text(self, value: int, *, raw: bool = False) -> str:
        """One value, formatted for reading or, with ``raw``, as in the data."""
        if self._text is not None:
            return self._text(value)
        assert self._write is not None
        return self._write(value)[raw]

    def places(self, text: str) -> list[int]:
        """The values written exactly like ``text`` in the data."""
        if self._places is None:
            places: dict[str, list[int]] = {}
            for i in range(self.count):
                places.setdefault(self.text(i, raw=True), []).append(i)
            self._places = places
        return self._places.get(text, [])

    @property
    def folded(self) -> Folded:
        """The text that words are searched in: each value as formatted and, where that differs, as in the data."""
        if self._folded is None:
            if self._text is not None:
                texts: Iterable[str] = map(self._text, range(self.count))
            else:
                assert self._write is not None
                texts = (a if a == b else f"{a} {b}" for a, b in map(self._write, range(self.count)))
            self._folded = Folded(" ".join(text.split()) for text in texts)
        return self._folded

    @property
    def is_ranked(self) -> bool:
        """True if the ranks are computed already."""
        return self._ranks is not None

    @property
    def ranks(self) -> Ids:
        """The position of each value in sorted order, shape (v,): numbers first, then other values by folded text."""
        if self._ranks is None:
            bare = np.isnan(self.numbers)
            numbers, place = np.unique(self.numbers[~bare], return_inverse=True)
            ranks = np.empty(self.count, np.int32)
            ranks[~bare] = place
            if bare.any():
                ranks[bare] = self.folded.ranks()[bare] + len(numbers)
            self._ranks = ranks
        return self._ranks


class Cells(NamedTuple):
    """The values of each row: ``first`` (n,) is the value that sorts the row, -1 if it has none.

    ``every`` holds all values of each row in order, or is None if no row has more than one.
    """

    values: Values
    first: Ids
    every: Rows | None = None


@dataclass(eq=False)
class Column:
    """A property of n rows; ``filled`` of them have a value.

    ``key`` is a permanent name that may be saved; ``title`` is shown to people and is unique among the columns.
    ``detail`` distinguishes columns that would have the same title. ``kind`` is the type of most values.
    """

    key: str
    title: str
    kind: str
    filled: int
    make: Callable[[], Cells]
    detail: str = ""
    _cells: Cells | None = None

    @property
    def cells(self) -> Cells:
        """The values of each row."""
        if self._cells is None:
            self._cells = self.make()
        return self._cells

    def __len__(self) -> int:
        return len(self.cells.first)

    @property
    def numbers(self) -> Floats:
        """The number in each row, shape (n,): for dates their start in days since 1970; NaN if there is none."""
        values, first, _ = self.cells
        return np.append(values.numbers, np.nan)[first]

    @property
    def is_ranked(self) -> bool:
        """True if :attr:`ranks` and :meth:`order` are computed already."""
        return self._cells is not None and self._cells.values.is_ranked

    @property
    def ranks(self) -> Ids:
        """The position of each value in sorted order, shape (n,); equal values share it; :data:`MISSING` for none."""
        values, first, _ = self.cells
        return np.append(values.ranks, np.int32(MISSING))[first]

    def order(self, *, descending: bool = False) -> NDArray[np.intp]:
        """All rows in sorted order, shape (n,): equal ones by row, those without a value last in either direction."""
        ranks = self.ranks
        if descending:
            ranks = np.where(ranks == MISSING, MISSING, -ranks)
        return np.argsort(ranks, kind="stable")

    def texts(self, rows: NDArray[np.integer] | Sequence[int], *, raw: bool = False) -> list[str]:
        """The text of the given rows, formatted for reading or, with ``raw``, as in the data; "" without a value."""
        values, first, every = self.cells
        ids = np.asarray(rows, np.int64)
        if every is None:
            return [values.text(i, raw=raw) if i >= 0 else "" for i in first[ids].tolist()]
        return [JOINT.join([values.text(i, raw=raw) for i in every[row].tolist()]) for row in ids.tolist()]

    def containing(self, word: str) -> Mask:
        """Rows with a word, as :func:`graph.arrays.collation.plain` folds it, in any of their values; shape (n,)."""
        values = self.cells.values
        held = np.zeros(values.count + 1, bool)  # the last entry is for rows without a value
        if values.count:
            held[:-1] = values.folded.containing([word])
        return self._with(held)

    def equal_to(self, text: str) -> Mask:
        """Rows with a value written exactly like ``text`` in the data, among all their values; shape (n,)."""
        held = np.zeros(self.cells.values.count + 1, bool)
        held[self.cells.values.places(text)] = True
        return self._with(held)

    def _with(self, held: Mask) -> Mask:
        """Rows with any of the values in ``held`` (v + 1,)."""
        _, first, every = self.cells
        if every is None:
            return held[first]
        out = np.zeros(len(first), bool)
        out[every.owners[held[every.values]]] = True
        return out


def node_columns(projection: Projection, extra: Sequence[Column] = ()) -> tuple[Column, ...]:
    """Columns of nodes, with ``extra`` columns (such as measures) before the attributes.

    Keys: ``label``, ``class``, ``iri`` and ``degree``; ``date``, ``amount`` and ``passages`` if any node has one; and
    ``attribute`` with the IRI of each predicate that has literals, those of most nodes first.
    """
    own = _node_columns(projection)
    at = next((i for i, column in enumerate(own) if column.key.startswith("attribute ")), len(own))
    return _told_apart((*own[:at], *extra, *own[at:])) if extra else own


def edge_columns(projection: Projection, extra: Sequence[Column] = ()) -> tuple[Column, ...]:
    """Columns of edges, followed by ``extra`` columns.

    Keys: ``subject``, ``predicate`` and ``object``; ``graph`` and ``passages`` if any edge has one; ``remark`` with the
    IRI of each predicate of statements about statements; and the IRIs of the three parts, such as ``subject iri``.
    """
    own = _edge_columns(projection)
    return _told_apart((*own, *extra)) if extra else own


def number_column(
    key: str, title: str, values: NDArray[np.number], *, read: Callable[[float], str] = write_number, detail: str = ""
) -> Column:
    """A column of given numbers, NaN for none, shape (n,); ``measure <name>`` is such a column."""
    numbers = np.asarray(values, np.float64)

    def make() -> Cells:
        there = ~np.isnan(numbers)
        known, place = np.unique(numbers[there], return_inverse=True)
        first = np.full(len(numbers), -1, np.int32)
        first[there] = place
        plain = known.tolist()
        return Cells(Values(len(known), write=lambda i: (read(plain[i]), _bare(plain[i])), numbers=known), first)

    return Column(key, title, NUMBER, int(np.count_nonzero(~np.isnan(numbers))), make, detail)


@memoized
def _node_columns(projection: Projection) -> tuple[Column, ...]:
    p = projection
    classes = [info.label for info in p.classes]
    labels = Values(p.node_count, text=p.labels.__getitem__)
    everyone = np.arange(p.node_count, dtype=np.int32)
    dated = int(np.count_nonzero(~np.isnan(p.dates[:, 0])))
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
        number_column("amount", "Amount", p.amounts),
        *_support(p.node_evidence),
        Column(
            "iri", "IRI", TEXT, p.node_count, lambda: Cells(Values(p.node_count, text=p.iris.__getitem__), everyone)
        ),
    ]
    columns = [column for column in columns if column.filled or column.key not in ("date", "amount")]
    rows = p.node_attributes
    return _told_apart((*columns, *_said(p, "attribute", rows.owners, rows.values, p.node_count)))


@memoized
def _edge_columns(projection: Projection) -> tuple[Column, ...]:
    p = projection
    label = next(column for column in _node_columns(p) if column.key == "label")
    iri = next(column for column in _node_columns(p) if column.key == "iri")
    words = Values(len(p.predicates), text=[info.label for info in p.predicates].__getitem__)
    names = Values(len(p.predicates), text=[info.iri for info in p.predicates].__getitem__)
    graphs = Values(len(p.graphs), write=lambda i: (p.prefixes.shorten(p.graphs[i]), p.graphs[i]))
    named = int(np.count_nonzero(p.graph >= 0))
    rows = p.edge_remarks

    def part(key: str, title: str, values: Callable[[], Values], ids: Ids, filled: int = p.edge_count) -> Column:
        return Column(key, title, TEXT, filled, lambda: Cells(values(), ids))

    columns = [
        part("subject", "From", lambda: label.cells.values, p.subject),
        part("predicate", "Relationship", lambda: words, p.predicate),
        part("object", "To", lambda: label.cells.values, p.object),
        *([part("graph", "Graph", lambda: graphs, p.graph, named)] if named else []),
        *_support(p.edge_evidence),
        *_said(p, "remark", rows.owners, rows.values, p.edge_count),
        part("subject iri", "From (IRI)", lambda: iri.cells.values, p.subject),
        part("predicate iri", "Relationship (IRI)", lambda: names, p.predicate),
        part("object iri", "To (IRI)", lambda: iri.cells.values, p.object),
    ]
    return _told_apart(columns)


def _support(evidence: Rows) -> list[Column]:
    """Number of passages that support each row, for rows with any."""
    return [number_column("passages", "Passages", evidence.lengths)] if len(evidence.values) else []


def _said(projection: Projection, word: str, owners: Ids, quads: Ids, count: int) -> list[Column]:
    """A column for each predicate of ``quads``, which belong to ``owners`` and are in their order."""
    p = projection
    predicates = p.predicate_of_term[p.quads.predicate[quads]]
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
        curie = p.prefixes.shorten(info.iri)
        make = partial(_cells, p, owners[part], terms[part], count, kinds[i])
        return Column(f"{word} {info.iri}", title, kinds[i], int(filled[i]), make, curie)

    found = [column(i) for i in np.flatnonzero(totals).tolist()]
    return sorted(found, key=lambda column: (-column.filled, column.title.casefold()))


def _kinds(projection: Projection, predicates: Ids, terms: Ids, totals: NDArray[np.integer]) -> list[str]:
    """The type of more than half of the values of each predicate."""
    numbers = _numbers(projection, terms, 0)
    dates = _numbers(projection, terms, 1)
    many = [np.bincount(predicates, ~np.isnan(column), len(totals)) * 2 > totals for column in (numbers, dates)]
    return [NUMBER if number else DATE if date else TEXT for number, date in zip(*(mask.tolist() for mask in many))]


def _numbers(projection: Projection, terms: NDArray[np.integer], which: int) -> Floats:
    """The number (0) or first instant (1) of each term, NaN if it has none."""
    p = projection
    if not len(p.valued):
        return np.full(len(terms), np.nan)
    place = np.minimum(np.searchsorted(p.valued, terms), len(p.valued) - 1)
    return np.where(p.valued[place] == terms, p.values[place, which], np.nan)


def _cells(projection: Projection, owners: Ids, terms: Ids, count: int, kind: str) -> Cells:
    """Cells with the given terms; ``owners`` ascend. In a column of text, numbers and dates are text too."""
    p = projection
    known, place = np.unique(terms, return_inverse=True)
    lengths = np.bincount(owners, minlength=count)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    first = np.full(count, -1, np.int32)
    there = lengths > 0
    first[there] = place[starts[:-1][there]]
    every = Rows(starts, place.astype(np.int32)) if (lengths > 1).any() else None
    numbers = None if kind == TEXT else _numbers(p, known, 0 if kind == NUMBER else 1)
    words = known.tolist()

    def write(i: int) -> tuple[str, str]:
        term = p.quads.terms[words[i]]
        if isinstance(term, _RESOURCES):
            iri = to_iri(term)
            return p.name_of(iri), iri
        literal = to_literal(term)
        return write_out(literal), literal.value

    return Cells(Values(len(known), write=write, numbers=numbers), first, every)


def _dates(projection: Projection) -> Cells:
    """All dates of a node, by any predicate, as written in the data, the earliest first."""
    p = projection
    owners, terms = p.node_attributes.owners, p.quads.object[p.node_attributes.values]
    starts = _numbers(p, terms, 1)
    rows = np.flatnonzero(~np.isnan(starts))
    rows = rows[np.lexsort((starts[rows], owners[rows]))]
    return _cells(p, owners[rows], terms[rows], p.node_count, DATE)


def _bare(value: float) -> str:
    """A number as written to a file."""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns with unique titles: those that share a title have their detail added."""
    shared = Counter(column.title.casefold() for column in columns)
    out: list[Column] = []
    taken: Counter[str] = Counter()
    for column in columns:
        title = column.title
        if shared[title.casefold()] > 1 and column.detail:
            title = f"{title} ({column.detail})"
        taken[title] += 1
        if taken[title] > 1:
            title = f"{title} ({taken[title]})"
        out.append(column if title == column.title else _renamed(column, title))
    return tuple(out)


def _renamed(column: Column, title: str) -> Column:
    return Column(column.key, title, column.kind, column.filled, lambda: column.cells, column.detail)
