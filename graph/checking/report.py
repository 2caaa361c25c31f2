"""Checks of a document: evidence, values, shapes, and the words of passages, in one report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.analysis.disagreement import disagreements
from graph.analysis.disagreement_kinds import AS_LEARNT, KIND_WORDS, Chosen, Disagreements, Kind
from graph.analysis.disagreement_words import as_json, sentence
from graph.analysis.evidence_coverage import Coverage, Rules, cover
from graph.analysis.findings import LOOK, Finding
from graph.analysis.shapes import has_shapes, uses
from graph.analysis.texts import TextLibrary
from graph.checking.compare import Comparison, compare
from graph.errors import ReadError
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.source import Quads
from graph.rdf.terms import CB
from graph.work.process import Worker
from graph.work.progress import Job
from resources import FOLDER


class Report(NamedTuple):
    """All that a check found; ``comparison`` is None without a folder of texts.

    ``said`` are the findings of disagreements by the name of their kind. They are no faults, and deserve a look.
    """

    coverage: Coverage
    comparison: Comparison | None
    disagreements: Disagreements
    said: Mapping[str, tuple[Finding, ...]]

    @property
    def is_right(self) -> bool:
        """True if nothing is missing or wrong."""
        return self.coverage.is_complete and not (self.comparison is not None and self.comparison.is_wrong)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings from the words of passages, wrong ones first."""
        return () if self.comparison is None else self.comparison.findings

    def as_json(self, projection: Projection) -> dict[str, Any]:
        """The report as plain values."""
        compared = {} if self.comparison is None else self.comparison.as_json(projection)
        keys = {"contradictions": Kind.CONTRADICTION, "updates": Kind.UPDATE, "disputes": Kind.DISPUTE}
        keys |= {"answers": Kind.ANSWER, "agreements": Kind.AGREEMENT, "sources_without_passage": Kind.UNFOUND}
        said = {key: [as_json(projection, each) for each in self.disagreements.of(kind)] for key, kind in keys.items()}
        return self.coverage.as_json() | said | compared


def check_all(
    projection: Projection,
    rules: list[Rules],
    library: TextLibrary | None,
    worker: Worker | None = None,
    chosen: Chosen = AS_LEARNT,
) -> Job[Report]:
    """Check evidence, values, shapes and disagreements, and with a ``library`` the words of passages.

    A property that the ``rules`` give one value, by ``sh:maxCount 1``, contradicts itself with two.
    """
    coverage = yield from cover(projection, rules, library, worker)
    comparison = None if library is None else (yield from compare(projection, library))
    found = disagreements(projection, chosen._replace(declared=_declared_by(rules)))
    return Report(coverage, comparison, found, _findings(projection, found))


def _declared_by(rules: list[Rules]) -> frozenset[tuple[str, str]]:
    """Predicates that shapes outside the data give one value."""
    from graph.analysis.single_values import declared_in
    from graph.reading.read import read_bytes

    outside = (read_bytes(each.shapes, each.name).quads for each in rules if each.shapes is not None)
    return frozenset(pair for quads in outside for pair in declared_in(quads))


def _findings(projection: Projection, found: Disagreements) -> dict[str, tuple[Finding, ...]]:
    """The findings of each kind of disagreement that there is."""

    def findings(kind: Kind) -> tuple[Finding, ...]:
        name = KIND_WORDS[kind][0]
        said = ((each, sentence(projection, each)) for each in found.of(kind))
        return tuple(Finding(name, LOOK, words, each.node if each.edge < 0 else -1, each.edge) for each, words in said)

    return {KIND_WORDS[kind][1]: findings(kind) for kind in Kind if found.of(kind)}


def rules_for(quads: Quads, path: Path | None = None) -> list[Rules]:
    """The shapes of a file, or else those in the data and, for data in the words of Caseboard's ontology, Bromley's."""
    if path is not None:
        try:
            return [Rules(path.read_bytes(), path.name)]
        except OSError as error:
            raise ReadError(f"{path} could not be read: {error.strerror}. Name another file.") from error
    found = [Rules(None)] if has_shapes(quads) else []
    if uses(quads, CB):
        bromley = FOLDER / "bromley" / "shapes.ttl"
        found.append(Rules(bromley.read_bytes(), bromley.name))
    return found
