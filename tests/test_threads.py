"""Threads beside the window's hold no reference to finished work."""

import threading
import time
import weakref

from ui.work.threads import Threads


class _Held:
    pass


def test_finished_work_leaves_no_reference():
    threads = Threads(2)
    held = []
    for step in range(300):
        thing = _Held()
        held.append(weakref.ref(thing))
        threads.start(lambda thing=thing, step=step: time.sleep(0.002) if step % 10 == 0 else None)
    del thing
    threads.stop()
    assert [ref for ref in held if ref() is not None] == []


def test_no_more_work_runs_at_once_than_there_are_threads():
    threads, lock = Threads(2), threading.Lock()
    at_once: list[int] = [0]
    most: list[int] = [0]

    def work() -> None:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.01)
        with lock:
            at_once[0] -= 1

    for _ in range(12):
        threads.start(work)
    threads.stop()
    assert most == [2]


def test_stopping_waits_no_longer_than_asked_and_work_can_start_again():
    threads, gate, done = Threads(1), threading.Event(), []
    threads.start(gate.wait)
    begin = time.monotonic()
    threads.stop(0.05)
    assert time.monotonic() - begin < 5
    gate.set()
    threads.start(lambda: done.append(1))
    threads.stop()
    assert done == [1]


def test_a_failure_is_reported_like_that_of_a_thread(monkeypatch):
    told = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: told.append(arguments.exc_type))
    threads = Threads(1)
    threads.start(lambda: 1 / 0)
    threads.stop()
    time.sleep(0.05)
    assert told == [ZeroDivisionError]


def test_stopping_also_waits_for_work_started_by_work():
    threads, done = Threads(2), []

    def more() -> None:
        time.sleep(0.05)
        done.append("more")

    def work() -> None:
        time.sleep(0.05)
        threads.start(more)
        done.append("work")

    threads.start(work)
    threads.stop()
    assert done == ["work", "more"]
