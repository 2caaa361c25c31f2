"""Explorations for the window: saving, opening, asking before something is lost, and a copy in case of a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from explorer.document import Document, NamedView
from explorer.files import rescue
from explorer.files.exploration import (
    FORMATS,
    SUFFIX,
    Opened,
    SourceMissingError,
    find_sources,
    open_exploration,
    save_exploration,
)
from explorer.files.view_files import now
from explorer.state.session import Change
from graph.errors import CaseboardError
from graph.work.progress import Job
from ui.work.jobs import Jobs

if TYPE_CHECKING:
    from explorer.panels.path_search import Finding
    from explorer.views.view import View
    from ui.tasks.paths import Pathfinder
    from ui.window.window import Window

COPY_AFTER_MS, _COPY_AT_LAST = 15_000, 90.0
"""So long after a change a copy is kept, in the next pause of work, and after so many seconds without one."""
_PAUSE = 2.0
"""Seconds without a change: writing a copy of a large graph takes a second of one core, which work would feel."""
_REST = 20
"""For so many times the time that a copy takes none is made."""
_numbers = count()
_State = tuple["View | None", tuple[NamedView, ...], tuple[str, ...], "tuple[Finding, ...]"]
"""What an exploration holds of a session: the view, the named views, the folders of texts, and findings."""


class ExplorationWork:
    """The exploration that a window has open: its file, and whether there is something that is not in it."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        self.path: Path | None = None
        self._document = self._session.document
        self._opening: Document | None = None
        self._jobs = Jobs(window)
        self._number = next(_numbers)
        self._changed_at = self._copied_at = monotonic()
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._copy_after = COPY_AFTER_MS
        self._timer.timeout.connect(self._copy_in_a_pause)
        # What came before this is made may be unsaved already.
        texts = tuple(window.settings.texts)
        self._saved: _State = (self._session.history.steps[0].view, self._document.named_views, texts, ())
        self._session.listen(self._changed)

    def begin(self) -> None:
        """Offer what a former run left behind."""
        found = rescue.left_over()
        if found:
            choices = [("Open it again", partial(self._bring_back, found)), ("Discard", partial(self._discard, found))]
            text = "Caseboard ended unexpectedly the last time; what was open then was kept."
            self._window.overlay.toast.offer(text, choices, stays=True)

    # What is unsaved

    def _state(self) -> _State:
        session = self._session
        return session.view, session.named_views, tuple(self._window.settings.texts), self._findings

    @property
    def _findings(self) -> tuple[Finding, ...]:
        """What was found and kept; nothing as long as nobody looked for paths."""
        made: Pathfinder | None = vars(self._window).get("pathfinder")
        return made.findings if made is not None else ()

    @property
    def is_modified(self) -> bool:
        """Whether something would be lost: changes of a file, or views and notes that are in none."""
        (view, *others), (before, *kept) = self._state(), self._saved
        if view is before and others == kept:
            return False
        notes = before.notes if before is not None else ()
        written = others[0] != kept[0] or others[2] != kept[2] or (view is not None and view.notes != notes)
        return self.path is not None or written

    def _changed(self, change: Change) -> None:
        if change & Change.DOCUMENT:
            document = self._session.document
            if document.source is not self._document.source:
                self.path = None if document is not self._opening else self.path
                self._saved = self._state()
            self._document = document
        if change & (Change.DOCUMENT | Change.VIEW | Change.NAMED_VIEWS):
            self._show_title()
            self._changed_at = monotonic()
            if not self._timer.isActive():
                self._timer.start(self._copy_after)

    def _show_title(self) -> None:
        name = self.path.name.removesuffix(SUFFIX) if self.path else self._session.document.title
        self._window.setWindowTitle(f"{name}[*] — Caseboard")
        self._window.setWindowModified(self.is_modified)

    def leave(self, then: Callable[[], None]) -> None:
        """Do ``then``, which puts something else in the place of what is open, after asking about what is unsaved."""
        self._window.save_note()
        if not self.is_modified:
            then()
            return
        from ui.parts import dialogs

        name = self.path.name if self.path else self._session.document.title
        sentence = f"There are changes of {name} that are not saved: views, notes or the picture itself."
        choice = dialogs.choose(self._window, "Unsaved changes", sentence, ("Save", "Do not save"))
        if choice == 0:
            self.save(then)
        elif choice == 1:
            self.forget_changes()
            then()

    def forget_changes(self) -> None:
        """Ask no more about what is unsaved now."""
        self._saved = self._state()

    # Saving

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the exploration to its file, or ask for one."""
        if self.path is None:
            self.save_as(then)
        else:
            self.save_to(self.path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a file and write the exploration there."""
        from ui.parts import dialogs

        document = self._session.document
        paths = getattr(document.source, "paths", ())
        beside = Path(paths[0]).absolute().parent if paths and not document.is_bundled else Path.home()
        suggested = self.path or Path(self._window.settings.folder or beside) / f"{document.stem}{SUFFIX}"
        path = dialogs.file_to_save(self._window, "Save exploration", FORMATS, suggested)
        if path:
            self.save_to(path, then)

    def save_to(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Write the exploration to a file; ``then`` is done afterwards."""
        self._window.save_note()
        state, document = self._state(), self._session.document

        def done(_: Path) -> None:
            if self._session.document is document:
                self.path, self._saved = path, state
                self._show_title()
            self._remember(path)
            self._window.overlay.toast.say(f"The exploration is in {path}.")
            if then is not None:
                then()

        self._window.jobs.start(self._job(path), f"Saving {path.name}", done=done, failed=self._window.warn)

    def _job(self, path: Path, saved_as: str = "") -> Job[Path]:
        session, window = self._session, self._window
        present = NamedView("Present", "", session.view, window.canvas.camera, now())
        return save_exploration(
            path, session.document, present, session.named_views, window.settings.texts, self._findings, saved_as,
            window.worker,
        )  # fmt: skip

    def _remember(self, path: Path) -> None:
        window = self._window
        window.settings.opened(path)
        window.settings.folder = str(path.absolute().parent)
        window.desk.save_settings()
        window.show_recent()

    # Opening

    def open(self, path: Path, found: Mapping[str, Path] | None = None, *, copy: bool = False) -> None:
        """Open an exploration; ``found`` are places of sources that were moved. A ``copy`` belongs to another file."""
        self._window.desk.opener.begin_other()

        def failed(error: Exception) -> None:
            if isinstance(error, SourceMissingError):
                self._ask_for_sources(path, error)
            else:
                self._window.warn(error)

        done = partial(self._opened, path, copy)
        self._window.jobs.start(open_exploration(path, found), f"Opening {path.name}", done=done, failed=failed)

    def _opened(self, path: Path, copy: bool, opened: Opened) -> None:
        window = self._window
        new = [text for text in opened.texts if text not in window.settings.texts]
        if new:
            window.settings.texts = [*window.settings.texts, *new]
            window.texts.renew()
        self._opening = opened.document
        self.path = path if not copy else Path(opened.saved_as) if opened.saved_as else None
        window.open_document(opened.document)
        self._opening = None
        if opened.findings or self._findings:
            window.pathfinder.take_findings(opened.findings)
        self._saved = self._state()
        if copy:
            rescue.discard(path)
            self._saved = (None, (), (), ())
        else:
            self._remember(path)
        self._show_title()
        if opened.sentence:
            window.overlay.toast.warn(opened.sentence)

    def _ask_for_sources(self, path: Path, error: SourceMissingError) -> None:
        from ui.parts import dialogs

        window = self._window
        if dialogs.choose(window, "A source was moved", str(error), ("Look in a folder…",)) != 0:
            return
        folder = dialogs.folder(window, "Where the source is now", str(path.parent))
        if not folder:
            return

        def done(found: dict[str, Path]) -> None:
            if len(found) == len({sha256 for _, sha256 in error.missing}):
                self.open(path, found)
            else:
                window.warn(CaseboardError(f"No file in {folder} has the content of what {path.name} was made on."))

        window.jobs.start(find_sources(Path(folder), error.missing), "Looking", done=done, failed=window.warn)

    # In case of a crash

    @cached_property
    def _copy(self) -> Path:
        return rescue.rescue_path(self._number)

    def _copy_in_a_pause(self) -> None:
        now = monotonic()
        at_work = now - self._changed_at < _PAUSE or bool(self._window.jobs.tasks)
        if at_work and now - self._copied_at < _COPY_AT_LAST:
            self._timer.start(int(_PAUSE * 500))
        else:
            self.save_copy()

    def save_copy(self) -> None:
        """Write a copy into the user's folder, beside all else; where that fails nobody is bothered."""
        if self._session.document.on_disk is not None or self._jobs.tasks:
            return
        try:
            self._copy.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        job = self._job(self._copy, str(self.path.absolute()) if self.path else "")
        self._copied_at = begun = monotonic()

        def done(_: Path) -> None:
            # Where a copy takes long it is not made as often.
            self._copy_after = max(COPY_AFTER_MS, int(_REST * 1000 * (monotonic() - begun)))

        self._jobs.start(job, "Keeping a copy", done=done, failed=lambda _: None)

    def _bring_back(self, found: list[Path]) -> None:
        self.leave(lambda: self.open(found[0], copy=True))

    def _discard(self, found: list[Path]) -> None:
        for path in found:
            rescue.discard(path)

    def close(self) -> None:
        """Take the copy away, since the window is closed as it should be."""
        self._timer.stop()
        self._jobs.stop()
        rescue.discard(self._copy)
