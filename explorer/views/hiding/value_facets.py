"""Facets over the values of a column: a line for each value, with the resources or relationships that have it.

A view stores hidden values as the data write them, "" for resources without a value, so that it fits other data too. A
resource with several values is hidden when all of them are, as with classes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from explorer.views.view import View
from graph.arrays.csr import distinct, distinct_keys
from graph.arrays.types import Ints, Mask
from graph.model.column import Column
from graph.model.columns import REMARK, edge_column, node_column
from graph.model.projection import Projection
from graph.work.memo import memoized

if TYPE_CHECKING:
    from explorer.views.measures import Measured

WITHOUT = -1
"""The line of the resources without a value."""
MOST_LINES = 1000
"""A column with more values than this makes no facet with lines."""


class Lines:
    """The lines of a column of n rows: k values by the text in the data, and the rows that have each.

    rows, lines   pairs of a row and the line of one of its values, each pair once, rows ascending
    """

    def __init__(self, column: Column) -> None:
        values, first, every = column.cells
        used = distinct((first[first >= 0] if every is None else every.values).astype(np.int64))
        line_of: dict[str, int] = {}
        lines = np.full(values.count + 1, WITHOUT, np.int64)
        for value in used.tolist():
            lines[value] = line_of.setdefault(values.text(value, raw=True), len(line_of))
        self.texts = tuple(line_of)
        """The text of each line as in the data, shape (k,)."""
        self.line_of = line_of
        rows = np.flatnonzero(first >= 0) if every is None else every.owners
        pairs = rows.astype(np.int64) * max(len(line_of), 1) + lines[first[rows] if every is None else every.values]
        if every is not None:
            pairs = distinct_keys(pairs)
        self.rows, self.lines = (pairs // max(len(line_of), 1)).astype(np.int32), pairs % max(len(line_of), 1)
        written = {line: values.text(value) for value, line in zip(used.tolist(), lines[used].tolist())}
        self.titles = tuple(written[line] for line in range(len(line_of)))
        """The text of each line for reading, shape (k,)."""
        self._count = len(first)

    @cached_property
    def bare(self) -> Mask:
        """True for rows without a value, shape (n,)."""
        out = np.ones(self._count, bool)
        out[self.rows] = False
        return out

    def counts(self, shown: Mask) -> Ints:
        """The number of the shown rows (n,) in each line, and last of those without a value, shape (k + 1,)."""
        counts = np.bincount(self.lines[shown[self.rows]], minlength=len(self.texts) + 1)
        counts[-1] = np.count_nonzero(shown & self.bare)
        return counts

    def having(self, line: int) -> Mask:
        """True for the rows of a line, or for those without a value, shape (n,)."""
        if line == WITHOUT:
            return self.bare
        out = np.zeros(self._count, bool)
        out[self.rows[self.lines == line]] = True
        return out

    @cached_property
    def several(self) -> Mask:
        """True for rows with several values, shape (n,)."""
        return np.asarray(np.bincount(self.rows, minlength=self._count) > 1)

    def hidden(self, texts: frozenset[str]) -> Mask:
        """True for the rows of which all values are among ``texts``, or that have none and "" is, shape (n,)."""
        shown = np.array([text not in texts for text in self.texts], bool)
        kept = np.zeros(self._count, bool)
        kept[self.rows[shown[self.lines]]] = True
        return ~kept & (~self.bare | ("" in texts))

    @cached_property
    def is_grouping(self) -> bool:
        """True if at least half of the rows with a value share one with another row: not so for identifiers."""
        shared = np.bincount(self.lines, minlength=len(self.texts)) > 1
        return 2 * len(np.unique(self.rows[shared[self.lines]])) >= len(np.unique(self.rows)) > 0


@memoized
def lines_of(column: Column) -> Lines | None:
    """The lines of a column, None if it has more than :data:`MOST_LINES` values."""
    return Lines(column) if column.value_count <= MOST_LINES else None


def is_of_edges(key: str) -> bool:
    """True for the key of a column by statements about statements, whose rows are relationships."""
    return key.startswith(f"{REMARK} ")


def facet_title(column: Column) -> str:
    """The title of the facet over a column: “Role”, “Relationships by role”."""
    title = column.title
    if not is_of_edges(column.key):
        return title
    return f"Relationships by {title if title[:2].isupper() else title[:1].lower() + title[1:]}"


def column_of(projection: Projection, measures: tuple[Measured, ...], key: str) -> Column | None:
    """The column with a key that can be a facet, or of a measure; None if the data lacks it."""
    if is_of_edges(key):
        return edge_column(projection, key)
    measured = next((measured for measured in measures if measured.key == key), None)
    return node_column(projection, key) if measured is None else measured.column(projection.node_count)


def hidden_by_values(projection: Projection, view: View, key: str, texts: frozenset[str]) -> Mask:
    """True for the rows that hiding some values of a column hides, shape (n,) or (m,); none if the data lacks it."""
    column = column_of(projection, view.measures, key)
    lines = None if column is None else lines_of(column)
    count = projection.edge_count if is_of_edges(key) else projection.node_count
    return np.zeros(count, bool) if lines is None else lines.hidden(texts)


def hidden_lines(view: View, key: str, lines: Lines) -> frozenset[int]:
    """The lines of a column that a view hides."""
    return frozenset(lines.line_of.get(text, WITHOUT) for text in view.hidden_texts(key) if text in ("", *lines.texts))


def hiding_lines(view: View, key: str, lines: Lines, hidden: frozenset[int]) -> View:
    """``view`` with other lines of a column hidden."""
    return view.with_hidden_texts(key, frozenset("" if line == WITHOUT else lines.texts[line] for line in hidden))
