"""Plugins and layout settings in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QDoubleSpinBox

from graph.analysis.measures import METRICS, Metric, Reading
from graph.layout import LAYOUTS, Layout, Parameter
from graph.work.progress import Progress
from ui.parts.forms.settings_form import SettingsDialog


def _in_a_row(part):
    across = np.arange(len(part)) * part.boxes[:, 0].max() * part.settings["gap"]
    return np.column_stack((across, np.zeros(len(part))))


def _ones(network):
    yield Progress("Counting")
    return Reading(np.ones(network.count), network.count)


@pytest.fixture
def plugged(monkeypatch):
    """A layout and a measure that some package adds once the window is there."""
    gap = Parameter("gap", "Gap", "number", 1.5, "Room between resources.", 1, 9)
    row = Layout("row", "Row", "Puts all in a row.", 100, 10_000, True, of_part=_in_a_row, parameters=(gap,))
    measure = Metric("ones", "Ones", "Counts each once.", "count", _ones)

    def load():
        for rows, added in ((LAYOUTS, row), (METRICS, measure)):
            if added.name not in rows.names():
                monkeypatch.setitem(rows, added.name, added)

    monkeypatch.setattr(LAYOUTS, "load", load)
    monkeypatch.setattr("ui.window.plugins.left_out", lambda: ("The layout “x” was left out: it broke.",))


def test_plugins_join_menus_picker_and_palette_after_the_first_picture(window, qtbot, plugged):
    def layouts():
        window.actions_set.layouts.fill()
        return [action.text() for action in window.actions_set.layouts.more.actions()]

    before = layouts()
    assert "Row" not in before
    window._offer_plugins()
    after = layouts()
    assert after == [*before, "Row"]
    assert [action.text() for action in window.actions_set.menus["Measure"].actions()][-1] == "Ones"
    assert "measure.ones" in {action.id for action in window.actions_set.table}
    assert window.overlay.toast.text == "The layout “x” was left out: it broke."
    window._offer_plugins()
    assert layouts() == after


def test_a_measure_of_a_plugin_is_offered_in_the_panel(window, qtbot, plugged):
    window.tasks.panels.to_front("measures")
    window.docks.turns.finish()
    window._offer_plugins()
    window.docks.turns.finish()
    assert "ones" in {gauge.name for gauge in window.tasks.measures.gauges()}


def _answer(monkeypatch, change, accept=True):
    def exec_(dialog):
        change(dialog)
        return dialog.DialogCode.Accepted if accept else dialog.DialogCode.Rejected

    monkeypatch.setattr(SettingsDialog, "exec", exec_)


def test_settings_are_asked_for_kept_and_undone(window, qtbot, monkeypatch):
    session = window.session
    window.tasks.layouts.lay_out("forceatlas2")
    qtbot.waitUntil(lambda: not window.jobs.tasks, timeout=60_000)
    before = session.view
    assert before.layout == "forceatlas2" and before.settings == ()

    def change(dialog):
        dialog.findChild(QDoubleSpinBox, "gravity").setValue(4.0)
        dialog.findChild(QCheckBox, "strong-gravity").setChecked(True)

    _answer(monkeypatch, change)
    window.actions_set.by_id["layout.settings"].trigger()
    qtbot.waitUntil(lambda: not window.jobs.tasks, timeout=60_000)
    assert session.view.settings == (("gravity", 4.0), ("strong-gravity", True))
    assert session.view.positions != before.positions
    _answer(
        monkeypatch,
        lambda dialog: (
            dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
        ),
        accept=False,
    )
    window.actions_set.by_id["layout.settings"].trigger()
    assert session.view.settings == (("gravity", 4.0), ("strong-gravity", True))
    session.undo()
    assert session.view.settings == ()


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if layout.parameters])
def test_a_form_gives_back_what_it_was_given(qtbot, name):
    layout = LAYOUTS[name]
    given = {p.name: p.choices[-1] if p.choices else (not p.default if p.kind == "switch" else p.most)
             for p in layout.parameters}  # fmt: skip
    dialog = SettingsDialog(None, layout, given)
    qtbot.addWidget(dialog)
    assert dialog.settings() == given
    dialog._reset()
    assert dialog.settings() == {}
