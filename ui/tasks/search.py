"""Finding: a search over resources, sources on disk and notes, and the way to a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from explorer.state.session import Change, Session

if TYPE_CHECKING:
    from explorer.panels.search import Hit, Index, Target
    from graph.model.projection import Passage

MANY = 20_000
"""Resources from which on the index is made ready before anybody types."""
_BEST = 5
"""So many resources come before the notes."""


class Finder:
    """Searches what is open. ``find_notes`` finds notes by their words, ``read`` gives the words of a passage.

    The others go to a result of each kind; ``go_to(node, add)`` with ``add`` keeps the selection.
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
    ) -> None:
        self._session, self._find_notes, self._read = session, find_notes, read
        self._go_to, self._show_kind, self._go_to_note, self._load = go_to, show_kind, go_to_note, load
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

    def go_to(self, target: Target, add: bool = False) -> None:
        """Go to a result; with ``add``, a resource joins the selection."""
        from explorer.panels.search import DiskHit, KindHit, NodeHit, NoteHit

        match target:
            case NodeHit(node):
                self._go_to(node, add)
            case KindHit(predicate):
                self._show_kind(predicate)
            case DiskHit(iri):
                self._load(iri)
            case NoteHit(name):
                self._go_to_note(name)
