"""Layouts in a process of their own.

Because what NetworkX and Graphviz do can only be interrupted by ending a process.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.errors import LayoutError
from graph.layout.problem import Arrangement, Draft, Problem
from graph.progress import Job, Progress

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

TICK = 0.05
"""Seconds between two looks at the child, and so between two reports."""
PREPARING = "Preparing layouts of large graphs, once"
"""What a child says while it compiles kernels, or fetches those compiled before."""


class Worker:
    """Runs layouts in a spawned child process, which is kept warm for the next one and dies with this process.

    Safe to use from several threads: a layout that starts while another runs gets a child of its own. Call
    :meth:`close` when done; ``with Worker() as worker`` does.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: _Child | None = None
        self._closed = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the child that waits for work, if there is one."""
        with self._lock:
            return self._idle.process.pid if self._idle else None

    def warm(self) -> None:
        """Start the child ahead of the first layout, so that it need wait neither for imports nor for kernels.

        Returns at once. Kernels are compiled when they are called for the first time on a machine, which takes the
        child some ten seconds of one core; so call this when the window has long been painted.
        """
        child = self._take()
        with contextlib.suppress(OSError):
            child.pipe.send(("", None))
        self._keep(child)

    def close(self) -> None:
        """End the waiting child. A layout that still runs ends its own."""
        with self._lock:
            self._closed = True
            child, self._idle = self._idle, None
        if child:
            child.end()

    def run(self, name: str, title: str, problem: Problem) -> Job[Arrangement]:
        """The layout ``name`` of a problem, computed in the child; see :func:`graph.layout.arrange`."""
        child = self._take()
        finished = False
        started = time.monotonic()
        try:
            child.pipe.send((name, problem))
            latest = Progress(title)
            while True:
                while not child.pipe.poll(TICK):
                    yield Progress(_timed(latest.text, started), latest.done, latest.total)
                kind, value = child.pipe.recv()
                if kind == "progress":
                    latest = value
                    if isinstance(value, Draft) or value.text != title:
                        yield replace(value, text=_timed(value.text, started))
                    continue
                finished = True
                if kind == "failed":
                    raise LayoutError(value)
                answer: Arrangement = value
                return answer
        except (EOFError, OSError):
            raise LayoutError(
                f"{title} stopped before it was done, perhaps for want of memory; "
                "show fewer resources, or choose another layout."
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
        return _Child()

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
    def __init__(self) -> None:
        import multiprocessing  # slow to import, and not needed before there is something to arrange

        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs,), name="caseboard-layout", daemon=True)
        self.process.start()
        theirs.close()

    def end(self) -> None:
        """Kill the process and free what it held; returns when it is gone."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _serve(pipe: Connection[Any, Any]) -> None:
    """Main loop of the child: a name and a problem in; progress, then an arrangement or a sentence, out."""
    # Ctrl+C in a terminal goes to the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    from graph.layout.large.swarm import prepare
    from graph.layout.registry import find
    from graph.layout.solving import solve

    _preload()
    is_ready = False
    while True:
        try:
            name, problem = pipe.recv()
        except (EOFError, OSError):
            return
        if not is_ready and (not name or find(name).is_for_many(len(problem))):
            is_ready = True
            if name:
                pipe.send(("progress", Progress(PREPARING)))
            prepare()
        if not name:
            continue
        layout = find(name)
        try:
            job = solve(layout, problem)
            while True:
                try:
                    pipe.send(("progress", next(job)))
                except StopIteration as stop:
                    pipe.send(("done", stop.value))
                    break
        except LayoutError as error:
            pipe.send(("failed", str(error)))
        except Exception as error:
            said = " ".join(str(error).split())[:200] or type(error).__name__
            pipe.send(("failed", f"{layout.title} failed on this graph ({said}); choose another layout."))


def _preload() -> None:
    """Import what layouts need, before there is one to do."""
    with contextlib.suppress(ImportError):
        for name in ("networkx", "scipy.sparse.csgraph", "scipy.sparse.linalg", "scipy.spatial"):
            importlib.import_module(name)


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
