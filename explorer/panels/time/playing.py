"""Playing: a window that goes over time, or grows from its beginning, a step of the calendar at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from explorer.panels.time.ticks import Unit, shifted, starts, unit_for
from explorer.views.view import Range

STEPS = 120
"""At most about so many steps go over the whole."""


class Play(NamedTuple):
    """A play over ``whole``, in steps of ``unit``: a window of ``size`` steps, or with ``grows`` all up to its end."""

    whole: Range
    unit: Unit
    size: int
    grows: bool

    @classmethod
    def over(cls, whole: Range, kept: Range | None, grows: bool) -> Play:
        """A play with a window about as wide as the stretch that is kept now; a step wide where that is (nearly) all.

        Each of its steps is a unit of the calendar, a quarter of the window at most.
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
        """How many steps go over the whole."""
        return max(len(starts(*self.whole, self.unit, around=True)) - 1, 1)

    def frame(self, step: int) -> Range:
        """What is kept at a step, 0 the first."""
        origin = self.whole[0]
        end = min(shifted(origin, self.unit, step + self.size), max(self.whole[1], shifted(origin, self.unit, 1)))
        low = shifted(origin, self.unit, 0 if self.grows else step)
        return low, max(end, shifted(low, self.unit, 1))

    def step_of(self, kept: Range | None) -> int:
        """The step at which a stretch is kept, the nearest where none is exactly that; -1 before the first."""
        if kept is None:
            return -1
        begins = starts(*self.whole, self.unit, around=True)
        if self.grows:
            return int(np.clip(np.searchsorted(begins, kept[1] - 1e-9) - self.size, -1, self.steps - 1))
        return int(np.clip(np.searchsorted(begins, kept[0], side="right") - 1, 0, self.steps - 1))
