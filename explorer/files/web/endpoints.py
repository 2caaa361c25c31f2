"""Endpoints as documents: opened with an overview, and grown by names, by steps around them, and by paths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from explorer.document import Document
from explorer.files.opening import grown, in_languages, with_loaded
from graph.arrays.collation import plain
from graph.errors import NameUnknownError
from graph.model.build import project
from graph.named import NamedTuple
from graph.work.progress import Job

if TYPE_CHECKING:
    from graph.endpoint.joining import Joined
    from graph.web.client import Client

_MOST_AROUND = 200
"""Resources that are loaded around those asked for."""


class Around(NamedTuple):
    """A document with resources loaded, by their IRIs, and a sentence about what was left out."""

    document: Document
    iris: tuple[str, ...]
    sentence: str


def open_endpoint(
    url: str, client: Client | None = None, *, refresh: bool = False, languages: tuple[str, ...] = ()
) -> Job[Document]:
    """A document on an endpoint. It draws no resource before it is loaded.

    Raises the errors of the client, and :class:`graph.errors.ReadError` for an endpoint without data.
    """
    from graph.endpoint.source import endpoint_source

    source = yield from endpoint_source(url, client, refresh=refresh)
    document = Document(source, (yield from project(source.quads, schema=False, whole=False)))
    return (yield from in_languages(document, languages))


def with_named(document: Document, names: Iterable[str], steps: int = 1) -> Job[Around]:
    """A document with resources loaded by IRI, CURIE or label, and those around them up to a number of steps.

    Raises :class:`graph.errors.NameUnknownError` for a name that the server does not know.
    """
    source = document.server
    assert source is not None
    wanted: list[str] = []
    for name in names:
        wanted += yield from _resolved(document, name)
    near, sentence = list(dict.fromkeys(wanted)), ""
    for _ in range(max(1, steps)):
        fresh = [iri for iri in near if not source.is_loaded(iri)]
        if len(fresh) > _MOST_AROUND:
            sentence = f"{_MOST_AROUND:,} of {len(fresh):,} resources at the last step were loaded with their own."
        document = yield from with_loaded(document, *fresh[:_MOST_AROUND])
        projection = document.projection
        own = {projection.node_of[iri] for iri in near if iri in projection.node_of}
        pairs = zip(projection.subject.tolist(), projection.object.tolist())
        others = {b if a in own else a for a, b in pairs if a in own or b in own}
        near = sorted(projection.iris[node] for node in others)
    return Around(document, tuple(dict.fromkeys(wanted)), sentence)


def with_joined(document: Document, start: str, end: str, steps: int) -> Job[tuple[Document, Joined, str, str]]:
    """A document with the shortest paths between two resources loaded, how far the search looked, and both IRIs."""
    from graph.endpoint.joining import join

    source = document.server
    assert source is not None
    ends = []
    for name in (start, end):
        found = yield from _resolved(document, name)
        if len(found) > 1:
            raise NameUnknownError(f"{len(found):,} resources are called “{name}”. Use the IRI of one: {found[0]}.")
        ends.append(found[0])
    document = yield from with_loaded(document, *ends)
    joined = yield from join(source, ends[0], ends[1], steps)
    return (yield from grown(document)), joined, ends[0], ends[1]


def _resolved(document: Document, name: str) -> Job[list[str]]:
    """The IRIs of the resources with a name on the server."""
    source = document.server
    assert source is not None
    from graph.endpoint.asking import is_iri

    text = name.strip()
    bare = document.projection.prefixes.expand(text.removeprefix("<").removesuffix(">"))
    if is_iri(bare) and " " not in bare:
        if (yield from source.counts(bare)):
            return [bare]
        raise NameUnknownError(f"{source.title} says nothing about {bare}. Check the IRI.")
    found = yield from source.find(text)
    equal = [entry.iri for entry in found.entries if plain(entry.name) == plain(text)]
    if equal:
        return equal
    near = ", ".join(f"“{entry.name}”" for entry in found.entries[:3])
    hint = f" The closest are {near}." if near else ""
    raise NameUnknownError(f"There is no resource “{name}” on {source.title}.{hint} {found.sentence}".rstrip())
