"""Measures: worked out in another process with progress and Cancel, each as one step of history."""

from __future__ import annotations

from explorer.panels.measure_cards import Gauge, Gauges
from explorer.panels.measure_jobs import take
from explorer.pictures.scene.staging import looks_in
from explorer.views.groups import is_group
from explorer.views.measures import KEY, Measured
from explorer.views.view import Range
from graph.analysis.measures import METRICS
from graph.work.process import Worker
from ui.tasks.tools import Tools
from ui.work.jobs import Task

CHANNELS = ("size", "colour", "groups")


class MeasureRunner:
    """Takes measures of what is shown, in the process ``worker``, and reads them off for the panel."""

    def __init__(self, tools: Tools, worker: Worker) -> None:
        self._tools, self._worker = tools, worker
        self._gauges = Gauges()
        self._tasks: dict[str, Task] = {}

    def gauges(self) -> tuple[Gauge, ...]:
        """Every measure as it is now."""
        session = self._tools.session
        view = session.view
        ranges, looks = dict(view.ranges), looks_in(session.scene, session.projection, view.rules)
        return self._gauges.read(session.projection, session.visible, view.measures, ranges, self._start(), looks)

    def _start(self) -> int:
        """The resource that distances start at, -1 unless exactly one is selected and shown."""
        session = self._tools.session
        selected = session.selection
        if len(selected) != 1 or is_group(selected[0]) or session.visible.node_cause[selected[0]]:
            return -1
        return selected[0]

    def take(self, name: str, directed: bool | None = None, whole: bool = False) -> None:
        """Take a measure; its values join the view when they are there."""
        session = self._tools.session
        job = take(
            session.projection,
            None if whole else session.visible,
            name,
            directed=directed,
            target=self._start(),
            seed=session.view.seed,
            values=session.view.follows_values,
            where=self._worker,
        )
        if name in self._tasks:
            self._tasks[name].cancel()
        task = self._tools.start(job, METRICS[name].title, self._tools.commands.measure, on=session.document)
        self._tasks[name] = task
        task.ended.connect(lambda: self._tasks.pop(name) if self._tasks.get(name) is task else None)

    def filter(self, name: str, kept: Range | None) -> None:
        """Show only resources within a range of a measure."""
        measured = self._taken(name)
        if measured is not None:
            self._tools.commands.filter_range(measured.key, kept, measured.title)

    def drop(self, name: str) -> None:
        """Forget a measure."""
        measured = self._taken(name)
        if measured is not None:
            self._tools.commands.remove_measure(measured.key, measured.title)

    def drive(self, name: str, channel: str) -> None:
        """Let a measure decide on a channel of the picture."""
        measured, commands = self._taken(name), self._tools.commands
        if measured is not None and channel == "groups":
            number = measured.values.of(self._tools.session.projection.node_count) - 1
            commands.group_by_number(number, METRICS[name].word)
        elif measured is not None:
            commands.style.by(channel, measured.key)

    def _taken(self, name: str) -> Measured | None:
        return next((known for known in self._tools.session.view.measures if known.key == KEY + name), None)
