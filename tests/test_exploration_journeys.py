"""Journeys with an exploration in the window: save, open, questions, and recovery after a crash."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QCloseEvent

from explorer.files import rescue
from explorer.pictures.scene.notes import new_note, now
from graph.saved.annotations import OnCanvas


@pytest.fixture
def answers(window, monkeypatch, tmp_path):
    """The answers of the user, a file to save to and a button; and the questions asked."""

    class Answers:
        path = tmp_path / "case.caseboard.trig"
        choice = -1
        folder = ""
        asked: list[str]

    made = Answers()
    made.asked = []

    def choose(_title, sentence, _choices):
        made.asked.append(sentence)
        return made.choice

    monkeypatch.setattr(window.tools.ask, "file_to_save", lambda *_: made.path)
    monkeypatch.setattr(window.tools.ask, "choose", choose)
    monkeypatch.setattr(window.tools.ask, "folder", lambda *_: made.folder)
    monkeypatch.setattr(window.tools.ask, "text", lambda *_: "Mine")
    window.tasks.exploration.forget_changes()
    return made


@pytest.fixture
def friends(window, qtbot, tmp_path):
    """A file of the user's own, open in the window."""
    path = tmp_path / "friends.ttl"
    path.write_text("@prefix : <https://example.org/> . :a :x :b . :b :y :c . :c :x :a .", encoding="utf-8")
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.document.title == "friends.ttl" and window.session.is_placed, timeout=60_000)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    return path


def _save(window, qtbot):
    window.actions_set.by_id["file.save"].trigger()
    qtbot.waitUntil(lambda: "The exploration was saved as" in window.overlay.toast.text)
    window.overlay.toast.hide()


def _arrange(window):
    window.commands.move(window.session.visible.drawn[:1], np.array([[12.5, -7.25]]))
    window.tasks.views.save()
    window.commands.hide(window.session.visible.drawn[-1:].tolist())


def test_a_saved_exploration_opens_with_everything_in_it(window, answers, friends, qtbot):
    _arrange(window)
    view = window.session.view
    assert window.isWindowModified() and window.windowTitle().startswith("friends.ttl[*]")
    _save(window, qtbot)
    assert window.windowTitle().startswith("case[*]") and not window.isWindowModified()
    window.commands.reset_filters()
    assert window.isWindowModified()
    window.session.undo()
    assert not window.isWindowModified(), "after undo, the exploration is unchanged"
    window.tasks.files.open_bundled()
    qtbot.waitUntil(lambda: window.session.document.is_bundled)
    assert window.tasks.exploration.path is None and len(window.session.named_views) == 4
    window.tasks.files.open_paths([str(answers.path)])
    qtbot.waitUntil(lambda: window.session.document.title == "friends.ttl")
    assert window.session.view == view and not window.jobs.is_busy
    assert [named_view.title for named_view in window.session.named_views] == ["Mine"]
    assert window.windowTitle().startswith("case[*]") and not window.isWindowModified()
    assert window.settings.recent[0].endswith("case.caseboard.trig") and not answers.asked


def test_closing_asks_only_if_work_would_be_lost(window, answers, qtbot):
    window.commands.reset_filters()
    assert not window.tasks.exploration.is_modified, "looking around makes no change to save"
    window.tasks.views.save()
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted() and len(answers.asked) == 1 and window.isVisible()
    answers.choice = 0
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert answers.path.exists()


def test_closing_without_saving_is_the_users_choice(window, answers, qtbot):
    window.tasks.views.save()
    answers.choice = 1
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not answers.path.exists() and not rescue.left_over()


def test_opening_another_file_asks_too(window, answers, friends, qtbot):
    window.tasks.views.save()
    window.tasks.files.open_bundled()
    assert len(answers.asked) == 1 and window.session.document.title == "friends.ttl"
    answers.choice = 1
    window.tasks.files.open_bundled()
    qtbot.waitUntil(lambda: window.session.document.is_bundled)


def test_the_user_is_asked_for_a_moved_source(window, answers, friends, qtbot, tmp_path):
    _save(window, qtbot)
    window.tasks.files.open_bundled()
    qtbot.waitUntil(lambda: window.session.document.is_bundled)
    (tmp_path / "there").mkdir()
    friends.rename(tmp_path / "there" / "renamed.ttl")
    answers.choice, answers.folder = 0, str(tmp_path / "there")
    window.tasks.files.open_paths([str(answers.path)])
    qtbot.waitUntil(lambda: window.session.document.title == "renamed.ttl")
    assert "friends.ttl is neither in the place that case.caseboard.trig names nor beside it" in answers.asked[0]
    answers.folder = str(tmp_path / "data")
    (tmp_path / "there" / "renamed.ttl").unlink()
    window.tasks.files.open_paths([str(answers.path)])
    qtbot.waitUntil(lambda: "has the content that" in window.overlay.toast.text)


def test_a_message_names_a_changed_source(window, answers, friends, qtbot):
    _save(window, qtbot)
    friends.write_text("@prefix : <https://example.org/> . :a :x :b .", encoding="utf-8")
    window.tasks.files.open_paths([str(answers.path)])
    qtbot.waitUntil(lambda: "friends.ttl changed since" in window.overlay.toast.text)
    assert window.session.projection.node_count == 2


def test_after_a_crash_the_open_exploration_is_offered_again(window, answers, friends, qtbot, monkeypatch):
    _arrange(window)
    view = window.session.view
    window.tasks.copies.save()
    qtbot.waitUntil(lambda: bool(list(rescue.rescue_folder().glob("*.trig"))))
    qtbot.waitUntil(lambda: not window.tasks.copies.jobs.is_busy)
    assert not rescue.left_over(), "this process is still running"
    monkeypatch.setattr(rescue, "_begun", lambda _process: 0)
    assert len(rescue.left_over()) == 1
    window.tasks.exploration.forget_changes()
    window.tasks.files.open_bundled()
    qtbot.waitUntil(lambda: window.session.document.is_bundled)
    window.tasks.copies.offer()
    toast = window.overlay.toast
    assert "ended unexpectedly" in toast.text
    next(button for button in toast._buttons if button.text() == "Open it again").click()
    qtbot.waitUntil(lambda: window.session.document.title == "friends.ttl")
    assert window.session.view == view and [o.title for o in window.session.named_views] == ["Mine"]
    assert window.isWindowModified() and not rescue.left_over()


def test_a_clean_close_leaves_no_rescue_copy_and_a_discarded_one_is_removed(window, answers, qtbot, monkeypatch):
    window.tasks.copies.save()
    qtbot.waitUntil(lambda: bool(list(rescue.rescue_folder().glob("*.trig"))))
    window.close()
    assert not list(rescue.rescue_folder().glob("*"))
    other = rescue.rescue_folder() / "1-1-0.caseboard.trig"
    other.write_text("x", encoding="utf-8")
    window.tasks.copies.offer()
    next(button for button in window.overlay.toast._buttons if button.text() == "Discard").click()
    assert not other.exists()


def test_a_rescue_copy_is_saved_in_the_first_pause_after_a_change(window, answers, qtbot, monkeypatch):
    monkeypatch.setattr("ui.tasks.files.crash_copies.PAUSE", 1.5)
    window.tasks.copies.timer.stop()
    window.tasks.copies.copy_after = 10
    for _ in range(10):  # each far shorter than the pause, also on a busy machine
        window.commands.toggle("classes", 0, "a class")
        qtbot.wait(50)
        assert not list(rescue.rescue_folder().glob("*.trig")), "not while the user is working"
    qtbot.waitUntil(lambda: bool(list(rescue.rescue_folder().glob("*.trig"))))
    assert not window.jobs.is_busy, "without a message"


def test_a_rescue_copy_is_saved_in_the_end_without_a_pause(window, answers, qtbot, monkeypatch):
    monkeypatch.setattr("ui.tasks.files.crash_copies.PAUSE", 0.3)
    monkeypatch.setattr("ui.tasks.files.crash_copies.COPY_AT_LAST", 0.5)
    window.tasks.copies.timer.stop()
    window.tasks.copies.copy_after = 10

    def is_copied() -> bool:
        window.commands.toggle("classes", 0, "a class")
        return bool(list(rescue.rescue_folder().glob("*.trig")))

    qtbot.waitUntil(is_copied)


def test_a_failed_opening_of_an_exploration_changes_nothing(window, answers, qtbot, tmp_path):
    path = tmp_path / "a.caseboard.trig"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    view = window.session.view
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: "holds no exploration" in window.overlay.toast.text)
    assert window.session.view is view and window.tasks.exploration.path is None


def test_saved_findings_are_in_the_exploration(window, answers, friends, qtbot):
    from explorer.files.exploration import open_exploration
    from graph.work.progress import finish

    window.session.select([0, 1])
    window.actions_set.by_id["node.paths"].trigger()
    qtbot.waitUntil(lambda: not window.jobs.is_busy and window.tasks.paths._answer is not None)
    window.tasks.paths.save()
    assert window.tasks.exploration.is_modified and window.session.findings
    found = window.session.findings
    _save(window, qtbot)
    assert finish(open_exploration(answers.path)).findings == found and not window.tasks.exploration.is_modified
    window.session.restore_findings(())
    window.tasks.exploration.forget_changes()
    window.tasks.files.open_paths([str(answers.path)])
    qtbot.waitUntil(lambda: window.session.findings == found)


def test_an_early_note_causes_a_question_before_another_file_opens(window, qtbot, monkeypatch, tmp_path):
    asked: list[str] = []
    monkeypatch.setattr(window.tools.ask, "choose", lambda _title, sentence, _choices: asked.append(sentence) or -1)
    window.commands.notes.add(new_note(OnCanvas(0.0, 0.0), "Seen at once", now()))
    path = tmp_path / "friends.ttl"
    path.write_text("@prefix : <https://example.org/> . :a :x :b .", encoding="utf-8")
    window.tasks.files.open_paths([str(path)])
    assert len(asked) == 1 and "unsaved" in asked[0]
    qtbot.wait(50)
    assert window.session.document.is_bundled and [note.text for note in window.session.view.notes] == ["Seen at once"]


def test_without_changes_another_file_opens_without_a_question(window, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(window.tools.ask, "choose", lambda *_: pytest.fail("asked about nothing"))
    path = tmp_path / "friends.ttl"
    path.write_text("@prefix : <https://example.org/> . :a :x :b .", encoding="utf-8")
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.document.title == "friends.ttl")
