"""Statements in other words: lines and attributes that say what several quads of a source say together.

A restriction with its blank node becomes a line “has topping some”, a list of alternatives an attribute “A or B”. Such
statements are drawn; the quads that they stand for are exported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode

from graph.arrays.csr import Rows, distinct, group
from graph.arrays.types import Ids
from graph.model.sorting.roles import Role, Roles
from graph.rdf.source import Quads, Term
from graph.rdf.terms import RDF

Pieces = tuple[int | str, ...]
"""A text in parts: words, and terms that are named as the user wishes."""

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
            term = self._add(NamedNode(f"{_WORDS}{words.replace(' ', '-')}/{base}"))
            self._kind_of[key], self._kinds[term] = term, key
        return self._kind_of[key]

    def link(self, subject: int, predicate: int, target: int, rows: Iterable[int]) -> None:
        """Draw a line for some quads."""
        rows = list(rows)
        self._said.setdefault((subject, predicate, target, int(self.quads.graph[rows[0]])), rows)

    def tell(self, subject: int, predicate: int, pieces: Pieces, rows: Iterable[int]) -> None:
        """Say some quads as an attribute."""
        if pieces not in self._text_of:
            term = self._add(_BLANK)
            self._text_of[pieces], self._texts[term] = term, pieces
        self.link(subject, predicate, self._text_of[pieces], rows)

    def told(self) -> Told | None:
        """All that was said, None if nothing was."""
        if not self._said:
            return None
        quads = self.quads
        columns = np.array(list(self._said), np.int32).T
        names = (quads.subject, quads.predicate, quads.object, quads.graph)
        s, p, o, g = (np.concatenate((old, new)).astype(np.int32) for old, new in zip(names, columns))
        origins = list(self._said.values())
        owners = np.repeat(np.arange(len(origins)), [len(rows) for rows in origins])
        origin = group(owners, np.array([row for rows in origins for row in rows]), len(origins))
        same = np.array([*map(self._stated(columns[1]).get, self._said, repeat(-1))], np.int32)
        return Told(quads, Quads(self.terms, s, p, o, g, quads.prefixes), origin, same, self._texts, self._kinds)

    def _stated(self, predicates: Ids) -> dict[tuple[int, int, int, int], int]:
        """Quads of the source with some predicates."""
        quads = self.quads
        rows = np.flatnonzero(np.isin(quads.predicate, predicates))
        columns = (c[rows].tolist() for c in (quads.subject, quads.predicate, quads.object, quads.graph))
        return dict(zip(zip(*columns), rows.tolist()))

    def _add(self, term: Term) -> int:
        self.terms.append(term)
        return len(self.terms) - 1


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
