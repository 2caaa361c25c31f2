"""Cards: a few words about each drawn node, for a close picture and for screen readers."""

from __future__ import annotations

import numpy as np

from explorer.pictures.drawing.frame import Card, CardText
from explorer.views.groups import is_group
from explorer.views.visible import Visible, why_although
from graph.model.grading.grades import graded_briefly
from graph.model.money import value_in_words
from graph.model.projection import Projection
from graph.rdf.labels import shortened
from graph.rdf.naming import label_rank
from graph.rdf.terms import SKOS


def counted(shown: int, total: int) -> str:
    """A count in words: “7”, or “3 of 7” where not all are shown."""
    return f"{total:,}" if shown == total else f"{shown:,} of {total:,}"


def shown_of(shown: int, total: int) -> str:
    """A count for a title: “7”, or “3 of 7 shown”."""
    return counted(shown, total) + (" shown" if shown != total else "")


def spoken(projection: Projection, visible: Visible, title: str, drawn: int) -> str:
    """A drawn node in words: “Ofsted, Formal organisation, 12 relationships”, or “Person, group of 34”."""
    if is_group(drawn):
        return f"{title}, group of {len(visible.members_of(drawn)):,}"
    classes, edges = projection.class_words(drawn) or "No class", projection.edges_of[drawn]
    shown, every = int(np.count_nonzero(visible.edge_cause[edges] == 0)), len(edges)
    state = "" if shown == every else " shown"
    differing = projection.differing
    differs = "" if differing is None else differing.in_words(int(differing.nodes[drawn]))
    said = f"{title}, {classes}, {counted(shown, every)} relationship{'' if every == 1 else 's'}{state}"
    return f"{said}, {differs}" if differs else said


def cards(projection: Projection, visible: Visible) -> Card:
    """A function that gives the text of the card of each drawn node."""
    return lambda drawn: (_group_card if is_group(drawn) else _card)(projection, visible, drawn)


def _card(projection: Projection, visible: Visible, node: int) -> CardText:
    text, although = card_text(projection, node), why_although(visible, node=node)
    if projection.differing is not None:
        differs = projection.differing.in_words(int(projection.differing.nodes[node]))
        text = text._replace(lines=(*text.lines, differs)) if differs else text
    more = filter(None, (graded_briefly(projection, node), although))
    return text._replace(lines=(*text.lines, *more))


def _group_card(projection: Projection, visible: Visible, drawn: int) -> CardText:
    """The card of a group: its number of members, and the best connected of them."""
    members = visible.members_of(drawn)
    first = members[np.argsort(-projection.degree[members], kind="stable")[:3]]
    return CardText(
        f"Group of {len(members):,}", tuple(shortened(projection.labels[node], 46) for node in first.tolist())
    )


def card_text(projection: Projection, node: int) -> CardText:
    """The card of a resource, without its name: classes, up to three short facts, number of passages."""
    lines: list[str] = []
    for attribute in projection.attributes(node):
        info = projection.predicates[attribute.predicate]
        if label_rank(info.iri) is not None or info.iri == SKOS + "hiddenLabel":
            continue
        text = f"{info.label}: {value_in_words(projection, node, attribute)}"
        if len(text) <= 46 and len(lines) < 3:
            lines.append(text)
    count = len(projection.node_evidence[node])
    if projection.has_evidence and count:
        lines.append(f"{count} passage{'s' if count > 1 else ''}")
    return CardText(projection.class_words(node) or "No class", tuple(lines))
