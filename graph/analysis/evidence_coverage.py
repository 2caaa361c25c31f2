"""Evidence coverage: the share of a graph that has evidence, its origins, its invalid values and violated shapes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode, Triple

from graph.analysis.findings import WRONG, Finding
from graph.analysis.shapes import Violation, check_passages, validate
from graph.analysis.texts import TextLibrary
from graph.arrays.types import Ids
from graph.model.origins import edge_origins, origins, source_title
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.terms import XSD, to_iri, to_literal
from graph.rdf.values import is_ill_typed
from graph.work.process import Worker
from graph.work.progress import Job, Progress

_LONG = 60
_IRI = re.compile(r"<([^<>\s]+)>")
_COUNT = re.compile(r"^(More|Less) than (\d+) values on \S+->\S+$")
"""The words of pyshacl for a shape without a message of its own; the property follows them anyway."""
_STEP = 4096
MOST_ORIGINS = 10
"""Largest number of origins on which alone statements rest that a report names."""


class Rules(NamedTuple):
    """Shapes to judge a graph by: the bytes of an RDF file with that name, or None for those in the graph itself."""

    shapes: bytes | None
    name: str = ""


class SupportCounts(NamedTuple):
    """Numbers of statements that need evidence with none, with one, and with two or more passages, texts and origins.

    ``only_origin`` names the origins on which alone most of these statements rest, at most :data:`MOST_ORIGINS`, each
    with its IRI, its title and their number.
    """

    passages: tuple[int, int, int]
    texts: tuple[int, int, int]
    origins: tuple[int, int, int]
    only_origin: tuple[tuple[str, str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """The counts as plain values."""
        counts = {"passages": self.passages, "texts": self.texts, "origins": self.origins}
        return {
            "support": {name: dict(zip(("0", "1", "2+"), each, strict=True)) for name, each in counts.items()},
            "only_origin": [{"iri": iri, "title": title, "count": count} for iri, title, count in self.only_origin],
        }

    @property
    def told(self) -> str:
        """The number of statements on one origin alone, and the origins of most of them, in a sentence; "" for none."""
        if not self.only_origin:
            return ""
        most = ", ".join(f"{title} ({count:,})" for _, title, count in self.only_origin[:3])
        one = self.origins[1] == 1
        rest = "1 relationship rests" if one else f"{self.origins[1]:,} relationships rest"
        return f"{rest} on one origin alone{':' if one else ', most of them on'} {most}."


def count_support(projection: Projection) -> SupportCounts:
    """Count what each statement that needs evidence rests on. O(statements + passages)."""
    p, needing = projection, np.flatnonzero(projection.edge_coverable)

    def levels(counts: Ids) -> tuple[int, int, int]:
        none, one, more = np.bincount(np.minimum(counts[needing], 2), minlength=3).tolist()
        return none, one, more

    found = origins(p)
    alone = needing[found.of_edges.lengths[needing] == 1]
    times = Counter(found.of_edges.gather(alone).tolist())
    named = [(found.iris[origin], source_title(p, found.iris[origin]), count) for origin, count in times.items()]
    named.sort(key=lambda each: (-each[2], each[1], each[0]))
    by_origin = levels(edge_origins(p))
    return SupportCounts(levels(p.edge_support), levels(p.edge_documents), by_origin, tuple(named[:MOST_ORIGINS]))


@dataclass(frozen=True)
class Coverage:
    """Counts of statements that need evidence and have it, those that lack it, and violations.

    Counted are all drawn resources except concepts and texts, and all statements between two counted resources. A graph
    in which nothing has evidence lacks none: ``without`` and ``statements_without`` are then empty. ``violations`` are
    invalid values, violations of shapes, and passages that their texts do not hold. ``shapes`` is the number of shapes
    that have a target in the graph.
    """

    support: SupportCounts

    resources: int
    with_evidence: int
    statements: int
    statements_with_evidence: int
    without: tuple[Finding, ...]
    statements_without: tuple[Finding, ...]
    violations: tuple[Finding, ...]
    shapes: int

    @property
    def has_evidence(self) -> bool:
        """True if any resource or statement has evidence."""
        return bool(self.with_evidence or self.statements_with_evidence)

    @property
    def is_complete(self) -> bool:
        """True if no evidence is missing, no value is invalid and no shape is violated."""
        return not (self.without or self.statements_without or self.violations)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "resources": self.resources,
            "with_evidence": self.with_evidence,
            "statements": self.statements,
            "statements_with_evidence": self.statements_with_evidence,
            **self.support.as_json(),
            "without_evidence": [finding.sentence for finding in (*self.without, *self.statements_without)],
            "violations": [finding.sentence for finding in self.violations],
            "shapes": self.shapes,
        }


def cover(
    projection: Projection, rules: Iterable[Rules], library: TextLibrary | None = None, where: Worker | None = None
) -> Job[Coverage]:
    """Count evidence, find invalid values, validate the graph, and look up passages in the texts at hand.

    Validation runs in a child process of ``where``; with None, in this thread.
    """
    yield Progress("Counting evidence")
    nodes, edges = projection.node_coverable, projection.edge_coverable
    bare = np.flatnonzero(nodes & (projection.node_evidence.lengths == 0)).tolist()
    bare_edges = np.flatnonzero(edges & (projection.edge_support == 0)).tolist()
    has_some = len(bare) < int(nodes.sum()) or len(bare_edges) < int(edges.sum())
    violations, shapes = (yield from _ill_typed(projection)), 0
    for each in rules:
        verdict = yield from validate(projection.stated, each.shapes, each.name, where=where)
        violations += [_found(projection, v.focus, "shapes", _in_words(projection, v)) for v in verdict.violations]
        shapes += verdict.applied
    if library is not None:
        wrong = yield from check_passages([p for p in projection.passages if p.start >= 0], library)
        violations += [_found(projection, v.focus, "texts", f"{v.focus}: {v.message}") for v in wrong]
    return Coverage(
        support=count_support(projection),
        resources=int(nodes.sum()),
        with_evidence=int(nodes.sum()) - len(bare),
        statements=int(edges.sum()),
        statements_with_evidence=int(edges.sum()) - len(bare_edges),
        without=tuple(Finding("evidence", WRONG, projection.labels[node], node) for node in bare) if has_some else (),
        statements_without=tuple(
            Finding("evidence", WRONG, _edge_name(projection, edge), edge=edge) for edge in bare_edges
        )
        if has_some
        else (),
        violations=tuple(dict.fromkeys(violations)),
        shapes=shapes,
    )


def _found(projection: Projection, iri: str, kind: str, sentence: str) -> Finding:
    """A violation at a resource, if that is drawn."""
    return Finding(kind, WRONG, sentence, projection.node_of.get(iri, -1))


def _counted(match: re.Match[str]) -> str:
    """“more than 1 value”, as pyshacl means it."""
    return f"{match[1].casefold()} than {match[2]} value{'' if match[2] == '1' else 's'}"


def _in_words(projection: Projection, violation: Violation) -> str:
    """A violation in one line, its resource named once, and at the end the property and the value that is wrong."""
    shorten = projection.prefixes.shorten
    name = shorten(violation.focus)
    message = violation.message.removeprefix(f"{violation.focus} ").replace(violation.focus, name)
    message = _IRI.sub(lambda match: shorten(match[1]), message)
    message = _COUNT.sub(_counted, message)
    path = "" if violation.path.startswith("_:") else shorten(violation.path)
    value = "" if violation.value in ("", violation.focus) else _value_in_words(projection, violation.value)
    said = [each for each in (path, value) if each and each not in message]
    return f"{name}: {message}" + (f" ({' '.join(said)})" if said else "")


def _value_in_words(projection: Projection, value: str) -> str:
    """A value by name if it is a blank node, an IRI in short, a text in quotes."""
    node = projection.node_of.get(value, -1)
    if value.startswith("_:"):
        return projection.labels[node] if node >= 0 else ""
    short = projection.prefixes.shorten(value)
    if node >= 0 or short != value:
        return short
    return f"“{value if len(value) <= _LONG else value[:_LONG] + '…'}”"


def _ill_typed(projection: Projection) -> Job[list[Finding]]:
    """A finding for each date or number that is invalid for its datatype, with its resource and property.

    Each distinct value is looked at once.
    """
    quads, found = projection.quads, list[Finding]()
    wrong = np.zeros(len(quads.terms), bool)
    for i, term in enumerate(quads.terms):
        if isinstance(term, OxLiteral):
            wrong[i] = is_ill_typed(to_literal(term))
        if i % _STEP == 0:
            yield Progress("Looking at values", i, len(quads.terms))
    for row in np.flatnonzero(wrong[quads.object]).tolist():
        literal = to_literal(quads.terms[quads.object[row]])
        value = literal.value if len(literal.value) <= _LONG else literal.value[:_LONG] + "…"
        datatype = literal.datatype.removeprefix(XSD)
        place, name = (_name(projection, quads.terms[column[row]]) for column in (quads.subject, quads.predicate))
        sentence = f"{place}: “{value}” is not a valid xsd:{datatype} ({name})"
        found.append(_found(projection, to_iri(quads.terms[quads.subject[row]]), "values", sentence))
    return found


def _name(projection: Projection, term: Any) -> str:
    if isinstance(term, NamedNode):
        return projection.prefixes.shorten(term.value)
    return "a statement" if isinstance(term, Triple) else str(term)


def _edge_name(projection: Projection, edge: int) -> str:
    words = projection.predicates[projection.predicate[edge]].label
    return f"{projection.labels[projection.subject[edge]]} — {words} → {projection.labels[projection.object[edge]]}"
