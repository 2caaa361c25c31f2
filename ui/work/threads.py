"""Thread pool for work beside the window's thread.

It is not Qt's pool: PySide never frees a QRunnable that ends before its start returns, with everything it references.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


class Threads:
    """At most ``most`` threads, started with the first piece of work. Call :meth:`stop` in the end."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pool: ThreadPoolExecutor | None = None
        self._begun: set[Future[None]] = set()

    def start(self, work: Callable[[], None]) -> None:
        """Run ``work`` as soon as a thread is free. A failure is reported like that of a thread. Safe in any thread."""
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
        """Wait for all work to end, at most ``seconds``; later work starts new threads."""
        if self._pool is not None:
            from concurrent.futures import wait

            # Running work may start more.
            while (begun := tuple(self._begun)) and not wait(begun, seconds).not_done:
                pass
            self._pool.shutdown(wait=False)
            self._pool = None
