"""Jobs in child processes.

NetworkX and Graphviz can only be interrupted by ending the process they run in.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import CaseboardError
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
TICK = 0.05
"""Seconds between two checks of the child, and therefore between two progress reports."""


class Worker:
    """Runs jobs in a spawned child process, which is reused for the next job and ends with this process.

    Safe to use from several threads: a job that starts while another runs gets its own child. Call :meth:`close` when
    done; ``with Worker() as worker`` does. A child imports the modules named in ``ready`` before its first job.
    """

    def __init__(self, ready: Sequence[str] = ()) -> None:
        self._ready = tuple(ready)
        self._lock = threading.Lock()
        self._idle: _Child | None = None
        self._beside: list[Worker] = []
        self._closed = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the idle child, or None."""
        with self._lock:
            return self._idle.process.pid if self._idle else None

    def warm(self, prepare: Callable[[], None]) -> None:
        """Start the child before the first job and call ``prepare``, a function of a module, without waiting."""
        child = self._take()
        with contextlib.suppress(OSError):
            child.pipe.send((prepare, None))
        self._keep(child)

    def beside(self, ready: Sequence[str]) -> Worker:
        """Worker for jobs of another kind, with a child of its own; closed together with this worker."""
        other = Worker(ready)
        with self._lock:
            self._beside.append(other)
        return other

    def close(self) -> None:
        """End the idle child. A job that still runs ends its own child."""
        with self._lock:
            self._closed = True
            child, self._idle = self._idle, None
        if child:
            child.end()
        for other in self._beside:
            other.close()

    def run(
        self,
        work: Callable[..., Job[T]],
        *args: object,
        title: str,
        error: type[CaseboardError],
        advice: str,
        stopped: str = "",
    ) -> Job[T]:
        """Result of ``work(*args)``, computed in the child; yields its progress with the time elapsed.

        ``work`` is a module-level function whose arguments and result can be pickled. A CaseboardError raised by the
        job is raised here too. Any other failure raises ``error`` with a sentence that names the ``title`` and ends
        with the ``advice``. Where the child ends by itself, ``stopped`` replaces that sentence if it is given.
        """
        child = self._take()
        finished = False
        started = time.monotonic()
        try:
            child.pipe.send((work, args))
            latest = Progress(title)
            while True:
                while not child.pipe.poll(TICK):
                    yield Progress(_timed(latest.text, started), latest.done, latest.total)
                kind, value = child.pipe.recv()
                if kind == "progress":
                    latest = value
                    yield replace(value, text=_timed(value.text, started))
                    continue
                finished = True
                if kind == "refused":
                    raise value
                if kind == "failed":
                    raise error(f"{title} failed on this graph ({value}); {advice}.")
                answer: T = value
                return answer
        except (EOFError, OSError):
            raise error(
                stopped
                or f"{title} ended early, probably because memory ran out; "
                f"{' or '.join(dict.fromkeys(('show fewer resources', advice)))}."
            ) from None
        finally:
            if finished:
                self._keep(child)
            else:
                child.end()

    def _take(self) -> _Child:
        with self._lock:
            child, self._idle = self._idle, None
        if child and child.process.is_alive():
            return child
        if child:
            child.end()
        return _Child(self._ready)

    def _keep(self, child: _Child) -> None:
        with self._lock:
            if self._idle is None and not self._closed:
                self._idle = child
                return
        child.end()


def _timed(text: str, started: float) -> str:
    seconds = int(time.monotonic() - started)
    return f"{text}, {seconds} s" if seconds else text


class _Child:
    def __init__(self, ready: tuple[str, ...]) -> None:
        import multiprocessing  # slow to import, and not needed before the first job

        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(theirs, ready), name="caseboard-work", daemon=True
        )
        self.process.start()
        theirs.close()

    def end(self) -> None:
        """Kill the process and free its resources; returns when the process is gone."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _serve(pipe: Connection[Any, Any], ready: tuple[str, ...]) -> None:
    """Main loop of the child: receives a function and its arguments, sends progress, then a result or a failure."""
    import signal  # its enumerations take time that the start of a window does not have

    # Ctrl+C in a terminal reaches the whole process group; the parent decides how to react.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    _lower_priority()
    for name in ready:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    while True:
        try:
            work, args = pipe.recv()
        except (EOFError, OSError):
            return
        if args is None:
            work()
            continue
        try:
            job = work(*args)
            while True:
                try:
                    pipe.send(("progress", next(job)))
                except StopIteration as stop:
                    pipe.send(("done", stop.value))
                    break
        except CaseboardError as error:
            pipe.send(("refused", error))
        except Exception as error:
            pipe.send(("failed", " ".join(str(error).split())[:200] or type(error).__name__))


def _lower_priority() -> None:
    """Lower the priority of this process, so that the window comes first."""
    import psutil

    lower = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 5)  # a priority class on Windows, a nice value elsewhere
    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().nice(lower)


def _die_with_parent() -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
