"""The case: a projection with the words of its passages, and the names of its resources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import numpy as np
from pyoxigraph import Literal as OxLiteral

from graph.analysis.findings import Finding
from graph.analysis.places import place_of
from graph.analysis.texts import TextLibrary
from graph.arrays.csr import Rows
from graph.model.projection import Projection
from graph.model.said_dates import periods_of_documents
from graph.rdf.terms import CB, local_name, to_iri
from graph.wording.found import Found
from graph.wording.reader import read_text
from graph.work.progress import Job, Progress

_NAMING = frozenset(
    "prefLabel altLabel hiddenLabel label name title alternateName legalName familyName surname acronym abbreviation "
    "nick alias".split()
)
AS_SAID = re.compile(r".*AsSaid|.*[Vv]erbatim.*|namedAs|.*[Ww]ording")
"""Local names of predicates whose values are words of the text itself."""
_ALIKE = {
    **dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f\n\t", " "),
}  # fmt: skip
_STOP = re.compile(r"[.!?][\"'”’)]*(?:\s+|\Z)|\n+")
_MOST_WORDS = 90
_BEGINS = re.compile(r"(?![0-9.,][0-9])")
_ENDS = re.compile(
    r"(?![0-9%]|[.,] ?[0-9]|[ -]?(?:k|mn?|mln|bn|tr?n|hundred|thousand|million|billion|trillion|dozen|per|pc)\b)"
)


def fold(text: str) -> str:
    """Text of the same length in lower case, with plain quotes, dashes and spaces."""
    low = text.lower()
    if low.isascii():
        return low.replace("\n", " ").replace("\t", " ") if "\n" in low or "\t" in low else low
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for character, alike in _ALIKE.items():
        if character in low:
            low = low.replace(character, alike)
    return low


def _lists(rows: Rows) -> list[list[int]]:
    """Rows as lists, which are read one by one in a fifth of the time."""
    starts, values = rows.starts.tolist(), rows.values.tolist()
    return [values[start:end] for start, end in pairwise(starts)]


class Case:
    """A projection and the texts of a library; ``said`` and ``low`` are the words of each passage, "" without them."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.texts: dict[str, str] = {}
        self.lows: dict[str, str] = {}
        self.missing: set[str] = set()
        self.said = [""] * len(projection.passages)
        self.low = [""] * len(projection.passages)
        self.out_of_range: list[int] = []
        self._read: dict[int, list[Found]] = {}

    def read(self, library: TextLibrary) -> Job[None]:
        """Cut every passage out of its text."""
        passages = self.projection.passages
        for i, passage in enumerate(passages):
            if i % 1024 == 0:
                yield Progress("Reading the texts", i, len(passages))
            sha256 = passage.sha256
            is_whole = passage.start < 0 and not passage.quote and not passage.unusable
            if not sha256 or is_whole or sha256 in self.missing:
                continue
            if sha256 not in self.texts:
                yield from library.take(sha256)
                text = library.text(sha256)
                if text is None:
                    self.missing.add(sha256)
                    continue
                self.texts[sha256], self.lows[sha256] = text, fold(text)
            place = place_of(passage, self.texts[sha256])
            if place.start < 0:
                self.out_of_range.append(i)
            else:
                self.said[i] = self.texts[sha256][place.start : place.end]
                self.low[i] = self.lows[sha256][place.start : place.end]

    # What supports what

    def passages_of(self, node: int) -> list[int]:
        """Passages with words that support a node; of one that has none, those of the relationships to it."""
        found = self._of_nodes[node]
        if found or node not in self.edges_to:
            return self._with_words(found)
        return self._with_words(self.projection.edge_evidence.gather(self.edges_to[node]).tolist())

    @cached_property
    def _of_nodes(self) -> list[list[int]]:
        return _lists(self.projection.node_evidence)

    @cached_property
    def _is_whole(self) -> bool:
        """True if every passage has its words."""
        return all(self.low)

    @cached_property
    def labels(self) -> list[str]:
        """The folded label of each node."""
        return [fold(label) for label in self.projection.labels]

    @cached_property
    def _of_edges(self) -> list[list[int]]:
        return _lists(self.projection.edge_evidence)

    def _with_words(self, passages: list[int]) -> list[int]:
        return passages if self._is_whole else [p for p in passages if self.low[p]]

    @cached_property
    def edges_to(self) -> dict[int, np.ndarray]:
        """Ids of the edges to each node that has no evidence of its own."""
        p, found = self.projection, defaultdict[int, list[int]](list)
        bare = (p.node_evidence.lengths == 0) & ~np.isin(
            np.arange(p.node_count), [p.node_of.get(d, -1) for d in p.documents]
        )
        bare = bare[p.object]
        for edge in np.flatnonzero(bare & (p.edge_evidence.lengths > 0)).tolist():
            found[int(p.object[edge])].append(edge)
        return {node: np.array(edges, np.int64) for node, edges in found.items()}

    def passages_of_edge(self, edge: int) -> list[int]:
        """Passages with words that support an edge."""
        return self._with_words(self._of_edges[edge])

    def read_with(self, edge: int) -> list[int]:
        """Passages with words that show what those of an edge refer to, and support nothing (``cb:readWith``)."""
        return self._with_words(self._read_with.get(edge, []))

    @cached_property
    def _read_with(self) -> dict[int, list[int]]:
        p, found = self.projection, defaultdict[int, list[int]](list)
        kind = next((i for i, info in enumerate(p.predicates) if info.iri == CB + "readWith"), -2)
        place = {passage.iri: i for i, passage in enumerate(p.passages)} if kind >= 0 else {}
        rows = np.flatnonzero(p.predicate_of_quad[p.edge_remarks.values] == kind)
        for edge, quad in zip(p.edge_remarks.owners[rows].tolist(), p.edge_remarks.values[rows].tolist()):
            passage = place.get(to_iri(p.quads.terms[p.quads.object[quad]]), -1)
            if passage >= 0:
                found[edge].append(passage)
        return found

    def inherits(self, edge: int) -> bool:
        """True if an edge has the passages of its subject."""
        mine, whole = self._of_edges[edge], self._of_nodes[int(self.projection.subject[edge])]
        return mine == whole or (len(mine) == len(whole) and set(mine) == set(whole))

    def sentence_around(self, passage: int) -> tuple[int, int]:
        """The range of the sentence or sentences that a passage lies in, in its text."""
        p = self.projection.passages[passage]
        text = self.lows[p.sha256]
        line = self.texts[p.sha256].rfind("\n", 0, p.start) + 1
        begins = [match.end() for match in _STOP.finditer(text, line, p.start)]
        stop = _STOP.search(self.texts[p.sha256], max(p.start, p.end - 2))
        return begins[-1] if begins else line, len(text) if stop is None else max(stop.start() + 1, p.end)

    def holds_number(self, passages: Iterable[int], written: str) -> bool:
        """True if a passage holds a number as it is written, not as a part of another or before “million”."""
        for low in (self.low[p] for p in passages):
            at = low.find(written)
            while at >= 0:
                if _BEGINS.match(low, max(0, at - 1)) and _ENDS.match(low, at + len(written)):
                    return True
                at = low.find(written, at + 1)
        return False

    def amounts_in(self, passages: Iterable[int]) -> list[Found]:
        """The amounts and dates of some passages."""
        out: list[Found] = []
        for passage in passages:
            if passage not in self._read:
                self._read[passage] = read_text(self.said[passage])
            out += self._read[passage]
        return out

    @cached_property
    def document_spans(self) -> np.ndarray:
        """First and last instant at which the text of each passage was written, NaN if unknown, shape (p, 2)."""
        p = self.projection
        return periods_of_documents(p).spans[p.passage_document] if len(p.passages) else np.empty((0, 2))

    # Names

    @cached_property
    def names(self) -> dict[int, tuple[str, ...]]:
        """The names of each node that has others than its label, the label first."""
        p, rows, found = self.projection, self.projection.node_attributes, defaultdict[int, list[str]](list)
        naming = np.array([local_name(info.iri) in _NAMING for info in p.predicates] + [False], bool)
        mine = np.flatnonzero(naming[p.predicate_of_quad[rows.values]])
        terms, objects = p.quads.terms, p.quads.object
        for node, row in zip(rows.owners[mine].tolist(), rows.values[mine].tolist()):
            term = terms[objects[row]]
            if isinstance(term, OxLiteral) and term.value != p.labels[node]:
                found[node].append(term.value)
        return {node: (p.labels[node], *names) for node, names in found.items()}

    def names_of(self, node: int) -> tuple[str, ...]:
        """All names of a node, its label first."""
        return self.names.get(node) or (self.projection.labels[node],)

    def kind(self, node: int) -> str:
        """The shape of a node: "actor", "event", "finding" and so on."""
        return self.projection.kind(node)

    # Sentences

    def title(self, node: int) -> str:
        """The label of a node in quotation marks."""
        return f"“{self.projection.labels[node]}”"

    def relationship(self, edge: int) -> str:
        """A relationship in words."""
        p = self.projection
        return f"“{p.labels[p.subject[edge]]} — {p.edge_words(edge)} → {p.labels[p.object[edge]]}”"

    def place(self, passages: list[int]) -> str:
        """The place of some passages in words, with the words of the first."""
        p = self.projection.passages[passages[0]]
        words = re.sub(r"\s+", " ", self.said[passages[0]])
        words = words if len(words) <= _MOST_WORDS else words[:_MOST_WORDS].rsplit(" ", 1)[0] + "…"
        more = f", and {len(passages) - 1} more" if len(passages) > 1 else ""
        return f"{p.title}, characters {p.start:,}–{p.end:,}: “{words}”{more}"

    def finding(
        self, kind: str, severity: str, sentence: str, passages: list[int], node: int = -1, edge: int = -1
    ) -> Finding:
        """A finding at the first of some passages."""
        first = passages[0] if passages else -1
        whole = f"{sentence} ({self.place(passages)})." if passages else f"{sentence}."
        return Finding(kind, severity, whole, node, edge, first, self.said[first] if first >= 0 else "")
