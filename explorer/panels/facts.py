"""One attribute of a resource as the panels read it, and the resources that its words name."""

from __future__ import annotations

from collections import Counter

from explorer.pictures.scene.equal_names import equal_names
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.terms import SH, to_iri

Part = tuple[str, int]
"""A piece of a value, and the resource that it names; -1 for other words."""


class Fact(NamedTuple):
    """One attribute: its name and its value in words; ``tip`` gives the IRI, datatype or language.

    ``parts`` are the pieces of a value that names resources; () for any other.
    """

    name: str
    value: str
    tip: str
    parts: tuple[Part, ...] = ()


def linked(projection: Projection, row: int, fact: Fact) -> Fact:
    """A fact from a quad in this ``row``, with the resources in its value if that says a statement in other words.

    “only (A or B)” names A and B. Equal names of several resources are told apart.
    """
    pieces = () if projection.told is None else projection.told.texts.get(int(projection.quads.object[row]), ())
    parts = _placed(projection, pieces, fact.value)
    if not any(node >= 0 for _, node in parts):
        return fact
    return fact._replace(value="".join(text for text, _ in parts), parts=parts)


def _placed(projection: Projection, pieces: tuple[int | str, ...], text: str) -> tuple[Part, ...]:
    """The pieces of a text in their order, and what follows them; () where the text is not made of them."""
    out: list[Part] = []
    at = 0
    for i, piece in enumerate(pieces):
        node = -1 if isinstance(piece, str) else _node(projection, piece)
        if isinstance(piece, str):
            words = piece
        elif node >= 0 and text.startswith(projection.labels[node], at):
            words = projection.labels[node]
        else:
            follower = pieces[i + 1] if i + 1 < len(pieces) else ""
            end = text.find(follower, at) if isinstance(follower, str) and follower else len(text)
            words = text[at:end] if end >= 0 else ""
        if not words or not text.startswith(words, at):
            return ()
        out.append((words, node))
        at += len(words)
    if text[at:]:
        out.append((text[at:], -1))
    return _apart(projection, out)


def _node(projection: Projection, term: int) -> int:
    return projection.node_of.get(to_iri(projection.quads.terms[term]), -1)


def _apart(projection: Projection, parts: list[Part]) -> tuple[Part, ...]:
    times = Counter(projection.labels[node] for node in {node for _, node in parts if node >= 0})
    names = equal_names(projection)
    return tuple((names.name(node) if node >= 0 and times[text] > 1 else text, node) for text, node in parts)


def constraint_in_words(projection: Projection, node: int) -> str:
    """The path and the constraints of a property shape: “amount: decimal, at least 1”; "" for any other resource."""
    said = (a.value.value for a in projection.attributes(node) if projection.predicates[a.predicate].iri == SH + "path")
    return next(said, "")
