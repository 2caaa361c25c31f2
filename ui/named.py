"""Named views for the window: keeping what is shown, going there again, and views as files of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from explorer.document import Document, Opening
from explorer.files.exporting import Exported
from explorer.files.saved import Restored, now, open_view, write_view
from graph.progress import Job, Progress
from graph.saving import save
from graph.viewfile import SUFFIXES

if TYPE_CHECKING:
    from ui.window import Window

_KINDS = "Views (*.view.ttl *.view.trig);;RDF (*.ttl *.trig *.nq *.nt *.jsonld);;All files (*)"


class NamedViews:
    """Does for a window what one may do with named views."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        _ = window.exploration  # which has to know what there was before

    def now(self, title: str, sentence: str = "") -> Opening:
        """What is shown now, and how it is looked at, under a name."""
        return Opening(title, sentence, self._session.view, self._window.canvas.camera, now())

    def keep(self) -> None:
        """Keep what is shown under a name that the user gives."""
        from ui import asking

        title = asking.text(self._window, "Keep this view", "Name of the view:", self._unused("My view"))
        if title:
            self.add(self.now(title))
            self._say(f"“{title}” is kept beside the other views; its menu renames and removes it.")

    def add(self, opening: Opening) -> None:
        """Offer one more view."""
        self._session.offer((*self._session.openings, opening))
        self._window.top.views.mark(self._session.view)

    def fill_menu(self, menu: QMenu, opening: Opening) -> None:
        """Put into a menu what one may do with a view."""
        for words, act in self._moves(opening):
            if words:
                menu.addAction(words).triggered.connect(partial(_call, act))
            else:
                menu.addSeparator()

    def _moves(self, opening: Opening) -> list[tuple[str, Callable[[], None]]]:
        moves: list[tuple[str, Callable[[], None]]] = [
            ("Go to it", lambda: self._window.look_at_opening(opening)),
            ("Save as a file…", lambda: self.ask_save(opening)),
        ]
        if opening.is_kept:
            moves += [
                ("", lambda: None),
                ("Keep what is shown now in its place", lambda: self.update(opening)),
                ("Rename…", lambda: self.rename(opening)),
                ("Remove", lambda: self.remove(opening)),
            ]
        return moves

    def update(self, opening: Opening) -> None:
        """Keep what is shown now under the name of a view that is there."""
        before = self._session.openings
        self._put(opening, self.now(opening.title, opening.sentence))
        self._window.top.views.mark(self._session.view)
        self._offer_back(f"“{opening.title}” is now what is shown.", before)

    def rename(self, opening: Opening) -> None:
        """Ask for another name of a view."""
        from ui import asking

        title = asking.text(self._window, "Rename the view", "Name of the view:", opening.title)
        if title:
            self._put(opening, replace(opening, title=title))

    def remove(self, opening: Opening) -> None:
        """Take a view off the bar; the message brings it back."""
        before = self._session.openings
        self._session.offer(tuple(other for other in before if other is not opening))
        self._offer_back(f"“{opening.title}” was removed.", before)

    def _put(self, old: Opening, new: Opening) -> None:
        self._session.offer(tuple(new if other is old else other for other in self._session.openings))

    def _offer_back(self, text: str, before: tuple[Opening, ...]) -> None:
        document = self._session.document

        def back() -> None:
            if self._session.document is document:
                self._session.offer(before)

        self._window.overlay.toast.offer(text, [("Undo", back)])

    # Files

    def save(self) -> None:
        """Write what is shown to a file as a view."""
        self.ask_save(self.now(self._unused(f"{self._session.document.title}: a view")))

    def ask_save(self, opening: Opening) -> None:
        """Choose a file and write a view to it."""
        from ui import asking

        document = self._session.document
        stem = "bromley" if document.is_bundled else document.title.split(".")[0]
        suggested = Path(self._window.settings.folder or Path.home()) / f"{stem}.view.ttl"
        path = asking.file_to_save(self._window, "Save view", SUFFIXES, suggested)
        if path:
            self.save_to(path, opening)

    def save_to(self, path: Path, opening: Opening) -> None:
        """Write a view to a file."""
        self._window.settings.folder = str(path.absolute().parent)
        job = _writing(path, opening, self._session.document)
        self._window.crew.start(
            job, f"Writing {path.name}", done=lambda e: self._say(e.sentence), failed=self._window.warn
        )

    def open(self) -> None:
        """Choose a file with a view and show it."""
        from ui import asking

        folder = self._window.settings.folder or str(Path.home())
        path = asking.file_to_open(self._window, "Open view", _KINDS, folder)
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
            opening = replace(restored.opening, created=restored.opening.created or now())
            self.add(opening)
            window.look_at_opening(opening)
            if restored.sentence:
                window.overlay.toast.warn(restored.sentence)

        job = open_view(path, document.projection)
        window.crew.start(job, f"Opening {path.name}", done=done, failed=window.warn)

    def _unused(self, title: str) -> str:
        taken = {opening.title for opening in self._session.openings}
        names = (title if i == 1 else f"{title} {i}" for i in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def _say(self, text: str) -> None:
        self._window.overlay.toast.say(text)


def _writing(path: Path, opening: Opening, document: Document) -> Job[Exported]:
    yield Progress("Writing down the view")
    save(path, write_view(opening, document, path.suffix))
    return Exported((path,), f"The view is in {path}.")


def _call(act: Callable[[], None], _checked: bool = False) -> None:
    act()
