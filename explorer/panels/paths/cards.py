"""Paths as a list shows them: lines of resources and steps, under a heading for each pair of ends."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import numpy as np

from explorer.panels.facet_values import Choice
from explorer.panels.paths.search import Answer, Leg, Question, Route, Step, Strength, in_words
from explorer.pictures.look.style import Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.views.rules import Rules
from graph.model.money import name_in_sentence
from graph.model.projection import Projection
from graph.named import NamedTuple


class Segment(NamedTuple):
    """A resource (``node`` from 0) or a step (``edge``, the statement with the most passages) of a path.

    ``passages`` is -1 if the source has no evidence at all.
    """

    text: str
    node: int = -1
    edge: int = -1
    swatch: Swatch | None = None
    passages: int = -1


class PathLine(NamedTuple):
    """One path in segments."""

    route: Route
    segments: tuple[Segment, ...]


class Stretch(NamedTuple):
    """The lines under one heading, numbered from ``first``; ``note`` says what was searched, for a tooltip."""

    title: str
    lines: tuple[PathLine, ...]
    note: str = ""
    first: int = 1


class Search(NamedTuple):
    """The paths panel: the ends, the question, the answer, and the kinds of relationships to follow.

    ``ends`` and ``selected`` are names of resources; the next search would be between the selected ones.
    ``typed`` are the names in the fields From and To. ``grades`` are the least grades on offer. ``is_partial`` if the
    source is on disk, so that a search covers only its loaded part.
    """

    ends: tuple[str, ...]
    selected: tuple[str, ...]
    question: Question
    stretches: tuple[Stretch, ...]
    is_searching: bool = False
    typed: tuple[str, str] = ("", "")
    grades: tuple[str, ...] = ()
    is_partial: bool = False
    has_evidence: bool = False
    kinds: tuple[Choice, ...] = ()

    @property
    def routes(self) -> tuple[Route, ...]:
        """Every listed path."""
        return tuple(line.route for stretch in self.stretches for line in stretch.lines)


def stretches(
    projection: Projection, answer: Answer, rules: Rules = (), drawn_as: Callable[[int], Swatch | None] = lambda _: None
) -> tuple[Stretch, ...]:
    """An answer as lines under headings; ``drawn_as`` gives the look of a resource in the picture, None if it has none.

    What is not drawn has the look of its class under the style rules.
    """
    swatches = class_swatches(projection, rules)
    labels, note = projection.labels, f"Searched among {answer.scope}."

    def resource(node: int) -> Segment:
        swatch = drawn_as(node) or swatches[int(projection.node_class[node])]
        return Segment(name_in_sentence(projection, node), node=node, swatch=swatch)

    def relationship(step: Step) -> Segment:
        counted = f" ({_counted(step.strength)})" if answer.question.is_by_evidence else ""
        said = f"{step.words}{counted}{', disputed' if step.is_disputed else ''}"
        text = f"← {said} —" if step.reads_back else f"— {said} →"
        return Segment(text, edge=step.statements[0], passages=step.passages if projection.has_evidence else -1)

    def line(route: Route) -> PathLine:
        if route.is_tree:
            return PathLine(route, tuple(resource(node) for node in route.nodes))
        pairs = [part for step in route.steps for part in (relationship(step), resource(step.end))]
        return PathLine(route, (resource(route.nodes[0]), *pairs))

    between = " → " if answer.question.directed else " and "

    def heading(leg: Leg) -> str:
        several = len(answer.legs) > 1
        return f"{labels[leg.start]}{between}{labels[leg.end]}: {leg.sentence}" if several else leg.sentence

    def parts(leg: Leg) -> list[Stretch]:
        """The lines of a leg; supported paths have a heading for each weakest link."""
        if answer.question.kind != "supported" or not leg.routes:
            return [Stretch(heading(leg), tuple(map(line, leg.routes)), note)]
        out: list[Stretch] = []
        for weakest, routes in groupby(leg.routes, lambda route: route.weakest):
            title, first = f"Weakest link: {in_words(weakest)}", sum(len(stretch.lines) for stretch in out)
            title = title if out else f"{heading(leg)}. {title}"
            out.append(Stretch(title, tuple(map(line, routes)), note, first + 1))
        return out

    out = [part for leg in answer.legs for part in parts(leg)]
    if answer.tree is not None:
        out.insert(0, Stretch(f"All together: {answer.tree.sentence}", (line(answer.tree),), note))
    return tuple(out)


def _counted(strength: Strength) -> str:
    """The origins and the grade of a step: “2 origins, B2”."""
    origins = f"{strength.origins:,} origin{'' if strength.origins == 1 else 's'}"
    return f"{origins}, {strength.sign}" if strength.rank else origins


def relationship_kinds(projection: Projection, question: Question) -> tuple[Choice, ...]:
    """The predicates, the most frequent first; ``hidden`` marks those that are not followed."""
    counts = np.bincount(projection.predicate, minlength=len(projection.predicates)).tolist()
    selected = question.predicates
    choices = [
        Choice(i, info.label, info.iri, counts[i], counts[i], selected is not None and i not in selected)
        for i, info in enumerate(projection.predicates)
        if counts[i]
    ]
    return tuple(sorted(choices, key=lambda choice: (-choice.total, choice.label.casefold())))
