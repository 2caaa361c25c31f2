"""Views as of a day: they show what texts up to that day say, and count what came later."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from random_data import iri, name, projected, random_data
from random_views import CASE

from explorer.command_line.cli import run
from explorer.files.exports import export_data
from explorer.panels.details import describe_edge, describe_node
from explorer.panels.reading.known_details import as_known, not_yet_said
from explorer.views.hiding.filters import Cause, known_in
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.known import later_than
from graph.model.build import project
from graph.rdf.terms import SCHEMA, XSD
from graph.rdf.values import to_days
from graph.reading.read import read, read_bytes
from graph.work.progress import finish

DATES = {
    "2016-05-05": ("date", "2016-05-05", "2016-05-06"),
    "2016-12": ("gYearMonth", "2016-12-01", "2017-01-01"),
    "2018": ("gYear", "2018-01-01", "2019-01-01"),
}
"""A date as in the data, its type, its first day and the day after it."""
DAYS = ("2016-05-04", "2016-05-05", "2016-12-01", "2016-12-30", "2016-12-31", "2017-12-31", "2018-12-30", "2018-12-31")


def days(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def is_known(written: str | None, day: str, from_start: bool) -> bool:
    """A text with a date as written, judged at the end of a day."""
    if written is None:
        return True
    _, first, after = DATES[written]
    return days(first) <= days(day) if from_start else days(after) <= days(day) + 1


@given(random_data(), st.dictionaries(st.sampled_from(["d0", "d1", "d2"]), st.sampled_from(sorted(DATES))),
       st.sampled_from(DAYS), st.booleans())  # fmt: skip
@settings(max_examples=100)
def test_what_is_later_is_what_plain_python_finds(data, written, day, from_start):
    published = NamedNode(SCHEMA + "datePublished")
    dated = tuple(
        Quad(iri(text), published, Literal(at, datatype=NamedNode(XSD + DATES[at][0])), DefaultGraph())
        for text, at in written.items()
    )
    p = projected((*data.quads, *dated)).projection
    known = {text: is_known(written.get(text), day, from_start) for text in ("d0", "d1", "d2")}

    def said(passages: np.ndarray) -> list[bool]:
        return [known[name(p.passages[at].document)] for at in passages.tolist()]

    ends = list(zip(p.subject.tolist(), p.object.tolist()))
    edges = [bool(e) and not any(e) for e in (said(p.edge_evidence[edge]) for edge in range(p.edge_count))]
    evidenced = [any(said(p.edge_evidence[edge])) for edge in range(p.edge_count)]
    nodes, idle = [], []
    for node in range(p.node_count):
        own, called = said(p.node_evidence[node]), p.iris[node].removeprefix("https://example.org/")
        dates_itself = not own and called in written
        later = (bool(own) and not any(own)) or (dates_itself and not known[called])
        is_needed = any(node in pair for pair, yes in zip(ends, evidenced) if yes)
        is_text = called in {name(passage.document) for passage in p.passages}
        nodes.append((later and not is_needed) or (is_text and called in known and not known[called]))
        idle.append(not own and not dates_itself)
    for node in [n for n in range(p.node_count) if idle[n]]:
        mine = [(edge, pair) for edge, pair in enumerate(ends) if node in pair and pair[0] != pair[1]]
        others = [edges[edge] or nodes[sum(pair) - node] for edge, pair in mine]
        idle[node] = bool(others) and all(others)
    nodes = [later or rest for later, rest in zip(nodes, idle)]
    found = later_than(p, to_days(day, end=True), from_start)
    assert found.edges.tolist() == edges
    assert found.nodes.tolist() == nodes


def test_a_text_counts_from_the_end_of_its_dates_or_from_their_start(turtle):
    p = turtle("""
        :a a :A ; :x :b {| dcterms:source :p1 |} ; :y :b {| dcterms:source :p2 |} ; :z :b . :b a :A .
        :p1 oa:hasSource :t1 . :t1 schema:datePublished "2016"^^xsd:gYear .
        :p2 oa:hasSource :t2 .
    """)

    def shown(day: str, from_start: bool = False) -> list[str]:
        view = View(known=to_days(day, end=True), known_from_start=from_start)
        return [p.predicates[p.predicate[edge]].label for edge in see(p, view).edges.tolist()]

    assert shown("2016-12-30") == ["y", "z"] and shown("2016-12-31") == ["x", "y", "z"]
    assert shown("2015-12-31", True) == ["y", "z"] and shown("2016-01-01", True) == ["x", "y", "z"]
    words = known_in(p, View(known=to_days("2016-06-30", end=True)))
    assert words == (
        "As known on 2016-06-30: 1 of 2 texts; a text dated by a period counts from its end",
        "Not judged by time: 1 text without a date and 1 relationship without evidence",
    )
    assert known_in(p, View()) == ()


def test_texts_with_an_open_end_count_from_the_other(turtle):
    p = turtle("""
        :a a :A ; :x :b {| dcterms:source :p1 |} ; :y :b {| dcterms:source :p2 |} . :b a :A .
        :p1 oa:hasSource :t1 . :t1 a schema:Article ; schema:startDate "2016-05-05"^^xsd:date .
        :p2 oa:hasSource :t2 . :t2 a schema:Article ; <urn:x#notAfter> "2016-05-05"^^xsd:date .
    """)
    for from_start in (False, True):
        before, on = (
            later_than(p, to_days(day, end=True), from_start).edges.tolist() for day in ("2016-05-04", "2016-05-05")
        )
        assert before == [True, True] and on == [False, False]


def only_2018(p) -> tuple[list[str], list[int]]:
    """Resources and relationships all of whose passages are in the text of 2018, by plain Python."""

    def all_in(passages: np.ndarray) -> bool:
        said = [p.passages[at].document.endswith("text-2018") for at in passages.tolist()]
        return bool(said) and all(said)

    nodes = [p.iris[node] for node in range(p.node_count) if all_in(p.node_evidence[node])]
    return nodes, [edge for edge in range(p.edge_count) if all_in(p.edge_evidence[edge])]


@pytest.mark.parametrize("day", ["2016-06-30", "2016-12-31", "2018-07-22"])
def test_bromley_as_known_before_the_second_text_shows_nothing_of_it(bromley, day, tmp_path):
    p = bromley.projection
    view = View(known=to_days(day, end=True))
    visible = see(p, view)
    late, edges = only_2018(p)
    assert late and edges
    shown = {p.iris[node] for node in visible.nodes.tolist()}
    assert not shown & {*late, "https://caseboard.example/bromley/text-2018"}
    assert not set(visible.edges.tolist()) & set(edges)
    assert (len(shown) > 100) == (day != "2016-06-30"), "the first text is dated 5 May to 30 September 2016"
    ledger = {line.cause: line.nodes for line in visible.ledger()}
    assert ledger[Cause.KNOWN] == p.node_count - len(shown)
    path = tmp_path / "then.ttl"
    finish(export_data(bromley, path, visible, view))
    again = finish(project(finish(read([path])).quads))
    assert not any("2018" in passage.document for passage in again.passages)
    assert len(again.passages) == (0 if day == "2016-06-30" else 56)
    assert not {*late, "https://caseboard.example/bromley/text-2018"} & set(again.iris)
    assert set(again.iris) == shown


def test_details_of_a_view_of_a_day_hold_only_what_was_said_by_then(bromley):
    p, view = bromley.projection, View(known=to_days("2016-12-31", end=True))
    visible, council = see(p, view), p.labels.index("Bromley Council")
    whole = describe_node(p, visible, council)
    known = as_known(p, view, describe_node(p, visible, council, not_yet_said(p, view)))
    then = [passage for passage in whole.evidence if not passage.document.endswith("text-2018")]
    late = len(whole.evidence) - len(then)
    assert late and then and list(known.evidence) == then
    assert known.support.startswith(f"{len(then)} passage") and f"{late} later passage" in known.support
    assert "as known on 2016-12-31" in known.support
    for group in known.relationships:
        for one in group.relationships:
            said = [p.passages[at].document for at in p.edge_evidence[one.edge].tolist()]
            assert one.passages == sum(not document.endswith("text-2018") for document in said)
    edge = next(e for e in range(p.edge_count) if len({*p.passage_document[p.edge_evidence[e]].tolist()}) == 2)
    assert "left out" in as_known(p, view, describe_edge(p, visible, edge)).support
    latest = View(known=to_days("2019", end=True))
    assert as_known(p, latest, whole) == whole


def test_attributes_of_later_texts_are_not_in_the_details_of_a_view_of_a_day():
    p = finish(project(read_bytes((CASE + """
        :s4 a rdf:Statement ; rdf:subject :ann ; rdf:predicate :age ; rdf:object 40 ; dcterms:source :p3 .
        """).encode(), "case.trig").quads))  # fmt: skip
    view = View(known=to_days("2019", end=True))
    ann = next(node for node in range(p.node_count) if p.iris[node].endswith("ann"))
    now, then = (describe_node(p, see(p, view), ann, without) for without in (None, not_yet_said(p, view)))
    assert "40" in {fact.value.split(" ")[0] for fact in now.facts}
    assert "40" not in {fact.value.split(" ")[0] for fact in then.facts}


def test_attributes_that_only_a_later_text_says_stay_out_of_an_export(tmp_path):
    from explorer.document import Document

    source = read_bytes(
        (CASE + """
        :car :built 1999, 2001, 2002 . :ann :owns :car .
        :s4 a rdf:Statement ; rdf:subject :ann ; rdf:predicate :age ; rdf:object 40 ; dcterms:source :p3 .
        :s5 a rdf:Statement ; rdf:subject :car ; rdf:predicate :built ; rdf:object 1999 ; dcterms:source :p1, :p3 .
        :s6 a rdf:Statement ; rdf:subject :car ; rdf:predicate :built ; rdf:object 2001 ; dcterms:source :p3 .
        """).encode(), "case.trig",
    )  # fmt: skip
    document = Document(source, finish(project(source.quads)))
    view = View(known=to_days("2019", end=True))
    path = tmp_path / "then.nt"
    finish(export_data(document, path, see(document.projection, view), view))
    text = path.read_text("utf-8")
    assert '"40"' not in text and '"2001"' not in text
    assert '"1999"' in text and '"2002"' in text
    assert "leaflet" not in text and "/p3>" not in text


def told(*arguments: str) -> tuple[int, str]:
    with CliRunner().isolation() as (out, _, _):
        status = run([*arguments], None)
        return status, out.getvalue().decode()


def test_the_command_line_takes_a_day(tmp_path):
    status, said = told("info", "bromley", "--as-known", "2016-12-31", "--json")
    then = json.loads(said)
    assert status == 0 and then["passages"] == 56 and sum(then["became"].values()) == then["triples"]
    now = json.loads(told("info", "bromley", "--json")[1])
    assert then["nodes"] < now["nodes"] and then["edges"] < now["edges"] and then["triples"] < now["triples"]
    assert "by what was known" in then["known"][-1]
    file = tmp_path / "then.ttl"
    assert told("export", "bromley", "-o", str(file), "--as-known", "2016")[0] == 0
    assert "text-2018" not in file.read_text("utf-8")
    ends = "Peter Fortune", "Ofsted"
    assert told("path", "bromley", *ends)[0] == 0
    assert told("path", "bromley", *ends, "--as-known", "2016")[0] == 1
    assert told("path", "bromley", *ends, "--as-known", "2018")[0] == 0


@pytest.mark.parametrize("words", [("--as-known", "someday"), ("--known-from-start",)])
def test_the_command_line_refuses_words_that_are_no_day(words, capsys):
    assert run(["info", "bromley", *words], None) == 2
    assert "date" in capsys.readouterr().err


def test_the_timeline_sets_the_day_and_one_drag_is_one_step(window, qtbot):
    window.commands.reset_filters()
    window.actions_set.by_id["view.timeline"].trigger()
    slider = window.panels.timeline.widget.known
    window.docks.turns.finish()
    QApplication.processEvents()
    session, steps = window.session, len(window.session.history.steps)
    assert not slider.box.isChecked() and slider.day.text() == "2018-07-23"
    before = len(session.visible.nodes)
    slider.slider.sliderPressed.emit()
    for day in ("2017-03-01", "2016-12-31"):
        slider.slider.setValue(days(day))
        qtbot.waitUntil(lambda day=day: session.view.known == days(day) + 1)
    assert len(session.history.steps) == steps + 1
    assert slider.box.isChecked() and slider.day.text() == "2016-12-31"
    assert len(session.visible.nodes) < before
    qtbot.waitUntil(lambda: "by what was known" in window.overlay.ledger.whole)
    assert "1 of 2 texts" in window.overlay.ledger.whole
    window.session.undo()
    assert session.view.known is None and len(session.visible.nodes) == before
    window.commands.know_by(float(days("2016-12-31") + 1))
    window.actions_set.by_id["time.known-from-start"].trigger()
    assert session.view.known_from_start
    QApplication.processEvents()
    window.docks.turns.finish()
    assert slider.slider.minimum() == days("2016-05-04"), "the day before the first text counts from its start"
    QTest.mouseClick(slider.box, Qt.MouseButton.LeftButton)
    assert session.view.known is None and not session.view.known_from_start


def test_a_form_asks_for_the_day(window, monkeypatch):
    answers = iter(["2016-12", "", "soon", "0"])
    monkeypatch.setattr("ui.parts.dialogs.text", lambda *_: next(answers))
    for known in (to_days("2017"), to_days("2017"), to_days("2017"), None):
        window.actions_set.by_id["time.known"].trigger()
        assert window.session.view.known == known
