"""Endpoint as a source: nothing is here before it is loaded, and what is loaded stays when the server is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from pyoxigraph import BlankNode, NamedNode, Quad

from graph.endpoint.asking import Asked, Endpoint, is_iri, name_of
from graph.endpoint.finding import Found, searched
from graph.endpoint.neighbours import Asker, Count, about_all, around, counted
from graph.endpoint.overview import looked_at
from graph.endpoint.profile import Profile, remember, remembered
from graph.errors import ReadError
from graph.rdf.naming import LABEL_PREDICATES, may_name
from graph.rdf.source import MOST_STATEMENTS, Entry, Quads
from graph.rdf.summary import Summary
from graph.rdf.terms import OA, RDF, Prefixes
from graph.rdf.unread import Unread
from graph.rdf.vocabulary import EVIDENCE_PREDICATES
from graph.reading.interning import Interner
from graph.reading.local import rows_as_quads
from graph.web.addresses import host_of, shown, without_user
from graph.web.client import Client
from graph.work.progress import Job, Progress

_TYPE = RDF + "type"
_DESCRIBING = frozenset(RDF + name for name in ("subject", "object", "reifies"))
_WHOLE = EVIDENCE_PREDICATES | {OA + "hasSource", OA + "hasSelector"}
_PASSAGE = OA + "SpecificResource"
_DEPTH = 3
_NAMES = 24
"""Predicates of names that are asked for."""


@dataclass(eq=False)
class EndpointSource:
    """Implements :class:`graph.rdf.source.Loadable`; ``quads`` are those loaded so far, and new ones are only appended.

    ``asked`` are the questions that loaded them. Blank nodes are named by their content.
    """

    url: str
    endpoint: Endpoint
    profile: Profile
    asked: list[Asked] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)
    prefixes: Prefixes = field(default_factory=Prefixes)
    _interner: Interner = field(default_factory=Interner, init=False, repr=False)
    _loaded: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    _found: dict[str, Found] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.title = host_of(self.url)
        self.paths: Sequence[Path] = ()
        self.hashes: Sequence[str] = ()
        self.warnings: Sequence[str] = self.profile.gaps
        self._summary = self.profile.as_summary()
        self._quads = self._interner.as_labelled(self.prefixes)

    @property
    def summary(self) -> Summary:
        """The classes, counted up to a limit, and relationships between them in samples."""
        return self._summary

    @property
    def place(self) -> str:
        """The words for where the rest of the data is."""
        return "on its server"

    @property
    def caption(self) -> str:
        """The extent of the overview, in words."""
        import time

        size = f"{self.profile.triples:,} triples · " if self.profile.triples else ""
        when = time.strftime("%d %B %Y", time.localtime(self.profile.when)).lstrip("0")
        return f"{size}{self.profile.extent} · seen {when}"

    @property
    def quads(self) -> Quads:
        """The quads loaded so far."""
        return self._quads

    def about(self, iri: str) -> Sequence[Quad]:
        """Quads loaded so far with ``iri`` (or blank node ``_:label``) as subject or object."""
        quads = self._quads
        try:
            term = BlankNode(iri[2:]) if iri.startswith("_:") else NamedNode(iri)
        except ValueError:
            return []
        if term not in quads.terms:
            return []
        place = quads.terms.index(term)
        return list(rows_as_quads(quads, np.flatnonzero((quads.subject == place) | (quads.object == place))))

    def load(self, iri: str, *, most: int = MOST_STATEMENTS) -> Job[int]:
        """Load a resource with its relationships, and the classes and names of its neighbours, into :attr:`quads`.

        At most ``most`` statements are loaded in each direction, counts first. Returns the number of new quads; 0 for a
        blank node, which the server cannot find again. Raises the errors of the client; nothing has changed then.
        """
        if not is_iri(iri):
            return 0
        asker = Asker(self.endpoint)
        counts = yield from counted(asker, iri)
        gathered = dict.fromkeys((yield from around(asker, iri, counts, most)))
        yield from self._with_others(asker, iri, gathered)
        self._loaded[iri] = most
        return self.take(gathered, asker)

    def _with_others(self, asker: Asker, iri: str, gathered: dict[Quad, None]) -> Job[None]:
        """Add the classes and names of neighbours, and all of the parts of evidence."""
        own = NamedNode(iri)
        whole = {name_of(q.object) for q in gathered if q.subject == own and q.predicate.value in _WHOLE}
        whole |= {name_of(q.subject) for q in gathered if q.object == own and q.predicate.value in _DESCRIBING}
        whole |= {
            name_of(q.object) for q in gathered
            if isinstance(q.subject, BlankNode) and q.predicate.value in _WHOLE | _DESCRIBING
        }  # fmt: skip
        whole |= yield from self._passages(asker, {name_of(q.subject) for q in gathered if q.object == own})
        whole -= {"", iri}
        for _ in range(_DEPTH):
            if not whole:
                break
            more = yield from about_all(asker, sorted(whole), None)
            fresh = [quad for quad in more if quad not in gathered]
            gathered |= dict.fromkeys(more)
            whole = {name_of(q.object) for q in fresh if q.predicate.value in _WHOLE} - whole - {""}
        others = {name_of(term) for quad in gathered for term in (quad.subject, quad.object)} - {"", iri}
        others -= {name_of(quad.object) for quad in gathered if quad.predicate.value == _TYPE}
        naming = dict.fromkeys((*self.profile.naming, *LABEL_PREDICATES))
        named = [_TYPE, *(name for name in naming if may_name(name))][:_NAMES]
        gathered |= dict.fromkeys((yield from about_all(asker, sorted(others), named)))

    def _passages(self, asker: Asker, subjects: set[str]) -> Job[set[str]]:
        """The passages among subjects: one that names a person, as the speaker, is read whole or it has no text."""
        classes = {cls for cls, _, _ in self.profile.classes}
        if classes and _PASSAGE not in classes:
            return set()
        found = yield from about_all(asker, sorted(subjects - {""}), [OA + "hasSource"])
        return {name_of(quad.subject) for quad in found}

    def take(self, quads: Iterable[Quad], asker: Asker) -> int:
        """Add quads that an asker got, with its questions and gaps; returns the number of new ones."""
        before = len(self._quads)
        found = list(quads)
        self._interner.take(iter(found), len(found))
        self._quads = self._interner.as_labelled(self.prefixes)
        self.asked += asker.asked
        self.warnings = tuple(dict.fromkeys((*self.warnings, *asker.gaps)))
        return len(self._quads) - before

    def restore(self, quads: Iterable[Quad], asked: Iterable[Asked], loaded: Iterable[str]) -> None:
        """Take what was loaded at another time, without a question to the server."""
        asker = Asker(self.endpoint)
        asker.asked = list(asked)
        self.take(quads, asker)
        self._loaded |= dict.fromkeys(loaded, MOST_STATEMENTS)

    @property
    def loaded(self) -> Sequence[str]:
        """The IRIs of the resources that were loaded with their relationships."""
        return list(self._loaded)

    def is_loaded(self, iri: str) -> bool:
        """True if a resource was loaded with its relationships, or cannot be, because it is a blank node."""
        return iri in self._loaded or iri.startswith("_:")

    def counts(self, iri: str) -> Job[list[Count]]:
        """The number of statements about a resource by predicate and direction; loads nothing."""
        return (yield from counted(Asker(self.endpoint), iri)) if is_iri(iri) else []

    def members(self, place: int, most: int = MOST_STATEMENTS) -> Job[list[str]]:
        """The IRIs of up to ``most`` resources of a class of the summary."""
        cls = self.summary.iris[place]
        if not cls:
            return []
        rows = yield from self.endpoint.select("?s", f"?s a <{cls}>", most=most, seconds=20.0)
        return [name for (term,) in rows.rows if (name := name_of(term))]

    def find(self, words: str, most: int = 50) -> Job[Found]:
        """Resources on the server whose names hold every word; the answer is kept for :meth:`search`."""
        profile = self.profile
        found = yield from searched(self.endpoint, words, profile.naming, profile.languages, profile.text_index, most)
        self._found[" ".join(words.split())] = found
        return found

    def search(self, query: str, most: int = 50) -> list[Entry]:
        """Those that :meth:`find` found for the same words; asks nothing, so that the window never waits."""
        found = self._found.get(" ".join(query.split()))
        return list(found.entries[:most]) if found is not None else []

    def is_searched(self, query: str) -> bool:
        """True if :meth:`find` has looked for these words."""
        return " ".join(query.split()) in self._found


def endpoint_source(
    url: str, client: Client | None = None, *, refresh: bool = False, folder: Path | None = None,
    look: Callable[[Client, str], Job[Profile]] = looked_at,
) -> Job[EndpointSource]:  # fmt: skip
    """An endpoint as a source, with the overview in the cache, or a new one if there is none or for ``refresh``.

    Raises the errors of the client, or :class:`~graph.errors.ReadError` if the endpoint holds nothing.
    """
    client = client or Client()
    clean = without_user(url)[0]
    profile = None if refresh else remembered(clean, folder)
    yield Progress(f"Asking {host_of(url)}")
    if profile is None:
        profile = yield from look(client, url)
        if not profile.graphs and not profile.classes and not profile.gaps:
            rows = yield from Endpoint(client, url).select("?s", "?s ?p ?o", most=1, seconds=20.0)
            if not rows.rows:
                raise ReadError(f"{shown(url)} answers, but holds no data in its default graph or in named graphs.")
        remember(clean, profile, folder)
    return EndpointSource(clean, Endpoint(client, url, profile.graphs), profile)
