"""Measured values of resources, as a view stores them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.analysis.measures import METRICS, Metric
from graph.model.column import Column, number_column

KEY = "measure "
"""Start of the key of a measure; the name of the metric follows."""


class Values:
    """A number for each resource, float64 (n,), NaN for a resource without one. Read-only; equal by content."""

    __slots__ = ("_hash", "array")

    def __init__(self, numbers: NDArray[np.floating]) -> None:
        array = np.array(numbers, np.float64).reshape(-1)
        array.flags.writeable = False
        self.array = array
        self._hash: int | None = None

    def __len__(self) -> int:
        return len(self.array)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Values) and np.array_equal(self.array, other.array, equal_nan=True))

    def __hash__(self) -> int:
        if self._hash is None:
            # Minus zero equals zero but has different bytes.
            self._hash = hash((self.array + 0.0).tobytes())
        return self._hash

    def __repr__(self) -> str:
        return f"Values({len(self):,}, {int(np.isfinite(self.array).sum()):,} of them known)"

    def of(self, count: int) -> NDArray[np.float64]:
        """Numbers of the first ``count`` resources; NaN for those added after the measuring."""
        if len(self.array) >= count:
            return self.array[:count]
        return np.concatenate((self.array, np.full(count - len(self.array), np.nan)))


@dataclass(frozen=True)
class Measured:
    """The result of a measure: ``values`` by resource, NaN for those not measured.

    key       "measure pagerank"; a view stores one result for each key
    title     "PageRank", "Distance to Ofsted"
    sentence  its meaning in one plain sentence
    note      the resources that were measured, and the size of the sample if it is an estimate
    sample    number of resources that an estimate is based on, 0 for an exact result
    """

    key: str
    title: str
    sentence: str
    values: Values = field(repr=False)
    note: str = ""
    sample: int = 0

    @property
    def heading(self) -> str:
        """The title, with “(estimate)” for an estimate."""
        return f"{self.title} (estimate)" if self.sample else self.title

    @property
    def metric(self) -> Metric:
        """The metric that was measured."""
        return METRICS[self.key.removeprefix(KEY)]

    def column(self, count: int) -> Column:
        """The values as a column of ``count`` resources, for tables and style rules; the same object each time."""
        return _column(self, count)


@lru_cache(maxsize=16)
def _column(measured: Measured, count: int) -> Column:
    metric, values = measured.metric, measured.values.of(count)
    return number_column(measured.key, measured.heading, values, read=lambda value: write_value(metric, value))


def write_value(metric: Metric, value: float) -> str:
    """A value written for people."""
    if metric.kind != "share":
        return f"{value:,.0f}"
    if not value:
        return "0"
    return f"{value:#.3g}" if abs(value) >= 1e-4 else f"{value:.1e}"
