"""Grades in data: reliability of sources and credibility of statements, in columns, details and footnotes."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from pyoxigraph import RdfFormat, parse
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit

from explorer.__main__ import main
from explorer.document import NamedView
from explorer.files.exploration import open_exploration, save_exploration
from explorer.files.exports import export_data
from explorer.files.opening import open_document
from explorer.panels.cards import cards
from explorer.panels.column_facets import column_facet
from explorer.panels.details import describe_edge, describe_node
from explorer.panels.paths.notes import cite
from explorer.panels.paths.search import Question, find_routes
from explorer.panels.reading.gradable import VARIOUS, GradeLine, about_edge, grade_lines
from explorer.pictures.look.sentences import RuleWords
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.rules import NODES, Categories
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.columns import edge_column, edge_columns, node_column
from graph.model.grading.grades import (
    GRADES,
    at_least,
    edge_ranks,
    grade_of,
    graded_in_words,
    grades,
    in_words,
    sign_of_rank,
    signs_of_edges,
    your_grade_of,
)
from graph.model.grading.regrading import regraded
from graph.model.origins import origins
from graph.model.projection import Projection
from graph.rdf.grade import CREDIBILITY, RELIABILITY, Grade
from graph.rdf.terms import SKOS
from graph.reading.read import read_bytes
from graph.work.progress import finish
from resources import FOLDER
from ui.panels.evidence import EvidenceCard
from ui.parts.forms.grade_form import GradeForm
from ui.tasks.evidence.grading import Grader

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


# Grades by the user


def about_knows(p: Projection) -> tuple[str, ...]:
    """The relationship of :data:`KNOWS` as a grade is about it."""
    return about_edge(p, _knows(p))


def _by_you(p: Projection, *grades: tuple[tuple[str, ...], str]) -> Projection:
    return regraded(p, tuple(Grade(about, sign) for about, sign in grades))


ABOUTS = (
    ("https://e.org/paper",), ("https://e.org/nowhere",), ("_:b0",),
    ("https://e.org/a", "https://e.org/knows", "https://e.org/b"),
)  # fmt: skip
PAPER, LETTER = ("https://e.org/paper",), ("https://e.org/letter",)


def test_a_grade_by_the_user_stands_beside_that_of_the_data_and_changes_none_of_it() -> None:
    p = _project(KNOWS + ":letter g:reliability g:A .")
    edge = _knows(p)
    graded = _by_you(p, (PAPER, "D"), (about_knows(p), "3"))
    assert (grade_of(graded, edge=edge), your_grade_of(graded, edge=edge)) == ("A", "D3")
    assert your_grade_of(p, edge=edge) == "" and graded.quads is p.quads
    facts = [fact[:2] for fact in describe_edge(graded, see(graded, View()), edge).facts]
    assert facts[-2:] == [
        ("grade", "A: reliable without exception"),
        ("graded by you", "D3: seldom reliable, possible"),
    ]
    texts = {key: edge_column(graded, key).texts([edge])[0] for key in ("reliability", "your reliability")}
    assert texts == {"reliability": "A", "your reliability": "D"} and edge_column(graded, "credibility") is None
    assert graded_in_words(graded, edge=edge) == (
        "Grade A: reliable without exception",
        "Graded D3 by you: seldom reliable, possible",
    )


@given(gifts=st.lists(st.tuples(st.sampled_from(ABOUTS), st.sampled_from(["", "A", "3", "B2"])), max_size=6))
@settings(max_examples=40)
def test_undo_gives_back_each_view_and_an_exploration_every_grade(gifts, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("grades")
    source = folder / "made.ttl"
    source.write_text(KNOWS)
    session = Session(finish(open_document([str(source)])))
    commands, views = Commands(session), [session.view]
    for about, sign in gifts:
        commands.grading.give({about: sign})
        views += [session.view] if session.view != views[-1] else []
        expected = {grade.about: grade.sign for grade in session.view.graded}
        assert expected.get(about, "") == sign and session.projection.graded == session.view.graded
    path = folder / "work.caseboard.trig"
    finish(save_exploration(path, session.document, NamedView("Now", "", session.view), (), ()))
    again = finish(open_exploration(path)).document.first_look.view
    assert again.graded == session.view.graded
    for view in reversed(views[:-1]):
        session.undo()
        assert session.view == view and session.projection.graded == view.graded


def test_what_is_known_of_a_projection_stays_known_under_other_grades() -> None:
    p = _project(KNOWS)
    before, columns = origins(p), edge_columns(p)
    graded = _by_you(p, (PAPER, "B"))
    assert origins(graded) is before
    assert edge_columns(graded)[0] is columns[0] and len(edge_columns(graded)) == len(columns) + 1
    assert edge_columns(_by_you(graded)) == columns


def test_passages_lend_their_best_credibility_to_what_has_none_of_its_own() -> None:
    passages = ":a :knows :b {| dcterms:source :q, :r |} . :q a oa:SpecificResource ; oa:hasSource :paper . "
    p = _project(HEAD + passages + ":r a oa:SpecificResource ; oa:hasSource :paper . :q g:credibility g:5 .")
    edge = _knows(p)
    assert grade_of(p, edge=edge) == "5"
    assert your_grade_of(_by_you(p, (("https://e.org/q",), "4"), (("https://e.org/r",), "2")), edge=edge) == "2"
    assert your_grade_of(_by_you(p, (("https://e.org/q",), "1"), (about_knows(p), "6")), edge=edge) == "6"


@given(st.lists(st.tuples(st.sampled_from([PAPER, LETTER]), st.sampled_from(RELIABILITY)), max_size=4), st.data())
@settings(max_examples=60)
def test_the_users_letter_of_a_source_counts_before_that_of_the_data(given_data, data) -> None:
    """Where grades are weighed: of each source the user's letter, else the data's; the best source counts."""
    stated = dict(given_data)
    p = _project(KNOWS + " ".join(f"<{iri[0]}> g:reliability g:{sign} ." for iri, sign in stated.items()))
    yours = data.draw(st.dictionaries(st.sampled_from([PAPER, LETTER]), st.sampled_from(RELIABILITY)))
    graded, edge = _by_you(p, *yours.items()), _knows(p)
    every = {**stated, **yours}
    best = min(every.values(), default="")
    for sign in (*RELIABILITY, *CREDIBILITY):
        wanted = bool(best) and sign in RELIABILITY and best <= sign
        assert bool(at_least(graded, sign)[edge]) == wanted
    assert sign_of_rank(int(edge_ranks(graded)[edge])) == best


def test_a_filter_by_grade_hides_relationships_that_are_worse_or_lack_a_part() -> None:
    p = _project(KNOWS + ":a :owns :c {| dcterms:source :letter |} . :b :owns :c . :paper g:reliability g:B .")
    graded = _by_you(p, (LETTER, "C"), (about_knows(p), "2"))
    shown = {least: len(see(graded, View(least_grade=least, graded=graded.graded)).edges) for least in SIGNS}
    assert shown == {"": 4, "A": 0, "B": 1, "C": 2, "2": 1, "1": 0, "B2": 1, "C2": 1, "F6": 1}
    assert signs_of_edges(graded) == [("B2", 1), ("2", 1), ("B", 1), ("C", 2)]


SIGNS = ("", "A", "B", "C", "2", "1", "B2", "C2", "F6")


# In the window


@pytest.fixture
def answers(window, monkeypatch) -> list[list[tuple[str, str]]]:
    """Answers to the next forms of grades; the lines that each form had are in ``window.asked``."""
    given_answers, window.asked = [], []

    def ask(_, lines):
        window.asked.append(lines)
        return given_answers.pop(0)

    monkeypatch.setattr("ui.parts.forms.grade_form.ask_grades", ask)
    return given_answers


def _words(widget) -> str:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels + [text.toPlainText() for text in widget.findChildren(QTextEdit) if text.isVisible()])


def _edge_with_evidence(window) -> int:
    return int(np.flatnonzero(window.session.projection.edge_support > 0)[0])


def test_a_relationship_and_its_source_are_graded_by_key_as_one_step(window, qtbot, answers) -> None:
    session, edge = window.session, _edge_with_evidence(window)
    before, data = session.view, session.projection.quads
    session.select_edge(edge)
    answers.append([("", "2"), ("B", "")] + [("", "")] * 8)
    grader = window.tasks.grading
    assert isinstance(grader, Grader)
    lines = grade_lines(session.projection, (), [], [edge])
    answers[0] = answers[0][: len(lines)]
    qtbot.keyClick(window.canvas, Qt.Key.Key_J)
    assert window.asked == [lines] and [line.kind for line in lines[:2]] == ["Relationship", "Source"]
    assert your_grade_of(session.projection, edge=edge) == "B2" and session.projection.quads is data
    window.panels.details.open()
    window.docks.turns.finish()
    assert "B2: reliable as a rule, likely" in _words(window.panels.details.widget)
    assert session.history.undo_title == "Grade 2 sources and statements"
    session.undo()
    assert session.view == before and your_grade_of(session.projection, edge=edge) == ""
    assert "reliable as a rule" not in _words(window.panels.details.widget)
    session.redo()
    assert your_grade_of(session.projection, edge=edge) == "B2"


def test_cards_of_passages_and_of_nodes_give_letter_and_figure(window) -> None:
    session, edge = window.session, _edge_with_evidence(window)
    passage = session.projection.passages[session.projection.edge_evidence[edge][0]]
    session.select_edge(edge)
    window.panels.details.open()
    card = window.panels.details.widget.findChild(EvidenceCard)
    assert "graded" not in card.accessibleName()
    window.commands.grading.give({(passage.document,): "B5", (passage.iri,): "2"})
    cards_now = window.panels.details.widget.findChildren(EvidenceCard)
    assert cards_now[-1].accessibleName().endswith("· graded B2 by you")
    node = int(session.projection.subject[edge])
    window.commands.grading.give({(session.projection.iris[node],): "C"})
    assert "graded C" in cards(session.projection, session.visible)(node).lines[-1]


def test_without_a_selection_the_form_lists_all_sources_and_all_that_is_graded() -> None:
    p = _project(KNOWS + ":a :owns :c {| dcterms:source :letter |} . :b :owns :c .")
    grades = (Grade(about_knows(p), "2"), Grade(LETTER, "B"), Grade(("urn:elsewhere",), "C3"))
    lines = grade_lines(p, grades, [], [])
    assert [(line.kind, line.abouts[0], line.letter, line.figure) for line in lines] == [
        ("Source", LETTER, "B", None),
        ("Source", PAPER, "", None),
        ("Relationship", about_knows(p), None, "2"),
        ("Resource", ("urn:elsewhere",), "C", "3"),
    ]


def test_the_form_gives_takes_and_leaves_grades(qtbot) -> None:
    lines = (
        GradeLine("Statement", "Ann knows Bob", (("a", "b", "c"),), None, "3", "2: likely"),
        GradeLine("2 resources", "", (("x",), ("y",)), VARIOUS, VARIOUS),
    )
    form = GradeForm(None, lines)
    qtbot.addWidget(form)
    assert form.letters[0] is None and form.answers() == [("", "3"), (VARIOUS, VARIOUS)]
    kept = (Grade(("x",), "A1"), Grade(("y",), "6"))
    assert lines[1].signs(VARIOUS, VARIOUS, kept) == {("x",): "A1", ("y",): "6"}
    box = form.letters[1]
    assert box is not None and box.accessibleName() == "Reliability of 2 resources"
    box.setCurrentIndex(box.findData("C"))
    assert lines[1].signs(*form.answers()[1], kept) == {("x",): "C1", ("y",): "C6"}
    next(button for button in form.findChildren(QPushButton) if button.text() == "No grades").click()
    assert form.answers() == [("", ""), ("", "")]
    assert lines[1].signs("", "", kept) == {("x",): "", ("y",): ""}


def test_grades_drive_a_rule_a_filter_and_the_table(window, answers, monkeypatch) -> None:
    session, edge = window.session, _edge_with_evidence(window)
    text = session.projection.passages[session.projection.edge_evidence[edge][0]].document
    other = next(iri for iri in session.projection.documents if iri != text)
    window.tasks.commands.grading.give({(text,): "B"})
    rule = window.tasks.commands.style.proposer.by("colour", "your reliability", NODES)
    assert rule is not None and isinstance(rule.look, Categories) and rule.look.looks[0][0] == "B"
    heading = RuleWords(session.projection).heading(rule)
    assert heading == "Colour by reliability by you"
    assert RuleWords(session.projection).value("your reliability", "B") == "B: reliable as a rule"
    colours = set(session.scene.colour.tolist())
    session.commit(session.view._replace(rules=(*session.view.rules, rule)), "Colour")
    assert set(session.scene.colour.tolist()) != colours
    window.commands.grading.give({(other,): "A"})
    facet = column_facet(session.projection, session.view, session.visible, "your reliability")
    assert facet is not None and [choice.label for choice in facet.choices][:2] == [
        "A: reliable without exception",
        "B: reliable as a rule",
    ]
    session.undo()
    shown = len(session.visible.nodes)
    window.commands.toggle("your reliability", facet.choices[-1].item, "No value")
    assert len(session.visible.nodes) < shown, "what is not graded is hidden"
    session.undo()
    window.panels.table.open()
    titles = [column.title for column in window.panels.table.widget._columns["nodes"]]
    assert "Reliability by you" in titles
    total = len(session.visible.edges)
    monkeypatch.setattr(window.tools.ask, "pick", lambda title, question, choices: 1)
    window.tasks.grading.ask_least()
    assert session.view.least_grade == "B" and 0 < len(session.visible.edges) < total
    assert session.history.undo_title == "Show only relationships graded B or better"
    window.tasks.commands.grading.give({(text,): "C"})
    assert not len(session.visible.edges), "what is filtered follows the grades"


def test_grades_stay_in_other_views_of_the_source_and_after_what_was_shown_alone(window) -> None:
    session, commands = window.session, window.commands
    text = session.projection.documents[0]
    session.select([0])
    commands.hide_others([0])
    commands.grading.give({(text,): "B"})
    session.leave()
    assert session.view.graded == session.projection.graded == (Grade((text,), "B"),)
    other = session.named_views[1]
    commands.look(other.view, other.title)
    assert session.view.graded == session.projection.graded == (Grade((text,), "B"),)
    commands.grading.give({(text,): ""})
    assert session.view.graded == () and session.history.undo_title.startswith("Take the grade from “")


def test_an_exploration_keeps_grades_and_an_export_only_if_asked(window, tmp_path) -> None:
    session, edge = window.session, _edge_with_evidence(window)
    window.tasks.commands.grading.give({("urn:elsewhere",): "A", about_edge(session.projection, edge): "4"})
    view, document = session.view, session.document
    path = tmp_path / "work.caseboard.trig"
    finish(save_exploration(path, document, NamedView("Now", "", view), (), ()))
    again = finish(open_exploration(path)).document
    assert again.projection.graded == view.graded == again.first_look.view.graded
    assert your_grade_of(again.projection, edge=edge) == "4"
    assert "<https://caseboard.example/grades#4>" in path.read_text() or "grades#" in path.read_text()
    for asked in (False, True):
        out = tmp_path / f"{asked}.ttl"
        finish(export_data(document, out, None, view, NamedView("Now", "", view), with_grades=asked))
        assert ("caseboard.example/grades#" in out.read_text()) == asked
        assert bool(finish(open_document([str(out)])).projection.graded) == asked


def test_the_command_line_exports_grades_of_an_exploration_only_with_its_view_and_if_asked(tmp_path, capsys) -> None:
    source, work, out = tmp_path / "made.ttl", tmp_path / "work.caseboard.trig", tmp_path / "out.ttl"
    source.write_text(KNOWS)
    document, view = finish(open_document([str(source)])), View(graded=(Grade(PAPER, "B"),))
    finish(save_exploration(work, document, NamedView("Now", "", view), (), ()))
    assert main(["export", str(work), "-o", str(out), "--with-grades"]) == 2
    assert "Add --with-view." in capsys.readouterr().err and not out.exists()
    for options in (["--with-view"], ["--with-view", "--with-grades"]):
        assert main(["export", str(work), "-o", str(out), *options]) == 0
        assert bool(finish(open_document([str(out)])).projection.graded) == ("--with-grades" in options)
