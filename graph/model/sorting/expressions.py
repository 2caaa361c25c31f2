"""Class expressions of OWL in words: “has topping some Herb”, “Food and not Fish soup”, “integer from 0 to 10”."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pyoxigraph import BlankNode, NamedNode

from graph.model.sorting.telling import Pieces, Teller, joined
from graph.named import NamedTuple
from graph.rdf.terms import OWL, RDF, RDFS, XSD, to_text

_DEEPEST = 20
"""Largest depth of expressions that are read."""
_LARGEST = 2000
"""Largest number of parts of one expression: a file may share parts so that writing them out would never end."""
_MOST = 12
"""Largest number of alternatives that a text names; it counts the others."""
_FILLED = {"someValuesFrom": "some", "allValuesFrom": "only", "hasValue": "value"}
_COUNTED = {
    "minCardinality": "at least", "maxCardinality": "at most", "cardinality": "exactly",
    "minQualifiedCardinality": "at least", "maxQualifiedCardinality": "at most", "qualifiedCardinality": "exactly",
}  # fmt: skip
FACETS = {
    "minInclusive": "from {}", "maxInclusive": "to {}", "minExclusive": "more than {}", "maxExclusive": "less than {}",
    "minLength": "at least {} characters", "maxLength": "at most {} characters", "length": "{} characters",
    "pattern": "matching {}",
}  # fmt: skip
"""Words for a limit of a value, by the name of its predicate in XML Schema and SHACL."""
_EVERYTHING = frozenset(
    {OWL + "Thing", RDFS + "Resource", RDFS + "Literal", OWL + "topObjectProperty", OWL + "topDataProperty"}
    | {OWL + "real", OWL + "rational", RDF + "langString", RDF + "PlainLiteral", RDF + "HTML", RDF + "XMLLiteral"}
)


class Phrase(NamedTuple):
    """An expression in words, and the quads that state it; one that is compound stands in brackets within another."""

    pieces: Pieces
    rows: tuple[int, ...] = ()
    is_compound: bool = False

    def within(self) -> Pieces:
        """The words as part of another expression."""
        return ("(", *self.pieces, ")") if self.is_compound else self.pieces


class Restriction(NamedTuple):
    """A restriction of a named property: “some”, “at least 2” …; ``filler`` is −1 if it names no class or value."""

    predicate: int
    words: str
    filler: int
    rows: tuple[int, ...]


_Parts = dict[str, list[tuple[int, int]]]
"""Quads and objects of a blank node, by the IRI of the predicate."""


class Expressions:
    """Reads the expressions among the quads of ``teller``."""

    def __init__(self, teller: Teller) -> None:
        self._teller, quads = teller, teller.quads
        is_blank = np.fromiter((isinstance(t, BlankNode) for t in quads.terms), bool, len(quads.terms))
        self.is_blank = is_blank
        self._parts: dict[int, _Parts] = {}
        self._left = _LARGEST
        rows = np.flatnonzero(is_blank[quads.subject])
        columns = (c[rows].tolist() for c in (quads.subject, quads.predicate, quads.object))
        iris: dict[int, str] = {}
        for row, subject, predicate, value in zip(rows.tolist(), *columns):
            if predicate not in iris:
                iris[predicate] = teller.iri(predicate)
            self._parts.setdefault(subject, {}).setdefault(iris[predicate], []).append((row, value))

    def parts(self, term: int) -> _Parts:
        """All that is said of a blank node."""
        return self._parts.get(term, {})

    def is_drawn(self, term: int) -> bool:
        """True if a line can lead to a term: a named one, neither a datatype nor the class of everything."""
        iri = self._teller.iri(term)
        return bool(iri) and iri not in _EVERYTHING and not iri.startswith(XSD)

    def members(self, head: int) -> tuple[list[int], tuple[int, ...]] | None:
        """The members of a list and its quads; None if it is no proper list."""
        found: list[int] = []
        rows: list[int] = []
        seen: set[int] = set()
        while self._teller.iri(head) != RDF + "nil":
            parts = self.parts(head)
            first, rest = parts.get(RDF + "first", ()), parts.get(RDF + "rest", ())
            if head in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            rows += [row for each in parts.values() for row, _ in each]
            found.append(first[0][1])
            head = rest[0][1]
        return found, tuple(rows)

    def named_members(self, term: int, kind: str) -> tuple[list[int], tuple[int, ...]] | None:
        """The members of a union or intersection, if lines can lead to all of them."""
        lists = self.parts(term).get(OWL + kind, ())
        found = self.members(lists[0][1]) if len(lists) == 1 else None
        if found is None or not all(map(self.is_drawn, found[0])):
            return None
        return found[0], self._rows(term, found[1])

    def restriction(self, term: int) -> Restriction | None:
        """A restriction of a named property, by which a line can be drawn or a text written."""
        parts = self.parts(term)
        on = parts.get(OWL + "onProperty", ())
        if len(on) != 1 or not self._teller.iri(on[0][1]):
            return None
        rows = self._rows(term, ())
        for name, words in _FILLED.items():
            for _, value in parts.get(OWL + name, ()):
                return Restriction(on[0][1], words, value, rows)
        for name, words in _COUNTED.items():
            for _, value in parts.get(OWL + name, ()):
                filler = [each for key in ("onClass", "onDataRange") for _, each in parts.get(OWL + key, ())]
                words = f"{words} {to_text(self._teller.terms[value])}"
                return Restriction(on[0][1], words, filler[0] if filler else -1, rows)
        return None

    def phrase(self, term: int, depth: int = 0) -> Phrase | None:
        """A term in words, None if it is a blank node that is no expression."""
        value = self._teller.terms[term]
        self._left = self._left - 1 if depth else _LARGEST
        if isinstance(value, NamedNode):
            return Phrase((term,))
        if not isinstance(value, BlankNode):
            return Phrase((to_text(value),))
        if depth > _DEEPEST or self._left < 0:
            return None
        for read in (self._restricted, self._combined, self._negated, self._listed):
            found = read(term, depth + 1)
            if found is not None:
                return found
        return self._ranged(term)

    def _rows(self, term: int, more: Sequence[int]) -> tuple[int, ...]:
        own = (row for each in self.parts(term).values() for row, _ in each)
        return (*own, *more)

    def _restricted(self, term: int, depth: int) -> Phrase | None:
        found = self.restriction(term)
        if found is None:
            return self._restricted_inverse(term, depth)
        if found.filler < 0:
            return Phrase((found.predicate, f" {found.words}"), found.rows, True)
        filler = self.phrase(found.filler, depth)
        if filler is None:
            return None
        pieces = (found.predicate, f" {found.words} ", *filler.within())
        return Phrase(pieces, (*found.rows, *filler.rows), True)

    def _restricted_inverse(self, term: int, depth: int) -> Phrase | None:
        """A restriction of an inverse property, or of a property to itself."""
        parts = self.parts(term)
        on = parts.get(OWL + "onProperty", ())
        own = self.phrase(on[0][1], depth) if len(on) == 1 else None
        if own is None:
            return None
        for name, words in (*_FILLED.items(), ("hasSelf", "itself")):
            for _, value in parts.get(OWL + name, ()):
                filler = Phrase(()) if name == "hasSelf" else self.phrase(value, depth)
                if filler is not None:
                    pieces = (*own.within(), f" {words} ".rstrip() if name == "hasSelf" else f" {words} ")
                    return Phrase((*pieces, *filler.within()), self._rows(term, (*own.rows, *filler.rows)), True)
        return None

    def _combined(self, term: int, depth: int) -> Phrase | None:
        parts = self.parts(term)
        for name, words in (("unionOf", " or "), ("intersectionOf", " and "), ("oneOf", " or ")):
            for _, head in parts.get(OWL + name, ()):
                found = self.listed(head, words, depth)
                if found is not None:
                    return Phrase(found.pieces, self._rows(term, found.rows), found.is_compound)
        return None

    def listed(self, head: int, words: str, depth: int = 0) -> Phrase | None:
        """The members of a list with words between them; a long list ends with the number of the others."""
        found = self.members(head)
        if found is None:
            return None
        phrases = [self.phrase(member, depth + 1) for member in found[0][:_MOST]]
        told = [phrase for phrase in phrases if phrase is not None]
        if len(told) < len(phrases):
            return None
        pieces = joined([phrase.within() for phrase in told], words)
        others = len(found[0]) - len(told)
        pieces = (*pieces, f"{words}{others:,} more") if others else pieces
        return Phrase(pieces, (*found[1], *(row for phrase in told for row in phrase.rows)), len(told) > 1)

    def _negated(self, term: int, depth: int) -> Phrase | None:
        words = (("complementOf", "not "), ("datatypeComplementOf", "not "), ("inverseOf", "inverse of "))
        for name, word in words:
            for _, value in self.parts(term).get(OWL + name, ()):
                found = self.phrase(value, depth)
                if found is not None:
                    return Phrase((word, *found.within()), self._rows(term, found.rows), name == "inverseOf")
        return None

    def _ranged(self, term: int) -> Phrase | None:
        """A datatype with limits."""
        parts = self.parts(term)
        base = [value for _, value in parts.get(OWL + "onDatatype", ())]
        heads = [value for _, value in parts.get(OWL + "withRestrictions", ())]
        found = self.members(heads[0]) if heads else None
        if not base or found is None:
            return None
        limits = [each for member in found[0] for each in self._limits(member)]
        of_members = [row for member in found[0] for row in self._rows(member, ())]
        return Phrase((base[0], *(f" {limit}" for limit in limits)), self._rows(term, (*found[1], *of_members)), True)

    def _limits(self, term: int) -> list[str]:
        return [
            FACETS.get(iri.removeprefix(XSD), iri + " {}").format(to_text(self._teller.terms[value]))
            for iri, values in self.parts(term).items()
            for _, value in values
        ]

    def _listed(self, term: int, depth: int) -> Phrase | None:
        return self.listed(term, ", ", depth) if RDF + "first" in self.parts(term) else None
