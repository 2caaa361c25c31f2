"""What is open: a source with its projection and the views it offers to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.view import View
from graph.progress import Job, Progress
from graph.projecting import project
from graph.projection import Projection
from graph.reading import read
from graph.source import Source
from resources import FOLDER

BROMLEY = "bromley"
"""The word that stands for the bundled graph wherever a file can be named."""


@dataclass(frozen=True, eq=False)
class Opening:
    """A named view that a document offers, with a sentence on what it shows."""

    title: str
    sentence: str
    view: View


@dataclass(frozen=True, eq=False)
class Document:
    """A source, its projection, and named views; ``is_bundled`` tells the Bromley graph from the user's files."""

    source: Source
    projection: Projection
    openings: tuple[Opening, ...] = ()
    is_bundled: bool = False

    @property
    def title(self) -> str:
        """How the source is called."""
        return self.source.title

    def opening_view(self) -> View:
        """The view in which the document opens."""
        return self.openings[0].view if self.openings else View()


def open_document(names: Sequence[str | Path], *, schema: bool = False) -> Job[Document]:
    """Read files, or the bundled graph where the only name is ``bromley``, into a document.

    Raises :class:`graph.errors.ReadError` with a sentence for the user.
    """
    bundled = [str(name) for name in names] in ([BROMLEY], [])
    paths = [FOLDER / "bromley" / "graph.ttl"] if bundled else [Path(name) for name in names]
    source = yield from read(paths)
    if bundled:
        source.title = "Bromley children’s services, 2016 to 2018"
    projection = yield from project(source.quads, schema=schema)
    yield Progress("Laying out what was read", 1, 1)
    openings: tuple[Opening, ...] = ()
    if bundled:
        from explorer.openings import bromley_openings

        openings = bromley_openings(projection)
    return Document(source, projection, openings, bundled)
