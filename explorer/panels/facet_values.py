"""Values of facets: lines with counts, and spans of numbers with a histogram."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.style import Swatch
from explorer.views.view import Range
from graph.model.periods import Periods
from graph.named import NamedTuple


class Choice(NamedTuple):
    """One line of a facet: ``item`` is its id in the projection; ``shown`` out of ``total`` are drawn.

    ``others`` of the total count under further lines of the facet too: resources that have another class as well.
    """

    item: int
    label: str
    tip: str
    shown: int
    total: int
    hidden: bool
    swatch: Swatch | None = None
    others: int = 0

    @property
    def others_words(self) -> str:
        """``others`` in words: “16 of them are on other lines too”, "" for none."""
        return (
            f"{self.others:,} of them {'is' if self.others == 1 else 'are'} on other lines too" if self.others else ""
        )

    @property
    def others_in_short(self) -> str:
        """``others`` in few words: “16 in others”."""
        return f"{self.others:,} in others"


class Span(NamedTuple):
    """A facet over numbers: the range of the data, the range ``kept`` by the filter, and a histogram in equal bins.

    A ``curved`` span gives small values more room: it is linear up to about ``unit`` and logarithmic beyond.
    """

    low: float
    high: float
    kept: Range | None
    histogram: tuple[int, ...]
    without: int
    keep_without: bool = True
    curved: bool = False
    unit: float = 1.0

    def share(self, value: float) -> float:
        """The place of a value between the ends, from 0 to 1."""
        low, high, at = (_bend(v / self.unit) if self.curved else v for v in (self.low, self.high, value))
        return min(max((at - low) / (high - low), 0.0), 1.0) if high > low else 0.0

    def at(self, share: float) -> float:
        """The value at a share: the inverse of :meth:`share`, exact at both ends."""
        if share <= 0 or share >= 1:
            return self.low if share <= 0 else self.high
        low, high = (_bend(v / self.unit) if self.curved else v for v in (self.low, self.high))
        value = low + (high - low) * share
        return math.copysign(math.expm1(abs(value)) * self.unit, value) if self.curved else value


def _bend(value: float) -> float:
    return math.copysign(math.log1p(abs(value)), value)


class ColumnFacet(NamedTuple):
    """A facet over a column: lines for its values, or a span of its numbers; of dates if ``is_date``."""

    key: str
    title: str
    choices: tuple[Choice, ...] = ()
    span: Span | None = None
    is_date: bool = False


def span_of(values: NDArray[np.float64], kept: Range | None, unit: float = 1.0) -> Span | None:
    """The span of a column of numbers (NaN: no number). None if it has no two different numbers.

    The span is curved if a few large values would push all others into the first bar.
    """
    known = values[~np.isnan(values)]
    if not len(known) or known.min() == known.max():
        return None
    low, high = float(known.min()), float(known.max())
    middle = len(known) // 2
    curved = high - low > 10 * (float(np.partition(known, middle)[middle]) - low)
    placed = np.copysign(np.log1p(np.abs(known / unit)), known) if curved else known
    histogram = histogram_of(placed, float(placed.min()), float(placed.max()))
    return Span(low, high, kept, histogram, int(len(values) - len(known)), curved=curved, unit=unit)


def span_of_dates(periods: Periods, kept: Range | None = None) -> Span | None:
    """The span of periods (n,) over all that they give; None if none is given.

    The histogram counts each period at its start, or at its end if the start is open.
    """
    reach = periods.reach
    if reach is None:
        return None
    anchors = periods.anchors[periods.dated]
    return Span(*reach, kept, histogram_of(anchors, *reach), len(periods.forms) - len(anchors))


def histogram_of(values: NDArray[np.float64], low: float, high: float, bins: int = 24) -> tuple[int, ...]:
    """The number of values in each of ``bins`` equal intervals from ``low`` to ``high``."""
    share = (values - low) / (high - low) if high > low else np.zeros(len(values))
    places = (share * bins).astype(np.int64)
    counts: list[int] = np.bincount(np.minimum(places, bins - 1), minlength=bins).tolist()
    return tuple(counts)
