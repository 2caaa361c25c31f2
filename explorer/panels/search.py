"""Search for resources by name, IRI, attribute or passage, and for kinds of relationships by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from explorer.document import Document
from explorer.pictures.scene.equal_names import equal_names
from graph.arrays.collation import Folded, plain
from graph.arrays.csr import distinct
from graph.model.evidence import Passage
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.names import words_of
from graph.rdf.terms import to_text


class NodeHit(NamedTuple):
    """A resource of the projection, by its id."""

    node: int


class DiskHit(NamedTuple):
    """A resource that is only on disk, by its IRI."""

    iri: str


class ServerHit(NamedTuple):
    """A search on the server that holds the rest of the data, by its words."""

    words: str


class AllHit(NamedTuple):
    """All resources that were found, by their ids, the best first."""

    nodes: tuple[int, ...]


class KindHit(NamedTuple):
    """A kind of relationship, by the id of its predicate."""

    predicate: int


class NoteHit(NamedTuple):
    """A note, by its id."""

    name: str


class ActionHit(NamedTuple):
    """An action, by its id."""

    id: str


class ViewHit(NamedTuple):
    """A named view, by its place among those of the session."""

    place: int


Target = ViewHit | NodeHit | AllHit | KindHit | DiskHit | ServerHit | NoteHit | ActionHit


class Hit(NamedTuple):
    """A search result and its target; ``why`` is the text that matched, if that was not the name."""

    target: Target
    label: str
    class_label: str
    why: str

    @property
    def is_for_all(self) -> bool:
        """True for the line that stands for all resources found."""
        return isinstance(self.target, AllHit)


MOST_HITS = 50
"""Hits that a search lists."""
_BY_NAME = np.array([0, 2, 3], np.uint8)
"""Ranks of a whole name, of one with a word that begins with the query, and of any other that holds all words."""
_WHOLE_IRI, _IN_IRI, _UNFOUND = 1, 4, 5
"""Ranks of an IRI whose last part is the query, of one that holds all words, and of what search by name leaves out."""
_PATIENCE = 0.03
"""Seconds that the first search waits for the texts to be read; a later one finds what it missed."""


def with_all(hits: list[Hit], keys: str) -> list[Hit]:
    """Hits with a last line for all resources among them, if there are two or more; ``keys`` take that line at once."""
    nodes = tuple(hit.target.node for hit in hits if isinstance(hit.target, NodeHit))
    if len(nodes) < 2:
        return hits
    which = "Show the first" if len(hits) >= MOST_HITS else "Show all"
    return [*hits, Hit(AllHit(nodes), f"{which} {len(nodes):,} on the canvas", keys, "")]


@dataclass(eq=False)
class Index:
    """Searches one projection, and beyond it the source on disk of ``document``.

    ``read`` gives the words of a passage, "" without its text; None where no text is attached. The compared texts are
    folded once, on first use, those of passages on a thread of their own.
    """

    projection: Projection
    document: Document | None = None
    read: Callable[[Passage], str] | None = None
    _passages: Folded | None = None
    _reading: Thread | None = None

    @cached_property
    def _labels(self) -> Folded:
        return Folded(self.projection.labels)

    @cached_property
    def _iris(self) -> Folded:
        return Folded(self.projection.iris)

    @cached_property
    def _texts(self) -> tuple[NDArray[np.int64], Folded]:
        """The terms of attributes, and their texts."""
        quads = self.projection.quads
        terms = distinct(quads.object[self.projection.node_attributes.values])
        values = (to_text(quads.terms[term]) for term in terms.tolist())
        return terms, Folded(value if value.isalnum() else " ".join(value.split()) for value in values)

    def prepare(self) -> Thread:
        """Fold all texts on a thread of its own, so that the first search does not wait."""
        thread = Thread(target=self._fold, daemon=True)
        thread.start()
        return thread

    def _fold(self) -> None:
        words, none = ["\ue000"], np.zeros(self.projection.node_count, bool)
        _ = self._labels.containing(words), self._iris.containing(words), self._in_texts(words, none, 1)

    def _read_passages(self) -> None:
        if self.read is not None:
            words = map(self.read, self.projection.passages)
            self._passages = Folded(" ".join(text.split()) for text in words)

    def find(self, query: str, most: int = MOST_HITS) -> list[Hit]:
        """Resources with every word of ``query`` in their name (starts of words first), IRI, attribute or passage.

        A whole name comes before an IRI whose last part is the query, and that before all names that hold more words.
        Among equals, those with the most relationships come first. Kinds of relationships follow the resources with
        that name; resources that are only on disk come last.
        """
        projection = self.projection
        words = plain(query).split()
        if not words:
            return []
        hits: list[Hit] = []
        if projection.node_count:
            named = self._labels.containing(words)
            rank = np.where(named, _BY_NAME[self._labels.begins(" ".join(words))], _UNFOUND)
            if named.sum() < most:
                rank[~named & self._iris.containing(words)] = _IN_IRI
            rank[(rank > _WHOLE_IRI) & self._iris.ends_in_part(" ".join(words))] = _WHOLE_IRI
            nodes = np.flatnonzero(rank < _UNFOUND)
            order = nodes[np.lexsort((nodes, -projection.degree[nodes], rank[nodes]))][:most].tolist()
            kinds = self._kinds(words)
            hits = [self._hit(node, "" if named[node] else projection.iris[node]) for node in order]
            hits = hits[: most - len(kinds)] + kinds
            found = rank < _UNFOUND
            for search in (self._in_texts, self._in_passages):
                if len(hits) < most:
                    hits += search(words, found, most - len(hits))
                    found[[hit.target.node for hit in hits if isinstance(hit.target, NodeHit)]] = True
        return hits + self._beyond(query, most - len(hits))

    def _in_texts(self, words: list[str], found: NDArray[np.bool_], most: int) -> list[Hit]:
        """Nodes with an attribute that holds every word: the first ``most``, best connected first."""
        projection = self.projection
        rows, objects = projection.node_attributes, projection.quads.object
        terms, texts = self._texts
        if not len(terms):
            return []
        matching = np.zeros(len(projection.quads.terms), bool)
        matching[terms[texts.containing(words)]] = True
        owners = rows.owners
        matches = np.flatnonzero(matching[objects[rows.values]] & ~found[owners])
        nodes, first = np.unique(owners[matches], return_index=True)
        nodes = nodes[:most]
        values = objects[rows.values[matches[first[:most]]]].tolist()
        hits = []
        for i in np.lexsort((nodes, -projection.degree[nodes])).tolist():
            text = " ".join(to_text(projection.quads.terms[values[i]]).split())
            hits.append(self._hit(int(nodes[i]), _around(text, plain(text).find(words[0]))))
        return hits

    def _kinds(self, words: list[str], most: int = 5) -> list[Hit]:
        """Kinds of relationships with every word in their name, those with most relationships first."""
        infos = self.projection.predicates
        count = np.bincount(self.projection.predicate, minlength=len(infos))
        names = [plain(f"{info.label} {info.inverse or ''}") for info in infos]
        held = [i for i, name in enumerate(names) if count[i] and all(word in name for word in words)]
        best = sorted(held, key=lambda i: -count[i])[:most]
        return [Hit(KindHit(i), infos[i].label, f"Relationship, {count[i]:,} times", "") for i in best]

    def _in_passages(self, words: list[str], found: NDArray[np.bool_], most: int) -> list[Hit]:
        """Nodes said by a passage that holds every word, or by one of their relationships: best connected first."""
        projection = self.projection
        if self._reading is None and projection.passages:
            self._reading = Thread(target=self._read_passages, daemon=True)
            self._reading.start()
            self._reading.join(_PATIENCE)
        read = self._passages
        if read is None:
            return []
        held = read.containing(words)
        of_nodes, of_edges = projection.node_evidence, projection.edge_evidence
        owners = np.concatenate((of_nodes.owners, projection.subject[of_edges.owners]))
        passages = np.concatenate((of_nodes.values, of_edges.values))
        rows = np.flatnonzero(held[passages] & ~found[owners])
        nodes, first = np.unique(owners[rows], return_index=True)
        best = np.lexsort((nodes, -projection.degree[nodes]))[:most]
        return [self._hit(int(nodes[i]), self._quoted(int(passages[rows[first[i]]]), words[0])) for i in best.tolist()]

    def _quoted(self, passage: int, word: str) -> str:
        assert self.read is not None
        text = " ".join(self.read(self.projection.passages[passage]).split())
        return f"“{_around(text, plain(text).find(word))}”"

    def _beyond(self, query: str, most: int) -> list[Hit]:
        """Resources on disk or on a server whose relationships are not loaded yet."""
        source = self.document.loadable if self.document is not None and most > 0 else None
        if source is None:
            return []
        where = source.place[:1].upper() + source.place[1:]
        found = [entry for entry in source.search(query, most) if not source.is_loaded(entry.iri)]
        hits = [Hit(DiskHit(e.iri), e.name or words_of(e.iri), where, e.iri) for e in found]
        server = self.document.server if self.document is not None else None
        if server is not None and not server.is_searched(query):
            hits.append(Hit(ServerHit(query), f"Search {server.title} for “{query}”", "Server", ""))
        return hits

    def _hit(self, node: int, why: str) -> Hit:
        main = int(self.projection.node_class[node])
        class_label = self.projection.classes[main].label if main >= 0 else ""
        return Hit(NodeHit(node), equal_names(self.projection).name(node), class_label, why)


def _around(text: str, at: int, reach: int = 40) -> str:
    start, end = max(0, at - reach), min(len(text), at + reach)
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
