"""Overview of an endpoint in small steps: each has a deadline, and one that fails leaves a gap that is named.

Nothing here scans the data: counts stop at a limit, and relationships between classes are those of samples.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from pyoxigraph import Literal

from graph.endpoint.asking import Endpoint, among, batches, iri, name_of, number, values, within
from graph.endpoint.described import described_size
from graph.endpoint.finding import tried_index
from graph.endpoint.profile import Link, Profile
from graph.errors import CaseboardError
from graph.rdf.naming import LABEL_PREDICATES, label_rank, may_name
from graph.rdf.terms import RDF
from graph.rdf.vocabulary import is_schema_class
from graph.web.client import Client
from graph.web.rows import Row
from graph.work.progress import Job, Progress

T = TypeVar("T")
MOST_CLASSES = 1000
"""Classes that are listed."""
COUNTED = 200
"""Classes that are counted."""
UP_TO = 1000
"""Resources of a class that are counted."""
_SAMPLED, _SAMPLE = 24, 12
"""Classes that samples are taken of, and resources in each sample."""
_COUNTS, _SAMPLES = 20, 6
"""Classes in one query, for counts and for samples."""
_EACH, _TARGETS = 40, 1000
"""Statements of each resource in a sample, and resources at their other ends, that are looked at."""
_STEP = 10.0
_WHOLE = 45.0
_FIRST = 30.0
"""Seconds for one step, for all of them, and for the first question."""
_VIRTUOSO = "http://www.openlinksw.com/schemas/virtrdf#"
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
        first = yield from self._endpoint.select("?s", "?s ?p ?o", most=1, seconds=_FIRST)
        graphs = (yield from self._try("the named graphs", self._graphs(bool(first.rows)))) or ()
        self._endpoint = Endpoint(self._endpoint.client, self._endpoint.url, graphs)
        triples = (yield from self._try("", described_size(self._endpoint), 3.0)) or 0
        found = (yield from self._try("the list of classes", self._classes())) or []
        counted = yield from self._counts(found)
        counted.sort(key=lambda each: (-each[1], each[0]))
        sampled = [cls for cls, count, _ in counted if count and not is_schema_class(cls)][:_SAMPLED]
        samples = yield from self._samples(sampled)
        said = yield from self._said(samples)
        links = yield from self._links(samples, said)
        naming, languages, word = self._naming(said)
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
        """The named graphs to ask; none where the default graph holds the data.

        Virtuoso's default graph holds its own settings, too. Its graphs are found by the classes in them: to list them
        by all of their triples takes it far longer.
        """
        yield Progress("Looking at named graphs")
        own = f"GRAPH {iri(_VIRTUOSO)} {{ ?s ?p ?o }}"
        is_virtuoso = has_default and bool((yield from self._endpoint.select("?s", own, most=1, seconds=_STEP)).rows)
        if has_default and not is_virtuoso:
            return ()
        where = "GRAPH ?g { ?s a ?o }" if is_virtuoso else "GRAPH ?g { ?s ?p ?o }"
        rows = yield from self._endpoint.select("DISTINCT ?g", where, most=100, seconds=_STEP)
        names = [name for (term,) in rows.rows if (name := name_of(term)) and not name.startswith(_SYSTEM)]
        if rows.is_cut:
            self.gaps.append(f"Only {len(names):,} named graphs are looked at; the server has more.")
        return tuple(names)

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

    def _samples(self, classes: Sequence[str]) -> Job[dict[str, list[str]]]:
        """Resources of each class: its first named ones."""
        found: dict[str, list[str]] = {}
        for group in batches(classes, _SAMPLES):
            yield Progress("Sampling classes", len(found), len(classes))
            parts = (
                f"{{ SELECT ({iri(cls)} AS ?c) ?s WHERE {{ ?s a {iri(cls)} FILTER(isIRI(?s)) }} LIMIT {_SAMPLE} }}"
                for cls in group
            )
            job = self._endpoint.select("?c ?s", " UNION ".join(parts), most=_SAMPLE * len(group), seconds=_STEP)
            rows = yield from self._try(f"samples of {len(group):,} classes", job)
            for cls, subject in rows.rows if rows is not None else ():
                found.setdefault(name_of(cls), []).append(name_of(subject))
        return found

    def _said(self, samples: dict[str, list[str]]) -> Job[list[Row]]:
        """Statements of the sampled resources: subject, predicate and object."""
        found: list[Row] = []
        for group in batches(list(dict.fromkeys(name for names in samples.values() for name in names))):
            yield Progress("Sampling relationships", len(found))
            where = f"{values('s', group)} ?s ?p ?o"
            job = self._endpoint.select("?s ?p ?o", where, most=_EACH * len(group), seconds=_STEP)
            rows = yield from self._try(f"the statements of {len(group):,} resources in samples", job)
            found += rows.rows if rows is not None else ()
        return found

    def _links(self, samples: dict[str, list[str]], said: Sequence[Row]) -> Job[list[Link]]:
        """Relationships between classes in samples of their resources."""
        classes_of: dict[str, list[str]] = {}
        for group in batches(list(dict.fromkeys(name for _, _, o in said if (name := name_of(o))))[:_TARGETS]):
            yield Progress("Sampling relationships", len(classes_of))
            job = self._endpoint.select(
                "?s ?c", f"{values('s', group)} ?s a ?c", most=_EACH * len(group), seconds=_STEP
            )
            rows = yield from self._try(f"the classes at the ends of {len(group):,} relationships", job)
            for subject, cls in rows.rows if rows is not None else ():
                classes_of.setdefault(name_of(subject), []).append(name_of(cls))
        own: dict[str, list[str]] = {}
        for sampled, names in samples.items():
            for name in names:
                own.setdefault(name, []).append(sampled)
        counts = Counter(
            (start, name_of(p), target)
            for s, p, o in said
            if name_of(p) != RDF + "type"
            for start in own.get(name_of(s), ())
            for target in classes_of.get(name_of(o), ())
            if target
        )
        return [Link(*link, times) for link, times in sorted(counts.items())]

    def _naming(self, said: Sequence[Row]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Predicates of names, their languages, and a word that names hold, from samples."""
        uses, tags, word = Counter[str](), Counter[str](), ""
        for _, predicate, value in said:
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
            where = f"{values('s', group)} ?s ?p ?o {among('p', dict.fromkeys(labels))}"
            job = self._endpoint.select("?s ?p ?o", where, most=4000, seconds=_STEP)
            rows = yield from self._try("the names of classes", job)
            for subject, predicate, value in rows.rows if rows is not None else ():
                if isinstance(value, Literal):
                    language = value.language or ""
                    rank = language[:2] != "en", bool(language), label_rank(name_of(predicate)) or 0
                    best[name_of(subject)] = min(best.get(name_of(subject), (rank, value.value)), (rank, value.value))
        return tuple((subject, " ".join(text.split())) for subject, (_, text) in sorted(best.items()))
