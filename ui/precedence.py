"""Who goes first: the window's thread, before others that draw, read or keep copies.

On a machine of two cores these would take more than half of the time from it, of the cores and of Python's lock.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST = 0.1
"""Seconds: however busy the window is, others get a step in between."""

_free = threading.Event()
_free.set()


@contextmanager
def going_first() -> Iterator[None]:
    """Let other threads wait at their next step until this is over; for the window's thread, not to be nested."""
    _free.clear()
    try:
        yield
    finally:
        _free.set()


def give_way() -> None:
    """Wait while the window's thread goes first; for other threads, between their steps."""
    _free.wait(_LONGEST)
