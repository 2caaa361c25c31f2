"""Lines of a comparison: each difference in words for a list, sentences about the whole, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from graph.analysis.comparing.differences import Difference, Key, Statement, parts_of
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.source import Term
from graph.rdf.terms import RDF, to_iri, to_literal
from graph.work.memo import memoized
from graph.writing.patches import spell

Kind = Literal["added", "removed", "changed", "resourced"]
KINDS: dict[Kind, str] = {
    "added": "Added", "removed": "Removed", "changed": "Changed value", "resourced": "Other evidence",
}  # fmt: skip
"""Titles of the four kinds of difference."""


class ComparedLine(NamedTuple):
    """One difference: its words, and the subject, predicate and object as IRIs, "" where there is none.

    For a changed value the object is that of the first source.
    """

    kind: Kind
    words: str
    subject: str
    predicate: str = ""
    object: str = ""


def compared_lines(difference: Difference, both: Projection) -> list[ComparedLine]:
    """Every difference as a line, by kind; names are those of a projection that holds both sources."""
    lines = [_line("added", quad, both) for quad in difference.added]
    lines += [_line("removed", quad, both) for quad in difference.removed]
    for before, after in difference.changed:
        words = f"{_said(before, both)} → {_named(after.object, both)}"
        lines.append(ComparedLine("changed", words, *_parts(before)))
    for key, old, new in difference.resourced:
        words = f"{_key_words(key, both)}: {_gained(old, new)}"
        lines.append(ComparedLine("resourced", words, *(_iri(term) for term in key)))
    return lines


def places_of(lines: Sequence[ComparedLine], projection: Projection) -> tuple[tuple[int, int], ...]:
    """The resource and the relationship of a source that each line is about, -1 where the source has none.

    The resource is the subject, or else the object.
    """
    p = projection
    predicate_of = {info.iri: i for i, info in enumerate(p.predicates)}
    edge_of = {key: edge for edge, key in enumerate(zip(p.subject.tolist(), p.predicate.tolist(), p.object.tolist()))}
    out = []
    for line in lines:
        subject, value = p.node_of.get(line.subject, -1), p.node_of.get(line.object, -1)
        edge = edge_of.get((subject, predicate_of.get(line.predicate, -1), value), -1)
        out.append((subject if subject >= 0 else value, edge))
    return tuple(out)


def compared_sentences(difference: Difference) -> list[str]:
    """The numbers in one sentence, and a sentence about blank nodes that could not be told apart or matched."""
    if difference.is_none:
        said = [f"Both say the same {_triples(difference.common)}."]
    else:
        counts = ", ".join(
            f"{len(getattr(difference, kind)):,} {words}"
            for kind, words in (
                ("added", "added"), ("removed", "removed"), ("changed", "with a changed value"),
                ("resourced", "on other evidence"),
            )
        )  # fmt: skip
        same = f"{_triples(difference.common)} {'is' if difference.common == 1 else 'are'} the same"
        said = [f"{counts}; {same if difference.common else 'they have nothing in common'}."]
    first, second = difference.alone
    if first or second:
        said.append(
            f"Blank nodes without a counterpart: {first:,} of the first and {second:,} of the second. What they say "
            "counts as removed and added."
        )
    if difference.alike and not difference.is_none:
        said.append(f"Blank nodes that look like others, matched in the order of the files: {difference.alike:,}.")
    return said


def compared_json(difference: Difference) -> dict[str, Any]:
    """The difference for programs: counts with the statements, terms as in N-Quads."""
    return {
        "added": _counted([_terms(quad) for quad in difference.added]),
        "removed": _counted([_terms(quad) for quad in difference.removed]),
        "changed": _counted(
            [{"before": _terms(each.before), "after": _terms(each.after)} for each in difference.changed]
        ),
        "resourced": _counted(
            [
                {
                    "statement": [spell(term) for term in each.key],
                    "before": list(each.before),
                    "after": list(each.after),
                }
                for each in difference.resourced
            ]
        ),
        "same": difference.common,
        "quads": {"out": len(difference.out), "in": len(difference.into)},
        "blank_nodes": {
            "matched_by_order": difference.alike,
            "alone_in_first": difference.alone[0],
            "alone_in_second": difference.alone[1],
        },
    }


def _counted(statements: list[Any]) -> dict[str, Any]:
    return {"count": len(statements), "statements": statements}


def _terms(quad: Statement) -> list[str]:
    return [spell(term) for term in parts_of(quad)]


def _line(kind: Kind, quad: Statement, projection: Projection) -> ComparedLine:
    return ComparedLine(kind, _said(quad, projection), *_parts(quad))


def _said(quad: Statement, projection: Projection) -> str:
    return _key_words((quad.subject, quad.predicate, quad.object), projection)


def _key_words(key: Key, projection: Projection) -> str:
    names = [_named(term, projection) for term in key]
    if len(key) == 3:
        names[1] = _predicate_labels(projection).get(to_iri(key[1]), names[1])
        if to_iri(key[1]) == RDF + "type":
            names[1:] = ["class", _class_labels(projection).get(to_iri(key[2]), names[2])]
    return " – ".join(names)


@memoized
def _predicate_labels(projection: Projection) -> dict[str, str]:
    return {info.iri: info.label for info in projection.predicates}


@memoized
def _class_labels(projection: Projection) -> dict[str, str]:
    return {info.iri: info.label for info in projection.classes}


def _named(term: Term, projection: Projection) -> str:
    return f"“{' '.join(to_literal(term).value.split())}”" if _is_literal(term) else projection.name_of(to_iri(term))


def _is_literal(term: Term) -> bool:
    return hasattr(term, "datatype")


def _parts(quad: Statement) -> tuple[str, str, str]:
    return _iri(quad.subject), _iri(quad.predicate), _iri(quad.object)


def _iri(term: Term) -> str:
    return "" if _is_literal(term) else to_iri(term)


def _gained(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """“1 passage more, 2 passages less”."""
    counts = (len({*new} - {*old}), "more"), (len({*old} - {*new}), "less")
    return ", ".join(f"{count:,} passage{'' if count == 1 else 's'} {words}" for count, words in counts if count)


def _triples(count: int) -> str:
    return f"{count:,} triple{'' if count == 1 else 's'}"
