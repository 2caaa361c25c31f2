"""Inferred statements in words: how many there are, and the triples of the source from which each follows."""

from __future__ import annotations

import numpy as np

from graph.analysis.inference.explaining import explainer
from graph.model.projection import Projection
from graph.model.sorting.roles import Role
from graph.rdf.names import words_of
from graph.rdf.source import REGIMES
from graph.rdf.terms import Literal, to_iri, to_literal

Said = tuple[str, str, str]
"""A label, words, and more about them for a tip."""
_MOST = 12
"""Inferred classes and attributes of one resource that are explained."""


def inferred_in_words(projection: Projection) -> str:
    """“120 triples follow by RDFS: 80 relationships, and 40 classes and attributes of resources.”"""
    inferred = projection.inferred
    if inferred is None:
        return "Nothing is inferred any more."
    name = REGIMES[inferred.by]
    if not inferred.count:
        return f"By {name} nothing follows that the source does not state: open its schema with it."
    relationships = int(np.count_nonzero(projection.edge_inferred))
    rows = slice(len(inferred.stated), len(inferred.quads))
    others = int(np.count_nonzero(np.isin(projection.role[rows], (Role.CLASS, Role.ATTRIBUTE, Role.LABEL))))
    return (
        f"{_count(inferred.count, 'triple')} follow{'s' if inferred.count == 1 else ''} by {name}: "
        f"{_count(relationships, 'relationship')}, and {others:,} as classes and attributes of resources."
    )


def _because(projection: Projection, row: int) -> list[Said]:
    """The rules by which the inferred quad at ``row`` follows, and the triples of the source that it follows from."""
    inferred = projection.inferred
    assert inferred is not None
    facts: list[Said] = [
        ("inferred", f"by {REGIMES[inferred.by]}", "The source does not state it; it follows by rules")
    ]
    if projection.told is not None and row >= len(projection.told.stated):
        row = int(projection.told.origin[row - len(projection.told.stated)][0])
    rows = explainer(inferred).because(row)
    if not rows:
        return [*facts, ("because", "the steps were not found", "They are too many, or of a rule not looked into")]
    return [*facts, *(("because", *_in_words(projection, each)) for each in rows)]


def inferred_facts(projection: Projection, node: int, edge: int) -> list[Said]:
    """The triples from which follows what is inferred of a resource or a relationship; the other id is -1."""
    inferred = projection.inferred
    assert inferred is not None
    if edge >= 0:
        return _because(projection, int(projection.edge_quads[edge][0])) if projection.edge_inferred[edge] else []
    start, end = len(inferred.stated), len(inferred.quads)
    own = (projection.owner[start:end] == node) & (projection.owner_kind[start:end] == 1)
    rows = start + np.flatnonzero(own & (projection.role[start:end] != Role.EDGE))
    facts = list[Said]()
    for row in rows[:_MOST].tolist():
        premises = " · ".join(_in_words(projection, each)[0] for each in explainer(inferred).because(row))
        words, iri = _in_words(projection, row)
        facts.append(("inferred", f"{words}, because: {premises or 'the steps were not found'}", iri))
    if len(rows) > _MOST:
        facts.append(("inferred", f"{len(rows) - _MOST:,} more classes and attributes", ""))
    return facts


def _in_words(projection: Projection, row: int) -> tuple[str, str]:
    """A triple in words, “Anna — sister of → Ben”, and as in the data."""
    quads, words, names = projection.quads, list[str](), list[str]()
    for term in (int(quads.subject[row]), int(quads.predicate[row]), int(quads.object[row])):
        value = quads.terms[term]
        iri = to_iri(value)
        literal = None if iri else to_literal(value)
        names.append(literal.value if isinstance(literal, Literal) else iri)
        words.append(literal.value if isinstance(literal, Literal) else _name(projection, iri))
    return f"{words[0]} — {words[1]} → {words[2]}", " ".join(names)


def _name(projection: Projection, iri: str) -> str:
    labels = {info.iri: info.label for info in projection.classes}
    labels |= {info.iri: info.label for info in projection.predicates}
    return labels.get(iri) or (projection.name_of(iri) if iri in projection.node_of else words_of(iri))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
