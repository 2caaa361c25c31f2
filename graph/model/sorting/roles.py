"""Roles of quads in the picture: relationship, attribute, class, label, evidence, schema, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import distinct, group
from graph.arrays.types import Ids, Mask
from graph.named import NamedTuple
from graph.rdf.naming import label_rank
from graph.rdf.source import Quads
from graph.rdf.terms import CBV, OA, OWL, RDF
from graph.rdf.vocabulary import (
    EVIDENCE_PREDICATES,
    STATEMENT_PARTS,
    is_remark_class,
    is_schema_class,
    is_schema_predicate,
    is_selector_class,
    speaks_of_terms,
)

_VALUES = frozenset({OxLiteral, Triple})
_NESTED = tuple(OA + name for name in ("refinedBy", "hasStartSelector", "hasEndSelector", "hasState"))


class Role(IntEnum):
    """The role of a quad; every quad has one."""

    EDGE = 0
    ATTRIBUTE = 1
    CLASS = 2
    LABEL = 3
    EVIDENCE = 4
    SCHEMA = 5
    APART = 6
    """Part of a view or note stored in the file: about the presentation of the data, not about their subject."""
    LIST = 7
    """Part of a list or container that names no member: see :mod:`graph.model.sorting.lists`."""
    WORDS = 8
    """Drawn in other words: see :mod:`graph.model.sorting.telling`."""


class Statements(NamedTuple):
    """Reified statements and the quads that they describe.

    ``resource``: term of each ``rdf:Statement``, annotated ``owl:Axiom`` or reifier; ``quad``: index of the described
    quad, in the same order. A statement is listed several times if its triple occurs in several named graphs.
    ``said_by`` is the quad that makes the link: the one with ``rdf:subject``, ``owl:annotatedSource`` or
    ``rdf:reifies``.
    """

    resource: Ids
    quad: Ids
    said_by: Ids


class Roles(NamedTuple):
    """``role`` of each quad, shape (q,); masks over terms, shape (t,); and the folded statements.

    is_passage    specific resources; is_part: these, their selectors at any depth, and documents that are no nodes
    is_document   documents of passages and sources of statements, drawn or not
    """

    role: NDArray[np.uint8]
    is_literal: Mask
    is_passage: Mask
    is_part: Mask
    is_document: Mask
    statements: Statements


def assign_roles(quads: Quads, *, schema: bool = False, known: NDArray[np.uint8] | None = None) -> Roles:
    """Give every quad of ``quads`` its role; with ``schema`` the triples of the schema are drawn like any other.

    ``known`` are the roles of the first quads from before the others were added; these do not change.

    Class expressions (blank nodes that only the schema leads to, with their lists) are never drawn.
    """
    o, lookup = quads.object, _Lookup(quads)
    is_literal = lookup.is_literal
    is_passage, is_part = _passages(quads, lookup)
    statements = _statements(quads, lookup.having)
    is_statement = np.zeros(len(quads.terms), bool)
    is_statement[statements.resource] = True
    folded = is_part | is_statement

    role = np.full(len(quads), Role.EDGE, np.uint8)
    for stronger, rows in _rules(quads, lookup, folded, schema):
        role[rows] = stronger
    _keep_axioms_with_the_schema(quads, role, statements, lookup.having(OWL + "annotatedSource"))

    cites = lookup.having(*EVIDENCE_PREDICATES) & is_statement[quads.subject]
    naming = lookup.having(OA + "hasSource") | cites
    is_document = np.zeros(len(quads.terms), bool)
    is_document[o[naming & ~is_literal[o]]] = True
    is_document &= ~folded
    is_part |= _fold_documents(quads, role, is_document)
    if known is not None:
        role[: len(known)] = known
    return Roles(role, is_literal, is_passage, is_part, is_document, statements)


def _keep_axioms_with_the_schema(quads: Quads, role: NDArray[np.uint8], statements: Statements, sources: Mask) -> None:
    """Give axioms that annotate a triple of the schema the role of the schema where it is not drawn."""
    of_axioms = sources[statements.said_by]
    axioms = np.zeros(len(quads.terms), bool)
    axioms[statements.resource[of_axioms & (role[statements.quad] == Role.SCHEMA)]] = True
    axioms[statements.resource[of_axioms & (role[statements.quad] != Role.SCHEMA)]] = False
    role[axioms[quads.subject] & (role == Role.EVIDENCE)] = Role.SCHEMA


class _Lookup:
    """Masks over quads by their predicate, and over terms by their class."""

    def __init__(self, quads: Quads) -> None:
        self._quads, count = quads, len(quads.terms)
        self.is_literal = np.fromiter(map(_VALUES.__contains__, map(type, quads.terms)), bool, count)
        self._predicates = {int(term): _iri(quads, int(term)) for term in distinct(quads.predicate)}
        self.typed = self.having(RDF + "type")
        self._instances, self._types = quads.subject[self.typed], quads.object[self.typed]
        self._classes = {int(term): _iri(quads, int(term)) for term in distinct(self._types)}

    def where(self, test: Callable[[str], bool]) -> Mask:
        """Quads whose predicate passes ``test``, shape (q,)."""
        wanted = np.array([term for term, iri in self._predicates.items() if test(iri)], np.int32)
        return np.isin(self._quads.predicate, wanted)

    def having(self, *iris: str) -> Mask:
        """Quads with one of these predicates, shape (q,)."""
        return self.where(lambda iri: iri in iris)

    def instances(self, test: Callable[[str], bool]) -> Mask:
        """Terms with a class that passes ``test``, shape (t,)."""
        wanted = np.array([term for term, iri in self._classes.items() if test(iri)], np.int32)
        mask = np.zeros(len(self._quads.terms), bool)
        mask[self._instances[np.isin(self._types, wanted)]] = True
        return mask


def _passages(quads: Quads, lookup: _Lookup) -> tuple[Mask, Mask]:
    """Terms (t,) that are passages, and terms that are passages or parts of them."""
    s, o, is_literal = quads.subject, quads.object, lookup.is_literal
    is_passage = lookup.instances(lambda iri: iri == OA + "SpecificResource")
    is_passage[s[lookup.having(OA + "hasSource")]] = True
    is_part = is_passage | lookup.instances(is_selector_class)
    is_part[o[lookup.having(OA + "hasSelector") & ~is_literal[o]]] = True
    _follow(is_part, quads, lookup.having(*_NESTED) & ~is_literal[o])
    return is_passage, is_part


def _rules(quads: Quads, lookup: _Lookup, folded: Mask, schema: bool) -> Iterator[tuple[Role, Mask]]:
    """Each role with its quads (q,), from the weakest to the strongest: a later role replaces an earlier one."""
    s, p, o, is_literal = quads.subject, quads.predicate, quads.object, lookup.is_literal
    yield Role.ATTRIBUTE, is_literal[o]
    yield Role.CLASS, lookup.typed & ~is_literal[o]
    naming = lookup.where(lambda iri: label_rank(iri) is not None) & is_literal[o]
    yield Role.LABEL, naming
    is_schema = lookup.instances(is_schema_class)
    remarks = frozenset(_iri(quads, t) for t in np.flatnonzero(lookup.instances(is_remark_class)).tolist())
    of_data = lookup.where(lambda iri: not speaks_of_terms(iri) and iri not in remarks) & ~naming
    own, spoken = is_schema[s] & ~of_data, lookup.where(is_schema_predicate)
    yield Role.SCHEMA, _schema_rows(quads, is_schema, own, spoken, schema)
    yield Role.EVIDENCE, folded[s] | folded[o]
    is_apart = lookup.instances(lambda iri: iri.startswith(CBV))
    yield Role.APART, is_apart[s] | is_apart[p] | lookup.where(lambda iri: iri.startswith(CBV))


def _fold_documents(quads: Quads, role: NDArray[np.uint8], is_document: Mask) -> Mask:
    """Turn statements about documents without relationships into evidence; a mask of these documents, shape (t,)."""
    s, o = quads.subject, quads.object
    alone = is_document.copy()
    linking = (role == Role.EDGE) & (s != o)
    alone[s[linking]] = False
    alone[o[linking | (role == Role.CLASS)]] = False
    role[alone[s] & (role != Role.SCHEMA) & (role != Role.APART)] = Role.EVIDENCE
    return alone


def _follow(mask: Mask, quads: Quads, links: Mask) -> None:
    """Spread ``mask`` (t,) from subjects to objects along the quads in ``links`` (q,), through any number of them."""
    targets: dict[int, list[int]] = {}
    for subject, value in zip(quads.subject[links].tolist(), quads.object[links].tolist()):
        targets.setdefault(subject, []).append(value)
    waiting = [term for term in targets if mask[term]]
    while waiting:
        for value in targets.get(waiting.pop(), ()):
            if not mask[value]:
                mask[value] = True
                waiting.append(value)


def _schema_rows(quads: Quads, is_schema: Mask, own: Mask, spoken: Mask, drawn: bool) -> Mask:
    """Quads of the schema with its class expressions, or only the class expressions if the rest is ``drawn``.

    ``is_schema`` (t,) marks instances of schema classes, ``own`` (q,) what a schema says of them, ``spoken`` (q,) quads
    with a schema predicate.
    """
    s, o = quads.subject, quads.object
    rows = own | spoken
    if not rows.any():
        return rows
    blank = np.fromiter((isinstance(t, BlankNode) for t in quads.terms), bool, len(quads.terms))
    rows = rows | (blank & is_schema)[s]
    expressions = blank & is_schema
    from_blank = np.flatnonzero(blank[s])
    rows_of = group(s[from_blank], from_blank, len(quads.terms))
    from_data = np.bincount(o[~rows], minlength=len(quads.terms))
    reached = np.unique(o[rows])
    while len(reached):
        fresh = reached[blank[reached] & (from_data[reached] == 0)]
        expressions[fresh] = True
        more = rows_of.gather(fresh)
        more = more[~rows[more]]
        rows[more] = True
        np.subtract.at(from_data, o[more], 1)
        reached = np.unique(o[more])
    return rows & (expressions[s] | expressions[o]) if drawn else rows


def _iri(quads: Quads, term: int) -> str:
    value = quads.terms[term]
    return value.value if isinstance(value, NamedNode) else ""


def _statements(quads: Quads, having: Callable[..., Mask]) -> Statements:
    """Statements and reifiers of asserted triples; others stay ordinary resources."""
    spoken = [*_reified(quads, having), *_reifying(quads, having(RDF + "reifies"))]
    if not spoken:
        empty = np.empty(0, np.int32)
        return Statements(empty, empty, empty)
    s, p, o = quads.subject, quads.predicate, quads.object
    wanted = {key for _, key, _ in spoken}
    subjects = np.array(sorted({key[0] for key in wanted}), np.int32)
    where: dict[tuple[int, int, int], list[int]] = {}
    rows = np.flatnonzero(np.isin(s, subjects))
    for row, key in zip(rows.tolist(), zip(s[rows].tolist(), p[rows].tolist(), o[rows].tolist())):
        if key in wanted:
            where.setdefault(key, []).append(row)
    found = [(resource, row, said_by) for resource, key, said_by in spoken for row in where.get(key, ())]
    columns = np.array(found, np.int32).reshape(-1, 3)
    return Statements(columns[:, 0], columns[:, 1], columns[:, 2])


_Spoken = Iterator[tuple[int, tuple[int, int, int], int]]
"""Statement, its triple as term ids, and the quad that links them."""


def _reified(quads: Quads, having: Callable[..., Mask]) -> _Spoken:
    s, o = quads.subject, quads.object
    for named in STATEMENT_PARTS:
        parts = [np.flatnonzero(having(iri)) for iri in named]
        subject_row = dict(zip(s[parts[0]].tolist(), parts[0].tolist()))
        predicates, values = (dict(zip(s[rows].tolist(), o[rows].tolist())) for rows in parts[1:])
        for resource, row in subject_row.items():
            predicate, value = predicates.get(resource), values.get(resource)
            if predicate is not None and value is not None:
                yield resource, (int(o[row]), predicate, value), row


def _reifying(quads: Quads, reifies: Mask) -> _Spoken:
    rows = np.flatnonzero(reifies).tolist()
    ids = {term: i for i, term in enumerate(quads.terms)} if rows else {}
    for row in rows:
        triple = quads.terms[quads.object[row]]
        if isinstance(triple, Triple):
            key = tuple(ids.get(part, -1) for part in (triple.subject, triple.predicate, triple.object))
            if -1 not in key:
                yield int(quads.subject[row]), (key[0], key[1], key[2]), row
