"""The thread of requests: one event loop for the whole program, and jobs that wait for it and can be cancelled.

A job waits in steps of :data:`TICK` seconds, so that closing it ends its request within a tenth of a second.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import wait
from typing import Any, TypeVar

from graph.work.progress import Job, Progress

T = TypeVar("T")
TICK = 0.05
"""Seconds between two reports of progress, and so the longest time until a cancelled request ends."""
AT_ONCE = 2
"""Requests to one host at the same time."""
_lock = threading.Lock()
_running: list[asyncio.AbstractEventLoop] = []
_slots: dict[str, asyncio.Semaphore] = {}


def loop() -> asyncio.AbstractEventLoop:
    """The loop, started with its thread when it is first asked for."""
    with _lock:
        if not _running:
            made = asyncio.new_event_loop()
            threading.Thread(target=made.run_forever, name="caseboard-web", daemon=True).start()
            _running.append(made)
        return _running[0]


def slots_of(host: str) -> asyncio.Semaphore:
    """The places for requests to a host, shared by all clients; for use on the loop."""
    return _slots.setdefault(host, asyncio.Semaphore(AT_ONCE))


def waiting(work: Coroutine[Any, Any, T], text: Callable[[], Progress]) -> Job[T]:
    """Result of ``work``, done on the loop; ``text`` makes the progress meanwhile. Closing the job cancels the work."""
    future = asyncio.run_coroutine_threadsafe(work, loop())
    try:
        yield text()  # also where the work is done at once, again and again
        while not wait([future], TICK).done:
            yield text()
        return future.result()
    finally:
        future.cancel()


def pausing(seconds: float, text: Callable[[], Progress]) -> Job[None]:
    """Wait, with progress."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        yield text()
        time.sleep(min(TICK, left))
