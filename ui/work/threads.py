"""Threads for work beside the window's.

Not Qt's own: PySide never lets go of a QRunnable that is over before its start has returned, and of all it holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


class Threads:
    """So many threads at most, there from the first piece of work on; they must be stopped in the end."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pool: ThreadPoolExecutor | None = None
        self._begun: set[Future[None]] = set()

    def start(self, work: Callable[[], None]) -> None:
        """Do ``work``, of which a failure is told as that of a thread, as soon as a thread is free; from any thread."""
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(self._most)
        future = self._pool.submit(work)
        self._begun.add(future)
        future.add_done_callback(self._end)

    def _end(self, future: Future[None]) -> None:
        self._begun.discard(future)
        error = future.exception()
        if error is not None:
            threading.excepthook(
                threading.ExceptHookArgs((type(error), error, error.__traceback__, threading.current_thread()))
            )

    def stop(self, seconds: float | None = None) -> None:
        """Wait until all work is over, but no longer than some seconds; what comes later finds other threads."""
        if self._pool is not None:
            from concurrent.futures import wait

            # What is at work may begin more.
            while (begun := tuple(self._begun)) and not wait(begun, seconds).not_done:
                pass
            self._pool.shutdown(wait=False)
            self._pool = None
