"""Texts as the reader shows them: the list of texts, the marks of passages in one, and search in it.

All places are ranges in code points, end exclusive.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.views.visible import Visible
from graph.analysis.layers.layer import Sizes
from graph.analysis.places import BLANK, DIFFERS, LOST, OUTSIDE, SEVERAL, UNUSABLE, nearest, place_of
from graph.arrays.csr import Rows, group
from graph.model.projection import Passage, Projection
from graph.named import NamedTuple
from graph.work.memo import memoized

LEVELS = 4
"""Lines under one word at most: passages beyond share the lowest."""
MOST_HITS = 10_000


class TextEntry(NamedTuple):
    """A text that the graph cites: ``key`` is its SHA-256, or the IRI of a document that has none.

    ``documents`` are the IRIs of the documents with this hash, ``passages`` the ids of the passages in it.
    """

    key: str
    sha256: str
    title: str
    documents: tuple[str, ...]
    passages: tuple[int, ...]


class Mark(NamedTuple):
    """A passage as a line under its words. ``level`` tells overlapping passages apart, 0 next to the words.

    ``shown`` is False if the picture shows nothing that the passage supports; ``offered`` is True where its words stand
    in another version of its text.
    """

    start: int
    end: int
    passage: int
    level: int
    shown: bool
    offered: bool = False


class Page(NamedTuple):
    """A text with its marks by place.

    troubles  sentences about all passages whose selectors do not fit the text
    doubts    the sentence about each of these passages, by its id
    offers    places where the quoted words of these passages stand, by the ids of the passages
    changed   the name of the file if this is another version than the cited one, else ""
    taken     the way in which the text was taken out of its file, "" if the file is the text
    starts    the places where the pages of a PDF start
    sizes     width and height of these pages in points
    """

    entry: TextEntry
    text: str
    marks: tuple[Mark, ...]
    troubles: tuple[str, ...] = ()
    doubts: Mapping[int, str] = {}
    offers: Mapping[int, tuple[int, int]] = {}
    changed: str = ""
    taken: str = ""
    starts: tuple[int, ...] = ()
    sizes: Sizes = ()


_NO_LAYER = "This PDF has no text layer: its pages are pictures, on which no words can be found."


class Said(NamedTuple):
    """A resource or a relationship that a passage supports; the other id is -1."""

    node: int
    edge: int


class Lit(NamedTuple):
    """Ids of resources and relationships, and passages, that stand out because the pointer is over them elsewhere."""

    nodes: frozenset[int] = frozenset()
    edges: frozenset[int] = frozenset()
    passages: tuple[Passage, ...] = ()


@memoized
def texts_cited(projection: Projection) -> tuple[TextEntry, ...]:
    """The texts of a graph, those with most passages first. O(passages), once for a projection."""
    p = projection
    of_documents = group(p.passage_document, np.arange(len(p.passages)), len(p.documents))
    found: dict[str, list[int]] = {}
    for document, iri in enumerate(p.documents):
        first = p.passages[of_documents[document][0]]
        found.setdefault(first.sha256.strip().lower() or iri, []).append(document)
    entries = [_entry(p, key, documents, of_documents) for key, documents in found.items()]
    return tuple(sorted(entries, key=lambda entry: (-len(entry.passages), entry.title.casefold())))


def _entry(projection: Projection, key: str, documents: list[int], of_documents: Rows) -> TextEntry:
    firsts = [projection.passages[of_documents[document][0]] for document in documents]
    titles = dict.fromkeys(first.title for first in firsts)
    rows = [of_documents[document] for document in documents]
    passages = rows[0] if len(rows) == 1 else np.sort(np.concatenate(rows))
    return TextEntry(
        key,
        firsts[0].sha256,
        " = ".join(titles),
        tuple(projection.documents[document] for document in documents),
        tuple(passages.tolist()),
    )


_TROUBLES = {
    UNUSABLE: ("has a range that no text can have", "have ranges that no text can have"),
    OUTSIDE: ("lies outside this text, which has {:,} characters", "lie outside this text, which has {:,} characters"),
    DIFFERS: ("quotes other words than stand at its place", "quote other words than stand at their places"),
    LOST: ("quotes words that do not stand in this text", "quote words that do not stand in this text"),
    BLANK: ("quotes words on a page without a text layer", "quote words on pages without a text layer"),
    SEVERAL: ("quotes words that stand at several places", "quote words that stand at several places"),
}


def page(
    projection: Projection,
    visible: Visible,
    entry: TextEntry,
    text: str,
    starts: tuple[int, ...] = (),
    sizes: Sizes = (),
    taken: str = "",
) -> Page:
    """A text with the passages of the graph marked in it, each checked against its quote; see :class:`Page`."""
    placed: list[tuple[int, int, int]] = []
    doubts: dict[int, str] = {}
    offers: dict[int, tuple[int, int]] = {}
    kinds: Counter[str] = Counter()
    for number in entry.passages:
        place = place_of(projection.passages[number], text, starts)
        if place.start >= 0:
            placed.append((place.start, place.end, number))
        if place.kind:
            kinds[place.kind] += 1
            doubts[number] = place.trouble
        if place.offer is not None:
            offers[number] = place.offer
    said = (
        f"{kinds[kind]:,} passage{'' if kinds[kind] == 1 else 's'} {words[kinds[kind] > 1].format(len(text))}."
        for kind, words in _TROUBLES.items()
        if kinds[kind]
    )
    marks = _marks(projection, visible, placed, offered=False)
    troubles = (*_shared_hash(entry), *said)
    return Page(entry, text, marks, troubles, doubts, offers, "", taken, starts, sizes)


def wordless(projection: Projection, visible: Visible, entry: TextEntry, sizes: Sizes) -> Page:
    """The pages of a PDF without a text layer, each of them a blank line, so that a passage of a page has a place."""
    starts = tuple(range(0, 2 * len(sizes), 2))
    found = page(projection, visible, entry, "\n\n" * len(sizes), starts, sizes)
    has_page = {number for number in entry.passages if projection.passages[number].page}
    doubts = {number: said if number in has_page else _NO_LAYER for number, said in found.doubts.items()}
    count = len(entry.passages) - len(found.marks)
    lost = f" {count:,} of {len(entry.passages):,} passages name no page of it, and have no place." if count else ""
    troubles = *_shared_hash(entry), f"{_NO_LAYER}{lost}"
    return found._replace(troubles=troubles, doubts=doubts, offers={}, taken="PDF without text layer")


def other_version(projection: Projection, visible: Visible, entry: TextEntry, text: str, name: str) -> Page:
    """Another version of a text, with marks where the quoted words of its passages now stand."""
    places = ((nearest(projection.passages[number], text), number) for number in entry.passages)
    marks = _marks(projection, visible, [(*place, number) for place, number in places if place], offered=True)
    lost = len(entry.passages) - len(marks)
    said = f"This is another version of the text, “{name}”. Dotted lines show where quoted words now stand"
    rest = f"; {lost:,} of {len(entry.passages):,} passages have none" if lost else ""
    return Page(entry, text, marks, (f"{said}{rest}.",), changed=name)


def _marks(
    projection: Projection, visible: Visible, placed: list[tuple[int, int, int]], *, offered: bool
) -> tuple[Mark, ...]:
    placed.sort(key=lambda place: (place[0], -place[1], place[2]))
    levels = _levels(placed)
    return tuple(
        Mark(*place, level, _is_shown(projection, visible, place[2]), offered) for place, level in zip(placed, levels)
    )


def _shared_hash(entry: TextEntry) -> tuple[str, ...]:
    count = len(entry.documents)
    return (f"The graph gives the same SHA-256 for {count:,} documents: they are one text.",) if count > 1 else ()


def _levels(placed: Sequence[tuple[int, int, int]]) -> list[int]:
    """The lowest free line for each range, in order of their starts; at most :data:`LEVELS`."""
    ends = [0] * LEVELS
    levels = []
    for start, end, _ in placed:
        level = next((level for level, free in enumerate(ends) if free <= start), LEVELS - 1)
        ends[level] = max(ends[level], end)
        levels.append(level)
    return levels


class _Supported(NamedTuple):
    """The nodes and the edges that each passage supports, as rows."""

    nodes: Rows
    edges: Rows


@memoized
def _supported(projection: Projection) -> _Supported:
    p, count = projection, len(projection.passages)
    return _Supported(
        group(p.node_evidence.values, p.node_evidence.owners, count),
        group(p.edge_evidence.values, p.edge_evidence.owners, count),
    )


def supported_by(projection: Projection, passage: int) -> tuple[Said, ...]:
    """All that a passage supports: resources first, then relationships."""
    found = _supported(projection)
    nodes, edges = found.nodes[passage].tolist(), found.edges[passage].tolist()
    return (*(Said(node, -1) for node in nodes), *(Said(-1, edge) for edge in edges))


def _is_shown(projection: Projection, visible: Visible, passage: int) -> bool:
    found = _supported(projection)
    nodes, edges = visible.node_cause[found.nodes[passage]], visible.edge_cause[found.edges[passage]]
    return bool((nodes == 0).any() or (edges == 0).any())


def words_of(projection: Projection, said: Said) -> str:
    """The name of a resource, or a relationship as a sentence."""
    p = projection
    if said.edge < 0:
        return p.labels[said.node]
    ends = p.labels[p.subject[said.edge]], p.labels[p.object[said.edge]]
    return f"{ends[0]} — {p.edge_words(said.edge)} → {ends[1]}"


def passages_of(projection: Projection, nodes: Iterable[int], edges: Iterable[int]) -> tuple[int, ...]:
    """Ids of the passages that support some resources and relationships, each once."""
    rows = (
        *(projection.node_evidence[node] for node in nodes),
        *(projection.edge_evidence[edge] for edge in edges),
    )
    return tuple(dict.fromkeys(passage for row in rows for passage in row.tolist()))


def marks_at(marks: Sequence[Mark], place: int) -> list[int]:
    """Indices of the marks over a character, the shortest first."""
    found = [i for i, mark in enumerate(marks) if mark.start <= place < mark.end]
    return sorted(found, key=lambda i: (marks[i].end - marks[i].start, i))


def covered(marks: Sequence[Mark]) -> int:
    """The number of characters under at least one of the marks, which are sorted by start."""
    total = reached = 0
    for mark in marks:
        total += max(0, mark.end - max(mark.start, reached))
        reached = max(reached, mark.end)
    return total


def profile(marks: Sequence[Mark], length: int, parts: int) -> NDArray[np.bool_]:
    """True for each of ``parts`` equal parts of a text in which a mark lies, shape (parts,)."""
    steps = np.zeros(parts + 1, np.int64)
    for mark in marks:
        first = mark.start * parts // max(length, 1)
        steps[min(first, parts - 1)] += 1
        steps[min(max(-(-mark.end * parts // max(length, 1)), first + 1), parts)] -= 1
    return np.cumsum(steps)[:parts] > 0


def hits(text: str, words: str) -> list[tuple[int, int]]:
    """Places of some words in a text, whatever their case and the spaces and line ends between them."""
    parts = words.split()
    if not parts:
        return []
    found = re.finditer(r"\s+".join(map(re.escape, parts)), text, re.IGNORECASE)
    return [match.span() for match, _ in zip(found, range(MOST_HITS))]


def in_words(page: Page) -> str:
    """The share of a text that is evidence: “53 passages on 86 % of the text”."""
    count = len(page.marks)
    if not count:
        return "No passage of the graph has a place in this text."
    if not page.text.strip():
        return f"{count:,} passage{'' if count == 1 else 's'} · {page.taken}"
    share = 100 * covered(page.marks) / len(page.text)
    said = f"{share:.0f} %" if share >= 1 else "less than 1 %"
    taken = f" · {page.taken.partition(',')[0]}" if page.taken else ""
    return f"{count:,} passage{'' if count == 1 else 's'} on {said} of the text{taken}"
