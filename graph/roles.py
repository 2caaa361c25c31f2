"""Which part each quad plays in the picture: tie, attribute, class, label, evidence or schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode, Triple

from graph.source import Ids, Quads
from graph.terms import OA, RDF
from graph.vocabulary import (
    EVIDENCE_PREDICATES,
    is_schema_class,
    is_schema_predicate,
    is_selector_class,
    label_rank,
)

Mask = NDArray[np.bool_]


class Role(IntEnum):
    """What a quad becomes; every quad has one role."""

    EDGE = 0
    ATTRIBUTE = 1
    CLASS = 2
    LABEL = 3
    EVIDENCE = 4
    SCHEMA = 5


@dataclass(frozen=True, eq=False)
class Statements:
    """Reified statements and the quads that they stand for.

    ``resource``: term of each ``rdf:Statement`` or reifier; ``quad``: index of the quad it speaks of, in the same
    order. One statement may stand for the same triple in several named graphs, and so stand here more than once.
    """

    resource: Ids
    quad: Ids


@dataclass(frozen=True, eq=False)
class Roles:
    """``role`` of each quad, shape (q,); masks over terms, shape (t,); and the statements that were folded."""

    role: NDArray[np.uint8]
    is_literal: Mask
    is_passage: Mask
    is_selector: Mask
    statements: Statements


def assign_roles(quads: Quads, *, schema: bool = False) -> Roles:
    """Give every quad of ``quads`` its role; with ``schema`` the schema's triples are drawn like any other."""
    s, p, o = quads.subject, quads.predicate, quads.object
    count = len(quads.terms)
    is_literal = np.fromiter((isinstance(t, OxLiteral | Triple) for t in quads.terms), bool, count)
    names = _predicate_names(quads)

    def where(test: Callable[[str], bool]) -> Mask:
        return np.isin(p, np.array([term for term, iri in names.items() if test(iri)], np.int32))

    def having(*iris: str) -> Mask:
        return where(lambda iri: iri in iris)

    typed = having(RDF + "type")
    classes = {int(t): _iri(quads, int(t)) for t in np.unique(o[typed])}
    instances = _Instances(count, s, o, typed, classes)

    is_passage = instances.of(lambda iri: iri == OA + "SpecificResource")
    is_passage[s[having(OA + "hasSource")]] = True
    is_selector = instances.of(is_selector_class)
    is_selector[o[having(OA + "hasSelector") & ~is_literal[o]]] = True
    statements = _statements(quads, having)
    is_statement = np.zeros(count, bool)
    is_statement[statements.resource] = True

    role = np.full(len(quads), Role.EDGE, np.uint8)
    role[is_literal[o]] = Role.ATTRIBUTE
    role[typed & ~is_literal[o]] = Role.CLASS
    role[where(lambda iri: label_rank(iri) is not None) & is_literal[o]] = Role.LABEL
    if not schema:
        is_schema = instances.of(is_schema_class)
        role[is_schema[s] | where(is_schema_predicate)] = Role.SCHEMA
    folded = is_passage | is_selector | is_statement
    said = having(*EVIDENCE_PREDICATES) & is_passage[o]
    role[folded[s] | said | (folded[o] & ~is_literal[o])] = Role.EVIDENCE
    return Roles(role, is_literal, is_passage, is_selector, statements)


class _Instances:
    """Looks up which terms are instances of classes of a certain sort."""

    def __init__(self, count: int, s: Ids, o: Ids, typed: Mask, classes: dict[int, str]) -> None:
        self.count, self.subjects, self.objects, self.classes = count, s[typed], o[typed], classes

    def of(self, test: Callable[[str], bool]) -> Mask:
        """Terms that have a class of which ``test`` holds; shape (t,)."""
        wanted = np.array([term for term, iri in self.classes.items() if test(iri)], np.int32)
        mask = np.zeros(self.count, bool)
        mask[self.subjects[np.isin(self.objects, wanted)]] = True
        return mask


def _iri(quads: Quads, term: int) -> str:
    value = quads.terms[term]
    return value.value if isinstance(value, NamedNode) else ""


def _predicate_names(quads: Quads) -> dict[int, str]:
    return {int(t): _iri(quads, int(t)) for t in np.unique(quads.predicate)}


def _statements(quads: Quads, having: Callable[..., Mask]) -> Statements:
    """Statements and reifiers whose triple is asserted; others stay ordinary resources."""
    s, o = quads.subject, quads.object
    spoken: list[tuple[int, tuple[int, int, int]]] = []
    parts = [
        dict(zip(s[m].tolist(), o[m].tolist())) for m in (having(RDF + n) for n in ("subject", "predicate", "object"))
    ]
    for resource, subject in parts[0].items():
        predicate, value = parts[1].get(resource), parts[2].get(resource)
        if predicate is not None and value is not None:
            spoken.append((resource, (subject, predicate, value)))
    reifies = having(RDF + "reifies")
    if reifies.any():
        ids = {term: i for i, term in enumerate(quads.terms)}
        for resource, value in zip(s[reifies].tolist(), o[reifies].tolist()):
            triple = quads.terms[value]
            if isinstance(triple, Triple):
                key = tuple(ids.get(part, -1) for part in (triple.subject, triple.predicate, triple.object))
                if len(key) == 3 and -1 not in key:
                    spoken.append((resource, (key[0], key[1], key[2])))
    if not spoken:
        empty = np.empty(0, np.int32)
        return Statements(empty, empty)
    wanted = {key for _, key in spoken}
    subjects = np.array(sorted({key[0] for key in wanted}), np.int32)
    where: dict[tuple[int, int, int], list[int]] = {}
    for row in np.flatnonzero(np.isin(s, subjects)).tolist():
        key = (int(s[row]), int(quads.predicate[row]), int(o[row]))
        if key in wanted:
            where.setdefault(key, []).append(row)
    pairs = [(resource, row) for resource, key in spoken for row in where.get(key, ())]
    columns = np.array(pairs, np.int32).reshape(-1, 2)
    return Statements(columns[:, 0], columns[:, 1])
