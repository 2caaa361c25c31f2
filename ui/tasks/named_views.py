"""Named views for the window: keeping what is shown, going there again, and views as files of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from explorer.document import Document, NamedView
from explorer.files.exports import Exported
from explorer.files.view_files import Restored, now, open_view, write_view
from graph.saved.files import VIEW_SUFFIXES
from graph.work.atomic import save
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from ui.window.window import Window

_KINDS = "Views (*.view.ttl *.view.trig);;RDF (*.ttl *.trig *.nq *.nt *.jsonld);;All files (*)"


class NamedViews:
    """Does for a window what one may do with named views."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        _ = window.exploration  # which has to know what there was before

    def now(self, title: str, sentence: str = "") -> NamedView:
        """What is shown now, and how it is looked at, under a name."""
        return NamedView(title, sentence, self._session.view, self._window.canvas.camera, now())

    def keep(self) -> None:
        """Keep what is shown under a name that the user gives."""
        from ui.parts import dialogs

        title = dialogs.text(self._window, "Keep this view", "Name of the view:", self._unused("My view"))
        if title:
            self.add(self.now(title))
            self._say(f"“{title}” is kept beside the other views; its menu renames and removes it.")

    def add(self, named_view: NamedView) -> None:
        """Offer one more view."""
        self._session.offer((*self._session.named_views, named_view))
        self._window.top.views.mark(self._session.view)

    def fill_menu(self, menu: QMenu, named_view: NamedView) -> None:
        """Put into a menu what one may do with a view."""
        for words, act in self._moves(named_view):
            if words:
                menu.addAction(words).triggered.connect(partial(_call, act))
            else:
                menu.addSeparator()

    def _moves(self, named_view: NamedView) -> list[tuple[str, Callable[[], None]]]:
        moves: list[tuple[str, Callable[[], None]]] = [
            ("Go to it", lambda: self._window.go_to_view(named_view)),
            ("Save as a file…", lambda: self.ask_save(named_view)),
        ]
        if named_view.is_saved:
            moves += [
                ("", lambda: None),
                ("Keep what is shown now in its place", lambda: self.update(named_view)),
                ("Rename…", lambda: self.rename(named_view)),
                ("Remove", lambda: self.remove(named_view)),
            ]
        return moves

    def update(self, named_view: NamedView) -> None:
        """Keep what is shown now under the name of a view that is there."""
        before = self._session.named_views
        self._put(named_view, self.now(named_view.title, named_view.sentence))
        self._window.top.views.mark(self._session.view)
        self._offer_back(f"“{named_view.title}” is now what is shown.", before)

    def rename(self, named_view: NamedView) -> None:
        """Ask for another name of a view."""
        from ui.parts import dialogs

        title = dialogs.text(self._window, "Rename the view", "Name of the view:", named_view.title)
        if title:
            self._put(named_view, replace(named_view, title=title))

    def remove(self, named_view: NamedView) -> None:
        """Take a view off the bar; the message brings it back."""
        before = self._session.named_views
        self._session.offer(tuple(other for other in before if other is not named_view))
        self._offer_back(f"“{named_view.title}” was removed.", before)

    def _put(self, old: NamedView, new: NamedView) -> None:
        self._session.offer(tuple(new if other is old else other for other in self._session.named_views))

    def _offer_back(self, text: str, before: tuple[NamedView, ...]) -> None:
        document = self._session.document

        def back() -> None:
            if self._session.document is document:
                self._session.offer(before)

        self._window.overlay.toast.offer(text, [("Undo", back)])

    # Files

    def save(self) -> None:
        """Write what is shown to a file as a view."""
        self.ask_save(self.now(self._unused(f"{self._session.document.title}: a view")))

    def ask_save(self, named_view: NamedView) -> None:
        """Choose a file and write a view to it."""
        from ui.parts import dialogs

        suggested = Path(self._window.settings.folder or Path.home()) / f"{self._session.document.stem}.view.ttl"
        path = dialogs.file_to_save(self._window, "Save view", VIEW_SUFFIXES, suggested)
        if path:
            self.save_to(path, named_view)

    def save_to(self, path: Path, named_view: NamedView) -> None:
        """Write a view to a file."""
        self._window.settings.folder = str(path.absolute().parent)
        job = _writing(path, named_view, self._session.document)
        self._window.jobs.start(
            job, f"Writing {path.name}", done=lambda e: self._say(e.sentence), failed=self._window.warn
        )

    def open(self) -> None:
        """Choose a file with a view and show it."""
        from ui.parts import dialogs

        folder = self._window.settings.folder or str(Path.home())
        path = dialogs.file_to_open(self._window, "Open view", _KINDS, folder)
        if path:
            self.open_from(Path(path))

    def open_from(self, path: Path) -> None:
        """Show the view that a file holds, as far as the data goes, and offer it with the others."""
        session, window = self._session, self._window
        document = session.document
        window.settings.folder = str(path.absolute().parent)

        def done(restored: Restored) -> None:
            if session.document is not document:
                return
            named_view = replace(restored.named_view, created=restored.named_view.created or now())
            self.add(named_view)
            window.go_to_view(named_view)
            if restored.sentence:
                window.overlay.toast.warn(restored.sentence)

        job = open_view(path, document.projection)
        window.jobs.start(job, f"Opening {path.name}", done=done, failed=window.warn)

    def _unused(self, title: str) -> str:
        taken = {named_view.title for named_view in self._session.named_views}
        names = (title if i == 1 else f"{title} {i}" for i in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def _say(self, text: str) -> None:
        self._window.overlay.toast.say(text)


def _writing(path: Path, named_view: NamedView, document: Document) -> Job[Exported]:
    yield Progress("Writing down the view")
    save(path, write_view(named_view, document, path.suffix))
    return Exported((path,), f"The view is in {path}.")


def _call(act: Callable[[], None], _checked: bool = False) -> None:
    act()
