"""The timeline panel: drag, zoom, select, switch the clock, play, and undo."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.views.time_axis import clock_of
from graph.rdf.values import to_days

YEAR = (to_days("2016"), to_days("2017"))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def timeline(window):
    """The timeline of the window with the whole Bromley graph."""
    window.commands.reset_filters()
    window.actions_set.by_id["view.timeline"].trigger()
    panel = window.panels.timeline.widget
    window.docks.turns.finish()
    QApplication.processEvents()
    assert panel.chart.width() > 800 and panel.chart.chart.bands
    return panel


def names(window) -> set[str]:
    session = window.session
    return {session.projection.labels[n] for n in session.visible.nodes}


def drag(panel, low: float, high: float, y: float | None = None) -> None:
    """Drag on the histogram from one instant to another."""
    chart = panel.chart
    down = round(chart.frame.histogram.center().y() if y is None else y)
    places = [QPoint(round(chart.whole_x(at)), down) for at in (low, (low + high) / 2, high)]
    QTest.mousePress(chart, LEFT, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        QTest.mouseMove(chart, place)
    QTest.mouseRelease(chart, LEFT, Qt.KeyboardModifier.NoModifier, places[-1])


def place_of(panel, name: str) -> QPoint:
    """The place of a resource in an open lane."""
    chart = panel.chart
    node = panel._projection.labels.index(name)
    box = chart.frame.lanes
    for band in chart.chart.bands:
        at = np.flatnonzero(chart.dated.nodes[band.rows] == node)
        if len(at):
            y = band.top + 3 + (band.row[at[0]] + 0.5) * chart.chart.row_height
            chart.bar.setValue(round(y - box.height() / 2))
            y -= chart.bar.value()
            return QPoint(round(box.left() + (band.left[at[0]] + band.right[at[0]]) / 2), round(box.top() + y))
    raise AssertionError(f"{name} is not drawn by itself")


def wheel(chart, place: QPointF, turned: int) -> None:
    where = QPointF(chart.mapToGlobal(place.toPoint()))
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        place,
        where,
        QPoint(),
        QPoint(0, turned),
        none,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, event)


def test_dragging_2016_keeps_resources_that_touch_2016_and_undated_ones(window, timeline, qtbot):
    p = window.session.projection
    drag(timeline, *YEAR)
    assert window.session.view.dates == YEAR
    spans = p.periods.spans.tolist()
    touching = {label for label, (low, high) in zip(p.labels, spans) if not (low >= YEAR[1] or high <= YEAR[0])}
    assert names(window) == touching
    assert "£7.25m extra" in touching and "Bromley" in touching and "Full council meeting, 16 July 2018" not in touching
    assert timeline.chart.words == ("2016", "14 of 19 with a date")
    assert timeline.chart.accessibleDescription() == "2016, 14 of 19 with a date"
    # The canvas and the filters follow.
    assert set(window.session.scene.ids) == set(window.session.visible.drawn)
    assert window.panels.filters.widget.dates.low.text() == "2016-01-01"
    timeline.undated.click()
    assert "Bromley" not in names(window) and "£7.25m extra" in names(window)
    drawn = timeline.chart.grab().toImage()
    assert not drawn.isNull()


def titles(timeline) -> list[str]:
    chart = timeline.chart
    return [chart.dated.lanes[band.lane].title for band in chart.chart.bands]


def test_lanes_that_a_filter_has_emptied_take_no_room(window, timeline, qtbot):
    p, every = window.session.projection, titles(timeline)
    assert "Report" in every and "Event" in every
    event = next(i for i, info in enumerate(p.classes) if info.label == "Event")
    window.commands.toggle("classes", event, "Event")
    window.docks.turns.finish()
    assert titles(timeline) == [title for title in every if title != "Event"]
    window.session.undo()
    autumn = (to_days("2018-10"), to_days("2018-11"))
    window.commands.filter_dates(autumn, False)
    window.docks.turns.finish()
    assert set(titles(timeline)) == {"Event", "Finding"}, "an inspection, and what holds since 2012"
    down = round(timeline.chart.frame.histogram.center().y())
    places = [QPoint(round(timeline.chart.whole_x(to_days(day))), down) for day in ("2016-02", "2016-06")]
    QTest.mousePress(timeline.chart, LEFT, Qt.KeyboardModifier.NoModifier, places[0])
    QTest.mouseMove(timeline.chart, places[1])
    qtbot.waitUntil(lambda: window.session.view.dates != autumn)
    assert set(titles(timeline)) == {"Event", "Finding"}, "no lane moves during a drag"
    QTest.mouseRelease(timeline.chart, LEFT, Qt.KeyboardModifier.NoModifier, places[1])
    assert "Report" in titles(timeline)
    window.session.undo()
    assert set(titles(timeline)) == {"Event", "Finding"}
    timeline.play()
    assert titles(timeline) == every, "any lane may fill while the range plays"
    timeline.pause()
    assert titles(timeline) != every


def test_the_range_and_its_ends_can_be_dragged_and_a_double_click_resets_it(window, timeline):
    drag(timeline, *YEAR)
    drag(timeline, YEAR[1], to_days("2017-07"))
    assert window.session.view.dates == (YEAR[0], to_days("2017-07"))
    drag(timeline, YEAR[0], to_days("2016-04"))
    assert window.session.view.dates == (to_days("2016-04"), to_days("2017-07"))
    low, high = window.session.view.dates
    drag(timeline, (low + high) / 2, (low + high) / 2 + 366)
    moved = window.session.view.dates
    assert moved[1] - moved[0] == high - low and abs(moved[0] - low - 366) < 16
    assert window.session.history.undo_title == "Filter by date"
    box = timeline.chart.frame.histogram
    QTest.mouseDClick(timeline.chart, LEFT, Qt.KeyboardModifier.NoModifier, box.center().toPoint())
    assert (
        window.session.view.dates is None and len(window.session.visible.nodes) == window.session.projection.node_count
    )


def test_keys_move_the_range_and_its_ends(window, timeline, qtbot):
    chart = timeline.chart
    chart.setFocus()

    def press(key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(chart, key, modifier)
        qtbot.waitUntil(lambda: not chart.timer.isActive())
        return window.session.view.dates

    first = press(Qt.Key.Key_Right)
    assert first is not None and first[0] == chart.dated.whole[0]
    second = press(Qt.Key.Key_Right)
    assert second[0] == first[1]
    longer = press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert longer[0] == second[0] and longer[1] > second[1]
    assert press(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier) == (second[1], longer[1])
    assert press(Qt.Key.Key_Home)[0] == chart.dated.whole[0]
    assert press(Qt.Key.Key_End)[1] == chart.dated.whole[1]
    assert press(Qt.Key.Key_Backspace) is None
    # The window does not get these keys: + would widen a focus, Space and arrows act on the canvas.
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier, "+")
    QApplication.sendEvent(chart, event)
    assert event.isAccepted()


def test_the_wheel_zooms_at_the_pointer_up_to_the_whole_range(timeline):
    chart = timeline.chart
    at = to_days("2016-06")
    place = QPointF(chart.sight_x(at), chart.frame.lanes.center().y())
    for _ in range(5):
        wheel(chart, place, 120)
    low, high = chart.sight
    assert high - low < (chart.dated.whole[1] - chart.dated.whole[0]) / 2
    assert chart.sight_x(at) == pytest.approx(place.x(), abs=1)
    assert chart.chart.later > 0 and chart.chart.earlier == 0, "what holds since 2012 is in sight wherever one looks"
    for _ in range(200):
        wheel(chart, place, 120)
    assert chart.sight[1] - chart.sight[0] == pytest.approx(1 / 1440)
    chart.grab()
    for _ in range(300):
        wheel(chart, place, -120)
    assert chart.sight == chart.dated.whole


def test_the_timeline_and_the_canvas_share_the_selection(window, timeline):
    p = window.session.projection
    name = "Ofsted report of 2016"
    QTest.mouseClick(timeline.chart, LEFT, Qt.KeyboardModifier.NoModifier, place_of(timeline, name))
    assert [p.labels[n] for n in window.session.selection] == [name]
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(timeline.chart, LEFT, shift, place_of(timeline, "£7.25m extra"))
    assert len(window.session.selection) == 2
    meeting = p.labels.index("Full council meeting, 16 July 2018")
    window.session.select([meeting])
    chart = timeline.chart
    assert chart.dated.nodes[chart.selected].tolist() == [meeting]
    band = next(band for band in chart.chart.bands if band.lane == chart.dated.lane[chart.selected][0])
    assert band.top >= chart.bar.value() and band.top + band.height <= chart.bar.value() + chart.frame.lanes.height()
    timeline.chart.setFocus()
    QTest.keyClick(timeline.chart, Qt.Key.Key_Up)
    assert len(window.session.selection) == 1 and window.session.selection != (meeting,)


def test_pointing_shows_the_name_and_the_date_as_written(timeline):
    chart = timeline.chart
    assert chart.tip(QPointF(place_of(timeline, "Ofsted report of 2016"))) == (
        "Ofsted report of 2016\nbetween 5 May and the end of 2016\ndate: 2016\nnot before: 2016-05-05"
    )
    bar = QPointF(chart.whole_x(to_days("2015-03-31")), chart.frame.histogram.center().y())
    assert chart.tip(bar) == "Mar 2015: 5 resources", "of that month, since 2012, and three not after a later day"


def test_a_bar_is_full_where_it_is_certain_and_has_an_arrow_where_it_is_open(timeline):
    chart = timeline.chart

    def pixel(name: str, day: str, down: int = 5):
        spot = place_of(timeline, name)
        return chart.grab().toImage().pixelColor(round(chart.sight_x(to_days(day))), spot.y() + down)

    days = [pixel("£7.25m extra", day).rgb() for day in ("2016-11", "2017-06", "2018-03")]
    assert len(set(days)) == 1, "no day of it is certain"
    assert pixel("Ofsted report of 2016", "2016-11") == pixel("Ofsted report of 2016", "2016-08")
    since = "Significant deterioration since 2012"
    assert pixel(since, "2012-11") != pixel(since, "2016-06")
    middle = chart.grab().toImage().pixelColor
    right, y = round(chart.frame.lanes.right()) - 3, place_of(timeline, since).y()
    assert middle(right, y) != middle(right - 30, y), "an arrow, since it goes on"


def test_a_lane_unfolds_and_a_closed_one_selects_the_resources_under_the_pointer(window, timeline):
    chart = timeline.chart
    band = next(band for band in chart.chart.bands if not band.is_open)
    title = QPoint(60, round(chart.frame.lanes.top() + band.top + 8))
    over = QPoint(round(chart.sight_x(to_days("2016-06"))), title.y())
    QTest.mouseClick(chart, LEFT, Qt.KeyboardModifier.NoModifier, over)
    assert len(window.session.selection) > 3
    QTest.mouseClick(chart, LEFT, Qt.KeyboardModifier.NoModifier, title)
    now = next(found for found in chart.chart.bands if found.lane == band.lane)
    assert now.is_open and now.count == band.count
    QTest.mouseClick(chart, LEFT, Qt.KeyboardModifier.NoModifier, title)
    assert not next(found for found in chart.chart.bands if found.lane == band.lane).is_open


def test_the_clock_switches_from_when_it_happened_to_when_it_was_said(window, timeline, qtbot):
    window.commands.filter_dates((to_days("2012"), to_days("2013")), False)
    assert names(window) == {
        "Significant deterioration since 2012", "Recommendations of the commissioner", "Commissioner appointed",
        "Advice to other authorities",
    }, "what is not after a day may be of 2012"  # fmt: skip
    timeline.clocks["said"].click()
    assert window.session.view.clock == "said" and not names(window), "nothing was said in 2012"
    assert window.actions_set.by_id["time.said"].isChecked()
    assert timeline.undated.text() == "28 undated"
    window.actions_set.by_id["time.said"].trigger()
    assert window.session.view.clock == "happened" and timeline.clocks["happened"].isChecked()
    window.session.undo()
    assert len(names(window)) == window.session.projection.node_count


def test_playing_moves_the_range_to_the_end_and_is_one_step_to_undo(window, timeline, qtbot):
    window.commands.filter_dates((to_days("2016"), to_days("2017")), True)
    steps = len(window.session.history.steps)
    timeline.speed.setCurrentIndex(3)
    timeline.timer.setInterval(1)
    seen: list[tuple[float, float]] = []
    window.session.listen(lambda change: seen.append(window.session.view.dates))
    window.actions_set.by_id["time.play"].trigger()
    timeline.timer.setInterval(1)
    assert timeline.is_playing and timeline.go.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: not timeline.is_playing, timeout=20_000)
    assert len(set(seen)) > 5 and seen == sorted(seen)
    assert window.session.view.dates[1] == timeline.chart.dated.whole[1]
    assert len(window.session.history.steps) == steps + 1 and window.session.history.undo_title == "Play"
    window.session.undo()
    assert window.session.view.dates == (to_days("2016"), to_days("2017"))


def test_a_growing_play_keeps_everything_up_to_a_date_and_can_be_stepped(window, timeline):
    timeline.way.setCurrentIndex(1)
    shown = []
    for _ in range(4):
        timeline.forth.click()
        shown.append(set(window.session.visible.nodes.tolist()))
    assert not timeline.is_playing
    assert all(before <= after for before, after in pairwise(shown))
    assert window.session.view.dates == (to_days("2012"), to_days("2012-05"))
    timeline.back.click()
    assert window.session.view.dates == (to_days("2012"), to_days("2012-04"))


def test_dragging_pauses_the_play_and_a_hidden_panel_does_not_play(window, timeline, qtbot):
    timeline.play()
    drag(timeline, *YEAR)
    assert not timeline.is_playing and window.session.view.dates == YEAR
    timeline.play()
    window.panels.timeline.dock.hide()
    assert not timeline.is_playing


def test_a_picture_along_time_by_the_other_clock_is_said_and_laid_out_anew_by_a_click(window, timeline, qtbot):
    named = next(view for view in window.session.named_views if view.title.startswith("From 2016"))
    window.commands.look(named.view, named.title)
    assert not timeline.canvas.isVisible()
    timeline.clocks["said"].click()
    assert timeline.canvas.isVisible() and timeline.canvas.text() == "picture: when it happened"
    assert "the picture by when it happened" in window.overlay.toast.text
    timeline.canvas.click()
    qtbot.waitUntil(lambda: not timeline.canvas.isVisible())
    assert clock_of(window.session.view.guides) == "said"


def test_a_lane_says_which_of_its_class_it_does_not_hold(window, timeline):
    events = {}
    for clock, reason in (("happened", "4 have no date by when it happened, 4 are"), ("said", "4 are")):
        timeline.clocks[clock].click()
        chart = timeline.chart
        lane = next(lane for lane in chart.dated.lanes if lane.title == "Event")
        events[clock] = lane.every
        band = next(band for band in chart.chart.bands if chart.dated.lanes[band.lane] is lane)
        told = chart.tip(QPointF(20, chart.frame.lanes.top() + band.top - chart.bar.value() + 5))
        assert told.startswith(f"{lane.words}: {reason} in the lane of another class.")
    assert events["happened"] == events["said"]


def test_without_dates_the_timeline_explains_which_dates_it_reads(window, qtbot, tmp_path):
    path = tmp_path / "none.ttl"
    path.write_text('@prefix : <https://example.org/> . :a :knows :b . :b :name "<b>B</b>" .', "utf-8")
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.projection.node_count == 2)
    panel = window.panels.timeline.open()
    qtbot.waitUntil(panel.empty.isVisible)
    assert "a day, a month, a year or a time" in panel.empty.text()
    panel.play()
    panel.step(1)
    assert not panel.is_playing and not panel.go.isEnabled()
    panel.clocks["said"].click()
    assert "does not say when anything was said" in panel.empty.text()


def test_each_drag_is_a_step_of_history(window, timeline):
    steps = len(window.session.history.steps)
    drag(timeline, *YEAR)
    drag(timeline, YEAR[1], to_days("2017-07"))
    assert len(window.session.history.steps) == steps + 2
    window.session.undo()
    assert window.session.view.dates == YEAR
    assert timeline.chart.kept == YEAR


def test_a_range_set_during_a_play_stays(window, timeline, qtbot):
    before = window.session.view
    timeline.play()
    assert timeline.is_playing
    window.session.undo()
    assert not timeline.is_playing and window.session.view is before
    timeline.play()
    window.commands.filter_dates(YEAR, True)  # as the filters on the left do
    assert not timeline.is_playing
    qtbot.wait(700)
    assert window.session.view.dates == YEAR


def test_comma_and_full_stop_take_a_step_of_the_play(window, timeline):
    timeline.chart.setFocus()
    taken = []
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Comma):
        QTest.keyClick(timeline.chart, key)
        taken.append(window.session.view.dates)
    assert taken[0][0] == timeline.chart.dated.whole[0] and taken[0][1] <= taken[1][1]
    assert taken[1] != taken[0] == taken[2]


def test_nothing_moves_under_the_pointer_in_a_small_window(window, timeline, qtbot):
    window.resize(1280, 720)
    qtbot.wait(50)
    width = timeline.chart.width()
    drag(timeline, *YEAR)
    qtbot.wait(50)
    assert timeline.all.isVisible() and timeline.chart.width() == width
    assert window.session.view.dates == YEAR
