"""The reader: the attached texts with their passages underlined, in step with the canvas and the details."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest
from clocks import busy
from hypothesis import given
from hypothesis import strategies as st
from pdf_files import needs_pdf, pdf
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from explorer.files.opening import open_document
from explorer.panels.reading.finding import hits
from explorer.panels.reading.marks import LEVELS, Marks
from explorer.panels.reading.pages import (
    Page,
    TextEntry,
    in_words,
    page,
    supported_by,
    texts_cited,
    words_of,
)
from explorer.pictures.scene.picking import edge_at
from explorer.views.view import View
from explorer.views.visible import see
from graph.arrays.collation import plain
from graph.work.progress import finish
from ui.panels.evidence import EvidenceCard
from ui.panels.texts import TextMoves, TextsPanel
from ui.parts.reading.sheet import Sheet

ONE = (
    "Ada leads the council 𝄞 since 2015.\n\nThe council paid £40.\n"
    + "Nothing more is said.\n" * 120
    + "Jim Poe left.\n"
)
TWO = "Another paper says that Ada left."
HEAD = """@prefix : <https://e.org/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix schema: <https://schema.org/> .
"""


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def passage(name: str, document: str, text: str, words: str) -> str:
    start = text.index(words)
    return (
        f":{name} a oa:SpecificResource ; oa:hasSource :{document} ; oa:hasSelector "
        f"[ a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + len(words)} ] .\n"
    )


DATA = (
    HEAD
    + f""":one a schema:Article ; rdfs:label "Paper" ; schema:sha256 "{sha(ONE)}" .
:two a schema:Article ; rdfs:label "Leaflet" ; schema:sha256 "{sha(TWO)}" .
:ada rdfs:label "Ada" ; dcterms:source :p1 ; :leads :council . :council rdfs:label "Council" ; dcterms:source :p2 .
:jim rdfs:label "Jim Poe" ; dcterms:source :p3 . :deal rdfs:label "Deal" ; :of :council ; dcterms:source :p5 .
:s rdf:subject :ada ; rdf:predicate :leads ; rdf:object :council ; dcterms:source :p1 .
:left rdfs:label "Leaving" ; :by :ada ; dcterms:source :p4 .
"""
    + passage("p1", "one", ONE, "Ada leads the council 𝄞 since 2015.")
    + passage("p2", "one", ONE, "council 𝄞 since")
    + passage("p3", "one", ONE, "Jim Poe left")
    + passage("p4", "two", TWO, "Ada left")
    + passage("p5", "one", ONE, "The council paid £40")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with both texts, and the data beside it."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "one.txt").write_bytes(ONE.encode())
    (texts / "two.txt").write_bytes(TWO.encode())
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    return tmp_path


@pytest.fixture
def reading(window, qtbot, folder):
    """The window with the data, its texts attached, and the panel."""
    window.settings.texts = [str(folder / "texts")]
    window.tasks.files.open_paths([str(folder / "data.ttl")])
    qtbot.waitUntil(lambda: "https://e.org/jim" in window.session.projection.node_of)
    qtbot.waitUntil(lambda: window.session.is_placed)
    panel = window.panels.texts.open()
    qtbot.waitUntil(lambda: panel.sheet.viewport().height() > 100)
    return window, panel


def node(window, name: str) -> int:
    return window.session.projection.node_of[f"https://e.org/{name}"]


def marked(panel) -> list[str]:
    """The words with the background of the selection."""
    return [selection.cursor.selectedText() for selection in panel.sheet.extraSelections()]


def at(panel, words: str) -> QPoint:
    """A point in the middle of some words of the page."""
    sheet = panel.sheet
    cursor = sheet.textCursor()
    cursor.setPosition(sheet.to_qt(panel.page.text.index(words) + len(words) // 2))
    return sheet.cursorRect(cursor).center() + QPoint(2, 0)


def move_to(panel, point: QPoint) -> None:
    sheet, none = panel.sheet, Qt.MouseButton.NoButton
    local, whole = QPointF(point), QPointF(sheet.viewport().mapToGlobal(point))
    event = QMouseEvent(QEvent.Type.MouseMove, local, whole, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(sheet.viewport(), event)


def test_the_row_of_the_table_under_the_pointer_marks_its_passages(reading):
    window, panel = reading
    table = window.panels.table.open()
    window.docks.turns.finish()
    projection = window.session.projection
    names = [passage.iri.rpartition("/")[2] for passage in projection.passages]
    led = next(edge for edge in range(projection.edge_count) if len(projection.edge_evidence[edge]))
    for sheet, row, passages in (("nodes", node(window, "deal"), {"p5"}), ("edges", led, {"p1"})):
        view = table.sheets[sheet].view
        table.bar._tabs.button(0 if sheet == "nodes" else 1).click()
        at = view.grid.rows.tolist().index(row)
        place = view.visualRect(view.grid.index(at, 0)).center()
        none = Qt.MouseButton.NoButton
        where = QPointF(view.viewport().mapToGlobal(place))
        move = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), where, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view.viewport(), move)
        assert {names[passage] for passage in panel.sheet._pointed} == passages
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        assert not panel.sheet._pointed


# The panel


def test_the_text_with_most_passages_is_open_and_a_picker_leads_to_the_others(reading):
    _window, panel = reading
    assert [panel.picker.itemText(i) for i in range(panel.picker.count())] == ["Paper", "Leaflet"]
    assert panel.sheet.toPlainText() == ONE
    assert panel.state.share.accessibleName() == in_words(panel.page) == "4 passages on 2 % of the text"
    panel.picker.setCurrentIndex(1)
    panel.picker.activated.emit(1)
    assert panel.sheet.toPlainText() == TWO and [mark.start for mark in panel.page.marks] == [TWO.index("Ada left")]


def test_selecting_a_resource_or_a_relationship_scrolls_to_its_passages_in_any_text(reading):
    window, panel = reading
    assert panel.sheet.verticalScrollBar().value() == 0
    window.session.select([node(window, "jim")])
    assert marked(panel) == ["Jim Poe left"] and panel.sheet.verticalScrollBar().value() > 0
    edge = int(window.session.projection.edges_of[node(window, "ada")][0])
    window.session.select_edge(edge)
    assert marked(panel) == ["Ada leads the council 𝄞 since 2015."] and panel.sheet.is_in_sight((0, 3))
    window.session.select([node(window, "left")])
    assert panel.page.text == TWO and marked(panel) == ["Ada left"]


def test_the_reader_stays_in_front_of_the_details_while_things_are_selected(reading):
    window, _panel = reading
    window.session.select([node(window, "jim")])
    assert window.panels.texts.is_seen and not window.panels.details.is_seen
    window.panels.details.to_front()
    window.session.select([node(window, "ada")])
    assert window.panels.details.is_seen


def test_hovering_lights_up_what_a_passage_supports(reading):
    window, panel = reading
    lit = []
    window.canvas.show_lit = lambda edges, nodes=(): lit.append((edges, nodes))
    move_to(panel, at(panel, "paid"))
    assert lit[-1] == ((), (node(window, "deal"),))
    move_to(panel, at(panel, "leads"))
    p = window.session.projection
    edge = p.edge_evidence.owners[p.edge_evidence.values == [x.iri for x in p.passages].index("https://e.org/p1")]
    assert lit[-1] == (tuple(edge.tolist()), (node(window, "ada"),))
    panel.sheet.leaveEvent(QEvent(QEvent.Type.Leave))
    assert lit[-1] == ((), ())


def test_pointing_at_a_resource_on_the_canvas_makes_its_lines_stand_out(reading, qtbot):
    window, panel = reading

    def picture():
        QApplication.processEvents()
        return panel.sheet.viewport().grab().toImage()

    QApplication.processEvents()
    calm, line = picture(), at(panel, "paid").y()
    window.canvas.pointed.emit(node(window, "deal"))
    lit = picture()
    across = range(0, lit.width(), 7)
    differs = {y for y in range(lit.height()) if any(lit.pixel(x, y) != calm.pixel(x, y) for x in across)}
    assert lit.size() == calm.size() and differs and all(abs(y - line) < 45 for y in differs)
    window.canvas.pointed.emit(-1)
    assert picture() == calm


def test_hovering_a_passage_lights_up_its_rows_lines_and_card_elsewhere(reading, qtbot):
    window, panel = reading
    table, details = window.panels.table.open(), window.panels.details.open()
    window.session.select([node(window, "ada")])
    window.docks.turns.finish()
    panel = window.panels.texts.open()
    move_to(panel, at(panel, "leads"))
    edge = int(window.session.projection.edges_of[node(window, "ada")][0])
    assert table.sheets["nodes"].view.grid.lit == {node(window, "ada")} and edge in table.sheets["edges"].view.grid.lit
    assert {row.badge_key for row in details.relationships.painted.lit} == {edge}
    cards = details.findChildren(EvidenceCard)
    assert [card._is_lit for card in cards if card.passage.iri == "https://e.org/p1"] == [True]
    panel.sheet.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not table.sheets["nodes"].view.grid.lit and not details.relationships.painted.lit
    assert not any(card._is_lit for card in cards)


def test_pointing_at_lines_and_cards_of_details_makes_passages_stand_out(reading, qtbot):
    window, panel = reading
    details = window.panels.details.open()
    window.session.select([node(window, "ada")])
    window.docks.turns.finish()
    panel = window.panels.texts.open()
    lit = []
    window.canvas.show_lit = lambda edges, nodes=(): lit.append((edges, nodes))
    names = [passage.iri.rpartition("/")[2] for passage in window.session.projection.passages]
    edge = int(window.session.projection.edges_of[node(window, "ada")][0])
    row = next(item.row for item in details.relationships.rows.items if item.row and item.row.badge_key == edge)
    details.relationships.pointed.emit(row)
    assert {names[passage] for passage in panel.sheet._pointed} == {"p1"} and lit[-1] == ((edge,), ())
    details.relationships.leaveEvent(QEvent(QEvent.Type.Leave))
    details.relationships.pointed.emit(None)
    assert not panel.sheet._pointed and lit[-1] == ((), ())
    card = details.findChild(EvidenceCard)
    card.pointed.emit(card.passage)
    assert {names[passage] for passage in panel.sheet._pointed} == {"p1"} and node(window, "ada") in lit[-1][1]
    card.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not panel.sheet._pointed and lit[-1] == ((), ())


def test_resting_on_a_relationship_of_the_canvas_makes_its_passages_stand_out(reading, qtbot):
    window, panel = reading
    canvas, scene = window.canvas, window.session.scene
    qtbot.waitUntil(lambda: canvas.scene is scene)
    edge = int(window.session.projection.edges_of[node(window, "ada")][0])
    middle = canvas.camera.to_picture(scene.xy).mean(axis=0).astype(int)
    spots = (
        (x, y) for y in range(middle[1] - 200, middle[1] + 200, 4) for x in range(middle[0] - 300, middle[0] + 300, 4)
    )
    row = int((scene.edge_ids == edge).nonzero()[0][0])
    spot = next(spot for spot in spots if edge_at(scene, canvas.camera, *spot) == row)
    local, none = QPointF(*spot), Qt.MouseButton.NoButton
    whole = QPointF(canvas.mapToGlobal(local))
    move = QMouseEvent(QEvent.Type.MouseMove, local, whole, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, move)
    qtbot.waitUntil(lambda: bool(panel.sheet._pointed))
    names = {window.session.projection.passages[passage].iri for passage in panel.sheet._pointed}
    assert names == {"https://e.org/p1"}
    canvas.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not panel.sheet._pointed


def test_clicks_at_one_place_go_through_all_passages_there_and_select_what_each_supports(reading, qtbot):
    window, panel = reading
    spot = at(panel, "𝄞 since")
    qtbot.mouseClick(panel.sheet.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.session.selection == (node(window, "council"),)
    assert panel.bar.place.text() == "2 of 4" and panel.bar.thing.text() == "Council"
    qtbot.mouseClick(panel.sheet.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.session.selection == (node(window, "ada"),)
    assert panel.bar.thing.text() == "Ada  (1 of 2)"
    panel.bar.thing.click()
    assert window.session.selected_edge >= 0 and panel.bar.thing.text() == "Ada — leads → Council  (2 of 2)"
    levels = {mark.passage: mark.level for mark in panel.page.marks if mark.start < 30}
    assert len(set(levels.values())) == 2, "the two lines lie under each other"


def test_keys_step_through_the_passages_and_select(reading, qtbot):
    window, panel = reading
    panel.sheet.setFocus()
    seen = []
    for _ in range(5):
        qtbot.keyClick(panel.sheet, Qt.Key.Key_Right)
        seen.append(panel.bar.place.text())
    assert seen == ["1 of 4", "2 of 4", "3 of 4", "4 of 4", "1 of 4"]
    qtbot.keyClick(panel.sheet, Qt.Key.Key_Left)
    qtbot.keyClick(panel.sheet, Qt.Key.Key_Return)
    assert window.session.selection == (node(window, "jim"),) and panel.sheet.is_in_sight((ONE.index("Jim"),) * 2)


def test_keys_step_through_the_passages_of_the_selection_in_all_texts(reading, qtbot):
    window, panel = reading
    assert not panel.chosen.isVisible()
    window.session.select([node(window, "ada"), node(window, "left"), node(window, "jim")])
    assert panel.chosen.words.accessibleName() == "Selected: 1 of 2 here, 1 in other texts"
    panel.sheet.setFocus()
    places = []
    for way in (1, 1, 1, -1):
        qtbot.keyClick(panel.sheet, Qt.Key.Key_Right if way > 0 else Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        places.append((panel.page.entry.title, panel.page.text[panel.page.marks[panel._current].start :][:3]))
    assert places == [("Paper", "Jim"), ("Leaflet", "Ada"), ("Paper", "Ada"), ("Leaflet", "Ada")]
    assert panel.chosen.words.accessibleName() == "Selected: 1 of 1 here, 2 in other texts"
    window.session.select([node(window, "jim")])
    assert not panel.chosen.isVisible()
    panel.open(panel._entries[1])
    panel.open(panel._entries[0])
    assert marked(panel) == ["Jim Poe left"], "a text that is opened shows what is selected"


def test_a_search_marks_its_hits_and_keys_step_through_them(reading, qtbot):
    _window, panel = reading
    panel.search.field.setFocus()
    qtbot.keyClicks(panel.search.field, "the  COUNCIL")
    assert panel.search.count.text() == "1 of 2" and marked(panel)[-1] == "the council"
    qtbot.keyClick(panel.search.field, Qt.Key.Key_Return)
    assert panel.search.count.text() == "2 of 2" and marked(panel)[-1] == "The council"
    qtbot.keyClick(panel.search.field, Qt.Key.Key_Up)
    assert panel.search.count.text() == "1 of 2"
    panel.search.field.setText("nowhere")
    assert panel.search.count.text() == "none" and marked(panel) == []


def test_keys_go_to_the_search_and_from_hit_to_hit_wherever_the_keyboard_is_in_the_panel(reading, qtbot):
    window, panel = reading
    panel.sheet.setFocus()
    qtbot.keyClick(panel.sheet, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.search.field.hasFocus(), "the search in the text, not that of the window"
    qtbot.keyClicks(panel.search.field, "council")
    panel.sheet.setFocus()
    for key, shift, count in ((Qt.Key.Key_F3, False, "2 of 2"), (Qt.Key.Key_F3, True, "1 of 2")):
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(panel.sheet, key, modifier)
        assert panel.search.count.text() == count
    panel.sheet.verticalScrollBar().setValue(panel.sheet.verticalScrollBar().maximum())
    panel.picker.activated.emit(1)
    assert panel.search.count.text() == "none" and panel.sheet.verticalScrollBar().value() == 0
    window.session.select([node(window, "jim")])
    place = panel.sheet.verticalScrollBar().value()
    assert panel.search.count.text() == "2 hits" and place > 0, "a search does not scroll a text that was opened"


def test_a_click_on_the_strip_scrolls_there(reading, qtbot):
    _window, panel = reading
    strip = panel.strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, strip.height() - 1))
    assert panel.sheet.is_in_sight((len(ONE) - 2,) * 2)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, 0))
    assert panel.sheet.verticalScrollBar().value() == 0


def test_without_its_folder_a_text_says_how_to_attach_it(window, qtbot, folder):
    window.tasks.files.open_paths([str(folder / "data.ttl")])
    qtbot.waitUntil(lambda: "https://e.org/jim" in window.session.projection.node_of)
    panel = window.panels.texts.open()
    assert panel.unread.missing.text() == "This text is not attached. Attach the folder with it to read it here."
    assert panel.unread.attach.isVisible() and not panel.sheet.isVisible()
    window.tasks.files.attach(str(folder / "texts"))
    window.docks.turns.finish()
    assert panel.sheet.isVisible() and panel.sheet.toPlainText() == ONE


def test_a_card_of_evidence_opens_the_text_at_its_passage(reading):
    window, panel = reading
    window.session.select([node(window, "jim")])
    details = window.panels.details.open()
    buttons = [b for b in details.findChildren(QPushButton.__mro__[1]) if b.accessibleName() == "Read in the text"]
    panel.sheet.verticalScrollBar().setValue(0)
    buttons[0].click()
    assert window.panels.texts.is_seen and panel.bar.place.text() == "4 of 4"
    assert panel.sheet.is_in_sight((ONE.index("Jim"),) * 2)


def test_passages_of_what_is_hidden_are_told_apart(reading):
    window, panel = reading
    before = {mark.passage for mark in panel.page.marks} - panel.page.hidden
    window.tasks.commands.hide([node(window, "jim")])
    now = {mark.passage for mark in panel.page.marks} - panel.page.hidden
    said = [supported_by(window.session.projection, passage) for passage in before - now]
    assert [[one.node for one in row] for row in said] == [[node(window, "jim")]]


# Values


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=25))
def test_a_strip_and_a_share_count_each_character_once(ranges):
    length = 80
    marks = Marks((start, start + size, i) for i, (start, size) in enumerate(ranges))
    under = {place for mark in marks for place in range(mark.start, mark.end)}
    assert marks.covered() == len(under)
    assert [i for i, bar in enumerate(marks.profile(length, length)) if bar] == sorted(under)
    for place in range(length):
        there = [marks[i] for i in marks.at(place)]
        assert {m.passage for m in there} == {m.passage for m in marks if m.start <= place < m.end}
        assert [m.end - m.start for m in there] == sorted(m.end - m.start for m in there)
        near = [i for i, m in enumerate(marks) if m.start < place + 7 and m.end > place]
        assert marks.within(place, place + 7) == near
        assert marks.from_(place) == next((i for i, m in enumerate(marks) if m.start >= place), len(marks))
    some = set(range(0, len(ranges), 3))
    assert {marks[i].passage for i in marks.of(some)} == some


def test_overlapping_passages_have_lines_of_their_own_up_to_the_limit(tmp_path):
    text = "abcdefghij"
    parts = [f":r{i} dcterms:source :p{i} .\n" + passage(f"p{i}", "d", text, text[i : i + 4]) for i in range(6)]
    path = tmp_path / "d.ttl"
    path.write_text(HEAD + f':d schema:sha256 "{sha(text)}" .\n' + "".join(parts), "utf-8")
    p = finish(open_document([path])).projection
    (entry,) = texts_cited(p)
    marks = page(p, see(p, View()), entry, text).marks
    assert [mark.level for mark in marks] == [0, 1, 2, 3, 0, 1] and LEVELS == 4


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("A b\n a  B", "a b", [(0, 3), (5, 9)]),
        ("x (y) x", "(y)", [(2, 5)]),
        ("abc", "  ", []),
        ("STRASSE", "straße", [(0, 7)]),
        ("Cafe\u0301 x", "CAFÉ", [(0, 5)]),
        ("a caf\u00e9", "cafe", [(2, 6)]),
        ("It’s co\u00adoperative", "it's cooperative", [(0, 17)]),
        ("7–8 𝄞 end", "7-8 𝄞 END", [(0, 9)]),
    ],
)
def test_a_search_ignores_case_accents_quotes_and_line_ends(text, words, found):
    assert hits(text, words) == found


@given(st.text("aÀéß\u0301\u00ad ’𝄞", max_size=30))
def test_each_word_of_a_text_is_found_where_it_stands(text):
    def folded(words: str) -> list[str]:
        return plain(words.replace("\u00ad", "")).split()

    for word in text.split():
        found = hits(text, word)
        assert all(folded(text[low:high]) == folded(word) for low, high in found)
        assert bool(found) == bool(folded(word))


def test_two_documents_with_one_hash_are_one_text_and_a_range_outside_is_counted(tmp_path):
    path = tmp_path / "d.ttl"
    path.write_text(
        DATA.replace(sha(TWO), sha(ONE).upper()) + passage("p9", "one", ONE + "more", "left.\nmore"), "utf-8"
    )
    p = finish(open_document([path])).projection
    (entry,) = texts_cited(p)
    assert entry.title == "Paper = Leaflet" and len(entry.passages) == 6
    found = page(p, see(p, View()), entry, ONE)
    assert len(found.marks) == 5
    assert found.troubles == (
        "The graph gives the same SHA-256 for 2 documents: they are one text.",
        f"1 passage lies outside this text, which has {len(ONE):,} characters.",
    )
    assert words_of(p, supported_by(p, found.marks[0].passage)[-1]) == "Ada — leads → Council"


@given(st.text("ab\n 𝄞é", max_size=30))
def test_places_are_counted_in_code_points_whatever_qt_counts_in(qapp, text):
    sheet = Sheet()
    sheet.put(text, Marks())
    for place in range(len(text)):
        position = sheet.to_qt(place)
        assert sheet.from_qt(position) == place
        assert position == len(text[:place].encode("utf-16-le")) // 2
    assert sheet.document().characterCount() - 1 == len(text.encode("utf-16-le")) // 2


# Many passages and large folders


def test_a_folder_that_takes_long_is_read_beside_the_window(window, qtbot, folder, monkeypatch):
    may_read = threading.Event()
    monkeypatch.setattr("explorer.files.attached_texts._MOMENT", -1)
    monkeypatch.setattr("graph.analysis.texts._hashes", lambda data: {may_read.wait() and sha(data.decode())})
    window.tasks.files.open_paths([str(folder / "data.ttl")])
    qtbot.waitUntil(lambda: "https://e.org/jim" in window.session.projection.node_of)
    window.docks.turns.finish()
    said = []
    window.overlay.toast.say = said.append
    window.tasks.files.attach(str(folder / "texts"))
    panel = window.panels.texts.open()
    assert panel.page is None and panel.unread.missing.text() == "The attached folders are being read…"
    assert not said, "nobody knows how many there are"
    may_read.set()
    qtbot.waitUntil(lambda: panel.page is not None)
    assert panel.sheet.toPlainText() == ONE
    assert said == ["2 of the 2 texts that this graph cites are in the attached folders."]


def test_many_passages_of_a_text_are_found_beside_the_window(window, qtbot, folder):
    text = "Ada leads. " * 3000
    (folder / "texts" / "long.txt").write_text(text, "utf-8")
    path = folder / "long.ttl"
    people = (
        f":r{i} rdfs:label 'R{i}' ; dcterms:source :p{i} . :p{i} oa:hasSource :long ; "
        f"oa:hasSelector [ oa:start {11 * i} ; oa:end {11 * i + 10} ] .\n"
        for i in range(2001)
    )
    path.write_text(HEAD + f":long schema:sha256 '{sha(text)}' .\n" + "".join(people), "utf-8")
    window.settings.texts = [str(folder / "texts")]
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: "https://e.org/r2000" in window.session.projection.node_of)
    panel = window.panels.texts.open()
    assert panel.page is None and panel.unread.missing.text() == "Finding the 2,001 passages in this text…"
    assert not panel.unread.attach.isVisible(), "there is nothing to attach"
    qtbot.waitUntil(lambda: panel.page is not None)
    assert len(panel.page.marks) == 2001
    window.session.select([node(window, "r1999")])
    assert marked(panel) == ["Ada leads."] and panel.bar.place.text() == "2,000 of 2,001"


def test_with_a_hundred_thousand_passages_in_a_text_no_move_of_the_user_takes_long(qtbot):
    count = 100_000
    text, ids = "Ada leads\n" * count, tuple(range(count))
    marks = Marks((10 * i, 10 * i + 9, i) for i in ids)
    entry = TextEntry("key", "key", "Long", ("d",), ids)
    shown = [Page(entry, text, marks)]
    none = Mock(return_value=())
    panel = TextsPanel(
        TextMoves(lambda *_: shown[0], none, Mock(), Mock(), none, Mock(return_value="x"), none, none, none)
    )
    qtbot.addWidget(panel)
    panel.resize(400, 600)
    panel.put((entry,))
    panel.show()
    some = iter(range(5, count, 9999))
    moves = {
        "select one": lambda: panel.show_selected([next(some)]),
        "select all": lambda: panel.show_selected(ids),
        "nothing new": lambda: panel.put((entry,)),
        "step": lambda: panel.step(1),
        "point": lambda: panel.show_pointed(frozenset({7})),
        "paint": lambda: panel.grab(),
        "find under the pointer": lambda: panel.sheet.marks_under(QPointF(100, 100)),
    }
    slow = {name: best for name, move in moves.items() if (best := min(busy(move) for _ in range(3))) > 0.05}
    assert not slow


# Quotes and changed texts


def quoting(folder: Path) -> str:
    """Data in which three passages of the paper have quotes, one of them at another place than they stand."""
    quoted = DATA.replace(":p3 a oa:SpecificResource", ':p3 oa:hasSelector [ oa:exact "Ada leads" ] . :p3 a :P')
    more = (
        ":tom rdfs:label 'Tom' ; dcterms:source :p6 . :p6 oa:hasSource :one ; oa:hasSelector "
        "[ oa:exact 'paid £40' ; oa:prefix 'The council' ] .\n"
        ":tim rdfs:label 'Tim' ; dcterms:source :p7 . :p7 oa:hasSource :one ; oa:hasSelector "
        f"[ oa:start 1 ; oa:end {len(ONE) + 9} ], [ oa:exact 'Jim Poe' ] .\n"
    )
    path = folder / "quotes.ttl"
    path.write_text(quoted + more, "utf-8")
    return str(path)


def open_quotes(window, qtbot, folder: Path):
    window.tasks.files.open_paths([quoting(folder)])
    qtbot.waitUntil(lambda: "https://e.org/tim" in window.session.projection.node_of)
    qtbot.waitUntil(lambda: window.session.is_placed)
    window.docks.turns.finish()


def test_a_quote_that_disagrees_is_said_and_its_words_are_offered(reading, qtbot, folder):
    window, panel = reading
    open_quotes(window, qtbot, folder)
    assert panel.state.trouble.text() == (
        f"1 passage lies outside this text, which has {len(ONE):,} characters. "
        "1 passage quotes other words than stand at its place."
    )
    window.session.select([node(window, "tom")])
    assert marked(panel) == ["paid £40"], "a quote alone has its place"
    window.session.select([node(window, "jim")])
    said = "The graph quotes “Ada leads”, but at this place stands “Jim Poe left”."
    assert marked(panel) == ["Jim Poe left"] and panel.doubt.text() == said
    panel.state.offer.click()
    assert (panel.search.count.text(), marked(panel)[-1]) == ("1 of 2", "Ada leads")
    panel.state.offer.click()
    assert (panel.search.count.text(), marked(panel)[-1]) == ("2 of 2", "Jim Poe")
    cards = window.panels.details.open().findChildren(EvidenceCard)
    assert [line.accessibleName() for card in cards for line in card.findChildren(QLabel)][-1] == said


def test_a_changed_text_is_said_to_have_changed_and_read_only_when_asked(window, qtbot, folder):
    (folder / "texts" / "one.txt").write_text("New first words.\n" + ONE, "utf-8")
    window.settings.texts = [str(folder / "texts")]
    open_quotes(window, qtbot, folder)
    panel = window.panels.texts.open()
    panel.picker.activated.emit(panel.picker.findText("Paper"))
    assert panel.page is None and panel.unread.missing.text().startswith(
        "The text has changed: “one.txt” has its name, but"
    )
    panel.unread.version.click()
    assert panel.page.changed == "one.txt" and panel.state.trouble.text() == (
        "This is another version of the text, “one.txt”. Dotted lines show where quoted words now stand; "
        "3 of 6 passages have none."
    )
    text = panel.page.text
    assert {text[m.start : m.end] for m in panel.page.marks} == {"Ada leads", "paid £40", "Jim Poe"}
    assert all(mark.offered for mark in panel.page.marks)
    window.session.select([node(window, "tom")])
    assert marked(panel) == ["paid £40"], "the version stays open"
    window.session.select([node(window, "left")])
    assert panel.page.text == TWO
    window.session.select([node(window, "tom")])
    assert panel.page.text == TWO, "the changed text is not taken by itself"


def test_the_text_of_a_page_is_taken_out_of_its_file_and_read(reading, qtbot, folder):
    window, panel = reading
    html = "<title>No</title><p>Tim was here.<script>alert(1)</script>"
    (folder / "texts" / "page.html").write_text(html, "utf-8")
    (folder / "texts" / "broken.docx").write_text("x", "utf-8")
    path = folder / "page.ttl"
    path.write_text(
        HEAD + f":page schema:sha256 '{sha(html)}' . :broken schema:sha256 '{sha('x')}' . "
        ":tim rdfs:label 'Tim' ; dcterms:source :p , :q . :p oa:hasSource :page ; oa:hasSelector :s . "
        ":s oa:exact 'was here' . :r oa:hasSource :page . :p2 oa:hasSource :page . :q oa:hasSource :broken . "
        ":tim dcterms:source :r , :p2 ."
    )
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: "https://e.org/tim" in window.session.projection.node_of)
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.entry.documents == ("https://e.org/page",))
    assert panel.sheet.toPlainText() == "Tim was here.\n"
    assert panel.state.share.accessibleName() == "1 passage on 57 % of the text · HTML"
    window.session.select([node(window, "tim")])
    assert marked(panel) == ["was here"]
    panel.picker.activated.emit(1)
    qtbot.waitUntil(lambda: panel.unread.missing.text().startswith("No text could be taken out of “broken.docx”"))


def pdf_case(folder: Path, data: bytes, *passages: str) -> str:
    """Data that cite a PDF and the paper, each passage of the PDF by one more person."""
    (folder / "texts" / "paper.pdf").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    people = "".join(
        f":tim{i} rdfs:label 'Tim {i}' ; dcterms:source :q{i} . :q{i} oa:hasSource :pdf ; oa:hasSelector {selector} .\n"
        for i, selector in enumerate(passages)
    )
    path = folder / "pdf.ttl"
    path.write_text(HEAD + f":pdf schema:sha256 '{digest}' .\n{people}", "utf-8")
    return str(path)


def open_pdf(window, qtbot, path: str):
    window.tasks.files.open_paths([path])
    qtbot.waitUntil(lambda: "https://e.org/tim1" in window.session.projection.node_of)
    qtbot.waitUntil(lambda: window.session.is_placed)


PAGE_2, PAGE_3 = "[ rdf:value 'page=2' ]", "[ rdf:value 'page=3' ]"


@needs_pdf
def test_the_pages_of_a_pdf_are_shown_with_the_selected_passage_in_sight(reading, qtbot, folder):
    window, panel = reading
    data = pdf("First words", "The council leads", "Ada leads")
    open_pdf(window, qtbot, pdf_case(folder, data, "[ oa:exact 'council' ]", f"[ oa:exact 'leads' ] , {PAGE_3}"))
    qtbot.waitUntil(lambda: panel.page is not None and len(panel.page.sizes) == 3)
    assert panel.view is panel.sheet, "words are legible in a narrow panel"
    panel.sheet.setFocus()
    qtbot.keyClick(panel.sheet, Qt.Key.Key_P)
    assert panel.view is panel.pictures and panel.pictures.hasFocus()
    window.session.select([node(window, "tim1")])
    place = next((mark.start, mark.end) for mark in panel.page.marks if mark.start > panel.page.starts[2])
    qtbot.waitUntil(lambda: panel.pictures.is_in_sight(place))
    spot = panel.pictures._spot(place)
    pixel = panel.pictures.viewport().grab().toImage().pixelColor(spot.center().toPoint())
    assert spot.height() < 40 and pixel.name() != "#ffffff", "the words are marked"
    panel.search.field.setText("first")
    qtbot.waitUntil(lambda: panel.pictures.is_in_sight((0, 5)))
    panel.forms.text.click()
    assert panel.view is panel.sheet and panel.sheet.is_in_sight((0, 5)) and marked(panel)[-1] == "First"


@needs_pdf
def test_a_pdf_without_text_layer_shows_its_pages_and_says_so(reading, qtbot, folder):
    window, panel = reading
    data = pdf("", "", "")
    open_pdf(window, qtbot, pdf_case(folder, data, PAGE_2, f"[ oa:exact 'leads' ] , {PAGE_3}", "[ oa:exact 'Ada' ]"))
    qtbot.waitUntil(lambda: panel.page is not None and len(panel.page.sizes) == 3)
    assert panel.view is panel.pictures and not panel.forms.text.isEnabled()
    assert panel.state.trouble.text() == (
        "This PDF has no text layer: its pages are pictures, on which no words can be found. "
        "1 of 3 passages name no page of it, and have no place."
    )
    window.session.select([node(window, "tim0")])
    place = (panel.page.marks[0].start, panel.page.marks[0].end)
    qtbot.waitUntil(lambda: panel.pictures.is_in_sight(place))
    window.session.select([node(window, "tim1")])
    assert panel.doubt.text() == "Page 3 has no text layer, in which the quote could be found."


@pytest.mark.parametrize(
    ("sha256", "said"),
    [
        ("", "The graph gives no SHA-256 of this document, by which its text could be found."),
        ("12ab", "The graph gives “12ab” as the SHA-256 of this text; a SHA-256 has 64 hexadecimal digits."),
        ("0" * 64, "This text is not attached. Attach the folder with it to read it here."),
    ],
)
def test_a_text_that_cannot_be_found_says_why(reading, qtbot, folder, sha256, said):
    window, panel = reading
    path = folder / "lies.ttl"
    told = f'schema:sha256 "{sha256}"' if sha256 else "a schema:Article"
    path.write_text(
        HEAD + f":new {told} . :tim rdfs:label 'Tim' ; dcterms:source :q . " + passage("q", "new", "ab", "a")
    )
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: "https://e.org/tim" in window.session.projection.node_of)
    window.docks.turns.finish()
    assert panel.unread.missing.text() == said and not panel.unread.version.isVisible()
