"""Disagreements in words, side by side: each value or claim with who said it, where, and when."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyoxigraph import Literal as OxLiteral

from graph.analysis.disagreement_kinds import Disagreement, Kind
from graph.analysis.said_links import beside
from graph.model.money import value_in_words
from graph.model.origins import origins, source_title
from graph.model.period_words import write_periods
from graph.model.projection import Attribute, Owner, Projection
from graph.model.said_dates import said_dates
from graph.model.unasserted import Claim, claims, value_of
from graph.named import NamedTuple
from graph.rdf.terms import to_iri, to_literal
from graph.rdf.vocabulary import EVIDENCE_PREDICATES


class Side(NamedTuple):
    """One value or claim: its words, the node that it is or leads to (-1 for a literal), and its evidence.

    ``texts`` and ``sources`` are titles of the documents and of the origins of its ``passages``; ``when`` is the time
    in which it was said, "" if unknown.
    """

    title: str
    node: int
    passages: tuple[int, ...]
    texts: tuple[str, ...]
    sources: tuple[str, ...]
    when: str

    @property
    def words(self) -> str:
        """“Fortune, in Article of 2018, 2018-07-16”: who says it, where, and when; a plain word without evidence."""
        where = (
            self.texts
            if self.sources != self.texts and len(self.sources) > 1
            else [text for text in self.texts if text not in self.sources]
        )
        parts = [", ".join(self.sources), f"in {' and '.join(where)}" if where else "", self.when]
        return ", ".join(part for part in parts if part) or "no evidence recorded"

    def as_json(self, projection: Projection) -> dict[str, Any]:
        """The side as plain values."""
        place = {"resource": projection.iris[self.node]} if self.node >= 0 else {}
        return {
            "value": self.title,
            **place,
            "passages": [projection.passages[i].iri or projection.passages[i].document for i in self.passages],
            "texts": list(self.texts),
            "origins": list(self.sources),
            "when": self.when,
        }


def sides(projection: Projection, each: Disagreement) -> tuple[Side, ...]:
    """All that stands against each other: the values, or both ends of a relationship and what stands beside them."""
    if each.other < 0:
        spoken = claims(projection)
        return tuple(
            _of_claim(projection, spoken[row]) if row in spoken else _of_value(projection, each.node, row)
            for row in each.rows
        )
    nodes = dict.fromkeys((each.node, each.other, *beside(projection, each)))
    return tuple(_of_node(projection, node) for node in nodes)


def sentence(projection: Projection, each: Disagreement) -> str:
    """A disagreement in one sentence without its evidence."""
    p, name = projection, projection.labels[each.node]
    if each.kind == Kind.UNFOUND:
        report = p.labels[each.other]
        return f"{name} is said to be in {report}; no passage of that document is recorded for it"
    label = p.predicates[each.predicate].label
    if each.other >= 0:
        return f"{name} — {label} → {p.labels[each.other]}"
    values = [side.title for side in sides(p, each)]
    listed = f"{', '.join(values[:-1])} and {values[-1]}"
    if each.kind == Kind.AGREEMENT:
        return f"{name}: {label} is said more and less exactly: {listed}"
    return f"{name}: {label} is {listed}, {'at other times' if each.kind == Kind.UPDATE else 'which cannot both be'}"


def as_json(projection: Projection, each: Disagreement) -> dict[str, Any]:
    """A disagreement as plain values, with IRIs for its place."""
    p = projection
    return {
        "sentence": sentence(p, each),
        "resource": p.iris[each.node],
        "property": p.predicates[each.predicate].iri,
        "sides": [side.as_json(p) for side in sides(p, each)],
    }


def _of_value(projection: Projection, node: int, row: int) -> Side:
    p = projection
    term, predicate = p.quads.terms[p.quads.object[row]], int(p.predicate_of_quad[row])
    if p.owner_kind[row] == Owner.EDGE:
        edge = int(p.owner[row])
        other = int(p.object[edge])
        passages, ends = p.edge_evidence[edge].tolist(), origins(p).of_edges[edge].tolist()
        return _side(p, p.labels[other], other, passages, ends, _texts_said(p, passages))
    words = value_in_words(p, node, Attribute(predicate, to_literal(term))) if isinstance(term, OxLiteral) else ""
    passages = _passages_of(p, row) or p.node_evidence[node].tolist()
    evidence, each = p.node_evidence, origins(p).of_node_passages
    span = slice(int(evidence.starts[node]), int(evidence.starts[node + 1]))
    end_of = dict(zip(evidence.values[span].tolist(), each[span].tolist()))
    ends = list(dict.fromkeys(end_of[i] for i in passages if i in end_of))
    return _side(p, words or to_iri(term), -1, passages, ends, _texts_said(p, passages))


def _of_claim(projection: Projection, claim: Claim) -> Side:
    """A value that is spoken of and not asserted, with the evidence of what speaks of it."""
    p, value = projection, value_of(projection, claim.row)
    node = -1 if isinstance(value, OxLiteral) else p.node_of.get(to_iri(value), -1)
    if isinstance(value, OxLiteral):
        words = value_in_words(p, claim.node, Attribute(claim.predicate, to_literal(value)))
    else:
        words = p.labels[node] if node >= 0 else to_iri(value)
    passages, ends = p.node_evidence[claim.statement].tolist(), origins(p).of_nodes[claim.statement].tolist()
    return _side(p, f"{words} (not asserted)", node, passages, ends, _texts_said(p, passages))


def _of_node(projection: Projection, node: int) -> Side:
    p = projection
    passages, ends = p.node_evidence[node].tolist(), origins(p).of_nodes[node].tolist()
    when = write_periods(said_dates(p).periods.of(np.array([node])))[0]
    return _side(p, p.labels[node], node, passages, ends, when)


def _side(projection: Projection, title: str, node: int, passages: list[int], ends: list[int], when: str) -> Side:
    p = projection
    texts = dict.fromkeys(source_title(p, p.passages[i].document) for i in passages)
    sources = tuple(source_title(p, origins(p).iris[end]) for end in ends)
    return Side(title, node, tuple(passages), tuple(texts), sources, when)


def _passages_of(projection: Projection, row: int) -> list[int]:
    """The passages that statements about one triple name."""
    p, statements = projection, projection.statements
    resources = statements.resource[statements.quad == row]
    if not len(resources):
        return []
    number: dict[str, int] = {}
    for i, passage in enumerate(p.passages):
        number.setdefault(passage.iri or passage.document, i)
    named = [p.quads.terms[p.quads.object[i]] for i in np.flatnonzero(np.isin(p.quads.subject, resources)).tolist()
             if to_iri(p.quads.terms[p.quads.predicate[i]]) in EVIDENCE_PREDICATES]  # fmt: skip
    return [number[iri] for iri in dict.fromkeys(map(to_iri, named)) if iri in number]


def _texts_said(projection: Projection, passages: list[int]) -> str:
    """When the texts of some passages were written."""
    p = projection
    nodes = dict.fromkeys(p.node_of.get(p.passages[i].document, -1) for i in passages)
    known = np.array([node for node in nodes if node >= 0], np.int64)
    return ", ".join(filter(None, write_periods(said_dates(p).periods.of(known))))
