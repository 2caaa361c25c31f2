"""Neighbours of a resource on an endpoint: counts first, then the statements, rare kinds of relationship before hubs.

Blank nodes have no names that a second question could use. They are read with the resource that leads to them, in one
answer, and named by their content, so that reading them again gives the same names.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad

from graph.endpoint.asking import Asked, Endpoint, among, batches, iri, name_of, number, values
from graph.named import NamedTuple
from graph.web.sparql import Rows
from graph.work.progress import Job, Progress

COUNTED = 10_000
"""Statements in one direction that are counted; there may be more."""
_SECONDS = 20.0
_DEEP = 3
"""Steps over blank nodes that lead from a resource."""
_MOST_BLANK = 2000


class Count(NamedTuple):
    """Number of statements with a predicate in one direction, and True if there are at least so many."""

    predicate: str
    is_incoming: bool
    times: int
    is_more: bool


class Asker:
    """Asks an endpoint and notes each question; ``gaps`` says in sentences what answers lack."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.asked: list[Asked] = []
        self.gaps: list[str] = []

    def select(self, variables: str, where: str, *, most: int, tail: str = "", what: str = "") -> Job[Rows]:
        """Rows; if they are cut, ``what`` they are is noted among the gaps."""
        import time

        query = self.endpoint.written(variables, where, most=most, tail=tail)
        rows = yield from self.endpoint.answer(query, most=most, seconds=_SECONDS)
        self.asked.append(Asked(query, time.time(), len(rows.rows)))
        if rows.is_cut and what:
            self.gaps.append(f"{what}: {rows.sentence}")
        return rows


def counted(asker: Asker, name: str) -> Job[list[Count]]:
    """The number of statements with a resource as subject, then as object, for each predicate."""
    found: list[Count] = []
    for is_incoming, pattern in ((False, f"{iri(name)} ?p ?o"), (True, f"?o ?p {iri(name)}")):
        yield Progress(f"Counting neighbours of {name}")
        inner = f"{{ SELECT ?p WHERE {{ {pattern} }} LIMIT {COUNTED + 1} }}"
        rows = yield from asker.select("?p (COUNT(?p) AS ?n)", inner, most=2000, tail="GROUP BY ?p")
        counts = {name_of(p): number(n) for p, n in rows.rows if name_of(p)}
        is_more = rows.is_cut or sum(counts.values()) > COUNTED
        found += [Count(p, is_incoming, n, is_more) for p, n in sorted(counts.items(), key=lambda kv: (kv[1], kv[0]))]
    return found


def around(asker: Asker, name: str, counts: Iterable[Count], most: int) -> Job[list[Quad]]:
    """Up to ``most`` statements about a resource in each direction.

    Kinds of relationship with few statements come first and whole; the one that does not fit comes in the order of its
    other ends, unless it is too large for the server to sort.
    """
    found: dict[Quad, None] = {}
    for is_incoming in (False, True):
        own = [count for count in counts if count.is_incoming == is_incoming]
        left, whole = most, list[str]()
        rest: Count | None = None
        for count in own:
            if count.times > left:
                rest = count
                break
            whole.append(count.predicate)
            left -= count.times
        for group in batches(whole):
            yield Progress(f"Loading neighbours of {name}", len(found))
            found |= dict.fromkeys((yield from _statements(asker, name, group, is_incoming, most, "")))
        if rest is not None and left > 0:
            order = "" if rest.is_more else "ORDER BY ?o"
            quads = yield from _statements(asker, name, [rest.predicate], is_incoming, left, order)
            found |= dict.fromkeys(quads[:left])
        if sum(count.times for count in own) > most or any(count.is_more for count in own):
            total, more = sum(count.times for count in own), any(count.is_more for count in own)
            side = "lead to it" if is_incoming else "lead from it"
            shown = min(most, total)
            asker.gaps.append(f"{name}: {shown:,} of {'at least ' if more else ''}{total:,} statements that {side}.")
    return list(found)


def _statements(
    asker: Asker, name: str, predicates: Sequence[str], is_incoming: bool, most: int, order: str
) -> Job[list[Quad]]:
    """Statements of some predicates; those with a blank node come with all that the blank node says."""
    pattern = f"?o ?p {iri(name)}" if is_incoming else f"{iri(name)} ?p ?o"
    where = f"{values('p', predicates)} {pattern}"
    rows = yield from asker.select("?p ?o", where, most=most, tail=order)
    blank = sorted({name_of(p) for p, o in rows.rows if isinstance(o, BlankNode)})
    subject = NamedNode(name)
    quads = [_turned(subject, p, o, is_incoming) for p, o in rows.rows if p is not None and not _is_blank(o)]
    if blank:
        quads += yield from _through_blanks(asker, name, blank, is_incoming)
    return quads


def _turned(subject: Any, predicate: Any, other: Any, is_incoming: bool) -> Quad:
    return Quad(other, predicate, subject) if is_incoming else Quad(subject, predicate, other)


def _is_blank(term: object) -> bool:
    return term is None or isinstance(term, BlankNode)


def _through_blanks(asker: Asker, name: str, predicates: Sequence[str], is_incoming: bool) -> Job[list[Quad]]:
    """Statements that lead to blank nodes or from them, with the content of these, in one answer."""
    yield Progress(f"Loading blank nodes around {name}")
    first = f"?b0 ?p {iri(name)}" if is_incoming else f"{iri(name)} ?p ?b0"
    where = f"{values('p', predicates)} {first} . ?b0 ?p1 ?b1 FILTER(isBlank(?b0))"
    for i in range(1, _DEEP):
        where += f" OPTIONAL {{ ?b{i} ?p{i + 1} ?b{i + 1} FILTER(isBlank(?b{i}))"
    where += " }" * (_DEEP - 1)
    columns = "?p ?b0 " + " ".join(f"?p{i} ?b{i}" for i in range(1, _DEEP + 1))
    rows = yield from asker.select(columns, where, most=_MOST_BLANK, what=f"Blank nodes around {name}")
    said: defaultdict[BlankNode, dict[tuple[Any, Any], None]] = defaultdict(dict)
    held: dict[tuple[Any, BlankNode], None] = {}
    for row in rows.rows:
        p, b = row[0], row[1]
        if not isinstance(b, BlankNode):
            continue
        held[p, b] = None
        for i in range(2, len(row), 2):
            if row[i] is None or not isinstance(b, BlankNode):
                break
            said[b][row[i], row[i + 1]] = None
            b = row[i + 1]
    lost = {o for pairs in said.values() for _, o in pairs if isinstance(o, BlankNode) and o not in said}
    if lost:
        asker.gaps.append(
            f"{name}: {len(lost):,} blank node{'s' if len(lost) > 1 else ''} more than {_DEEP} steps away cannot be "
            "reached, since blank nodes of a server have no names."
        )
    return _renamed(NamedNode(name), held, said, is_incoming)


def _renamed(
    subject: NamedNode, held: Iterable[tuple[Any, BlankNode]], said: dict[BlankNode, dict[tuple[Any, Any], None]],
    is_incoming: bool,
) -> list[Quad]:  # fmt: skip
    """The statements with blank nodes named by their content and the resource that they stand at."""
    names: dict[BlankNode, BlankNode] = {}
    own = subject.value

    def named(b: BlankNode, above: frozenset[BlankNode]) -> BlankNode:
        if b not in names:
            if b in above:
                return BlankNode(f"c{_digest((own, 'circle'))}")
            inner = above | {b}
            words = sorted(f"{p} {named(o, inner) if isinstance(o, BlankNode) else o}" for p, o in said.get(b, ()))
            names[b] = BlankNode(f"e{_digest((own, *words))}" if words else f"e{_digest((own, str(b)))}")
        return names[b]

    quads = [_turned(subject, p, named(b, frozenset()), is_incoming) for p, b in held]
    for b, pairs in said.items():
        me = named(b, frozenset())
        quads += [Quad(me, p, named(o, frozenset()) if isinstance(o, BlankNode) else o) for p, o in pairs]
    return quads


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:20]


def about_all(
    asker: Asker, names: Sequence[str], predicates: Sequence[str] | None, most_each: int = 40
) -> Job[list[Quad]]:
    """Statements with the resources as subjects: of some ``predicates`` (None: all), in batches."""
    found: list[Quad] = []
    for group in batches([name for name in names if name]):
        yield Progress("Loading names of neighbours", len(found))
        kinds = "" if predicates is None else among("p", predicates)
        rows = yield from asker.select(
            "?s ?p ?o",
            f"{values('s', group)} ?s ?p ?o {kinds}",
            most=most_each * len(group),
            what="Names of neighbours",
        )
        found += [Quad(s, p, o) for s, p, o in rows.rows if not _is_blank(s) and p is not None and not _is_blank(o)]  # type: ignore[arg-type]
    return found
