"""Copies in case of a crash: written in pauses of work, offered after a crash, discarded when the window closes."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import count
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer

from explorer.files import rescue
from explorer.state.session import Change
from ui.tasks.files.explorations import ExplorationFile
from ui.tasks.tools import Tools
from ui.work.jobs import Jobs

COPY_AFTER_MS, COPY_AT_LAST = 15_000, 90.0
"""So long after a change a copy is written, in the next pause of work; and after so many seconds without a pause."""
PAUSE = 2.0
"""Seconds without a change: writing a copy of a large graph takes a second of one core, which work would feel."""
_REST = 20
"""After a copy, so many times the time that it took pass without another."""
_numbers = count()


class CrashCopies:
    """Writes copies of an exploration from the time it is made. ``jobs`` are those of the window: they are work too."""

    def __init__(self, tools: Tools, exploration: ExplorationFile, jobs: Jobs, parent: QObject) -> None:
        self._tools, self._session, self._exploration, self._work = tools, tools.session, exploration, jobs
        self.jobs = Jobs(parent)
        self._number = next(_numbers)
        self._changed_at = self._copied_at = monotonic()
        self.copy_after = COPY_AFTER_MS
        self.timer = QTimer(parent)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._copy_in_a_pause)
        self._session.listen(self._changed)

    def offer(self) -> None:
        """Offer the copies that a former run left behind."""
        found = rescue.left_over()
        if found:
            choices = [("Open it again", partial(self._open, found)), ("Discard", partial(self._discard, found))]
            text = "Caseboard ended unexpectedly last time. It kept a copy of your work."
            self._tools.messages.offer(text, choices, stays=True)

    def _open(self, found: list[Path]) -> None:
        copy = found[0]
        self._exploration.leave(lambda: self._exploration.open_copy(copy, lambda: rescue.discard(copy)))

    def _discard(self, found: list[Path]) -> None:
        for path in found:
            rescue.discard(path)

    @cached_property
    def path(self) -> Path:
        """The file of the copy."""
        return rescue.rescue_path(self._number)

    def _changed(self, change: Change) -> None:
        if change & (Change.DOCUMENT | Change.VIEW | Change.NAMED_VIEWS):
            self._changed_at = monotonic()
            if not self.timer.isActive():
                self.timer.start(self.copy_after)

    def _copy_in_a_pause(self) -> None:
        now = monotonic()
        at_work = now - self._changed_at < PAUSE or self._work.is_busy
        if at_work and now - self._copied_at < COPY_AT_LAST:
            self.timer.start(int(PAUSE * 500))
        else:
            self.save()

    def save(self) -> None:
        """Write a copy; a failure is not worth a message."""
        if self._session.document.loadable is not None or self.jobs.is_busy:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        saved_as = str(self._exploration.path.absolute()) if self._exploration.path else ""
        self._copied_at = begun = monotonic()

        def done(_: Path) -> None:
            # Where a copy takes long it is not made as often.
            self.copy_after = max(COPY_AFTER_MS, int(_REST * 1000 * (monotonic() - begun)))

        job = self._exploration.writing(self.path, saved_as)
        self.jobs.start(job, "Saving a copy", done=done, failed=lambda _: None)

    def close(self) -> None:
        """Remove the copy, since the window closes as it should."""
        self.timer.stop()
        self.jobs.stop()
        rescue.discard(self.path)
