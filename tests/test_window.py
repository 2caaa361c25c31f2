"""Journeys through the real window: actions of a user, and their effect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import SHARED
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFrame,
    QLabel,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from explorer.actions.table import ACTIONS
from explorer.files.image_options import ImageOptions
from explorer.panels.search import NodeHit
from explorer.settings import load_settings
from explorer.views.hiding.filters import Cause
from graph.layout import LAYOUTS
from ui.look import icons, theme
from ui.parts.links.row_list import RowList
from ui.tasks.ask import Ask

BASE = "https://caseboard.example/bromley/"


def _node(window, name):
    return window.session.projection.node_of[BASE + name]


def _at(window, node):
    window.canvas.finish_animation()
    place = int(window.session.visible.slot[node])
    assert place >= 0, "not drawn"
    x, y = window.canvas.camera.to_picture(window.session.scene.xy[place : place + 1])[0].tolist()
    return QPoint(round(x), round(y))


def _evidence(window):
    return window.panels.details.widget.findChild(QWidget, "evidence")


def _idle(window, qtbot, timeout=30_000):
    qtbot.waitUntil(lambda: not window.jobs.tasks, timeout=timeout)
    window.canvas.finish_animation()


def _press(window, qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, key, modifier)


def test_the_first_view_is_drawn_with_names_and_says_what_it_hides(window):
    image = window.canvas.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 40
    assert window.overlay.ledger.whole.startswith("131 not shown")
    assert window.windowTitle().startswith("Bromley")
    assert [b.isChecked() for b in window.top.views.buttons] == [True, False, False, False]


def test_clicking_a_finding_shows_its_details_and_its_evidence(window, qtbot):
    node = _node(window, "corporate-failure")
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=_at(window, node))
    assert window.session.selection == (node,)
    text = _text(window.panels.details.widget)
    assert "Corporate failure" in text and "part of" in text and "Ofsted report of 2016" in text
    assert "2 texts are not attached. Attach their folder" in _text(_evidence(window))


def test_attached_texts_show_the_passage_in_context(window, qtbot):
    if not (SHARED / "sources").exists():
        pytest.skip("the two texts of ../shared/sources are not here")
    window.session.select([_node(window, "corporate-failure")])
    window.tasks.files.attach(str(SHARED / "sources"))
    window.docks.turns.finish()
    assert "2 of the 2 texts" in window.overlay.toast.text
    assert "corporate failure" in _text(_evidence(window))
    assert "paragraph 3" in _text(_evidence(window))
    assert load_settings().texts == [str(SHARED / "sources")]


def _text(widget):
    """All words in a panel: of labels, of longer texts and of painted rows."""
    words = [w.text() for w in widget.findChildren(QLabel)] + [w.toPlainText() for w in widget.findChildren(QTextEdit)]
    words += [w.accessibleName() for w in widget.findChildren(QFrame)]
    for rows in widget.findChildren(RowList):
        model = rows.model()
        words += [str(model.index(i, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for i in range(model.rowCount())]
    return "\n".join(words)


def test_clicking_a_line_shows_the_evidence_of_that_relationship(window, qtbot):
    scene, p = window.session.scene, window.session.projection
    edge = next(i for i in range(len(scene.edge_ids)) if p.edge_support[scene.edge_ids[i]] and scene.bend[i] == 0)
    ends = scene.xy[[scene.source[edge], scene.target[edge]]]
    x, y = window.canvas.camera.to_picture(ends.mean(axis=0)[None])[0].tolist()
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert window.session.selected_edge >= 0 or window.session.selection
    window.session.select_edge(int(scene.edge_ids[edge]))
    assert "Passage 1" in _text(_evidence(window))


def test_the_four_named_views_are_one_click_apart_and_undo_goes_back(window, qtbot):
    first = window.session.view
    for button in window.top.views.buttons[1:]:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.session.view.filters != first.filters and button.isChecked()
        assert len(window.session.visible.nodes) > 20
    for _ in window.top.views.buttons[1:]:
        _press(window, qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.view is first


def test_searching_finds_a_hidden_person_and_shows_them(window, qtbot):
    _press(window, qtbot, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.top.search.hasFocus()
    qtbot.keyClicks(window.top.search, "fortune")
    qtbot.wait(200)
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    fortune = _node(window, "fortune")
    assert window.session.selection == (fortune,)
    assert window.session.visible.slot[fortune] >= 0


def test_ctrl_enter_in_the_search_shows_all_hits_whatever_hides_them_and_one_undo_takes_them_back(window, qtbot):
    session, before = window.session, window.session.view
    hits = [hit.target.node for hit in window.tasks.finder.find("budget") if isinstance(hit.target, NodeHit)]
    hidden = [node for node in hits if session.visible.slot[node] < 0]
    assert len(hidden) > 1
    window.search.setFocus()
    qtbot.keyClicks(window.search, "budget")
    qtbot.keyClick(window.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.canvas.finish_animation()
    assert sorted(session.selection) == sorted(hits) and (session.visible.slot[hits] >= 0).all()
    assert session.view.hidden_classes == before.hidden_classes and window.canvas.share_in_sight(np.array(hits)) == 1
    assert f"{len(hits)} resources are selected, " in window.overlay.toast.text
    assert window.canvas.hasFocus(), "the next key is for the canvas, as after going to one resource"
    session.undo()
    assert session.view is before
    window.search.setFocus()
    window.search.selectAll()
    qtbot.keyClicks(window.search, "budget")
    window.search._look()
    qtbot.keyClick(window.search, Qt.Key.Key_Up)
    assert window.search.popup.currentIndex().data() == f"Show all {len(hits)} on the canvas"


def test_the_keys_of_a_part_that_goes_away_go_to_the_canvas(window, qtbot):
    panel = window.panels.filters.open()
    window.docks.turns.finish()
    link = panel.sections["classes"].link
    link.setFocus()
    assert link.hasFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not link.isVisible())
    assert window.canvas.hasFocus()
    reset = panel.degrees.reset
    window.commands.filter_degrees((2.0, 9.0))
    window.docks.turns.finish()
    reset.setFocus()
    qtbot.keyClick(reset, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not reset.isEnabled())
    assert window.canvas.hasFocus()
    panel.lines["classes"].field.setFocus()
    qtbot.keyClick(panel.lines["classes"].field, Qt.Key.Key_Tab)
    assert panel.isAncestorOf(QApplication.focusWidget()), "Tab goes on"


def test_keys_hide_pin_focus_and_reset(window, qtbot):
    session, node = window.session, _node(window, "police-delays")
    session.select([node])
    _press(window, qtbot, Qt.Key.Key_P)
    assert node in session.view.pinned
    _press(window, qtbot, Qt.Key.Key_S)
    assert session.view.focus == {node} and window.focus_bar.isVisible()
    assert 1 < len(session.visible.nodes) < 12
    _press(window, qtbot, Qt.Key.Key_Plus)
    assert session.view.hops == 2
    _press(window, qtbot, Qt.Key.Key_Escape)
    _press(window, qtbot, Qt.Key.Key_Escape)
    assert not session.view.focus and not window.focus_bar.isVisible()
    session.select([node])
    _press(window, qtbot, Qt.Key.Key_H)
    assert session.visible.node_cause[node] == Cause.HAND and session.selection == ()
    _press(window, qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not session.visible.ledger()


def test_arrow_keys_move_from_neighbour_to_neighbour(window, qtbot):
    session = window.session
    _press(window, qtbot, Qt.Key.Key_Right)
    (first,) = session.selection
    _press(window, qtbot, Qt.Key.Key_Right)
    (second,) = session.selection
    p = session.projection
    tied = set(p.subject[p.object == first]) | set(p.object[p.subject == first])
    assert second != first and second in tied
    _press(window, qtbot, Qt.Key.Key_Return)
    window.docks.turns.finish()
    details = window.panels.details.widget
    assert details.isAncestorOf(QApplication.focusWidget()) or details.hasFocus()


def test_dragging_a_node_moves_and_pins_it_in_one_step(window, qtbot):
    session, node = window.session, _node(window, "ofsted")
    before = session.view
    start = _at(window, node)
    qtbot.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(window.canvas, start + QPoint(10 * step, 4 * step))
    qtbot.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(50, 20))
    assert node in session.view.pinned
    end = _at(window, node)
    assert abs(end.x() - start.x() - 50) <= 2 and abs(end.y() - start.y() - 20) <= 2
    session.undo()
    assert session.view is before


def _drag(window, qtbot, node, by):
    start = _at(window, node)
    qtbot.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 4):
        qtbot.mouseMove(window.canvas, start + by * step / 3)
    qtbot.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=start + by)


def test_two_drags_are_two_steps_to_undo(window, qtbot):
    session, node = window.session, _node(window, "ofsted")
    views = [session.view]
    for by in (QPoint(50, 20), QPoint(-20, 30)):
        _drag(window, qtbot, node, by)
        views.append(session.view)
    assert views[0] != views[1] != views[2]
    for before in (views[1], views[0]):
        session.undo()
        assert session.view == before
    assert not session.history.undo_title


def test_dragging_one_of_several_selected_nodes_moves_all_of_them_alike(window, qtbot):
    session, nodes = window.session, [_node(window, "ofsted"), _node(window, "council")]
    others = [node for node in session.visible.nodes.tolist() if node not in nodes]
    nodes.append(others.pop())
    session.select(nodes)
    before = session.view.positions.of(session.projection.node_count)
    _drag(window, qtbot, nodes[1], QPoint(40, 15))
    moved = session.view.positions.of(session.projection.node_count) - before
    assert np.allclose(moved[nodes], moved[nodes[0]], atol=1e-3) and np.hypot(*moved[nodes[0]]) > 1
    assert not moved[others].any() and set(nodes) <= set(session.view.pinned)
    assert session.selection == tuple(nodes)
    _drag(window, qtbot, others[0], QPoint(10, 10))
    assert set(session.view.pinned) - {others[0]} == set(nodes), "a node that is not selected moves alone"


def test_shift_drag_selects_with_a_lasso(window, qtbot):
    spots = [_at(window, n) for n in window.session.visible.nodes.tolist()]
    corner = QPoint(2, 2)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(window.canvas, Qt.MouseButton.LeftButton, shift, corner)
    size = window.canvas.size()
    for x, y in ((size.width() - 3, 3), (size.width() - 3, size.height() - 3), (3, size.height() - 3)):
        qtbot.mouseMove(window.canvas, QPoint(x, y))
    qtbot.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, shift, QPoint(3, size.height() - 3))
    assert len(window.session.selection) >= len(spots) - 2


def test_a_layout_runs_to_its_end_and_pinned_nodes_stay(window, qtbot):
    session, node = window.session, _node(window, "council")
    window.commands.pin([node])
    was = session.view.positions.of(session.projection.node_count)[node].copy()
    before = session.scene.xy.copy()
    _press(window, qtbot, Qt.Key.Key_4)
    _idle(window, qtbot)
    assert session.view.layout == "circular" and window.top.picker.text() == "Circular"
    assert np.array_equal(session.view.positions.of(session.projection.node_count)[node], was)
    assert not np.allclose(session.scene.xy, before)
    session.undo()
    assert np.array_equal(session.scene.xy, before)


def test_a_timeline_stays_one_when_the_filters_are_reset(window, qtbot):
    named = window.session.named_views[2]
    window.session.commit(named.view, "Along time")
    _idle(window, qtbot)
    assert len(window.session.visible.drawn) < window.session.projection.node_count / 2
    window.tasks.filters.reset()
    _idle(window, qtbot)
    session = window.session
    assert session.view.layout == "timeline" and len(session.visible.drawn) == session.projection.node_count
    assert any(guide.axis == "t" for guide in session.view.guides)


def test_a_cancelled_layout_ends_in_a_sentence_and_a_working_window(window, qtbot):
    window.commands.reset_filters()
    before = window.session.view
    window.tasks.layouts.lay_out("kamada-kawai")
    qtbot.wait(80)
    assert window.jobs.tasks
    _press(window, qtbot, Qt.Key.Key_Escape)
    _idle(window, qtbot)
    assert window.session.view is before
    assert window.overlay.toast.text == "The layout was stopped; nothing moved."
    window.tasks.layouts.lay_out("circular")
    _idle(window, qtbot)
    assert window.session.view.layout == "circular"


def test_a_layout_that_cannot_handle_the_graph_says_so_and_moves_nothing(window, qtbot):
    window.commands.reset_filters()
    before = window.session.view
    window.tasks.layouts.lay_out("planar")
    _idle(window, qtbot)
    assert "crossing" in window.overlay.toast.text and window.session.view is before
    assert window.top.picker.text() == LAYOUTS[before.layout].title


def test_filters_that_hide_everything_say_how_to_reset_them(window, qtbot):
    window.commands.filter_degrees((1000.0, 2000.0))
    assert not len(window.session.visible.nodes)
    window.canvas.grab()
    assert "Ctrl+Shift+A" in window.canvas.empty_text
    window.tasks.layouts.lay_out("circular")
    _idle(window, qtbot)
    window.commands.reset_filters()
    assert len(window.session.visible.nodes) == window.session.projection.node_count


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.ttl", b"@prefix : <https://e.org/> .\n:a :b", "line"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "picture.png"),
        ("gone.ttl", None, "gone.ttl"),
    ],
)
def test_a_broken_file_gives_one_sentence_and_leaves_the_graph(window, qtbot, tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    document = window.session.document
    window.tasks.files.open_paths([str(path)])
    _idle(window, qtbot)
    assert words in window.overlay.toast.text and "\n" not in window.overlay.toast.text
    assert window.session.document is document and str(path) not in window.settings.recent


def test_an_empty_file_opens_with_a_hint(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(Ask, "choose", lambda *_: 1)
    path = tmp_path / "empty.ttl"
    path.write_text("")
    window.tasks.files.open_paths([str(path)])
    _idle(window, qtbot)
    window.canvas.grab()
    assert window.session.projection.node_count == 0 and "no triples" in window.canvas.empty_text
    for action in ACTIONS:
        if not _asks(action):
            window.actions_set.by_id[action.id].trigger()
    _idle(window, qtbot)


def _asks(action):
    """True if an action opens a dialog (a title with an ellipsis, or a page of help) or quits the program."""
    return action.title.endswith("…") or action.id.startswith("help.") or action.id == "file.quit"


def test_every_action_can_be_run_at_any_time(window, qtbot, monkeypatch):
    # A job that an action began may end before another one leaves the exploration, which then asks whether to save.
    monkeypatch.setattr(Ask, "choose", lambda *_: 1)
    for action in ACTIONS:
        if not _asks(action) and not action.id.startswith("layout."):
            window.actions_set.by_id[action.id].trigger()
            qtbot.wait(1)
    _idle(window, qtbot)


def test_a_file_dropped_on_the_window_opens_is_laid_out_and_becomes_recent(window, qtbot, tmp_path):
    path = tmp_path / "friends.ttl"
    path.write_text("@prefix : <https://e.org/> . :ada :knows :bob, :cy . :bob :knows :cy . :lone a :Hermit .")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    _idle(window, qtbot)
    qtbot.waitUntil(lambda: len(window.session.view.positions.xy) > 0, timeout=30_000)
    assert window.windowTitle().startswith("friends.ttl")
    assert np.isfinite(window.session.view.positions.xy).all()
    assert load_settings().recent == [str(path)]
    window.actions_set.menus["File"].aboutToShow.emit()
    recent = window.actions_set.menus["File"].actions()[1].menu()
    assert recent.title().replace("&", "") == "Open recent" and [a.text() for a in recent.actions()] == ["friends.ttl"]
    window.actions_set.by_id["file.bromley"].trigger()
    _idle(window, qtbot)
    assert window.session.document.is_bundled


@pytest.mark.parametrize("suffix", [".ttl", ".graphml", ".csv"])
def test_exporting_the_shown_part_names_the_file(window, qtbot, tmp_path, suffix):
    window.tasks.exports.export_to(tmp_path / f"out{suffix}", whole=False)
    _idle(window, qtbot)
    assert "out" in window.overlay.toast.text
    assert any(file.stat().st_size > 500 for file in tmp_path.glob("out*"))


@pytest.mark.parametrize("whole", [True, False])
def test_saving_an_image_of_the_view_or_the_screen(window, qtbot, tmp_path, whole):
    path = tmp_path / "view.png"
    window.tasks.exports.save_image(ImageOptions(path, scale=2.0, whole=whole))
    _idle(window, qtbot)
    assert QImage(str(path)).width() == 2 * window.canvas.width()


def test_a_failed_save_of_an_image_leaves_the_old_one(window, qtbot, tmp_path):
    folder = tmp_path / "view.png"
    folder.mkdir()
    window.tasks.exports.save_image(ImageOptions(folder))
    _idle(window, qtbot)
    assert "view.png" in window.overlay.toast.text and folder.is_dir()


def test_copying_an_image_puts_the_screen_on_the_clipboard(window, qtbot):
    window.actions_set.by_id["file.copy-image"].trigger()
    _idle(window, qtbot)
    assert QGuiApplication.clipboard().image().width() == 2 * window.canvas.width()


def test_zooming_at_the_pointer_keeps_what_is_under_it(window, qtbot):
    node = _node(window, "ofsted")
    at = _at(window, node)
    window.canvas.look(window.canvas.camera.zoomed(1.5, at.x(), at.y()))
    assert (_at(window, node) - at).manhattanLength() <= 1


def _lightness(window, qtbot):
    qtbot.waitUntil(lambda: window.canvas.grab().isNull() or window.canvas.is_sharp)
    return window.canvas.grab().toImage().pixelColor(3, 3).lightness()


def test_light_and_dark_differ_and_the_choice_is_saved(window, qtbot):
    assert _lightness(window, qtbot) > 200
    window.actions_set.by_id["view.dark"].trigger()
    assert _lightness(window, qtbot) < 60
    assert load_settings().theme == "dark"


def _colours(image, box):
    return {
        image.pixelColor(x, y).name()
        for x in range(box.left(), box.right() + 1)
        for y in range(box.top(), box.bottom() + 1)
    }


@pytest.mark.parametrize("name", ["light", "dark"])
def test_ticked_boxes_the_front_tab_and_the_buttons_of_panels_are_seen_in_each_theme(window, name):
    for other in ({"light", "dark"} - {name}, {name}):
        window.actions_set.by_id[f"view.{other.pop()}"].trigger()
    tones = theme.tones()
    close = window.panels.filters.dock.findChild(QAbstractButton, "qt_dockwidget_closebutton")
    for _ in range(2):
        window.actions_set.run("view.fold")
    assert close.icon().pixmap(16, 16).toImage() == icons.icon("x").pixmap(16, 16).toImage()
    box = QCheckBox("Ticked", window)
    box.setChecked(True)
    box.ensurePolished()
    option = QStyleOptionButton()
    box.initStyleOption(option)
    mark = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    edge = box.grab().toImage().pixelColor(mark.left(), mark.center().y())
    assert abs(edge.lightness() - tones.window.lightness()) > 60
    bar = next(bar for bar in window.findChildren(QTabBar) if bar.count() > 1)
    image, front = bar.grab().toImage(), bar.currentIndex()
    assert tones.link.name() in _colours(image, bar.tabRect(front))
    assert tones.link.name() not in _colours(image, bar.tabRect((front + 1) % bar.count()))


def test_the_arrangement_of_panels_is_remembered(window, qtbot, bromley):
    from ui.window.window import Window

    window.panels.filters.dock.setVisible(False)
    window.close()
    again = Window(bromley, load_settings())
    try:
        assert again.panels.filters.dock.isHidden() and not again.panels.details.dock.isHidden()
        again.docks.reset()
        assert not again.panels.filters.dock.isHidden()
    finally:
        again.close()


def test_invalid_settings_are_ignored(tmp_path: Path):
    path = tmp_path / "settings.json"
    for text in ("", "{", "[]", '{"theme": 5, "recent": [1], "window": {"a": 2}}'):
        path.write_text(text)
        assert load_settings(path).theme == "system"


def test_names_for_automation_are_stable(window):
    for name in ("search", "facets", "canvas", "ledger", "details", "evidence", "layoutPicker", "minimap", "legend"):
        found = [w for w in window.findChildren(object) if w.objectName() == name]
        assert len(found) == 1, name
        assert found[0].accessibleName(), name


def test_text_from_data_is_never_markup(window, qtbot, tmp_path):
    path = tmp_path / "evil.ttl"
    path.write_text(
        "@prefix : <https://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        " :a a :C ; rdfs:label \"<img src='x'>&amp;\" ; :b :c ."
    )
    window.tasks.files.open_paths([str(path)])
    _idle(window, qtbot)
    window.session.select([0])
    assert "<img src='x'>&amp;" in _text(window.panels.details.widget)


def test_a_node_pinned_while_a_layout_runs_stays_in_place(window, qtbot):
    window.commands.reset_filters()
    node = _node(window, "ofsted")
    window.tasks.layouts.lay_out("spring")
    window.commands.move(np.array([node], np.int32), np.array([[5000.0, 5000.0]]))
    _idle(window, qtbot)
    assert window.session.view.layout == "spring"
    assert window.session.view.positions.xy[node].tolist() == [5000.0, 5000.0]


def test_of_two_files_opened_at_once_the_later_one_stays(window, qtbot, tmp_path):
    big, small = tmp_path / "big.nt", tmp_path / "small.ttl"
    big.write_text("".join(f"<https://e.org/{i}> <https://e.org/p> <https://e.org/{i + 1}> .\n" for i in range(30_000)))
    small.write_text("@prefix : <https://e.org/> . :a :b :c .")
    window.tasks.files.open_paths([str(big)])
    window.tasks.files.open_paths([str(small)])
    _idle(window, qtbot, 60_000)
    assert window.session.document.title == "small.ttl"


def test_stopping_the_first_layout_leaves_a_usable_picture(window, qtbot, tmp_path):
    path = tmp_path / "chain.nt"
    path.write_text("".join(f"<https://e.org/{i}> <https://e.org/p> <https://e.org/{i + 1}> .\n" for i in range(900)))
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.document.title == "chain.nt", timeout=30_000)
    assert "Laying out" in window.canvas.empty_text
    window.jobs.cancel()
    _idle(window, qtbot)
    assert "plain rows" in window.overlay.toast.text
    assert len({tuple(xy) for xy in window.session.scene.xy.tolist()}) == 901
    assert not window.session.history.undo_title


def test_closed_panels_reopen_from_the_view_menu_and_with_enter(window, qtbot):
    filters, details = window.panels.filters.dock, window.panels.details.dock
    filters.close()
    details.close()
    titles = {action.text(): action for action in window.actions_set.subs["View", "Panels"].actions()}
    titles["Filters"].trigger()
    assert filters.isVisible()
    window.session.select([_node(window, "ofsted")])
    _press(window, qtbot, Qt.Key.Key_Return)
    assert details.isVisible()


def test_a_fitted_picture_stays_fitted_when_the_window_or_the_layout_changes(window, qtbot):
    window.canvas.fit(fly=False)
    window.resize(1280, 720)
    qtbot.wait(50)
    canvas, bounds = window.canvas, window.session.scene.bounds()
    assert canvas.camera == canvas.camera.fitted(bounds, below=canvas.covered_below)
    covered = canvas.height() - window.overlay.ledger.y()
    assert canvas.camera.to_picture(np.array([bounds[2:]]))[0, 1] <= canvas.height() - covered, "not under the ledger"
    window.canvas.look(window.canvas.camera.panned(30, 0))
    moved = window.canvas.camera
    window.resize(1300, 740)
    qtbot.wait(50)
    assert (window.canvas.camera.x, window.canvas.camera.zoom) == (moved.x, moved.zoom)


def test_a_relationship_has_a_menu_of_its_own(window, qtbot):
    session, edge = window.session, int(window.session.scene.edge_ids[0])
    subject, predicate = int(session.projection.subject[edge]), int(session.projection.predicate[edge])
    session.select_edge(edge)
    window.actions_set.refresh()
    window.actions_set.by_id["edge.hide-kind"].trigger()
    assert predicate in session.view.hidden_predicates
    session.undo()
    session.select_edge(edge)
    window.actions_set.refresh()
    window.actions_set.by_id["edge.subject"].trigger()
    assert session.selection == (subject,)


def test_a_picture_that_fails_does_not_stop_the_next_one(window, qtbot, monkeypatch):
    monkeypatch.setattr("ui.canvas.rendering.QUICK", 60.0)  # in this thread, however slow the machine is

    def fail(_camera):
        raise RuntimeError("no")
        yield

    rendering = window.canvas.rendering
    with pytest.raises(RuntimeError):
        rendering.start(window.canvas.camera, 1.0, fail, heavy=False)
    assert not rendering.is_busy
    window.canvas.show_theme(window.canvas.theme)
    qtbot.waitUntil(lambda: window.canvas.grab().isNull() or window.canvas.is_sharp)


def test_names_stay_in_place_while_pointing_at_nodes(window):
    from explorer.pictures.drawing.display import Text
    from explorer.pictures.drawing.frame import Emphasis

    canvas, scene = window.canvas, window.session.scene

    def names(emphasis):
        items = canvas.composer.compose(scene, canvas.camera, canvas.theme, emphasis).items
        return {(t.text, round(t.x, 3), round(t.y, 3)) for t in items if isinstance(t, Text) and t.text and not t.angle}

    calm = names(Emphasis())
    for place in range(0, len(scene), 5):
        now = names(Emphasis(hovered=place))
        assert len(calm - now) <= 6, "only faded names may make room"


def test_the_highlight_under_a_resting_pointer_follows_the_picture(window, qtbot):
    canvas, session = window.canvas, window.session
    node = int(session.scene.ids[np.argmax(session.scene.importance)])
    at = canvas.camera.to_picture(session.scene.xy[session.scene.ids == node])[0]
    qtbot.mouseMove(canvas, QPoint(*(round(float(v)) for v in at)))
    assert canvas.emphasis.hovered >= 0
    canvas.look(canvas.camera.panned(300, 200))
    qtbot.waitUntil(lambda: canvas.emphasis.hovered < 0)
    canvas.look(canvas.camera.panned(-300, -200))
    qtbot.waitUntil(lambda: canvas.emphasis.hovered >= 0)
    window.commands.hide([node])
    # The picture is sharp already before the pointer looks again at what is below it.
    qtbot.waitUntil(lambda: canvas.is_sharp and canvas.cursor().shape() == Qt.CursorShape.ArrowCursor)
    assert canvas.emphasis.hovered < 0


def test_the_schema_is_drawn_on_request(window, qtbot, tmp_path):
    assert not window.actions_set.by_id["view.schema"].isEnabled(), "the Bromley graph has none"
    path = tmp_path / "cats.ttl"
    path.write_text(
        "@prefix : <https://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        " :Cat rdfs:subClassOf :Animal . :tom a :Cat ; :likes :kit . :kit a :Cat ."
    )
    window.tasks.files.open_paths([str(path)])
    _idle(window, qtbot)
    schema = window.actions_set.by_id["view.schema"]
    assert schema.isEnabled()
    assert window.session.projection.node_count == 2 and not schema.isChecked()
    session = window.session
    tom = session.projection.node_of["https://e.org/tom"]
    window.commands.hide([tom])
    schema.trigger()
    _idle(window, qtbot)
    assert session.projection.node_count == 4 and schema.isChecked() and len(session.visible.nodes) == 4
    cat = session.projection.node_of["https://e.org/Cat"]
    window.commands.hide([cat])
    session.undo()
    session.undo()
    _idle(window, qtbot)
    assert session.projection.node_count == 2 and not schema.isChecked() and tom not in session.visible.nodes
    session.redo()
    session.redo()
    _idle(window, qtbot)
    assert session.projection.node_count == 4 and schema.isChecked() and cat not in session.visible.nodes
    assert session.is_placed


def test_the_menu_key_opens_the_menu_of_the_selection(window):
    asked = []
    window.canvas.menu_asked.disconnect()
    window.canvas.menu_asked.connect(lambda *what: asked.append(what[:2]))
    node = _node(window, "corporate-failure")
    window.session.select([node])
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(window.canvas, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    window.session.select([])
    QApplication.sendEvent(window.canvas, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    assert asked == [(node, -1), (-1, -1)]


def test_a_screen_reader_gets_name_class_and_number_of_relationships(window):
    node = _node(window, "corporate-failure")
    window.session.select([node])
    every = window.session.projection.degree[node]
    shown = int(np.isin(window.session.projection.edges_of[node], window.session.visible.edges).sum())
    said = window.canvas.accessibleDescription()
    assert said == f"Corporate failure, Finding, {shown} of {every} relationships shown"
    window.commands.group_by_class()
    group = next(g for g in window.session.view.groups if g.title == "Finding")
    window.session.select([group.id])
    assert window.canvas.accessibleDescription() == f"Finding, group of {len(group.members)}"


def test_undoing_a_change_far_away_moves_the_camera_back(window, qtbot):
    window.canvas.fit(fly=False)
    hidden = next(n for n in range(window.session.projection.node_count) if window.session.visible.slot[n] < 0)
    window.tasks.looking.go_to(hidden)
    window.canvas.look(window.canvas.camera.panned(9000, 9000))
    assert window.canvas.share_in_sight() == 0
    window.session.undo()
    window.canvas.finish_animation()
    assert window.canvas.share_in_sight() == 1


def test_undoing_what_left_the_camera_alone_flies_nowhere_and_keeps_the_picture_fitted(window):
    window.canvas.fit(fly=False)
    window.commands.toggle("classes", 0, "a class")
    assert window.canvas.is_fitted
    seen = []
    window.canvas.looked.connect(lambda: seen.append(window.canvas.camera))
    window.session.undo()
    window.canvas.finish_animation()
    assert seen == [] and window.canvas.is_fitted


@pytest.mark.parametrize("way", ["as opened", "back from a focus", "undone"])
def test_a_fitted_picture_stays_fitted_when_a_panel_opens(window, qtbot, way):
    canvas, session, looking = window.canvas, window.session, window.tasks.looking
    canvas.fit(fly=False)
    node = _node(window, "ofsted")
    if way == "back from a focus":
        window.commands.focus([node])
        canvas.finish_animation()
        looking.step_back()
    elif way == "undone":
        session.select([node])
        looking.hide_others()
        canvas.finish_animation()
        session.undo()
    canvas.finish_animation()
    height = canvas.height()
    window.panels.table.open()
    qtbot.waitUntil(lambda: canvas.height() < height)
    assert canvas.is_fitted and canvas.share_in_sight() == 1
    canvas.look(canvas.camera.panned(10, 0))
    camera = canvas.camera
    window.panels.table.dock.close()
    qtbot.waitUntil(lambda: canvas.height() == height)
    assert canvas.camera[:3] == camera[:3], "a picture that was panned stays as it is"


def test_undo_and_redo_in_quick_succession_keep_the_camera_of_each_view(window):
    canvas, session = window.canvas, window.session
    canvas.fit(fly=False)
    whole = canvas.camera
    window.commands.toggle("classes", 0, "a class")
    canvas.look(canvas.camera.panned(900, 300))
    session.undo()
    session.redo()
    session.undo()
    canvas.finish_animation()
    assert canvas.camera == pytest.approx(whole)


def test_groups_and_only_bring_what_they_show_into_sight_and_undo_brings_the_camera_back(window, qtbot):
    canvas, session, commands = window.canvas, window.session, window.commands

    def moved(act):
        """Look at a corner from close by, act, and expect the whole picture; undo, and expect the corner."""
        canvas.finish_animation()
        corner = canvas.camera._replace(x=float(session.scene.xy[:, 0].min()), zoom=3.0)
        canvas.look(corner)
        act()
        qtbot.waitUntil(lambda: session.is_placed and not window.jobs.is_busy)
        canvas.finish_animation()
        assert canvas.share_in_sight() == 1.0
        session.undo()
        canvas.finish_animation()
        assert canvas.camera == pytest.approx(corner)
        session.redo()

    facet = next(lines for lines in (window.panels.filters.widget.lines["classes"],))
    finding = next(choice for choice in facet.list.source.choices if choice.label == "Finding")
    moved(lambda: facet._only(finding))
    moved(lambda: commands.show_all("classes"))
    moved(commands.group_by_class)
    largest = max(session.view.groups, key=lambda group: len(group.members))
    moved(lambda: window.tasks.expanding.expand(largest.id))
    moved(window.tasks.groups.ungroup_all)


def test_dragging_a_range_or_grouping_a_few_leaves_the_camera_alone(window, qtbot):
    canvas, session, commands = window.canvas, window.session, window.commands
    canvas.look(canvas.camera._replace(zoom=3.0))
    camera = canvas.camera
    commands.filter_degrees((0.0, 2.0))
    commands.group(session.visible.drawn[:2].tolist(), "Two")
    commands.toggle("predicates", 0, "some kind")
    canvas.finish_animation()
    assert canvas.camera == camera


def test_a_search_result_in_a_crowd_is_zoomed_in_on_until_names_can_be_read(window):
    canvas, node = window.canvas, _node(window, "council")
    whole = canvas.camera
    window.tasks.looking.go_to(node)
    canvas.finish_animation()
    assert canvas.camera.zoom == whole.zoom  # where it can be read, the picture stays as it is
    canvas.look(whole._replace(zoom=0.02))
    window.tasks.looking.go_to(node)
    canvas.finish_animation()
    at, place = canvas.camera.to_picture(canvas.scene.xy), canvas.scene.ids.tolist().index(node)
    away = np.sort(np.hypot(*(at - at[place]).T))
    assert np.median(away[1:9]) > 30
    x, y = at[place]
    assert 70 <= x <= canvas.width() - 70 and 70 <= y <= canvas.height() - 70


def test_an_expansion_out_of_sight_offers_to_show_all_of_it(window, qtbot):
    node = _node(window, "council")
    window.canvas.look(window.canvas.camera._replace(zoom=4.0))
    window.canvas.centre_on(node)
    window.canvas.finish_animation()
    window.tasks.expanding.expand(node)
    assert "out of sight" in window.overlay.toast.text
    next(button for button in window.overlay.toast._buttons if button.text() == "Show all").click()
    window.canvas.finish_animation()
    assert window.canvas.share_in_sight() == 1


def test_at_1280_by_720_the_canvas_has_three_fifths_of_the_width_and_f9_gives_it_all(bromley, qtbot):
    from explorer.settings import Settings
    from ui.window.window import Window

    small = Window(bromley, Settings(theme="light"))
    qtbot.addWidget(small)
    small.resize(1280, 720)
    small.begin()
    small.show()
    qtbot.waitExposed(small)
    small.docks.reset()
    qtbot.waitUntil(lambda: bool(small.overlay.ledger.whole))
    small.docks.turns.finish()
    assert small.canvas.width() >= 0.6 * 1280
    for key in ("measures", "style", "notes"):
        small.docks.to_front(key)
        small.docks.turns.finish()
    assert small.canvas.width() >= 0.6 * 1280, "no panel needs more"
    narrow = small.canvas.width()
    small.actions_set.run("view.fold")
    qtbot.waitUntil(lambda: small.canvas.width() == small.width())
    assert small.canvas.hasFocus() or not small.isActiveWindow()
    small.actions_set.run("view.fold")
    qtbot.waitUntil(lambda: small.canvas.width() == narrow)
    small.close()


def test_a_window_moves_and_shrinks_until_its_frame_lies_on_the_screen():
    from PySide6.QtCore import QRect

    from ui.window.window import _inside

    room = QRect(0, 30, 1280, 690)
    for inner in (QRect(2, 60, 1280, 720), QRect(900, 500, 600, 400), QRect(-50, 0, 400, 300), QRect(20, 80, 640, 480)):
        now = _inside(inner, inner.adjusted(-2, -25, 2, 2), room)
        assert room.contains(now.adjusted(-2, -25, 2, 2))
        assert now.width() <= inner.width() and now.height() <= inner.height()
    assert now == inner, "a window that fits stays"


def test_a_script_without_a_typeface_prints_nothing():
    code = (
        "from ui.app import quiet_application\nquiet_application()\nfrom ui.look.fonts import glyphs, measure\n"
        "for word in ('\\U00013000', '\\u0f56\\u0f7c\\u0f51', '\\u1781\\u17d2\\u1798'):\n"
        "    glyphs(word, 14.0, False), measure(word, 14.0, True)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not done.stderr


def test_the_selection_is_announced_to_a_screen_reader(window, monkeypatch):
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    said = []
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(said.append))
    window.session.select([_node(window, "ofsted")])
    assert any(
        event.message().startswith("Ofsted, ") for event in said if isinstance(event, QAccessibleAnnouncementEvent)
    )


def test_every_button_has_a_name(window):
    for key in ("filters", "measures", "style", "details", "history", "notes", "table", "paths", "timeline", "query"):
        window.docks.to_front(key)
        window.docks.turns.finish()
    nameless = [
        f"{type(button).__name__} {button.objectName()} in {type(button.parent()).__name__}"
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and not (button.text() or button.accessibleName() or button.toolTip())
    ]
    assert not nameless


def test_a_question_shows_its_whole_title(window):
    from ui.parts.dialogs import _asking

    title = "Save the view under a name that is rather long"
    dialog = _asking(window, title, "Name")
    dialog.show()
    assert dialog.width() > dialog.fontMetrics().horizontalAdvance(title) + 150
    dialog.close()


def test_a_narrow_panel_cuts_no_sentence_of_a_measure(bromley, qtbot):
    from explorer.settings import Settings
    from ui.parts.text import Line
    from ui.window.window import Window

    small = Window(bromley, Settings(theme="light"))
    qtbot.addWidget(small)
    small.resize(1280, 720)
    small.begin()
    small.show()
    qtbot.waitUntil(lambda: bool(small.overlay.ledger.whole))
    small.docks.reset()
    small.docks.to_front("measures")
    small.docks.turns.finish()
    qtbot.wait(50)
    lines = [line for line in small.panels.measures.widget.findChildren(Line) if line.isVisible() and line.wordWrap()]
    assert len(lines) > 5
    qtbot.waitUntil(lambda: all(line.height() >= line.heightForWidth(line.width()) for line in lines))
    small.close()


@pytest.mark.parametrize("gesture", ["drag", "pan"])
def test_where_pictures_take_long_hasty_ones_follow_the_hand_and_a_whole_one_the_rest(
    window, qtbot, monkeypatch, gesture
):
    canvas, asked, composing = window.canvas, [], window.canvas.composer.composing
    qtbot.waitUntil(lambda: canvas.is_sharp)
    monkeypatch.setattr("ui.canvas.rendering.Rendering.is_quick", False)
    monkeypatch.setattr(canvas.composer, "composing", lambda *a, **k: (asked.append(k["hasty"]), composing(*a, **k))[1])
    node = int(np.argmax(canvas.scene.radius))
    x, y = canvas.camera.to_picture(canvas.scene.xy)[node].tolist() if gesture == "drag" else (12, 12)
    at, made = QPoint(round(x), round(y)), []
    canvas.rendering.finished.connect(lambda: made.append(canvas.rendering.camera))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    for step in range(1, 6):
        qtbot.mouseMove(canvas, at + QPoint(8 * step, 4 * step))
        qtbot.wait(5)
    qtbot.waitUntil(lambda: bool(made))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(40, 20))
    assert asked and all(asked[: len(made)])
    qtbot.waitUntil(lambda: canvas.is_sharp)
    assert not asked[-1], "the picture at rest is whole"
