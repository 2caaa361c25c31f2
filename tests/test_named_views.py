"""Journeys with saved views: save a view under a name, go back to it, and save it as a file."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from explorer.command_line.cli import run
from explorer.command_line.run import Toolkit
from explorer.files.exports import Companions
from explorer.settings import load_settings
from explorer.state.session import Change
from explorer.views.camera import Camera


@pytest.fixture
def named(window, monkeypatch):
    """Save, rename and export without dialogs."""
    monkeypatch.setattr(window.tools.ask, "text", lambda *_: window.typed)
    window.typed = "Mine"
    return window.tasks.views


def _titles(window):
    return [button.text() for button in window.top.views.buttons]


def _choose(window, named_view, words):
    menu = QMenu()
    window.tasks.views.fill_menu(menu, named_view)
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()


def _arrange(window):
    """Move, hide and zoom in."""
    window.commands.move(window.session.visible.drawn[:1], np.array([[12.5, -7.25]]))
    window.commands.hide(window.session.visible.drawn[4:7].tolist())
    window.canvas.finish_animation()
    window.canvas.look(Camera(40, 30, 0.9, window.canvas.width(), window.canvas.height()))


def test_saving_a_view_adds_a_button_that_restores_everything(window, named, qtbot):
    _arrange(window)
    kept, camera = window.session.view, window.canvas.camera
    window.actions_set.by_id["view.save"].trigger()
    assert _titles(window)[-1] == "Mine" and window.top.views.buttons[-1].isChecked()
    window.commands.reset_filters()
    window.commands.move(window.session.visible.drawn[:2], np.array([[0.0, 0.0], [5.0, 5.0]]))
    window.canvas.finish_animation()
    window.canvas.fit(fly=False)
    assert window.canvas.camera != camera
    qtbot.mouseClick(window.top.views.buttons[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.canvas.camera == camera)
    assert window.session.view == kept
    window.session.undo()
    assert window.session.view != kept, "going there is a step of history"


def test_a_saved_view_can_be_renamed_replaced_and_removed_and_each_undone(window, named):
    window.actions_set.by_id["view.save"].trigger()
    named_view = window.session.named_views[-1]
    window.typed = "Another name"
    _choose(window, named_view, "Rename")
    assert _titles(window)[-1] == "Another name"
    named_view = window.session.named_views[-1]
    _arrange(window)
    _choose(window, named_view, "Replace with the current")
    assert window.session.named_views[-1].view == window.session.view != named_view.view
    _press_undo(window)
    assert window.session.named_views[-1] is named_view
    _choose(window, named_view, "Remove")
    assert _titles(window)[-1] == "What had changed by 2018" and "was removed" in window.overlay.toast.text
    _press_undo(window)
    assert _titles(window)[-1] == "Another name"


def _press_undo(window):
    button = next(b for b in window.overlay.toast._buttons if b.text() == "Undo")
    button.click()


def test_views_that_came_with_the_data_stay_as_they_are(window, named):
    menu = QMenu()
    named.fill_menu(menu, window.session.named_views[0])
    assert [action.text() for action in menu.actions()] == ["Go to this view", "Save to a file…"]


def test_cancelling_saves_nothing(window, named):
    window.typed = ""
    before = window.session.named_views
    window.actions_set.by_id["view.save"].trigger()
    assert window.session.named_views is before


def test_a_view_saved_from_the_window_opens_there_and_on_the_command_line(window, named, qtbot, tmp_path):
    _arrange(window)
    path = tmp_path / "mine.view.ttl"
    named.export_to(path, named.now("Mine"))
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: "The view was saved as" in window.overlay.toast.text)
    kept, camera = window.session.view, window.canvas.camera
    window.commands.reset_filters()
    named.open_from(path)
    qtbot.waitUntil(lambda: window.session.view == kept)
    qtbot.waitUntil(lambda: window.canvas.camera == camera)
    assert _titles(window)[-1] == "Mine"
    from explorer.__main__ import _encode, _measure

    out = tmp_path / "mine.png"
    toolkit = Toolkit(_measure, _encode, lambda *_: 0)
    assert run(["render", "bromley", "-o", str(out), "--view", str(path)], toolkit) == 0
    from ui.canvas import images

    display = window.tasks.exports.drawing(None)()
    assert out.read_bytes() == images.encode(display, ".png", scale=1.0, title=window.session.document.title)


def test_opening_a_file_without_a_view_says_so_and_changes_nothing(window, named, qtbot, tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    before = window.session.view
    named.open_from(path)
    qtbot.waitUntil(lambda: "holds no view" in window.overlay.toast.text)
    assert window.session.view is before and len(_titles(window)) == 4


def test_an_export_asks_whether_the_view_goes_along_and_remembers_it(window, named, qtbot, tmp_path, monkeypatch):
    _arrange(window)
    path, camera = tmp_path / "shown.ttl", window.canvas.camera
    shown = {window.session.projection.iris[n]: tuple(xy) for n, xy in zip(
        window.session.scene.ids.tolist(), window.session.scene.xy.tolist())}  # fmt: skip
    asked = []

    def ask(_parent, title, sentence, companions):
        asked.append((title, [sentence(False), sentence(True)], companions))
        return Companions(view=True)

    monkeypatch.setattr("ui.parts.forms.export_form.ask_companions", ask)
    monkeypatch.setattr(window.tools.ask, "file_to_save", lambda *_: path)
    window.actions_set.by_id["file.export"].trigger()
    qtbot.waitUntil(lambda: "and the view are in" in window.overlay.toast.text)
    plain, with_view = asked[0][1]
    assert asked[0][0] == "Export what is shown" and plain.startswith(f"{len(shown)} resources and ")
    assert asked[0][2] == Companions() and load_settings().export_view, "remembered for the next time"
    assert str(path) in window.overlay.toast.text, "the whole path"
    opened = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    next(b for b in window.overlay.toast.findChildren(QPushButton) if b.text() == "Open the folder").click()
    assert opened == [str(tmp_path)]
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.document.title == "shown.ttl")
    session = window.session
    assert shown == {session.projection.iris[n]: tuple(xy) for n, xy in zip(
        session.scene.ids.tolist(), session.scene.xy.tolist())}  # fmt: skip
    assert window.canvas.camera == camera and not window.jobs.is_busy
    count = f"{session.projection.node_count} resources and {session.projection.edge_count} relationships go into"
    read = session.projection.node_count - len(shown)
    assert read > 0 and with_view.startswith(count) and f" {read} of the resources are not on the canvas" in with_view


def test_many_named_views_fit_into_the_bar(window, named, qtbot):
    for i in range(12):
        named.add(named.now(f"A view with rather a long name, number {i}"))
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.top.views.more.isVisible())
    strip = window.top.views
    seen = [button for button in strip.buttons if button.isVisible()]
    assert 1 <= len(seen) < 15 and all(b.geometry().right() < strip.width() for b in seen)
    assert not strip.more.geometry().intersects(seen[-1].geometry())
    assert window.top.picker.isVisible() and window.top.picker.geometry().right() < window.width()
    strip.more.menu().aboutToShow.emit()
    *listed, _, changing = strip.more.menu().actions()
    assert len(listed) + len(seen) == 16 and listed[-1].text().endswith("number 11")
    window.commands.reset_filters()
    listed[-1].trigger()
    assert strip.buttons[-1].isChecked(), "a name in the menu goes there at once"
    assert [action.text() for action in changing.menu().actions()] == [action.text() for action in listed]


def test_at_1280_by_720_each_view_of_bromley_has_a_button(window, qtbot):
    assert window.top.title.isVisible()
    window.resize(1280, 720)
    qtbot.wait(20)
    strip = window.top.views
    assert window.top.title.isHidden() and window.session.document.title in window.windowTitle()
    assert strip.more.isHidden() and not any(button.isHidden() for button in strip.buttons)
    assert strip.buttons[-1].geometry().right() < strip.width()
    for button, named_view in zip(strip.buttons, window.session.named_views):
        assert button.text() == named_view.title, "the name of the source gives way, which the window's title says"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.session.view.filters == named_view.view.filters


def test_the_button_of_a_view_says_that_the_canvas_has_changed_since(window, qtbot):
    _, second, *_ = buttons = window.top.views.buttons
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert second.isChecked() and not second.is_changed, "a second click leaves the mark"
    window.theme.use("dark")
    assert second.isChecked()
    hidden = next(n for n in range(window.session.projection.node_count) if window.session.visible.slot[n] < 0)
    plain = second.grab().toImage()
    window.commands.reveal(hidden)
    assert [button.isChecked() for button in buttons] == [button is second for button in buttons]
    assert second.accessibleName().endswith(", changed") and second.grab().toImage() != plain
    window.session.undo()
    assert second.isChecked() and not second.is_changed
    window.commands.reveal(hidden)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert second.isChecked() and not second.is_changed, "a click goes back to the view"


def test_saving_a_view_does_not_rebuild_the_panels(window, named):
    seen = []
    window.session.listen(seen.append)
    window.actions_set.by_id["view.save"].trigger()
    assert seen == [Change.NAMED_VIEWS]


def test_drawing_the_schema_keeps_saved_views(window, named, qtbot):
    named.add(named.now("Mine"))
    kept = window.session.view
    window.tasks.documents.draw_schema(True)
    qtbot.waitUntil(lambda: window.session.document.with_schema)
    assert _titles(window)[-1] == "Mine"
    places = window.session.named_views[-1].view.positions.xy
    assert np.isfinite(places[:, 0]).sum() == np.isfinite(kept.positions.xy[:, 0]).sum()
