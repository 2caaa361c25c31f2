"""Priority of the window's thread over threads that draw, read or import.

On a machine with two cores, these would take more than half of its time, on the cores and on Python's lock.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST = 0.05
"""Longest wait of other threads in seconds, however busy the window is."""

_free = threading.Event()
_free.set()
_depth = 0


def ask_often() -> None:
    """Let a thread that waits for Python's lock ask for it fifty times as often as usual.

    While other threads run Python, the window's thread waits at nearly every call of Qt: hundreds of times per picture.
    """
    sys.setswitchinterval(0.0001)


def go_first() -> None:
    """Make other threads wait at their next step, until as many calls of :func:`give_back`. For the window's thread."""
    global _depth
    _free.clear()
    _depth += 1


def give_back() -> None:
    """End the priority from one :func:`go_first`."""
    global _depth
    _depth -= 1
    if not _depth:
        _free.set()


@contextmanager
def going_first() -> Iterator[None]:
    """Make other threads wait at their next step until the outermost such block ends. Only in the window's thread."""
    go_first()
    try:
        yield
    finally:
        give_back()


def give_way() -> None:
    """Wait while the window's thread has priority. For other threads, between their steps."""
    _free.wait(_LONGEST)


@contextmanager
def giving_way() -> Iterator[None]:
    """Give way at every function call in this block: for work without steps, such as importing."""

    def at_call(*_: object) -> None:
        if not _free.is_set():
            _free.wait(_LONGEST)

    sys.setprofile(at_call)
    try:
        yield
    finally:
        sys.setprofile(None)
