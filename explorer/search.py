"""Finding resources by what they are called, by IRI, or by what is said of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from graph.projection import Projection, to_literal


class Hit(NamedTuple):
    """A resource that was found; ``why`` is the text that matched where that was not the name."""

    node: int
    label: str
    class_label: str
    why: str


@dataclass(eq=False)
class Index:
    """Searches one projection. What is compared is folded once, when it is first needed."""

    projection: Projection

    @cached_property
    def _labels(self) -> list[str]:
        return [plain(label) for label in self.projection.labels]

    @cached_property
    def _iris(self) -> list[str]:
        return [plain(iri) for iri in self.projection.iris]

    @cached_property
    def _texts(self) -> list[tuple[int, int, str]]:
        """Node, row of the quad, and folded text of every literal."""
        projection, rows = self.projection, self.projection.node_attributes
        terms, objects = projection.quads.terms, projection.quads.object
        pairs = zip(rows.owners.tolist(), rows.values.tolist())
        return [(node, row, plain(to_literal(terms[objects[row]]).value)) for node, row in pairs]

    def find(self, query: str, most: int = 50) -> list[Hit]:
        """Resources that hold every word of ``query``: in the name (starts of words first), the IRI, or a text.

        Among equals the one with most ties comes first.
        """
        projection = self.projection
        words = plain(query).split()
        if not words:
            return []
        whole = " ".join(words)
        ranked: list[tuple[int, int, int, str]] = []
        for node, label in enumerate(self._labels):
            if all(word in label for word in words):
                begins = 0 if label == whole else 1 if f" {whole}" in f" {label}" else 2
                ranked.append((begins, -int(projection.degree[node]), node, ""))
            elif all(word in self._iris[node] for word in words):
                ranked.append((3, -int(projection.degree[node]), node, projection.iris[node]))
        if len(ranked) < most:
            found = {node for _, _, node, _ in ranked}
            ranked += self._in_texts(words, found, most - len(ranked))
        ranked.sort()
        return [self._hit(node, why) for _, _, node, why in ranked[:most]]

    def _in_texts(self, words: list[str], found: set[int], most: int) -> list[tuple[int, int, int, str]]:
        projection, out = self.projection, []
        seen = set(found)
        for node, row, folded in self._texts:
            if node not in seen and all(word in folded for word in words):
                seen.add(node)
                text = to_literal(projection.quads.terms[projection.quads.object[row]]).value
                out.append((4, -int(projection.degree[node]), node, _around(text, folded.find(words[0]))))
                if len(out) >= most:
                    break
        return out

    def _hit(self, node: int, why: str) -> Hit:
        main = int(self.projection.node_class[node])
        return Hit(node, self.projection.labels[node], self.projection.classes[main].label if main >= 0 else "", why)


def plain(text: str) -> str:
    """Text as it is compared: without case and accents."""
    if text.isascii():
        return text.casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def _around(text: str, at: int, reach: int = 40) -> str:
    start, end = max(0, at - reach), min(len(text), at + reach)
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
