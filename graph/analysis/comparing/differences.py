"""Difference of two graphs: statements added, removed, with another value, and the same on other evidence.

Blank nodes are matched by what is around them. The statements of the second graph are then said with the blank nodes of
the first. Views and notes inside a source are no part of the comparison.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from graph.analysis.comparing.blank_nodes import Link, Matches, match
from graph.model.projection import Projection
from graph.model.sorting.roles import Role
from graph.named import NamedTuple
from graph.rdf.source import Term
from graph.rdf.terms import DCTERMS, OA, PROV, SCHEMA, local_name
from graph.work.progress import Job, Progress, with_gc_paused

_EVIDENCE = {DCTERMS + "source", DCTERMS + "isReferencedBy"} | {
    PROV + name for name in ("wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource")
}
_PASSAGE = {OA + name for name in ("hasSource", "hasSelector", "start", "end", "exact", "prefix", "suffix")}
_PASSAGE |= {SCHEMA + "sha256"}
_STEP = 10_000
Statement = Quad
_Row = tuple[int, int, int, int]
Key = tuple[Term, NamedNode, Term] | tuple[Term]
"""Something that has evidence: a statement, or a resource alone."""


class Changed(NamedTuple):
    """A statement of which the value was replaced."""

    before: Quad
    after: Quad


class Resourced(NamedTuple):
    """A statement or a resource that both graphs have, with the evidence of each, in words that are equal if the
    evidence is."""

    key: Key
    before: tuple[str, ...]
    after: tuple[str, ...]


class Difference(NamedTuple):
    """The difference from one graph to another. All quads have the blank nodes of the first, or new ones.

    added, removed      statements, in reading order
    changed, resourced  see above
    out, into           every quad to take out of the first graph and to put in: those above, and quads of evidence
    common              the number of quads that both have
    alike               the number of blank nodes matched by their order among nodes that look alike
    alone               the numbers of blank nodes of each graph without a counterpart
    fresh               the blank nodes that only the second graph has, as the quads name them
    """

    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]
    changed: tuple[Changed, ...]
    resourced: tuple[Resourced, ...]
    out: tuple[Quad, ...]
    into: tuple[Quad, ...]
    common: int
    alike: int
    alone: tuple[int, int]
    fresh: tuple[BlankNode, ...]

    @property
    def is_none(self) -> bool:
        """True if both graphs say the same."""
        return not self.out and not self.into

    @property
    def turned(self) -> Difference:
        """The difference from the second graph to the first, still with the blank nodes of the first."""
        return Difference(
            added=self.removed,
            removed=self.added,
            changed=tuple(Changed(after, before) for before, after in self.changed),
            resourced=tuple(Resourced(key, after, before) for key, before, after in self.resourced),
            out=self.into,
            into=self.out,
            common=self.common,
            alike=self.alike,
            alone=self.alone[::-1],
            fresh=(),
        )


def differences(first: Projection, second: Projection, *, alike: bool = False) -> Job[Difference]:
    """The difference from the source of one projection to that of another. O(quads), but for blank nodes.

    ``alike`` if both are parts of one source, in which a blank node is the same by its name.
    """
    return with_gc_paused(_compared(first, second, alike))


def _compared(first: Projection, second: Projection, alike: bool) -> Job[Difference]:
    yield Progress("Comparing")
    terms = _Terms(alike)
    sides = [_Side(projection, terms, at) for at, projection in enumerate((first, second))]
    matches = yield from match(sides[0].nodes, sides[1].nodes, (link for side in sides for link in side.links()))
    name = _Naming(terms, sides, matches)
    yield Progress("Comparing statements")
    for side in sides:
        side.take_names(name)
    mine, theirs = (side.places for side in sides)
    apart = [[at for row, at in one.items() if row not in other] for one, other in ((mine, theirs), (theirs, mine))]
    gone = yield from _in_words(sides[0], apart[0])
    come = yield from _in_words(sides[1], apart[1])
    yield Progress("Comparing evidence")
    plain = [
        [quad for quad, at in zip(quads, rows) if not side.is_evidence[at]]
        for side, quads, rows in zip(sides, (gone, come), apart)
    ]
    spoken: set[Key] = {_key(quad) for quads in plain for quad in quads}
    before, after = (_evidence(side) for side in sides)
    resourced = tuple(
        Resourced(key, before.get(key, ()), after.get(key, ()))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key) and key not in spoken and all(side.says(key) for side in sides)
    )
    yield Progress("Comparing evidence")
    told = {each.key for each in resourced} | spoken
    subjects = {quad.subject for quads in plain for quad in quads}
    told |= {(subject,) for subject in subjects if not all(side.says((subject,)) for side in sides)}
    rest = [_unexplained(side, rows, told) for side, rows in zip(sides, apart)]
    yield Progress("Comparing values")
    removed, added, changed = _with_values([*plain[0], *rest[0]], [*plain[1], *rest[1]])
    return Difference(
        tuple(added), tuple(removed), tuple(changed), resourced, gone, come, len(mine) - len(gone), matches.alike,
        name.alone(matches), name.fresh,
    )  # fmt: skip


def _in_words(side: _Side, rows: Sequence[int]) -> Job[tuple[Statement, ...]]:
    """The statements of some rows."""
    found: list[Statement] = []
    for start in range(0, len(rows), _STEP):
        found += map(side.statement, rows[start : start + _STEP])
        yield Progress("Comparing statements", start, len(rows))
    return tuple(found)


def parts_of(statement: Statement) -> tuple[Term, ...]:
    """Subject, predicate and object of a statement, and its graph if it has a name."""
    graph = () if isinstance(statement.graph_name, DefaultGraph) else (statement.graph_name,)
    return (statement.subject, statement.predicate, statement.object, *graph)


class _Terms:
    """Ids of terms that two graphs share; a blank node, and a triple with one inside, is a node of one graph alone."""

    def __init__(self, alike: bool) -> None:
        self.alike = alike
        self.terms: list[Term] = []
        self.ids: dict[object, int] = {}

    def is_node(self, term: Term) -> bool:
        """True for a node of one graph alone."""
        return not self.alike and _is_node(term)

    def id(self, term: Term, side: int) -> int:
        """The id of a term of the first (0) or second graph (1)."""
        key: object = (side, term) if self.is_node(term) else term
        found = self.ids.get(key)
        if found is None:
            found = self.ids[key] = len(self.terms)
            self.terms.append(term)
        return found


def _is_node(term: Term) -> bool:
    if isinstance(term, Triple):
        return _is_node(term.subject) or _is_node(term.object)
    return isinstance(term, BlankNode)


class _Side:
    """One graph in the ids of both: ``rows`` of subject, predicate, object and graph, -1 for the default one."""

    def __init__(self, projection: Projection, terms: _Terms, side: int) -> None:
        self.projection, quads = projection, projection.stated
        wanted = np.flatnonzero(projection.role[: len(quads)] != Role.APART)
        used = np.zeros(len(quads.terms), bool)
        columns = quads.subject, quads.predicate, quads.object, quads.graph
        for column in columns:
            used[column[wanted][column[wanted] >= 0]] = True
        ids = self.ids = np.full(len(quads.terms) + 1, -1, np.int64)
        self.inside: list[Link] = []
        self.nodes: list[int] = []
        for term in np.flatnonzero(used).tolist():
            ids[term] = self._take(quads.terms[term], terms, side)
        self.quad = wanted.tolist()
        self.is_evidence: list[bool] = (projection.role[wanted] == Role.EVIDENCE).tolist()
        self.rows = list(zip(*(ids[column[wanted]].tolist() for column in columns)))
        self.nodes = list(dict.fromkeys(self.nodes))

    def _take(self, term: Term, terms: _Terms, side: int) -> int:
        """The id of a term; a triple with blank nodes inside is a node too, linked to its parts."""
        found = terms.id(term, side)
        if terms.is_node(term):
            self.nodes.append(found)
            if isinstance(term, Triple):
                parts = (self._take(part, terms, side) for part in (term.subject, term.predicate, term.object))
                self.inside.append((1, *parts, found))  # type: ignore[arg-type]
        return found

    def links(self) -> Iterator[Link]:
        """The statements with a node in them."""
        nodes = set(self.nodes)
        yield from dict.fromkeys(self.inside)
        for s, p, o, g in self.rows:
            if s in nodes or o in nodes or g in nodes:
                yield 0, s, p, o, g

    def take_names(self, name: _Naming) -> None:
        """Say everything with the blank nodes of the first graph, and note where each row stands."""
        self.name = name
        self.places = {name.row(row): at for at, row in enumerate(self.rows)}
        self.said = {row[:3] for row in self.places}
        self.subjects = {row[0] for row in self.places}

    def statement(self, at: int) -> Statement:
        """A row as a statement, with the blank nodes of the first graph."""
        return self.name.quad(self.rows[at])

    def says(self, key: Key) -> bool:
        """True if this graph has a statement, or says anything about a resource."""
        ids = tuple(self.name.id(term) for term in key)
        return ids in self.said if len(ids) == 3 else ids[0] in self.subjects

    def evidence(self) -> Iterator[Statement]:
        """The statements that are evidence."""
        return (self.statement(at) for at, wanted in enumerate(self.is_evidence) if wanted)

    def spoken(self) -> dict[Term, list[Key]]:
        """The statements that a statement about statements is about, by its name."""
        p, place = self.projection, {quad: at for at, quad in enumerate(self.quad)}
        out: dict[Term, list[Key]] = defaultdict(list)
        for resource, quad in zip(p.statements.resource.tolist(), p.statements.quad.tolist()):
            if quad in place and self.ids[resource] >= 0:
                out[self.name.term(int(self.ids[resource]))].append(_key(self.statement(place[quad])))
        return out


class _Naming:
    """Quads of both graphs with the blank nodes of the first; those of the second alone get names of their own."""

    def __init__(self, terms: _Terms, sides: Sequence[_Side], matches: Matches) -> None:
        self.terms, self.ids, self.is_node = terms.terms, terms.ids, terms.is_node
        self.names: dict[int, Term] = {}
        first = {n.value for at in sides[0].nodes if isinstance(n := terms.terms[at], BlankNode)}
        for a, b in matches.of_first.items():
            if isinstance(terms.terms[a], BlankNode):
                self.names[b] = terms.terms[a]
        fresh: list[BlankNode] = []
        new = 0
        for node in sides[1].nodes:
            if node not in self.names and isinstance(terms.terms[node], BlankNode):
                while f"new{new}" in first:
                    new += 1
                fresh.append(BlankNode(f"new{new}"))
                self.names[node] = fresh[-1]
                new += 1
        self.fresh = tuple(fresh)
        self.of_second = {(1, terms.terms[node]): name for node, name in self.names.items()}
        for node in sides[1].nodes:
            if isinstance(triple := terms.terms[node], Triple):
                self.names[node] = self._inside(triple)
        self.first = {node: at for node, name in self.names.items() if (at := self.id(name)) >= 0}

    def alone(self, matches: Matches) -> tuple[int, int]:
        """The numbers of blank nodes without a counterpart."""
        first, second = (
            sum(isinstance(self.terms[node], BlankNode) for node in nodes)
            for nodes in (matches.first_alone, matches.second_alone)
        )
        return first, second

    def _inside(self, term: Term) -> Term:
        if isinstance(term, Triple):
            return Triple(self._inside(term.subject), term.predicate, self._inside(term.object))  # type: ignore[arg-type]
        return self.of_second.get((1, term), term)

    def id(self, term: Term) -> int:
        """The id of a term with the blank nodes of the first graph; -1 if it has no such term."""
        return self.ids.get((0, term) if self.is_node(term) else term, -1)

    def row(self, row: _Row) -> _Row:
        """A row of either graph with the ids of the first."""
        s, p, o, g = row
        return self.first.get(s, s), p, self.first.get(o, o), self.first.get(g, g)

    def term(self, at: int) -> Term:
        """The term with an id of either graph."""
        return self.names.get(at) or self.terms[at]

    def quad(self, row: _Row) -> Statement:
        """A row as a statement."""
        s, p, o, g = (self.term(at) if at >= 0 else DefaultGraph() for at in row)
        return Quad(s, p, o, g)  # type: ignore[arg-type]


def _evidence(side: _Side) -> dict[Key, tuple[str, ...]]:
    """The evidence of each statement and resource of its own, as sorted descriptions of passages."""
    about: dict[Term, list[Quad]] = defaultdict(list)
    for quad in side.evidence():
        about[quad.subject].append(quad)
    out: dict[Key, set[str]] = defaultdict(set)
    spoken = side.spoken()
    for subject, quads in about.items():
        said = {_described(quad.object, about) for quad in quads if quad.predicate.value in _EVIDENCE}
        if said and not any(quad.predicate.value in _PASSAGE for quad in quads):
            for key in spoken.get(subject, [(subject,)]):
                out[key] |= said
    return {key: tuple(sorted(said)) for key, said in out.items()}


def _described(value: Term, about: dict[Term, list[Quad]]) -> str:
    """A passage in words that are equal for equal passages, whatever they are called: its text and its range."""
    found: list[str] = []
    waiting, seen = [value], {value}
    while waiting:
        for quad in about.get(waiting.pop(), ()):
            if quad.predicate.value in _PASSAGE and quad.object in about and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
            elif quad.predicate.value in _PASSAGE:
                found.append(f"{local_name(quad.predicate.value)} {getattr(quad.object, 'value', quad.object)}")
    return ", ".join(sorted(found)) or str(getattr(value, "value", value))


def _key(quad: Quad) -> Key:
    return quad.subject, quad.predicate, quad.object


def _unexplained(side: _Side, rows: Sequence[int], told: set[Key]) -> list[Quad]:
    """Quads of evidence among ``rows`` that are no part of the evidence of something told of."""
    own = [at for at in rows if side.is_evidence[at]]
    if not own:
        return []
    reached: set[Term] = {key[0] for key in told if len(key) == 1}
    reached |= {subject for subject, keys in side.spoken().items() if not told.isdisjoint(keys)}
    leads: dict[Term, list[Term]] = defaultdict(list)
    for quad in side.evidence():
        leads[quad.subject].append(quad.object)
    waiting = list(reached)
    while waiting:
        for value in leads.get(waiting.pop(), ()):
            if value in leads and value not in reached:
                reached.add(value)
                waiting.append(value)
    return [quad for quad in map(side.statement, own) if quad.subject not in reached]


def _with_values(gone: list[Quad], come: list[Quad]) -> tuple[list[Quad], list[Quad], list[Changed]]:
    """Removed and added statements, and those of which one value was replaced by one other."""
    by_place: dict[object, tuple[list[Quad], list[Quad]]] = defaultdict(lambda: ([], []))
    for side, quads in enumerate((gone, come)):
        for quad in quads:
            by_place[quad.subject, quad.predicate, quad.graph_name][side].append(quad)
    changed = {
        before[0]: Changed(before[0], after[0]) for before, after in by_place.values() if len(before) == len(after) == 1
    }
    taken = {each.after for each in changed.values()}
    return [q for q in gone if q not in changed], [q for q in come if q not in taken], list(changed.values())
