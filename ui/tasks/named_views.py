"""Named views: saving the present view under a name, going to one, and views as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu

from explorer.document import Document, NamedView
from explorer.files.exports import Exported
from explorer.files.view_files import Restored, now, open_view, write_view
from graph.saved.files import VIEW_SUFFIXES
from graph.work.atomic import save
from graph.work.progress import Job, Progress
from ui.tasks.files.written import say_written
from ui.tasks.tools import Tools

_KINDS = "Views (*.view.ttl *.view.trig);;RDF (*.ttl *.trig *.nq *.nt *.jsonld);;All files (*)"


class NamedViews:
    """Adds, changes and removes named views; ``go_to`` shows one."""

    def __init__(self, tools: Tools, go_to: Callable[[NamedView], None]) -> None:
        self._tools, self._session, self._go_to = tools, tools.session, go_to

    def now(self, title: str, sentence: str = "") -> NamedView:
        """The present view and camera under a name."""
        return NamedView(title, sentence, self._session.view, self._tools.sight.camera, now())

    def save(self) -> None:
        """Save the present view under a name that the user gives."""
        title = self._tools.ask.text("Save this view", "Name of the view:", self._unused("My view"))
        if title:
            self.add(self.now(title))
            self._tools.messages.say(f"“{title}” is saved beside the other views; its menu renames and removes it.")

    def add(self, named_view: NamedView) -> None:
        """Offer one more view."""
        self._session.offer((*self._session.named_views, named_view), f"Save view “{named_view.title}”")

    def fill_menu(self, menu: QMenu, named_view: NamedView) -> None:
        """Fill the menu of a view."""
        for words, act in self._moves(named_view):
            if words:
                menu.addAction(words).triggered.connect(partial(_call, act))
            else:
                menu.addSeparator()

    def _moves(self, named_view: NamedView) -> list[tuple[str, Callable[[], None]]]:
        moves: list[tuple[str, Callable[[], None]]] = [
            ("Go to this view", lambda: self._go_to(named_view)),
            ("Save to a file…", lambda: self.ask_export(named_view)),
        ]
        if named_view.is_saved:
            moves += [
                ("", lambda: None),
                ("Replace with the current view", lambda: self.update(named_view)),
                ("Rename…", lambda: self.rename(named_view)),
                ("Remove", lambda: self.remove(named_view)),
            ]
        return moves

    def update(self, named_view: NamedView) -> None:
        """Save the present view in the place of a named one."""
        before = self._session.named_views
        self._put(named_view, self.now(named_view.title, named_view.sentence), f"Update view “{named_view.title}”")
        self._offer_undo(f"“{named_view.title}” was updated to the current view.", before)

    def rename(self, named_view: NamedView) -> None:
        """Ask for another name of a view."""
        title = self._tools.ask.text("Rename the view", "Name of the view:", named_view.title)
        if title:
            self._put(named_view, replace(named_view, title=title), f"Rename view “{named_view.title}”")

    def remove(self, named_view: NamedView) -> None:
        """Remove a view; the message restores it."""
        before = self._session.named_views
        left = tuple(other for other in before if other is not named_view)
        self._session.offer(left, f"Remove view “{named_view.title}”")
        self._offer_undo(f"“{named_view.title}” was removed.", before)

    def _put(self, old: NamedView, new: NamedView, title: str) -> None:
        self._session.offer(tuple(new if other is old else other for other in self._session.named_views), title)

    def _offer_undo(self, text: str, before: tuple[NamedView, ...]) -> None:
        document = self._session.document

        def undo() -> None:
            if self._session.document.continues(document):
                self._session.offer(before, "Restore the views")

        self._tools.messages.offer(text, [("Undo", undo)])

    # Files

    def export(self) -> None:
        """Write the present view to a file that the user names."""
        self.ask_export(self.now(self._unused(f"{self._session.document.title}: a view")))

    def ask_export(self, named_view: NamedView) -> None:
        """Ask for a file and write a view to it."""
        suggested = self._tools.ask.suggest(f"{self._session.document.stem}.view.ttl")
        path = self._tools.ask.file_to_save("Save view to a file", VIEW_SUFFIXES, suggested)
        if path:
            self.export_to(path, named_view)

    def export_to(self, path: Path, named_view: NamedView) -> None:
        """Write a view to a file."""
        job = _writing(path, named_view, self._session.document)
        self._tools.start(job, f"Writing {path.name}", partial(say_written, self._tools))

    def open(self) -> None:
        """Ask for a file with a view and show it."""
        path = self._tools.ask.file_to_open("Open view from a file", _KINDS)
        if path:
            self.open_from(path)

    def open_from(self, path: Path) -> None:
        """Show the view of a file, as far as the data allows, and offer it with the others."""
        document = self._session.document

        def done(restored: Restored) -> None:
            named_view = replace(restored.named_view, created=restored.named_view.created or now())
            self.add(named_view)
            self._go_to(named_view)
            if restored.sentence:
                self._tools.messages.warn(restored.sentence)

        self._tools.start(open_view(path, document.projection), f"Opening {path.name}", done, on=document)

    def _unused(self, title: str) -> str:
        taken = {named_view.title for named_view in self._session.named_views}
        names = (title if i == 1 else f"{title} {i}" for i in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)


def _writing(path: Path, named_view: NamedView, document: Document) -> Job[Exported]:
    yield Progress("Writing the view")
    save(path, write_view(named_view, document, path.suffix))
    return Exported((path,), f"The view was saved as {path.absolute()}.")


def _call(act: Callable[[], None], _checked: bool = False) -> None:
    act()
