"""A column: one property of every node or edge, as codes into values that rows share.

The values of a column are computed on first use, in the thread that asks. Values shared by many rows are formatted,
folded and ranked once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.arrays.csr import Rows
from graph.arrays.types import Floats, Ids, Mask
from graph.model.periods import Periods
from graph.named import NamedTuple
from graph.rdf.values import write_number

if TYPE_CHECKING:
    from graph.arrays.collation import Folded

TEXT, NUMBER, DATE = "text", "number", "date"
MISSING = int(np.iinfo(np.int32).max)
"""The rank of a row without a value; it sorts last in either direction."""
JOINT = " · "
"""Separator between several values of one row."""

Text = Callable[[int], str]
Write = Callable[[int], tuple[str, str]]


class Values:
    """The distinct values of a column: ``numbers`` (v,), NaN for other values, or the ``periods`` (v,) of dates.

    ``write`` formats a value for reading and as in the data; ``text`` serves both where they are the same. ``ranks``
    (v,) are their order where it is known already.
    """

    def __init__(
        self, count: int, *, text: Text | None = None, write: Write | None = None, numbers: Floats | None = None,
        periods: Periods | None = None, ranks: Ids | None = None,
    ) -> None:  # fmt: skip
        self.count, self._text, self._write, self.periods = count, text, write, periods
        self.numbers = np.full(count, np.nan) if numbers is None else numbers
        if periods is not None:
            self.numbers = np.where(np.isinf(periods.spans[:, 0]), np.nan, periods.spans[:, 0])
        # No cached_property: in Python 3.11 its lock would make a window wait for the thread that fills another column.
        self._folded: Folded | None = None
        self._ranks = ranks
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
            from graph.arrays.collation import Folded

            self._folded = Folded(" ".join(text.split()) for text in texts)
        return self._folded

    @property
    def is_ranked(self) -> bool:
        """True if the ranks are computed already."""
        return self._ranks is not None

    @property
    def ranks(self) -> Ids:
        """The position of each value in sorted order, shape (v,): numbers or periods first, others by folded text."""
        if self._ranks is None:
            bare = np.isnan(self.numbers) if self.periods is None else ~self.periods.dated
            if self.periods is None:
                place = np.unique(self.numbers[~bare], return_inverse=True)[1].astype(np.int32)
            else:
                place = self.periods.of(np.flatnonzero(~bare)).ranks()
            ranks = np.empty(self.count, np.int32)
            ranks[~bare] = place
            if bare.any():
                ranks[bare] = self.folded.ranks()[bare] + place.max(initial=-1) + 1
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
    ``different`` is the number of values where that is known before they are made.
    """

    key: str
    title: str
    kind: str
    filled: int
    make: Callable[[], Cells]
    detail: str = ""
    different: int | None = None
    _cells: Cells | None = None

    @property
    def value_count(self) -> int:
        """The number of values; they are made only if nothing else tells it."""
        return self.cells.values.count if self.different is None else self.different

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
        return Cells(Values(len(known), write=lambda i: (read(plain[i]), bare(plain[i])), numbers=known), first)

    return Column(key, title, NUMBER, int(np.count_nonzero(~np.isnan(numbers))), make, detail)


def bare(value: float) -> str:
    """A number as written to a file."""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
