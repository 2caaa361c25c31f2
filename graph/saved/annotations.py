"""Notes as Web Annotations: what a user wrote on a resource, a relationship or the canvas, to quads and back.

The target of an annotation is a resource itself, a relationship through an ``rdf:Statement``, or a place on the
canvas through a ``cb:CanvasPlace``, a selector with ``cb:x`` and ``cb:y``. Each part also has a class of the view
vocabulary, which separates notes from the data when both are in one file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.named import NamedTuple
from graph.rdf.relative import from_name
from graph.rdf.source import Quads, Term
from graph.rdf.terms import CB, CBV, DCTERMS, GENID, OA, RDF, XSD, Prefixes, to_iri


class OnNode(NamedTuple):
    """A resource by its IRI, or ``_:b0`` for a blank node."""

    iri: str


class OnEdge(NamedTuple):
    """A statement between two resources, in whichever graphs it stands."""

    subject: str
    predicate: str
    object: str


class OnCanvas(NamedTuple):
    """A position in scene units."""

    x: float
    y: float


Target = OnNode | OnEdge | OnCanvas


class Note(NamedTuple):
    """A text by a user on a resource, a relationship or the canvas.

    ``id`` is an IRI: a UUID URN for notes written here. ``created`` and ``changed`` are in UTC, None if a file of
    another program does not give them.
    """

    id: str
    target: Target
    text: str
    created: datetime | None = None
    changed: datetime | None = None


_TYPE = NamedNode(RDF + "type")
_ANNOTATION = NamedNode(OA + "Annotation")
_OWN, _PART = CBV + "Note", CBV + "NotePart"
_CANVAS = CB + "canvas"
_DEEP = 3
"""An annotation, its body or target, and the target's selector."""


def note_quads(notes: Iterable[Note], graph: str = "", *, inside: bool = False) -> Iterator[Quad]:
    """Quads of some notes, in the named graph ``graph`` if one is given.

    With ``inside`` blank nodes stay blank nodes, for the file that holds them; otherwise they become IRIs.
    """
    place = [NamedNode(graph)] if graph else []
    for note in notes:
        me = NamedNode(note.id)
        told: list[tuple[NamedNode, str, Term]] = [
            (me, RDF + "type", _ANNOTATION),
            (me, RDF + "type", NamedNode(_OWN)),
            (me, OA + "motivatedBy", NamedNode(OA + "commenting")),
            (me, OA + "bodyValue", Literal(note.text)),
        ]
        told += [
            (me, DCTERMS + term, Literal(_written(when), datatype=NamedNode(XSD + "dateTime")))
            for term, when in (("created", note.created), ("modified", note.changed))
            if when is not None
        ]
        told += _aimed(me, note, inside)
        for subject, predicate, value in told:
            yield Quad(subject, NamedNode(predicate), value, *place)


def _aimed(me: NamedNode, note: Note, inside: bool) -> list[tuple[NamedNode, str, Term]]:
    """Quads that describe the target of a note."""
    target, part = note.target, NamedNode(f"{note.id}#target")
    if isinstance(target, OnNode):
        return [(me, OA + "hasTarget", _resource(target.iri, inside))]
    aim = (me, OA + "hasTarget", part)
    if isinstance(target, OnEdge):
        return [
            aim,
            (part, RDF + "type", NamedNode(RDF + "Statement")),
            (part, RDF + "type", NamedNode(_PART)),
            (part, RDF + "subject", _resource(target.subject, inside)),
            (part, RDF + "predicate", _resource(target.predicate, inside)),
            (part, RDF + "object", _resource(target.object, inside)),
        ]
    spot = NamedNode(f"{note.id}#place")
    return [
        aim,
        (part, RDF + "type", NamedNode(OA + "SpecificResource")),
        (part, RDF + "type", NamedNode(_PART)),
        (part, OA + "hasSource", NamedNode(_CANVAS)),
        (part, OA + "hasSelector", spot),
        (spot, RDF + "type", NamedNode(CB + "CanvasPlace")),
        (spot, RDF + "type", NamedNode(_PART)),
        (spot, CB + "x", _number(target.x)),
        (spot, CB + "y", _number(target.y)),
    ]


def _resource(iri: str, inside: bool) -> NamedNode | BlankNode:
    if iri.startswith("_:"):
        return BlankNode(iri[2:]) if inside else NamedNode(GENID + iri[2:])
    return from_name(iri)


def _number(value: float) -> Literal:
    text = repr(float(value))
    return Literal(text if "e" in text else f"{text}e0", datatype=NamedNode(XSD + "double"))


def _written(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def note_prefixes(known: Prefixes) -> Prefixes:
    """Prefixes for writing notes: those of the data, and those of the vocabularies that notes use."""
    pairs = dict(known.pairs)
    needed = {"oa": OA, "dcterms": DCTERMS, "rdf": RDF, "xsd": XSD, "cb": CB, "cbv": CBV, "genid": GENID}
    for prefix, iri in needed.items():
        if iri not in pairs.values():
            while prefix in pairs:
                prefix += "_"
            pairs[prefix] = iri
    return Prefixes(pairs, known.base)


def read_notes(quads: Quads, *, own: bool = False) -> tuple[Note, ...]:
    """Annotations among ``quads``, in reading order, in any graph and by any author.

    With ``own`` only the notes that Caseboard wrote, not the annotations that belong to the data.

    Texts come from ``oa:bodyValue`` and textual bodies; an external body is given as its IRI. An annotation with
    several targets becomes a note on each, one without a target becomes a note on the canvas.
    """
    return tuple(_Reader(quads, NamedNode(_OWN) if own else _ANNOTATION).notes())


class _Reader:
    """Looks up statements about annotations and their parts."""

    def __init__(self, quads: Quads, kind: NamedNode) -> None:
        self.terms = quads.terms
        terms = quads.terms
        types = [p for p in np.unique(quads.predicate).tolist() if terms[p] == _TYPE]
        rows = np.flatnonzero(np.isin(quads.predicate, types))
        classes = [c for c in np.unique(quads.object[rows]).tolist() if terms[c] == kind]
        rows = rows[np.isin(quads.object[rows], classes)]
        self.annotations = list(dict.fromkeys(quads.subject[rows].tolist()))
        self.said: dict[int, dict[str, list[int]]] = {}
        wanted = np.array(self.annotations, np.int32)
        for _ in range(_DEEP):
            found = np.flatnonzero(np.isin(quads.subject, wanted))
            for s, p, o in zip(*(c[found].tolist() for c in (quads.subject, quads.predicate, quads.object))):
                objects = self.said.setdefault(s, {}).setdefault(to_iri(terms[p]), [])
                if o not in objects:
                    objects.append(o)
            wanted = np.setdiff1d(quads.object[found], np.array([*self.said], np.int32))

    def notes(self) -> Iterator[Note]:
        for annotation in self.annotations:
            said = self.said[annotation]
            texts = [self._literal(o) for o in said.get(OA + "bodyValue", ())]
            texts += [self._body(o) for o in said.get(OA + "hasBody", ())]
            text = "\n\n".join(text for text in texts if text)
            targets = [self._target(o) for o in said.get(OA + "hasTarget", ())] or [OnCanvas(0.0, 0.0)]
            created, changed = (self._when(said.get(DCTERMS + term, ())) for term in ("created", "modified"))
            name = self.terms[annotation]
            for place, target in enumerate(dict.fromkeys(targets)):
                iri = name.value if isinstance(name, NamedNode) and not place else _made_name(name, target, text)
                yield Note(iri, target, text, created, changed or created)

    def _first(self, subject: int, predicate: str) -> int:
        return next(iter(self.said.get(subject, {}).get(predicate, ())), -1)

    def _literal(self, i: int) -> str:
        term = self.terms[i] if i >= 0 else None
        return term.value if isinstance(term, Literal) else ""

    def _body(self, i: int) -> str:
        term = self.terms[i]
        if isinstance(term, Literal):
            return term.value
        value = self._literal(self._first(i, RDF + "value"))
        return value or (to_iri(term) if isinstance(term, NamedNode) else "")

    def _target(self, i: int) -> Target:
        term = self.terms[i]
        if isinstance(term, Triple):
            return OnEdge(to_iri(term.subject), to_iri(term.predicate), to_iri(term.object))
        s, p, o = (self._first(i, RDF + name) for name in ("subject", "predicate", "object"))
        if min(s, p, o) >= 0:
            return OnEdge(self._name(s), self._name(p), self._name(o))
        selector, source = self._first(i, OA + "hasSelector"), self._first(i, OA + "hasSource")
        x, y = self._first(selector, CB + "x"), self._first(selector, CB + "y")
        if min(x, y) >= 0:
            return OnCanvas(_place(self._literal(x)), _place(self._literal(y)))
        return OnNode(self._name(source if source >= 0 else i))

    def _name(self, i: int) -> str:
        iri = to_iri(self.terms[i])
        return f"_:{iri.removeprefix(GENID)}" if iri.startswith(GENID) else iri

    def _when(self, values: Iterable[int]) -> datetime | None:
        for value in values:
            try:
                when = datetime.fromisoformat(self._literal(value).strip())
                return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
            except (ValueError, OverflowError):
                continue
        return None


def _made_name(annotation: Term, target: Target, text: str) -> str:
    """A stable name for a note that has no IRI of its own or shares one."""
    return uuid5(NAMESPACE_URL, repr((to_iri(annotation), tuple(target), text))).urn


def _place(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
