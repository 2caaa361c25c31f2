"""Opening files in the window: the question where they are too big, and an overview while they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from explorer.document import Document
from explorer.files.opening import BROMLEY, is_on_disk, open_document, open_on_disk, too_big, with_loaded
from graph.layout import make_ready
from graph.rdf.summary import Summary
from graph.reading.estimate import SMALL, available_memory, is_small
from graph.work.progress import Job, Progress
from ui.work.jobs import Task

if TYPE_CHECKING:
    from graph.store.folder import StoreFolder
    from ui.canvas.overview_pane import OverviewPane
    from ui.window.window import Window

_LARGE = 5 << 20
"""Bytes from which on a file is worth having kernels ready by the time it is read."""
_CHOICES = ("Keep it on disk", "Open anyway")


class Opener:
    """Opens for a window what the user names. ``available`` tells the free memory in bytes.

    Files of less than ``small`` bytes in all are opened without a check. ``stores`` is the folder of sources kept on
    disk: the cache folder of the user where it is None.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._task: Task | None = None
        self._bringing: Task | None = None
        self._pane: OverviewPane | None = None
        self.stores: StoreFolder | None = None
        self.available: Callable[[], int] = available_memory
        self.small = SMALL
        window.session.listen(lambda _change: self._uncover_placed())

    def open_paths(self, names: Sequence[str]) -> None:
        """Open files as one source, after asking where they would not fit into memory and are not on disk already."""
        if is_small([Path(name) for name in names if name != BROMLEY], self.small):
            self.open(list(names))
            return
        self.begin_other()
        self._task = self._window.jobs.start(
            self._weighing(names),
            "Looking how much it is",
            done=lambda sentence: self._ask(list(names), sentence),
            failed=self._window.warn,
        )

    def _weighing(self, names: Sequence[str]) -> Job[str]:
        yield Progress("Looking how much it is")
        return too_big(names, available=self.available(), small=self.small)

    def _ask(self, names: list[str], sentence: str) -> None:
        self._task = None
        choice = 1
        if sentence and is_on_disk(names, self.stores):
            choice = 0
        elif sentence:
            from ui.parts import dialogs

            choice = dialogs.choose(self._window, "Open a large file", sentence, _CHOICES)
        if choice == 0:
            self.open_on_disk(names)
        elif choice == 1:
            self.open(names)

    def open(self, names: list[str]) -> None:
        """Open files as one source; of several openings the last one counts."""
        if any(Path(name).is_file() and Path(name).stat().st_size > _LARGE for name in names):
            Thread(target=self._window.worker.warm, args=(make_ready,), daemon=True).start()
        self._begin(open_document(names), names)

    def begin_other(self) -> None:
        """Let go of what is being opened, since something else is."""
        if self._task is not None:
            self._task.cancel()

    def open_on_disk(self, names: list[str]) -> None:
        """Open a file that stays on disk, with the overview of its classes to begin with."""
        self._begin(open_on_disk(names, self.stores), names)

    def bring(self, *iris: str) -> None:
        """Bring resources of a source on disk into the picture, with their ties, and select them."""
        window, session = self._window, self._window.session
        document = session.document
        if self._bringing is not None:
            self._bringing.cancel()

        def done(grown: Document) -> None:
            if session.document is not document:
                return
            session.grow(grown)
            nodes = [node for iri in iris if (node := grown.projection.node_of.get(iri, -1)) >= 0]
            if not session.is_placed:
                window.desk.arranger.lay_out_first()
            if nodes:
                session.select(nodes)
            if len(nodes) == 1:
                window.canvas.centre_on(nodes[0])
            elif nodes:
                window.desk.fit_selection()

        self._bringing = window.jobs.start(
            with_loaded(document, *iris), "Bringing it in", done=done, failed=window.warn
        )

    def bring_ties(self, node: int) -> bool:
        """Bring the ties of a resource that came from the disk as a neighbour only; False where they are here."""
        document = self._window.session.document
        iri = document.projection.iris[node]
        if document.on_disk is None or document.on_disk.is_loaded(iri):
            return False
        self.bring(iri)
        return True

    def _begin(self, job: Job[Document], names: list[str]) -> None:
        from explorer.pictures.scene.overview import sketched  # no start with the bundled graph needs it

        window = self._window

        def done(document: Document) -> None:
            if names != [BROMLEY]:
                window.settings.opened(Path(names[0]))
                window.desk.save_settings()
                window.show_recent()
            window.open_document(document)
            if document.on_disk is not None:
                self._show_kept(document.on_disk.summary)

        def failed(error: Exception) -> None:
            self._uncover()
            window.warn(error)

        if self._task is not None:
            self._task.cancel()
        task = window.jobs.start(sketched(job), "Opening", done=done, failed=failed)
        task.progressed.connect(lambda progress: self._progressed(task, progress))
        task.ended.connect(lambda: self._ended(task))
        self._task = task

    def _show_kept(self, summary: Summary) -> None:
        from explorer.pictures.scene.overview import overview

        self._cover().show_overview(overview(summary), self._window.canvas.theme)
        self._cover().say(f"{self._cover().caption.text()} on disk · search for a resource to bring it in")

    def _cover(self) -> OverviewPane:
        if self._pane is None:
            from ui.canvas.overview_pane import OverviewPane

            self._pane = OverviewPane(self._window.canvas)
        return self._pane

    def _progressed(self, task: Task, progress: Progress) -> None:
        from explorer.pictures.scene.overview import Sketch

        if task is not self._task or task.is_cancelled or not isinstance(progress, Sketch):
            return
        self._cover().show_overview(progress.overview, self._window.canvas.theme, lead="So far: ")

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if task.is_cancelled:
                self._uncover()
            self._uncover_placed()

    def _uncover_placed(self) -> None:
        """Take the overview away once there is a picture to see."""
        session = self._window.session
        empty = not session.projection.node_count and session.document.on_disk is not None
        if self._pane is not None and self._task is None and session.is_placed and not empty:
            self._uncover()

    def _uncover(self) -> None:
        if self._pane is not None:
            self._pane.clear()
