"""Laws of the parts of layouts: overlap removal, packing, the order of the timeline."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.arrays.types import Floats
from graph.layout import arrange
from graph.layout.fitting.overlaps import move_apart, overlapping, settle, stretch_apart
from graph.layout.fitting.packing import grid, pack
from graph.layout.problem import Arrangement, Problem, problem
from graph.work.progress import finish

place = st.one_of(st.just(0.0), st.integers(-3, 3).map(float), st.floats(-2000, 2000, width=32))
side = st.one_of(st.just(0.0), st.floats(1, 300, width=32))
rectangles = st.lists(st.tuples(place, place, side, side, st.booleans()), min_size=1, max_size=40)
calm = settings(deadline=None, max_examples=60)


def unpack(rows: list[tuple[float, float, float, float, bool]]) -> tuple[Floats, Floats, np.ndarray]:
    table = np.array([row[:4] for row in rows], dtype=np.float64)
    return table[:, :2], table[:, 2:], np.array([row[4] for row in rows])


@calm
@given(rectangles)
def test_settling_removes_overlap_and_moves_no_fixed_or_free_box(rows: list) -> None:
    points, boxes, fixed = unpack(rows)
    for upright in (False, True):
        now = settle(points, boxes, fixed, upright=upright)
        pairs = overlapping(now, boxes)
        assert fixed[pairs].all()
        assert (now[fixed] == points[fixed]).all()
        clashes = overlapping(points, boxes + 4)
        alone = np.setdiff1d(np.arange(len(points)), clashes.ravel())
        assert (now[alone] == points[alone]).all()
        if upright:
            assert (now[:, 0] == points[:, 0]).all()


@calm
@given(rectangles)
def test_moving_apart_removes_overlap_even_in_single_precision(rows: list) -> None:
    points, boxes, fixed = unpack(rows)
    now = move_apart(points, boxes, fixed)
    assert np.isfinite(now).all()
    assert (now[fixed] == points[fixed]).all()
    assert fixed[overlapping(now.astype(np.float32).astype(np.float64), boxes)].all()


@calm
@given(rectangles)
def test_stretching_apart_keeps_the_order_in_x_and_y(rows: list) -> None:
    points, boxes, _ = unpack(rows)
    points = np.unique(np.round(points), axis=0)
    boxes = boxes[: len(points)]
    now = stretch_apart(points, boxes)
    assert not len(overlapping(now, boxes))
    for axis in (0, 1):
        order = np.argsort(points[:, axis], kind="stable")
        assert (np.diff(now[order, axis]) >= -1e-6).all()


def test_many_boxes_on_one_spot_are_parted() -> None:
    boxes = np.tile([150.0, 40.0], (400, 1))
    now = move_apart(np.zeros((400, 2)), boxes)
    assert not len(overlapping(now, boxes))
    assert np.ptp(now, axis=0).prod() < 2.5 * 400 * 168 * 54


@calm
@given(st.lists(st.tuples(st.floats(1, 3000), st.floats(1, 3000)), max_size=50))
def test_packed_rectangles_keep_their_distance_and_waste_little(sizes: list[tuple[float, float]]) -> None:
    table = np.array(sizes, dtype=np.float64).reshape(-1, 2)
    corners = pack(table, 30.0)
    assert corners.shape == table.shape
    assert (corners >= 0).all()
    assert not len(overlapping(corners + table / 2, table + 29.99))
    if len(table):
        across, down = (corners + table).max(axis=0)
        widest, tallest = table.max(axis=0) + 30
        room = float((table + 30).prod(axis=1).sum())
        assert across * down <= 4 * max(room, widest * tallest, widest**2, tallest**2 * 2.56) + 1


@calm
@given(st.lists(st.tuples(side, side), max_size=60))
def test_a_grid_does_not_overlap(sizes: list[tuple[float, float]]) -> None:
    boxes = np.array(sizes, dtype=np.float64).reshape(-1, 2)
    assert not len(overlapping(grid(boxes, np.array([5.0, 5.0])), boxes + 4))


day = st.one_of(st.integers(-800000, 800000).map(float), st.integers(16800, 16830).map(float), st.floats(17000, 17001))
spans = st.lists(
    st.one_of(st.none(), st.tuples(day, st.sampled_from([0.0, 0.0, 1.0, 30.0, 3650.0]))), min_size=1, max_size=40
)


def dated(dates: list[tuple[float, float] | None]) -> Problem:
    rows = [(np.nan, np.nan) if d is None else (d[0], d[0] + d[1]) for d in dates]
    n = len(rows)
    return problem(
        n, [(i, i + 1) for i in range(n - 1)], dates=rows, groups=np.arange(n) % 3, group_names=["A", "B", "C"]
    )


@calm
@given(spans)
def test_no_later_node_stands_left_of_an_earlier_one(dates: list[tuple[float, float] | None]) -> None:
    asked = dated(dates)
    found = finish(arrange("timeline", asked))
    middle = asked.dates.mean(axis=1)
    known = np.flatnonzero(np.isfinite(middle))
    order = known[np.argsort(middle[known], kind="stable")]
    x = found.positions[:, 0].astype(np.float64)
    steps = np.diff(x[order])
    assert (steps[np.diff(middle[order]) > 0] >= 0).all()
    assert not len(overlapping(found.positions.astype(np.float64), asked.boxes.astype(np.float64)))


def ticks(found: Arrangement) -> list[tuple[float, str]]:
    return [(guide.at, guide.text) for guide in found.guides if guide.axis == "x"]


def test_ticks_separate_before_from_after() -> None:
    days = [
        np.datetime64(text).astype(int)
        for text in ("2016-02-03", "2016-12-31", "2017-01-01", "2017-11-05", "2018-06-01")
    ]
    found = finish(arrange("timeline", dated([(float(day), 0.0) for day in days])))
    x = found.positions[:, 0]
    at = {text: place for place, text in ticks(found)}["Jan 2017"]
    assert x[1] <= at <= x[2]
    places = [place for place, _ in ticks(found)]
    assert places == sorted(places)
    assert min(np.diff(places)) >= 90


def test_lanes_hold_their_class_and_the_undated_come_last() -> None:
    asked = dated([(16800.0 + 40 * i, 0.0) if i % 4 else None for i in range(40)])
    found = finish(arrange("timeline", asked))
    lanes = [guide for guide in found.guides if guide.axis == "y"]
    assert [lane.text for lane in lanes] == ["A", "B", "C", "Undated"]
    undated = np.isnan(asked.dates[:, 0])
    for i, (_, y) in enumerate(found.positions):
        lane = lanes[3] if undated[i] else lanes[asked.groups[i]]
        assert lane.start <= y - 20
        assert y + 20 <= lane.end
    assert found.notes[-1:] == ("10 resources without a date are in the last lane.",)


def test_a_timeline_without_dates_says_so() -> None:
    found = finish(arrange("timeline", dated([None] * 5)))
    assert found.notes == ("No resource shown has a date, so the timeline has one lane and no scale.",)
    assert ticks(found) == []


def test_equal_dates_have_one_tick() -> None:
    found = finish(arrange("timeline", dated([(17728.0, 0.0)] * 5)))
    assert [text for _, text in ticks(found)] == ["16 Jul 2018"]
