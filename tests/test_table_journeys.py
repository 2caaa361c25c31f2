"""Journeys with the table in the real window, and with a hundred thousand rows."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
import pytest
from benchmarks.graphs import write_knowledge_graph
from clocks import Moment, patience
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from explorer.document import Document
from explorer.settings import load_settings
from explorer.state.commands import Commands
from explorer.state.session import Session
from graph.model.build import project
from graph.reading.read import read
from graph.work.progress import finish
from ui.panels.table import TableMoves, TablePanel
from ui.work.jobs import Jobs

ROWS = 100_000
PATIENCE = 2.0
"""Seconds: many times the measured time, for machines busy with other tests."""


def _table(window):
    return window.panels.table.open()


def _click(qtbot, view, row):
    spot = view.visualRect(view.grid.index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_sorting_and_selecting_a_row_selects_on_the_canvas_and_back(window, qtbot):
    table = _table(window)
    view, projection = table.sheet.view, window.session.projection
    ties = [column.title for column in view.grid.columns].index("Relationships shown")
    spot = QPoint(view.header.sectionViewportPosition(ties) + 20, 8)
    qtbot.mouseClick(view.header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    shown = window.session.visible.nodes
    edges = window.session.visible.edges
    ends = np.concatenate((projection.subject[edges], projection.object[edges]))
    hub = int(shown[np.argmax(np.bincount(ends, minlength=projection.node_count)[shown])])
    assert view.grid.rows[0] == hub
    _click(qtbot, view, 0)
    assert window.session.selection == (hub,)
    assert window.canvas._selection == (hub,), "the canvas marks it"
    other = int(view.grid.rows[-1])
    window.session.select([other])
    assert np.flatnonzero(view.grid.selected).tolist() == [other]
    assert view.viewport().rect().intersects(view.visualRect(view.grid.index(len(shown) - 1, 0)))


def test_a_table_sorted_by_date_cuts_no_date(window, qtbot):
    window.commands.look(window.session.named_views[2].view, "From 2016 to 2018")
    table = _table(window)
    view = table.sheet.view
    qtbot.waitUntil(lambda: view.viewport().width() > 500 and "date" in [c.key for c in view.grid.columns])
    date = next(i for i, column in enumerate(view.grid.columns) if column.key == "date")

    def cut(width: int) -> list[str]:
        window.resize(width, 1000)
        QGuiApplication.processEvents()
        metrics, texts = QFontMetrics(view.font()), view.grid.columns[date].texts(view.grid.rows)
        return [text for text in texts if metrics.horizontalAdvance(text) + 8 > view.header.sectionSize(date)]

    widths = range(1300, 2000, 100)
    assert any(map(cut, widths)), "there is not room for all words of all columns"
    table.sheet.sort("date", descending=False)
    qtbot.waitUntil(lambda: table.sheet.found.asked.sort == "date")
    assert not any(map(cut, widths))


def test_the_table_follows_filters_and_the_usual_keys_work_in_it(window, qtbot):
    table = _table(window)
    view = table.sheet.view
    before = len(view.grid.rows)
    _click(qtbot, view, 0)
    gone = int(view.grid.rows[0])
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_H)
    assert gone not in view.grid.rows and len(view.grid.rows) == before - 1
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(view.grid.rows) == before


def test_a_row_of_the_whole_source_is_shown_on_the_canvas(window, qtbot):
    table = _table(window)
    table.bar.whole.click()
    view, visible = table.sheet.view, window.session.visible
    absent = int(np.flatnonzero(visible.node_cause != 0)[0])
    row = int(np.flatnonzero(view.grid.rows == absent)[0])
    view.scrollTo(view.grid.index(row, 0))
    _click(qtbot, view, row)
    assert table.bar.reveal.isVisible()
    table.bar.reveal.click()
    assert window.session.visible.node_cause[absent] == 0 and window.session.selection == (absent,)
    assert not table.bar.reveal.isVisible()
    window.session.undo()
    assert window.session.visible.node_cause[absent] != 0, "one step of history"


def test_going_to_a_relationship_of_the_whole_source_shows_both_ends(window, qtbot):
    table = _table(window)
    table.bar._tabs.button(1).click()
    table.bar.whole.click()
    edge = int(np.flatnonzero(window.session.visible.edge_cause != 0)[0])
    table.sheet.view.opened.emit(edge)
    visible = window.session.visible
    assert visible.edge_cause[edge] == 0 and window.session.selected_edge == edge
    assert np.flatnonzero(table.sheet.view.grid.selected).tolist() == [edge]


def test_rows_in_a_group_are_marked_with_it_and_shown_one_by_one(window, qtbot):
    table = _table(window)
    window.commands.group_by_class()
    visible = window.session.visible
    group = int(visible.drawn[-1])
    window.session.select([group])
    grid = table.sheet.view.grid
    assert set(np.flatnonzero(grid.selected).tolist()) == set(visible.members_of(group).tolist())
    row = int(visible.members_of(group)[0])
    window.session.select([row])
    assert table.bar.reveal.isVisible()
    table.bar.reveal.click()
    assert row in window.session.visible.drawn and window.session.selection == (row,)


def test_the_table_is_exported_as_shown_and_reads_back(window, qtbot, tmp_path: Path, monkeypatch):
    table = _table(window)
    qtbot.keyClicks(table.bar.field, "finding relationships>2")
    qtbot.keyClick(table.bar.field, Qt.Key.Key_Return)
    table.sheet.sort("label", False)
    path = tmp_path / "findings.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "CSV (*.csv)"))
    table.bar.export.click()
    qtbot.waitUntil(lambda: not window.jobs.tasks)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    grid = table.sheet.view.grid
    assert lines[0] == [column.title for column in grid.columns]
    assert [line[0] for line in lines[1:]] == [window.session.projection.labels[row] for row in grid.rows.tolist()]
    assert len(lines) > 3 and lines[1:] == sorted(lines[1:], key=lambda line: line[0].casefold())
    assert "rows are in" in window.overlay.toast.text


def test_the_choice_of_columns_survives_a_restart(window, qtbot):
    table = _table(window)
    table.sheet.toggle("iri")
    window.close()
    assert '"iri"' in load_settings().tables["nodes"]


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Document:
    path = tmp_path_factory.mktemp("large") / "large.nt"
    write_knowledge_graph(path, ROWS)
    source = finish(read([path]))
    return Document(source, finish(project(source.quads)))


@pytest.fixture
def table(large, qtbot):
    commands, jobs = Commands(Session(large)), Jobs()

    def nothing(*_: object) -> None:
        pass

    panel = TablePanel(
        commands, TableMoves(nothing, nothing, nothing, nothing, nothing, jobs.start, nothing, nothing, {})
    )
    qtbot.addWidget(panel)
    session = commands.session
    session.listen(lambda _change: panel.show_selected(session.selection, session.selected_statements))
    panel.resize(1000, 300)
    panel.put(session.projection, session.visible)
    panel.setVisible(True)
    qtbot.waitUntil(lambda: len(panel.sheet.view.grid.rows) == ROWS)
    yield panel
    jobs.stop()


def _timed(qtbot, panel, act, until) -> float:
    start = time.perf_counter()
    act()
    qtbot.waitUntil(lambda: not panel.sheet.is_busy and until(), timeout=20_000)
    return time.perf_counter() - start


def test_a_hundred_thousand_rows_are_reset_sorted_and_filtered_fast(table, qtbot):
    sheet, grid = table.sheet, table.sheet.view.grid
    begin = Moment.now()
    grid.beginResetModel()
    grid.endResetModel()
    assert begin.until(Moment.now()) < PATIENCE / 10
    degree = table._projection.degree
    sheet.sort("label", False)
    qtbot.waitUntil(lambda: not sheet.is_busy, timeout=20_000)
    for key, until in (("degree", lambda: grid.rows[0] == np.argmax(degree)), ("label", lambda: True)):
        assert _timed(qtbot, table, lambda key=key: sheet.sort(key, True), until) < patience(PATIENCE)
    assert _timed(
        qtbot, table, lambda: sheet.filter("person relationships>50"), lambda: len(grid.rows) < 1000
    ) < patience(PATIENCE)
    kept = grid.rows.tolist()
    assert kept and all(degree[row] > 50 and table._projection.labels[row].startswith("Person") for row in kept)


def test_all_of_a_hundred_thousand_rows_are_selected_at_once_and_scattered_ones_are_marked(table, qtbot):
    view, session = table.sheet.view, table._commands.session
    begin = Moment.now()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert begin.until(Moment.now()) < PATIENCE and len(session.selection) == ROWS
    begin = Moment.now()
    session.select(range(0, ROWS, 2))
    view.viewport().repaint()
    assert begin.until(Moment.now()) < PATIENCE and view.grid.selected.sum() == ROWS / 2


def test_no_text_is_made_for_rows_out_of_sight(table, monkeypatch):
    written: list[int] = []
    label = table.sheet.view.grid.columns[0]
    texts = type(label).texts
    monkeypatch.setattr(
        type(label), "texts", lambda self, rows, **how: (written.extend(rows), texts(self, rows, **how))[1]
    )
    table.sheet.view.verticalScrollBar().setValue(1_000_000)
    table.sheet.view.viewport().repaint()
    assert 0 < len(set(written)) < 100
