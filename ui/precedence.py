"""Who goes first: the window's thread, before others that draw, read or import.

On a machine of two cores these would take more than half of the time from it, of the cores and of Python's lock.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

_LONGEST = 0.1
"""Seconds: however busy the window is, others get a step in between."""

_free = threading.Event()
_free.set()
_depth = 0


def ask_often() -> None:
    """Have a thread that waits for Python's lock ask for it a fiftieth as long after as Python would.

    While other threads run Python, the window's own waits at nearly every call of Qt: hundreds of times in a picture.
    """
    sys.setswitchinterval(0.0001)


@contextmanager
def going_first() -> Iterator[None]:
    """Let other threads wait at their next step until this is over, and what it is part of; for the window's thread."""
    global _depth
    _free.clear()
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if not _depth:
            _free.set()


def give_way() -> None:
    """Wait while the window's thread goes first; for other threads, between their steps."""
    _free.wait(_LONGEST)


@contextmanager
def importing_politely() -> Iterator[None]:
    """Let each module that this thread imports meanwhile be a step, before which it gives way."""
    finder = _Polite()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Polite:
    """Finds nothing, but takes its time for that in the thread that made it."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, _name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if threading.get_ident() == self._thread:
            give_way()
