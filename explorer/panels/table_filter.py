"""Which rows a table shows, and in which order: what is asked of columns in words, and what is found.

A filter is words and comparisons, all of which have to hold: ``failure`` in any shown column, ``"help and protection"``
as one piece, ``ties>5``, ``date>=2016-03``, ``class:person`` in one column, named by its title without spaces. A
comparison without a name, as ``>1000``, is made with every shown column of numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.arrays.collation import plain
from graph.errors import CaseboardError
from graph.model.columns import DATE, NUMBER, Column
from graph.rdf.values import to_days
from graph.work.progress import Job, Progress

Ids = NDArray[np.int32]
Mask = NDArray[np.bool_]

QUICK = 20_000
"""So many rows are sorted and filtered at once; more of them beside, so that the window goes on."""
_TERM = re.compile(
    r"""(?P<name>[^\s"<>=:]*) (?P<sign>>=|<=|>|<|=|:) (?P<value>"[^"]*"?|[^\s"]*)
      | "(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+)""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


class FilterError(CaseboardError):
    """A filter that cannot be understood, in one sentence."""


class Term(NamedTuple):
    """One condition: ``columns`` of which any has to hold ``value``, or a number between ``low`` and ``high``.

    ``high`` is out of the range where ``open_end`` says so, and ``low`` with ``open_start``.
    """

    columns: tuple[Column, ...]
    value: str
    low: float = math.nan
    high: float = math.nan
    open_start: bool = False
    open_end: bool = False

    def holds(self) -> Mask:
        """Which rows it holds of, shape (n,)."""
        if not math.isnan(self.low):
            held = [self._within(column.numbers) for column in self.columns]
        else:
            held = [column.containing(self.value) for column in self.columns]
        return np.asarray(np.logical_or.reduce(held))

    def _within(self, numbers: NDArray[np.float64]) -> Mask:
        above = numbers > self.low if self.open_start else numbers >= self.low
        return np.asarray(above & (numbers < self.high if self.open_end else numbers <= self.high))


class Asked(NamedTuple):
    """What a table is asked for: the keys of its columns, by which of them it is sorted ("": as the data has it)."""

    shown: tuple[str, ...]
    sort: str = ""
    descending: bool = False
    words: str = ""

    def sorted_by(self, column: Column) -> Asked:
        """After one more click on a column: forwards (numbers: the largest first), backwards, then not sorted."""
        first = column.kind == NUMBER
        if self.sort != column.key:
            return self._replace(sort=column.key, descending=first)
        if self.descending == first:
            return self._replace(descending=not first)
        return self._replace(sort="", descending=False)


@dataclass(frozen=True, eq=False)
class Found:
    """What came of it: all rows in ``order`` (n,), and those that the filter ``kept`` (n,), None for all."""

    columns: tuple[Column, ...]
    asked: Asked
    order: Ids
    kept: Mask | None

    def rows(self, present: Mask | None) -> Ids:
        """The rows to show of those that are ``present`` (n,), None for all."""
        mask = present if self.kept is None else self.kept if present is None else self.kept & present
        return self.order if mask is None else self.order[mask[self.order]]


def find_rows(columns: tuple[Column, ...], count: int, asked: Asked, before: Found | None = None) -> Job[Found]:
    """Sort and filter ``count`` rows; what ``before`` has already is taken from there.

    Raises :class:`FilterError` where the words make no sense.
    """
    same = before is not None and before.columns is columns
    by_key = {column.key: column for column in columns}
    for key in asked.shown:
        if key in by_key:
            yield Progress(f"Reading {by_key[key].title}")
            _ = by_key[key].cells  # whoever shows the rows has no time for that
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


def read_filter(text: str, columns: Sequence[Column], shown: Iterable[str]) -> tuple[Term, ...]:
    """The conditions that ``text`` sets for rows with these columns; raises :class:`FilterError` in one sentence."""
    keys = set(shown)
    seen = tuple(column for column in columns if column.key in keys) or tuple(columns[:1])
    terms: list[Term] = []
    for match in _TERM.finditer(text):
        name, sign, value = match["name"], match["sign"], (match["value"] or "").strip('"')
        named = _named(name, columns, seen) if sign else ()
        if not sign:
            terms += _wording(match["phrase"] or match["word"] or "", seen)
        elif sign == ":":
            # A colon also stands in IRIs and times: where it names no column it is part of a word.
            terms += _wording(value, named) if named else _wording(match[0], seen)
        elif name and not named:
            raise FilterError(f"There is no column “{name}”; write its title without spaces.")
        elif value:
            terms.append(_comparison(sign, value, named or seen))
    return tuple(terms)


def _named(name: str, columns: Sequence[Column], seen: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns that a name means: the one with that title, else the shown ones, else those, that begin so."""
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
    """A condition on numbers; of dates where the columns are dates or where the value can be nothing else."""
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
        raise FilterError(f"“{value}” is not a number: write it as 1000, 2.5 or 1e6.")
    named = f"“{columns[0].title}” holds" if len(columns) == 1 else "The shown columns hold"
    raise FilterError(f"{named} neither numbers nor dates to compare with “{value}”.")


def _range(columns: tuple[Column, ...], sign: str, low: float, high: float, *, whole: bool) -> Term:
    """``low`` to ``high`` is what is compared with, a point or with ``whole`` a stretch that ends before ``high``."""
    if sign == ">":
        return Term(columns, "", high, math.inf, open_start=not whole)
    if sign == ">=":
        return Term(columns, "", low, math.inf)
    if sign == "<":
        return Term(columns, "", -math.inf, low, open_end=True)
    return Term(columns, "", -math.inf if sign == "<=" else low, high, open_end=whole)
