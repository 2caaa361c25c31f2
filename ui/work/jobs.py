"""Jobs on threads of their own, with progress and cancelling."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from graph.work.progress import Job, Progress
from ui.work.threads import Threads
from ui.work.window_first import give_way

T = TypeVar("T")
_BEAT = 0.04
"""Seconds between reports of progress, so that a fast job does not flood the window."""


class Task(QObject):
    """A running job; its signals and callbacks arrive in the thread that made it."""

    progressed = Signal(object)
    worked = Signal()
    """The work is over; the callback follows, which may ask something."""
    ended = Signal()
    _finished = Signal(object, object)

    def __init__(self, job: Job[T], title: str, done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self.title = title
        self._job: Job[Any] = job
        self._done: Callable[[Any], None] = done
        self._failed = failed
        self._stop = threading.Event()
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the job to stop. No callback follows, only the signal ``ended``."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """True after a request to stop."""
        return self._stop.is_set()

    def work(self) -> None:
        """Run the job to its end in the calling thread."""
        result: object = None
        failure: Exception | None = None
        last = 0.0
        try:
            while not self._stop.is_set():
                give_way()
                progress: Progress = next(self._job)
                is_preview = type(progress) is not Progress
                if (now := time.monotonic()) - last >= _BEAT or is_preview:
                    last = now
                    self.progressed.emit(progress)
            self._job.close()
        except StopIteration as stop:
            result = stop.value
        except BaseException as error:
            # A Rust panic is not an Exception; without this, the window would wait forever.
            failure = error if isinstance(error, Exception) else RuntimeError(f"{type(error).__name__}: {error}")
        self._finished.emit(result, failure)

    @Slot(object, object)
    def _finish(self, result: object, failure: Exception | None) -> None:
        self.worked.emit()
        try:
            if self.is_cancelled:
                return
            if failure is not None:
                self._failed(failure)
            else:
                self._done(result)
        finally:
            self.ended.emit()


class Start(Protocol):
    """Runs a job beside the window, as :meth:`Jobs.start` does."""

    def __call__(
        self, job: Job[T], title: str, *, done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> Task: ...


class Jobs(QObject):
    """Runs jobs beside the window and holds their tasks until they end."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = Threads(max(os.cpu_count() or 1, 2))
        self.tasks: list[Task] = []

    @property
    def is_busy(self) -> bool:
        """True while any job runs."""
        return bool(self.tasks)

    def start(self, job: Job[T], title: str, *, done: Callable[[T], None], failed: Callable[[Exception], None]) -> Task:
        """Run ``job``, then call ``done`` or ``failed`` in this thread, unless the task was cancelled."""
        task = Task(job, title, done, failed)
        task.ended.connect(self._forget)
        self.tasks.append(task)
        self._threads.start(task.work)
        self.changed.emit()
        return task

    @Slot()
    def _forget(self) -> None:
        task = self.sender()
        if task in self.tasks:
            self.tasks.remove(task)
        self.changed.emit()

    def cancel(self) -> None:
        """Ask all jobs to stop."""
        for task in self.tasks:
            task.cancel()

    def stop(self, seconds: float = 5.0) -> None:
        """Cancel everything and wait for the threads."""
        self.cancel()
        self._threads.stop(seconds)
