"""Priority of the window: other threads wait while it works, but never for long."""

import sys
import threading
import time

from PySide6.QtCore import QObject

from ui.work import window_first
from ui.work.turns import Turns


def test_other_threads_wait_while_a_panel_is_filled(qtbot, monkeypatch):
    monkeypatch.setattr(window_first, "_LONGEST", 10.0)
    order: list[str] = []
    begun = threading.Event()

    def draw() -> None:
        begun.wait()
        window_first.give_way()
        order.append("picture")

    def fill() -> None:
        begun.set()
        time.sleep(0.1)
        order.append("panel")

    thread = threading.Thread(target=draw)
    thread.start()
    parent = QObject()
    turns = Turns(parent)
    turns.later("a panel", fill)
    qtbot.waitUntil(lambda: not thread.is_alive())
    assert order == ["panel", "picture"]


def test_other_threads_continue_after_filling_a_panel_fails(qtbot):
    parent = QObject()
    turns = Turns(parent)
    turns.later("a panel", lambda: 1 / 0)
    with qtbot.captureExceptions() as failures:
        qtbot.waitUntil(lambda: turns.are_over)
        qtbot.waitUntil(window_first._free.is_set)
    assert failures


def test_no_thread_waits_forever_for_a_busy_window(monkeypatch):
    monkeypatch.setattr(window_first, "_LONGEST", 0.05)
    with window_first.going_first():
        begin = time.perf_counter()
        window_first.give_way()
        assert 0.04 <= time.perf_counter() - begin < 5


def test_an_inner_block_does_not_end_the_priority(monkeypatch):
    with window_first.going_first():
        with window_first.going_first():
            pass
        assert not window_first._free.is_set()
    assert window_first._free.is_set()


def test_work_without_steps_gives_way_at_function_calls(monkeypatch):
    monkeypatch.setattr(window_first, "_LONGEST", 10.0)
    order: list[str] = []
    begun = threading.Event()

    def work() -> None:
        with window_first.giving_way():
            while len(order) < 1 or order[-1] != "window":
                begun.set()
            order.append("import")

    thread = threading.Thread(target=work)
    with window_first.going_first():
        thread.start()
        assert not begun.wait(0.2)
        order.append("window")
    thread.join(timeout=5)
    assert order == ["window", "import"]
    assert sys.getprofile() is None
