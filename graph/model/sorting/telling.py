"""Statements in other words: lines and attributes that say what several quads of a source say together.

A restriction with its blank node becomes a line “has topping some”, a list of alternatives an attribute “A or B”. Such
statements are drawn; the quads that they stand for are exported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode

from graph.arrays.csr import Rows, distinct, group
from graph.arrays.types import Ids, Mask
from graph.model.sorting.roles import Role, Roles
from graph.named import NamedTuple
from graph.rdf.source import Quads, Term
from graph.rdf.terms import RDF

Pieces = tuple[int | str, ...]
"""A text in parts: words, and terms that are named as the user wishes."""

_Column = NDArray[np.int64]
_WORDS = "https://caseboard.example/words/"
"""The start of IRIs of predicates that a source implies: “some”, “only” and “at least 2” of one of its own."""
_BLANK = OxLiteral("")
_CHANGING = (Role.SCHEMA, Role.EDGE)
"""Roles of quads that are not drawn as they stand once another statement says the same."""


class Told(NamedTuple):
    """Statements in other words.

    stated   the quads of the source
    quads    these, then the statements that are drawn, with further terms behind those of the source
    origin   for each of these statements the quads that it stands for; it stands in the graph of the first
    same     for each of them the quad of the source that says the same in the same graph, −1 for most; shape (k,)
    texts    by term of a literal the parts of its text
    kinds    by term of an implied predicate the predicate of the source, −1 for none, and words that follow its name
    """

    stated: Quads
    quads: Quads
    origin: Rows
    same: Ids
    texts: Mapping[int, Pieces]
    kinds: Mapping[int, tuple[int, str]]


class Teller:
    """Collects statements in other words about ``quads`` with their ``role`` (q,)."""

    def __init__(self, quads: Quads, role: NDArray[np.uint8]) -> None:
        self.quads, self.role = quads, role
        self.terms: list[Term] = list(quads.terms)
        self.predicates: dict[str, int] = {self.iri(t): t for t in distinct(quads.predicate).tolist()}
        self._said: dict[tuple[int, int, int, int], list[int]] = {}
        self._texts: dict[int, Pieces] = {}
        self._kinds: dict[int, tuple[int, str]] = {}
        self._text_of: dict[Pieces, int] = {}
        self._many: list[tuple[_Column, _Column]] = []
        self._used: frozenset[int] | None = None
        self._kind_of: dict[tuple[int, str], int] = {}

    def iri(self, term: int) -> str:
        """The IRI of a term, "" if it is none."""
        value = self.terms[term]
        return value.value if isinstance(value, NamedNode) else ""

    def predicate(self, iri: str) -> int:
        """The term of a predicate, new if no quad has it."""
        if iri not in self.predicates:
            self.predicates[iri] = self._add(NamedNode(iri))
        return self.predicates[iri]

    def rows(self, *iris: str) -> list[int]:
        """Quads with one of these predicates, in reading order."""
        wanted = [self.predicates[iri] for iri in iris if iri in self.predicates]
        rows: list[int] = np.flatnonzero(np.isin(self.quads.predicate, wanted)).tolist()
        return rows

    def kind(self, predicate: int, words: str) -> int:
        """The term of the predicate that is called ``predicate`` and ``words``; −1 stands for words alone."""
        key = predicate, words
        if key not in self._kind_of:
            base = "" if predicate < 0 else self.iri(predicate)
            term = self._add(NamedNode(f"{_WORDS}{words.replace(' ', '-') or 'line'}/{base}"))
            self._kind_of[key], self._kinds[term] = term, key
        return self._kind_of[key]

    def line_of(self, predicate: int) -> int:
        """The term of the predicate for lines that say where ``predicate`` may stand, not that it does."""
        if self._used is None:
            self._used = frozenset(distinct(self.quads.predicate[self.role == Role.EDGE]).tolist())
        return self.kind(predicate, "in the schema" if predicate in self._used else "")

    def link(self, subject: int, predicate: int, target: int, rows: Iterable[int]) -> None:
        """Draw a line for some quads."""
        rows = list(rows)
        self._said.setdefault((subject, predicate, target, int(self.quads.graph[rows[0]])), []).extend(rows)

    def tell(self, subject: int, predicate: int, pieces: Pieces, rows: Iterable[int]) -> None:
        """Say some quads as an attribute."""
        self.link(subject, predicate, self._text(pieces), rows)

    def link_all(self, subjects: _Column, predicate: str, targets: _Column, rows: _Column) -> None:
        """Draw a line for each of many quads (k,)."""
        if len(rows):
            predicates = np.full(len(rows), self.predicate(predicate))
            self._many.append((np.stack((subjects, predicates, targets, self.quads.graph[rows]), axis=1), rows))

    def tell_all(self, subjects: _Column, predicate: str, targets: _Column, rows: _Column, wanted: Mask) -> None:
        """Say those of many quads (k,) that are ``wanted`` as attributes, by the name of the target."""
        named, place = np.unique(targets[wanted], return_inverse=True)
        texts = np.array([self._text((term,)) for term in named.tolist()], np.int64)
        self.link_all(subjects[wanted], predicate, texts[place], rows[wanted])

    def _text(self, pieces: Pieces) -> int:
        if pieces not in self._text_of:
            term = self._add(_BLANK)
            self._text_of[pieces], self._texts[term] = term, pieces
        return self._text_of[pieces]

    def told(self) -> Told | None:
        """All that was said, None if nothing was."""
        if not self._said and not self._many:
            return None
        quads, lists = self.quads, list(self._said.values())
        single = np.array(list(self._said), np.int64).reshape(-1, 4)
        keys = np.concatenate([single, *(columns for columns, _ in self._many)])
        lengths = np.ones(len(keys), np.int64)
        lengths[: len(lists)] = [len(rows) for rows in lists]
        rows = np.concatenate(
            [np.array([row for rows in lists for row in rows], np.int64), *(r for _, r in self._many)]
        )
        first = _first_alike(keys)
        origin = group(np.repeat(first, lengths), rows, len(keys))
        kept = np.flatnonzero(first == np.arange(len(keys)))
        keys = keys[kept]
        names = (quads.subject, quads.predicate, quads.object, quads.graph)
        s, p, o, g = (np.concatenate((old, new)).astype(np.int32) for old, new in zip(names, keys.T))
        return Told(
            quads,
            Quads(self.terms, s, p, o, g, quads.prefixes),
            group(np.repeat(np.arange(len(kept)), origin.lengths[kept]), origin.gather(kept), len(kept)),
            self._same(keys),
            self._texts,
            self._kinds,
        )

    def _same(self, keys: _Column) -> Ids:
        """The quad of the source that equals each statement (k, 4), -1 for none."""
        quads = self.quads
        rows = np.flatnonzero(np.isin(quads.predicate, np.unique(keys[:, 1])))
        stated = np.stack([c[rows] for c in (quads.subject, quads.predicate, quads.object, quads.graph)], axis=1)
        first = _first_alike(np.concatenate((stated, keys)))[len(rows) :]
        return np.where(first < len(rows), np.append(rows, -1)[np.minimum(first, len(rows))], -1).astype(np.int32)

    def _add(self, term: Term) -> int:
        self.terms.append(term)
        return len(self.terms) - 1


def _first_alike(keys: _Column) -> _Column:
    """For each row of ``keys`` (k, 4) the first row that equals it."""
    order = np.lexsort(keys.T[::-1])  # stable, so that the first of equal rows comes first
    new = np.ones(len(keys), bool)
    new[1:] = (keys[order][1:] != keys[order][:-1]).any(axis=1)
    first = np.empty(len(keys), np.int64)
    first[order] = order[np.flatnonzero(new)][np.cumsum(new) - 1]
    return first


def with_told(roles: Roles, told: Told) -> Roles:
    """``roles`` of the quads of the source, those of the statements in other words behind them."""
    role = roles.role.copy()
    origin = np.unique(told.origin.values)
    role[origin[np.isin(role[origin], _CHANGING)]] = Role.WORDS
    more = len(told.quads.terms) - len(told.stated.terms)
    is_text = np.zeros(more, bool)
    is_text[np.array(list(told.texts), np.int64) - len(told.stated.terms)] = True
    nothing = np.zeros(more, bool)
    is_literal = np.concatenate((roles.is_literal, is_text))
    drawn = np.where(is_literal[told.quads.object[len(role) :]], Role.ATTRIBUTE, Role.EDGE)
    drawn[told.same >= 0] = Role.WORDS
    return roles._replace(
        role=np.concatenate((role, drawn)).astype(np.uint8),
        is_literal=is_literal,
        is_passage=np.concatenate((roles.is_passage, nothing)),
        is_part=np.concatenate((roles.is_part, nothing)),
        is_document=np.concatenate((roles.is_document, nothing)),
    )


def stated_iri(iri: str) -> str:
    """The IRI of the source's own predicate in that of one that it implies; any other IRI as it is."""
    if not iri.startswith(_WORDS):
        return iri
    return iri.removeprefix(_WORDS).partition("/")[2] or RDF + "type"


def joined(parts: Sequence[Pieces], between: str) -> Pieces:
    """Texts with words between them."""
    out: list[int | str] = []
    for i, part in enumerate(parts):
        out += [between, *part] if i else part
    return tuple(out)
