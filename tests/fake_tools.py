"""Fakes of the tools, so that a task can be tested without a window: on a real session, without threads or dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from panel_case import case

from explorer.document import Document
from explorer.pictures.look.style import LIGHT
from explorer.settings import Settings
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.camera import Camera
from graph.work.progress import Job, finish
from ui.tasks.tools import Tools


class FakeSignal:
    def __init__(self) -> None:
        self._slots: list[Callable[..., None]] = []

    def connect(self, slot: Callable[..., None]) -> None:
        self._slots.append(slot)

    def emit(self, *values: object) -> None:
        for slot in self._slots:
            slot(*values)


class FakeTask:
    """A job that waits until the test lets it run."""

    def __init__(self, job: Job[Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._job, self._done, self._failed = job, done, failed
        self.progressed, self.ended, self.is_cancelled = FakeSignal(), FakeSignal(), False

    def cancel(self) -> None:
        self.is_cancelled = True

    def run(self) -> None:
        try:
            if not self.is_cancelled:
                try:
                    result = finish(self._job)
                except Exception as error:  # like the real one, whatever a job raises
                    self._failed(error)
                else:
                    self._done(result)
        finally:
            self.ended.emit()


class FakeStart:
    """Keeps jobs by their titles; :meth:`run` runs those that wait."""

    def __init__(self, session: Session, messages: FakeMessages) -> None:
        self._session, self._messages = session, messages
        self.titles: list[str] = []
        self._waiting: list[FakeTask] = []

    def __call__(self, job, title, done, *, failed=None, on: Document | None = None) -> FakeTask:
        def finished(result: object) -> None:
            if on is None or self._session.document.continues(on):
                done(result)

        task = FakeTask(job, finished, failed or self._messages.fail)
        self.titles.append(title)
        self._waiting.append(task)
        return task

    def cancel(self) -> None:
        for task in self._waiting:
            task.cancel()

    def run(self) -> None:
        while self._waiting:
            self._waiting.pop(0).run()


class FakeMessages:
    """The messages so far, ``last`` being the last one, with the buttons that they offered."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.choices: dict[str, Callable[[], None]] = {}

    @property
    def last(self) -> str:
        return self.said[-1] if self.said else ""

    def say(self, text: str) -> None:
        self.said.append(text)

    warn = say

    def offer(self, text: str, choices, *, stays: bool = False) -> None:
        self.said.append(text)
        self.choices = dict(choices)

    def fail(self, error: Exception) -> None:
        self.said.append(str(error))

    def clear(self) -> None:
        self.said.append("")


class FakeAsk:
    """Answers from ``answers``, one a question, and remembers the questions."""

    def __init__(self, *answers: object) -> None:
        self._answers: Iterator[object] = iter(answers)
        self.asked: list[tuple[object, ...]] = []

    def suggest(self, name: str, near: object = None) -> str:
        return name

    def __getattr__(self, _name: str) -> Callable[..., object]:
        def ask(*question: object, **_options: object) -> object:
            self.asked.append(question)
            return next(self._answers)

        return ask


class FakeSight:
    """A canvas of 800 by 600 pixels that remembers what it was asked to show."""

    def __init__(self) -> None:
        self.camera, self.theme = Camera(), LIGHT
        self.calls: list[tuple[str, object]] = []
        self.share = 1.0

    def width(self) -> int:
        return 800

    def height(self) -> int:
        return 600

    def share_in_sight(self, ids: object = None) -> float:
        return self.share

    def fit(self, *, fly: bool = True, ids=None) -> None:
        self.calls.append(("fit", None if ids is None else np.asarray(ids).tolist()))

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values, **_options: self.calls.append((name, values[0] if values else None))


class FakePanel:
    """A panel of the window: it records each call, and is its own widget."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self.made = None

    def open(self, *values, **_options):
        self.calls.append(("open", values))
        return self

    def __getattr__(self, name):
        return lambda *values, **_options: self.calls.append((name, values))


def fake_tools(*answers: object, document: Document | None = None) -> Tools:
    """Tools on a session of the small case, or of a document; ``answers`` are those of the user to questions."""
    session, messages = Session(document or case()), FakeMessages()
    start = FakeStart(session, messages)
    commands = Commands(session)
    return Tools(session, lambda: commands, start, messages, FakeAsk(*answers), FakeSight(), Settings())
