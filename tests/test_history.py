"""History beside a plain list of views: every step, merged step, undo, redo and jump leads where the list says."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from explorer.state.history import LEVELS, History
from explorer.views.camera import Camera
from explorer.views.view import View


def view(seed: int) -> View:
    return View(seed=seed)


class HistoryBesideAList(RuleBasedStateMachine):
    """``past`` are views with their titles and merge keys, the present one last; ``undone`` those ahead of it."""

    @initialize(seed=st.integers(0, 3), levels=st.integers(1, 6))
    def start(self, seed: int, levels: int) -> None:
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr("explorer.state.history.LEVELS", levels)
        self.levels = levels
        self.history = History.starting(view(seed))
        self.past = [(view(seed), "Opened", "")]
        self.undone: list[tuple[View, str, str]] = []

    def teardown(self) -> None:
        if hasattr(self, "_patch"):
            self._patch.undo()

    @rule(seed=st.integers(0, 3), merge=st.sampled_from(["", "", "drag 1", "drag 2"]))
    def commit(self, seed: int, merge: str) -> None:
        title = f"to {seed}"
        self.history = self.history.committed(view(seed), title, merge)
        self.undone = []
        if merge and len(self.past) > 1 and self.past[-1][2] == merge:
            self.past.pop()
            if self.past[-1][0] == view(seed):
                return
        self.past.append((view(seed), title, merge))
        self.past = self.past[-(self.levels + 1) :]

    @rule(seed=st.integers(0, 3))
    def amend(self, seed: int) -> None:
        self.history = self.history.amended(view(seed))
        self.past[-1] = (view(seed), *self.past[-1][1:])

    @rule()
    def undo(self) -> None:
        self.history = self.history.undone()
        if len(self.past) > 1:
            self.undone.insert(0, self.past.pop())

    @rule()
    def redo(self) -> None:
        self.history = self.history.redone()
        if self.undone:
            self.past.append(self.undone.pop(0))

    @rule(at=st.integers(-3, 12))
    def jump(self, at: int) -> None:
        self.history = self.history.jumped(at)
        every = [*self.past, *self.undone]
        at = min(max(at, 0), len(every) - 1)
        self.past, self.undone = every[: at + 1], every[at + 1 :]

    @invariant()
    def they_agree(self) -> None:
        if not hasattr(self, "history"):
            return
        history = self.history
        assert [step[:3] for step in history.steps] == [*self.past, *self.undone]
        assert history.at == len(self.past) - 1 and history.view == self.past[-1][0]
        assert history.undo_title == (self.past[-1][1] if len(self.past) > 1 else "")
        assert history.redo_title == (self.undone[0][1] if self.undone else "")
        assert len(history.steps) <= self.levels + 1


TestHistory = HistoryBesideAList.TestCase
TestHistory.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_five_hundred_changes_can_be_undone_and_not_one_less() -> None:
    assert LEVELS == 500
    history = History.starting(view(0))
    for change in range(1, 520):
        history = history.committed(view(change), f"change {change}")
        assert len(history.steps) == min(change, 500) + 1 and history.view == view(change)
    for _ in range(600):
        history = history.undone()
    assert history.view == view(519 - 500) and not history.undo_title
    assert history.redo_title == f"change {519 - 499}"


def test_a_merged_step_that_leads_back_is_none_and_one_beside_another_stays() -> None:
    history = History.starting(view(0)).committed(view(1), "a").committed(view(2), "b", "drag 1")
    assert history.committed(view(1), "b", "drag 1").steps == history.undone().steps[:2]
    assert len(history.committed(view(3), "b", "drag 1").steps) == 3
    assert len(history.committed(view(3), "b", "drag 2").steps) == 4, "two drags are two steps"
    assert len(History.starting(view(0)).committed(view(1), "a", "drag 1").steps) == 2


def test_the_first_view_is_kept_whatever_led_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.state.history.LEVELS", 1)
    history = History.starting(view(0)).committed(view(1), "a", "drag 1").committed(view(2), "b")
    first = history.undone()
    assert first.view == view(1), "the step before it was dropped"
    assert [step.view for step in first.committed(view(3), "c", "drag 1").steps] == [view(1), view(3)]


def test_a_history_stays_where_it_is_at_both_ends() -> None:
    history = History.starting(view(0)).committed(view(1), "a")
    assert history.redone() == history and history.undone().undone() == history.undone()


def test_each_view_keeps_the_camera_through_which_it_was_last_seen() -> None:
    near, far = Camera(1.0, 2.0, 3.0), Camera(4.0, 5.0, 0.5)
    history = History.starting(view(0)).seen_through(near).committed(view(1), "a").seen_through(far)
    assert [step.camera for step in history.undone().steps] == [near, far]
    assert [step.camera for step in history.undone().seen_through(far).committed(view(2), "b").steps] == [far, None]
