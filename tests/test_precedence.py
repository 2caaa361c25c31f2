"""The window goes first: other threads wait while it works, but never for long."""

import threading
import time

from PySide6.QtCore import QObject

from ui import precedence
from ui.turns import Turns


def test_others_wait_while_a_panel_is_filled_and_go_on_as_soon_as_it_is(qtbot, monkeypatch):
    monkeypatch.setattr(precedence, "_LONGEST", 10.0)
    order: list[str] = []
    begun = threading.Event()

    def draw() -> None:
        begun.wait()
        precedence.give_way()
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
    qtbot.waitUntil(lambda: turns.are_over)
    thread.join(timeout=5)
    assert order == ["panel", "picture"]


def test_others_go_on_where_filling_a_panel_fails(qtbot):
    parent = QObject()
    turns = Turns(parent)
    turns.later("a panel", lambda: 1 / 0)
    with qtbot.captureExceptions() as failures:
        qtbot.waitUntil(lambda: turns.are_over)
    assert failures and precedence._free.is_set()


def test_nobody_waits_for_ever_for_a_window_that_never_rests(monkeypatch):
    monkeypatch.setattr(precedence, "_LONGEST", 0.05)
    with precedence.going_first():
        begin = time.perf_counter()
        precedence.give_way()
        assert 0.04 <= time.perf_counter() - begin < 5
