"""Overview of an endpoint in small steps: each has a deadline, and one that fails leaves a gap that is named.

Nothing here scans the data: counts stop at a limit, and relationships between classes are those of samples.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from pyoxigraph import Literal

from graph.endpoint.asking import Endpoint, batches, iri, name_of, number, values, within
from graph.endpoint.described import described_size
from graph.endpoint.finding import tried_index
from graph.endpoint.profile import Link, Profile
from graph.errors import CaseboardError
from graph.rdf.naming import LABEL_PREDICATES, label_rank, may_name
from graph.rdf.terms import RDF
from graph.rdf.vocabulary import is_schema_class
from graph.web.client import Client
from graph.work.progress import Job, Progress

T = TypeVar("T")
MOST_CLASSES = 1000
"""Classes that are listed."""
COUNTED = 200
"""Classes that are counted."""
UP_TO = 1000
"""Resources of a class that are counted."""
_SAMPLED, _SAMPLE = 24, 40
"""Classes that samples are taken of, and resources in each sample."""
_COUNTS, _SAMPLES = 20, 6
"""Classes in one query, for counts and for samples."""
_STEP = 10.0
_WHOLE = 45.0
"""Seconds for one step, and for all of them."""
_SYSTEM = (
    "http://www.openlinksw.com/schemas/", "http://www.w3.org/2002/07/owl#", "http://www.w3.org/ns/ldp#",
    "http://localhost:8890/", "http://localuriqaserver/", "urn:activitystreams-owl:map", "urn:core:services:",
    "urn:rules.skos", "virtrdf-label", "b3sonto", "b3sifp", "facets", "dbprdf-label",
)  # fmt: skip
"""Beginnings of the names of graphs in which Virtuoso keeps its own settings."""


def looked_at(client: Client, url: str) -> Job[Profile]:
    """Look at an endpoint: its graphs, classes with counts, links between classes, names, and text index.

    Raises :class:`~graph.web.failures.WebError` if the server does not answer the first question; later failures become
    gaps.
    """
    return (yield from _Look(client, url).run())


class _Look:
    """One look at an endpoint: the steps, and the gaps that they left."""

    def __init__(self, client: Client, url: str) -> None:
        self._endpoint = Endpoint(client, url)
        self._until = time.monotonic() + _WHOLE
        self.gaps: list[str] = []

    def run(self) -> Job[Profile]:
        """All steps in turn."""
        first = yield from self._endpoint.select("?s", "?s ?p ?o", most=1, seconds=_STEP * 3)
        graphs = (yield from self._try("the named graphs", self._graphs(bool(first.rows)))) or ()
        self._endpoint = Endpoint(self._endpoint.client, self._endpoint.url, graphs)
        triples = (yield from self._try("", described_size(self._endpoint), 3.0)) or 0
        found = (yield from self._try("the list of classes", self._classes())) or []
        counted = yield from self._counts(found)
        counted.sort(key=lambda each: (-each[1], each[0]))
        sampled = [cls for cls, count, _ in counted if count and not is_schema_class(cls)][:_SAMPLED]
        links = yield from self._links(sampled)
        naming, languages, word = yield from self._naming(sampled)
        wanted = [*(cls for cls, _, _ in counted), *dict.fromkeys(link.predicate for link in links)]
        names = yield from self._names(wanted, naming)
        index = (yield from self._try("", tried_index(self._endpoint, word), 8.0)) or ""
        gaps = tuple(self.gaps)
        return Profile(
            graphs, triples, tuple(counted), tuple(links), naming, languages, names, index, gaps, time.time()
        )

    def _try(self, what: str, job: Job[T], seconds: float = _STEP) -> Job[T | None]:
        """The result of a step, or None; if ``what`` has words, a failure becomes a gap."""
        left = self._until - time.monotonic()
        if left <= 0:
            job.close()
            self._miss(what, f"the overview took more than {_WHOLE:g} s")
            return None
        try:
            return (yield from within(job, min(seconds, left), self._endpoint.url))
        except CaseboardError as error:
            self._miss(what, str(error))
            return None

    def _miss(self, what: str, why: str) -> None:
        if what:
            self.gaps.append(f"The overview lacks {what}: {why.rstrip('.')}.")

    def _graphs(self, has_default: bool) -> Job[tuple[str, ...]]:
        """The named graphs to ask; none where the default graph holds the data."""
        yield Progress("Looking at named graphs")
        rows = yield from self._endpoint.select("DISTINCT ?g", "GRAPH ?g { ?s ?p ?o }", most=100, seconds=_STEP)
        names = [name for (term,) in rows.rows if (name := name_of(term))]
        own = [name for name in names if not name.startswith(_SYSTEM)]
        has_system = len(own) < len(names)
        if has_system or not has_default:
            if rows.is_cut:
                self.gaps.append(f"Only {len(own):,} named graphs are looked at; the server has more.")
            return tuple(own)
        return ()

    def _classes(self) -> Job[list[str]]:
        yield Progress("Listing classes")
        rows = yield from self._endpoint.select("DISTINCT ?c", "?s a ?c", most=MOST_CLASSES, seconds=_STEP)
        if rows.is_cut:
            self.gaps.append(f"{len(rows.rows):,} classes are listed; the server has more.")
        return [name for (term,) in rows.rows if (name := name_of(term))]

    def _counts(self, classes: Sequence[str]) -> Job[list[tuple[str, int, bool]]]:
        """Each class with the number of its resources, up to a limit."""
        found: dict[str, int] = {}
        for group in batches(classes[:COUNTED], _COUNTS):
            yield Progress("Counting resources", len(found), min(COUNTED, len(classes)))
            parts = (
                f"{{ SELECT ({iri(cls)} AS ?c) (COUNT(?s) AS ?n) WHERE "
                f"{{ SELECT ?s WHERE {{ ?s a {iri(cls)} }} LIMIT {UP_TO + 1} }} }}"
                for cls in group
            )
            job = self._endpoint.select("?c ?n", " UNION ".join(parts), most=len(group), seconds=_STEP)
            rows = yield from self._try(f"the counts of {len(group):,} classes", job)
            for cls, count in rows.rows if rows is not None else ():
                found[name_of(cls)] = number(count)
        if len(classes) > COUNTED:
            self.gaps.append(f"{COUNTED:,} of {len(classes):,} classes are counted.")
        return [(cls, min(UP_TO, found[cls]), found[cls] > UP_TO) for cls in classes if cls in found]

    def _links(self, classes: Sequence[str]) -> Job[list[Link]]:
        """Relationships between classes in samples of their resources."""
        found: list[Link] = []
        for group in batches(classes, _SAMPLES):
            yield Progress("Sampling relationships", len(found))
            parts = (
                f"{{ SELECT ({iri(cls)} AS ?c) ?p ?d (COUNT(?s) AS ?n) WHERE "
                f"{{ {{ SELECT ?s WHERE {{ ?s a {iri(cls)} }} LIMIT {_SAMPLE} }} ?s ?p ?o . ?o a ?d }} "
                "GROUP BY ?p ?d }"
                for cls in group
            )
            job = self._endpoint.select("?c ?p ?d ?n", " UNION ".join(parts), most=5000, seconds=_STEP)
            rows = yield from self._try(f"the relationships of {len(group):,} classes", job)
            for cls, predicate, target, count in rows.rows if rows is not None else ():
                if name_of(predicate) != RDF + "type" and name_of(target):
                    found.append(Link(name_of(cls), name_of(predicate), name_of(target), number(count)))
        return found

    def _naming(self, classes: Sequence[str]) -> Job[tuple[tuple[str, ...], tuple[str, ...], str]]:
        """Predicates of names, their languages, and a word that names hold, from samples."""
        uses, tags, word = Counter[str](), Counter[str](), ""
        for group in batches(classes[: 2 * _SAMPLES], _SAMPLES):
            yield Progress("Looking at names")
            parts = (
                f"{{ SELECT ?p ?o WHERE {{ {{ SELECT ?s WHERE {{ ?s a {iri(cls)} }} LIMIT {_SAMPLE // 2} }} "
                "?s ?p ?o FILTER(isLiteral(?o)) } LIMIT 400 }"
                for cls in group
            )
            job = self._endpoint.select("?p ?o", " UNION ".join(parts), most=400 * len(group), seconds=_STEP)
            rows = yield from self._try("the names of resources in samples", job)
            for predicate, value in rows.rows if rows is not None else ():
                if may_name(name_of(predicate)) and isinstance(value, Literal):
                    uses[name_of(predicate)] += 1
                    tags[value.language or ""] += 1
                    if label_rank(name_of(predicate)) is not None:
                        word = max((word, *(each for each in value.value.split() if each.isalpha())), key=len)
        naming = sorted(uses, key=lambda p: (-uses[p], p))
        usual = [] if naming else list(LABEL_PREDICATES)
        return (*naming, *usual), tuple(tag for tag, _ in tags.most_common(12) if tag), word

    def _names(self, wanted: Sequence[str], naming: Sequence[str]) -> Job[tuple[tuple[str, str], ...]]:
        """Names of classes and predicates, in English if there are such."""
        best: dict[str, tuple[tuple[bool, bool, int], str]] = {}
        labels = [*LABEL_PREDICATES[:2], *(each for each in naming if label_rank(each) is not None)]
        for group in batches(list(dict.fromkeys(wanted))[:400]):
            yield Progress("Looking up names of classes", len(best))
            where = f"{values('s', group)} {values('p', dict.fromkeys(labels))} ?s ?p ?o"
            job = self._endpoint.select("?s ?p ?o", where, most=4000, seconds=_STEP)
            rows = yield from self._try("the names of classes", job)
            for subject, predicate, value in rows.rows if rows is not None else ():
                if isinstance(value, Literal):
                    language = value.language or ""
                    rank = language[:2] != "en", bool(language), label_rank(name_of(predicate)) or 0
                    best[name_of(subject)] = min(best.get(name_of(subject), (rank, value.value)), (rank, value.value))
        return tuple((subject, " ".join(text.split())) for subject, (_, text) in sorted(best.items()))
