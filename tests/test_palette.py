"""The command palette, which finds every action and resource, and the history panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from explorer.actions.action import keys_on
from explorer.actions.matching import find_actions
from explorer.actions.table import ACTIONS
from explorer.messages import with_keys

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def palette(window, qtbot):
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(lambda: window.tasks.palette.isVisible() and window.tasks.palette.hasFocus())
    return window.tasks.palette


def _type(palette, qtbot, text):
    qtbot.keyClicks(palette, text)
    qtbot.keyClick(palette, Qt.Key.Key_Return)


def test_a_command_is_found_by_its_words_and_run(window, palette, qtbot):
    _type(palette, qtbot, "group class")
    assert window.session.view.groups and not palette.isVisible()
    assert window.canvas.hasFocus()


def test_a_resource_is_found_by_name_and_visited(window, palette, qtbot):
    _type(palette, qtbot, "fortune")
    selected = window.session.selection
    assert [window.session.projection.labels[n] for n in selected] == ["Peter Fortune"]


def test_a_named_view_is_found_by_its_words_and_shown(window, palette, qtbot):
    _type(palette, qtbot, "who answers")
    assert window.session.view == window.session.named_views[1].view


def test_escape_closes_it_and_changes_nothing(window, palette, qtbot):
    view = window.session.view
    qtbot.keyClicks(palette, "hide leaves")
    qtbot.keyClick(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible() and window.session.view is view and window.canvas.hasFocus()


def test_an_unavailable_command_is_found_and_says_so(window, palette, qtbot):
    def found(words):
        return [action.id for action in find_actions(ACTIONS, window.tasks, words, 99)]

    assert found("hide leaves")[0] == "node.hide-leaves" and "node.hide" in found("hide")
    assert "node.hide" not in found(""), "without words, only available commands"
    assert not found("no such thing")
    hit = window.actions_set.find("collapse")[0]
    assert "available" not in hit.class_label, "on a line of its own, where it is whole"
    assert hit.why == "Not available now. Select a resource that you expanded."
    view = window.session.view
    _type(palette, qtbot, "collapse")
    assert "is not available now" in window.overlay.toast.text and window.session.view is view


def test_the_history_lists_every_change_and_goes_to_any(window, qtbot):
    session, first = window.session, window.session.view
    window.commands.hide_leaves()
    window.commands.group_by_class()
    panel = window.panels.history.open()
    words = [item.row.text for item in panel.steps.model().items]
    assert words == ["Group by class", "Hide leaves", "Opened"]
    panel.steps.setFocus()
    panel.steps.setCurrentIndex(panel.steps.model().index(2, 0))
    qtbot.keyClick(panel.steps, Qt.Key.Key_Return)
    assert session.view is first and session.history.redo_title == "Hide leaves"
    assert [item.row.mark or item.row.note for item in panel.steps.model().items] == ["undone", "undone", "current"]
    session.jump(2)
    assert session.view.groups


def test_on_macos_no_action_takes_a_key_of_the_system_and_none_is_taken_twice() -> None:
    assert keys_on("darwin", ("Ctrl+M",)) == ("Ctrl+Shift+M",)
    assert keys_on("darwin", ("H", "Del")) == ("H", "Del", "Backspace")
    for platform in ("darwin", "linux", "win32"):
        keys = [key for action in ACTIONS for key in keys_on(platform, action.keys)]
        assert len(keys) == len(set(keys))
    assert not {"Ctrl+M", "Ctrl+H"} & set(keys_on("darwin", tuple(key for a in ACTIONS for key in a.keys)))


def test_hints_name_keys_as_the_platform_does() -> None:
    words = "Open a file with Ctrl+O; Ctrl+Shift+A resets, Ctrl+M writes a note."
    assert with_keys(words, "darwin") == "Open a file with ⌘O; ⇧⌘A resets, ⇧⌘M writes a note."
    assert with_keys(words, "linux") == words
