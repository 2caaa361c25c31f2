"""Journeys with queries in the real window, with the Bromley graph."""

from __future__ import annotations

import csv
import multiprocessing
import time
from pathlib import Path

import numpy as np
import pytest
from clocks import busy, patience
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from explorer.files.opening import open_document, open_on_disk
from explorer.panels.query_results import Result, lay_out, stored_queries
from explorer.settings import load_settings
from graph.query.engine import Answer
from graph.rdf.terms import XSD, Literal
from graph.work.progress import finish

CTRL = Qt.KeyboardModifier.ControlModifier
PEOPLE = "SELECT ?who ?name { ?who a foaf:Person ; skos:prefLabel ?name } ORDER BY ?name"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = '') }"


def panel_of(window):
    window.docks.go_to("query")
    return window.panels.query.widget


def run(window, qtbot, text):
    """Type a query over the last one and run it by keyboard."""
    panel = panel_of(window)
    panel.editor.selectAll()
    panel.editor.insertPlainText(text)
    qtbot.keyClick(panel.editor, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not panel.is_busy, timeout=20_000)
    return panel


def column(panel, title):
    model = panel.view.grid
    at = [each.title for each in model.columns].index(title)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def click(qtbot, panel, row, place=0, modifier=Qt.KeyboardModifier.NoModifier):
    view = panel.view
    spot = view.visualRect(view.grid.index(row, place)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, spot)


def test_a_query_typed_and_run_by_keys_gives_a_table_with_names(window, qtbot):
    assert window.panels.query.made is None, "nothing of it is drawn before"
    qtbot.keyClick(window.canvas, Qt.Key.Key_Q)
    panel = run(window, qtbot, PEOPLE)
    assert [each.title for each in panel.view.grid.columns] == ["who", "name"]
    projection = window.session.projection
    person = [info.label for info in projection.classes].index("Person")
    wanted = sorted(projection.labels[node] for node in np.flatnonzero(projection.node_class == person))
    assert sorted(column(panel, "who")) == wanted and sorted(column(panel, "name")) == wanted
    assert panel.note._text.startswith(f"{len(wanted)} rows in ")
    assert "cb:" in panel.prefixes._text


def test_selecting_a_cell_selects_its_drawn_resource_and_offers_a_hidden_one(window, qtbot):
    panel = run(window, qtbot, "SELECT ?x ?n { VALUES ?x { :ofsted :fortune } ?x skos:prefLabel ?n } ORDER BY DESC(?x)")
    session, projection = window.session, window.session.projection
    there, absent = (projection.labels.index(name) for name in column(panel, "n"))
    assert session.visible.node_cause[there] == 0 and session.visible.node_cause[absent] != 0
    click(qtbot, panel, 0)
    assert session.selection == (there,) and not panel.reveal.isVisible()
    click(qtbot, panel, 1)
    assert session.selection == (there,), "nothing is shown unasked"
    assert "is not on the canvas" in panel.note._text and panel.reveal.isVisible()
    before = session.view
    panel.reveal.click()
    assert session.visible.node_cause[absent] == 0 and session.selection == (absent,)
    assert not panel.reveal.isVisible() and session.view is not before
    session.undo()
    assert session.view is before, "one step of history"


def test_return_in_a_cell_goes_to_its_resource_even_if_hidden(window, qtbot):
    panel = run(window, qtbot, "SELECT ?x { VALUES ?x { :fortune } }")
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    click(qtbot, panel, 0)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    node = int(panel.result.nodes[0, 0])
    assert window.session.selection == (node,) and window.session.visible.node_cause[node] == 0


def test_the_whole_result_is_shown_on_the_canvas_in_one_step(window, qtbot):
    panel = run(window, qtbot, PEOPLE)
    session = window.session
    nodes = panel.result.resources(range(len(panel.result)))
    assert (session.visible.node_cause[nodes] != 0).any()
    assert panel.reveal.text() == "Show all on the canvas"
    before = session.view
    panel.reveal.click()
    assert (session.visible.node_cause[nodes] == 0).all() and set(session.selection) == set(nodes.tolist())
    session.undo()
    assert session.view is before


def test_more_than_two_hundred_resources_cause_a_question(window, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(window.tools.ask, "choose", lambda *words: asked.append(words) or -1)
    before = window.session.view
    panel = run(window, qtbot, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    panel.reveal.click()
    assert len(asked) == 1 and window.session.view is before, "Cancel changes nothing"


def test_triples_are_relationships_shown_with_their_ends(window, qtbot):
    panel = run(window, qtbot, "CONSTRUCT { ?x schema:author ?y } { ?x schema:author ?y } ORDER BY ?x LIMIT 3")
    assert [each.title for each in panel.view.grid.columns] == ["Subject", "Predicate", "Object"]
    session = window.session
    edges = panel.result.edges(range(3))
    assert len(edges) == 3 and (session.visible.edge_cause[edges] != 0).all()
    panel.reveal.click()
    assert (session.visible.edge_cause[edges] == 0).all()
    assert {session.projection.predicates[p].iri for p in session.projection.predicate[edges]} == {
        "https://schema.org/author"
    }


def test_select_takes_the_shown_resources_of_the_selected_rows(window, qtbot):
    panel = run(window, qtbot, "SELECT ?x { ?x a foaf:Group } ORDER BY ?x")
    session = window.session
    panel.select.click()
    nodes = panel.result.resources(range(len(panel.result)))
    shown = nodes[session.visible.node_cause[nodes] == 0]
    assert 0 < len(shown) < len(nodes) and set(session.selection) == set(shown.tolist())
    click(qtbot, panel, 0)
    click(qtbot, panel, 3, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert "4 selected" in panel.note._text
    assert set(panel._targets()[0].tolist()) == set(panel.result.nodes[panel._selected(), 0].tolist())


def test_an_ask_query_answers_yes_or_no(window, qtbot):
    assert run(window, qtbot, "ASK { ?x a cb:Finding }").view.empty_text == "Yes."
    assert run(window, qtbot, "ASK { ?x a cb:Fish }").view.empty_text == "No."


def test_an_empty_result_says_so_and_gives_the_time_taken(window, qtbot):
    panel = run(window, qtbot, "SELECT ?x ?y { ?x :nowhere ?y }")
    assert panel.view.empty_text == "No results." and panel.note._text.startswith("0 rows in ")
    assert [each.title for each in panel.view.grid.columns] == ["x", "y"] and not panel.reveal.isVisible()


def test_an_error_is_reported_and_marked_until_the_text_changes(window, qtbot):
    panel = run(window, qtbot, "SELECT ?s {\n  ?s a cb:Finding .\n  FILTER (foo(?s))\n}")
    assert panel.view.empty_text == "Line 3, column 11: “foo” is not allowed here."
    (place,) = panel.editor.extraSelections()
    assert place.cursor.selectedText() == "foo" and panel.editor.textCursor().blockNumber() == 2
    qtbot.keyClicks(panel.editor, " ")
    assert not panel.editor.extraSelections()


def test_the_picker_runs_a_stored_query_and_undo_restores_the_text(window, qtbot):
    panel = panel_of(window)
    panel.editor.write("ASK {}")
    actions = panel.picker.menu().actions()
    for_any, for_one = ([stored.title for stored in stored_queries() if bool(stored.of) == of] for of in (False, True))
    assert [action.text() for action in actions] == [*for_any, "About Bromley"]
    assert [action.text() for action in actions[-1].menu().actions()] == for_one
    actions[0].trigger()
    qtbot.waitUntil(lambda: not panel.is_busy, timeout=20_000)
    assert len(column(panel, "class")) > 5
    qtbot.keyClick(panel.editor, Qt.Key.Key_Z, CTRL)
    assert panel.editor.toPlainText() == "ASK {}"
    assert not window.session.history.undo_title, "undo did not change the canvas"


@pytest.mark.parametrize("how", ["Esc", "button"])
def test_an_endless_query_can_be_cancelled_within_a_second(window, qtbot, how):
    panel = run(window, qtbot, "ASK {}")  # the process is running now
    panel.editor.selectAll()
    panel.editor.insertPlainText(ENDLESS)
    qtbot.keyClick(panel.editor, Qt.Key.Key_Return, CTRL)
    assert panel.is_busy and panel.button.text() == "Cancel"
    qtbot.wait(400)
    before = set(multiprocessing.active_children())
    started = time.monotonic()
    if how == "Esc":
        qtbot.keyClick(panel.editor, Qt.Key.Key_Escape)
    else:
        panel.button.click()
    assert panel.view.empty_text == "The query was stopped." and panel.button.text() == "Run"
    qtbot.waitUntil(lambda: not window.jobs.tasks, timeout=5000)
    assert time.monotonic() - started < patience(1)
    assert len(set(multiprocessing.active_children()) & before) == len(before) - 1, "its process has ended"
    assert run(window, qtbot, "ASK {}").view.empty_text == "Yes."


def test_the_window_responds_while_a_query_runs(window, qtbot):
    panel = run(window, qtbot, "ASK {}")
    panel.editor.selectAll()
    panel.editor.insertPlainText(ENDLESS)
    qtbot.keyClick(panel.editor, Qt.Key.Key_Return, CTRL)
    longest, end = 0.0, time.perf_counter() + 0.6
    while time.perf_counter() < end:
        longest = max(longest, busy(QGuiApplication.processEvents))
    assert panel.is_busy and longest < 0.3
    window.close()
    assert not window.jobs.tasks or window.jobs.tasks[0].is_cancelled


def test_rows_are_copied_and_the_result_is_exported_with_iris(window, qtbot, tmp_path: Path, monkeypatch):
    panel = run(window, qtbot, "SELECT ?x ?n { ?x a foaf:Person ; skos:prefLabel ?n } ORDER BY ?x LIMIT 3")
    click(qtbot, panel, 1)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "x\tn" and lines[1].startswith("https://caseboard.example/bromley/") and len(lines) == 2
    path = tmp_path / "people.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "CSV (*.csv)"))
    panel.export.click()
    qtbot.waitUntil(lambda: not window.jobs.tasks)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [row[0] for row in panel.result.answer.rows]


def test_the_last_query_is_restored_when_the_program_starts(window, qtbot):
    run(window, qtbot, "ASK { ?s ?p 3 }")
    window.close()
    assert load_settings().query == "ASK { ?s ?p 3 }"


def test_another_source_starts_without_a_result(window, qtbot, tmp_path: Path):
    panel = run(window, qtbot, PEOPLE)
    path = tmp_path / "other.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    window.tasks.documents.show(finish(open_document([str(path)])))
    assert panel.result is None and not panel.view.grid.rowCount() and not panel.reveal.isVisible()
    panel = run(window, qtbot, "SELECT * { ?s ?p ?o }")
    assert column(panel, "s") == ["a"] or column(panel, "s") == ["urn:a"]


def test_resources_only_on_disk_are_loaded(window, qtbot, tmp_path: Path):
    path = tmp_path / "disk.ttl"
    path.write_text(
        '@prefix : <urn:x:> . :a a :C ; :knows :b . :b a :C ; <http://www.w3.org/2000/01/rdf-schema#label> "B" .',
        "utf-8",
    )
    window.tasks.documents.show(finish(open_on_disk([str(path)])))
    panel = run(window, qtbot, "SELECT ?x ?c { ?x a ?c } ORDER BY ?x")
    assert panel.result.elsewhere(range(2)) == ["urn:x:a", "urn:x:C", "urn:x:b"]
    panel.reveal.click()
    qtbot.waitUntil(lambda: not window.jobs.tasks and window.session.projection.node_count == 2, timeout=10_000)
    assert column(panel, "x")[1] == "B", "known by its name now"
    assert (panel.result.nodes[:, 0] >= 0).all() and len(window.session.selection) == 2
    assert not panel.reveal.isVisible()


def test_columns_recognise_numbers_dates_and_resources(bromley):
    integer, date = XSD + "integer", XSD + "date"
    ofsted = next(iri for iri in bromley.projection.iris if iri.endswith("ofsted"))
    rows = (
        (ofsted, Literal("10", integer), Literal("2016-03-01", date)),
        ("urn:other", Literal("9", integer), Literal("2015-03-01", date)),
        (None, None, Literal("soon")),
        (ofsted, Literal("about 3"), None),
    )
    result = lay_out("", Answer("table", ("who", "n", "when"), rows, False, 0.0), bromley.projection)
    who, count, when = result.columns
    assert (who.kind, count.kind, when.kind) == ("text", "number", "date")
    assert who.texts(range(4)) == ["Ofsted", "urn:other", "", "Ofsted"] and who.filled == 3
    assert count.order().tolist() == [1, 0, 3, 2], "ten after nine, words and gaps behind"
    assert when.order().tolist() == [1, 0, 2, 3]
    node = bromley.projection.node_of[ofsted]
    assert result.nodes[:, 0].tolist() == [node, -1, -1, node]
    assert result.resources([3, 0]).tolist() == [node] and result.elsewhere(range(4)) == ["urn:other"]


def test_the_result_is_counted(bromley):
    def said(kind, count, truncated=False, seconds=1.234) -> str:
        rows = tuple(("urn:a",) for _ in range(count))
        return Result("", Answer(kind, ("a",), rows, truncated, seconds), bromley.projection, (), np.empty(0)).sentence

    assert said("table", 1) == "1 row in 1.23 s" and said("table", 0) == "0 rows in 1.23 s"
    assert said("triples", 2000, seconds=0) == "2,000 triples in less than 0.01 s"
    assert said("table", 10_000, truncated=True) == "The first 10,000 rows, in 1.23 s; there are more"
