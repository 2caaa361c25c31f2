"""Reading: the texts of the open graph, in step with what is selected and what stands out on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from explorer.files.attached_texts import READING, Attached, AttachedTexts, changed_words, names_of
from explorer.panels.reading.pages import (
    Lit,
    Page,
    Placed,
    Said,
    TextEntry,
    other_version,
    page,
    passages_of,
    placing,
    supported_by,
    texts_cited,
    wordless,
    words_of,
)
from graph.analysis.texts import is_sha256
from graph.work.progress import finish
from ui.tasks.looking import Looking
from ui.tasks.tools import PanelHandle, Tools

if TYPE_CHECKING:
    from explorer.views.visible import Visible
    from graph.analysis.layers.pdf_pages import PagePicture
    from graph.model.evidence import Passage
    from graph.model.projection import Projection
    from graph.work.progress import Job
    from ui.panels.texts import TextsPanel
    from ui.work.jobs import Task

Failed = Callable[[Exception], None]

_AT_ONCE = 2000
"""So many passages of a text are placed without a job."""
_MOST_LIT = 2000
"""So many resources and relationships stand out at most while the pointer is over a passage."""


class TextReader:
    """Shows the attached texts; ``attach`` asks for a folder of texts; ``renew`` shows them anew."""

    def __init__(
        self,
        tools: Tools,
        texts: AttachedTexts,
        panel: PanelHandle[TextsPanel],
        looking: Looking,
        attach: Callable[[], None],
        renew: Callable[[], None],
    ) -> None:
        self._tools, self._texts, self._panel, self._looking = tools, texts, panel, looking
        self.attach, self._renew = attach, renew
        self.lights: list[Callable[[Lit], None]] = []
        """Parts of the window in which something stands out while the pointer is over it elsewhere."""
        self._taking: set[str] = set()
        self._made: tuple[Visible, Page] | None = None
        self._placed: tuple[Projection, TextEntry, str, Placed] | None = None
        self._is_placing: tuple[Projection, TextEntry] | None = None

    def entries(self) -> tuple[TextEntry, ...]:
        """The texts that the open graph cites."""
        return texts_cited(self._tools.session.projection)

    def page(self, entry: TextEntry, other: bool = False) -> Page | None:
        """A text with its marks, None if it is not attached; or ``other``, a version of it that has another hash."""
        session = self._tools.session
        if other:
            found = self._changed(entry)
            is_read = found is not None and bool(found.text)
            return other_version(session.projection, session.visible, entry, *found) if found and is_read else None
        text = self._texts.text(entry.sha256) if entry.sha256 else None
        sizes = self._texts.sizes(entry.sha256) if self._tools.settings.texts else ()
        if text is None and not sizes:
            self._take(entry.sha256)
            return None
        # The same page while only the selection changes.
        made = self._made
        is_same = made is not None and made[0] is session.visible and made[1].entry is entry
        if made is None or not is_same or (text is not None and made[1].text is not text):
            now = (
                wordless(session.projection, session.visible, entry, sizes) if text is None else self._mark(entry, text)
            )
            if now is None:
                return None
            self._made = made = session.visible, now
        return made[1]

    def _mark(self, entry: TextEntry, text: str) -> Page | None:
        """A text with its marks; None while many passages are being placed beside the window."""
        session, sha = self._tools.session, entry.sha256
        p, texts, placed = session.projection, self._texts, self._placed
        starts = texts.pages(sha)
        if placed is None or placed[0] is not p or placed[1] is not entry or placed[2] is not text:
            job = placing(p, entry, text, starts)
            if len(entry.passages) > _AT_ONCE:
                self._place(entry, text, job)
                return None
            self._placed = placed = p, entry, text, finish(job)
        return page(p, session.visible, entry, text, starts, texts.sizes(sha), texts.taken(sha), placed[3])

    def _place(self, entry: TextEntry, text: str, job: Job[Placed]) -> None:
        """Place the passages of a text beside the window, and show it then."""
        projection = self._tools.session.projection
        if self._is_placing == (projection, entry):
            return
        self._is_placing = projection, entry

        def done(placed: Placed) -> None:
            self._is_placing = None
            self._placed = projection, entry, text, placed
            self._renew()

        def failed(error: Exception) -> None:
            self._is_placing = None
            self._tools.messages.fail(error)

        self._tools.start(job, f"Finding passages in {entry.title}", done, failed=failed)

    def draw(
        self, entry: TextEntry, number: int, width: int, done: Callable[[PagePicture], None], failed: Failed
    ) -> Task:
        """Draw a page of a PDF, counted from 0, so many pixels wide."""
        title = f"Drawing page {number + 1:,}"
        return self._tools.start(self._texts.picture(entry.sha256, number, width), title, done, failed=failed)

    def is_there(self, entry: TextEntry) -> bool:
        """True if a text is attached, be it still in its file or without words."""
        return self._texts.has(entry.sha256) or bool(entry.sha256 and self._texts.sizes(entry.sha256))

    def _take(self, sha256: str) -> None:
        """Take a text out of its file, once, and show it then."""
        file = self._texts.untaken(sha256) if sha256 and self._tools.settings.texts else None
        if file is None or sha256 in self._taking:
            return
        self._taking.add(sha256)

        def done(_: None) -> None:
            self._taking.discard(sha256)
            self._renew()

        def failed(error: Exception) -> None:
            self._taking.discard(sha256)
            self._tools.messages.fail(error)

        self._tools.start(self._texts.take(sha256), f"Reading {file.name}", done, failed=failed)

    def missing(self, entry: TextEntry) -> str:
        """The reason why a text cannot be read, and what to do."""
        if refused := self._texts.refusal(entry.sha256):
            return refused
        file = self._texts.untaken(entry.sha256) if self._tools.settings.texts else None
        if file is not None:
            return f"Reading {file.name}…"
        if self._is_placing is not None and self._is_placing[1] is entry:
            return f"Finding the {len(entry.passages):,} passages in this text…"
        changed = self._changed(entry)
        if changed is None and entry.sha256 and self._texts.is_searching:
            return READING
        if changed is not None:
            also = ", or read the text as it is now" if changed.text else ""
            said = f"Attach the folder with the version that the graph cites{also}."
            return f"{changed_words(changed.changed)} {said}"
        if not entry.sha256:
            return "The graph gives no SHA-256 of this document, by which its text could be found."
        if not is_sha256(entry.sha256):
            said = "as the SHA-256 of this text; a SHA-256 has 64 hexadecimal digits."
            return f"The graph gives “{entry.sha256[:80]}” {said}"
        return "This text is not attached. Attach the folder with it to read it here."

    def _changed(self, entry: TextEntry) -> Attached | None:
        first = self._tools.session.projection.passages[entry.passages[0]]
        return self._texts.other_version(entry.sha256, names_of(first)) if entry.sha256 else None

    def said_by(self, passage: int) -> tuple[Said, ...]:
        """All that a passage supports."""
        return supported_by(self._tools.session.projection, passage)

    def words(self, said: Said) -> str:
        """One thing that a passage supports, in words."""
        return words_of(self._tools.session.projection, said)

    def hover(self, passages: Sequence[int]) -> None:
        """Let what some passages support stand out on the canvas, until it is called without any."""
        said = [one for passage in passages for one in self.said_by(passage)][:_MOST_LIT]
        nodes, edges = [one.node for one in said if one.node >= 0], [one.edge for one in said if one.edge >= 0]
        self._light(nodes, edges, passages)

    def _light(self, nodes: Sequence[int], edges: Sequence[int], passages: Sequence[int]) -> None:
        self._looking.light_up(edges, nodes)
        known = self._tools.session.projection.passages
        lit = Lit(frozenset(nodes), frozenset(edges), tuple(known[passage] for passage in passages))
        for light in self.lights:
            light(lit)

    def select(self, said: Said) -> None:
        """Select a resource or a relationship, whatever hides it, and bring it into sight."""
        if said.edge >= 0:
            self._looking.go_to_edge(said.edge)
        else:
            self._looking.go_to(said.node)

    def selected(self) -> tuple[int, ...]:
        """The passages that support what is selected."""
        session = self._tools.session
        nodes = session.visible.members_of_all(session.selection).tolist()
        return passages_of(session.projection, nodes, session.selected_statements.tolist())

    def point(self, node: int) -> None:
        """Let the passages of the drawn node under the pointer stand out, until it is called with -1."""
        self._point(self._tools.session.visible.members_of_all((node,)).tolist() if node >= 0 else (), ())

    def point_edge(self, edge: int) -> None:
        """Let the passages of the drawn edge under the pointer stand out, until it is called with -1."""
        self._point((), self._tools.session.visible.statements_of(edge).tolist() if edge >= 0 else ())

    def _point(self, nodes: Sequence[int], edges: Sequence[int]) -> None:
        panel = self._panel.made
        if panel is not None and panel.isVisible():
            panel.show_pointed(frozenset(passages_of(self._tools.session.projection, nodes, edges)))

    def point_at(self, node: int, edge: int) -> None:
        """Let the passages of a resource or a relationship stand out, until it is called with -1 for both."""
        self._point([node] * (node >= 0), [edge] * (edge >= 0))

    def point_line(self, node: int, edge: int) -> None:
        """Let a resource or a relationship of a line of *Details* stand out, until it is called with -1 for both."""
        self.point_at(node, edge)
        self._light([node] * (node >= 0), [edge] * (edge >= 0), ())

    def point_card(self, passage: Passage | None) -> None:
        """Let a passage and what it supports stand out, until it is called without one."""
        numbers = [] if passage is None else [self._tools.session.projection.passages.index(passage)]
        panel = self._panel.made
        if panel is not None and panel.isVisible():
            panel.show_pointed(frozenset(numbers))
        self.hover(numbers)

    def read(self, passage: Passage) -> None:
        """Open the text of a passage at its place."""
        self._panel.open().go_to_passage(self._tools.session.projection.passages.index(passage))
