"""Playing: a date range that moves through time, or grows from its start, one step of the calendar at a time."""

from __future__ import annotations

import numpy as np

from explorer.views.view import Range
from graph.arrays.ticks import Unit, shifted, starts, unit_for
from graph.named import NamedTuple

STEPS = 120
"""Approximate largest number of steps in a play."""


class Play(NamedTuple):
    """A play over ``whole`` in steps of ``unit``: a window of ``size`` steps, or with ``grows`` all up to its end."""

    whole: Range
    unit: Unit
    size: int
    grows: bool

    @classmethod
    def over(cls, whole: Range, kept: Range | None, grows: bool) -> Play:
        """A play with a window about as wide as the present date range, or one step wide if that is (nearly) all.

        Each step is a unit of the calendar, at most a quarter of the window.
        """
        span = whole[1] - whole[0]
        unit = unit_for(span, STEPS)
        if kept is not None and 0 < kept[1] - kept[0] < span * 0.9:
            unit = min(unit, unit_for(kept[1] - kept[0], 4), key=lambda unit: unit.days)
            if span / unit.days > 4 * STEPS:
                unit = unit_for(span, 4 * STEPS)
            return cls(whole, unit, max(1, round((kept[1] - kept[0]) / unit.days)), grows)
        return cls(whole, unit, 1, grows)

    @property
    def steps(self) -> int:
        """The number of steps in the play."""
        return max(len(starts(*self.whole, self.unit, around=True)) - 1, 1)

    def frame(self, step: int) -> Range:
        """The date range at a step; 0 is the first."""
        origin = self.whole[0]
        end = min(shifted(origin, self.unit, step + self.size), max(self.whole[1], shifted(origin, self.unit, 1)))
        low = shifted(origin, self.unit, 0 if self.grows else step)
        return low, max(end, shifted(low, self.unit, 1))

    def step_of(self, kept: Range | None) -> int:
        """The step with the date range nearest to ``kept``; -1 before the first."""
        if kept is None:
            return -1
        begins = starts(*self.whole, self.unit, around=True)
        if self.grows:
            return int(np.clip(np.searchsorted(begins, kept[1] - 1e-9) - self.size, -1, self.steps - 1))
        return int(np.clip(np.searchsorted(begins, kept[0], side="right") - 1, 0, self.steps - 1))
