"""A schema in other words: properties from domain to range, restrictions as lines, expressions as texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.arrays.csr import distinct
from graph.model.sorting.expressions import Expressions
from graph.model.sorting.roles import Role
from graph.model.sorting.telling import Teller
from graph.named import NamedTuple
from graph.rdf.terms import OWL, RDF, RDFS, SCHEMA, SH, to_iri
from graph.rdf.vocabulary import GENERIC_CLASSES, is_schema_class, speaks_of_terms

_SUBCLASS = RDFS + "subClassOf"
_DOMAINS = (RDFS + "domain", SCHEMA + "domainIncludes", "http://schema.org/domainIncludes")
_RANGES = (RDFS + "range", SCHEMA + "rangeIncludes", "http://schema.org/rangeIncludes")
_OF_TERMS = (
    _SUBCLASS, RDFS + "subPropertyOf", *_DOMAINS, *_RANGES, OWL + "equivalentClass", OWL + "disjointWith",
    OWL + "equivalentProperty",
)  # fmt: skip
_APART = (OWL + "disjointWith", OWL + "propertyDisjointWith")
_ASIDE = (
    RDFS + "isDefinedBy", OWL + "versionIRI", OWL + "imports", OWL + "priorVersion", OWL + "backwardCompatibleWith",
    OWL + "incompatibleWith",
)  # fmt: skip
"""Predicates that lead from every term to its ontology, or from an ontology to others: a text, no lines to a hub."""
_STRUCTURE = (RDF, OWL, SH)
"""Vocabularies whose statements about a term are lines, whether or not the source describes the other end."""
_GROUPS = {
    OWL + "AllDisjointClasses": OWL + "disjointWith", OWL + "AllDisjointProperties": OWL + "propertyDisjointWith",
    OWL + "AllDifferent": OWL + "differentFrom",
}  # fmt: skip
_DEEPEST = 3
"""Largest depth of intersections that are drawn part by part."""
_MOST_LINES = 64
"""Largest number of lines that one property is drawn as."""


class _Ends(NamedTuple):
    """The classes at one end of a property, and the quads that name them."""

    classes: Sequence[int]
    rows: Sequence[int]


def tell_ontology(teller: Teller, expressions: Expressions, *, members: bool) -> None:
    """Say the drawn schema in other words; with ``members`` a line leads from each individual to its classes."""
    _Ontology(teller, expressions).tell()
    if members:
        _tell_members(teller, expressions)


class _Ontology:
    def __init__(self, teller: Teller, expressions: Expressions) -> None:
        self._teller, self._expressions = teller, expressions
        quads = teller.quads
        self._subject, self._predicate = quads.subject.tolist(), quads.predicate.tolist()
        self._object = quads.object.tolist()

    def tell(self) -> None:
        """Say everything."""
        teller, is_blank = self._teller, self._expressions.is_blank
        quads, role = teller.quads, teller.role
        ends: set[int] = set(teller.rows(*_DOMAINS, *_RANGES))
        self._tell_properties(ends)
        leading = np.flatnonzero(
            ~is_blank[quads.subject] & is_blank[quads.object] & np.isin(role, (Role.SCHEMA, Role.CLASS))
        )
        for row in leading.tolist():
            if row not in ends and not teller.iri(self._predicate[row]).startswith(
                SH
            ):  # shapes have words of their own
                self._tell_expression(row)
        for row in teller.rows(*_OF_TERMS):
            if role[row] == Role.EDGE and row not in ends and not self._expressions.is_drawn(self._object[row]):
                self._tell_named(row)
        for row in teller.rows(*_ASIDE):
            if role[row] == Role.EDGE:
                self._tell_named(row)
        self._tell_apart()
        self._tell_remarks()
        self._tell_groups()

    def _tell_apart(self) -> None:
        """Named terms that are disjoint with others: one text at each, where their lines would hide the tree.

        Many ontologies state disjointness for every pair of siblings, so that the pairs outnumber the subclasses.
        """
        teller, is_blank = self._teller, self._expressions.is_blank
        if len(teller.rows(*_APART)) <= len(teller.rows(_SUBCLASS)):
            return
        for iri in _APART:
            rows_of: dict[int, list[int]] = {}
            for row in teller.rows(iri):
                ends = self._subject[row], self._object[row]
                if (
                    teller.role[row] == Role.EDGE
                    and self._expressions.is_drawn(ends[1])
                    and not is_blank[list(ends)].any()
                ):
                    rows_of.setdefault(ends[0], []).append(row)
            for subject, rows in rows_of.items():
                pieces: list[int | str] = []
                for row in rows:
                    pieces += [", ", self._object[row]] if pieces else [self._object[row]]
                teller.tell(subject, self._predicate[rows[0]], tuple(pieces), rows)

    def _tell_remarks(self) -> None:
        """Further statements about terms that lead to something of which the source says nothing more."""
        teller, quads = self._teller, self._teller.quads
        is_term, is_described = (np.zeros(len(quads.terms), bool) for _ in range(2))
        is_described[quads.subject] = True
        types = np.array(teller.rows(RDF + "type"), np.int64)
        schema = [t for t in distinct(quads.object[types]).tolist() if is_schema_class(teller.iri(t))]
        is_term[quads.subject[types[np.isin(quads.object[types], schema)]]] = True
        iris = [iri for iri in teller.predicates if speaks_of_terms(iri) and not iri.startswith(_STRUCTURE)]
        for row in teller.rows(*(iri for iri in iris if iri not in (*_OF_TERMS, *_ASIDE))):
            subject, target = self._subject[row], self._object[row]
            iri = teller.iri(target)
            if teller.role[row] == Role.EDGE and is_term[subject] and iri and not is_described[target]:
                teller.tell(subject, self._predicate[row], (to_iri(teller.terms[target]),), (row,))

    def _tell_named(self, row: int) -> None:
        found = self._expressions.phrase(self._object[row])
        if found is not None and not self._expressions.is_blank[self._subject[row]]:
            self._teller.tell(self._subject[row], self._predicate[row], found.pieces, (row, *found.rows))

    def _tell_expression(self, row: int) -> None:
        """A named term and an expression: lines for what a line can say, a text for anything else."""
        subject, term = self._subject[row], self._object[row]
        iri = self._teller.iri(self._predicate[row])
        if iri == _SUBCLASS:
            self._tell_above(subject, term, (row,))
            return
        if iri == OWL + "equivalentClass":
            self._tell_above(subject, term, (row,), lines_only=True)
        words = {OWL + "unionOf": " or ", OWL + "disjointUnionOf": " or ", OWL + "intersectionOf": " and ",
                 OWL + "oneOf": " or ", OWL + "propertyChainAxiom": " of "}.get(iri, ", ")  # fmt: skip
        found = self._expressions.listed(term, words) or self._expressions.phrase(term)
        if found is not None:
            self._teller.tell(subject, self._predicate[row], found.pieces, (row, *found.rows))

    def _tell_above(
        self, subject: int, term: int, rows: tuple[int, ...], *, lines_only: bool = False, depth: int = 0
    ) -> None:
        """The parts of an expression above a class: each part of an intersection by itself."""
        heads = self._expressions.parts(term).get(OWL + "intersectionOf", ())
        found = self._expressions.members(heads[0][1]) if len(heads) == 1 else None
        if found is not None and depth < _DEEPEST:
            own = tuple(row for each in self._expressions.parts(term).values() for row, _ in each)
            for member in found[0]:
                self._tell_above(subject, member, (*rows, *own, *found[1]), lines_only=lines_only, depth=depth + 1)
        elif self._expressions.is_drawn(term):
            self._teller.link(subject, self._teller.predicate(_SUBCLASS), term, rows)
        else:
            is_line = self._draw_restriction(subject, term, rows)
            phrase = None if is_line or lines_only else self._expressions.phrase(term)
            if phrase is not None:
                self._teller.tell(subject, self._teller.predicate(_SUBCLASS), phrase.pieces, (*rows, *phrase.rows))

    def _draw_restriction(self, subject: int, term: int, rows: tuple[int, ...]) -> bool:
        """Draw lines for a restriction; True if they say all that it says."""
        found = self._expressions.restriction(term)
        if found is None or found.filler < 0:
            return False
        kind = self._teller.kind(found.predicate, found.words)
        if self._expressions.is_drawn(found.filler):
            self._teller.link(subject, kind, found.filler, (*rows, *found.rows))
            return True
        union = self._expressions.named_members(found.filler, "unionOf")
        if union is not None:
            for member in union[0]:
                self._teller.link(subject, kind, member, (*rows, *found.rows, *union[1]))
        return False

    def _tell_properties(self, rows: set[int]) -> None:
        """Each property with a domain and a range as lines between them, other ends as they are or in words."""
        sides: dict[int, tuple[list[int], list[int]]] = {}
        ranges_by = {self._teller.predicates.get(iri, -1) for iri in _RANGES}
        for row in sorted(rows):
            if not self._expressions.is_blank[self._subject[row]]:
                side = sides.setdefault(self._subject[row], ([], []))
                side[self._predicate[row] in ranges_by].append(row)
        for term, (domains, ranges) in sides.items():
            first, last = self._ends(domains), self._ends(ranges)
            lines = 0 < len(first.classes) * len(last.classes) <= _MOST_LINES
            if lines:
                for domain in first.classes:
                    for range_ in last.classes:
                        self._teller.link(domain, self._teller.line_of(term), range_, (*first.rows, *last.rows))
            for row in (*domains, *ranges):
                if lines or not self._expressions.is_drawn(self._object[row]):
                    self._tell_named(row)
                if not lines:
                    self._draw_union(row)

    def _draw_union(self, row: int) -> None:
        """Lines from a property to a union of classes; one to a single class is drawn as it stands."""
        union = self._expressions.named_members(self._object[row], "unionOf")
        if union is not None:
            for member in union[0]:
                self._teller.link(self._subject[row], self._predicate[row], member, (row, *union[1]))

    def _ends(self, rows: Sequence[int]) -> _Ends:
        classes: dict[int, None] = {}
        used: list[int] = []
        for row in rows:
            term = self._object[row]
            if self._expressions.is_drawn(term):
                classes[term] = None
                used.append(row)
                continue
            union = self._expressions.named_members(term, "unionOf")
            if union is not None:
                classes.update(dict.fromkeys(union[0]))
                used += [row, *union[1]]
        return _Ends(list(classes), used)

    def _tell_groups(self) -> None:
        """Members of a group that are all different or disjoint: a text at each."""
        for row in self._teller.rows(RDF + "type"):
            predicate, group = _GROUPS.get(self._teller.iri(self._object[row])), self._subject[row]
            if predicate is None or not self._expressions.is_blank[group]:
                continue
            parts = self._expressions.parts(group)
            heads = [value for key in ("members", "distinctMembers") for _, value in parts.get(OWL + key, ())]
            found = self._expressions.members(heads[0]) if heads else None
            if found is None or self._teller.role[row] not in (Role.SCHEMA, Role.CLASS):
                continue
            phrase = self._expressions.listed(heads[0], ", ")
            if phrase is None:
                continue
            rows = (*(row for each in parts.values() for row, _ in each), *found[1])
            for member in found[0]:
                if not self._expressions.is_blank[member]:
                    self._teller.tell(member, self._teller.predicate(predicate), phrase.pieces, rows)


def _tell_members(teller: Teller, expressions: Expressions) -> None:
    """A line from each individual to each of its classes, unless the class is one of OWL's own; a class is none."""
    subject, target = teller.quads.subject.tolist(), teller.quads.object.tolist()
    classes = {subject[row] for row in teller.rows(_SUBCLASS)}
    for row in teller.rows(RDF + "type"):
        iri = teller.iri(target[row])
        is_individual = teller.role[row] == Role.CLASS and subject[row] not in classes
        is_formal = is_schema_class(iri) or iri in GENERIC_CLASSES or not expressions.is_drawn(target[row])
        if is_individual and not is_formal:
            teller.link(subject[row], teller.kind(-1, "is a"), target[row], (row,))
