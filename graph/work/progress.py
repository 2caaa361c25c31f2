"""Long work as generators: each yields how far it is and returns its result."""

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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` (0 when unknown), with a few words on what it is doing."""

    text: str
    done: float = 0.0
    total: float = 0.0

    @property
    def fraction(self) -> float | None:
        """Share of the work that is done, 0 to 1, or None when the total is unknown."""
        return min(1.0, self.done / self.total) if self.total > 0 else None


Job = Generator[Progress, None, T]
"""Work that yields :class:`Progress` and returns ``T``; closing it cancels the work and frees what it held."""


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
    """Nobody looks for garbage meanwhile: for what makes very many objects that stay, and no cycles.

    Python would look through them all again and again, for a tenth of a second at which nothing else runs. Afterwards
    they count as old.
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
    """``job``, during which nobody looks for garbage, see :func:`gc_paused`."""
    with gc_paused():
        return (yield from job)
