"""Long work as generators: each yields its progress and returns its result."""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
_lock = threading.Lock()
_depth = 0


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """Progress of a job: ``done`` of ``total`` (0 when unknown), with a few words about the current step."""

    text: str
    done: float = 0.0
    total: float = 0.0

    @property
    def fraction(self) -> float | None:
        """Completed share of the work, 0 to 1, or None when the total is unknown."""
        return min(1.0, self.done / self.total) if self.total > 0 else None


Job = Generator[Progress, None, T]
"""Work that yields :class:`Progress` and returns ``T``; closing it cancels the work and frees its resources."""


def finish(job: Job[T]) -> T:
    """Run a job to its end in this thread and return its result."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            result: T = stop.value
            return result


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection, for code that makes very many objects that live on and form no cycles.

    Python would scan all of them again and again, for a tenth of a second in which no other thread runs. Afterwards
    they belong to the oldest generation.
    """
    global _depth
    with _lock:
        _depth += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            gc.freeze()
            gc.unfreeze()
            if not _depth:
                gc.enable()


def with_gc_paused(job: Job[T]) -> Job[T]:
    """``job`` with garbage collection paused, see :func:`gc_paused`."""
    with gc_paused():
        return (yield from job)
