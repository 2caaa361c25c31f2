"""Finding: a search over resources, sources on disk and notes, and the way to a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from explorer.messages import with_keys
from explorer.state.session import Change, Session
from explorer.views.visible import although_hidden
from graph.arrays.types import Ids

if TYPE_CHECKING:
    from explorer.panels.search import Hit, Index, Target
    from graph.model.evidence import Passage

MANY = 20_000
"""Resources from which on the index is made ready before anybody types."""
_BEST = 5
"""So many resources come before the notes."""


class Finder:
    """Searches what is open. ``find_notes`` finds notes by their words, ``read`` gives the words of a passage.

    The others go to a result of each kind; ``go_to(node, add)`` with ``add`` keeps the selection, and
    ``show`` selects resources on the canvas.
    """

    def __init__(
        self,
        session: Session,
        find_notes: Callable[[str], list[Hit]],
        read: Callable[[Passage], str],
        go_to: Callable[[int, bool], None],
        show_kind: Callable[[int], None],
        go_to_note: Callable[[str], None],
        load: Callable[[str], None],
        show: Callable[[Ids], None],
        say: Callable[[str], None],
        find_on_server: Callable[[str], None],
    ) -> None:
        self._session, self._find_notes, self._read = session, find_notes, read
        self._go_to, self._show_kind, self._go_to_note, self._load = go_to, show_kind, go_to_note, load
        self._show, self._say, self._find_on_server = show, say, find_on_server
        self.renew()
        session.listen(lambda change: self.renew() if change & Change.DOCUMENT else None)

    def renew(self) -> None:
        """Search another document, or other attached texts."""
        self._made: Index | None = None
        if self._session.document.projection.node_count > MANY:
            self._index.prepare()

    @property
    def _index(self) -> Index:
        """The index of what is open, made for the first search."""
        if self._made is None:
            from explorer.panels.search import Index

            document = self._session.document
            self._made = Index(document.projection, document, self._read)
        return self._made

    def find(self, text: str) -> list[Hit]:
        """Resources that hold every word of a text, with notes behind the best of them."""
        hits = self._index.find(text)
        return [*hits[:_BEST], *self._find_notes(text), *hits[_BEST:]] if self._session.view.notes else hits

    def offer(self, text: str) -> list[Hit]:
        """The hits of :meth:`find`, with a last line to show all resources among them."""
        from explorer.panels.search import with_all

        return with_all(self.find(text), with_keys("Ctrl+Enter"))

    def go_to(self, target: Target, add: bool = False) -> None:
        """Go to a result; with ``add``, a resource joins the selection."""
        from explorer.panels.search import AllHit, DiskHit, KindHit, NodeHit, NoteHit, ServerHit

        match target:
            case NodeHit(node):
                self._go_to(node, add)
            case AllHit(nodes):
                self._show_all(np.array(nodes, np.int32))
            case KindHit(predicate):
                self._show_kind(predicate)
            case DiskHit(iri):
                self._load(iri)
            case ServerHit(words):
                self._find_on_server(words)
            case NoteHit(name):
                self._go_to_note(name)

    def _show_all(self, nodes: Ids) -> None:
        """Show resources, whatever hides them, select them and bring them into sight."""
        self._show(nodes)
        although = although_hidden(self._session.visible, nodes)
        self._say(f"{len(nodes):,} resources are selected{f', {although}' if although else ''}.")
