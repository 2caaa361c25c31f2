"""Periods: when a resource is, from its earliest to its latest possible instant, and how precisely each end is known.

A date in the data is no point: “2016” is some time in a year, a start without an end goes on, “not after 30 September”
leaves its beginning open. The columns here hold what the data say and no more; layout, panels, filters, tables and the
command line read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graph.arrays.calendar import to_dates, to_day
from graph.arrays.types import Floats, Ids, Mask
from graph.named import NamedTuple
from graph.rdf.terms import local_name

Forms = NDArray[np.uint8]


class Precision(IntEnum):
    """The precision of one end of a period, the finest first; an OPEN end is not given."""

    OPEN = 0
    INSTANT = 1
    DAY = 2
    MONTH = 3
    YEAR = 4


class Bound(IntEnum):
    """The part of a period that a date gives, by its predicate."""

    DATE = 0
    BEGIN = 1
    END = 2
    NOT_BEFORE = 3
    NOT_AFTER = 4


_END, _WITHIN = 8, 64
_SECOND = 1 / 86400
_NAMES = {
    Bound.BEGIN: "startDate startTime startedAtTime startYear start began birthDate birthYear dateOfBirth foundingDate "
    "foundingYear formationDate formationYear inception validFrom since activeYearsStartDate activeYearsStartYear",
    Bound.END: "endDate endTime endedAtTime endYear end ended deathDate deathYear dateOfDeath dissolutionDate "
    "dissolutionYear validThrough until activeYearsEndDate activeYearsEndYear",
    Bound.NOT_BEFORE: "notBefore earliestDate earliestStart",
    Bound.NOT_AFTER: "notAfter latestDate latestEnd deadline",
}
BOUND_OF = {name: bound for bound, names in _NAMES.items() for name in names.split()}
"""The bound that a predicate gives, by its local name; any other gives a date of its own."""


_DATES = frozenset(
    "date created issued modified published updated available valid dateTime atTime generatedAtTime invalidatedAtTime "
    "inXSDDate inXSDDateTime inXSDDateTimeStamp inXSDgYear inXSDgYearMonth bday birthday pubdate lastReviewed".split()
)
_LIKE_DATE = re.compile(r"(?:date|Date)(?:[A-Z_].*)?|.+(?:Date|DateTime|_date)")
_ABOUT_DATE = re.compile(r".*(?:AsSaid|Inferred|Label|Note|Reason)")


def gives_date(name: str) -> bool:
    """True if the values of a predicate are dates by its local name, also where they are written as plain text.

    Words about a date are no date: ``cb:dateAsSaid`` keeps “last month” beside the date that it stands for.
    """
    if name in BOUND_OF or name in _DATES:
        return True
    return _LIKE_DATE.fullmatch(name) is not None and _ABOUT_DATE.fullmatch(name) is None


def bounds_of(predicates: Iterable[str]) -> NDArray[np.uint8]:
    """The :class:`Bound` of each predicate by its IRI, shape (p + 1,); the last is for terms that are no predicate."""
    return np.array([BOUND_OF.get(local_name(iri), Bound.DATE) for iri in predicates] + [Bound.DATE], np.uint8)


class Periods(NamedTuple):
    """Periods of k things.

    spans  earliest and latest possible instant in days since 1970, ∓inf for an open end, NaN if undated, shape (k, 2)
    forms  precision of both ends, and whether the thing is somewhere within rather than throughout, shape (k,)
    """

    spans: Floats
    forms: Forms

    @classmethod
    def none(cls, count: int) -> Periods:
        """Periods of so many undated things."""
        return cls(np.full((count, 2), np.nan), np.zeros(count, np.uint8))

    def of(self, rows: NDArray[np.integer]) -> Periods:
        """The periods of some rows."""
        return Periods(self.spans[rows], self.forms[rows])

    @property
    def dated(self) -> Mask:
        """True for what has a date, or a bound of one."""
        return ~np.isnan(self.spans[:, 0])

    @property
    def within(self) -> Mask:
        """True for what is some time between the ends; False for what lasts from the one to the other."""
        return (self.forms & _WITHIN) > 0

    @property
    def precisions(self) -> Forms:
        """The :class:`Precision` of both ends, shape (k, 2)."""
        return np.stack((self.forms & 7, self.forms // _END & 7), axis=1)

    @property
    def begins(self) -> Floats:
        """The stretch in which each may begin, shape (k, 2): any time, or the unit of its start if it lasts."""
        (first, last), precision = self.spans.T, self.precisions
        over = np.where(self.within | np.isinf(first), last, np.minimum(_end_of_unit(first, precision[:, 0]), last))
        return np.stack((first, over), axis=1)

    @property
    def ends(self) -> Floats:
        """The stretch in which each may end, shape (k, 2): any time, or the unit of its end if it lasts."""
        (first, last), precision = self.spans.T, self.precisions
        from_ = np.where(self.within | np.isinf(last), first, np.maximum(_start_of_unit(last, precision[:, 1]), first))
        return np.stack((from_, last), axis=1)

    @property
    def sure(self) -> Floats:
        """The stretch in which each thing certainly is, shape (k, 2); NaN where no instant is certain.

        From “2016” to “July 2018” it is 1 January 2017 to 1 July 2018: it began some time in the year and ended some
        time in the month. An open end goes on.
        """
        (first, last), precision = self.spans.T, self.precisions
        begun, ended = _end_of_unit(first, precision[:, 0]), _start_of_unit(last, precision[:, 1])
        known = ~self.within & (begun <= ended)
        return np.where(known[:, None], np.stack((begun, ended), axis=1), np.nan)

    @property
    def windows(self) -> Floats:
        """The stretch in whose middle each thing is marked, shape (k, 2): where it may begin.

        Where the beginning or the end is open, it is the unit of the end that is given, such as the day of “not after
        30 September”.
        """
        (first, last), precision = self.spans.T, self.precisions
        out = self.begins
        no_end, no_start = np.isinf(last), np.isinf(first)
        out[no_end, 1] = _end_of_unit(first, precision[:, 0])[no_end]
        out[no_start, 0] = _start_of_unit(last, precision[:, 1])[no_start]
        return out

    @property
    def given(self) -> Floats:
        """The earliest and latest instant that the data give of each, shape (k, 2).

        An open end reaches as far as the unit of the other end, so “since 2012” gives the year 2012.
        """
        return np.where(np.isinf(self.spans), self.windows, self.spans)

    @property
    def reach(self) -> tuple[float, float] | None:
        """The time from the first instant that is given to the last, never empty; None without dates.

        A period does not hold its end, so that an instant that comes last has a second after it.
        """
        given = self.given[self.dated]
        if not len(given):
            return None
        ends = np.where(given[:, 0] == given[:, 1], given[:, 1] + _SECOND, given[:, 1])
        return float(given[:, 0].min()), float(ends.max())

    @property
    def anchors(self) -> Floats:
        """The instant that each thing is ordered by, shape (k,): its beginning or, where that is open, its end."""
        first, last = self.spans.T
        return np.asarray(np.where(np.isinf(first), last, first))

    @property
    def keys(self) -> Floats:
        """Keys for :func:`ranked`, shape (k, 4): beginning, a step in a stated order (0), precision, end."""
        steps = np.zeros(len(self.forms))
        return np.stack((self.anchors, steps, self._coarseness.astype(np.float64), self.spans[:, 1]), axis=1)

    def order(self) -> NDArray[np.intp]:
        """Rows by beginning, then by precision (a day before its year), then by end; undated rows last, shape (k,)."""
        return ordered(self.keys)

    def ranks(self) -> Ids:
        """The place of each row in :meth:`order`, shape (k,); equal rows share one."""
        return ranked(self.keys)

    @property
    def _coarseness(self) -> Forms:
        """The precision of the end that :attr:`anchors` gives, shape (k,)."""
        precision = self.precisions
        return np.where(np.isinf(self.spans[:, 0]), precision[:, 1], precision[:, 0])


def ordered(keys: Floats) -> NDArray[np.intp]:
    """Rows (k,) in ascending order of their keys (k, j), the first column first; rows with NaN last."""
    return np.lexsort(keys.T[::-1])


def ranked(keys: Floats) -> Ids:
    """The place of each row of keys (k, j) in their order, shape (k,); equal rows share one."""
    order = ordered(keys)
    placed = keys[order]
    new = np.concatenate(([False], (placed[1:] != placed[:-1]).any(axis=1)))[: len(order)]
    out = np.empty(len(order), np.int32)
    out[order] = np.cumsum(new)
    return out


def forms_of(first: NDArray[np.integer], last: NDArray[np.integer], within: Mask) -> Forms:
    """Forms from the precision of both ends, and whether a thing is only somewhere between them; all shape (k,)."""
    return np.asarray(first + last * _END + np.where(within, _WITHIN, 0), np.uint8)


def precision_of(spans: Floats) -> Forms:
    """The precision of single dates, by their length, shape (k,); OPEN for NaN."""
    length = spans[:, 1] - spans[:, 0]
    found = np.select(
        [np.isnan(length), length == 0, length <= 1, length <= 31],
        [Precision.OPEN, Precision.INSTANT, Precision.DAY, Precision.MONTH],
        Precision.YEAR,
    )
    return np.asarray(found, np.uint8)


def single(spans: Floats) -> Periods:
    """Single dates (k, 2) as periods: some time in a year, a month or a day, or an instant."""
    precision = precision_of(spans)
    return Periods(spans, forms_of(precision, precision, ~np.isnan(spans[:, 0])))


def hull(owners: Ids, parts: Periods, count: int) -> Periods:
    """For each of ``count`` owners the time from the first of its ``parts`` (k,) to the last, somewhere within it.

    A time that is open at both ends says nothing: its owner is undated.
    """
    low, high = np.full(count, np.nan), np.full(count, np.nan)
    np.fmin.at(low, owners, parts.spans[:, 0])
    np.fmax.at(high, owners, parts.spans[:, 1])
    endless = np.isinf(low) & np.isinf(high)
    low[endless] = high[endless] = np.nan
    ends = []
    for which, edge in enumerate((low, high)):
        # The finest precision of the parts that share this end.
        finest = np.full(count, Precision.YEAR, np.uint8)
        rows = np.flatnonzero(parts.spans[:, which] == edge[owners])
        np.minimum.at(finest, owners[rows], parts.precisions[rows, which])
        ends.append(np.where(np.isnan(edge), 0, finest))
    return Periods(np.stack((low, high), axis=1), forms_of(ends[0], ends[1], ~np.isnan(low)))


def of_resources(owners: Ids, bounds: NDArray[np.integer], spans: Floats, momentary: Mask) -> Periods:
    """The period of each resource (n,) from its dates (k, 2), with the :class:`Bound` that each gives, shape (k,).

    With a start and an end, a resource lasts from the one to the other; with a start alone it goes on, with an end
    alone its beginning is open. Only a ``momentary`` resource (n,), such as an event, is some time in its start, and
    not after its end. “Not before” and “not after” narrow other dates, or stand alone. Dates that contradict each other
    make one period that holds all of them.
    """
    there = ~np.isnan(spans[:, 0])
    owners, bounds, spans = owners[there], bounds[there], spans[there]
    count = len(momentary)
    has = np.zeros((len(Bound), count), bool)
    has[bounds, owners] = True

    def gathered(*kinds: Bound) -> Periods:
        rows = np.flatnonzero(np.isin(bounds, kinds))
        return hull(owners[rows], single(spans[rows]), count)

    own = gathered(Bound.DATE, Bound.BEGIN, Bound.END)
    open_end = has[Bound.BEGIN] & ~has[Bound.END] & ~momentary
    open_start = has[Bound.END] & ~has[Bound.BEGIN] & ~(momentary & has[Bound.DATE])
    lasting = open_end | (has[Bound.END] & (has[Bound.BEGIN] | ~momentary))
    bare = ~own.dated
    low = np.where(open_start | bare, -np.inf, own.spans[:, 0])
    high = np.where(open_end | bare, np.inf, own.spans[:, 1])
    first, last = np.where(np.isinf(low), 0, own.precisions[:, 0]), np.where(np.isinf(high), 0, own.precisions[:, 1])
    if has[Bound.NOT_BEFORE :].any():
        early, late = gathered(Bound.NOT_BEFORE), gathered(Bound.NOT_AFTER)
        cut_low, cut_high = early.spans[:, 0] > low, late.spans[:, 1] < high
        low, high = np.fmax(low, early.spans[:, 0]), np.fmin(high, late.spans[:, 1])
        first, last = (
            np.where(cut_low, early.precisions[:, 0], first),
            np.where(cut_high, late.precisions[:, 1], last),
        )
        lasting &= ~cut_low & ~cut_high
        every = gathered(*Bound)
        clash = (low > high) | ((low == high) & ((first > Precision.INSTANT) | (last > Precision.INSTANT)))
        low, high = np.where(clash, every.spans[:, 0], low), np.where(clash, every.spans[:, 1], high)
        first, last = np.where(clash, every.precisions[:, 0], first), np.where(clash, every.precisions[:, 1], last)
    none = np.isinf(low) & np.isinf(high)
    low, high = np.where(none, np.nan, low), np.where(none, np.nan, high)
    return Periods(np.stack((low, high), axis=1), forms_of(first, last, ~none & ~lasting))


def _end_of_unit(at: Floats, precision: Forms) -> Floats:
    """The end of the day, month or year that begins at each instant; an instant, or an open end, itself."""
    out = np.where(precision == Precision.DAY, at + 1, at)
    for kind in (Precision.MONTH, Precision.YEAR):
        rows = np.flatnonzero((precision == kind) & np.isfinite(at))
        year, month, _ = to_dates(at[rows])
        out[rows] = to_day(year, month + 1) if kind == Precision.MONTH else to_day(year + 1)
    return out


def _start_of_unit(at: Floats, precision: Forms) -> Floats:
    """The start of the day, month or year that ends at each instant; an instant, or an open end, itself."""
    out = np.where(precision == Precision.DAY, at - 1, at)
    for kind in (Precision.MONTH, Precision.YEAR):
        rows = np.flatnonzero((precision == kind) & np.isfinite(at))
        year, month, _ = to_dates(at[rows] - 1)
        out[rows] = to_day(year, month) if kind == Precision.MONTH else to_day(year)
    return out
