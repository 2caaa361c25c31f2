"""Footnotes: for each numbered line its statements, with their counts of evidence, their passages and sources."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.files.attached_texts import AttachedTexts
from explorer.panels.details import support_in_words
from explorer.pictures.scene.scene import Scene
from explorer.views.visible import Visible
from graph.analysis.texts import Excerpt
from graph.arrays.types import Ids
from graph.model.columns import edge_column
from graph.model.edge_periods import edge_periods
from graph.model.grading.grades import grade_of, in_words, your_grade_of
from graph.model.origins import edge_origins, node_origins
from graph.model.period_words import write_periods
from graph.model.periods import bounds_of, gives_date, of_resources
from graph.model.projection import Passage, Projection
from graph.named import NamedTuple
from graph.rdf.terms import local_name, to_iri

MOST_PASSAGES = 40
"""Most passages of one statement that are listed; the rest is a number."""
MOST_STATEMENTS, MOST_RESOURCES = 400, 5_000
"""Most statements of one line, and most resources, that are listed; the data hold all of them."""
_MISFIT = "The place given for this passage does not fit its text."


class Said(NamedTuple):
    """A passage: the title and date of its text, its place there in words, and its own words, "" unless quoted.

    ``trouble`` is a sentence about a place that does not fit the text, "" for one that fits or without the text.
    """

    source: str
    date: str
    place: str
    words: str
    trouble: str = ""


class Statement(NamedTuple):
    """A shown relationship: the footnote ``number`` that it is in (0 inside a group), its parts, date and amount in

    words, the numbers of passages, texts and origins, these in a sentence, the sources, and passages, at most
    :data:`MOST_PASSAGES`; and the grades of the data and of the author, with their meaning, "" for none.
    """

    number: int
    start: str
    words: str
    end: str
    date: str
    amount: str
    counts: tuple[int, int, int]
    support: str
    sources: tuple[str, ...]
    passages: tuple[Said, ...]
    grade: str = ""
    own_grade: str = ""

    @property
    def graded(self) -> tuple[str, ...]:
        """The grades in sentences: “Grade B2: reliable as a rule, likely.”"""
        own, _, meaning = self.own_grade.partition(":")
        said = [f"Grade {self.grade}."] if self.grade else []
        return (*said, *([f"Graded {own} by the author of this figure:{meaning}."] if own else []))

    @property
    def sentence(self) -> str:
        """“Ofsted — found → Finding 3”."""
        return f"{self.start} — {self.words} → {self.end}"

    @property
    def more(self) -> int:
        """The number of passages that are not listed."""
        return self.counts[0] - len(self.passages)


class Footnote(NamedTuple):
    """The statements of one line, the first of so many, and the places in the scene of the nodes that it joins."""

    number: int
    ends: tuple[int, int]
    statements: tuple[Statement, ...]
    total: int

    @property
    def more(self) -> int:
        """The number of statements that are not listed."""
        return self.total - len(self.statements)


class Resource(NamedTuple):
    """A shown resource, its classes, date and amount in words, and the numbers of its passages, texts and origins."""

    name: str
    classes: str
    date: str
    amount: str
    counts: tuple[int, int, int]


class Notes(NamedTuple):
    """All footnotes in order, the listed statements with or without a number, the listed resources by name.

    ``relationships`` and ``nodes`` are the numbers of all that are shown.
    """

    footnotes: tuple[Footnote, ...]
    statements: tuple[Statement, ...]
    resources: tuple[Resource, ...]
    relationships: int
    nodes: int


def footnotes(
    projection: Projection, visible: Visible, scene: Scene, texts: AttachedTexts, *, quote: bool, grades: bool = False
) -> Notes:
    """The footnotes of a numbered scene; the words of passages and the grades by the user only if asked for."""
    p = projection
    numbers = np.zeros(len(visible.drawn_edges), np.int32) if scene.numbers is None else scene.numbers
    edges = visible.edges
    number = np.append(numbers, 0)[visible.edge_slot[edges]]
    rank = np.where(number == 0, len(numbers) + 1, number)  # statements inside groups come last
    order = np.lexsort((edges, rank))
    listed = order[np.arange(len(edges)) - np.searchsorted(rank[order], rank[order]) < MOST_STATEMENTS]
    of_lines = np.bincount(number, minlength=len(numbers) + 1)
    edges, number = edges[listed], number[listed]
    dates = write_periods(edge_periods(p).of(edges))
    column = edge_column(p, "amount")
    amounts = column.texts(edges) if column is not None else [""] * len(edges)
    sources = _Sources(p, texts, quote, grades)
    counts = np.stack((p.edge_support[edges], p.edge_documents[edges], edge_origins(p)[edges]), axis=1)
    made = [
        _statement(p, sources, edge, found, date, amount, (said, texts, origins))
        for edge, found, date, amount, (said, texts, origins) in zip(
            edges.tolist(), number.tolist(), dates, amounts, counts.tolist()
        )
    ]
    held: dict[int, list[Statement]] = {}
    for statement in made:
        held.setdefault(statement.number, []).append(statement)
    lines = sorted((int(n), row) for row, n in enumerate(numbers.tolist()))
    found_notes = tuple(
        Footnote(n, (int(scene.source[row]), int(scene.target[row])), tuple(held.get(n, ())), int(of_lines[n]))
        for n, row in lines
    )
    return Notes(found_notes, tuple(made), _resources(p, visible), len(visible.edges), len(visible.nodes))


def _statement(
    p: Projection, sources: _Sources, edge: int, number: int, date: str, amount: str, counts: tuple[int, int, int]
) -> Statement:
    said, names = sources.said(p.edge_evidence[edge])
    start, end = p.labels[int(p.subject[edge])], p.labels[int(p.object[edge])]
    support = support_in_words(p, edge=edge)
    grade, own = in_words(grade_of(p, edge=edge)), in_words(your_grade_of(p, edge=edge)) if sources.grades else ""
    differs = "" if p.differing is None else p.differing.edge_in_words(edge)
    words = f"{p.edge_words(edge)} ({differs})" if differs else p.edge_words(edge)
    return Statement(number, start, words, end, date, amount, counts, support, names, said, grade, own)


class _Sources:
    """Passages in words. Each text has one date, each passage is looked up once."""

    def __init__(self, projection: Projection, texts: AttachedTexts, quote: bool, grades: bool) -> None:
        self._projection, self._texts, self._quote, self.grades = projection, texts, quote, grades
        self._dates = dates_of_texts(projection)
        self._known: dict[int, Said] = {}

    def said(self, passages: Ids) -> tuple[tuple[Said, ...], tuple[str, ...]]:
        """Passages in the order of the texts, the first of them, and the titles of all their texts."""
        p = self._projection
        ordered = sorted(passages.tolist(), key=self._place)
        titles = dict.fromkeys(p.passages[passage].title for passage in ordered)
        return tuple(map(self._words, ordered[:MOST_PASSAGES])), tuple(titles)

    def _place(self, passage: int) -> tuple[int, bool, int, int]:
        found = self._projection.passages[passage]
        return int(self._projection.passage_document[passage]), found.start < 0, found.start, found.end

    def _words(self, passage: int) -> Said:
        said = self._known.get(passage)
        if said is None:
            found = self._projection.passages[passage]
            date = self._dates[int(self._projection.passage_document[passage])]
            place = self._texts.place(found)
            trouble = place.trouble if place is not None else ""
            said = self._known[passage] = Said(
                found.title,
                date,
                _where(found, self._texts.excerpt(found)),
                self._texts.words(found) if self._quote else "",
                trouble if self._quote or not trouble else _MISFIT,  # the sentence may quote the text
            )
        return said


def _where(passage: Passage, excerpt: Excerpt | None) -> str:
    """“page 2, paragraph 4, characters 680 to 720”; "" for a whole text."""
    parts = [f"page {passage.page:,}"] if passage.page else []
    parts += [f"paragraph {excerpt.paragraph:,}"] if excerpt is not None else []
    parts += [f"characters {passage.start:,} to {passage.end:,}"] if passage.start >= 0 else []
    return ", ".join(parts)


def dates_of_texts(projection: Projection) -> list[str]:
    """The date of each text in words, by the dates that the data give it; "" for none."""
    p, quads = projection, projection.stated
    place = {iri: i for i, iri in enumerate(p.documents)}
    of_term = np.array([place.get(to_iri(term), -1) for term in quads.terms], np.int32)
    names = {t: to_iri(quads.terms[t]) for t in np.unique(quads.predicate).tolist()}
    dating = [t for t, iri in names.items() if gives_date(local_name(iri))]
    rows = np.flatnonzero(np.isin(quads.predicate, dating) & (of_term[quads.subject] >= 0))
    bound = dict(zip(names, bounds_of(names.values()).tolist()))
    bounds = np.array([bound[t] for t in quads.predicate[rows].tolist()], np.uint8)
    spans = p.spans_of(quads.object[rows])
    return write_periods(of_resources(of_term[quads.subject[rows]], bounds, spans, np.ones(len(place), bool)))


def _resources(p: Projection, visible: Visible) -> tuple[Resource, ...]:
    from graph.model.columns import node_column

    nodes = visible.nodes[np.argsort([p.labels[n].casefold() for n in visible.nodes.tolist()], kind="stable")]
    nodes = nodes[:MOST_RESOURCES]
    dates = write_periods(p.periods.of(nodes))
    column = node_column(p, "amount")
    amounts: Sequence[str] = column.texts(nodes) if column is not None else [""] * len(nodes)
    counts = np.stack((p.node_evidence.lengths[nodes], p.node_documents[nodes], node_origins(p)[nodes]), axis=1)
    return tuple(
        Resource(p.labels[node], _classes(p, node), date, amount, (said, texts, origins))
        for node, date, amount, (said, texts, origins) in zip(nodes.tolist(), dates, amounts, counts.tolist())
    )


def _classes(p: Projection, node: int) -> str:
    """The classes of a resource, and how it differs between two sources."""
    differs = "" if p.differing is None else p.differing.node_in_words(node)
    return f"{p.class_words(node)} ({differs})" if differs else p.class_words(node)
