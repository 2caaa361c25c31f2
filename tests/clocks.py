"""Clocks for tests on a machine that has other things to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

_SPIN = 20_000


class Moment(NamedTuple):
    """A point in time: by the clock on the wall, and by the processor time of all threads of this process."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Moment:
        """This moment."""
        return cls(time.perf_counter(), time.process_time())

    def until(self, later: Moment) -> float:
        """Seconds to a later moment, without those in which other programs kept this one waiting.

        The lesser of both clocks: while this process waits for a processor its own time stands still, and while
        several of its threads run at once its own time is the longer one.
        """
        return min(later.wall - self.wall, later.processor - self.processor)


def busy(work: Callable[[], object]) -> float:
    """Seconds that this process is busy with ``work``, however many others want the processors."""
    begin = Moment.now()
    work()
    return begin.until(Moment.now())


def patience(seconds: float) -> float:
    """So many seconds on a machine that is otherwise idle, as long as those take here and now.

    For what another process does, whose own time cannot be asked for.
    """
    wall, processor = time.perf_counter(), time.thread_time()
    while time.thread_time() - processor < 0.05:
        sum(range(_SPIN))
    return seconds * max(1.0, (time.perf_counter() - wall) / (time.thread_time() - processor))
