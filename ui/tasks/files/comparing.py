"""Comparing: the open source with another one, as a list that leads to each place, and as a patch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.document import Document
from graph.errors import WriteError
from graph.named import NamedTuple
from graph.work.progress import Job
from ui.tasks.files.opener import openable_files
from ui.tasks.tools import PanelHandle, Tools

if TYPE_CHECKING:
    from explorer.panels.comparison import ComparedLine
    from graph.analysis.differences import Difference
    from ui.panels.comparison import ComparisonPanel


class Comparison(NamedTuple):
    """The difference from the open source to another file: its lines, each with the resource and the relationship of
    the open source that it leads to (-1 for none), and sentences about the whole."""

    name: str
    difference: Difference
    lines: tuple[ComparedLine, ...]
    places: tuple[tuple[int, int], ...]
    sentences: tuple[str, ...]


class Comparer:
    """Compares the open document in a job, and goes to what differs.

    ``go_to`` and ``go_to_edge`` bring a resource or a relationship into sight; ``light_up`` lets some relationships and
    resources stand out among the others.
    """

    def __init__(
        self,
        tools: Tools,
        panel: PanelHandle[ComparisonPanel],
        go_to: Callable[[int], None],
        go_to_edge: Callable[[int], None],
        light_up: Callable[[Sequence[int], Sequence[int]], None],
    ) -> None:
        self._tools, self._panel = tools, panel
        self._go_to, self._go_to_edge, self._light_up = go_to, go_to_edge, light_up
        self._last: tuple[Document, Comparison] | None = None

    @property
    def comparison(self) -> Comparison | None:
        """The last comparison of the open document."""
        if self._last is None or not self._tools.session.document.continues(self._last[0]):
            return None
        return self._last[1]

    def compare(self) -> None:
        """Ask for a file, and compare the open source with it."""
        path = self._tools.ask.file_to_open("Compare with", openable_files())
        if path is None:
            return
        document = self._tools.session.document

        def done(comparison: Comparison) -> None:
            self._last = document, comparison
            self._panel.renew()

        self._panel.open()
        self._tools.start(compared(document, path), "Comparing", done, on=document)

    def go_to(self, place: int) -> None:
        """Go to the relationship of a line, or else to its resource."""
        if self.comparison is not None:
            node, edge = self.comparison.places[place]
            if edge >= 0:
                self._go_to_edge(edge)
            elif node >= 0:
                self._go_to(node)

    def mark(self, wanted: bool) -> None:
        """Let everything that differs stand out on the canvas, while the rest fades; or no longer."""
        places = self.comparison.places if self.comparison is not None and wanted else ()
        edges = [edge for _, edge in places if edge >= 0]
        self._light_up(edges, [node for node, edge in places if edge < 0 <= node])

    def save(self) -> None:
        """Ask for a file, and write the patch from the open source to the other to it."""
        from graph.work.atomic import save
        from graph.writing.patches import PATCH_FORMATS, patch_bytes

        comparison = self.comparison
        if comparison is None:
            return
        suggested = self._tools.ask.suggest(f"{self._tools.session.document.stem}.rdfp")
        path = self._tools.ask.file_to_save("Save the patch", PATCH_FORMATS, suggested, alone=True)
        if path:
            found = comparison.difference
            try:
                save(path, patch_bytes(path.suffix, found.out, found.into, found.fresh))
            except WriteError as error:
                self._tools.messages.fail(error)
            else:
                self._tools.messages.say(f"The patch was saved as {path}.")


def compared(document: Document, path: Path) -> Job[Comparison]:
    """Read a file, and find the difference from a document to it."""
    from explorer.files.opening import is_exploration, open_document
    from explorer.panels.comparison import compared_lines, compared_sentences, places_of
    from graph.analysis.differences import differences

    if is_exploration(str(path)):
        from explorer.files.exploration import open_exploration

        opened = yield from open_exploration(path)
        other = opened.document.projection
    else:
        other = (yield from open_document([str(path)])).projection
    found = yield from differences(document.projection, other)
    lines = compared_lines(found, document.projection, other)
    return Comparison(
        path.name, found, tuple(lines), places_of(lines, document.projection), tuple(compared_sentences(found))
    )
