"""Shapes in SHACL in words: “amount: decimal, at least 1”."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.model.sorting.expressions import FACETS, Expressions, Phrase
from graph.model.sorting.roles import Role
from graph.model.sorting.telling import Pieces, Teller, joined
from graph.rdf.terms import RDF, SH, local_name, to_text

_LIMITS = {
    "minCount": "at least {}", "maxCount": "at most {}", "equals": "equal to {}", "disjoint": "other than {}",
    "lessThan": "less than {}", "lessThanOrEquals": "at most {}", "node": "as {}", "hasValue": "with {}",
    "class": "{}", "datatype": "{}", "nodeKind": "{}", "qualifiedMinCount": "at least {} of these",
    "qualifiedMaxCount": "at most {} of these", "in": "one of {}", "languageIn": "in {}", "not": "not {}",
    "qualifiedValueShape": "{}", "or": "{}", "xone": "{}", "and": "{}", "property": "with {}", "declare": "{}",
    **FACETS,
}  # fmt: skip
_FIRST = ("datatype", "class", "nodeKind", "node", "qualifiedValueShape")
_BETWEEN = {"or": " or ", "xone": " or else ", "and": " and "}
_KINDS = {
    "IRI": "IRI", "Literal": "literal", "BlankNode": "blank node", "BlankNodeOrIRI": "resource",
    "IRIOrLiteral": "IRI or literal", "BlankNodeOrLiteral": "blank node or literal",
}  # fmt: skip
_QUIET = frozenset({"path", "message", "severity", "order", "group", "name", "description", "flags", "deactivated"})
_PATHS = {"inversePath": "inverse of {}", "zeroOrMorePath": "{}, any number of times", "oneOrMorePath":
          "{}, once or more", "zeroOrOnePath": "{}, if any"}  # fmt: skip
_DEEPEST = 8
"""Largest depth of shapes within shapes that are read."""


def tell_shapes(teller: Teller, expressions: Expressions) -> None:
    """Say the constraints of shapes as attributes; a line leads from a shape to the class of a value."""
    if any(iri.startswith(SH) for iri in teller.predicates):
        _Shapes(teller, expressions).tell()


class _Shapes:
    def __init__(self, teller: Teller, expressions: Expressions) -> None:
        self._teller, self._expressions = teller, expressions
        self._is_blank = expressions.is_blank
        quads = teller.quads
        self._named: dict[int, dict[str, list[tuple[int, int]]]] = {}
        spoken = [term for iri, term in teller.predicates.items() if iri.startswith(SH)]
        rows = np.flatnonzero(np.isin(quads.predicate, spoken) & ~self._is_blank[quads.subject])
        for row in rows.tolist():
            parts = self._named.setdefault(int(quads.subject[row]), {})
            parts.setdefault(teller.iri(int(quads.predicate[row])), []).append((row, int(quads.object[row])))

    def tell(self) -> None:
        """Say everything that is said of shapes with a name."""
        for shape, parts in self._named.items():
            if SH + "path" in parts:
                phrase = self._constraints(parts)
                if phrase is not None:
                    self._teller.tell(shape, self._teller.predicate(SH + "path"), phrase.pieces, phrase.rows)
                    self._draw(shape, parts, phrase.rows)
                continue
            for iri, values in parts.items():
                for row, value in values:
                    self._tell_part(shape, iri, row, value)

    def _tell_part(self, shape: int, iri: str, row: int, value: int) -> None:
        if self._teller.role[row] not in (Role.SCHEMA, Role.EDGE):
            return
        if iri == SH + "property" and self._is_blank[value]:
            self._tell_property(shape, row, value)
        elif self._is_blank[value] or self._teller.iri(value).startswith(SH):
            found = self._value(local_name(iri), value, 0)
            if found is not None:
                self._teller.tell(shape, self._teller.predicate(iri), found.pieces, (row, *found.rows))

    def _tell_property(self, shape: int, row: int, value: int) -> None:
        parts = self._expressions.parts(value)
        phrase = self._constraints(parts)
        if phrase is None:
            return
        rows = (row, *phrase.rows)
        self._teller.tell(shape, self._teller.predicate(SH + "property"), phrase.pieces, rows)
        for name in ("message", "description"):
            for _, text in parts.get(SH + name, ()):
                words = (to_text(self._teller.terms[text]),)
                self._teller.tell(shape, self._teller.predicate(SH + name), words, rows)
        self._draw(shape, parts, rows)

    def _draw(self, shape: int, parts: dict[str, list[tuple[int, int]]], rows: tuple[int, ...]) -> None:
        """A line to the class or shape that the values of a property have."""
        paths = [term for _, term in parts.get(SH + "path", ()) if self._teller.iri(term)]
        for _, term in (each for name in ("class", "node") for each in parts.get(SH + name, ())):
            if paths and self._expressions.is_drawn(term):
                self._teller.link(shape, self._teller.line_of(paths[0]), term, rows)

    def _constraints(self, parts: dict[str, list[tuple[int, int]]], depth: int = 0) -> Phrase | None:
        """The path and the constraints of a property shape, or of a shape without a path."""
        rows = [row for values in parts.values() for row, _ in values]
        paths = [self._path(term) for _, term in parts.get(SH + "path", ())]
        head: Pieces = ()
        if paths:
            if paths[0] is None:
                return None
            head = paths[0].pieces
            rows += paths[0].rows
        told = list(self._each(parts, depth))
        rows += [row for phrase in told for row in phrase.rows]
        body = joined([phrase.pieces for phrase in told], ", ")
        if not head and not body:
            return None
        return Phrase((*head, *((": ",) if head and body else ()), *body), tuple(rows), len(told) > 1)

    def _each(self, parts: dict[str, list[tuple[int, int]]], depth: int) -> Iterator[Phrase]:
        names = [iri.removeprefix(SH) for iri in parts if iri.startswith(SH)]
        least, most = (self._texts(parts, name) for name in ("minCount", "maxCount"))
        is_exact = len(least) == 1 and least == most
        for name in sorted(names, key=lambda each: _FIRST.index(each) if each in _FIRST else len(_FIRST)):
            if name in _QUIET or (is_exact and name == "maxCount"):
                continue
            if is_exact and name == "minCount":
                yield Phrase((f"exactly {least[0]}",))
                continue
            for _, value in parts[SH + name]:
                found = self._value(name, value, depth)
                if found is not None:
                    yield found

    def _texts(self, parts: dict[str, list[tuple[int, int]]], name: str) -> list[str]:
        return [to_text(self._teller.terms[value]) for _, value in parts.get(SH + name, ())]

    def _value(self, name: str, value: int, depth: int) -> Phrase | None:
        """One constraint in words."""
        found = self._content(name, value, depth)
        if found is None:
            return None
        template = _LIMITS.get(name, local_name(name) + " {}")
        before, after = template.split("{}")
        inner = found.within() if before or after else found.pieces
        pieces = (*((before,) if before else ()), *inner, *((after,) if after else ()))
        return Phrase(pieces, found.rows)

    def _content(self, name: str, value: int, depth: int) -> Phrase | None:
        iri = self._teller.iri(value)
        if iri.startswith(SH):
            return Phrase((_KINDS.get(iri.removeprefix(SH), iri.removeprefix(SH)),))
        if not self._is_blank[value] if value < len(self._is_blank) else True:
            return self._expressions.phrase(value)
        parts = self._expressions.parts(value)
        if RDF + "first" in parts:
            return self._list(value, _BETWEEN.get(name, ", "), depth)
        return self._constraints(parts, depth + 1) if depth < _DEEPEST else None

    def _list(self, head: int, between: str, depth: int) -> Phrase | None:
        found = self._expressions.members(head)
        if found is None:
            return None
        told = [self._content("", member, depth + 1) for member in found[0]]
        known = [phrase for phrase in told if phrase is not None]
        rows = (*found[1], *(row for phrase in known for row in phrase.rows))
        return Phrase(joined([phrase.within() for phrase in known], between), rows, len(known) > 1 and between != ", ")

    def _path(self, term: int) -> Phrase | None:
        """A property path in words."""
        if not self._is_blank[term]:
            return self._expressions.phrase(term)
        parts = self._expressions.parts(term)
        if RDF + "first" in parts:
            return self._steps(term, " / ")
        for iri, values in parts.items():
            row, value = values[0]
            if iri == SH + "alternativePath":
                found = self._steps(value, " or ")
                return None if found is None else found._replace(rows=(row, *found.rows))
            name = iri.removeprefix(SH)
            inner = self._path(value) if name in _PATHS else None
            if inner is not None:
                before, after = _PATHS[name].split("{}")
                return Phrase(tuple(filter(None, (before, *inner.pieces, after))), (row, *inner.rows), True)
        return None

    def _steps(self, head: int, between: str) -> Phrase | None:
        found = self._expressions.members(head)
        steps = [self._path(member) for member in found[0]] if found is not None else []
        if found is None or None in steps:
            return None
        known = [step for step in steps if step is not None]
        rows = (*found[1], *(row for step in known for row in step.rows))
        return Phrase(joined([step.within() for step in known], between), rows, True)
