"""The window: the time until the first picture, and how long its thread is busy during work with a large graph."""

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
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.loading import file_of
from tests.benchmarks.measuring import ROOT

JOURNEYS = 20_000
"""Resources of the graph with which no task may keep the window busy for more than 50 ms."""

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
import_qt = door._import_qt
def import_and_watch():
    import_qt()
    import ui.window.window
    show = ui.window.window.Window.show
    def shown(window):
        window.canvas.rendering.finished.connect(lambda: os._exit(0))
        window.resize(1600, 1000)
        show(window)
    ui.window.window.Window.show = shown
door._import_qt = import_and_watch
door.main([])
"""


def report(size: int, starts: int = 9, runs: int = 3) -> dict[str, Any]:
    """Measure and print; ``size`` resources in the largest graph. Each graph gets ``runs`` processes of its own."""
    graphs = {"Bromley": 0, f"{JOURNEYS:,} resources": JOURNEYS, f"{size:,} resources": size}
    busy = {name: medians([child("tests.benchmarks.window", of) for _ in range(runs)]) for name, of in graphs.items()}
    found = {"start": _start(starts), "busy": busy}
    print("### window\n")
    start = found["start"]
    print(
        f"First picture of the Bromley graph {start['ours']:.2f} s, an empty window {start['empty']:.2f} s: "
        f"{start['times']:.1f} times (medians of {starts})\n"
    )
    print(
        f"Longest stretch / next frame / done in ms; medians of {runs} processes, in each the worst of several times\n"
    )
    print("| " + " | ".join(["", *graphs]) + " |")
    print("| --- " * (len(graphs) + 1) + "|")
    for what in max(busy.values(), key=len):
        cells = (cell(busy[name].get(what)) for name in graphs)
        print("| " + " | ".join([what, *cells]) + " |")
    print(flush=True)
    return found


def cell(row: dict[str, float] | None) -> str:
    """The three figures of a row, in ms; "" without one."""
    return "" if row is None else " / ".join(f"{row[name]:.0f}" for name in ("longest", "frame", "done"))


def installed() -> dict[str, str]:
    """Environment of a process as after an installation, with compiled code cached."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _start(runs: int) -> dict[str, float]:
    """Medians of whole processes, alternating between the two kinds."""
    environment = installed()
    seconds: dict[str, list[float]] = {"empty": [], "ours": []}
    for run in range(runs + 1):
        for who, script in (("empty", _EMPTY), ("ours", _OURS)):
            begin = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", "import os\n" + script], env=environment, cwd=ROOT, capture_output=True
            )
            if run:  # the first run writes the byte code
                seconds[who].append(time.perf_counter() - begin)
    ratios = [ours / empty for ours, empty in zip(seconds["ours"], seconds["empty"])]
    return {**{who: statistics.median(s) for who, s in seconds.items()}, "times": statistics.median(ratios)}


def medians(runs: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """The median of each figure over several processes."""
    return {
        what: {name: statistics.median(run[what][name] for run in runs) for name in row}
        for what, row in runs[0].items()
    }


def child(module: str, size: int) -> dict[str, dict[str, float]]:
    """The rows that a module measures in a process of its own."""
    environment = installed()
    done = subprocess.run(
        [sys.executable, "-m", module, str(size)],
        env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=900,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(done.stderr[-2000:])
    rows: dict[str, dict[str, float]] = json.loads(lines[-1])
    return rows


def new_window() -> Any:
    """An empty window with temporary settings."""
    from PySide6.QtWidgets import QApplication

    from explorer.files.opening import empty_document
    from explorer.settings import Settings
    from ui.window.window import Window
    from ui.work.window_first import ask_often

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
    """Records the longest time between two turns of the event loop, and when the canvas was painted."""

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
        self.window.canvas.update()  # work that does not change the canvas also ends with the next frame
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
        """One turn of the event loop as in a running program: wait when idle, for at most a millisecond, and carry out
        deferred deletions.
        """
        self.app.processEvents(self._waiting)
        self.app.sendPostedEvents(None, self._deletions)

    def settle(self) -> None:
        """Run the event loop until no work is left."""
        quiet = time.perf_counter()
        while time.perf_counter() - quiet < 0.3:
            self.turn()
            window = self.window
            if window.jobs.tasks or not window.canvas.is_sharp or not window.docks.turns.are_over:
                quiet = time.perf_counter()


def busy(size: int) -> dict[str, dict[str, float]]:
    """Work in a real window with a graph of ``size`` resources, or the Bromley graph for 0; each row is the worst of
    several.
    """
    work = _Work(size)
    for part in (work.open, work.expand, work.move, work.filter, work.choose, work.show_panels, work.work_beside_panels,
                 work.ask, work.go_back, work.export):  # fmt: skip
        part()
    work.window.close()
    work.watch.app.processEvents()
    return work.rows


class _Work:
    """Rows of work in a window; each part continues where the previous one ended."""

    def __init__(self, size: int) -> None:
        self.source = str(file_of(size)) if size else "bromley"
        self.window = window = new_window()
        self.watch = Watch(window)
        self.rows: dict[str, dict[str, float]] = {}
        self.canvas, self.commands, self.session = window.canvas, window.commands, window.session

    def _on(self, what: str, done: Callable[[], bool]) -> AbstractContextManager[None]:
        return self.watch.on(self.rows, what, done)

    def _is_sharp(self) -> bool:
        return bool(self.canvas.is_sharp)

    def _is_idle(self) -> bool:
        return self._is_sharp() and not self.window.jobs.tasks and self.window.docks.turns.are_over

    def _nodes(self) -> tuple[int, int, int]:
        shown = self.session.visible.nodes
        return int(shown[0]), int(shown[5]), int(shown[len(shown) // 2])

    def _dates(self, *shares: float) -> list[float]:
        """Days at some shares of the period of the graph."""
        import numpy as np

        dates = self.session.projection.periods.spans
        first, last = float(np.nanmin(dates)), float(np.nanmax(dates))
        return [first + share * (last - first) for share in shares]

    def open(self) -> None:
        with self._on("opening", lambda: self._is_idle() and len(self.session.visible.drawn) > 0):
            self.window.tasks.files.open_paths([self.source])

    def expand(self) -> None:
        """Expand and collapse, then show every resource."""
        from explorer.views.expanding import waiting

        session, commands = self.session, self.commands
        overview = bool(session.view.groups)
        for group in session.view.groups[:3]:
            with self._on("fifty members shown of a group", self._is_sharp):
                commands.expand(group.id, waiting(session.projection, session.visible, group.id)[:50])
        if not overview:
            commands.focus([self._nodes()[1]])
        hubs = session.visible.drawn[:3].tolist()
        for node in hubs:
            with self._on("a resource expanded", self._is_sharp):
                commands.expand(node, waiting(session.projection, session.visible, node)[:200])
        for node in hubs:
            with self._on("collapsed", self._is_sharp):
                commands.collapse(node)
        if not overview:
            commands.reset_filters()
            return
        size = session.projection.node_count
        with self._on(
            "every resource and first layout", lambda: self._is_idle() and len(self.canvas.scene) >= size / 2
        ):
            self.window.tasks.looking.go_to_view(session.document.named_views[1])

    def move(self) -> None:
        canvas = self.canvas
        for zoom in (1.3, 2.0, 6.0, 0.1):
            with self._on("zooming", self._is_sharp):
                canvas.zoom_by(zoom)
        for step in range(5):
            with self._on("panning", self._is_sharp):
                canvas.look(canvas.camera.panned(40.0 * (step + 1), -25.0))
        canvas.fit(fly=False)

    def filter(self) -> None:
        for item in (0, 1, 0, 1):
            with self._on("a class hidden", self._is_sharp):
                self.commands.toggle("classes", item, "a class")
        end = self._dates(1.0)[0]
        shares = [0.3 + 0.05 * step for step in range(10)]
        for day in self._dates(*shares):
            with self._on("date range dragged", lambda: True):
                self.commands.filter_dates((day, end), undated=True)
        with self._on("date range dragged without a pause", self._is_sharp):
            for day in self._dates(*(0.8 - 0.025 * step for step in range(20))):
                self.commands.filter_dates((day, end), undated=True)
                for _ in range(10):
                    self.watch.turn()
        for _ in range(4):
            with self._on("undone", self._is_sharp):
                self.session.undo()

    def choose(self) -> None:
        window, session = self.window, self.session
        session.select([])
        for node in self._nodes():
            with self._on("selecting", self._is_sharp):
                session.select([node])
        for text in ("p", "person 12", "no such name"):
            with self._on("a key typed in the search", lambda: True):
                window.tasks.finder.find(text)
        with self._on("focus and back", self._is_sharp):
            self.commands.focus([self._nodes()[1]], 2)
        with self._on("focus and back", self._is_sharp):
            self.commands.focus([])
        with self._on("a layout", self._is_idle):
            window.tasks.layouts.lay_out("multilevel")

    def show_panels(self) -> None:
        for title in ("Measures", "Style", "Table", "Timeline", "Paths", "Query", "History", "Notes"):
            with self._on(f"the panel {title}, first time", self._is_idle):
                self.window.docks.go_to(title.lower())

    def work_beside_panels(self) -> None:
        panels, commands = self.window.panels, self.commands
        panels.timeline.open()
        end = self._dates(0.9)[0]
        for day in self._dates(*(0.3 + 0.05 * step for step in range(6))):
            with self._on("date range dragged, timeline open", self._is_sharp):
                commands.filter_dates((day, end), undated=True)
        commands.reset_filters()
        panels.table.open()
        for item in (0, 1, 0, 1):
            with self._on("a class hidden, table open", self._is_idle):
                commands.toggle("classes", item, "a class")

    def ask(self) -> None:
        first, _, middle = self._nodes()
        self.session.select([first, middle])
        with self._on("paths searched", self._is_idle):
            self.window.tasks.paths.find()
        with self._on("PageRank measured", self._is_idle):
            self.window.docks.to_front("measures")
            self.window.tasks.measures.take("pagerank")

    def go_back(self) -> None:
        with self._on("one step back in history", self._is_idle):
            self.session.jump(self.session.history.at - 1)
        with self._on("back to the previous look", self._is_idle):
            self.window.tasks.looking.look_along(-1)

    def export(self) -> None:
        with self._on("export of the whole dataset", self._is_idle):
            self.window.tasks.exports.export_to(Path(tempfile.mkdtemp()) / "all.ttl", True)


if __name__ == "__main__":
    print(json.dumps(busy(int(sys.argv[1]))), flush=True)
    os._exit(0)
