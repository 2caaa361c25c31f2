"""Who goes first: the window's thread, before others that draw, read or import.

On a machine of two cores these would take more than half of the time from it, of the cores and of Python's lock.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST = 0.05
"""Seconds: however busy the window is, others get a step in between."""

_free = threading.Event()
_free.set()
_depth = 0


def ask_often() -> None:
    """Have a thread that waits for Python's lock ask for it a fiftieth as long after as Python would.

    While other threads run Python, the window's own waits at nearly every call of Qt: hundreds of times in a picture.
    """
    sys.setswitchinterval(0.0001)


def go_first() -> None:
    """Let other threads wait at their next step until :func:`give_back` was called as often as this; for the window's
    thread.
    """
    global _depth
    _free.clear()
    _depth += 1


def give_back() -> None:
    """End what :func:`go_first` began."""
    global _depth
    _depth -= 1
    if not _depth:
        _free.set()


@contextmanager
def going_first() -> Iterator[None]:
    """Let other threads wait at their next step until this is over, and what it is part of; for the window's thread."""
    go_first()
    try:
        yield
    finally:
        give_back()


def give_way() -> None:
    """Wait while the window's thread goes first; for other threads, between their steps."""
    _free.wait(_LONGEST)


@contextmanager
def giving_way() -> Iterator[None]:
    """Give way at every call of a function meanwhile; for threads with work that has no steps, such as importing."""

    def at_call(*_: object) -> None:
        if not _free.is_set():
            _free.wait(_LONGEST)

    sys.setprofile(at_call)
    try:
        yield
    finally:
        sys.setprofile(None)
