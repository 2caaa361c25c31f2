"""Texts as the reader shows them: the list of texts, the marks of passages in one, and search in it.

All places are ranges in code points, end exclusive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from explorer.panels.reading.marks import Marks
from explorer.views.visible import Visible
from graph.analysis.layers.layer import Sizes
from graph.analysis.places import BLANK, DIFFERS, LOST, OUTSIDE, SEVERAL, UNUSABLE, nearest, place_of
from graph.arrays.csr import Rows, group
from graph.model.evidence import Passage
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.work.memo import memoized
from graph.work.progress import Job, Progress, finish

_BETWEEN = 500
"""Passages between reports of progress."""


class TextEntry(NamedTuple):
    """A text that the graph cites: ``key`` is its SHA-256, or the IRI of a document that has none.

    ``documents`` are the IRIs of the documents with this hash, ``passages`` the ids of the passages in it.
    """

    key: str
    sha256: str
    title: str
    documents: tuple[str, ...]
    passages: tuple[int, ...]


class Page(NamedTuple):
    """A text with its marks by place.

    hidden    ids of the passages that support nothing of what the picture shows
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
    marks: Marks
    hidden: frozenset[int] = frozenset()
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
    rows = group(p.passage_document, np.arange(len(p.passages)), len(p.documents))
    ids, starts = rows.values.tolist(), rows.starts.tolist()
    found: dict[str, list[int]] = {}
    for document, iri in enumerate(p.documents):
        first = p.passages[ids[starts[document]]]
        found.setdefault(first.sha256.strip().lower() or iri, []).append(document)

    def entry(key: str, documents: list[int]) -> TextEntry:
        first = p.passages[ids[starts[documents[0]]]]
        if len(documents) == 1:  # as nearly always, of ten thousand
            document = documents[0]
            own = tuple(ids[starts[document] : starts[document + 1]])
            return TextEntry(key, first.sha256, first.title, (p.documents[document],), own)
        titles = dict.fromkeys(p.passages[ids[starts[document]]].title for document in documents)
        passages = sorted(number for document in documents for number in ids[starts[document] : starts[document + 1]])
        iris = tuple(p.documents[document] for document in documents)
        return TextEntry(key, first.sha256, " = ".join(titles), iris, tuple(passages))

    entries = [entry(key, documents) for key, documents in found.items()]
    return tuple(sorted(entries, key=lambda entry: (-len(entry.passages), entry.title.casefold())))


_TROUBLES = {
    UNUSABLE: ("has a range that no text can have", "have ranges that no text can have"),
    OUTSIDE: ("lies outside this text, which has {:,} characters", "lie outside this text, which has {:,} characters"),
    DIFFERS: ("quotes other words than stand at its place", "quote other words than stand at their places"),
    LOST: ("quotes words that do not stand in this text", "quote words that do not stand in this text"),
    BLANK: ("quotes words on a page without a text layer", "quote words on pages without a text layer"),
    SEVERAL: ("quotes words that stand at several places", "quote words that stand at several places"),
}


class Placed(NamedTuple):
    """The passages of a text at their places; see :class:`Page`."""

    marks: Marks
    troubles: tuple[str, ...]
    doubts: Mapping[int, str]
    offers: Mapping[int, tuple[int, int]]


def placing(projection: Projection, entry: TextEntry, text: str, starts: Sequence[int] = ()) -> Job[Placed]:
    """Find the place of each passage of a text, checked against its quote; ``starts`` are those of its pages."""
    placed: list[tuple[int, int, int]] = []
    doubts: dict[int, str] = {}
    offers: dict[int, tuple[int, int]] = {}
    kinds: Counter[str] = Counter()
    for at, number in enumerate(entry.passages):
        if at % _BETWEEN == 0:
            yield Progress("Finding passages", at, len(entry.passages))
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
    return Placed(Marks(placed), (*_shared_hash(entry), *said), doubts, offers)


def page(
    projection: Projection,
    visible: Visible,
    entry: TextEntry,
    text: str,
    starts: tuple[int, ...] = (),
    sizes: Sizes = (),
    taken: str = "",
    placed: Placed | None = None,
) -> Page:
    """A text with the passages of the graph marked in it, which are found unless they are ``placed``."""
    at = placed or finish(placing(projection, entry, text, starts))
    hidden = hidden_in(projection, visible, entry)
    return Page(entry, text, at.marks, hidden, at.troubles, at.doubts, at.offers, "", taken, starts, sizes)


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
    marks = Marks([(*place, number) for place, number in places if place], offered=True)
    lost = len(entry.passages) - len(marks)
    said = f"This is another version of the text, “{name}”. Dotted lines show where quoted words now stand"
    rest = f"; {lost:,} of {len(entry.passages):,} passages have none" if lost else ""
    return Page(entry, text, marks, hidden_in(projection, visible, entry), (f"{said}{rest}.",), changed=name)


def _shared_hash(entry: TextEntry) -> tuple[str, ...]:
    count = len(entry.documents)
    return (f"The graph gives the same SHA-256 for {count:,} documents: they are one text.",) if count > 1 else ()


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


def hidden_in(projection: Projection, visible: Visible, entry: TextEntry) -> frozenset[int]:
    """The passages of a text that support nothing of what the picture shows."""
    p = projection
    shown = np.zeros(len(p.passages), bool)
    shown[p.node_evidence.values[visible.node_cause[p.node_evidence.owners] == 0]] = True
    shown[p.edge_evidence.values[visible.edge_cause[p.edge_evidence.owners] == 0]] = True
    own = np.array(entry.passages, np.int64)
    return frozenset(own[~shown[own]].tolist())


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
        projection.node_evidence.gather(np.fromiter(nodes, np.int64)),
        projection.edge_evidence.gather(np.fromiter(edges, np.int64)),
    )
    return tuple(dict.fromkeys(np.concatenate(rows).tolist()))


def in_words(page: Page) -> str:
    """The share of a text that is evidence: “53 passages on 86 % of the text”."""
    count = len(page.marks)
    if not count:
        return "No passage of the graph has a place in this text."
    if not page.text.strip():
        return f"{count:,} passage{'' if count == 1 else 's'} · {page.taken}"
    share = 100 * page.marks.covered() / len(page.text)
    said = f"{share:.0f} %" if share >= 1 else "less than 1 %"
    taken = f" · {page.taken.partition(',')[0]}" if page.taken else ""
    return f"{count:,} passage{'' if count == 1 else 's'} on {said} of the text{taken}"
