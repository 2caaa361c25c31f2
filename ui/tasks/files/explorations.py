"""The exploration that is open: its file, unsaved changes, saving and opening."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.document import Document, NamedView
from explorer.files.attached_texts import AttachedTexts
from explorer.files.opening import AS_USUAL, OpenOptions
from explorer.state.lasting import lasting
from explorer.state.session import Change
from graph.errors import CaseboardError
from graph.named import NamedTuple
from graph.reading.limits import TooLargeError
from graph.reading.refusals import ReadSyntaxError
from graph.work.process import Worker
from graph.work.progress import Job
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from explorer.files.exploration import Opened, SourceMissingError
    from explorer.panels.paths.findings import Finding
    from explorer.views.view import View


class _State(NamedTuple):
    """The contents of an exploration, of which any may be unsaved; no ``view`` is one that was never saved."""

    view: View | None
    named_views: tuple[NamedView, ...]
    texts: tuple[str, ...]
    findings: tuple[Finding, ...]


_MANY = {"saved list of paths": "saved lists of paths"}


def _differing(now: Sequence[object], saved: Sequence[object]) -> int:
    """The number of things that were added, changed or removed; a changed one counts once."""
    return max(sum(each not in saved for each in now), sum(each not in now for each in saved))


class ExplorationFile:
    """Knows the file of the exploration that is open, and whether something is not in it.

    It is there from the start, and imports what reads and writes files when it is needed. ``save_draft`` saves the note
    that is being written, ``cancel_opening`` stops other files from being read, ``show`` shows a document, and
    ``show_title(name, is_modified)`` the title of the window.
    """

    def __init__(
        self,
        tools: Tools,
        worker: Worker,
        texts: AttachedTexts,
        *,
        save_draft: Callable[[], None],
        cancel_opening: Callable[[], None],
        show: Callable[[Document], None],
        show_title: Callable[[str, bool], None],
    ) -> None:
        self._tools, self._session, self._worker = tools, tools.session, worker
        self._texts = texts
        self._save_draft, self._cancel_opening = save_draft, cancel_opening
        self._show, self._set_title = show, show_title
        self.path: Path | None = None
        self._document = self._session.document
        self._saved = self._state()
        self._session.listen(self._changed)
        self._show_title()

    # Unsaved changes

    def _state(self) -> _State:
        kept = lasting(self._session)
        return _State(kept.view, kept.named_views, tuple(self._tools.settings.texts), self._session.findings)

    @property
    def is_modified(self) -> bool:
        """True if something would be lost: changes of a file, or views, notes and findings that are in none."""
        now, saved = self._state(), self._saved
        if now.view is saved.view and now[1:] == saved[1:]:
            return False
        notes = [state.view.notes if state.view is not None else () for state in (now, saved)]
        is_written = now.named_views != saved.named_views or now.findings != saved.findings or notes[0] != notes[1]
        return self.path is not None or is_written

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The things that would be lost, in words: “2 notes”, “the picture itself”."""
        now, saved = self._state(), self._saved
        notes = [state.view.notes if state.view is not None else () for state in (now, saved)]
        parts = (
            (_differing(*notes), "note"),
            (_differing(now.named_views, saved.named_views), "saved view"),
            (_differing(now.findings, saved.findings), "saved list of paths"),
        )
        said = [f"{count:,} {what if count == 1 else _MANY.get(what, f'{what}s')}" for count, what in parts if count]
        if self.path is not None:
            said += ["the list of attached texts"] if now.texts != saved.texts else []
            bare = [state.view and state.view._replace(notes=()) for state in (now, saved)]
            said += ["the picture itself"] if bare[0] != bare[1] else []
        return tuple(said) or ("the order of what is saved",)

    def _changed(self, change: Change) -> None:
        document = self._session.document
        if document.source is not self._document.source:
            self.path, self._saved = None, self._state()
        self._document = document
        if change & ~Change.SELECTION:
            self._show_title()

    def _show_title(self) -> None:
        name = self._session.document.title
        if self.path is not None:
            from explorer.files.opening import SUFFIX

            name = self.path.name.removesuffix(SUFFIX)
        self._set_title(name, self.is_modified)

    def leave(self, then: Callable[[], None]) -> None:
        """Do ``then``, which opens something else or closes the window, after asking about unsaved changes."""
        self._save_draft()
        if not self.is_modified:
            then()
            return
        name = self.path.name if self.path else self._session.document.title
        *first, last = self.unsaved
        parts = f"{', '.join(first)} and {last}" if first else last
        sentence = f"{name} has unsaved changes: {parts}."
        choice = self._tools.ask.choose("Unsaved changes", sentence, ("Save", "Do not save"))
        if choice == 0:
            self.save(then)
        elif choice == 1:
            self.forget_changes()
            then()

    def forget_changes(self) -> None:
        """Ask no more about the present changes."""
        self._saved = self._state()

    # Saving

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the exploration to its file, or ask for one; ``then`` is done afterwards."""
        if self.path is None:
            self.save_as(then)
        else:
            self.save_to(self.path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a file and write the exploration there."""
        from explorer.files.exploration import FORMATS
        from explorer.files.opening import SUFFIX

        document, ask = self._session.document, self._tools.ask
        paths = getattr(document.source, "paths", ())
        near = Path(paths[0]).absolute().parent if paths and not document.is_bundled else None
        suggested = self.path or ask.suggest(f"{document.stem}{SUFFIX}", near)
        path = ask.file_to_save("Save exploration", FORMATS, suggested)
        if path:
            self.save_to(path, then)

    def save_to(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Write the exploration to a file."""
        self._save_draft()
        state, document = self._state(), self._session.document

        def done(_: Path) -> None:
            if self._session.document.continues(document):
                self.path, self._saved = path, state
                self._show_title()
            self._tools.settings.remember(path)
            self._tools.messages.say(f"The exploration was saved as {path}.")
            if then is not None:
                then()

        self._tools.start(self.writing(path), f"Saving {path.name}", done)

    def writing(self, path: Path, saved_as: str = "") -> Job[Path]:
        """The work of writing what is open now; ``saved_as`` is the file of which this is a copy."""
        from explorer.files.exploration import save_exploration
        from explorer.files.view_files import now

        kept, texts = lasting(self._session), self._tools.settings.texts
        present = NamedView("Present", "", kept.view, kept.camera or self._tools.sight.camera, now())
        return save_exploration(
            path, kept.document, present, kept.named_views, texts, self._session.findings, saved_as, self._worker,
        )  # fmt: skip

    # Opening

    def open(self, path: Path, found: Mapping[str, Path] | None = None, options: OpenOptions = AS_USUAL) -> None:
        """Open an exploration; ``found`` are places of moved sources by SHA-256."""
        self._open(path, found, options, lambda opened: self._opened(path, opened))

    def open_copy(self, copy: Path, then: Callable[[], None]) -> None:
        """Open a copy that was kept for a crash: all of it counts as unsaved. Do ``then`` once it is open."""
        self._open(copy, None, AS_USUAL, lambda opened: self._opened_copy(opened, then))

    def _open(
        self, path: Path, found: Mapping[str, Path] | None, options: OpenOptions, done: Callable[[Opened], None]
    ) -> None:
        from explorer.files.exploration import SourceMissingError, open_exploration
        from ui.tasks.files.beside import contexts_of, may_read_beside

        self._cancel_opening()

        def failed(error: Exception) -> None:
            if isinstance(error, SourceMissingError):
                self._ask_for_sources(path, error, options, done)
            elif may_read_beside(self._tools, error):
                self._open(path, found, options, done)
            elif (agreed := self._agreed(error, options)) is not None:
                self._open(path, found, agreed, done)

        contexts = options.contexts | contexts_of(self._tools)
        job = open_exploration(path, found, **options._replace(contexts=contexts)._asdict())
        self._tools.start(job, f"Opening {path.name}", done, failed=failed)

    def _opened(self, path: Path, opened: Opened) -> None:
        self._take_in(opened)
        self.path, self._saved = path, self._state()
        self._tools.settings.remember(path)
        self._show_title()

    def _opened_copy(self, opened: Opened, then: Callable[[], None]) -> None:
        self._take_in(opened)
        self.path = Path(opened.saved_as) if opened.saved_as else None
        self._saved = _State(None, (), (), ())
        then()
        self._show_title()

    def _take_in(self, opened: Opened) -> None:
        settings = self._tools.settings
        new = [text for text in opened.texts if text not in settings.texts]
        if new:
            settings.texts = [*settings.texts, *new]
            self._texts.renew()
        self._show(opened.document)
        self._session.restore_findings(opened.findings)
        if opened.sentence:
            self._tools.messages.warn(opened.sentence)

    def _agreed(self, error: Exception, options: OpenOptions) -> OpenOptions | None:
        """The options with which sources that were refused may be opened, after a question; None for a no.

        An error without a remedy becomes a message.
        """
        ask = self._tools.ask
        if isinstance(error, TooLargeError) and not options.anyway:
            opens = ask.choose("Open a large file", str(error), ("Open anyway",)) == 0
            return options._replace(anyway=True) if opens else None
        if isinstance(error, ReadSyntaxError) and error.form is not None and not options.recover:
            opens = ask.choose("Mistakes in a source", str(error), ("Open what can be read",)) == 0
            return options._replace(recover=True) if opens else None
        self._tools.messages.fail(error)
        return None

    def _ask_for_sources(
        self, path: Path, error: SourceMissingError, options: OpenOptions, done: Callable[[Opened], None]
    ) -> None:
        from explorer.files.exploration import find_sources

        if self._tools.ask.choose("A source was moved", str(error), ("Search a folder…",)) != 0:
            return
        folder = self._tools.ask.folder("Folder of the source", str(path.parent))
        if not folder:
            return

        def searched(found: dict[str, Path]) -> None:
            if len(found) == len({sha256 for _, sha256 in error.missing}):
                self._open(path, found, options, done)
            else:
                sentence = f"No file in {folder} has the content that {path.name} was made from."
                self._tools.messages.fail(CaseboardError(sentence))

        self._tools.start(find_sources(Path(folder), error.missing), f"Searching {folder}", searched)
