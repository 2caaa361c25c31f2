"""Lists and containers: ordered values of the resource that holds them.

An RDF list is a chain of cells, each with ``rdf:first`` and ``rdf:rest``, that ends in ``rdf:nil``; a container numbers
its members ``rdf:_1``, ``rdf:_2`` …. Cells are no resources. Members are values of the statement that leads to the
list, each with its place. A list that has an IRI, or to which no single statement leads, is a resource with members.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode

from graph.arrays.csr import distinct
from graph.arrays.types import Ids, Mask
from graph.model.sorting.roles import Role
from graph.named import NamedTuple
from graph.rdf.source import Quads
from graph.rdf.terms import NIL, RDF

_CLASSES = frozenset(RDF + name for name in ("List", "Seq", "Bag", "Alt"))
_NUMBERED = re.compile(re.escape(RDF) + r"_([1-9][0-9]{0,8})")


class Ordered(NamedTuple):
    """Quads as they are drawn.

    subject, predicate   terms of each quad (q,): for one that names a member, those of the statement that leads to its
                         list; its own otherwise
    place                place of the member in its list, from 1; 0 for quads that name no member, shape (q,)
    holder               number of the list that a quad is part of, -1 for none, shape (q,)
    is_frame             quads that hold a list together and say nothing else, shape (q,)
    is_empty             quads whose object is the empty list, shape (q,)
    members              terms of predicates that mean “has member”, ascending
    """

    subject: Ids
    predicate: Ids
    place: Ids
    holder: Ids
    is_frame: Mask
    is_empty: Mask
    members: tuple[int, ...]

    def sorted(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Ascending rows with the members of each list in their order, from where the first of them stands."""
        placed = self.place[rows] > 0
        if not placed.any():
            return rows
        begin, holder = rows.copy(), self.holder[rows]
        first = np.full(int(holder.max()) + 1, len(self.place))
        np.minimum.at(first, holder[placed], rows[placed])
        begin[placed] = first[holder[placed]]
        return rows[np.lexsort((self.place[rows], begin))]


class _List(NamedTuple):
    """A list: the term of its head, the quads that name its members with their places, and the other quads."""

    head: int
    members: Sequence[int]
    places: Sequence[int]
    frame: Sequence[int]


def ordered(quads: Quads, role: NDArray[np.uint8], known: Ordered | None = None) -> Ordered:
    """The lists among the quads that are drawn by their ``role`` (q,).

    ``known`` are those of the first quads, from before the others were added; these quads keep what they are.
    """
    since = 0 if known is None else len(known.place)
    out = _read(quads, role, since)
    if known is not None:
        subject, predicate = out.subject.copy(), out.predicate.copy()
        subject[:since], predicate[:since] = known.subject, known.predicate
        # A predicate that is drawn as itself already keeps its name.
        fresh = set(out.members) - set(distinct(known.predicate).tolist())
        out = out._replace(subject=subject, predicate=predicate, members=tuple(sorted({*known.members, *fresh})))
        for name in ("place", "holder", "is_frame", "is_empty"):
            getattr(out, name)[:since] = getattr(known, name)
        out.holder[since:][out.holder[since:] >= 0] += int(known.holder.max(initial=-1)) + 1
    return out


def _read(quads: Quads, role: NDArray[np.uint8], since: int) -> Ordered:
    """The lists all of whose quads come from the row ``since`` on."""
    count = len(quads)
    out = Ordered(
        quads.subject, quads.predicate, np.zeros(count, np.int32), np.full(count, -1, np.int32),
        np.zeros(count, bool), np.zeros(count, bool), (),
    )  # fmt: skip
    terms = {quads.terms[t]: int(t) for t in distinct(quads.predicate).tolist()}
    numbers = {t: int(match[1]) for term, t in terms.items() if (match := _NUMBERED.fullmatch(_value(term)))}
    first, rest = (terms.get(NamedNode(RDF + name), -1) for name in ("first", "rest"))
    out.is_empty[:] = quads.object == _nil(quads)
    if rest < 0 and not numbers:
        return out
    reader = _Reader(quads, role, first, rest, numbers)
    out = out._replace(subject=quads.subject.copy(), predicate=quads.predicate.copy())
    for number, found in enumerate((*reader.chains(), *reader.containers())):
        parts = [*found.members, *found.frame]
        if min(parts) < since or not reader.is_drawn[parts].any():
            continue
        lead = reader.lead(found.head)
        lead = -1 if lead < since else lead
        out.place[found.members] = found.places
        out.subject[found.members] = found.head if lead < 0 else quads.subject[lead]
        if lead >= 0:
            out.predicate[found.members] = quads.predicate[lead]
        frame = [row for row in found.frame if lead >= 0 or quads.subject[row] != found.head or not reader.types[row]]
        out.is_frame[[*frame, *([lead] if lead >= 0 else [])]] = True
        out.holder[[*found.members, *found.frame, *([lead] if lead >= 0 else [])]] = number
    used = set(out.predicate[out.place > 0].tolist())
    return out._replace(members=tuple(sorted(used & {*numbers, first})))


class _Reader:
    """Finds lists; ``first`` and ``rest`` are terms, ``numbers`` the numbers of the predicates of containers."""

    def __init__(self, quads: Quads, role: NDArray[np.uint8], first: int, rest: int, numbers: dict[int, int]) -> None:
        self.quads, self.first, self.rest, self.numbers = quads, first, rest, numbers
        is_drawn = np.isin(role, (Role.EDGE, Role.ATTRIBUTE, Role.LABEL, Role.CLASS))
        classes = [t for t in distinct(quads.object[role == Role.CLASS]).tolist() if _value(quads.terms[t]) in _CLASSES]
        self.types = (role == Role.CLASS) & np.isin(quads.object, classes)
        # A member may be a passage: the list is drawn if any part of it is.
        is_part = is_drawn | (role == Role.EVIDENCE)
        self.is_drawn = is_drawn
        self.rows = {p: np.flatnonzero((quads.predicate == p) & is_part) for p in (first, rest, *numbers)}
        own = np.isin(quads.predicate, [first, rest, *numbers]) | self.types
        self.has_more = np.zeros(len(quads.terms), bool)
        self.has_more[quads.subject[~own]] = True
        self.leading: dict[int, list[int]] = {}
        heads = np.zeros(len(quads.terms), bool)
        heads[quads.subject[own]] = True
        for row in np.flatnonzero(heads[quads.object] & (quads.predicate != rest)).tolist():
            self.leading.setdefault(int(quads.object[row]), []).append(row if is_drawn[row] else -1)
        self.type_rows = self._by_subject(np.flatnonzero(self.types))

    def _by_subject(self, rows: NDArray[np.int64]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, subject in zip(rows.tolist(), self.quads.subject[rows].tolist()):
            found.setdefault(subject, []).append(row)
        return found

    def lead(self, head: int) -> int:
        """The statement whose values the members of a list are, -1 if the list is a resource."""
        rows = self.leading.get(head, [])
        if len(rows) != 1 or rows[0] < 0 or self.has_more[head] or not isinstance(self.quads.terms[head], BlankNode):
            return -1
        predicate = int(self.quads.predicate[rows[0]])
        return -1 if predicate == self.first or predicate in self.numbers else rows[0]

    def chains(self) -> Iterator[_List]:
        """Lists of cells. A chain that forks, circles, or ends in no ``rdf:nil`` is no list."""
        firsts, rests = (self._by_subject(self.rows[p]) for p in (self.first, self.rest))
        nil, values = _nil(self.quads), self.quads.object
        before = np.bincount(values[self.rows[self.rest]], minlength=len(self.quads.terms))
        for head in [cell for cell in rests if not before[cell]]:
            cells, cell = [], head
            while len(firsts.get(cell, ())) == len(rests.get(cell, ())) == 1:
                if cell != head and (before[cell] > 1 or self.has_more[cell] or cell in self.leading):
                    break
                cells.append(cell)
                cell = int(values[rests[cell][0]])
            if cell == nil and cells:
                frame = [row for each in cells for row in (*rests[each], *self.type_rows.get(each, ()))]
                yield _List(head, [firsts[each][0] for each in cells], range(1, len(cells) + 1), frame)

    def containers(self) -> Iterator[_List]:
        """Containers, whose members stand in the order of their numbers."""
        rows = np.sort(np.concatenate([*(self.rows[p] for p in self.numbers), np.empty(0, np.int64)]))
        for head, members in self._by_subject(rows.astype(np.int64)).items():
            places = [self.numbers[int(self.quads.predicate[row])] for row in members]
            yield _List(head, members, places, self.type_rows.get(head, []))


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _nil(quads: Quads) -> int:
    """The term ``rdf:nil``, -1 if nothing leads to it."""
    try:
        return quads.terms.index(NIL)
    except ValueError:
        return -1
