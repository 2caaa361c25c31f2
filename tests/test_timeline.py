"""Laws of the timeline for any dates: bars, lanes, ticks, dragging and playing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.panels.time.brush import HIGH, LOW, NEW, WHOLE, Brush, grip, snapped, stepped
from explorer.panels.time.chronicle import Chronicle, Chronicles, chronicle
from explorer.panels.time.dating import date_lines
from explorer.panels.time.playing import Play
from explorer.panels.time.timeline import INSET, Room, cover_shown, draw_up
from explorer.views.hiding.dates import outside_dates
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import see
from graph.arrays.calendar import to_dates
from graph.arrays.calendar_words import write_stretch
from graph.arrays.ticks import UNITS, context, shifted, starts, ticks, unit_for, write_unit
from graph.model.periods import Periods, single
from graph.model.projection import ClassInfo
from graph.rdf.source import Quads
from graph.rdf.values import to_days

ROOM = Room(900.0, 240.0, 18.0, 24.0)

_instants = st.one_of(
    st.integers(10_000, 20_000).map(float),
    st.floats(10_000, 20_000, allow_nan=False),
    st.sampled_from([-735_525.0, 6_585_322.0, 0.0]),
)
_stretches = st.tuples(_instants, st.sampled_from([0.0, 0.0, 1.0, 31.0, 366.0, 1e-9, 4000.0]))
_rows = st.lists(st.one_of(st.none(), _stretches), max_size=60)


def made(rows: list[tuple[float, float] | None]) -> Chronicle:
    """A chronicle of resources in three classes and none, some of them undated."""
    dates = np.array([(np.nan, np.nan) if row is None else (row[0], row[0] + row[1]) for row in rows]).reshape(-1, 2)
    of = np.array([i * 7 % 4 - 1 for i in range(len(rows))], np.int32)
    classes = [ClassInfo(f"urn:{name}", name, kind) for name, kind in (("A", "event"), ("B", "actor"), ("C", "thing"))]
    return chronicle(Dated(single(dates), of, classes), "happened")


class Dated:
    """A projection of resources with dates alone."""

    def __init__(self, periods: Periods, of: np.ndarray, classes: list[ClassInfo]) -> None:
        self.periods, self.node_count, self.node_class, self.classes = periods, len(of), of, classes
        self.predicates, self.edge_count = (), 0
        self.subject = self.predicate = self.object = np.empty(0, np.int32)
        self.quads = Quads((), self.subject, self.subject, self.subject, self.subject)


@given(_rows)
@example([(10000.999999999996, 0.0)])
@example([(10000.999999999996, 1.0)])
@settings(deadline=None)
def test_bars_add_up_to_the_number_of_dated_resources(rows):
    dated = made(rows)
    count = sum(row is not None for row in rows)
    assert len(dated) == count and len(dated) + len(dated.undated) == len(rows)
    assert dated.histogram().sum() == pytest.approx(count)
    some = np.arange(count) % 2 == 0
    assert dated.histogram(some).sum() == pytest.approx(some.sum())
    assert (dated.histogram(some) <= dated.histogram() + 1e-6).all()
    # This includes an instant at the very end.
    assert dated.touching(*dated.whole).all()
    if count:
        assert dated.whole[0] <= dated.start.min() and dated.end.max() <= dated.whole[1]


def test_a_year_is_spread_over_its_year_and_a_day_is_not():
    dated = made([(to_days("2016"), 366.0), (to_days("2018-07-16"), 1.0)])
    assert dated.unit.kind == "day" and dated.unit.size == 7
    year = dated.edges[:-1] < to_days("2017")
    assert dated.histogram()[year].max() < 0.03 and dated.histogram()[year].sum() == pytest.approx(1)
    assert dated.histogram().max() == 1


@given(_rows, st.floats(0, 1), st.floats(0.001, 1), st.dictionaries(st.integers(0, 3), st.booleans()))
@settings(deadline=None)
def test_every_dated_resource_is_in_one_lane_or_outside_the_period_in_sight(rows, where, part, forced):
    dated = made(rows)
    low, high = dated.whole
    sight = (low + where * (high - low) * (1 - part), low + (where * (1 - part) + part) * (high - low))
    shown = np.arange(len(dated)) % 3 > 0
    names = {node: 8.0 * (node % 17) for node in range(len(rows))}
    chart = draw_up(dated, sight, ROOM, str, lambda name: names[int(name)], forced)
    assert sum(band.count for band in chart.bands) + chart.earlier + chart.later == len(dated)
    tops = [(band.top, band.top + band.height) for band in chart.bands]
    assert all(a[1] == b[0] for a, b in pairwise(tops)) and chart.height == (tops[-1][1] if tops else 0)
    drawn = np.concatenate([band.rows for band in chart.bands]) if chart.bands else np.empty(0)
    assert len(set(drawn.tolist())) == len(drawn)
    for band in chart.bands:
        assert (dated.lane[band.rows] == band.lane).all()
        if not band.is_open:
            assert len(band.cover) == int(ROOM.width) and 0 < band.cover.max() <= band.count
            assert (cover_shown(dated, chart, shown)[band.lane] <= band.cover).all()
            assert (cover_shown(dated, chart, ~shown)[band.lane] <= band.cover).all()
            assert (cover_shown(dated, chart, shown | True)[band.lane] == band.cover).all()
            continue
        assert len(band.rows) == band.count
        assert band.height == pytest.approx((band.row.max() + 1) * ROOM.row + 2 * INSET)
        first = np.where(band.name_width > 0, np.minimum(band.left, band.name_left), band.left)
        last = np.maximum(band.right, np.where(band.name_width > 0, band.name_left + band.name_width, -np.inf))
        assert (first >= -1e-6).all() and (last <= ROOM.width + 1e-6).all()
        for row in range(int(band.row.max()) + 1):
            mine = np.flatnonzero(band.row == row)
            mine = mine[np.argsort(first[mine])]
            assert (last[mine][:-1] <= first[mine][1:]).all(), "two in one row touch"
        for i in range(len(band.rows)):
            y = band.top + INSET + (band.row[i] + 0.5) * ROOM.row
            assert chart.hit((band.left[i] + band.right[i]) / 2, y) == band.rows[i]


def test_a_lane_left_out_takes_no_room_and_the_others_are_as_before():
    dated = made([(15_000.0 + i % 3, 400.0) for i in range(12)])
    every, less = (
        draw_up(dated, dated.whole, ROOM, str, lambda name: 50.0, None, lanes) for lanes in (frozenset(), {1})
    )
    assert [band.lane for band in less.bands] == [0, 2, 3] and less.height < every.height
    assert dated.emptied(dated.lane != 1) == {1} and dated.emptied(dated.lane < 0) == frozenset()


def test_lanes_open_by_room_and_by_the_choice_of_the_user():
    dated = made([(15_000.0 + i % 3, 400.0) for i in range(120)])
    chart = draw_up(dated, dated.whole, ROOM, str, lambda name: 50.0)
    assert [band.is_open for band in chart.bands] == [False] * 4 and chart.height == 4 * ROOM.closed
    asked = draw_up(dated, dated.whole, ROOM, str, lambda name: 50.0, {1: True})
    assert [band.is_open for band in asked.bands] == [False, True, False, False] and asked.height > ROOM.height
    few = made([(15_000.0 + i, 1.0) for i in range(4)])
    assert all(band.is_open for band in draw_up(few, few.whole, ROOM, str, lambda name: 50.0).bands)
    assert not draw_up(few, few.whole, ROOM, str, lambda name: 50.0, {0: False}).bands[0].is_open


@given(_rows, _instants, st.floats(0.01, 5000))
@settings(deadline=None)
def test_the_filter_keeps_resources_that_touch_the_range(rows, low, days):
    dated = made(rows)
    dates = np.column_stack((dated.start, dated.end))
    assert (dated.touching(low, low + days) == ~outside_dates(dates, (low, low + days), False)).all()


@given(st.floats(-1e6, 1e7), st.floats(1e-3, 1e7), st.integers(2, 40))
@settings(deadline=None)
def test_ticks_are_on_starts_of_calendar_units(low, span, most):
    high = low + span
    unit = unit_for(span, most)
    found = ticks(low, high, most)
    assert len(found) <= most + 1
    assert all(low <= tick.at <= high and tick.text for tick in found)
    assert [tick.at for tick in found] == sorted({tick.at for tick in found})
    for tick in found:
        year, month, day = (int(part) for part in to_dates(tick.at + 1e-7))
        if unit.kind in ("day", "month", "year"):
            assert tick.at == round(tick.at)
        if unit.kind == "month":
            assert day == 1 and (month - 1) % unit.size == 0
        if unit.kind == "year":
            count = year if year > 0 else 1 - year
            assert (day, month) == (1, 1) and (count % unit.size == 0 or year == 1)
        if unit.size == 7:
            assert (int(tick.at) + 3) % 7 == 0, "a Monday"


@given(st.floats(-1e6, 1e7), st.floats(1e-3, 1e5), st.sampled_from([u for u in UNITS if u.days > 0.01]))
@settings(deadline=None)
def test_units_fill_a_period_without_gaps(low, span, unit):
    high = low + min(span, unit.days * 300)
    found = starts(low, high, unit, around=True)
    assert found[0] <= low + 1e-6 and found[-1] >= high - 1e-6 and len(found) >= 2
    assert (np.diff(found) > 0).all() and (np.diff(found) <= unit.days * 1.2).all()
    for a, b in zip(found[:5].tolist(), found[1:6].tolist()):
        assert shifted(a, unit, 1) == b and shifted(b, unit, -1) == a and shifted(a, unit, 0) == a


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("2016", "2016", "2016"),
        ("2012", "2018", "2012 – 2018"),
        ("2016-04", "2016-04", "Apr 2016"),
        ("2016-04", "2016-07", "Apr – Jul 2016"),
        ("2016-09", "2018-07", "Sep 2016 – Jul 2018"),
        ("2018-07-16", "2018-07-16", "16 Jul 2018"),
        ("2016-04-11", "2016-05-05", "11 Apr – 5 May 2016"),
        ("-0043-03-15", "-0043-03-15", "15 Mar 44 BC"),
        ("-0099", "-0043", "100 – 44 BC"),
        ("0000", "0001", "1 BC – 1"),
        ("20000", "20009", "20000 – 20009"),
    ],
)
def test_periods_are_written_as_people_write_them(low, high, words):
    assert write_stretch(to_days(low), to_days(high, end=True)) == words


def test_a_range_without_an_end_has_words_too():
    inf = float("inf")
    assert write_stretch(to_days("2016-03"), inf) == "from Mar 2016"
    assert write_stretch(-inf, to_days("2016", end=True)) == "until 2016"
    assert write_stretch(-inf, to_days("2016-09-30", end=True)) == "until Sep 2016"
    assert write_stretch(-inf, to_days("2016-09-12", end=True)) == "until 12 Sep 2016"
    assert write_stretch(-inf, inf) == "any time"


def test_years_before_1_have_round_ticks_too():
    words = [tick.text for tick in ticks(to_days("-0109"), to_days("0120"), 6)]
    assert words == ["100 BC", "50 BC", "1", "50", "100"]
    assert [tick.text for tick in ticks(to_days("-0002"), to_days("0002"), 6)] == ["3 BC", "2 BC", "1 BC", "1", "2"]


def test_steps_are_written_as_people_write_them():
    words = [write_unit(unit) for unit in UNITS]
    assert words[0] == "a second" and words[4:6] == ["a minute", "5 minutes"]
    assert words[8:10] == ["an hour", "3 hours"]
    assert {"a day", "a week", "a month", "3 months", "a year", "1,000 years"} <= set(words)


def test_an_instant_has_a_time_and_days_alone_name_their_month():
    noon = to_days("2018-07-16") + 0.5
    assert write_stretch(noon, noon) == "16 Jul 2018, 12:00"
    assert context(to_days("2018-07-10"), to_days("2018-07-20"), 14) == "Jul 2018"
    assert context(to_days("2016"), to_days("2019"), 14) == ""


@given(_instants, st.integers(0, 3), st.floats(0, 3000), st.floats(1, 2000), st.sampled_from(UNITS[12:18]))
@settings(deadline=None)
def test_a_dragged_range_snaps_to_the_calendar_and_never_inverts(low, held, by, width, unit):
    bounds = (low - 5000, low + 9000)
    kept = (shifted(low, unit, 0), shifted(low + width, unit, 1))
    for at in (low + by, low - by, bounds[0] - 100, bounds[1] + 100):
        new = Brush(held, low, kept, unit, bounds).to(at)
        assert new[0] < new[1]
        if held == NEW:
            assert snapped(new[0], unit) == new[0] and snapped(new[1], unit) == new[1]
        if held == WHOLE:
            assert new[1] - new[0] == pytest.approx(kept[1] - kept[0])
    for held_end in (LOW, HIGH, WHOLE):
        there = stepped(kept, unit, 1, held_end, bounds)
        assert there[0] < there[1]


def test_a_drag_takes_the_near_end_or_the_whole_range_or_makes_a_new_one():
    kept = (100.0, 200.0)
    assert [grip(kept, at, 5) for at in (99, 104, 150, 197, 204, 220)] == [LOW, LOW, WHOLE, HIGH, HIGH, NEW]
    assert grip(None, 150, 5) == NEW


@given(_instants, st.floats(1, 9000), st.booleans(), st.one_of(st.none(), st.tuples(st.floats(0, 1), st.floats(0, 1))))
@settings(deadline=None)
def test_a_play_covers_everything_from_start_to_end(low, span, grows, part):
    unit = unit_for(span, 160)
    edges = starts(low, low + span, unit, around=True)
    whole = float(edges[0]), float(edges[-1])
    kept = None if part is None else (low + min(part) * span, low + max(part) * span)
    play = Play.over(whole, kept, grows)
    last = max(play.steps - play.size, 0)
    frames = [play.frame(step) for step in range(last + 1)]
    assert frames[0][0] <= whole[0] and frames[-1][1] >= whole[1]
    assert all(a < b for a, b in frames)
    ends = [frame[1] for frame in frames]
    assert all(a <= b for a, b in pairwise(ends)) and len(frames) <= 500
    if grows:
        assert len({frame[0] for frame in frames}) == 1
    for step, frame in enumerate(frames[:20]):
        assert play.step_of(frame) == step or frame[1] == whole[1]


def test_a_chronicle_is_cached_until_anything_but_the_date_range_changes(bromley):
    p, kept = bromley.projection, Chronicles()
    view = View()
    first = kept.of(p, view, see(p, view))
    narrow = view._replace(dates=(to_days("2016"), to_days("2017")), undated=False)
    assert kept.of(p, narrow, see(p, narrow)) is first
    fewer = narrow._replace(hidden_nodes=Nodes([int(first.nodes[0])]))
    second = kept.of(p, fewer, see(p, fewer))
    assert len(second) == len(first) - 1, "resources outside the range are still on the timeline"
    assert second.whole == first.whole and len(second.lanes) == len(first.lanes)
    assert len(kept.of(p, view._replace(clock="said"), see(p, view))) > 2 * len(first)


def test_dates_are_shown_as_written(bromley):
    p = bromley.projection
    inspection = p.node_of["https://caseboard.example/bromley/inspection-2016"]
    assert date_lines(p, inspection, "happened") == (
        "11 Apr – 5 May 2016", "starts: 2016-04-11", "ends: 2016-05-05",
    )  # fmt: skip
    report = p.node_of["https://caseboard.example/bromley/report-2016"]
    assert date_lines(p, report, "happened") == (
        "between 5 May and the end of 2016", "date: 2016", "not before: 2016-05-05",
    )  # fmt: skip
    claim = p.node_of["https://caseboard.example/bromley/answer-management"]
    assert date_lines(p, claim, "happened") == ()
    assert date_lines(p, claim, "said") == ("said: 16 Jul 2018", "by the date of the occasion")


def test_a_date_that_stands_for_never_is_not_in_sight_first():
    rows = [(to_days("2010") + 30.0 * i, 1.0) for i in range(100)]
    assert made(rows).core == made(rows).whole
    far = made([*rows, (to_days("9999"), 365.0)])
    assert to_days("2009") < far.core[0] < to_days("2010-03") and to_days("2018") < far.core[1] < to_days("2019")
    assert far.whole[1] > to_days("9998"), "they can still be scrolled to"
    few = made([rows[0], (to_days("9999"), 365.0)])
    assert few.core == few.whole


def test_what_is_some_time_before_a_date_counts_at_that_date(bromley):
    dated = chronicle(bromley.projection, "happened")
    before = np.isinf(dated.start)
    assert before.any() and dated.periods.within[before].all()
    bars = dated.histogram(before)
    assert bars.sum() == pytest.approx(before.sum())
    assert bars[dated.edges[1:] <= dated.periods.given[before].min()].max() == 0
