"""The window: how long until the first picture, and how long its thread is busy while one works with a large graph."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.loading import file_of
from tests.benchmarks.measuring import ROOT

_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1600, 1000)
window.show()
QTimer.singleShot(0, lambda: os._exit(0))
app.exec()
"""
_OURS = """
import explorer.__main__ as door
open_window = door._open_window
def until_painted(sources, debug):
    import ui.window
    show = ui.window.Window.show
    def shown(window):
        window.canvas.rendering.finished.connect(lambda: os._exit(0))
        window.resize(1600, 1000)
        show(window)
    ui.window.Window.show = shown
    return open_window(sources, debug)
door._open_window = until_painted
door.main([])
"""


def report(size: int, starts: int = 9, runs: int = 3) -> dict[str, Any]:
    """Measure and print; ``size`` resources in the large graph, with which a whole process works each of ``runs``."""
    found = {"start": _start(starts), "busy": _medians([_child(size) for _ in range(runs)])}
    print("### window\n")
    start = found["start"]
    print(
        f"First picture of the Bromley graph {start['ours']:.2f} s, an empty window {start['empty']:.2f} s: "
        f"{start['times']:.1f} times (medians of {starts})\n"
    )
    print(f"Medians of {runs} processes, in each the worst of several times\n")
    print("| with a graph of " + f"{size:,}" + " resources | longest stretch ms | next frame ms | done after ms |")
    print("| --- | --- | --- | --- |")
    for what, row in found["busy"].items():
        print(f"| {what} | {row['longest']:.0f} | {row['frame']:.0f} | {row['done']:.0f} |")
    print(flush=True)
    return found


def _installed() -> dict[str, str]:
    """Variables under which a process works as after an installation: what was compiled is kept."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _start(runs: int) -> dict[str, float]:
    """Medians of whole processes, one of each kind in turn."""
    environment = _installed()
    seconds: dict[str, list[float]] = {"empty": [], "ours": []}
    for run in range(runs + 1):
        for who, script in (("empty", _EMPTY), ("ours", _OURS)):
            begin = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", "import os\n" + script], env=environment, cwd=ROOT, capture_output=True
            )
            if run:  # the first one writes the byte code
                seconds[who].append(time.perf_counter() - begin)
    ratios = [ours / empty for ours, empty in zip(seconds["ours"], seconds["empty"])]
    return {**{who: statistics.median(s) for who, s in seconds.items()}, "times": statistics.median(ratios)}


def _medians(runs: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    return {
        what: {name: statistics.median(run[what][name] for run in runs) for name in row}
        for what, row in runs[0].items()
    }


def _child(size: int) -> dict[str, dict[str, float]]:
    environment = _installed()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.window", str(size)],
        env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=900,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(done.stderr[-2000:])
    rows: dict[str, dict[str, float]] = json.loads(lines[-1])
    return rows


def new_window() -> Any:
    """An empty window, with settings that are thrown away."""
    from PySide6.QtWidgets import QApplication

    from explorer.opening import empty_document
    from explorer.settings import Settings
    from ui.precedence import ask_often
    from ui.window import Window

    # As the program does.
    gc.set_threshold(100_000, 50, 50)
    os.environ["CASEBOARD_SETTINGS"] = str(Path(tempfile.mkdtemp()) / "settings.json")
    app = QApplication.instance() or QApplication(["bench"])
    ask_often()
    window = Window(empty_document("Opening…"), Settings())
    window.setProperty("application", app)
    window.resize(1600, 1000)
    window.begin()
    window.show()
    return window


class Watch:
    """Notes the longest stretch between two turns of the event loop, and when the canvas was painted."""

    def __init__(self, window: Any) -> None:
        from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
        from PySide6.QtWidgets import QApplication

        self.window, self.app = window, QApplication.instance()
        self.longest, self.painted = 0.0, 0.0
        self._last = time.perf_counter()
        watch = self

        class Filter(QObject):
            def eventFilter(  # noqa: N802
                self, target: QObject, event: QEvent
            ) -> bool:
                if event.type() == QEvent.Type.Paint and not watch.painted:
                    QTimer.singleShot(0, watch._note_paint)
                return False

        self._filter = Filter()
        window.canvas.installEventFilter(self._filter)
        self._deletions = QEvent.Type.DeferredDelete.value
        self._waiting = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.start(1)

    def _note_paint(self) -> None:
        self.painted = self.painted or time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    @contextmanager
    def on(self, rows: dict[str, dict[str, float]], what: str, done: Callable[[], bool]) -> Iterator[None]:
        """Do the block, then run the event loop until ``done``; milliseconds go to ``rows``, the worst of repeats."""
        self.settle()
        self.longest, self.painted = 0.0, 0.0
        begin = self._last = time.perf_counter()
        yield
        self.window.canvas.update()  # what changes nothing on the canvas is over with the next frame, too
        end = begin + 60
        while not (done() and self.painted) and time.perf_counter() < end:
            self.turn()
        took = time.perf_counter()
        self.turn()
        row = {
            "longest": 1000 * self.longest,
            "frame": 1000 * (self.painted - begin),
            "done": 1000 * (took - begin),
        }
        before = rows.get(what)
        rows[what] = row if before is None else {name: max(row[name], before[name]) for name in row}

    def turn(self) -> None:
        """One turn of the event loop, with what that of a running program does beside: wait where there is nothing to
        do, which is for a millisecond at most, and delete what is to be deleted.
        """
        self.app.processEvents(self._waiting)
        self.app.sendPostedEvents(None, self._deletions)

    def settle(self) -> None:
        """Run the event loop until nothing is under way."""
        quiet = time.perf_counter()
        while time.perf_counter() - quiet < 0.3:
            self.turn()
            window = self.window
            if window.crew.tasks or not window.canvas.is_sharp or not window.docks.turns.are_over:
                quiet = time.perf_counter()


def busy(size: int) -> dict[str, dict[str, float]]:
    """Work with a large graph in a real window; each row the worst of several."""
    from explorer.views.expanding import waiting

    window = new_window()
    watch = Watch(window)
    rows: dict[str, dict[str, float]] = {}
    canvas, commands, session = window.canvas, window.commands, window.session

    def idle() -> bool:
        return not window.crew.tasks and canvas.is_sharp and window.docks.turns.are_over

    with watch.on(rows, "opening on an overview", lambda: idle() and bool(session.view.groups)):
        window.desk.open_paths([str(file_of(size))])
    for group in session.view.groups[:3]:
        with watch.on(rows, "fifty out of a group", lambda: canvas.is_sharp):
            commands.expand(group.id, waiting(session.projection, session.visible, group.id)[:50])
    hubs = session.visible.drawn[:3].tolist()
    for node in hubs:
        with watch.on(rows, "a resource expanded", lambda: canvas.is_sharp):
            commands.expand(node, waiting(session.projection, session.visible, node)[:200])
    for node in hubs:
        with watch.on(rows, "folded back", lambda: canvas.is_sharp):
            commands.collapse(node)
    with watch.on(rows, "every resource and first layout", lambda: idle() and len(canvas.scene or ()) >= size / 2):
        window.look_at_opening(session.document.openings[1])
    for zoom in (1.3, 2.0, 6.0, 0.1):
        with watch.on(rows, "zooming", lambda: canvas.is_sharp):
            canvas.zoom_by(zoom)
    for step in range(5):
        with watch.on(rows, "panning", lambda: canvas.is_sharp):
            canvas.look(canvas.camera.panned(40.0 * (step + 1), -25.0))
    canvas.fit(fly=False)
    for item in (0, 1, 0, 1):
        with watch.on(rows, "a class ticked", lambda: canvas.is_sharp):
            commands.toggle("classes", item, "a class")
    for day in range(3000, 8000, 500):
        with watch.on(rows, "dates dragged", lambda: True):
            commands.keep_dates((float(10957 + day), 20000.0), undated=True)
    with watch.on(rows, "dates dragged without a pause", lambda: canvas.is_sharp):
        for day in range(8000, 3000, -250):
            commands.keep_dates((float(10957 + day), 20000.0), undated=True)
            for _ in range(10):
                watch.turn()
    for _ in range(4):
        with watch.on(rows, "undone", lambda: canvas.is_sharp):
            session.undo()
    session.select([])
    for node in (0, 5, size // 2):
        with watch.on(rows, "selecting", lambda: canvas.is_sharp):
            session.select([node])
    for text in ("p", "person 12", "no such name"):
        with watch.on(rows, "a key in the search", lambda: True):
            window.search(text)
            canvas.update()
    with watch.on(rows, "solo and back", lambda: canvas.is_sharp):
        commands.solo([5], 2)
    with watch.on(rows, "solo and back", lambda: canvas.is_sharp):
        commands.solo([])
    with watch.on(rows, "a layout", idle):
        window.desk.lay_out("multilevel")
    for title in ("Measures", "Style", "Table", "Timeline", "Paths", "Query", "History", "Notes"):
        with watch.on(rows, f"the panel {title}, first time", idle):
            window.desk.show_panel(title)
            canvas.update()
    window.docks.raise_panel("Timeline")
    for day in range(3000, 6000, 500):
        with watch.on(rows, "a stretch of time brushed, timeline seen", lambda: canvas.is_sharp):
            commands.keep_dates((float(10957 + day), 18000.0), undated=True)
    commands.show_everything()
    window.docks.raise_panel("Table")
    for item in (0, 1, 0, 1):
        with watch.on(rows, "a class ticked, table seen", idle):
            commands.toggle("classes", item, "a class")
    session.select([0, size // 2])
    with watch.on(rows, "paths looked for", idle):
        window.desk.find_paths()
    with watch.on(rows, "PageRank taken", idle):
        window.desk.measure("pagerank")
    with watch.on(rows, "one step back in history", idle):
        session.jump(session.history.at - 1)
    with watch.on(rows, "looked back", idle):
        window.desk.look_along(-1)
    with watch.on(rows, "an export of all", idle):
        window.desk.export_to(file_of(size).with_suffix(".ttl"), True)
        canvas.update()
    window.close()
    watch.app.processEvents()
    return rows


if __name__ == "__main__":
    print(json.dumps(busy(int(sys.argv[1]))), flush=True)
    os._exit(0)
