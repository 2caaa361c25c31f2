"""Search for resources by name, by IRI, or by the text of their attributes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from threading import Thread
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.document import Document
from graph.arrays.collation import Folded, plain
from graph.arrays.csr import distinct
from graph.model.projection import Projection
from graph.rdf.terms import to_text


class NodeHit(NamedTuple):
    """A resource of the projection, by its id."""

    node: int


class DiskHit(NamedTuple):
    """A resource that is only on disk, by its IRI."""

    iri: str


class NoteHit(NamedTuple):
    """A note, by its id."""

    name: str


class ActionHit(NamedTuple):
    """An action, by its id."""

    id: str


Target = NodeHit | DiskHit | NoteHit | ActionHit


class Hit(NamedTuple):
    """A search result and its target; ``why`` is the text that matched, if that was not the name."""

    target: Target
    label: str
    class_label: str
    why: str


@dataclass(eq=False)
class Index:
    """Searches one projection, and beyond it the source on disk of ``document``.

    The compared texts are folded once, on first use.
    """

    projection: Projection
    document: Document | None = None

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

    def find(self, query: str, most: int = 50) -> list[Hit]:
        """Resources with every word of ``query`` in their name (starts of words first), their IRI, or one attribute.

        Among equals, those with the most relationships come first. Resources that are only on disk come last.
        """
        projection = self.projection
        words = plain(query).split()
        if not words:
            return []
        hits: list[Hit] = []
        if projection.node_count:
            named = self._labels.containing(words)
            rank = np.where(named, self._labels.begins(" ".join(words)), 4)
            if named.sum() < most:
                rank[~named & self._iris.containing(words)] = 3
            nodes = np.flatnonzero(rank < 4)
            order = nodes[np.lexsort((nodes, -projection.degree[nodes], rank[nodes]))][:most].tolist()
            hits = [self._hit(node, projection.iris[node] if rank[node] == 3 else "") for node in order]
            if len(hits) < most:
                hits += self._in_texts(words, rank < 4, most - len(hits))
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

    def _beyond(self, query: str, most: int) -> list[Hit]:
        """Resources on disk whose relationships are not loaded yet."""
        source = self.document.on_disk if self.document is not None and most > 0 else None
        if source is None:
            return []
        found = [entry for entry in source.search(query, most) if not source.is_loaded(entry.iri)]
        shorten = source.prefixes.shorten
        return [Hit(DiskHit(e.iri), e.name or shorten(e.iri), "On disk", e.iri) for e in found]

    def _hit(self, node: int, why: str) -> Hit:
        main = int(self.projection.node_class[node])
        class_label = self.projection.classes[main].label if main >= 0 else ""
        return Hit(NodeHit(node), self.projection.labels[node], class_label, why)


def _around(text: str, at: int, reach: int = 40) -> str:
    start, end = max(0, at - reach), min(len(text), at + reach)
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
