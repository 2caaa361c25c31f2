"""Findings: results of path searches to save: paths, or the fact that there is no path."""

from __future__ import annotations

from datetime import UTC, datetime

from explorer.panels.paths.search import Answer, Leg, Route
from graph.analysis.paths import Kind
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.source import Source


class SavedPath(NamedTuple):
    """A path in IRIs: its resources, and the triples of each step."""

    sentence: str
    resources: tuple[str, ...]
    statements: tuple[tuple[tuple[str, str, str], ...], ...]


class Finding(NamedTuple):
    """A search with its result, ready to save: in IRIs, dated, with the hashes of its data. No path is a result too.

    ``sentence`` says the result, ``asked`` the search. ``predicates`` are IRIs, () for all. ``when`` is in UTC, in
    ISO 8601. ``hashes`` are the SHA-256 of the files of ``source``. ``found`` is the number of paths, a lower bound
    unless ``is_all``.
    """

    start: str
    end: str
    start_label: str
    end_label: str
    kind: Kind
    hops: int
    directed: bool
    predicates: tuple[str, ...]
    scope: str
    sentence: str
    asked: str
    found: int
    is_all: bool
    paths: tuple[SavedPath, ...]
    when: str
    source: str
    hashes: tuple[str, ...]
    min_origins: int = 0
    min_grade: str = ""

    @property
    def title(self) -> str:
        """The two ends, in the order of the search."""
        return f"{self.start_label} → {self.end_label}" if self.directed else f"{self.start_label} and {self.end_label}"

    @property
    def text(self) -> str:
        """The finding as plain text, for the clipboard."""
        hashes = "".join(f"\nSHA-256 {digest}" for digest in self.hashes)
        lines = "".join(f"\n{i}. {path.sentence}" for i, path in enumerate(self.paths, 1))
        return f"{self.title}: {self.sentence}\n{self.asked}{lines}\n{self.source}, {self.when}{hashes}"


def to_finding(
    projection: Projection, answer: Answer, leg: Leg, source: Source, now: datetime | None = None
) -> Finding:
    """The result between two resources as a finding, dated ``now``."""
    question, when = answer.question, (now or datetime.now(UTC)).astimezone(UTC)
    way = "along the direction of relationships" if question.directed else "in either direction"
    predicates = sorted(projection.predicates[p].iri for p in question.predicates or ())
    return Finding(
        start=projection.iris[leg.start],
        end=projection.iris[leg.end],
        start_label=projection.labels[leg.start],
        end_label=projection.labels[leg.end],
        kind=question.kind,
        hops=question.hops,
        directed=question.directed,
        predicates=tuple(predicates),
        scope="whole" if question.whole else "shown",
        sentence=leg.sentence,
        asked=f"Searched {way} among {answer.scope}.",
        found=leg.found,
        is_all=leg.is_all,
        paths=tuple(_saved_path(projection, route) for route in leg.routes),
        when=when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        source=source.title,
        hashes=tuple(source.hashes),
        min_origins=question.min_origins,
        min_grade=question.min_grade,
    )


def _saved_path(projection: Projection, route: Route) -> SavedPath:
    iris = projection.iris

    def triple(edge: int) -> tuple[str, str, str]:
        predicate = projection.predicates[projection.predicate[edge]].iri
        return iris[projection.subject[edge]], predicate, iris[projection.object[edge]]

    steps = tuple(tuple(triple(edge) for edge in step.statements) for step in route.steps)
    return SavedPath(route.sentence, tuple(iris[node] for node in route.nodes), steps)
