"""Opening sources: a question where they are too large, and an overview while they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from explorer.document import Document
from explorer.files.opening import (
    AS_USUAL,
    BROMLEY,
    OpenOptions,
    is_on_disk,
    open_document,
    open_on_disk,
    too_big,
    with_loaded,
)
from graph.layout import make_ready
from graph.reading.estimate import SMALL, is_small
from graph.reading.limits import TooLargeError
from graph.reading.loading import available_memory
from graph.reading.refusals import ReadSyntaxError
from graph.work.process import Worker
from graph.work.progress import Job, Progress
from ui.tasks.tools import Tools
from ui.work.jobs import Task

if TYPE_CHECKING:
    from graph.endpoint.finding import Found
    from graph.rdf.summary import Summary
    from graph.store.folder import StoreFolder
    from graph.web.client import Client
    from ui.canvas.overview_pane import OverviewPane

_LARGE = 5 << 20
"""Bytes from which on a file is worth having kernels ready by the time it is read."""
_WEB = ("http://", "https://")
_CHOICES = ("Keep it on disk", "Open anyway")


class SourceOpener:
    """Reads sources and hands their document to ``show``; ``pane`` makes what covers the canvas meanwhile.

    ``available`` tells the free memory in bytes. Files of less than ``small`` bytes in all are opened without a check.
    ``stores`` is the folder of sources kept on disk: the cache folder of the user where it is None.
    """

    def __init__(
        self,
        tools: Tools,
        worker: Worker,
        show: Callable[[Document], None],
        select: Callable[[Sequence[int]], None],
        pane: Callable[[], OverviewPane],
    ) -> None:
        self._tools, self._worker = tools, worker
        self._show, self._select, self._make_pane = show, select, pane
        self._task: Task | None = None
        self._loading: Task | None = None
        self._pane: OverviewPane | None = None
        self.stores: StoreFolder | None = None
        self.available: Callable[[], int] = available_memory
        self.small = SMALL
        tools.session.listen(lambda _change: self._uncover_placed())

    def open_paths(self, names: Sequence[str], options: OpenOptions = AS_USUAL) -> None:
        """Open files as one source; ask first where they do not fit into memory and are not on disk already."""
        if options.anyway or is_small([Path(name) for name in names if name != BROMLEY], self.small):
            self.open(list(names), options)
            return
        self.cancel()
        title = "Checking the size"
        self._task = self._tools.start(
            self._weighing(names, title), title, lambda sentence: self._ask(list(names), sentence, options)
        )

    def _weighing(self, names: Sequence[str], title: str) -> Job[str]:
        yield Progress(title)
        return too_big(names, available=self.available(), small=self.small)

    def _ask(self, names: list[str], sentence: str, options: OpenOptions) -> None:
        self._task = None
        choice = 1
        if sentence and is_on_disk(names, self.stores):
            choice = 0
        elif sentence:
            choice = self._tools.ask.choose("Open a large file", sentence, _CHOICES)
        if choice == 0:
            self.open_on_disk(names, options)
        elif choice == 1:
            self.open(names, options._replace(anyway=bool(sentence)))

    def open(self, names: list[str], options: OpenOptions = AS_USUAL) -> None:
        """Open files as one source; of several calls the last one counts."""
        if any(Path(name).is_file() and Path(name).stat().st_size > _LARGE for name in names):
            Thread(target=self._worker.warm, args=(make_ready,), daemon=True).start()
        opening = partial(open_document, names, schema=options.schema, anyway=options.anyway)
        self._begin(opening, names, options)

    def open_on_disk(self, names: list[str], options: OpenOptions = AS_USUAL) -> None:
        """Open a file that stays on disk, with an overview of its classes to begin with."""
        self._begin(partial(open_on_disk, names, self.stores), names, options)

    def open_endpoint(self, url: str, client: Client, options: OpenOptions = AS_USUAL) -> None:
        """Open an endpoint, with an overview of its classes to begin with."""
        from explorer.files.web.endpoints import open_endpoint

        def opening(languages: tuple[str, ...], **_: object) -> Job[Document]:
            return open_endpoint(url, client, languages=languages)

        self._begin(partial(opening), [url], options)

    def cancel(self) -> None:
        """Stop reading, since something else is opened."""
        if self._task is not None:
            self._task.cancel()

    # Sources on disk

    def load(self, *iris: str) -> None:
        """Load resources of a source on disk into the picture, with their relationships, and select them."""
        session = self._tools.session
        if self._loading is not None:
            self._loading.cancel()

        def done(grown: Document) -> None:
            session.grow(grown)
            nodes = [node for iri in iris if (node := grown.projection.node_of.get(iri, -1)) >= 0]
            if nodes:
                self._select(nodes)

        document = session.document
        self._loading = self._tools.start(with_loaded(document, *iris), "Loading resources", done, on=document)

    def find(self, words: str, then: Callable[[], None]) -> None:
        """Search on the server that holds the rest of the data; load one resource, or call ``then`` for several."""
        document = self._tools.session.document
        server = document.server
        if server is None:
            return
        if self._loading is not None:
            self._loading.cancel()

        def done(found: Found) -> None:
            if not found.entries:
                self._tools.messages.say(f"{server.title} has no name with “{words}”. {found.sentence}".strip())
            elif len(found.entries) == 1:
                self.load(found.entries[0].iri)
            else:
                if found.sentence:
                    self._tools.messages.say(found.sentence)
                then()

        self._loading = self._tools.start(server.find(words), "Searching the server", done, on=document)

    def load_neighbours(self, node: int) -> bool:
        """Load the neighbours of a resource that came from the disk without them; False where they are here."""
        document = self._tools.session.document
        iri = document.projection.iris[node]
        if document.loadable is None or document.loadable.is_loaded(iri):
            return False
        self.load(iri)
        return True

    # Reading, under an overview

    def _begin(
        self, opening: partial[Job[Document]], names: list[str], options: OpenOptions, refused: Exception | None = None
    ) -> None:
        """Read a source; ``refused`` is the mistake in it for which it was refused before."""
        from explorer.pictures.scene.overview import sketched  # no start with the bundled graph needs it
        from ui.tasks.files.beside import contexts_of, may_read_beside

        recover = options.recover or refused is not None

        def done(document: Document) -> None:
            if refused is not None and not self._is_wanted(document):
                self._uncover()
                return
            if names != [BROMLEY] and not names[0].lower().startswith(_WEB):
                self._tools.settings.remember(Path(names[0]))
            self._show(document)
            if document.on_disk is not None:
                self._show_parts(document.on_disk.summary, "", "on disk · search for a resource to load it")
            elif document.server is not None:
                server = document.server
                self._show_parts(server.summary, server.caption, "search for a resource to load it")
                if server.profile.gaps:
                    self._tools.messages.say(" ".join(server.profile.gaps))

        def failed(error: Exception) -> None:
            if not recover and isinstance(error, ReadSyntaxError) and error.form is not None:
                self._begin(opening, names, options, error)
                return
            self._uncover()
            if isinstance(error, TooLargeError) and opening.keywords.get("anyway") is False:
                self._ask(names, str(error), options)
            elif may_read_beside(self._tools, error):
                self._begin(opening, names, options, refused)
            else:
                self._tools.messages.fail(error)

        self.cancel()
        contexts = options.contexts | contexts_of(self._tools)
        job = opening(recover=recover, contexts=contexts, languages=options.languages)
        title = "Opening" if refused is None else "Reading the rest"
        task = self._tools.start(sketched(job), title, done, failed=failed)
        task.progressed.connect(lambda progress: self._progressed(task, progress))
        task.ended.connect(lambda: self._ended(task))
        self._task = task

    def _is_wanted(self, document: Document) -> bool:
        """Ask if a source is to be opened without the statements that could not be read."""
        unread = document.source.unread
        title = f"Mistakes in {document.title}"
        return not unread or self._tools.ask.unread(title, unread.question, unread, (unread.offer,)) == 0

    def _show_parts(self, summary: Summary, caption: str, more: str) -> None:
        """Cover the empty canvas with the classes of a source that is loaded in parts."""
        from explorer.pictures.scene.overview import overview

        cover = self._cover()
        cover.show_overview(overview(summary), self._tools.sight.theme)
        cover.say(f"{caption} · {more}" if caption else f"{cover.caption.text()} {more}")

    def _cover(self) -> OverviewPane:
        if self._pane is None:
            self._pane = self._make_pane()
        return self._pane

    def _progressed(self, task: Task, progress: Progress) -> None:
        from explorer.pictures.scene.overview import OverviewPreview

        if task is not self._task or task.is_cancelled or not isinstance(progress, OverviewPreview):
            return
        self._cover().show_overview(progress.overview, self._tools.sight.theme, lead="So far: ")

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if task.is_cancelled:
                self._uncover()
            self._uncover_placed()

    def _uncover_placed(self) -> None:
        """Take the overview away once there is a picture to see."""
        session = self._tools.session
        empty = not session.projection.node_count and session.document.loadable is not None
        if self._pane is not None and self._task is None and session.is_placed and not empty:
            self._uncover()

    def _uncover(self) -> None:
        if self._pane is not None:
            self._pane.clear()
