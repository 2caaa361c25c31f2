"""Disagreements of the selection, side by side: the values behind the section of the details panel."""

from __future__ import annotations

from explorer.views.hiding.disputes import chosen_of, disputes_in
from explorer.views.view import View
from graph.analysis.disagreement import at_node
from graph.analysis.disagreement_kinds import KIND_WORDS, MARKED, Disagreement, Kind
from graph.analysis.disagreement_words import Side, sentence, sides
from graph.analysis.single_values import properties
from graph.model.projection import Projection
from graph.named import NamedTuple


class Told(NamedTuple):
    """One disagreement, or all answers or agreements of the selection: a sentence, and what is said side by side.

    ``predicate`` is the property whose values contradict each other, -1 for none, and ``property`` its name.
    """

    sentence: str
    sides: tuple[Side, ...]
    predicate: int = -1
    property: str = ""


def sides_of(projection: Projection, view: View, *, node: int = -1, edge: int = -1) -> tuple[Told, ...]:
    """The disagreements of a resource or a relationship, contradictions first, answers and agreements together."""
    p, chosen = projection, chosen_of(view)
    found = at_node(p, chosen, node if edge < 0 else int(p.subject[edge]))
    if view.known is not None:
        known = set(disputes_in(p, view).found)
        found = tuple(each for each in found if each in known)
    if edge >= 0:
        rows = set(p.edge_quads[edge].tolist())
        found = tuple(each for each in found if rows & set(each.rows))
    out = [_told(p, each) for each in found if each.kind in MARKED or each.other < 0]
    for kind in (Kind.ANSWER, Kind.AGREEMENT):
        links = [each for each in found if each.kind == kind and each.other >= 0]
        others = dict.fromkeys(side for each in links for side in sides(p, each) if edge >= 0 or side.node != node)
        if others:
            words = KIND_WORDS[kind][len(others) > 1]
            out.append(Told(f"{words[:1].upper()}{words[1:]}", tuple(others)))
    return tuple(out)


def _told(projection: Projection, each: Disagreement) -> Told:
    is_of_values = each.other < 0
    name = projection.predicates[each.predicate].label if is_of_values else ""
    words = sentence(projection, each)
    return Told(words, sides(projection, each), each.predicate if is_of_values else -1, name)


class Taken(NamedTuple):
    """A property with its subjects in words, and whether the view takes it to have one value."""

    predicate: int
    is_single: bool
    words: str


def properties_of(projection: Projection, view: View) -> tuple[Taken, ...]:
    """Every property with values, those of which most subjects have several first."""
    out = []
    for each in sorted(properties(projection), key=lambda each: (-each.several, -each.subjects)):
        number = each.predicate
        said = number in view.single_valued or number in view.several_valued
        is_single = number in view.single_valued or (
            (each.declared or each.learnt) and number not in view.several_valued
        )
        why = "as you said" if said else "as the data say" if each.declared else "as learnt"
        label = projection.predicates[number].label
        have = f"{each.several:,} of {each.subjects:,} subjects have several"
        out.append(
            Taken(number, is_single, f"{label}: {'one value' if is_single else 'several values'}, {why}; {have}")
        )
    return tuple(out)
