"""Grades: the reliability of sources (A to F) and the credibility of statements (1 to 6).

The scheme is ``resources/grades.ttl``. Data give a concept of it, or its notation as a literal; what the user gives
stands in :attr:`~graph.model.projection.Projection.graded`. A statement has the reliability of the best source that its
passages go back to, else of the best text that they are in; it has the credibility that its statement or reifier gives,
the worst of several, else the best that a passage of it has. A resource has its own grades before those of passages.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import Rows, distinct
from graph.arrays.types import Mask
from graph.model.evidence import Passage
from graph.model.origins import origins
from graph.model.projection import Owner, Projection
from graph.named import NamedTuple
from graph.rdf.grade import CREDIBILITY, RELIABILITY, part_of
from graph.rdf.terms import to_iri, to_literal
from graph.work.memo import memoized, memoized_alone

GRADES = "https://caseboard.example/grades#"
NONE = 0
"""The code of something without a grade; others are the place of a letter or figure, from 1."""
SCALES = (("reliability", RELIABILITY), ("credibility", CREDIBILITY))
_WORST = len(RELIABILITY)
"""The place of something without a grade in an order: after the last letter or figure."""

Codes = NDArray[np.int8]


class Grades(NamedTuple):
    """Codes of reliability and of credibility: of ``nodes`` two columns (n,), of ``edges`` two columns (m,)."""

    nodes: tuple[Codes, Codes]
    edges: tuple[Codes, Codes]


class _Given(NamedTuple):
    """Codes as somebody gives them: of reliability and credibility by IRI, and of the credibility of edges by id."""

    reliable: dict[str, int]
    credible: dict[str, int]
    of_edges: dict[int, int]


@memoized
def grades(projection: Projection) -> Grades | None:
    """The grades in the data; None if there are none. O(quads) to find that out."""
    return _codes(projection, _in_data(projection))


@memoized_alone
def your_grades(projection: Projection) -> Grades | None:
    """The grades that follow from those of the user alone; None if there are none."""
    return _codes(projection, _by_user(projection)) if projection.graded else None


@memoized_alone
def weighed_grades(projection: Projection) -> Grades | None:
    """The grades that follow from those of the user and, for all that the user did not grade, those in the data."""
    if not projection.graded:
        return grades(projection)
    data, user = _in_data(projection), _by_user(projection)
    reliable, credible = data.reliable | user.reliable, data.credible | user.credible
    return _codes(projection, _Given(reliable, credible, data.of_edges | user.of_edges))


def has_grades(projection: Projection) -> bool:
    """True if the data or the user grade anything."""
    return bool(projection.graded) or any(_in_data(projection))


@memoized
def _in_data(projection: Projection) -> _Given:
    p = projection
    reliable, credible = (_stated(p, name, scale) for name, scale in SCALES)
    of_edges: dict[int, int] = {}
    spoken = np.flatnonzero(p.owner_kind[p.statements.quad] == Owner.EDGE) if credible else np.empty(0, np.intp)
    for resource, quad in zip(p.statements.resource[spoken].tolist(), p.statements.quad[spoken].tolist()):
        if code := credible.get(to_iri(p.quads.terms[resource]), NONE):
            edge = int(p.owner[quad])
            of_edges[edge] = max(of_edges.get(edge, NONE), code)
    return _Given(reliable, credible, of_edges)


def _by_user(projection: Projection) -> _Given:
    given = _Given({}, {}, {})
    for about, sign in projection.graded:
        letter, figure = part_of(sign, RELIABILITY), part_of(sign, CREDIBILITY)
        if len(about) == 1:
            given.reliable.update({about[0]: RELIABILITY.index(letter) + 1} if letter else {})
            given.credible.update({about[0]: CREDIBILITY.index(figure) + 1} if figure else {})
        elif figure and (edge := _edge_of(projection, about)) >= 0:
            given.of_edges[edge] = CREDIBILITY.index(figure) + 1
    return given


def _edge_of(projection: Projection, triple: tuple[str, ...]) -> int:
    """The edge of a triple by IRI, -1 if the data lacks it."""
    p = projection
    subject, object_ = p.node_of.get(triple[0], -1), p.node_of.get(triple[2], -1)
    if min(subject, object_) < 0:
        return -1
    edges = p.edges_of[subject]
    edges = edges[(p.subject[edges] == subject) & (p.object[edges] == object_)]
    return next((edge for edge in edges.tolist() if p.predicates[p.predicate[edge]].iri == triple[1]), -1)


def _codes(projection: Projection, given: _Given) -> Grades | None:
    """The grades of everything that follow from some that are given; None if none is."""
    if not any(given):
        return None
    p, found = projection, origins(projection)
    nodes, edges = np.zeros((2, p.node_count), np.int8), np.zeros((2, p.edge_count), np.int8)
    reliable, credible = given.reliable, given.credible
    of_origins = np.array([reliable.get(iri, NONE) for iri in (*found.iris, "")], np.int8)
    of_texts = np.array([reliable.get(iri, NONE) for iri in (*p.documents, "")], np.int8)
    of_passages = np.array([credible.get(passage.iri, NONE) for passage in p.passages], np.int8)
    for out, rows, ends in (
        (nodes, p.node_evidence, found.of_node_passages),
        (edges, p.edge_evidence, found.of_edge_passages),
    ):
        own = of_origins[ends]
        _keep_best(out[0], rows, np.where(own > NONE, own, of_texts[p.passage_document[rows.values]]))
        _keep_best(out[1], rows, of_passages[rows.values])
    for row, each in enumerate((reliable, credible)):
        for iri, code in each.items():
            if iri in p.node_of:
                nodes[row, p.node_of[iri]] = code
    edges[1, list(given.of_edges)] = list(given.of_edges.values())
    return Grades((nodes[0], nodes[1]), (edges[0], edges[1]))


def _stated(projection: Projection, name: str, scale: str) -> dict[str, int]:
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
    """The letter and figure that the data give a resource or a relationship, as far as given: “B2”, “B”, “2”, “”."""
    return _sign(grades(projection), node, edge)


def passage_grade(projection: Projection, passage: Passage) -> str:
    """The reliability of the text of a passage and the credibility of the passage, in the data and by the user.

    “graded B”, “graded B2, D by you”; "" if neither gives any.
    """
    text, own, user = (passage.document,), (passage.iri,), dict(projection.graded)
    data = given_in_data(projection, text), given_in_data(projection, own)
    yours = user.get(text, ""), user.get(own, "")
    signs = (part_of(letter, RELIABILITY) + part_of(figure, CREDIBILITY) for letter, figure in (data, yours))
    return _briefly(*signs)


def given_in_data(projection: Projection, about: tuple[str, ...]) -> str:
    """The letter and figure that the data give a resource, passage or statement itself, by IRI; "" for neither."""
    reliable, credible, of_edges = _in_data(projection)
    if len(about) > 1:
        codes = NONE, of_edges.get(_edge_of(projection, about), NONE)
    else:
        codes = reliable.get(about[0], NONE), credible.get(about[0], NONE)
    return "".join(scale[code - 1] for code, (_, scale) in zip(codes, SCALES) if code > NONE)


def your_grade_of(projection: Projection, *, node: int = -1, edge: int = -1) -> str:
    """The letter and figure that follow from the grades of the user, as :func:`grade_of` gives those of the data."""
    return _sign(your_grades(projection), node, edge)


def _sign(found: Grades | None, node: int, edge: int) -> str:
    if found is None:
        return ""
    row = max(node, edge)
    columns = found.nodes if edge < 0 else found.edges
    return "".join(scale[codes[row] - 1] for codes, (_, scale) in zip(columns, SCALES) if codes[row] > NONE)


def at_least(projection: Projection, sign: str) -> Mask:
    """True for edges (m,) with a grade at least as good as ``sign`` in each part that it has: “B2”, “B”, “2”."""
    out, found = np.ones(projection.edge_count, bool), weighed_grades(projection)
    for row, (_, scale) in enumerate(SCALES):
        if part := part_of(sign, scale):
            codes = np.zeros(projection.edge_count, np.int8) if found is None else found.edges[row]
            out &= (codes > NONE) & (codes <= scale.index(part) + 1)
    return out


def signs_of_edges(projection: Projection) -> list[tuple[str, int]]:
    """The grades to ask for at least, the best first, each with the number of relationships that are as good.

    They are those that relationships have, and their letters and figures alone.
    """
    ranks = np.unique(edge_ranks(projection))
    found = {sign_of_rank(rank) for rank in ranks.tolist() if rank}
    parts = {sign for each in found for sign in each}
    order = sorted(found | parts, key=lambda sign: (len(sign) < 2, sign))
    return [(sign, int(np.count_nonzero(at_least(projection, sign)))) for sign in order]


@memoized_alone
def edge_ranks(projection: Projection) -> NDArray[np.int64]:
    """The rank of each edge (m,) by its letter, then by its figure, the higher the better; 0 without either."""
    found = weighed_grades(projection)
    if found is None:
        return np.zeros(projection.edge_count, np.int64)
    letter, figure = (np.where(codes > NONE, codes - 1, _WORST).astype(np.int64) for codes in found.edges)
    return RANKS - 1 - (letter * (_WORST + 1) + figure)


RANKS = (_WORST + 1) ** 2
"""The number of ranks that there can be."""


def sign_of_rank(rank: int) -> str:
    """The letter and figure of a rank of :func:`edge_ranks`."""
    places = divmod(RANKS - 1 - rank, _WORST + 1)
    return "".join(scale[place] for place, (_, scale) in zip(places, SCALES) if place < _WORST)


def in_words(grade: str) -> str:
    """A grade with its meaning, “B2: reliable as a rule, likely”; "" for none."""
    return grade and f"{grade}: {', '.join(_labels()[sign] for sign in grade)}"


def graded_in_words(projection: Projection, *, node: int = -1, edge: int = -1) -> tuple[str, ...]:
    """The grade in the data and the one by the user, as far as there are any, to stand beside one another.

    “Grade B2: reliable as a rule, likely” and “Graded C by you: reliable more often than not”.
    """
    data, user = grade_of(projection, node=node, edge=edge), your_grade_of(projection, node=node, edge=edge)
    own = f"Graded {user} by you{in_words(user).removeprefix(user)}"
    return *((f"Grade {in_words(data)}",) if data else ()), *((own,) if user else ())


def graded_briefly(projection: Projection, node: int) -> str:
    """The grade of a resource in the data and the one by the user: “graded B2, D by you”; "" for neither."""
    return _briefly(grade_of(projection, node=node), your_grade_of(projection, node=node))


def _briefly(data: str, user: str) -> str:
    said = ", ".join(filter(None, (data, user and f"{user} by you")))
    return said and f"graded {said}"


@cache
def _labels() -> dict[str, str]:
    """The label of each letter and figure, from the scheme."""
    from pyoxigraph import RdfFormat, parse  # late: few data have grades

    from graph.rdf.terms import SKOS
    from resources import FOLDER

    quads = parse(path=str(FOLDER / "grades.ttl"), format=RdfFormat.TURTLE)
    named = {q.subject.value: q.object.value for q in quads if q.predicate.value == SKOS + "prefLabel"}
    return {sign: named[GRADES + sign] for sign in RELIABILITY + CREDIBILITY}
