"""Work in a child process: the same results, and the child ends when the job is cancelled."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import numpy as np
import pytest
from clocks import patience

from graph.errors import LayoutError, MeasureError
from graph.layout import arrange, make_ready
from graph.layout.problem import problem
from graph.work.process import Worker
from graph.work.progress import Job, Progress, finish

PATH = problem(30, [(i, i + 1) for i in range(29)])
LONG = problem(1000, [(i, (i * 7 + 1) % 1000) for i in range(1000)] + [(i, i + 1) for i in range(999)])


def children() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}


def test_the_child_answers_as_this_thread_does_and_stays_warm() -> None:
    with Worker() as worker:
        found = finish(arrange("spring", PATH, where=worker))
        assert found.positions.tobytes() == finish(arrange("spring", PATH)).positions.tobytes()
        first = worker.pid
        assert first in children()
        finish(arrange("sfdp", PATH, where=worker))
        assert worker.pid == first
        with pytest.raises(LayoutError, match="without crossing"):
            finish(arrange("planar", problem(5, [(i, j) for i in range(5) for j in range(i)]), where=worker))
        assert worker.pid == first
    assert first not in children()


def test_cancelling_ends_the_child_at_once_and_the_next_layout_works() -> None:
    with Worker() as worker:
        before = children()
        job = arrange("kamada-kawai", LONG, where=worker)
        next(job)
        steps = [next(job) for _ in range(5)]
        assert all(isinstance(step, Progress) for step in steps)
        (child,) = children() - before
        began = time.monotonic()
        job.close()
        assert time.monotonic() - began < patience(2)
        assert child not in children()
        if os.name == "posix":
            assert child is not None
            with pytest.raises(ProcessLookupError):
                os.kill(child, 0)
        assert np.isfinite(finish(arrange("spring", PATH, where=worker)).positions).all()


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_a_child_that_dies_causes_a_sentence() -> None:
    with Worker() as worker:
        before = children()
        job = arrange("kamada-kawai", LONG, where=worker)
        next(job)
        next(job)
        (child,) = children() - before
        assert child is not None
        os.kill(child, signal.SIGKILL)
        with pytest.raises(LayoutError, match="ended early"):
            finish(job)
        assert np.isfinite(finish(arrange("spring", PATH, where=worker)).positions).all()


def test_a_warmed_child_waits_for_work() -> None:
    with Worker() as worker:
        worker.warm(make_ready)
        assert worker.pid in children()


def counted(most: int) -> Job[int]:
    for i in range(most):
        yield Progress("Counting", i, most)
    return most


def refused() -> Job[int]:
    yield Progress("Looking")
    raise MeasureError("There is nothing to count.")


def broken() -> Job[int]:
    yield Progress("Looking")
    raise RuntimeError("a\nreason")


def test_any_job_runs_in_the_child_and_reports_its_progress() -> None:
    with Worker() as worker:
        steps, job = [], worker.run(counted, 5, title="Count", error=MeasureError, advice="count less")
        while True:
            try:
                steps.append(next(job))
            except StopIteration as stop:
                assert stop.value == 5
                break
        assert [step.done for step in steps if step.text.startswith("Counting")][-1] == 4
        first = worker.pid
        with pytest.raises(MeasureError, match=r"^There is nothing to count\.$"):
            finish(worker.run(refused, title="Count", error=LayoutError, advice="count less"))
        with pytest.raises(MeasureError, match=r"^Count failed on this graph \(a reason\); count less\.$"):
            finish(worker.run(broken, title="Count", error=MeasureError, advice="count less"))
        assert worker.pid == first
