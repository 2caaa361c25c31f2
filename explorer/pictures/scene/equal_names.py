"""Equal names in a picture: a second word tells resources with the same name apart."""

from __future__ import annotations

from collections import Counter

from graph.model.projection import Projection
from graph.rdf.names import tell_apart
from graph.rdf.tails import telling_part
from graph.work.memo import memoized

_MOST = 200
"""Largest number of equal names that are compared with each other."""


class EqualNames:
    """Names with a second word, made when they are asked for: “Maria Silva (ms-1)”.

    The word is the class, else the resource that a blank node belongs to, else parts of the IRI.
    """

    def __init__(self, projection: Projection) -> None:
        # Only columns are kept: a value that holds its projection would keep it alive for ever.
        p = projection
        self._labels, self._iris, self._main = p.labels, p.iris, p.node_class
        self._classes = [info.label for info in p.classes]
        self._subject, self._edges_of = p.subject, p.edges_of
        times = Counter(p.labels)
        self._nodes: dict[str, list[int]] = {label: [] for label, count in times.items() if count > 1}
        if self._nodes:
            for node, label in enumerate(p.labels):
                if label in self._nodes:
                    self._nodes[label].append(node)
        self._texts: dict[int, str] = {}

    def of(self, node: int) -> str | None:
        """The name of a resource with its second word, None where no other has its name."""
        label = self._labels[node]
        nodes = self._nodes.get(label)
        if nodes is None:
            return None
        if node not in self._texts:
            self._tell_apart(label, nodes)
        return self._texts[node]

    def name(self, node: int) -> str:
        """The name of a resource, with a second word where another has the same."""
        return self.of(node) or self._labels[node]

    def _tell_apart(self, label: str, nodes: list[int]) -> None:
        iris = [self._iris[node] for node in nodes]
        if len(nodes) > _MOST:
            words = map(telling_part, iris)
            self._texts.update((n, f"{label} ({word})" if word else label) for n, word in zip(nodes, words))
            return
        places = dict(zip(iris, nodes))

        def main(iri: str) -> str:
            found = int(self._main[places[iri]])
            return self._classes[found] if found >= 0 else ""

        def owner(iri: str) -> str:
            return "" if telling_part(iri) else self._owner(places[iri])

        self._texts.update(zip(nodes, tell_apart([label] * len(nodes), iris, main, owner)))

    def _owner(self, node: int) -> str:
        """The name of the first other resource that leads to a node."""
        ends = self._subject[self._edges_of[node]].tolist()
        return next((self._labels[end] for end in ends if end != node), "")


@memoized
def equal_names(projection: Projection) -> EqualNames:
    """The equal names of a projection."""
    return EqualNames(projection)
