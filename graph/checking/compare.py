"""The comparison: every check of words, run over one projection and its texts."""

from __future__ import annotations

from typing import Any

from graph.analysis.findings import WRONG, Finding, counted
from graph.analysis.texts import TextLibrary
from graph.checking.case import Case
from graph.checking.days import check_days
from graph.checking.figures import check_figures
from graph.checking.naming import Names, check_names
from graph.checking.ranges import check_ranges
from graph.checking.sides import check_judgements
from graph.checking.voices import check_voices
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.terms import local_name
from graph.work.progress import Job, Progress


class Comparison(NamedTuple):
    """The findings, wrong ones first, and the number of texts and ranges of each sort.

    ``changed`` texts are those whose file is in the folder under its name, with another content. ``out_of_range`` is
    the number of passages whose text does not reach so far.
    """

    findings: tuple[Finding, ...]
    found: int
    missing: int
    changed: int
    out_of_range: int

    @property
    def is_wrong(self) -> bool:
        """True if any finding is wrong rather than worth a look."""
        return any(finding.severity == WRONG for finding in self.findings)

    def as_json(self, projection: Projection) -> dict[str, Any]:
        """The comparison as plain values."""
        return {
            "texts": {"found": self.found, "missing": self.missing, "changed": self.changed},
            "out_of_range": self.out_of_range,
            "words": counted(self.findings),
            "findings": [finding.as_json(projection) for finding in self.findings],
        }


def compare(projection: Projection, library: TextLibrary) -> Job[Comparison]:
    """Compare the figures, dates, names and judgements of a graph with the words of its passages."""
    case = Case(projection)
    yield from case.read(library)
    findings = [
        *(yield from check_figures(case)),
        *(yield from check_days(case)),
        *(yield from check_names(case, Names(case))),
        *(yield from check_judgements(case)),
        *(yield from check_ranges(case)),
        *(yield from check_voices(case)),
    ]
    yield Progress("Sorting")
    ordered = sorted(dict.fromkeys(findings), key=lambda f: (f.severity != WRONG, f.kind, f.sentence))
    changed = _changed(case, library)
    return Comparison(tuple(ordered), len(case.texts), len(case.missing) - changed, changed, len(case.out_of_range))


def _changed(case: Case, library: TextLibrary) -> int:
    """The number of missing texts whose document has the name of a file that is there."""
    p, names = case.projection, library.names()
    documents = {passage.document: passage for passage in p.passages if passage.sha256 in case.missing}
    alike = {passage.sha256 for iri, passage in documents.items()
             if names & {local_name(iri).lower(), passage.title.lower()}}  # fmt: skip
    return len(alike)
