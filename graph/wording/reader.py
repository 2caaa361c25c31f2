"""The reader: every amount and date of an English text."""

from __future__ import annotations

from graph.wording.amounts import amounts
from graph.wording.dates import dates
from graph.wording.found import COUNT, DATE, Found


def read_text(text: str) -> list[Found]:
    """Amounts and dates in the order of the text.

    Numbers inside a date are no counts. Overlapping entries are several readings of the same words.
    """
    days = dates(text)
    taken = sorted((f.start, f.end) for f in days if f.precision != "relative")
    return sorted((f for f in [*days, *_outside(amounts(text), taken)]), key=lambda f: (f.start, f.end, f.kind))


def _outside(found: list[Found], taken: list[tuple[int, int]]) -> list[Found]:
    inside = [any(start <= f.start and f.end <= end for start, end in taken) for f in found]
    return [f for f, drop in zip(found, inside) if not drop or f.kind not in (COUNT, DATE, "ordinal")]
