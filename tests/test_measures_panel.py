"""The measures panel: measure, read the result, filter by a range."""

from __future__ import annotations

import pytest
from panel_case import case, node
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.panels.measure_cards import Gauges
from explorer.panels.measure_jobs import take
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.measures import METRICS
from graph.work.progress import finish
from ui.panels.measures import MeasureMoves, MeasuresPanel

P = case().projection


class Desk:
    """The panel, with a record of its calls."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.gauges = Gauges()
        self.panel = MeasuresPanel(
            MeasureMoves(
                *(
                    (lambda *args, what=what: self.asked.append((what, *args)))
                    for what in ("take", "keep", "go", "drive", "drop")
                ),
                channels=("size", "colour", "groups"),
            )
        )

    def show(self, *names: str, kept: tuple[float, float] | None = None, hidden: tuple[int, ...] = (), start: int = -1):
        visible = see(P, View(hidden_nodes=Nodes(hidden)))
        measures = [finish(take(P, None, name, target=start)) for name in names]
        ranges = {measures[0].key: kept} if kept else {}
        self.panel.put(self.gauges.read(P, visible, measures, ranges, start))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made.panel)
    made.panel.resize(290, 1600)
    made.show()
    made.panel.setVisible(True)
    return made


def test_every_measure_explains_itself_before_measuring(desk: Desk) -> None:
    for name, metric in METRICS.items():
        body = desk.panel.bodies[name]
        assert body.sentence.text() == metric.sentence
        assert body.sentence.isVisible()
        assert body.found is None
        assert desk.panel.sections[name].link.text() == "measure"
    assert not desk.asked


def test_a_click_measures_the_shown_part_or_the_whole_source(desk: Desk, qtbot: QtBot) -> None:
    panel = desk.panel
    qtbot.mouseClick(panel.sections["pagerank"].link, Qt.MouseButton.LeftButton)
    panel.scope.setCurrentIndex(1)
    panel.bodies["closeness"].directed.setChecked(True)
    qtbot.mouseClick(panel.sections["closeness"].link, Qt.MouseButton.LeftButton)
    assert desk.asked == [("take", "pagerank", True, False), ("take", "closeness", True, True)]


def test_a_distance_needs_a_selected_start(desk: Desk, qtbot: QtBot) -> None:
    section = desk.panel.sections["distance"]
    assert not section.link.isEnabled()
    assert desk.panel.bodies["distance"].missing.text() == "Select the resource to start from."
    desk.show(start=node("Ada Mayor"))
    assert section.heading.text() == "Distance from Ada Mayor"
    qtbot.mouseClick(section.link, Qt.MouseButton.LeftButton)
    assert desk.asked == [("take", "distance", False, False)]


def test_a_long_name_in_a_heading_cuts_nothing_off(desk: Desk, qtbot: QtBot) -> None:
    before = desk.panel.minimumSizeHint().width()
    desk.show(start=node("Ada Mayor"))
    section = desk.panel.sections["distance"]
    long = "Distance from " + "a very long name " * 20
    section.entitle(long)
    desk.panel.resize(before, 400)
    qtbot.wait(1)
    assert desk.panel.minimumSizeHint().width() == before
    right = section.link.mapTo(desk.panel, section.link.rect().topRight()).x()
    assert right < desk.panel.viewport().width()
    assert long in section.heading.toolTip() and section.heading.accessibleName() == f"{long}, section"


def test_a_result_shows_its_distribution_and_leaders_with_links(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.sections["degree"].heading.setChecked(False)
    desk.show("degree")
    body = desk.panel.bodies["degree"]
    assert desk.panel.sections["degree"].unfolded
    assert desk.panel.sections["degree"].link.text() == "again"
    assert body.found.note.text() == f"Of all {P.node_count:,} resources and {P.edge_count:,} relationships."
    assert body.found.range.isVisible() and body.found.links.isVisible()
    rows = [item.row for item in body.found.top.rows.items if item.row is not None]
    assert len(rows) == 10
    best = int(P.degree.argmax())
    assert (rows[0].key, rows[0].text, rows[0].figure) == (best, P.labels[best], f"{P.degree[best]:,}")
    spot = body.found.top.visualRect(body.found.top.rows.index(1)).center()
    qtbot.mouseClick(body.found.top.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    body.found.top.setFocus()
    body.found.top.setCurrentIndex(body.found.top.rows.index(2))
    qtbot.keyClick(body.found.top, Qt.Key.Key_Return)
    assert desk.asked == [("go", best), ("go", rows[1].key)]


def test_a_hidden_leader_is_marked(desk: Desk) -> None:
    best = int(P.degree.argmax())
    desk.show("degree", hidden=(best,))
    row = next(item.row for item in desk.panel.bodies["degree"].found.top.rows.items if item.row is not None)
    assert row.quiet and row.mark == "hidden"


def test_keys_on_the_slider_filter_by_a_range_and_showing_one_gives_no_command(desk: Desk, qtbot: QtBot) -> None:
    desk.show("pagerank")
    facet = desk.panel.bodies["pagerank"].found.range
    facet.handles.setFocus()
    qtbot.keyClick(facet.handles, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(desk.asked))
    ((what, name, kept),) = desk.asked
    assert (what, name) == ("keep", "pagerank")
    low, high = facet._span.low, facet._span.high
    assert low < kept[0] < kept[1] == high
    desk.show("pagerank", kept=kept)
    qtbot.wait(80)
    assert len(desk.asked) == 1
    assert facet.handles.value[0] == 100
    qtbot.mouseClick(facet.reset, Qt.MouseButton.LeftButton)
    assert desk.asked[-1] == ("keep", "pagerank", None)


def test_groups_are_listed_by_size_and_can_be_drawn_as_groups(desk: Desk, qtbot: QtBot) -> None:
    desk.show("components")
    body = desk.panel.bodies["components"]
    rows = [item.row for item in body.found.top.rows.items if item.row is not None]
    assert [row.note for row in rows] == [f"number {i + 1}" for i in range(len(rows))]
    assert sum(int(row.figure) for row in rows) == P.node_count
    offered = {child.accessibleName() for child in body.found.links.children() if child.isWidgetType()}
    assert offered == {"Components: Colour by it", "Components: Draw as groups", "Components: remove"}


def test_a_sentence_says_that_all_values_are_equal(desk: Desk) -> None:
    member = [node("Ada Mayor"), node("Town council")]
    visible = see(P, View(hidden_nodes=Nodes(set(range(P.node_count)) - set(member))))
    desk.panel.put(desk.gauges.read(P, visible, [finish(take(P, visible, "core"))], {}))
    assert desk.panel.bodies["core"].found.alike.text() == "All 2 have 1."
    assert not desk.panel.bodies["core"].found.range.isVisible()
