"""Things that the user can grade: lines of a form, for the selection and for the sources that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from graph.analysis.citing import passages_in_order, range_in_words
from graph.arrays.types import Ids
from graph.model.grading.grades import given_in_data, in_words
from graph.model.origins import origins, source_title
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.grade import CREDIBILITY, RELIABILITY, Grade, part_of
from graph.rdf.terms import local_name

About = tuple[str, ...]
MOST_LINES = 6
"""Most sources, and most passages, with a line each."""
MOST_SOURCES = 30
"""Most sources of the form for everything."""
VARIOUS = "various"
"""The letter or figure of several things that have different ones."""


class GradeLine(NamedTuple):
    """One line of the form: ``abouts`` get the same grade. ``kind`` says what they are: “Relationship”, “Source”.

    ``letter`` and ``figure`` are those that the user gave before, "" for none; :data:`VARIOUS` if they differ. They are
    None where this part of a grade has no meaning. ``in_data`` is the grade that the data give, in words.
    """

    kind: str
    title: str
    abouts: tuple[About, ...]
    letter: str | None
    figure: str | None
    in_data: str = ""

    def signs(self, letter: str, figure: str, graded: Sequence[Grade]) -> dict[About, str]:
        """The grade of each after another answer; :data:`VARIOUS` leaves a part as it is."""
        known = {grade.about: grade.sign for grade in graded}

        def part(about: About, answer: str, scale: str) -> str:
            return part_of(known.get(about, ""), scale) if answer == VARIOUS else answer

        return {about: part(about, letter, RELIABILITY) + part(about, figure, CREDIBILITY) for about in self.abouts}


def about_node(projection: Projection, node: int) -> About:
    """A resource as a grade is about it."""
    return (projection.iris[node],)


def about_edge(projection: Projection, edge: int) -> About:
    """A statement as a grade is about it."""
    p = projection
    return p.iris[p.subject[edge]], p.predicates[p.predicate[edge]].iri, p.iris[p.object[edge]]


def title_of(projection: Projection, about: About) -> str:
    """The name of a resource, text, passage or statement."""
    p = projection
    if len(about) == 1:
        return next(
            (_place(p, i) for i, each in enumerate(p.passages) if each.iri == about[0]), source_title(p, about[0])
        )
    words = next((info.label for info in p.predicates if info.iri == about[1]), "") or local_name(about[1])
    return f"{p.name_of(about[0])} — {words} → {p.name_of(about[2])}"


def _place(p: Projection, passage: int) -> str:
    found = p.passages[passage]
    return f"{found.title}, characters {range_in_words(found)}" if found.start >= 0 else found.title


def grade_lines(
    projection: Projection, graded: Sequence[Grade], nodes: Sequence[int], edges: Sequence[int]
) -> tuple[GradeLine, ...]:
    """The lines for selected statements, else for selected resources, else for all that is graded and all sources.

    One statement, or one resource, comes with the sources and the passages that it rests on.
    """
    p = projection
    made = _Lines(p, graded)
    if not len(edges) and not len(nodes):
        made.add_every(_most_cited(p), [grade.about for grade in graded])
    if len(edges):
        kind = "Relationship" if len(edges) == 1 else f"{len(edges):,} relationships"
        made.add(kind, [about_edge(p, edge) for edge in edges])
    elif len(nodes):
        kind = "Resource" if len(nodes) == 1 else f"{len(nodes):,} resources"
        made.add(kind, [about_node(p, node) for node in nodes], letter=True)
    if len(edges) == 1:
        made.add_evidence(p.edge_evidence[edges[0]], _ends(p, edges[0], of_edges=True))
    elif not len(edges) and len(nodes) == 1:
        made.add_evidence(p.node_evidence[nodes[0]], _ends(p, nodes[0], of_edges=False))
    return tuple(made.lines)


def _most_cited(p: Projection) -> list[str]:
    """Origins and texts by IRI, those of most passages of relationships and resources first."""
    found, times = origins(p), Counter[str]()
    for rows, ends in ((p.edge_evidence, found.of_edge_passages), (p.node_evidence, found.of_node_passages)):
        counts = np.bincount(ends, minlength=len(found.iris)).tolist()
        times.update(dict(zip(found.iris, counts)))
        texts = np.bincount(p.passage_document[rows.values], minlength=len(p.documents)).tolist()
        times.update({iri: many for iri, many in zip(p.documents, texts) if iri not in found.iris})
    return [iri for iri, _ in times.most_common(MOST_SOURCES)]


def _ends(p: Projection, row: int, *, of_edges: bool) -> list[str]:
    """The origins of a statement or a resource by IRI, then its texts, each once."""
    found = origins(p)
    ends = (found.of_edges if of_edges else found.of_nodes)[row].tolist()
    passages = (p.edge_evidence if of_edges else p.node_evidence)[row].tolist()
    return list(dict.fromkeys([*(found.iris[end] for end in ends), *(p.passages[i].document for i in passages)]))


class _Lines:
    """Collects lines."""

    def __init__(self, projection: Projection, graded: Sequence[Grade]) -> None:
        self._projection = projection
        self._known = {grade.about: grade.sign for grade in graded}
        self.lines: list[GradeLine] = []

    def add(self, kind: str, abouts: Iterable[About], *, letter: bool = False, figure: bool = True) -> None:
        """Add a line, unless one is about the same already."""
        each = tuple(dict.fromkeys(abouts))
        if any(set(line.abouts) & set(each) for line in self.lines):
            return
        p = self._projection
        title = title_of(p, each[0]) if len(each) == 1 else ""
        in_data = in_words(given_in_data(p, each[0])) if len(each) == 1 else ""
        parts = (self._part(each, RELIABILITY) if letter else None, self._part(each, CREDIBILITY) if figure else None)
        self.lines.append(GradeLine(kind, title, each, *parts, in_data))

    def _part(self, abouts: Sequence[About], scale: str) -> str:
        found = {part_of(self._known.get(about, ""), scale) for about in abouts}
        return found.pop() if len(found) == 1 else VARIOUS

    def add_every(self, sources: Sequence[str], abouts: Sequence[About]) -> None:
        """Add sources, and everything else that is graded."""
        for iri in sources:
            self.add("Source", [(iri,)], letter=True, figure=False)
        known = {about for line in self.lines for about in line.abouts}
        passages = {passage.iri for passage in self._projection.passages}
        for about in abouts:
            if about not in known:
                kind = "Relationship" if len(about) > 1 else "Passage" if about[0] in passages else "Resource"
                self.add(kind, [about], letter=kind == "Resource")

    def add_evidence(self, passages: Ids, sources: Sequence[str]) -> None:
        """Add the sources that passages go back to, their texts, and the passages that have a name."""
        p = self._projection
        for iri in sources[:MOST_LINES]:
            self.add("Source", [(iri,)], letter=True, figure=False)
        named = [passage.iri for passage in passages_in_order(p, passages) if passage.iri]
        for iri in named[:MOST_LINES] if len(named) > 1 else ():
            self.add("Passage", [(iri,)])
