"""Rows of a table and their order: a filter in words over columns, and the rows it finds.

A filter consists of words and comparisons, and all of them must match: ``failure`` in a shown column or a text of the
resource, the phrase ``"help and protection"``, ``relationships>5``, ``date>=2016-03``, ``class:person`` in one column.
A column is named by its title without spaces. A comparison without a name, as in ``>1000``, applies to every shown
column of numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from explorer.panels.cards import counted
from explorer.views.hiding.dates import outside_dates
from explorer.views.visible import Visible
from graph.arrays.collation import plain
from graph.arrays.types import Ids, Mask
from graph.errors import CaseboardError
from graph.frozen import frozen
from graph.model.column import DATE, NUMBER, TEXT, Cells, Column, Values
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.values import to_days
from graph.work.progress import Job, Progress

QUICK = 20_000
"""Up to so many rows, sorting and filtering happen at once; beyond, in a job of their own while the window goes on."""
_TERM = re.compile(
    r"""(?P<name>[^\s"<>=:]*) (?P<sign>>=|<=|>|<|=|:) (?P<value>"[^"]*"?|[^\s"]*)
      | "(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+)""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


class FilterError(CaseboardError):
    """An invalid filter; the text says why in one sentence."""


class Term(NamedTuple):
    """One condition: any of ``columns`` holds ``value``, or a number between ``low`` and ``high``.

    The range leaves out ``high`` if ``open_end``, and ``low`` if ``open_start``.
    """

    columns: tuple[Column, ...]
    value: str
    low: float = math.nan
    high: float = math.nan
    open_start: bool = False
    open_end: bool = False

    def holds(self) -> Mask:
        """True for the rows that meet it, shape (n,)."""
        if not math.isnan(self.low):
            held = [self._touched(column) for column in self.columns]
        else:
            held = [column.containing(self.value) for column in self.columns]
        return np.asarray(np.logical_or.reduce(held))

    def _touched(self, column: Column) -> Mask:
        """Rows with a number in the range, or with a date of which a part is in it."""
        values, first, _ = column.cells
        if values.periods is None:
            numbers = column.numbers
            above = numbers > self.low if self.open_start else numbers >= self.low
            return np.asarray(above & (numbers < self.high if self.open_end else numbers <= self.high))
        outside = outside_dates(values.periods.spans, (self.low, self.high), undated=False)
        return ~np.append(outside, True)[first]


class Asked(NamedTuple):
    """A request for rows: keys of the shown columns, the column to sort by ("" for the order of the data), a filter."""

    shown: tuple[str, ...]
    sort: str = ""
    descending: bool = False
    words: str = ""

    def sorted_by(self, column: Column) -> Asked:
        """The request after a click on a column: ascending (numbers: descending), then reversed, then unsorted."""
        first = column.kind == NUMBER
        if self.sort != column.key:
            return self._replace(sort=column.key, descending=first)
        if self.descending == first:
            return self._replace(descending=not first)
        return self._replace(sort="", descending=False)


@frozen
class Found:
    """The answer to a request: all rows in ``order`` (n,), and True for rows that the filter ``kept`` (n,) or None."""

    columns: tuple[Column, ...]
    asked: Asked
    order: Ids
    kept: Mask | None

    def rows(self, present: Mask | None) -> Ids:
        """The rows to show out of those that are ``present`` (n,); None for all."""
        mask = present if self.kept is None else self.kept if present is None else self.kept & present
        return self.order if mask is None else self.order[mask[self.order]]


def find_rows(columns: tuple[Column, ...], count: int, asked: Asked, before: Found | None = None) -> Job[Found]:
    """Sort and filter ``count`` rows, reusing what ``before`` has.

    Raises :class:`FilterError` for an invalid filter.
    """
    same = before is not None and before.columns is columns
    by_key = {column.key: column for column in columns}
    for key in asked.shown:
        if key in by_key:
            yield Progress(f"Reading {by_key[key].title}")
            _ = by_key[key].cells  # prepare the cells here: drawing has no time for it
    terms = read_filter(asked.words, columns, asked.shown)
    if before is not None and same and (before.asked.sort, before.asked.descending) == (asked.sort, asked.descending):
        order = before.order
    elif asked.sort in by_key:
        column = by_key[asked.sort]
        yield Progress(f"Sorting by {column.title}")
        order = column.order(descending=asked.descending).astype(np.int32)
    else:
        order = np.arange(count, dtype=np.int32)
    if (
        before is not None
        and same
        and before.asked.words == asked.words
        and set(asked.shown) == set(before.asked.shown)
    ):
        return Found(columns, asked, order, before.kept)
    kept = None
    for term in terms:
        yield Progress("Filtering")
        kept = term.holds() if kept is None else kept & term.holds()
    return Found(columns, asked, order, kept)


def shown_degree(projection: Projection, visible: Visible) -> Ids:
    """Number of shown edges at each node, a loop counted once, shape (n,)."""
    if len(visible.edges) == projection.edge_count:
        return projection.degree
    subject, object_ = projection.subject[visible.edges], projection.object[visible.edges]
    both = np.concatenate((subject, object_[subject != object_]))
    return np.bincount(both, minlength=projection.node_count).astype(np.int32)


def shown_column(projection: Projection, shown: Ids) -> Column:
    """The column ``degree`` of a table while the picture shows ``shown`` (n,) of the edges at each node.

    Rows sort by the shown number, which is also the one that leaves in an export.
    """
    pairs, first = np.unique(np.column_stack((shown, projection.degree)), axis=0, return_inverse=True)
    texts = [(counted(some, total), str(some)) for some, total in pairs.tolist()]
    values = Values(len(texts), write=texts.__getitem__, numbers=pairs[:, 0].astype(np.float64))
    cells = Cells(values, first.reshape(-1).astype(np.int32))
    return Column("degree", "Relationships shown", NUMBER, len(shown), lambda: cells)


def is_own_text(column: Column) -> bool:
    """True for texts of the resource itself, such as its names: words look there as the search does, shown or not."""
    return column.kind == TEXT and column.key.startswith(("label", "attribute "))


def read_filter(text: str, columns: Sequence[Column], shown: Iterable[str]) -> tuple[Term, ...]:
    """The conditions in ``text`` for rows with these columns. Raises :class:`FilterError`."""
    keys = set(shown)
    seen = tuple(column for column in columns if column.key in keys) or tuple(columns[:1])
    searched = (*seen, *(column for column in columns if is_own_text(column) and column not in seen))
    terms: list[Term] = []
    for match in _TERM.finditer(text):
        name, sign, value = match["name"], match["sign"], (match["value"] or "").strip('"')
        named = _named(name, columns, seen) if sign else ()
        if not sign:
            terms += _wording(match["phrase"] or match["word"] or "", searched)
        elif sign == ":":
            # IRIs and times contain colons too: without a column of that name, the colon is part of a word.
            terms += _wording(value, named) if named else _wording(match[0], searched)
        elif name and not named:
            raise FilterError(f"There is no column “{name}”. Write the title of a column without spaces.")
        elif value:
            terms.append(_comparison(sign, value, named or seen))
    return tuple(terms)


def _named(name: str, columns: Sequence[Column], seen: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns for a name: the one with that title, else shown columns whose title begins with it, else any such."""
    wanted = plain(name)
    if len(wanted) < 2:
        return ()
    titled = [(column, plain(column.title).replace(" ", "")) for column in columns]
    exact = [column for column, title in titled if title == wanted]
    begun = [column for column, title in titled if title.startswith(wanted)]
    return tuple(exact or [column for column in begun if column in seen] or begun)[:1]


def _wording(said: str, columns: tuple[Column, ...]) -> list[Term]:
    value = " ".join(plain(said).split())
    return [Term(columns, value)] if value else []


def _comparison(sign: str, value: str, columns: tuple[Column, ...]) -> Term:
    """A condition on numbers, or on dates if the columns hold dates or the value can only be a date."""
    numbers = tuple(column for column in columns if column.kind == NUMBER)
    dates = tuple(column for column in columns if column.kind == DATE)
    if numbers and _NUMBER.fullmatch(value):
        low = high = float(value.replace(",", ""))
        return _range(numbers, sign, low, high, whole=False)
    if dates:
        try:
            return _range(dates, sign, to_days(value), to_days(value, end=True), whole=True)
        except ValueError as error:
            raise FilterError(str(error)) from None
    if sign == "=" and value:
        return Term(columns, " ".join(plain(value).split()))
    if numbers:
        raise FilterError(f"“{value}” is not a number. Write it as 1000, 2.5 or 1e6.")
    named = f"“{columns[0].title}” holds" if len(columns) == 1 else "The shown columns hold"
    raise FilterError(f"{named} no numbers or dates to compare with “{value}”.")


def _range(columns: tuple[Column, ...], sign: str, low: float, high: float, *, whole: bool) -> Term:
    """A comparison with ``low`` to ``high``: a point, or with ``whole`` an interval that excludes ``high``."""
    if sign == ">":
        return Term(columns, "", high, math.inf, open_start=not whole)
    if sign == ">=":
        return Term(columns, "", low, math.inf)
    if sign == "<":
        return Term(columns, "", -math.inf, low, open_end=True)
    return Term(columns, "", -math.inf if sign == "<=" else low, high, open_end=whole)
