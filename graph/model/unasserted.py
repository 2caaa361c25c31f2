"""Triples that a source speaks of without asserting them: those of a reifier or a statement that stands alone."""

from __future__ import annotations

import numpy as np
from pyoxigraph import Triple

from graph.model.projection import Owner, Projection
from graph.model.sorting.roles import Role
from graph.named import NamedTuple
from graph.rdf.names import words_of
from graph.rdf.source import Term
from graph.rdf.terms import RDF, Literal, to_iri, to_literal
from graph.work.memo import memoized

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


class Claim(NamedTuple):
    """A value that a source speaks of without asserting it: ids of the resource and the predicate that would have it,
    the quad that names it, and the resource that speaks of it, a statement or a reifier."""

    node: int
    predicate: int
    row: int
    statement: int


@memoized
def claims(projection: Projection) -> dict[int, Claim]:
    """All values that are spoken of and not asserted, of predicates that the source uses, by the quad that names each.

    O(q) in NumPy, and in Python over the statements.
    """
    p, quads = projection, projection.stated
    numbers = {info.iri: i for i, info in enumerate(p.predicates)}
    end = len(quads)
    drawn = (p.role[:end] <= Role.ATTRIBUTE) & (p.owner_kind[:end] != Owner.NONE)
    of_part = {i: at for at, iri in enumerate(_PARTS) if (i := numbers.get(iri, -1)) >= 0}
    named: dict[int, dict[int, int]] = {}
    for row in np.flatnonzero(drawn & np.isin(p.predicate_of_quad[:end], list(of_part))).tolist():
        named.setdefault(int(quads.subject[row]), {})[of_part[int(p.predicate_of_quad[row])]] = row
    found = [
        (*(quads.terms[quads.object[parts[at]]] for at in (0, 1)), parts[2])
        for parts in named.values()
        if len(parts) == len(_PARTS)
    ]
    triples = np.fromiter((isinstance(term, Triple) for term in quads.terms), bool, len(quads.terms))
    for row in np.flatnonzero(drawn & triples[quads.object]).tolist() if triples.any() else ():
        term = quads.terms[quads.object[row]]
        assert isinstance(term, Triple)
        found.append((term.subject, term.predicate, row))
    out = []
    for subject, predicate, row in found:
        node, number = p.node_of.get(to_iri(subject), -1), numbers.get(to_iri(predicate), -1)
        if node >= 0 and number >= 0 and not _is_asserted(p, node, number, value_of(p, row)):
            owner = int(p.owner[row])
            out.append(Claim(node, number, row, owner if p.owner_kind[row] == Owner.NODE else int(p.subject[owner])))
    return {claim.row: claim for claim in out}


def value_of(projection: Projection, row: int) -> Term:
    """The value that a quad gives, or that the triple gives of which it speaks."""
    term = projection.quads.terms[projection.quads.object[row]]
    return term.object if isinstance(term, Triple) else term


def _is_asserted(projection: Projection, node: int, predicate: int, value: Term) -> bool:
    p, terms = projection, projection.quads.terms
    edges = p.edges_of[node]
    rows = [*p.node_attributes[node].tolist(), *p.edge_quads.gather(edges[p.subject[edges] == node]).tolist()]
    return any(p.predicate_of_quad[row] == predicate and terms[p.quads.object[row]] == value for row in rows)


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
