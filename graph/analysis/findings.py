"""Findings of a check: one sentence each, with its severity and the place that it leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from graph.model.projection import Projection
from graph.named import NamedTuple

WRONG, LOOK = "wrong", "look here"


class Finding(NamedTuple):
    """One finding; ``node``, ``edge`` and ``passage`` are ids of a projection, -1 for none.

    ``words`` are those of the passage, "" without its text.
    """

    kind: str
    severity: str
    sentence: str
    node: int = -1
    edge: int = -1
    passage: int = -1
    words: str = ""

    def as_json(self, projection: Projection) -> dict[str, Any]:
        """The finding as plain values, with IRIs for its place."""
        p, out = projection, dict[str, Any](kind=self.kind, severity=self.severity, sentence=self.sentence)
        if self.node >= 0:
            out["resource"] = p.iris[self.node]
        if self.edge >= 0:
            ends = (p.iris[column[self.edge]] for column in (p.subject, p.object))
            out["relationship"] = [next(ends), p.predicates[p.predicate[self.edge]].iri, next(ends)]
        if self.passage >= 0:
            passage = p.passages[self.passage]
            out["passage"] = {
                "iri": passage.iri, "text": passage.document, "start": passage.start, "end": passage.end,
                "words": self.words,
            }  # fmt: skip
        return out


def counted(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """The number of findings by severity, then by kind."""
    out: dict[str, dict[str, int]] = {WRONG: {}, LOOK: {}}
    for (severity, kind), count in sorted(Counter((f.severity, f.kind) for f in findings).items()):
        out[severity][kind] = count
    return out
