"""Grades: the reliability of sources (A to F) and the credibility of statements (1 to 6), as the data give them.

The scheme is ``resources/grades.ttl``. A value is a concept of it, or its notation as a literal. A statement has the
reliability of the best source that its passages go back to, else of the best text that they are in; it has the
credibility that its statement or reifier gives, the worst of several. A resource has its own grades before those of its
passages.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import Rows, distinct
from graph.arrays.types import Ids
from graph.model.column import TEXT, Cells, Column, Values
from graph.model.origins import origins
from graph.model.projection import Owner, Projection
from graph.named import NamedTuple
from graph.rdf.terms import to_iri, to_literal
from graph.work.memo import memoized

GRADES = "https://caseboard.example/grades#"
RELIABILITY, CREDIBILITY = "ABCDEF", "123456"
NONE = 0
"""The code of something without a grade; others are the place of a letter or figure, from 1."""

Codes = NDArray[np.int8]


class Grades(NamedTuple):
    """Codes of reliability and of credibility: of ``nodes`` two columns (n,), of ``edges`` two columns (m,)."""

    nodes: tuple[Codes, Codes]
    edges: tuple[Codes, Codes]


@memoized
def grades(projection: Projection) -> Grades | None:
    """The grades in the data; None if there are none. O(quads) to find that out."""
    p = projection
    reliable, credible = (_given(p, name, scale) for name, scale in _SCALES)
    if not reliable and not credible:
        return None
    nodes, edges = np.zeros((2, p.node_count), np.int8), np.zeros((2, p.edge_count), np.int8)
    found = origins(p)
    of_origins = np.array([reliable.get(iri, NONE) for iri in (*found.iris, "")], np.int8)
    of_texts = np.array([reliable.get(iri, NONE) for iri in (*p.documents, "")], np.int8)
    for out, rows, ends in (
        (nodes[0], p.node_evidence, found.of_node_passages),
        (edges[0], p.edge_evidence, found.of_edge_passages),
    ):
        own = of_origins[ends]
        _keep_best(out, rows, np.where(own > NONE, own, of_texts[p.passage_document[rows.values]]))
    for row, given in enumerate((reliable, credible)):
        for iri, code in given.items():
            if iri in p.node_of:
                nodes[row, p.node_of[iri]] = code
    spoken = np.flatnonzero(p.owner_kind[p.statements.quad] == Owner.EDGE)
    for resource, quad in zip(p.statements.resource[spoken].tolist(), p.statements.quad[spoken].tolist()):
        edge = p.owner[quad]
        edges[1, edge] = max(edges[1, edge], credible.get(to_iri(p.quads.terms[resource]), NONE))
    return Grades((nodes[0], nodes[1]), (edges[0], edges[1]))


_SCALES = (("reliability", RELIABILITY), ("credibility", CREDIBILITY))


def _given(projection: Projection, name: str, scale: str) -> dict[str, int]:
    """The code that the data give each subject, by IRI; the worst of several."""
    quads, out = projection.stated, dict[str, int]()
    terms = [t for t in distinct(quads.predicate).tolist() if to_iri(quads.terms[t]) == GRADES + name]
    for row in np.flatnonzero(np.isin(quads.predicate, terms)).tolist() if terms else ():
        value = quads.terms[quads.object[row]]
        is_literal = isinstance(value, OxLiteral)
        said = to_literal(value).value.strip() if is_literal else to_iri(value).removeprefix(GRADES)
        if len(said) == 1 and said in scale:
            subject = to_iri(quads.terms[quads.subject[row]])
            out[subject] = max(out.get(subject, NONE), scale.index(said) + 1)
    return out


def _keep_best(out: Codes, rows: Rows, codes: Codes) -> None:
    """Write the best code of each row, of those with a grade, into ``out``."""
    graded = codes > NONE
    best = np.full(len(out), 99, np.int8)
    np.minimum.at(best, rows.owners[graded], codes[graded])
    out[best < 99] = best[best < 99]


def grade_of(projection: Projection, *, node: int = -1, edge: int = -1) -> str:
    """The letter and figure of a resource or a relationship, as far as given: “B2”, “B”, “2”; "" for neither."""
    found = grades(projection)
    if found is None:
        return ""
    row = max(node, edge)
    columns = found.nodes if edge < 0 else found.edges
    return "".join(scale[codes[row] - 1] for codes, (_, scale) in zip(columns, _SCALES) if codes[row] > NONE)


def in_words(grade: str) -> str:
    """A grade with its meaning, “B2: reliable as a rule, likely”; "" for none."""
    return grade and f"{grade}: {', '.join(_labels()[sign] for sign in grade)}"


@cache
def _labels() -> dict[str, str]:
    """The label of each letter and figure, from the scheme."""
    from pyoxigraph import RdfFormat, parse  # late: few data have grades

    from graph.rdf.terms import SKOS
    from resources import FOLDER

    quads = parse(path=str(FOLDER / "grades.ttl"), format=RdfFormat.TURTLE)
    named = {q.subject.value: q.object.value for q in quads if q.predicate.value == SKOS + "prefLabel"}
    return {sign: named[GRADES + sign] for sign in RELIABILITY + CREDIBILITY}


def grade_columns(projection: Projection, *, of_edges: bool) -> list[Column]:
    """Columns ``reliability`` and ``credibility`` of nodes or edges, for those that have any."""
    found = grades(projection)
    if found is None:
        return []
    made = zip(found.edges if of_edges else found.nodes, _SCALES)
    return [_column(each, name, scale) for each, (name, scale) in made if (each > NONE).any()]


def _column(codes: Codes, name: str, scale: str) -> Column:
    ids: Ids = codes.astype(np.int32) - 1
    filled = int(np.count_nonzero(codes))
    return Column(name, name.title(), TEXT, filled, lambda: Cells(Values(len(scale), text=scale.__getitem__), ids))
