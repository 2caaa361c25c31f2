"""Folding: a resource that links two others, such as a payment or a membership, drawn as one line between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.views.nodes import Nodes
from graph.arrays.csr import distinct_keys, group
from graph.arrays.types import Codes, Ids, Mask
from graph.frozen import frozen
from graph.model.origins import edge_origins, origins
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.names import words_of
from graph.work.memo import memoized

if TYPE_CHECKING:
    from explorer.views.view import View

_ENDS = frozenset(
    "to payee recipient receiver beneficiary target destination object organization organisation company issuer "
    "employer".split()
)
"""Last words of predicates that lead from a folded resource to the end of its line rather than to its start."""


@frozen
class Folds:
    """The f resources that a view folds, each with the two statements that its line stands for.

    nodes            their ids (f,), ascending
    source, target   the resources (f,) between which each line leads
    line, other      the two statements (f,) of each; the line has the id of the first of them
    subject, object  the ends (m,) of every statement as drawn: for those two, the ends of the line
    via              the folded resource that each of those statements belongs to, -1 for all others, shape (m,)
    facts            True for further statements of folded resources, shape (m,): Details shows them, no line does
    """

    nodes: Ids
    source: Ids
    target: Ids
    line: Ids
    other: Ids
    subject: Ids
    object: Ids
    via: Ids
    facts: Mask

    def leading(self, node_cause: Codes, edge_cause: Codes) -> Mask:
        """True for the statements (m,) that lead from a resource to another as far as these causes go."""
        return np.asarray((edge_cause == 0) & ~self.facts & self.through(node_cause == 0))

    def through(self, shown: Mask) -> Mask:
        """True for the statements (m,) of no folded resource, or of one that is ``shown`` (n,)."""
        return np.asarray((self.via < 0) | shown[self.via])

    def joined(self, nodes: Mask) -> Mask:
        """True for the folded resources (f,) of which both ends are among the given nodes (n,)."""
        return np.asarray(nodes[self.source] & nodes[self.target])

    def broken(self, node_cause: Codes, edge_cause: Codes) -> None:
        """Hide folded resources (n,) for the cause that hides one of their two statements (m,)."""
        for statements in (self.line, self.other):
            causes = edge_cause[statements]
            rows = (causes != 0) & (node_cause[self.nodes] == 0)
            node_cause[self.nodes[rows]] = causes[rows]


class _Pairs(NamedTuple):
    """Relationships of resources, one row for each of their ends: the resource, the statement, the other end.

    ``kind`` is twice the predicate, plus 1 where the resource is the object.
    """

    owner: NDArray[np.int64]
    edge: NDArray[np.int64]
    other: NDArray[np.int64]
    kind: NDArray[np.int64]

    def of(self, rows: NDArray[np.bool_] | NDArray[np.integer]) -> _Pairs:
        return _Pairs(*(column[rows] for column in self))


def folds_of(
    projection: Projection, classes: Iterable[int], apart: Nodes, hidden: frozenset[int] = frozenset()
) -> Folds | None:
    """The resources of some classes that fold, without those that stand ``apart``; None if there are none.

    A resource folds if it has two relationships to two different resources, those to concepts and to itself left aside.
    Of more than two, those of ``hidden`` predicates do not count where two others remain; then those of the two kinds
    count that most resources of the class have, if it has one of each. Two resources that fold and that are the end of
    each other stay as they are. O(m) in NumPy for each class.
    """
    p, found, taken = projection, list[_Pairs](), np.zeros(projection.node_count, bool)
    for cls in sorted(classes):
        mine = p.in_any_class([cls]) & ~taken & ~apart.mask(p.node_count)
        pairs = _two_of_each(p, _relationships(p, mine), hidden)
        taken[pairs.owner] = True
        found.append(pairs)
    if not taken.any():
        return None
    pairs = _Pairs(*(np.concatenate(columns) for columns in zip(*found)))
    # Two rows for each resource, one after the other, the start of its line first.
    pairs = pairs.of(np.lexsort((pairs.other, _ranks(p)[pairs.kind], pairs.owner)))
    ends = pairs.other.reshape(-1, 2)
    free = ~taken[ends].any(axis=1) & (ends[:, 0] != ends[:, 1])
    return _made(p, pairs.of(np.repeat(free, 2))) if free.any() else None


@memoized
def _counted(_: Projection) -> dict[int, int]:
    """The number of resources of each class that fold, as far as it was asked for."""
    return {}


@memoized
def _latest(_: Projection) -> dict[tuple[frozenset[int], Nodes, frozenset[int]], Folds | None]:
    """The latest result, since most changes of a view fold the same."""
    return {}


def folded_by(projection: Projection, view: View) -> Folds | None:
    """The resources that a view folds, None if there are none. Those in focus are drawn by themselves."""
    if not view.folded_classes:
        return None
    latest, asked = _latest(projection), (view.folded_classes, view.focus, view.hidden_predicates)
    if asked not in latest:
        found = folds_of(projection, *asked)
        latest.clear()
        latest[asked] = found
    return latest[asked]


def foldable(projection: Projection, cls: int) -> int:
    """The number of resources of a class that fold by themselves."""
    counted = _counted(projection)
    if cls not in counted:
        folds = folds_of(projection, (cls,), Nodes())
        counted[cls] = 0 if folds is None else len(folds.nodes)
    return counted[cls]


def _relationships(p: Projection, mine: Mask) -> _Pairs:
    """The relationships of some resources (n,) to others that are no concepts."""
    concept = np.array([info.kind == "concept" for info in p.classes] + [False], bool)[p.node_class]
    parts = []
    for incoming, (own, other) in enumerate(((p.subject, p.object), (p.object, p.subject))):
        rows = np.flatnonzero(mine[own] & ~concept[other] & (own != other))
        parts.append((own[rows], rows, other[rows], 2 * p.predicate[rows].astype(np.int64) + incoming))
    return _Pairs(*(np.concatenate(columns).astype(np.int64) for columns in zip(*parts)))


def _two_of_each(p: Projection, pairs: _Pairs, hidden: frozenset[int]) -> _Pairs:
    """The two relationships of each resource that has two, or one each of the two kinds that most of them have."""
    if hidden:
        shown = ~np.isin(pairs.kind // 2, sorted(hidden))
        left = np.bincount(pairs.owner[shown], minlength=p.node_count)
        pairs = pairs.of(shown | (left[pairs.owner] < 2))
    counts = np.bincount(pairs.owner, minlength=p.node_count)
    many = counts[pairs.owner] > 2
    if many.any():
        kinds = 2 * len(p.predicates)
        once = distinct_keys(pairs.owner * kinds + pairs.kind) % kinds
        held = np.bincount(once, minlength=kinds)
        two = np.lexsort((_ranks(p), -held))[:2]
        rows = np.flatnonzero(~many | np.isin(pairs.kind, two))
        pairs, many = pairs.of(rows), many[rows]
        counts = np.bincount(pairs.owner, minlength=p.node_count)
        of_kinds = np.bincount(distinct_keys(pairs.owner * kinds + pairs.kind) // kinds, minlength=p.node_count)
        return pairs.of((counts[pairs.owner] == 2) & (~many | (of_kinds[pairs.owner] == 2)))
    return pairs.of(counts[pairs.owner] == 2)


def _ranks(p: Projection) -> NDArray[np.int64]:
    """The order of kinds along a line, whatever file they come from: those that lead to a folded resource, then those
    from it, the names of ends last; then by IRI."""
    keys = []
    for info in p.predicates:
        is_end = words_of(info.iri).casefold().rpartition(" ")[2] in _ENDS
        keys += [(2 if is_end else 1, info.iri), (0, info.iri)]
    ranks = np.empty(len(keys), np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks


def _made(p: Projection, pairs: _Pairs) -> Folds:
    nodes, ends, edges = pairs.owner[::2], pairs.other.reshape(-1, 2), pairs.edge.reshape(-1, 2)
    subject, object_, via = p.subject.copy(), p.object.copy(), np.full(p.edge_count, -1, np.int32)
    for column in edges.T:
        via[column], subject[column], object_[column] = nodes, ends[:, 0], ends[:, 1]
    folded = np.zeros(p.node_count, bool)
    folded[nodes] = True
    columns = (nodes, ends[:, 0], ends[:, 1], edges.min(axis=1), edges.max(axis=1))
    own, source, target, line, other = (column.astype(np.int32) for column in columns)
    facts = (folded[p.subject] | folded[p.object]) & (via < 0)
    return Folds(own, source, target, line, other, subject, object_, via, facts)


class Support(NamedTuple):
    """The numbers of passages, of different texts, and of different origins behind each of l lines, each (l,)."""

    passages: Ids
    texts: Ids
    origins: Ids


def line_support(projection: Projection, folds: Folds | None, edges: Ids, through: Ids) -> Support:
    """The support of each of some edges (l,).

    Where the edge is the line ``through`` (l,) a folded resource, it has the evidence of the resource and of its two
    statements, each passage once.
    """
    p = projection
    support = Support(p.edge_support[edges], p.edge_documents[edges], edge_origins(p)[edges])
    places = np.flatnonzero(through >= 0)
    if folds is None or not len(places):
        return support
    nodes = through[places]
    rows = np.searchsorted(folds.nodes, nodes)
    origin = origins(p)
    said = (p.node_evidence, nodes), (p.edge_evidence, folds.line[rows]), (p.edge_evidence, folds.other[rows])
    goes_back = origin.of_nodes, origin.of_edges, origin.of_edges
    found = [each.gather(ids) for each, ids in said]
    owners = [np.repeat(np.arange(len(nodes)), each.lengths[ids]) for each, ids in said]
    texts = [p.passage_document[values] if len(values) else values for values in found]
    ends = [each.gather(ids) for each, (_, ids) in zip(goes_back, said)]
    of_ends = [np.repeat(np.arange(len(nodes)), each.lengths[ids]) for each, (_, ids) in zip(goes_back, said)]
    for counts, rows_of, values in zip(support, (owners, owners, of_ends), (found, texts, ends)):
        counts[places] = group(np.concatenate(rows_of), np.concatenate(values), len(nodes), distinct=True).lengths
    return support


def in_a_line(label: str) -> str:
    """The label of a class as a word along a line: “membership”; an abbreviation stays as it is."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
