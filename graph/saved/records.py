"""Records in RDF: views and explorations as plain values of strings and numbers, to quads and back.

The quads use the vocabulary of ``resources/view-ontology.ttl``.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from graph.errors import ReadError
from graph.named import NamedTuple
from graph.rdf.relative import from_name
from graph.rdf.source import Quads, Term
from graph.rdf.terms import CBV, DCTERMS, GENID, RDF, XSD, Prefixes, to_iri

_TYPE = NamedNode(RDF + "type")
_BORROWED = {"title": DCTERMS + "title", "sentence": DCTERMS + "description", "created": DCTERMS + "created"}
"""Our terms for which another vocabulary has a property."""
_OURS = {iri: term for term, iri in _BORROWED.items()}
_MEASURE = "Measure"
_DEEPEST = 6
_LONGEST = 300
"""Longest number in digits."""


class Name(NamedTuple):
    """A resource by its IRI, or ``_:b0`` for a blank node."""

    iri: str


class Record(NamedTuple):
    """An instance of a class of the view vocabulary: its class ``kind`` (a local name) and its (term, value) pairs.

    A term may occur several times. Records among the values keep their order.
    """

    kind: str
    values: tuple[tuple[str, Value], ...] = ()

    def all(self, term: str) -> tuple[Value, ...]:
        """All values of a term."""
        return tuple(value for name, value in self.values if name == term)

    def records(self, term: str) -> tuple[Record, ...]:
        """All values of a term that are records, in order."""
        return tuple(value for value in self.all(term) if isinstance(value, Record))

    def names(self, term: str) -> tuple[str, ...]:
        """IRIs of all values of a term that are resources."""
        return tuple(value.iri for value in self.all(term) if isinstance(value, Name))

    def one(self, term: str, default: Any) -> Any:
        """The value of a term, of the same type as ``default``, which is returned if there is no value.

        Raises :class:`ReadError` for several values, or a value of another type.
        """
        found = self.all(term)
        if not found:
            return default
        value, kind = found[0], type(default)
        if kind is float and type(value) is int:
            value = float(value)
        if len(found) > 1 or type(value) is not kind:
            said = ", ".join(f"“{v.iri if isinstance(v, Name) else v}”" for v in found[:2] if not isinstance(v, Record))
            kind_of_record = self.kind.lower()
            raise ReadError(f"This file gives the {kind_of_record} an invalid “{term}”: {said or 'a record'}.")
        return value


Value = str | bool | int | float | Name | Record


@dataclass(frozen=True)
class Stored:
    """A record with an IRI of its own, and its columns about resources.

    ``marks`` are columns of resources and texts: by "at", "links", "disputes" and the key of each measure. ``iri``
    names the record. Where it is "", the name is derived from the contents, so that equal records share one.
    """

    record: Record
    marks: Mapping[str, tuple[Sequence[str], Sequence[str]]] = field(default_factory=dict)
    iri: str = ""

    @property
    def name(self) -> str:
        """Its IRI."""
        if self.iri:
            return self.iri
        from uuid import NAMESPACE_URL, uuid5

        digest = hashlib.sha256(repr(self.record).encode())
        for term, (names, texts) in self.marks.items():
            digest.update("\n".join((term, *names, *texts)).encode())
        return f"urn:uuid:{uuid5(NAMESPACE_URL, CBV + digest.hexdigest())}"


def as_quads(stored: Stored, *, in_graph: bool, inside: bool = False) -> Iterator[Quad]:
    """Quads of a record, in a named graph of its own if ``in_graph``.

    With ``inside`` blank nodes stay blank nodes, for the file that holds them; otherwise they become IRIs.
    """
    return _Writer(stored, in_graph, inside).quads()


class _Writer:
    """Makes quads of one record."""

    def __init__(self, stored: Stored, in_graph: bool, inside: bool) -> None:
        self.stored, self.name, self.inside = stored, stored.name, inside
        self.graph = NamedNode(self.name) if in_graph else DefaultGraph()
        self.counts: dict[str, int] = {}
        self.keyed: dict[str, NamedNode] = {}

    def quads(self) -> Iterator[Quad]:
        yield from self._record(self.stored.record, NamedNode(self.name), 0)
        for term, (names, texts) in self.stored.marks.items():
            measure = self.keyed.get(term)
            predicate = measure or _property(term)
            datatype = NamedNode(XSD + ("double" if measure else "string"))
            for iri, text in zip(names, texts, strict=True):
                yield Quad(_resource(iri, self.inside), predicate, Literal(text, datatype=datatype), self.graph)

    def _record(self, record: Record, subject: NamedNode, order: int) -> Iterator[Quad]:
        yield Quad(subject, _TYPE, NamedNode(CBV + record.kind), self.graph)
        if order:
            yield Quad(subject, _property("order"), _literal("order", order), self.graph)
        if record.kind == _MEASURE:
            self.keyed[record.one("key", "")] = subject
        parts: list[tuple[Record, NamedNode, int]] = []
        for term, value in record.values:
            object_: Any
            if isinstance(value, Record):
                kind = value.kind.lower()
                self.counts[kind] = self.counts.get(kind, 0) + 1
                object_ = NamedNode(f"{self.name}#{kind}-{self.counts[kind]}")
                parts.append((value, object_, len(parts) + 1))
            elif isinstance(value, Name):
                object_ = _resource(value.iri, self.inside)
            else:
                object_ = _literal(term, value)
            yield Quad(subject, _property(term), object_, self.graph)
        for part in parts:
            yield from self._record(*part)


def prefixes_for(stored: Sequence[Stored], known: Prefixes) -> Prefixes:
    """Prefixes for writing records: those of the data, and ours."""
    pairs = dict(known.pairs)
    ours = {"cbv": CBV, "dcterms": DCTERMS, "xsd": XSD, "genid": GENID}
    ours |= {f"this{i}" if i else "this": f"{each.name}#" for i, each in enumerate(stored)}
    for prefix, iri in ours.items():
        if iri not in pairs.values():
            while prefix in pairs:
                prefix += "_"
            pairs[prefix] = iri
    return Prefixes(pairs, known.base)


def stored_in(quads: Quads, kind: str) -> tuple[Stored, ...]:
    """All records of a class in ``quads``, in reading order; raises :class:`ReadError` for invalid ones."""
    return tuple(_Reader(quads, graph).stored(subject) for subject, graph in _instances(quads, CBV + kind))


def _instances(quads: Quads, iri: str = "") -> list[tuple[int, int]]:
    """Subjects of a class, or of any of our classes, with the graphs that say so."""
    terms = quads.terms
    types = [t for t in np.unique(quads.predicate).tolist() if terms[t] == _TYPE]
    rows = np.flatnonzero(np.isin(quads.predicate, types))
    classes = [c for c in np.unique(quads.object[rows]).tolist() if to_iri(terms[c]).startswith(iri or CBV)]
    rows = rows[np.isin(quads.object[rows], [c for c in classes if not iri or to_iri(terms[c]) == iri])]
    return list(dict.fromkeys(zip(quads.subject[rows].tolist(), quads.graph[rows].tolist())))


class _Reader:
    """Makes records of the quads of one graph."""

    def __init__(self, quads: Quads, graph: int) -> None:
        self.terms = quads.terms
        rows = np.flatnonzero(quads.graph == graph)
        self.columns = quads.subject[rows], quads.predicate[rows], quads.object[rows]
        parts = [subject for subject, place in _instances(quads) if place == graph]
        self.own = np.isin(self.columns[0], parts)
        self.rows_of: dict[int, list[tuple[int, int]]] = {part: [] for part in parts}
        for s, p, o in zip(*(column[self.own].tolist() for column in self.columns)):
            self.rows_of[s].append((p, o))
        self.keyed: dict[str, int] = {}
        self.seen: set[int] = set()

    def stored(self, subject: int) -> Stored:
        """A record with its marks."""
        record, _ = self._record(subject, 0)
        terms = {p: _term_of(self.terms[p]) for p in np.unique(self.columns[1]).tolist()}
        of_view = {
            key: next((p for p, term in terms.items() if term == key), -1) for key in ("at", "links", "disputes")
        }
        predicates = {**of_view, **self.keyed}
        marks = {}
        for key, predicate in predicates.items():
            rows = np.flatnonzero((self.columns[1] == predicate) & ~self.own)
            if len(rows):
                names = tuple(_name_of(self.terms[s]) for s in self.columns[0][rows].tolist())
                marks[key] = names, tuple(_text_of(self.terms[o]) for o in self.columns[2][rows].tolist())
        return Stored(record, marks, to_iri(self.terms[subject]))

    def _record(self, subject: int, depth: int) -> tuple[Record, float]:
        """A record and its position among others of its kind."""
        if subject in self.seen or depth > _DEEPEST:
            raise ReadError("The view in this file refers to itself and cannot be opened.")
        self.seen.add(subject)
        kinds = [to_iri(self.terms[o]) for p, o in self.rows_of[subject] if self.terms[p] == _TYPE]
        kind = next(iri.removeprefix(CBV) for iri in kinds if iri.startswith(CBV))
        values: list[tuple[str, Value]] = []
        parts: list[tuple[str, Record, float]] = []
        for predicate, object_ in self.rows_of[subject]:
            term, value = _term_of(self.terms[predicate]), self.terms[object_]
            if not term:
                continue
            if isinstance(value, Literal):
                values.append((term, _value_of(value, term)))
            elif object_ in self.rows_of:
                parts.append((term, *self._record(object_, depth + 1)))
            else:
                values.append((term, Name(_name_of(value))))
        parts.sort(key=lambda part: part[2])
        record = Record(kind, (*values, *((term, part) for term, part, _ in parts)))
        if kind == _MEASURE:
            self.keyed[record.one("key", "")] = subject
        order = record.one("order", 0)
        return Record(kind, tuple(pair for pair in record.values if pair[0] != "order")), order


def _property(term: str) -> NamedNode:
    return NamedNode(_BORROWED.get(term) or CBV + term)


def _term_of(predicate: Term) -> str:
    """Our term for a predicate, or ""."""
    iri = to_iri(predicate)
    return _OURS.get(iri) or (iri.removeprefix(CBV) if iri.startswith(CBV) else "")


def _resource(iri: str, inside: bool) -> NamedNode | BlankNode:
    if not iri.startswith("_:"):
        return from_name(iri)
    return BlankNode(iri[2:]) if inside else NamedNode(GENID + iri[2:])


def _name_of(term: Term) -> str:
    iri = to_iri(term)
    return f"_:{iri.removeprefix(GENID)}" if iri.startswith(GENID) else iri


def _text_of(term: Term) -> str:
    return term.value if isinstance(term, Literal) else to_iri(term)


def _literal(term: str, value: str | bool | int | float) -> Literal:
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(XSD + "integer"))
    if isinstance(value, float):
        return Literal(as_double(value), datatype=NamedNode(XSD + "double"))
    return Literal(value, datatype=NamedNode(XSD + "dateTime")) if term == "created" else Literal(value)


def as_double(value: float) -> str:
    """The shortest text that reads back as the same number."""
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    text = repr(value)
    return text if "e" in text or "n" in text else f"{text}e0"


def _value_of(literal: Literal, term: str) -> Value:
    text, kind = literal.value, literal.datatype.value.removeprefix(XSD)
    try:
        if kind == "integer" and len(text) < _LONGEST:
            return int(text)
        if kind in ("double", "decimal", "float"):
            return float(text)
        if kind == "boolean" and re.fullmatch("true|false|1|0", text):
            return text in ("true", "1")
    except ValueError:
        pass
    else:
        if kind not in ("integer", "boolean"):
            return text
    raise ReadError(f"The value “{text[:40]}” of “{term}” in this file is not a valid {kind}.")
