"""Whole tasks of a user, with the Bromley graph and with twenty thousand resources."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from explorer.settings import Settings
from explorer.views.expanding import MOST, TOP, waiting
from explorer.views.groups import is_group
from ui.parts import dialogs

BASE = "https://caseboard.example/bromley/"
PLAIN, CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


def _press(window, key, modifier=PLAIN):
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key, modifier)


def _settled(window, qtbot):
    qtbot.waitUntil(
        lambda: not window.jobs.tasks and window.canvas.is_sharp and window.docks.turns.are_over, timeout=60_000
    )
    window.canvas.finish_animation()


def _places(window):
    session = window.session
    return {int(n): window.commands.place_of(int(n)) for n in session.visible.drawn}


def test_follow_the_responsibility_for_the_money_from_the_council_and_back(window, qtbot):
    """Expand the council by kind of relationship, collapse, and undo to the first view."""
    session, p = window.session, window.session.projection
    first, council = session.view, p.node_of[BASE + "council"]
    window.tasks.looking.go_to(council)
    before = _places(window)
    _press(window, Qt.Key.Key_E)
    came = set(session.visible.drawn.tolist()) - set(before)
    assert came and {n: place for n, place in _places(window).items() if n in before} == before
    assert "added" in window.overlay.toast.text
    _press(window, Qt.Key.Key_C)
    assert set(session.visible.drawn.tolist()) == set(before)
    session.jump(0)
    assert session.view is first


def test_read_an_inspection_from_report_to_finding_and_go_back(window, qtbot):
    """Focus, move on, widen the focus, and go back with Alt+Left."""
    session, p = window.session, window.session.projection
    report, finding = p.node_of[BASE + "report-2016"], p.node_of[BASE + "corporate-failure"]
    window.tasks.looking.go_to(report)
    _press(window, Qt.Key.Key_S)
    window.tasks.looking.go_to(finding)
    _press(window, Qt.Key.Key_S)
    assert list(session.view.focus) == [finding] and window.focus_bar.isVisible()
    window.focus_bar.hops.setValue(2)
    assert session.view.hops == 2
    _press(window, Qt.Key.Key_Left, ALT)
    assert list(session.view.focus) == [report] and session.selection == (finding,)
    _press(window, Qt.Key.Key_Left, ALT)
    assert session.selection == (report,)
    _press(window, Qt.Key.Key_Right, ALT)
    _press(window, Qt.Key.Key_Right, ALT)
    assert list(session.view.focus) == [finding] and session.view.hops == 2
    _press(window, Qt.Key.Key_Escape)
    _press(window, Qt.Key.Key_Escape)
    assert not session.view.focus and not window.focus_bar.isVisible()


def test_group_the_findings_expand_the_group_and_ungroup(window, qtbot):
    """Group by class, read the relationships of a bundle, expand a group as by double-click, ungroup all."""
    session, p = window.session, window.session.projection
    shown = set(session.visible.nodes.tolist())
    _press(window, Qt.Key.Key_G, SHIFT)
    group = next(g for g in session.view.groups if g.title == "Finding")
    assert set(session.visible.nodes.tolist()) == shown and group.id in session.visible.drawn
    scene = session.scene
    bundle = int(scene.edge_ids[np.argmax(session.visible.strands)])
    session.select_edge(bundle, bundle=True)
    assert len(session.selected_statements) == session.visible.strands.max() > 1
    session.select([group.id])
    _press(window, Qt.Key.Key_E)
    assert set(group.members) & shown <= set(session.visible.drawn.tolist())
    _press(window, Qt.Key.Key_G, CONTROL | SHIFT)
    assert not session.view.groups and set(session.visible.drawn.tolist()) == shown
    while session.history.undo_title:
        session.undo()
    assert set(session.visible.drawn.tolist()) == shown and p.node_count > len(shown)


@pytest.fixture
def large_window(qtbot, large) -> Iterator[object]:
    """The real window with twenty thousand resources."""
    from ui.window.window import Window

    made = Window(large, Settings(theme="light"))
    made.resize(1600, 1000)
    made.begin()
    made.show()
    qtbot.waitExposed(made)
    _settled(made, qtbot)
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(20)


def test_enter_a_large_file_by_a_name_and_expand_without_a_hairball(large_window, qtbot, monkeypatch):
    """Overview, Ctrl+K to a person, expand, a hub that asks first, collapse, and undo everything."""
    window, session = large_window, large_window.session
    p, first = session.projection, session.view
    assert all(is_group(n) for n in session.visible.drawn.tolist())
    _press(window, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(window.tasks.palette.hasFocus)
    qtbot.keyClicks(window.tasks.palette, "person 12")
    qtbot.keyClick(window.tasks.palette, Qt.Key.Key_Return)
    (person,) = session.selection
    assert p.labels[person].startswith("Person 12") and session.visible.drawn_for(person) == person
    bubbles = {n: place for n, place in _places(window).items() if is_group(n)}
    expected = set(waiting(p, session.visible, person).tolist())
    if len(expected) > MOST:
        monkeypatch.setattr(window.tools.ask, "choose", lambda *_: 1)
    _press(window, Qt.Key.Key_E)
    assert expected <= set(session.visible.drawn.tolist())
    assert {n: place for n, place in _places(window).items() if is_group(n)} == bubbles
    hub = int(np.argmax(p.degree))
    window.tasks.looking.go_to(hub)
    asked = []
    monkeypatch.setattr(window.tools.ask, "choose", lambda *what: asked.append(what) or 0)
    many = waiting(p, session.visible, hub)
    assert len(many) > MOST
    _press(window, Qt.Key.Key_E)
    assert f"{len(many):,}" in asked[0][1] and set(many[:TOP].tolist()) <= set(session.visible.drawn.tolist())
    assert not set(many[TOP:].tolist()) & set(session.visible.drawn.tolist())
    _press(window, Qt.Key.Key_C)
    assert not set(many[:TOP].tolist()) & set(session.visible.drawn.tolist())
    while session.history.undo_title:
        session.undo()
    assert session.view is first


def test_lay_out_every_resource_of_a_large_file_on_request(large_window, qtbot):
    """The named view beside the overview, then undo to the overview."""
    window, session = large_window, large_window.session
    overview = session.view
    button = next(b for b in window.top.views.buttons if b.text() == "Every resource")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    _settled(window, qtbot)
    assert len(session.scene) == session.projection.node_count and session.is_placed
    assert np.ptp(session.scene.xy, axis=0).min() > 1000
    while session.history.undo_title:
        session.undo()
    assert session.view is overview and len(session.scene) == len(overview.groups)


def test_the_ledger_leads_to_the_dates_that_could_not_be_read(window, qtbot, tmp_path):
    path = tmp_path / "dates.ttl"
    path.write_text(
        '@prefix : <https://example.org/> . @prefix schema: <https://schema.org/> .\n'
        ':ann a :Person ; :knows :bob ; schema:startDate "next spring" . :bob a :Person ; schema:startDate "2016" .\n'
        ':eve a :Ghost ; schema:endDate "2016-02-31", "2016-02-30" .', "utf-8"
    )  # fmt: skip
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.document.title == "dates.ttl" and window.session.is_placed)
    session = window.session
    ghost = next(i for i, info in enumerate(session.projection.classes) if info.label == "Ghost")
    window.commands.toggle("classes", ghost, "Ghost")
    qtbot.waitUntil(lambda: "3 dates could not be read" in window.overlay.ledger.whole)
    window.overlay.ledger.open()
    link = next(b for b in window.overlay.ledger.sheet.findChildren(QPushButton) if b.text() == "select them")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert {session.projection.iris[n].rpartition("/")[2] for n in session.selection} == {"ann", "eve"}
    window.canvas.finish_animation()
    assert window.canvas.share_in_sight(np.array(session.selection)) == 1
    assert not window.overlay.ledger.sheet.isVisible()


def test_a_filter_by_relationship_that_somebody_asked_for_is_unfolded_in_a_low_window_too(window, monkeypatch) -> None:
    window.resize(1280, 640)
    answers = iter([0, 0])  # the first relationship, and nothing further
    monkeypatch.setattr(dialogs, "pick", lambda *_: next(answers))
    before = set(window.session.view.facets)
    window.tasks.filters.by_relationship()
    (added,) = set(window.session.view.facets) - before
    assert window.panels.filters.widget.columns.parts[added].section.unfolded


def test_one_press_takes_back_a_reset_of_filters_with_the_layout_that_it_asked_for(window, qtbot) -> None:
    named_view = window.session.named_views[2]
    window.commands.look(named_view.view, named_view.title)
    _settled(window, qtbot)
    before = window.session.view
    window.tasks.filters.reset()
    qtbot.waitUntil(lambda: not window.jobs.tasks and window.session.view.guides != before.guides, timeout=60_000)
    assert [step.title for step in window.session.history.steps][-2:] == [named_view.title, "Reset filters"]
    _press(window, Qt.Key.Key_Z, CONTROL)
    assert window.session.view == before
