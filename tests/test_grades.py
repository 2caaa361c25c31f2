"""Grades in data: reliability of sources and credibility of statements, in columns, details and footnotes."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from pyoxigraph import RdfFormat, parse

from explorer.panels.details import describe_edge, describe_node
from explorer.panels.paths.notes import cite
from explorer.panels.paths.search import Question, find_routes
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.columns import edge_column, node_column
from graph.model.grading.grades import CREDIBILITY, GRADES, RELIABILITY, grade_of, grades, in_words
from graph.model.projection import Projection
from graph.rdf.terms import SKOS
from graph.reading.read import read_bytes
from graph.work.progress import finish
from resources import FOLDER

HEAD = """@prefix : <https://e.org/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix g: <https://caseboard.example/grades#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
KNOWS = HEAD + ":a :knows :b {| dcterms:source :paper, :letter |} . :paper rdfs:label 'Town paper' . "


def _project(turtle: str) -> Projection:
    return finish(project(read_bytes(turtle.encode(), "made.ttl").quads))


def _knows(p: Projection) -> int:
    return next(e for e in range(p.edge_count) if p.predicates[p.predicate[e]].iri.endswith("knows"))


def _graded(turtle: str) -> str:
    p = _project(KNOWS + turtle)
    return grade_of(p, edge=_knows(p))


def test_a_relationship_has_the_reliability_of_its_best_source_as_concept_or_letter() -> None:
    assert _graded(":paper g:reliability g:B . :letter g:reliability g:D .") == "B"
    assert _graded(":paper g:reliability 'C' . :letter g:reliability ' A ' .") == "A"
    assert _graded(":letter g:reliability g:E .") == "E"
    assert _graded("") == ""


def test_an_origin_with_a_grade_comes_before_the_text_that_passes_it_on() -> None:
    passed_on = ":paper prov:wasQuotedFrom :report . :letter prov:wasQuotedFrom :report . :paper g:reliability g:A . "
    assert _graded(passed_on + ":report g:reliability g:D .") == "D"
    assert _graded(passed_on) == "A"


@pytest.mark.parametrize("value", ["'G'", "'7'", "'AB'", "''", "g:1", "g:X", ":B", "5", "'b'"])
def test_other_values_are_no_reliability(value: str) -> None:
    assert _graded(f":paper g:reliability {value} .") == ""


def test_credibility_is_that_of_the_statement_itself_and_the_worst_of_several() -> None:
    p = _project(HEAD + ":a :knows :b {| g:credibility g:2, '4' |} . :b :knows :c . :c g:credibility 1 .")
    first, second = (next(e for e in range(p.edge_count) if p.iris[p.subject[e]].endswith(end)) for end in "ab")
    assert (grade_of(p, edge=first), grade_of(p, edge=second)) == ("4", "")
    assert grade_of(p, node=p.node_of["https://e.org/c"]) == "1"


@given(
    st.lists(st.tuples(st.sampled_from(RELIABILITY), st.booleans()), min_size=1, max_size=5), st.sampled_from("123456")
)
@settings(max_examples=25, deadline=None)
def test_the_best_letter_and_the_figure_are_those_of_plain_python(sources: list[tuple[str, bool]], figure: str) -> None:
    named = ", ".join(f":s{i}" for i in range(len(sources)))
    told = " ".join(f":s{i} g:reliability g:{letter} ." for i, (letter, given) in enumerate(sources) if given)
    p = _project(HEAD + f":a :knows :b {{| dcterms:source {named} ; g:credibility g:{figure} |}} . {told}")
    assert grade_of(p, edge=_knows(p)) == min((x for x, given in sources if given), default="") + figure


def test_grades_are_columns_and_stand_in_details_and_footnotes() -> None:
    p = _project(
        KNOWS.replace(":letter |}", ":letter ; g:credibility g:2 |}")
        + ":paper g:reliability g:B . :a dcterms:source :q . :q a oa:SpecificResource ; oa:hasSource :paper ."
    )
    edge, visible = _knows(p), see(p, View())
    for column, text in ((edge_column(p, "reliability"), "B"), (edge_column(p, "credibility"), "2")):
        assert column is not None and column.texts([edge]) == [text]
    node = p.node_of["https://e.org/a"]
    column = node_column(p, "reliability")
    assert column is not None and column.texts([node]) == ["B"] and node_column(p, "credibility") is None
    words = "B2: reliable as a rule, likely"
    assert ("grade", words) in [fact[:2] for fact in describe_edge(p, visible, edge).facts]
    assert ("grade", "B: reliable as a rule") in [fact[:2] for fact in describe_node(p, visible, node).facts]
    pair = node, p.node_of["https://e.org/b"]
    (leg,) = finish(find_routes(p, visible, [pair], Question(kind="supported", whole=True))).legs
    assert cite(p, leg.routes[:1]).footnotes[0].endswith(f" Grade {words}.")


def test_data_without_grades_have_neither_columns_nor_facts(bromley) -> None:
    p = bromley.projection
    assert grades(p) is None and edge_column(p, "reliability") is None and grade_of(p, edge=0) == ""
    assert "grade" not in [fact.name for fact in describe_edge(p, see(p, View()), 0).facts]


def test_the_scheme_has_six_concepts_of_each_kind_with_notation_and_label() -> None:
    quads = list(parse(path=str(FOLDER / "grades.ttl"), format=RdfFormat.TURTLE))
    signs = {q.subject.value: q.object.value for q in quads if q.predicate.value == SKOS + "notation"}
    assert signs == {GRADES + sign: sign for sign in RELIABILITY + CREDIBILITY}
    schemes = {q.subject.value: q.object.value for q in quads if q.predicate.value == SKOS + "inScheme"}
    assert {signs[iri] for iri, scheme in schemes.items() if scheme == GRADES + "Reliability"} == set(RELIABILITY)
    page = (FOLDER.parent / "docs" / "evidence.md").read_text("utf-8")
    for sign in RELIABILITY + CREDIBILITY:
        assert f"| {sign} | {in_words(sign).removeprefix(f'{sign}: ')} |" in page
