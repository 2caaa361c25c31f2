"""Opening what a user names: files, or the graph that comes with the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explorer.bromley import bromley_openings
from explorer.document import Document, Opening
from graph.progress import Job, Progress, finish
from graph.projecting import project
from graph.reading import read
from graph.source import Source
from resources import FOLDER

BROMLEY = "bromley"
"""The word that stands for the bundled graph wherever a file can be named."""


def empty_document(title: str) -> Document:
    """A document that holds nothing, to stand there while another is read."""
    source = finish(read([]))
    source.title = title
    return Document(source, finish(project(source.quads)))


def open_document(names: Sequence[str | Path], *, schema: bool = False) -> Job[Document]:
    """Read files, or the bundled graph where the only name is ``bromley``, into a document.

    Raises :class:`graph.errors.ReadError` with a sentence for the user.
    """
    bundled = [str(name) for name in names] in ([BROMLEY], [])
    paths = [FOLDER / "bromley" / "graph.ttl"] if bundled else [Path(name) for name in names]
    source = yield from read(paths)
    if bundled:
        source.title = "Bromley children’s services, 2016 to 2018"
    return (yield from _drawn(source, schema=schema, bundled=bundled))


def redrawn(document: Document, *, schema: bool) -> Job[Document]:
    """The same source with or without its schema drawn."""
    return (yield from _drawn(document.source, schema=schema, bundled=document.is_bundled))


def _drawn(source: Source, *, schema: bool, bundled: bool) -> Job[Document]:
    projection = yield from project(source.quads, schema=schema)
    yield Progress("Laying out what was read", 1, 1)
    openings: tuple[Opening, ...] = bromley_openings(projection) if bundled else ()
    return Document(source, projection, openings, bundled, schema)
