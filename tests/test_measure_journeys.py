"""Journeys with measures in the window: measure, read the leaders, drag the filter, undo."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from panel_case import case
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.views.hiding.filters import Cause
from graph.model.values import edges_to_values, values_of
from ui.panels.measures import MeasuresPanel
from ui.window.window import Window


def opened(window: Window) -> MeasuresPanel:
    panel: MeasuresPanel = window.panels.measures.open()
    return panel


def ask(window: Window, qtbot: QtBot, name: str) -> None:
    before = len(window.session.view.measures)
    qtbot.mouseClick(window.panels.measures.widget.sections[name].link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.session.view.measures) > before, timeout=30_000)


def test_measure_pagerank_of_the_shown_part_visit_its_leader_and_filter_by_a_range(
    window: Window, qtbot: QtBot
) -> None:
    session = window.session
    panel = opened(window)
    start = session.view
    ask(window, qtbot, "pagerank")
    assert session.history.undo_title == "Measure PageRank"

    projection, visible = session.projection, session.visible
    graph = nx.DiGraph()
    graph.add_nodes_from(visible.nodes.tolist())
    graph.add_edges_from(
        (a, b)
        for a, b in zip(projection.subject[visible.edges].tolist(), projection.object[visible.edges].tolist())
        if a != b
    )
    ranks = nx.pagerank(graph, tol=1e-12, max_iter=1000)
    top = panel.bodies["pagerank"].found.top
    rows = [item.row for item in top.rows.items if item.row is not None]
    assert [ranks[row.key] for row in rows] == pytest.approx(sorted(ranks.values())[:-11:-1], abs=1e-7)
    assert rows[0].text == projection.labels[max(ranks, key=lambda node: ranks[node])]
    qtbot.mouseClick(top.viewport(), Qt.MouseButton.LeftButton, pos=top.visualRect(top.rows.index(1)).center())
    assert session.selection == (rows[0].key,)

    shown, steps = len(session.visible.nodes), len(session.history.steps)
    handles = panel.bodies["pagerank"].found.range.handles
    panel.ensureWidgetVisible(handles)
    middle = handles.height() // 2
    qtbot.mousePress(handles, Qt.MouseButton.LeftButton, pos=QPoint(round(handles.x_of(0)), middle))
    for share in (200, 400, 600):
        qtbot.mouseMove(handles, QPoint(round(handles.x_of(share)), middle))
        now = session.visible
        qtbot.waitUntil(lambda now=now: len(session.visible.nodes) < len(now.nodes), timeout=3000)
    qtbot.mouseRelease(handles, Qt.MouseButton.LeftButton, pos=QPoint(round(handles.x_of(600)), middle))
    qtbot.wait(80)
    ((key, (low, _)),) = session.view.ranges
    assert key == "measure pagerank"
    assert set(session.visible.nodes.tolist()) == {node for node, rank in ranks.items() if rank >= low - 1e-9}
    assert {line.cause for line in session.visible.ledger()} >= {Cause.VALUE}
    assert len(session.history.steps) == steps + 1

    session.undo()
    assert len(session.visible.nodes) == shown
    session.undo()
    assert session.view == start
    assert not panel.bodies["pagerank"].found.top.isVisible()
    session.redo()
    assert [measured.key for measured in session.view.measures] == ["measure pagerank"]


def test_measure_the_distance_from_the_selection(window: Window, qtbot: QtBot) -> None:
    session = window.session
    panel = opened(window)
    selected = int(session.visible.nodes[np.argmax(session.projection.degree[session.visible.nodes])])
    assert not panel.sections["distance"].link.isEnabled()
    session.select([selected])
    name = session.projection.labels[selected]
    assert panel.sections["distance"].heading.text() == f"Distance from {name}"
    ask(window, qtbot, "distance")
    assert session.history.undo_title == f"Measure Distance from {name}"
    assert session.view.measures[0].values.array[selected] == 0


def test_measuring_the_whole_source_includes_hidden_resources(window: Window, qtbot: QtBot) -> None:
    session = window.session
    panel = opened(window)
    ask(window, qtbot, "degree")
    few = session.view.measures[0]
    assert int(np.isfinite(few.values.array).sum()) == len(session.visible.nodes)
    window.commands.filter_range("measure degree", (5.0, 1000.0), "Degree")
    window.commands.reset_filters()
    assert not session.view.ranges and session.view.measures == (few,)
    window.commands.filter_range("measure degree", (1e6, 2e6), "Degree")
    assert len(session.visible.nodes) == int(np.isnan(few.values.array).sum())
    assert "were not measured" in panel.bodies["degree"].found.stays.text()
    panel.scope.setCurrentIndex(1)
    qtbot.mouseClick(panel.sections["degree"].link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.view.measures != (few,), timeout=30_000)
    p, found = session.projection, session.view.measures[0].values.array
    plain = ~edges_to_values(p)
    ends = np.concatenate((p.subject[plain], p.object[plain]))
    expected = np.bincount(ends, minlength=p.node_count).astype(float)
    expected[values_of(p)] = np.nan
    assert np.array_equal(found, expected, equal_nan=True)
    assert not session.view.ranges


def test_communities_become_groups_and_a_measure_can_be_removed(window: Window, qtbot: QtBot) -> None:
    session = window.session
    panel = opened(window)
    ask(window, qtbot, "communities")
    count = int(np.nanmax(session.view.measures[0].values.array))
    window.tasks.measures.drive("communities", "groups")
    assert 1 < len(session.view.groups) <= count
    assert all(group.title.startswith("Community ") for group in session.view.groups)
    window.tasks.measures.drop("communities")
    assert not session.view.measures
    assert panel.sections["communities"].link.text() == "measure"


def test_escape_stops_a_measure_and_nothing_changes(window: Window, qtbot: QtBot) -> None:
    window.commands.reset_filters()
    opened(window)
    before = window.session.view
    window.tasks.measures.take("betweenness", False, True)
    assert window.jobs.is_busy
    window.tasks.looking.step_back()
    qtbot.waitUntil(lambda: not window.jobs.is_busy, timeout=5000)
    assert window.session.view is before


def test_a_measure_of_another_source_comes_too_late(window: Window, qtbot: QtBot) -> None:
    opened(window)
    window.tasks.measures.take("degree", False, True)
    window.tasks.documents.show(case())
    qtbot.waitUntil(lambda: not window.jobs.is_busy, timeout=30_000)
    assert not window.session.view.measures


def test_a_menu_entry_takes_a_measure_and_shows_the_result(window: Window, qtbot: QtBot) -> None:
    assert not window.actions_set.by_id["measure.distance"].isEnabled()
    window.actions_set.by_id["measure.core"].trigger()
    qtbot.waitUntil(lambda: bool(window.session.view.measures), timeout=30_000)
    panel = window.panels.measures.widget
    assert panel.isVisible()
    assert panel.bodies["core"].found.top.isVisible()
    assert panel.objectName() == "measures"
