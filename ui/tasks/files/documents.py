"""The document that is open: another one in its place, and the first look at it."""

from __future__ import annotations

from collections.abc import Callable

from explorer.document import Document
from explorer.files.opening import NONE_OPEN, OPENING, empty_document, redrawn
from ui.tasks.tools import Tools


class DocumentSwitch:
    """Shows documents, one at a time.

    ``save_draft`` saves the note that is being written, ``stop_layout`` stops the layout that runs, and
    ``open_panel(key)`` opens a panel.
    """

    def __init__(
        self, tools: Tools, save_draft: Callable[[], None], stop_layout: Callable[[], None],
        open_panel: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._tools, self._save_draft, self._stop_layout, self._open_panel = tools, save_draft, stop_layout, open_panel

    def show(self, document: Document) -> None:
        """Show another document."""
        self._stop_layout()
        self._save_draft()
        self._tools.session.open(document)
        self.begin()

    def begin(self) -> None:
        """Look at the document, open the panel that says more than its picture, and show its first warning."""
        self.look_first()
        beside = self._tools.session.document.beside
        if beside is not None and self._tools.session.document.start is None:
            self._open_panel(beside.panel)
            self._tools.messages.say(beside.sentence)
        self._tools.sight.setFocus()
        for warning in self._tools.session.document.source.warnings[:1]:
            self._tools.messages.say(warning)

    def end_opening(self) -> None:
        """Say that no file is open, where the first one could not be opened."""
        if self._tools.session.document.title == OPENING:
            self.show(empty_document(NONE_OPEN))

    def look_first(self) -> None:
        """Look through the camera of the document's first view."""
        named_view = self._tools.session.document.named_view
        self._tools.sight.look_through(named_view.camera if named_view else None, fly=False)

    def show_unread(self) -> None:
        """List the places of the source that could not be read."""
        unread = self._tools.session.document.source.unread
        self._tools.ask.unread("Statements that could not be read", unread.sentence, unread, ())

    def draw_schema(self, wanted: bool) -> None:
        """Show the document with or without its schema, as one step of history; notes and findings stay."""
        session = self._tools.session

        def done(document: Document) -> None:
            self._stop_layout()
            self._save_draft()
            view = document.first_look.view._replace(notes=session.view.notes)
            session.redraw(document, view, "Show the schema" if wanted else "Hide the schema")
            self.look_first()

        own = tuple(named_view for named_view in session.named_views if named_view.is_saved)
        job = redrawn(session.document, schema=wanted, named_views=own)
        self._tools.start(job, "Reading the schema", done, on=session.document)
