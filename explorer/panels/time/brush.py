"""Date range by dragging: make a range, move one of its ends, or move all of it."""

from __future__ import annotations

from explorer.views.view import Range
from graph.arrays.ticks import Unit, shifted, starts
from graph.named import NamedTuple

NEW, LOW, HIGH, WHOLE = range(4)


def grip(kept: Range | None, instant: float, reach: float) -> int:
    """The part of the range under the pointer, with ends that reach ``reach`` days to either side."""
    if kept is None or not kept[0] - reach <= instant <= kept[1] + reach:
        return NEW
    low, high = abs(instant - kept[0]), abs(instant - kept[1])
    if min(low, high) <= min(reach, max((kept[1] - kept[0]) / 3, reach / 2)):
        return LOW if low < high else HIGH
    return WHOLE


class Brush(NamedTuple):
    """A drag of the part ``held`` of a range, begun ``at`` an instant.

    The ends snap to starts of ``unit``, within ``bounds``.
    """

    held: int
    at: float
    kept: Range
    unit: Unit
    bounds: Range

    def to(self, instant: float) -> Range:
        """The range while the pointer is at an instant."""
        instant = min(max(instant, self.bounds[0]), self.bounds[1])
        if self.held == NEW:
            low, high = min(self.at, instant), max(self.at, instant)
            return _wide(snapped(low, self.unit), snapped(high, self.unit), self.unit)
        if self.held == WHOLE:
            width = self.kept[1] - self.kept[0]
            low = min(
                max(self.kept[0] + instant - self.at, self.bounds[0]), max(self.bounds[1] - width, self.bounds[0])
            )
            low = snapped(low, self.unit)
            return low, low + width
        at = snapped(instant, self.unit)
        if self.held == LOW:
            return min(at, shifted(self.kept[1] - 1e-9, self.unit, 0)), self.kept[1]
        return self.kept[0], max(at, shifted(self.kept[0], self.unit, 1))


def snapped(instant: float, unit: Unit) -> float:
    """The nearest start of a unit."""
    before, after = shifted(instant, unit, 0), shifted(instant, unit, 1)
    return before if instant - before <= after - instant else after


def _wide(low: float, high: float, unit: Unit) -> Range:
    return (low, high) if high > low else (low, shifted(low, unit, 1))


def stepped(kept: Range, unit: Unit, steps: int, held: int, bounds: Range) -> Range:
    """A range moved by steps of a unit, all of it or one of its ends, within the bounds."""
    if held == LOW:
        return min(max(shifted(kept[0], unit, steps), bounds[0]), shifted(kept[1] - 1e-9, unit, 0)), kept[1]
    if held == HIGH:
        return kept[0], max(min(shifted(kept[1], unit, steps), bounds[1]), shifted(kept[0], unit, 1))
    size = max(len(starts(kept[0], kept[1] - 1e-9, unit)), 1)
    low = shifted(kept[0], unit, steps)
    high = shifted(low, unit, size)
    return (low, high) if bounds[0] <= low and high <= bounds[1] else kept
