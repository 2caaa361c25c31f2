"""Fields of a view that filter, and grades, as values of a record, and back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from explorer.files.view_data import Data
from explorer.views.view import Range as Span
from graph.errors import ReadError
from graph.model.grading.grades import GRADES, SCALES
from graph.named import NamedTuple
from graph.rdf.grade import Grade, is_sign, part_of
from graph.reading.refusals import plain
from graph.saved.records import Name, Record, Value

Pairs = Iterable[tuple[str, Value]]
_SUPPORT = (0, 1, 2)
FARTHEST = 1e9
"""Largest coordinate of a position, in scene units."""


class Levels(NamedTuple):
    """A set of small numbers."""

    term: str

    def write(self, value: frozenset[int], _: Data) -> Pairs:
        return [(self.term, level) for level in sorted(value)]

    def read(self, record: Record, _: Data) -> frozenset[int]:
        found = record.all(self.term)
        levels = [level for level in found if type(level) is int and level in _SUPPORT]
        if len(levels) < len(found):
            raise ReadError("The view hides an unknown level of evidence. Levels are 0 (none), 1 (one), 2 (several).")
        return frozenset(levels)


class Range(NamedTuple):
    """A range of numbers, or None."""

    term: str

    def write(self, value: Span | None, _: Data) -> Pairs:
        return [] if value is None else [(self.term, pair(value))]

    def read(self, record: Record, _: Data) -> Span | None:
        text = record.one(self.term, "")
        return numbers(text, self.term, endless=True) if text else None


class Day(NamedTuple):
    """A number of days since 1970, or None."""

    term: str

    def write(self, value: float | None, _: Data) -> Pairs:
        return [] if value is None else [(self.term, float(value))]

    def read(self, record: Record, _: Data) -> float | None:
        value: float = record.one(self.term, math.inf)
        return None if math.isinf(value) or math.isnan(value) else value


class Ranges:
    """Ranges of columns."""

    def write(self, value: tuple[tuple[str, Span], ...], _: Data) -> Pairs:
        for key, kept in value:
            yield "range", Record("Range", (("key", key), ("within", pair(kept))))

    def read(self, record: Record, _: Data) -> tuple[tuple[str, Span], ...]:
        return tuple(
            (part.one("key", ""), numbers(part.one("within", ""), "within", endless=True))
            for part in record.records("range")
        )


class Keys(NamedTuple):
    """Keys of columns, in order."""

    term: str

    def write(self, value: tuple[str, ...], _: Data) -> Pairs:
        return [(self.term, Record("ColumnFacet", (("key", key),))) for key in value]

    def read(self, record: Record, _: Data) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.one("key", "") for part in record.records(self.term)))


class HiddenValues:
    """Hidden values of columns, as the data write them."""

    def write(self, value: tuple[tuple[str, frozenset[str]], ...], _: Data) -> Pairs:
        for key, texts in value:
            yield "hidesValues", Record("HiddenValues", (("key", key), *(("value", text) for text in sorted(texts))))

    def read(self, record: Record, _: Data) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple(
            (part.one("key", ""), frozenset(text for text in part.all("value") if isinstance(text, str)))
            for part in record.records("hidesValues")
        )


def pair(two: Sequence[float]) -> str:
    return " ".join("INF" if n == math.inf else "-INF" if n == -math.inf else repr(float(n)) for n in two)


def numbers(text: str, term: str, *, endless: bool = False) -> Span:
    """Two numbers from a text."""
    words = text.split()
    try:
        low, high = map(float, words)
    except ValueError:
        low = high = math.nan
    if math.isnan(low - high):  # so it is too for two ends in the same infinity
        raise ReadError(f"“{term}” in the view must be two numbers, not “{text[:40]}”.")
    if not endless and max(abs(low), abs(high)) > FARTHEST:
        raise ReadError(f"“{term}” in the view is too far away: “{text[:40]}”.")
    return low, high


_WHOLE, _PARTS = ("about",), ("subject", "predicate", "object")


class GradesField:
    """Grades, whether or not the open data have what they are about."""

    def write(self, value: tuple[Grade, ...], _: Data) -> Pairs:
        """Each grade as a record."""
        for about, sign in value:
            terms = _WHOLE if len(about) == 1 else _PARTS
            said: list[tuple[str, Value]] = [(term, Name(iri)) for term, iri in zip(terms, about, strict=True)]
            said += [(name, Name(GRADES + part)) for name, scale in SCALES if (part := part_of(sign, scale))]
            yield "grade", Record("Grade", tuple(said))

    def read(self, record: Record, _: Data) -> tuple[Grade, ...]:
        """The grades of a record; the last one about the same thing counts."""
        found = [self._grade(part) for part in record.records("grade")]
        return tuple({grade.about: grade for grade in found}.values())

    def _grade(self, part: Record) -> Grade:
        terms = _WHOLE if part.all("about") else _PARTS
        about = [part.names(term) for term in terms]
        signs = [iri.removeprefix(GRADES) for name, _ in SCALES for iri in part.names(name)]
        sign = "".join(signs)
        if not all(len(names) == 1 for names in about) or not is_sign(sign):
            raise ReadError(
                f"The view has an unknown grade; grades are A to F and 1 to 6: “{plain(' '.join(signs), 40)}”."
            )
        return Grade(tuple(names[0] for names in about), sign)


class LeastGradeField:
    """The least grade of shown relationships."""

    def write(self, value: str, _: Data) -> Pairs:
        """The letter and figure as a text, if there is any."""
        return [("leastGrade", value)] if value else []

    def read(self, record: Record, _: Data) -> str:
        """The letter and figure."""
        sign: str = record.one("leastGrade", "")
        if sign and not is_sign(sign):
            raise ReadError(f"The view has an invalid least grade: “{plain(sign, 40)}”.")
        return sign
