"""Paths with footnotes: numbered sentences, and under them what each step rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer.panels.details import support_in_words
from explorer.panels.paths.disputed import is_disputed
from explorer.panels.paths.search import Answer, Route, Step
from graph.analysis.citing import dates_of_texts, passages_in_order, range_in_words
from graph.model.grading.grades import graded_in_words
from graph.model.money import name_in_sentence
from graph.model.origins import source_title
from graph.model.projection import Projection
from graph.named import NamedTuple

MOST_PLACES = 10
"""Most passages of one text whose places a footnote gives; the rest is a number."""


class Notes(NamedTuple):
    """The ``sentences`` of paths with numbers in brackets, and the footnotes with these numbers, from 1."""

    sentences: tuple[str, ...]
    footnotes: tuple[str, ...]

    @property
    def text(self) -> str:
        """Sentences, each with its number, then footnotes, a line each."""
        lines = [f"{i}. {sentence}" for i, sentence in enumerate(self.sentences, 1)]
        notes = [f"[{i}] {note}" for i, note in enumerate(self.footnotes, 1)]
        return "\n".join((*lines, "", *notes))


def cite(projection: Projection, routes: Sequence[Route]) -> Notes:
    """Paths as sentences with footnotes. Steps over the same statements share a footnote; a tree has one sentence."""
    p = projection
    dates = dict(zip(p.documents, dates_of_texts(p), strict=True))
    numbers: dict[tuple[int, ...], int] = {}
    sentences = []
    for route in routes:
        steps = [(step, numbers.setdefault(step.statements, len(numbers) + 1)) for step in route.steps]
        if route.is_tree:
            sentences.append(f"{route.sentence} {''.join(f'[{n}]' for _, n in steps)}")
            continue
        words = [name_in_sentence(p, route.nodes[0])]
        words += [f"{_arrow(p, step, number)} {name_in_sentence(p, step.end)}" for step, number in steps]
        sentences.append(" ".join(words))
    return Notes(tuple(sentences), tuple(_footnote(p, statements, dates) for statements in numbers))


def found_in_words(p: Projection, answer: Answer, routes: Sequence[Route]) -> tuple[str, ...]:
    """A line for each pair with any of ``routes``: its ends, what was found, and how many of it follow if not all."""
    lines = []
    for leg in answer.legs:
        taken = sum(route in routes for route in leg.routes)
        between = " → " if answer.question.directed else " and "
        follow = f" {taken:,} of them follow{'s' if taken == 1 else ''}." if taken < len(leg.routes) else ""
        if taken:
            lines.append(f"{between.join((p.labels[leg.start], p.labels[leg.end]))}: {leg.sentence}.{follow}")
    return tuple(lines)


def _arrow(p: Projection, step: Step, number: int) -> str:
    said = f"{step.words}{', disputed' if is_disputed(p, step.statements) else ''} [{number}]"
    return f"← {said} —" if step.reads_back else f"— {said} →"


def _footnote(p: Projection, statements: Sequence[int], dates: Mapping[str, str]) -> str:
    """The texts that support the statements of a step, each with its own words if there are several."""
    notes = [_of_statement(p, edge, dates) for edge in statements]
    if len(notes) == 1:
        return notes[0]
    return " ".join(f"“{p.edge_words(edge)}”: {note}" for edge, note in zip(statements, notes, strict=True))


def _of_statement(p: Projection, edge: int, dates: Mapping[str, str]) -> str:
    """Texts with date and places, then the three counts: “Report (27 June 2016), characters 5–9. 1 passage in …”."""
    by_text: dict[str, list[str]] = {}
    for passage in passages_in_order(p, p.edge_evidence[edge]):
        by_text.setdefault(passage.document, []).append(range_in_words(passage))
    if not by_text:
        return "No passage is recorded." + "".join(f" {said}." for said in graded_in_words(p, edge=edge))
    texts = [_text(source_title(p, iri), dates.get(iri, ""), places) for iri, places in by_text.items()]
    graded = "".join(f" {said}." for said in graded_in_words(p, edge=edge))
    return f"{'; '.join(texts)}. {support_in_words(p, edge=edge)}.{graded}"


def _text(title: str, date: str, places: Sequence[str]) -> str:
    """A text with its date and the places of passages in it."""
    named = f"{title} ({date})" if date else title
    given = [place for place in places if place]
    if not given:
        return named
    more = f" and {len(given) - MOST_PLACES:,} more" if len(given) > MOST_PLACES else ""
    return f"{named}, characters {', '.join(given[:MOST_PLACES])}{more}"
