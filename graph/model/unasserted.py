"""Triples that a source speaks of without asserting them: those of a reifier or a statement that stands alone."""

from __future__ import annotations

import numpy as np
from pyoxigraph import Triple

from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.names import words_of
from graph.rdf.terms import RDF, Literal, to_iri, to_literal

_PARTS = tuple(RDF + name for name in ("subject", "predicate", "object"))


class Said(NamedTuple):
    """A triple as IRIs, with a literal as object or an IRI."""

    subject: str
    predicate: str
    object: str | Literal

    def words(self, projection: Projection) -> str:
        """The triple by the names of its parts."""
        labels = {info.iri: info.label for info in projection.predicates}
        predicate = labels.get(self.predicate) or words_of(self.predicate)
        value = self.object.value if isinstance(self.object, Literal) else projection.name_of(self.object)
        return f"{projection.name_of(self.subject)} — {predicate} → {value}"


def unasserted(projection: Projection, node: int) -> tuple[Said, ...]:
    """The triples that a resource names, by a triple term or by the parts of a statement, and that stand nowhere."""
    terms, quads = projection.quads.terms, projection.quads
    rows = projection.node_attributes[node].tolist()
    found = [_of_term(term) for term in (terms[quads.object[row]] for row in rows) if isinstance(term, Triple)]
    parts: dict[str, str | Literal] = {}
    of_parts = {i: info.iri for i, info in enumerate(projection.predicates) if info.iri in _PARTS}
    edges = projection.edges_of[node]
    edges = edges[(projection.subject[edges] == node) & np.isin(projection.predicate[edges], list(of_parts))]
    for edge in edges.tolist():
        parts[of_parts[int(projection.predicate[edge])]] = projection.iris[projection.object[edge]]
    for attribute in projection.attributes(node):
        if attribute.predicate in of_parts:
            parts.setdefault(of_parts[attribute.predicate], attribute.value)
    subject, predicate, value = (parts.get(part) for part in _PARTS)
    if isinstance(subject, str) and isinstance(predicate, str) and value is not None:
        found.append(Said(subject, predicate, value))
    return tuple(said for said in found if not _stands(projection, said))


def _of_term(triple: Triple) -> Said:
    value = triple.object
    plain = to_iri(value) if not hasattr(value, "datatype") and not isinstance(value, Triple) else to_literal(value)
    return Said(to_iri(triple.subject), to_iri(triple.predicate), plain)


def _stands(projection: Projection, said: Said) -> bool:
    """True if the source asserts a triple."""
    node, predicates = projection.node_of.get(said.subject), projection.predicates
    if node is None:
        return False
    if isinstance(said.object, Literal):
        pairs = ((predicates[a.predicate].iri, a.value) for a in projection.attributes(node))
        return (said.predicate, said.object) in pairs
    other, edges = projection.node_of.get(said.object), projection.edges_of[node]
    if other is None:
        return False
    edges = edges[(projection.subject[edges] == node) & (projection.object[edges] == other)]
    return said.predicate in {predicates[i].iri for i in np.unique(projection.predicate[edges]).tolist()}
