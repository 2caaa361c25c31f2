"""Footnotes: for each numbered line its statements, and for each resource, what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.files.attached_texts import AttachedTexts
from explorer.panels.details import support_in_words
from explorer.pictures.scene.scene import Scene
from explorer.views.visible import Visible
from graph.analysis.citing import dates_of_texts, in_order, place_in_words
from graph.arrays.types import Ids
from graph.model.columns import edge_column
from graph.model.edge_periods import edge_periods
from graph.model.grading.grades import grade_of, in_words, your_grade_of
from graph.model.origins import edge_origins, node_origins
from graph.model.period_words import write_periods
from graph.model.projection import Projection
from graph.named import NamedTuple

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


class Evidence(NamedTuple):
    """The evidence of a relationship or a resource.

    The numbers of passages, texts and origins, these in a sentence, the titles of the sources, and passages, at most
    :data:`MOST_PASSAGES`; the grades of the data and of the author, with their meaning, "" for none.
    """

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
        return (*said, *([f"Graded {own} by the author of this figure:{meaning}."] if own else ()))

    @property
    def more(self) -> int:
        """The number of passages that are not listed."""
        return self.counts[0] - len(self.passages)


class Statement(NamedTuple):
    """A shown relationship: the footnote ``number`` that it is in (0 inside a group), its parts, date and amount in

    words, and its evidence.
    """

    number: int
    start: str
    words: str
    end: str
    date: str
    amount: str
    evidence: Evidence

    @property
    def sentence(self) -> str:
        """“Ofsted — found → Finding 3”."""
        return f"{self.start} — {self.words} → {self.end}"


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
    """A shown resource, the place of its node in the scene, its classes, date and amount in words, and its evidence."""

    name: str
    node: int
    classes: str
    date: str
    amount: str
    evidence: Evidence


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
        _statement(p, edge, found, date, amount, sources.of((said, texts, origins), edge=edge))
        for edge, found, date, amount, (said, texts, origins) in zip(
            edges.tolist(), number.tolist(), dates, amounts, counts.tolist()
        )
    ]
    held: dict[int, list[Statement]] = {}
    for statement in made:
        held.setdefault(statement.number, []).append(statement)
    lines = sorted((int(n), row) for row, n in enumerate(numbers.tolist()) if n)
    found_notes = tuple(
        Footnote(n, (int(scene.source[row]), int(scene.target[row])), tuple(held.get(n, ())), int(of_lines[n]))
        for n, row in lines
    )
    return Notes(found_notes, tuple(made), _resources(p, visible, sources), len(visible.edges), len(visible.nodes))


def _statement(p: Projection, edge: int, number: int, date: str, amount: str, evidence: Evidence) -> Statement:
    start, end = p.labels[int(p.subject[edge])], p.labels[int(p.object[edge])]
    return Statement(number, start, p.edge_words(edge), end, date, amount, evidence)


class _Sources:
    """Passages in words. Each text has one date, each passage is looked up once."""

    def __init__(self, projection: Projection, texts: AttachedTexts, quote: bool, grades: bool) -> None:
        self._projection, self._texts, self._quote, self._grades = projection, texts, quote, grades
        self._dates = dates_of_texts(projection)
        self._known: dict[int, Said] = {}

    def of(self, counts: tuple[int, int, int], *, node: int = -1, edge: int = -1) -> Evidence:
        """The evidence of a resource or a relationship, which has these numbers of passages, texts and origins."""
        p = self._projection
        said, names = self._said(p.node_evidence[node] if edge < 0 else p.edge_evidence[edge])
        grade = in_words(grade_of(p, node=node, edge=edge))
        own = in_words(your_grade_of(p, node=node, edge=edge)) if self._grades else ""
        return Evidence(counts, support_in_words(p, node=node, edge=edge), names, said, grade, own)

    def _said(self, passages: Ids) -> tuple[tuple[Said, ...], tuple[str, ...]]:
        """Passages in the order of the texts, the first of them, and the titles of all their texts."""
        p = self._projection
        ordered = in_order(p, passages)
        titles = dict.fromkeys(p.passages[passage].title for passage in ordered)
        return tuple(map(self._words, ordered[:MOST_PASSAGES])), tuple(titles)

    def _words(self, passage: int) -> Said:
        said = self._known.get(passage)
        if said is None:
            found = self._projection.passages[passage]
            date = self._dates[int(self._projection.passage_document[passage])]
            place = self._texts.place(found)
            trouble = place.trouble if place is not None else ""
            excerpt = self._texts.excerpt(found)
            said = self._known[passage] = Said(
                found.title,
                date,
                place_in_words(found, excerpt.paragraph if excerpt is not None else 0),
                self._texts.words(found) if self._quote else "",
                trouble if self._quote or not trouble else _MISFIT,  # the sentence may quote the text
            )
        return said


def _resources(p: Projection, visible: Visible, sources: _Sources) -> tuple[Resource, ...]:
    from graph.model.columns import node_column

    nodes = visible.nodes[np.argsort([p.labels[n].casefold() for n in visible.nodes.tolist()], kind="stable")]
    nodes = nodes[:MOST_RESOURCES]
    dates = write_periods(p.periods.of(nodes))
    column = node_column(p, "amount")
    amounts: Sequence[str] = column.texts(nodes) if column is not None else [""] * len(nodes)
    counts = np.stack((p.node_evidence.lengths[nodes], p.node_documents[nodes], node_origins(p)[nodes]), axis=1)
    return tuple(
        Resource(p.labels[node], slot, _classes(p, node), date, amount, sources.of((said, texts, origins), node=node))
        for node, slot, date, amount, (said, texts, origins) in zip(
            nodes.tolist(), visible.slot[nodes].tolist(), dates, amounts, counts.tolist()
        )
    )


def _classes(p: Projection, node: int) -> str:
    """The classes of a resource, and how it differs between two sources."""
    differs = "" if p.differing is None else p.differing.node_in_words(node)
    return f"{p.class_words(node)} ({differs})" if differs else p.class_words(node)
