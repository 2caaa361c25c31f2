"""The check in the window: what it finds stands in a list, and each line leads to its place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fake_tools import FakePanel, fake_tools
from PySide6.QtCore import Qt

from explorer.files.opening import open_document
from graph.work.process import Worker
from graph.work.progress import finish
from ui.panels import checks
from ui.tasks.checking import Checker

WORDS = "Ann Lee paid £40 to Jim Poe in 2019."
DATA = """@prefix : <https://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Shape a sh:NodeShape ; sh:targetClass foaf:Person ;
  sh:property [ sh:path :born ; sh:minCount 1 ; sh:message "A person has a date of birth." ] .
:t <https://schema.org/sha256> "%s" . :p a oa:SpecificResource ; oa:hasSource :t ; oa:hasSelector :r .
:r oa:start 0 ; oa:end %d .
:lee a foaf:Person ; rdfs:label "Ann Lee" ; :born 1970 ; dcterms:source :p .
:poe a foaf:Person ; rdfs:label "Jim Poe" ; dcterms:source :p .
:deal a :Deal ; rdfs:label "Payment to Jim Poe" ; :amount 41 ; :by :lee ; dcterms:source :p .
"""


def _opened(window, qtbot, tmp_path: Path, *, texts: bool) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(WORDS, encoding="utf-8")
    data = tmp_path / "deal.ttl"
    data.write_text(DATA % (hashlib.sha256(WORDS.encode()).hexdigest(), len(WORDS)), encoding="utf-8")
    if texts:
        window.settings.texts = [str(tmp_path / "texts")]
    window.tasks.files.open_paths([str(data)])
    qtbot.waitUntil(lambda: "https://e.org/deal" in window.session.projection.node_of)


def _check(window, qtbot):
    window.actions_set.by_id["file.check"].trigger()
    panel = window.panels.checks.open()
    qtbot.waitUntil(lambda: bool(panel.list.rows.items))
    return panel


def _press(panel, qtbot, words: str) -> None:
    rows = [i for i, item in enumerate(panel.list.rows.items) if item.row is not None and words in item.row.text]
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.list.rows.index(rows[0]))
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)


def test_each_finding_leads_to_its_place(window, qtbot, tmp_path):
    _opened(window, qtbot, tmp_path, texts=True)
    session, view = window.session, window.session.view
    panel = _check(window, qtbot)
    headings = [item.text for item in panel.list.rows.items if item.kind == "heading"]
    assert headings == ["Wrong", "Violations", "Relationships without evidence"]
    _press(panel, qtbot, "has 41 (amount), which no passage says, where the text has £40")
    assert session.selection == (session.projection.node_of["https://e.org/deal"],)
    _press(panel, qtbot, "A person has a date of birth.")
    assert session.selection == (session.projection.node_of["https://e.org/poe"],)
    _press(panel, qtbot, "Payment to Jim Poe — by → Ann Lee")
    assert session.selected_edge >= 0
    same = session.view._replace(positions=view.positions)  # the first layout may still have been at work
    assert same == view, "a check changes nothing, so that there is nothing to undo"


def test_without_texts_the_panel_offers_to_attach_them(window, qtbot, tmp_path):
    _opened(window, qtbot, tmp_path, texts=False)
    panel = _check(window, qtbot)
    assert panel.attach.isVisible() and "no words were compared" in panel.told.text()
    window.tasks.files.attach(str(tmp_path / "texts"))
    assert not any(item.text == "Wrong" for item in panel.list.rows.items)
    panel = _check(window, qtbot)
    qtbot.waitUntil(lambda: panel.list.rows.items[0].text == "Wrong")
    assert not panel.attach.isVisible()


def test_another_document_has_no_findings_yet(window, qtbot, tmp_path):
    _opened(window, qtbot, tmp_path, texts=True)
    panel = _check(window, qtbot)
    window.tasks.files.open_bundled()
    qtbot.waitUntil(lambda: "https://caseboard.example/bromley/ofsted" in window.session.projection.node_of)
    assert panel.list.rows.items == [] and panel.told.text().startswith("“Check” compares")


def test_a_file_of_shapes_judges_the_data_and_each_violation_leads_to_its_resource(tmp_path):
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://e.org/> .\n"
        ':S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :q ; sh:minCount 1 ; sh:message "No q." ].',
        encoding="utf-8",
    )
    data = tmp_path / "data.ttl"
    data.write_text("@prefix : <https://e.org/> . :a :p :b .", encoding="utf-8")
    document = finish(open_document([data]))
    tools, gone = fake_tools(shapes, tmp_path / "missing.ttl", document=document), list[int]()
    with Worker() as worker:
        checker = Checker(tools, worker, FakePanel(), gone.append, gone.append)
        checker.check_by()
        tools.start.run()
        assert checker.report is not None
        assert [f.sentence for f in checker.report.coverage.violations] == [":a: No q. (:q)"]
        checker.go_to(checker.report.coverage.violations[0])
        assert gone == [document.projection.node_of["https://e.org/a"]]
        checker.check_by()
        assert "missing.ttl could not be read" in tools.messages.last


def test_the_panel_names_the_origins_on_which_alone_relationships_rest(window, qtbot, tmp_path):
    _opened(window, qtbot, tmp_path, texts=False)
    (tmp_path / "said.ttl").write_text(
        (tmp_path / "deal.ttl").read_text("utf-8") + ":lee :met :poe {| dcterms:source :p |} .", "utf-8"
    )
    window.tasks.files.open_paths([str(tmp_path / "said.ttl")])
    qtbot.waitUntil(lambda: window.session.projection.edge_count == 2)
    panel = _check(window, qtbot)
    assert "1 relationship rests on one origin alone: t (1)." in panel.told.text()


def test_lines_are_made_when_they_are_shown(window, qtbot, tmp_path, monkeypatch):
    _opened(window, qtbot, tmp_path, texts=False)
    people = "".join(f':p{i} a foaf:Person ; rdfs:label "P {i}" ; :met :p{i + 1} .\n' for i in range(300))
    (tmp_path / "many.ttl").write_text((tmp_path / "deal.ttl").read_text("utf-8") + people, "utf-8")
    window.tasks.files.open_paths([str(tmp_path / "many.ttl")])
    qtbot.waitUntil(lambda: window.session.projection.edge_count > 300)
    made, row = [], checks._row
    monkeypatch.setattr(checks, "_row", lambda *of: made.append(1) or row(*of))
    panel = _check(window, qtbot)
    shown = [item for item in panel.list.rows.items if item.row is not None]
    assert 0 < len(made) <= 2 * len(shown) < 100
    last = max(i for i, item in enumerate(panel.list.rows.items) if item.kind == "more")
    panel.list.setCurrentIndex(panel.list.rows.index(last))
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    _press(panel, qtbot, "P 299 — ")
    assert window.session.selected_edge >= 0
