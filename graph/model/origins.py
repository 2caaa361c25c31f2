"""Origins: who or what the words of each passage go back to.

Two texts that pass on one report are two texts and one origin. The rules, in their order, for a passage and what it
supports:

1. The source that the passage itself is quoted from.
2. The source of what is said: the document that the resource is part of, else the person or body who says it, else the
   occasion on which it was said. A document passes on another document only; who speaks in its own text is that text.
3. The text of the passage.

A document that goes back to others (quoted, derived, based on, a version) counts as these, to the end of the chain; a
circle of documents is one origin. If a chain has several ends, any of them may be the one: such passages count as the
fewest origins that explain all of them.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import Rows, distinct, group, tally
from graph.arrays.types import Ids
from graph.model.evidence import Passage
from graph.model.projection import Owner, Projection
from graph.named import NamedTuple
from graph.rdf.source import Quads
from graph.rdf.terms import CITO, DCTERMS, PROV, SCHEMA, to_iri
from graph.work.memo import memoized

_SDO = "http://schema.org/"
_WHOLE = (DCTERMS + "isPartOf", SCHEMA + "isPartOf", _SDO + "isPartOf")
_SPEAKER = (SCHEMA + "author", _SDO + "author", PROV + "wasAttributedTo")
_OCCASION = (PROV + "wasGeneratedBy",)
_BEFORE = (
    PROV + "hadPrimarySource", PROV + "wasQuotedFrom", PROV + "wasDerivedFrom", PROV + "wasRevisionOf",
    SCHEMA + "isBasedOn", _SDO + "isBasedOn", DCTERMS + "isVersionOf",
)  # fmt: skip
"""Predicates from a document to an earlier one that it passes on."""
_CITES = (*_BEFORE, CITO + "includesQuotationFrom")


Links = dict[str, tuple[str, ...]]
"""Objects by subject, as IRIs."""


class Origins(NamedTuple):
    """Origins by IRI; the origin of each passage of each node and of each edge; the different ones of each, as rows.

    ``of_node_passages`` and ``of_edge_passages`` have the shape of ``Projection.node_evidence.values`` and of
    ``Projection.edge_evidence.values``; the rows are in the order of passages.
    """

    iris: tuple[str, ...]
    of_node_passages: Ids
    of_edge_passages: Ids
    of_nodes: Rows
    of_edges: Rows


@memoized
def origins(projection: Projection) -> Origins:
    """The origins of all evidence of a projection. O(passages of resources and statements)."""
    return _Search(projection).result()


@memoized
def edge_origins(projection: Projection) -> Ids:
    """Number of different origins that support each edge, shape (m,)."""
    return origins(projection).of_edges.lengths.astype(np.int32)


@memoized
def node_origins(projection: Projection) -> Ids:
    """Number of different origins that support each node, shape (n,)."""
    return origins(projection).of_nodes.lengths.astype(np.int32)


@memoized
def document_titles(projection: Projection) -> dict[str, str]:
    """The title of each document of passages that has one, by IRI. O(passages)."""
    return {p.document: p.title for p in reversed(projection.passages) if p.title != p.document}


def source_title(projection: Projection, iri: str) -> str:
    """The name of a document, speaker or occasion that passages go back to."""
    name = projection.name_of(iri)
    return name if iri in projection.node_of else document_titles(projection).get(iri, name)


def is_source(projection: Projection, node: int) -> bool:
    """True for a resource that passages are in, or go back to."""
    return projection.iris[node] in _sources(projection)


@memoized
def _sources(projection: Projection) -> frozenset[str]:
    return frozenset((*projection.documents, *origins(projection).iris))


def _links(quads: Quads, ids: Mapping[str, int], predicates: Iterable[str]) -> Links:
    """Objects of each subject, for quads with one of these predicates, in reading order; a name stands for itself."""
    wanted = [ids[iri] for iri in predicates if iri in ids]
    if not wanted:
        return {}
    found: dict[str, dict[str, None]] = {}
    for row in np.flatnonzero(np.isin(quads.predicate, wanted)).tolist():
        subject, value = to_iri(quads.terms[quads.subject[row]]), quads.terms[quads.object[row]]
        found.setdefault(subject, {})[value.value if isinstance(value, OxLiteral) else to_iri(value)] = None
    return {subject: tuple(values) for subject, values in found.items()}


class _Search:
    """Finds the origins of one projection. An origin set is a tuple of IRIs, one of which the passage goes back to."""

    def __init__(self, projection: Projection) -> None:
        self.projection, quads = projection, projection.stated
        ids = {to_iri(quads.terms[t]): t for t in distinct(quads.predicate).tolist()}
        self.wholes, self.speakers, self.occasions, self.cites, before = (
            _links(quads, ids, predicates) for predicates in (_WHOLE, _SPEAKER, _OCCASION, _CITES, _BEFORE)
        )
        self.ends = chain_ends(before)
        self.said = [*dict.fromkeys((*self.wholes, *self.speakers, *self.occasions))]
        self.documents = self._documents()
        self.numbers: dict[tuple[str, ...], int] = {}
        own = [self._quoted(passage) for passage in projection.passages]
        plain = (self._number(o or self._end(p.document)) for o, p in zip(own, projection.passages))
        self.plain = np.fromiter(plain, np.int64, len(own))
        self.is_quoted = np.fromiter(map(bool, own), bool, len(own))

    def result(self) -> Origins:
        p = self.projection
        of_nodes, of_edges = p.node_evidence, p.edge_evidence
        place = {iri: i for i, iri in enumerate(self.said)}
        of_node = np.array([place.get(iri, -1) for iri in p.iris], np.int64)
        of_edge = of_node[p.subject]
        spoken = np.flatnonzero(p.owner_kind[p.statements.quad] == Owner.EDGE)
        for resource, quad in zip(p.statements.resource[spoken].tolist(), p.statements.quad[spoken].tolist()):
            of_edge[p.owner[quad]] = place.get(to_iri(p.quads.terms[resource]), of_edge[p.owner[quad]])
        found = [
            self._sets(said[rows.owners], rows.values) for said, rows in ((of_node, of_nodes), (of_edge, of_edges))
        ]
        iris: dict[str, int] = {}
        sets = list(self.numbers)
        nodes, edges = (_explained(rows, each, sets, iris) for rows, each in zip((of_nodes, of_edges), found))
        return Origins(tuple(iris), nodes, edges, _different(of_nodes, nodes), _different(of_edges, edges))

    def _sets(self, said: NDArray[np.int64], passages: Ids) -> NDArray[np.int64]:
        """The number of the origin set of each pair of something said (-1 for others) and a passage, shape (k,)."""
        p = self.projection
        out = self.plain[passages]
        rows = np.flatnonzero((said >= 0) & ~self.is_quoted[passages])
        size = max(len(p.documents), 1)
        keys, which, _ = tally(said[rows] * size + p.passage_document[passages[rows]], len(self.said) * size)
        numbers = [self._number(self._of(self.said[key // size], p.documents[key % size])) for key in keys.tolist()]
        out[rows] = np.array(numbers, np.int64)[which]
        return out

    def _number(self, origin: tuple[str, ...]) -> int:
        return self.numbers.setdefault(origin, len(self.numbers))

    def _end(self, document: str) -> tuple[str, ...]:
        return self.ends.get(document, (document,))

    def _quoted(self, passage: Passage) -> tuple[str, ...]:
        """Rule 1."""
        before = self.cites.get(passage.iri, ()) if passage.iri else ()
        before = tuple(iri for iri in before if iri != passage.document) or self.speakers.get(passage.iri, ())
        return self._ends(before)

    def _of(self, said: str, document: str) -> tuple[str, ...]:
        """Rules 2 and 3 for something said that a document reports."""
        wholes, cited = reach(self.wholes, said), reach(self.cites, document)
        other = tuple(iri for iri in wholes if iri != document and (iri in self.documents or iri in cited))
        if other and document not in wholes:
            return self._ends(other[-1:])
        if said not in self.documents:
            speakers = self.speakers.get(said, ())
            if speakers and not set(speakers) & set(self.speakers.get(document, ())):
                return self._ends(speakers)
            if not speakers and not wholes and (occasion := self.occasions.get(said, ())):
                return self._ends(occasion)
        return self._end(document)

    def _ends(self, iris: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({end for iri in iris for end in self._end(iri)}))

    def _documents(self) -> set[str]:
        """Resources known to be documents: named by evidence, or of a class that is drawn as a document."""
        p = self.projection
        is_kind = np.array([info.kind == "document" for info in p.classes] + [False], bool)
        return set(p.documents) | {p.iris[node] for node in np.flatnonzero(is_kind[p.node_class]).tolist()}


def _explained(rows: Rows, found: NDArray[np.int64], sets: list[tuple[str, ...]], iris: dict[str, int]) -> Ids:
    """The origin of each passage: few in each row, by a greedy choice where chains have several ends."""
    several = np.array([len(origin) > 1 for origin in sets], bool)
    first = np.array([iris.setdefault(origin[0], len(iris)) for origin in sets], np.int64)
    values = first[found]
    for row in distinct(rows.owners[several[found]]).tolist():
        span = slice(int(rows.starts[row]), int(rows.starts[row + 1]))
        mine = [sets[number] for number in found[span].tolist()]
        values[span] = [iris.setdefault(iri, len(iris)) for iri in fewest(mine)]
    return values.astype(np.int32)


def _different(rows: Rows, values: Ids) -> Rows:
    return group(rows.owners, values, len(rows), distinct=True)


def fewest(sets: Sequence[tuple[str, ...]]) -> list[str]:
    """One member of each set, few different ones in all: those of sets of one, then the most frequent."""
    taken: dict[str, None] = {origin[0]: None for origin in sets if len(origin) == 1}
    left = [origin for origin in sets if not taken.keys() & set(origin)]
    while left:
        counts = Counter(iri for origin in left for iri in origin)
        best = min(counts, key=lambda iri: (-counts[iri], iri))
        taken[best] = None
        left = [origin for origin in left if best not in origin]
    return [next(iri for iri in taken if iri in origin) for origin in sets]


def reach(links: Links, start: str) -> dict[str, None]:
    """Everything that ``start`` leads to along links, nearest first, without itself."""
    found: dict[str, None] = {}
    waiting = deque(links.get(start, ()))
    while waiting:
        iri = waiting.popleft()
        if iri not in found and iri != start:
            found[iri] = None
            waiting.extend(links.get(iri, ()))
    return found


def chain_ends(links: Links) -> dict[str, tuple[str, ...]]:
    """The ends of the chain from each document that goes back to others, in order of IRI.

    A circle that leads nowhere else is one end: its first member by IRI. O(links), where few chains part.
    """
    ends: dict[str, tuple[str, ...]] = {}
    users: dict[str, list[str]] = {}
    missing = {iri: len(values) for iri, values in links.items()}
    for iri, values in links.items():
        for value in values:
            users.setdefault(value, []).append(iri)
    waiting = deque(iri for iri in users if iri not in links)
    while waiting:
        done = waiting.popleft()
        if done in links:
            ends[done] = _union(ends, links[done])
        for user in users.get(done, ()):
            missing[user] -= 1
            if not missing[user]:
                waiting.append(user)
    circling = [iri for iri in links if iri not in ends]
    if circling:
        _end_circles(links, circling, ends)
    return ends


def _end_circles(links: Links, circling: Sequence[str], ends: dict[str, tuple[str, ...]]) -> None:
    """Add the ends of documents that are in a circle or lead into one."""
    import networkx as nx  # late: few sources go back to themselves

    graph = nx.DiGraph((iri, value) for iri in circling for value in links[iri] if value not in ends and value in links)
    condensed = nx.condensation(graph)
    for circle in reversed(list(nx.topological_sort(condensed))):
        members = condensed.nodes[circle]["members"]
        outside = sorted({value for iri in members for value in links[iri]} - members)
        end = _union(ends, outside) if outside else (min(members),)
        ends.update(dict.fromkeys(members, end))


def _union(ends: dict[str, tuple[str, ...]], iris: Iterable[str]) -> tuple[str, ...]:
    found = {ends.get(iri, (iri,)) for iri in iris}
    return found.pop() if len(found) == 1 else tuple(sorted({end for each in found for end in each}))
