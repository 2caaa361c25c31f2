"""The document that is open: another one in its place, and the first look at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from explorer.document import Document, NamedView
from explorer.files.opening import NONE_OPEN, OPENING, as_drawn, empty_document, redrawn
from explorer.views.view import View
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from graph.rdf.source import Regime


class DocumentSwitch:
    """Shows documents, one at a time.

    ``save_draft`` saves the note that is being written, ``stop_layout`` stops the layout that runs,
    ``open_panel(key)`` opens a panel, and ``look_at(named_view)`` goes to a named view.
    """

    def __init__(
        self, tools: Tools, save_draft: Callable[[], None], stop_layout: Callable[[], None],
        open_panel: Callable[[str], None], look_at: Callable[[NamedView], None],
    ) -> None:  # fmt: skip
        self._tools, self._save_draft, self._stop_layout, self._open_panel = tools, save_draft, stop_layout, open_panel
        self._look_at = look_at

    def show(self, document: Document) -> None:
        """Show another document."""
        self._stop_layout()
        self._save_draft()
        self._tools.session.open(document)
        self.begin()

    def begin(self) -> None:
        """Look at the document, open the panel that says more than its picture, and show its first warning."""
        self.look_first()
        if self._tools.session.document.start is None:
            self._say_beside()
        self._tools.sight.setFocus()
        for warning in self._tools.session.document.source.warnings[:1]:
            self._tools.messages.say(warning)

    def _say_beside(self) -> None:
        """Open the panel that says more than the first picture, and say what the picture leaves out."""
        session, beside = self._tools.session, self._tools.session.document.beside
        if beside is None:
            return
        if beside.panel:
            self._open_panel(beside.panel)
        whole = next((each for each in session.named_views if each.title == beside.whole), None)
        if whole is None:
            self._tools.messages.say(beside.sentence)
        else:
            self._tools.messages.offer(beside.sentence, [("Show all", partial(self._look_at, whole))])

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

    def redraw(self, document: Document, view: View, title: str) -> None:
        """Draw the same source as another document, as one step of history."""
        self._stop_layout()
        self._save_draft()
        self._tools.session.redraw(document, view, title)

    def draw_schema(self, wanted: bool) -> None:
        """Show the document with or without its schema, as one step of history; notes and findings stay."""
        session = self._tools.session

        def done(document: Document) -> None:
            view = document.first_look.view._replace(notes=session.view.notes)
            self.redraw(document, view, "Show the schema" if wanted else "Hide the schema")
            self.look_first()
            self._say_beside()

        own = tuple(named_view for named_view in session.named_views if named_view.is_saved)
        job = redrawn(session.document, schema=wanted, infer=session.document.infers, named_views=own)
        self._tools.start(job, "Reading the schema", done, on=session.document)

    def infer(self, by: Regime | None) -> None:
        """Show what follows from the document by some rules, or nothing of the kind, as one step of history."""
        session, before = self._tools.session, self._tools.session.document
        if by == before.infers:
            return
        own = tuple(named_view for named_view in session.named_views if named_view.is_saved)

        def done(document: Document) -> None:
            # Late: few documents infer anything.
            from explorer.panels.inference import inferred_in_words
            from graph.rdf.source import REGIMES

            view = as_drawn(session.view, session.projection, document.projection)
            title = "Hide what is inferred" if by is None else f"Infer by {REGIMES[by]}"
            self.redraw(document, view, title)
            self._tools.messages.say(inferred_in_words(document.projection))

        job = redrawn(before, schema=before.with_schema, infer=by, named_views=own)
        self._tools.start(job, "Inferring" if by is not None else "Reading the source", done, on=before)
