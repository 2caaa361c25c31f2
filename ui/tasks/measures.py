"""Taking measures for the window: on another process, with progress and Cancel, into one step of history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.panels.measure_cards import Gauge, Gauges
from explorer.panels.measure_jobs import take
from explorer.views.groups import is_group
from explorer.views.measures import KEY, Measured
from explorer.views.view import Range
from graph.analysis.measures import METRICS
from ui.work.jobs import Task

if TYPE_CHECKING:
    from ui.window.window import Window


class Measurer:
    """Takes measures of what a window shows, and reads them off for the panel."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._gauges = Gauges()
        self._tasks: dict[str, Task] = {}

    def gauges(self) -> tuple[Gauge, ...]:
        """Every measure as it stands."""
        session = self._window.session
        view = session.view
        return self._gauges.read(session.projection, session.visible, view.measures, dict(view.ranges), self._start())

    def _start(self) -> int:
        """The resource that distances start at, -1 where not just one is chosen and shown."""
        session = self._window.session
        selected = session.selection
        if len(selected) != 1 or is_group(selected[0]) or session.visible.node_cause[selected[0]]:
            return -1
        return selected[0]

    def take(self, name: str, directed: bool | None = None, whole: bool = False) -> None:
        """Take a measure; the values come into the view when they are there, unless another source is open by then."""
        window, session = self._window, self._window.session
        asked = session.projection
        job = take(
            session.projection,
            None if whole else session.visible,
            name,
            directed=directed,
            target=self._start(),
            seed=session.view.seed,
            where=window.worker,
        )

        def done(measured: Measured) -> None:
            # A source that brought more since then still means the same by each number.
            if session.projection.iris[: asked.node_count] == asked.iris:
                window.commands.measure(measured)

        if name in self._tasks:
            self._tasks[name].cancel()
        task = window.jobs.start(job, METRICS[name].title, done=done, failed=window.warn)
        self._tasks[name] = task
        task.ended.connect(lambda: self._tasks.pop(name) if self._tasks.get(name) is task else None)

    def keep(self, name: str, kept: Range | None) -> None:
        """Keep what lies within a range of a measure."""
        measured = self._taken(name)
        if measured is not None:
            self._window.commands.filter_range(measured.key, kept, measured.title)

    def drop(self, name: str) -> None:
        """Forget a measure."""
        measured = self._taken(name)
        if measured is not None:
            self._window.commands.drop_measure(measured.key, measured.title)

    def drive(self, name: str, channel: str) -> None:
        """Let a measure decide on a channel of the picture."""
        measured = self._taken(name)
        if measured is not None and channel == "groups":
            number = measured.values.of(self._window.session.projection.node_count) - 1
            self._window.commands.group_by_number(number, METRICS[name].word)
        elif measured is not None:
            self._window.commands.style.by(channel, measured.key)

    def _taken(self, name: str) -> Measured | None:
        return next((known for known in self._window.session.view.measures if known.key == KEY + name), None)


CHANNELS = ("size", "colour", "groups")
