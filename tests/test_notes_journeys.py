"""Journeys with notes in the real window: write, find, change, move, undo, export."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QTextEdit

from explorer.files.exports import Companions
from explorer.files.image_options import ImageOptions
from explorer.files.opening import open_document
from explorer.pictures.scene.notes import new_note, now, target_of
from graph.reading.read import read
from graph.saved.annotations import OnCanvas, OnEdge, OnNode, read_notes
from graph.work.progress import finish

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://caseboard.example/bromley/"
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def _node(window, name="ofsted"):
    return window.session.projection.node_of[BASE + name]


def _press(window, qtbot, key, modifier=NONE):
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, key, modifier)


def _panel(window):
    return window.panels.notes.widget


def _write(window, qtbot, text):
    """Press Ctrl+M, type, press Ctrl+Return."""
    _press(window, qtbot, Qt.Key.Key_M, CONTROL)
    field = _panel(window).field
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return, CONTROL)


def _notes(window):
    return window.session.view.notes


def _idle(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.tasks, timeout=30_000)
    window.canvas.finish_animation()


def _rows(panel):
    model = panel.list.model()
    return [str(model.index(i, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for i in range(model.rowCount())]


def _words(widget):
    texts = [label.text() for label in widget.findChildren(QLabel)]
    return "\n".join(texts + [text.toPlainText() for text in widget.findChildren(QTextEdit)])


def test_write_a_note_on_ofsted_read_it_in_the_details_find_it_and_undo(window, qtbot):
    window.session.select([_node(window)])
    _write(window, qtbot, "Who inspected the inspectors?")
    (note,) = _notes(window)
    assert note.target == OnNode(BASE + "ofsted") and note.text == "Who inspected the inspectors?"
    assert window.canvas.hasFocus() and window.session.history.undo_title == "Note on “Ofsted”"
    window.panels.details.open()
    assert "Who inspected the inspectors?" in _words(window.panels.details.widget)
    window.session.select([])
    _press(window, qtbot, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(window.top.search, "inspected the inspectors")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.session.selection == (_node(window),)
    window.session.undo()
    assert not _notes(window)
    qtbot.waitUntil(lambda: not _panel(window).editor.isVisible())
    assert _panel(window)._empty.isVisibleTo(_panel(window))


def test_go_to_a_note_on_a_relationship_from_the_list(window, qtbot):
    edge = int(window.session.scene.edge_ids[0])
    window.session.select_edge(edge)
    _write(window, qtbot, "Is this said twice?")
    (note,) = _notes(window)
    assert isinstance(note.target, OnEdge)
    window.session.select([])
    panel = window.panels.notes.open()
    assert re.fullmatch(r"Is this said twice\?, \d+ \w{3} \d{4}", _rows(panel)[1])
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.session.selected_edge == edge
    assert panel.field.toPlainText() == "Is this said twice?"


def test_drag_and_open_a_note_on_the_canvas_with_one_step_per_drag(window, qtbot):
    window.session.select([])
    _write(window, qtbot, "Ask for the minutes")
    (note,) = _notes(window)
    assert isinstance(note.target, OnCanvas)
    canvas, steps = window.canvas, len(window.session.history.steps)
    qtbot.waitUntil(lambda: canvas.is_sharp)
    x, y = canvas.camera.to_picture(np.array([[note.target.x, note.target.y]]))[0].tolist()
    start = QPoint(round(x) + 12, round(y) + 8)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, NONE, start)
    for step in (10, 25, 40):
        QTest.mouseMove(canvas, start + QPoint(step, step // 2))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NONE, start + QPoint(40, 20))
    (moved,) = _notes(window)
    zoom = canvas.camera.zoom
    assert (moved.target.x, moved.target.y) == pytest.approx(
        (note.target.x + 40 / zoom, note.target.y + 20 / zoom), abs=1e-3
    )
    assert len(window.session.history.steps) == steps + 1
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, NONE, start + QPoint(40, 20))
    qtbot.waitUntil(_panel(window).field.hasFocus)
    assert _panel(window).field.toPlainText() == "Ask for the minutes"


def test_leaving_the_field_and_escape_save_and_undo_takes_it_back(window, qtbot):
    window.session.select([_node(window)])
    _press(window, qtbot, Qt.Key.Key_M, CONTROL)
    field = _panel(window).field
    qtbot.keyClicks(field, "Saved by leaving")
    window.canvas.setFocus()
    assert [note.text for note in _notes(window)] == ["Saved by leaving"]
    _panel(window).open(_notes(window)[0].id, focus=True)
    qtbot.keyClicks(field, "never mind ")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert "never mind" in _notes(window)[0].text and window.canvas.hasFocus()
    window.session.undo()
    assert [note.text for note in _notes(window)] == ["Saved by leaving"]
    _press(window, qtbot, Qt.Key.Key_M, CONTROL)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert len(_notes(window)) == 1 and not _panel(window).editor.isVisible()
    assert window.session.selection == (_node(window),)


def test_a_note_left_empty_is_removed(window, qtbot):
    window.session.select([_node(window)])
    _write(window, qtbot, "Short")
    _panel(window).open(_notes(window)[0].id, focus=True)
    _panel(window).field.selectAll()
    qtbot.keyClick(_panel(window).field, Qt.Key.Key_Delete)
    qtbot.keyClick(_panel(window).field, Qt.Key.Key_Return, CONTROL)
    assert not _notes(window) and window.session.history.undo_title == "Remove note on “Ofsted”"


def test_markup_in_a_note_is_shown_literally(window, qtbot):
    window.session.select([_node(window)])
    _write(window, qtbot, "<img src=x> <b>bold</b> & co")
    window.panels.details.open()
    assert "<img src=x> <b>bold</b> & co" in _words(window.panels.details.widget)
    assert _rows(window.panels.notes.open())[1].startswith("<img src=x> <b>bold</b> & co")
    tip = _panel(window).list.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip and "<img" not in tip


def test_notes_are_exported_and_imported_apart_from_the_data(window, qtbot, tmp_path):
    window.session.select([_node(window)])
    _write(window, qtbot, "Only mine")
    notes, data, whole = tmp_path / "notes.ttl", tmp_path / "view.ttl", tmp_path / "whole.ttl"
    window.tasks.notes.export_to(notes)
    window.tasks.exports.export_to(data, whole=False)
    window.tasks.exports.export_to(whole, whole=True)
    _idle(window, qtbot)
    for path in (data, whole):
        text = path.read_text("utf-8")
        assert "Only mine" not in text and "oa:Annotation" not in text and "urn:uuid" not in text
    kept = _notes(window)
    assert read_notes(finish(read([notes])).quads) == kept
    window.session.undo()
    window.tasks.notes.open(notes)
    _idle(window, qtbot)
    assert _notes(window) == kept and window.overlay.toast.text == "1 note added."


def test_a_file_without_notes_says_so(window, qtbot, tmp_path):
    path = tmp_path / "none.ttl"
    path.write_text("<http://a.example/> <http://a.example/p> 1 .", "utf-8")
    window.tasks.notes.open(path)
    _idle(window, qtbot)
    assert window.overlay.toast.text.startswith("none.ttl holds no notes.")


def test_a_note_on_a_missing_target_is_listed_apart_and_says_so(window, qtbot):
    window.commands.notes.add(new_note(OnNode("https://example.org/gone"), "Who was it?", now()))
    window.session.select([_node(window)])
    _write(window, qtbot, "Here")
    panel = window.panels.notes.open()
    assert [row.split(",")[0] for row in _rows(panel)] == ["Ofsted", "Here", "Not in this data", "Who was it?"]
    window.tasks.notes.go_to(_notes(window)[0].id)
    assert "gone is not in this data; its note stays." in window.overlay.toast.text


def test_typing_filters_the_list_and_says_if_it_is_empty(window, qtbot):
    for name, text in (("ofsted", "Inspect"), ("council", "Answer")):
        window.commands.notes.add(new_note(target_of(window.session.projection, node=_node(window, name)), text, now()))
    panel = window.panels.notes.open()
    qtbot.keyClicks(panel.search, "answer")
    assert len(_rows(panel)) == 2 and _rows(panel)[1].startswith("Answer")
    qtbot.keyClicks(panel.search, "xyz")
    assert not _rows(panel) and panel._nothing.text() == "No note contains “answerxyz”."


def test_a_saved_image_shows_notes_unless_they_are_off(window, qtbot, tmp_path):
    def save(name):
        options = ImageOptions(tmp_path / name, scale=1.0, legend=False, source=False, ledger=False)
        window.tasks.exports.save_image(options)
        _idle(window, qtbot)
        return (tmp_path / name).read_bytes()

    before = save("before.svg")
    x, y = window.session.scene.xy[0].tolist()
    window.commands.notes.add(new_note(OnCanvas(x, y), "Seen in pictures", now()))
    assert b"Seen in pictures" in save("with.svg")
    assert not QImage.fromData(save("with.png")).isNull()
    window.actions_set.by_id["view.notes"].trigger()
    assert save("without.svg") == before


def test_notes_stay_with_every_named_view_and_with_the_schema(window, qtbot):
    window.session.select([_node(window)])
    _write(window, qtbot, "Stays")
    qtbot.mouseClick(window.top.views.buttons[1], Qt.MouseButton.LeftButton)
    assert [note.text for note in _notes(window)] == ["Stays"]
    window.tasks.documents.draw_schema(True)
    _idle(window, qtbot)
    assert window.session.document.with_schema and [note.text for note in _notes(window)] == ["Stays"]


def test_the_menu_of_the_canvas_puts_a_note_at_its_place(window, qtbot, monkeypatch):
    at = QPointF(300, 200)
    wanted = window.canvas.camera.to_scene(at.x(), at.y())

    def choose_note(fill, _at):
        menu = QMenu()
        fill(menu)
        next(action for action in menu.actions() if action.text() == "Write a note…").trigger()

    monkeypatch.setattr(window.tools.ask, "menu", choose_note)
    window.session.select([_node(window)])
    window.hands._show_menu(-1, -1, window.canvas.mapToGlobal(at.toPoint()))
    qtbot.keyClicks(_panel(window).field, "Right here")
    qtbot.keyClick(_panel(window).field, Qt.Key.Key_Return, CONTROL)
    (note,) = _notes(window)
    assert (note.target.x, note.target.y) == pytest.approx(wanted)


def test_saving_the_exploration_includes_an_unfinished_note(window, qtbot, tmp_path):
    window.session.select([_node(window)])
    _press(window, qtbot, Qt.Key.Key_M, CONTROL)
    qtbot.keyClicks(_panel(window).field, "Half a thought ")
    path = tmp_path / "mine.caseboard.trig"
    window.tasks.exploration.save_to(path)
    _idle(window, qtbot)
    assert "Half a thought" in path.read_text("utf-8") and not window.tasks.exploration.is_modified
    assert _panel(window).field.toPlainText() == "Half a thought "
    qtbot.keyClicks(_panel(window).field, "more")
    assert _panel(window).field.toPlainText() == "Half a thought more"
    qtbot.keyClick(_panel(window).field, Qt.Key.Key_Escape)
    assert window.tasks.exploration.is_modified and _notes(window)[0].text == "Half a thought more"


def test_a_text_written_while_another_file_opens_makes_no_note_there(window, qtbot, bromley):
    window.session.select([_node(window)])
    _press(window, qtbot, Qt.Key.Key_M, CONTROL)
    qtbot.keyClicks(_panel(window).field, "Half a th")
    window.tasks.documents.show(bromley)
    assert not _notes(window) and not _panel(window).editor.isVisible()
    window.canvas.setFocus()
    assert not _notes(window)


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nq"])
def test_exports_include_notes_only_if_ticked_and_they_open_as_notes(window, qtbot, tmp_path, suffix):
    session, edge = window.session, int(window.session.scene.edge_ids[0])
    hidden = next(n for n in range(session.projection.node_count) if session.visible.node_cause[n])
    for target in (
        target_of(session.projection, node=_node(window)),
        target_of(session.projection, edge=edge),
        OnCanvas(3.5, -7.25),
        target_of(session.projection, node=hidden),
        OnNode("https://example.org/gone"),
    ):
        window.commands.notes.add(new_note(target, f"On {target}", now()))
    path, plain, notes = tmp_path / f"with{suffix}", tmp_path / f"without{suffix}", _notes(window)
    window.tasks.exports.export_to(plain, whole=False)
    _idle(window, qtbot)
    window.tasks.exports.export_to(path, False, Companions(notes=True))
    _idle(window, qtbot)
    assert "triples and 3 notes are in" in window.overlay.toast.text
    without = finish(open_document([plain])).projection
    again = finish(open_document([path]))
    assert again.first_look.view.notes == notes[:3]
    assert sorted(again.projection.iris) == sorted(without.iris)
    assert again.projection.edge_count == without.edge_count and again.projection.graphs == without.graphs
    assert [remark for e in range(without.edge_count) for remark in again.projection.remarks(e)] == [
        remark for e in range(without.edge_count) for remark in without.remarks(e)
    ]
    kept = {key: count for key, count in again.projection.tally().items() if key != "views and notes"}
    assert kept == {key: count for key, count in without.tally().items() if key != "views and notes"}


def test_the_first_picture_imports_no_module_for_notes():
    code = """if True:
        import sys
        from PySide6.QtWidgets import QApplication
        app = QApplication([])
        from explorer.files.opening import open_document
        from explorer.settings import Settings
        from graph.work.progress import finish
        from ui.window.window import Window
        window, painted = Window(finish(open_document([])), Settings(theme="light")), []
        window.docks.furnish = lambda: painted or painted.append(set(sys.modules))
        window.begin()
        window.show()
        while not painted:
            app.processEvents()
        drawn_late = {"explorer.pictures.scene.notes", "explorer.pictures.drawing.canvas_notes"}
        late = {*drawn_late, "graph.saved.annotations", "ui.tasks.notes"}
        print(sorted(late & painted[0]))
        window.jobs.stop()
        window.worker.close()
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
