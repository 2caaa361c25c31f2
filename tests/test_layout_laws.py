"""Laws of the parts of layouts: overlap removal, packing, the order of the timeline, tidy trees."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.arrays.types import Floats
from graph.layout import arrange
from graph.layout.fitting.overlaps import move_apart, overlapping, settle, stretch_apart
from graph.layout.fitting.packing import grid, pack
from graph.layout.problem import Arrangement, Problem, problem
from graph.layout.tree.forest import Forest, forest_of
from graph.work.progress import finish
from tests.clocks import busy

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


def scale_of(found: Arrangement) -> list[tuple[float, float, float, float]]:
    """The stretches of the axis: first and last day, and where they begin and end."""
    return [(guide.first, guide.last, guide.start, guide.end) for guide in found.guides if guide.axis == "t"]


def middle(first: float, last: float) -> float:
    """The middle of a period, or the end of it that is given."""
    return last if np.isinf(first) else first if np.isinf(last) else (first + last) / 2


open_spans = st.one_of(
    spans,
    st.lists(
        st.one_of(
            st.none(),
            st.tuples(day, st.sampled_from([0.0, 1.0, 366.0, np.inf])),
            day.map(lambda at: (-np.inf, at)),
        ),
        min_size=1,
        max_size=40,
    ),
)


@calm
@given(open_spans)
@example([(17000.5, 0.0), (-np.inf, 17000.0), (-np.inf, 17000.625)])
def test_every_node_stands_in_the_middle_of_its_period_on_an_axis_to_scale(dates: list) -> None:
    rows = [None if row is None else (row[0], row[1] if np.isinf(row[0]) else row[0] + row[1]) for row in dates]
    asked = problem(
        len(rows), [(i, i + 1) for i in range(len(rows) - 1)], dates=[row or (np.nan, np.nan) for row in rows],
        groups=np.arange(len(rows)) % 3, group_names=["A", "B", "C"],
    )  # fmt: skip
    found = finish(arrange("timeline", asked))
    assert not len(overlapping(found.positions.astype(np.float64), asked.boxes.astype(np.float64)))
    scale = scale_of(found)
    assert bool(scale) == any(row is not None for row in rows)
    rates = [(end - start) / (last - first) for first, last, start, end in scale]
    assert np.allclose(rates, rates[:1] * len(rates), rtol=1e-6), "every stretch has the same scale"
    for (_, over, _, end), (next_, _, start, _) in pairwise(scale):
        assert over < next_ and start - end >= 60, "a cut has room for its words"
        assert not any(over < edge < next_ for row in rows if row for edge in row), "nothing begins or ends in a cut"
    for row, x in zip(rows, found.positions[:, 0].tolist()):
        if row is not None:
            at = middle(*row)
            edge = min((edge for first, last, _, _ in scale for edge in (first, last)), key=lambda edge: abs(edge - at))
            if not any(first <= at <= last for first, last, _, _ in scale):
                at = edge  # no node stands in a cut
            first, _, start, _ = next(part for part in scale if part[0] <= at <= part[1])
            assert x == pytest.approx(start + (at - first) * rates[0], abs=max(0.02, 1e-6 * abs(x)))


@calm
@given(open_spans)
def test_the_row_of_a_node_is_free_along_its_period(dates: list) -> None:
    rows = [None if row is None else (row[0], row[1] if np.isinf(row[0]) else row[0] + row[1]) for row in dates]
    asked = problem(len(rows), dates=[row or (np.nan, np.nan) for row in rows])
    found = finish(arrange("timeline", asked))
    scale, xy = scale_of(found), found.positions.tolist()
    if not scale:
        return
    knots = [(day, x) for first, last, start, end in scale for day, x in ((first, start), (last, end))]
    bars = [None if row is None else np.interp(row, *zip(*knots)).tolist() for row in rows]
    for i, bar in enumerate(bars):
        for j, (x, y) in enumerate(xy):
            if bar is not None and i != j and y == xy[i][1] and bars[j] is not None:
                assert bar[1] <= x - 60 + 0.1 or bar[0] >= x + 60 - 0.1, "no other box stands on its bar"


def test_a_long_time_without_dates_is_cut_out_of_the_axis_and_a_short_one_is_not() -> None:
    century = [(float(year * 365), 365.0) for year in (0, 20, 40, 100)]
    found = finish(arrange("timeline", dated([*century, (700_000.0, 365.0)])))
    assert len(scale_of(found)) == 2
    assert found.notes[0] == "The axis is to scale. It is cut once, at a mark that says how much time is left out."
    found = finish(arrange("timeline", dated(century)))
    assert len(scale_of(found)) == 1 and found.notes[0] == "The axis is to scale."


def test_equal_beginnings_are_in_rows_from_the_most_precise_to_the_least() -> None:
    asked = problem(4, dates=[(100, 466), (100, 101), (100, 131), (100, np.inf)])
    y = finish(arrange("timeline", asked)).positions[:, 1]
    assert y[1] < y[2] < y[0] < y[3]


def ticks(found: Arrangement) -> list[tuple[float, str]]:
    return [(guide.at, guide.text) for guide in found.guides if guide.axis == "x"]


def test_every_stretch_of_an_axis_has_a_tick() -> None:
    years = [float(day) for day in (0, 3000, 9000, 20_000, 30_000)]
    found = finish(arrange("timeline", dated([*((day, 0.0) for day in years), (730_000.0, 900.0)])))
    assert len(scale_of(found)) == 2
    for _, _, start, end in scale_of(found):
        assert any(start <= place <= end for place, _ in ticks(found))
    assert "3969" in [text for _, text in ticks(found)]
    assert min(np.diff(sorted(place for place, _ in ticks(found)))) >= 90


def test_ticks_separate_before_from_after() -> None:
    days = [
        np.datetime64(text).astype(int)
        for text in ("2016-02-03", "2016-12-31", "2017-01-01", "2017-11-05", "2018-06-01")
    ]
    found = finish(arrange("timeline", dated([(float(day), 0.0) for day in days])))
    x = found.positions[:, 0]
    at = {text: place for place, text in ticks(found)}["Jan 2017"]
    assert x[1] <= at <= x[2]
    assert min(np.diff(sorted(place for place, _ in ticks(found)))) >= 90


def test_lanes_hold_their_class_and_the_undated_stand_apart_where_the_lines_to_them_are_short() -> None:
    asked = dated([(16800.0 + 40 * i, 0.0) if i % 4 else None for i in range(40)])
    found = finish(arrange("timeline", asked))
    lanes = [guide for guide in found.guides if guide.axis == "y"]
    assert [lane.text for lane in lanes] == ["A", "Undated", "B", "C"]
    undated = np.isnan(asked.dates[:, 0])
    titles = {lane.text: lane for lane in lanes}
    for i, (_, y) in enumerate(found.positions):
        lane = titles["Undated" if undated[i] else "ABC"[asked.groups[i]]]
        assert lane.start <= y - 20
        assert y + 20 <= lane.end
    assert found.notes[-1:] == ("10 resources without a date are in a separate lane.",)


@calm
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), max_size=30), st.integers(1, 12))
def test_the_undated_are_in_the_order_of_what_they_relate_to_and_never_first(links: list, many: int) -> None:
    """Ten dated nodes in three lanes, and undated ones that relate to some of them."""
    edges = [(10 + i % many, to) for i, (_, to) in enumerate(links)]
    days = [(1000.0 * i, 1000.0 * i + 1) for i in range(10)] + [(np.nan, np.nan)] * many
    asked = problem(10 + many, edges, dates=days, groups=np.arange(10 + many) % 3, group_names=["A", "B", "C"])
    found = finish(arrange("timeline", asked))
    lanes = [guide for guide in found.guides if guide.axis == "y"]
    titles = [lane.text for lane in lanes]
    assert titles.index("Undated") > 0
    assert edges or titles[-1] == "Undated"
    assert [title for title in titles if title != "Undated"] == ["A", "B", "C"]
    assert all(a.end <= b.start + 1e-3 for a, b in pairwise(lanes))
    x, y = found.positions.T
    pulls = {
        i: np.mean([x[b] for a, b in edges if a == i]) for i in range(10, 10 + many) if any(i == a for a, _ in edges)
    }
    for one, other in combinations(pulls, 2):
        if y[one] == y[other] and abs(pulls[one] - pulls[other]) > 0.01:
            assert (pulls[one] < pulls[other]) == (x[one] < x[other])


def test_a_timeline_without_dates_says_so() -> None:
    found = finish(arrange("timeline", dated([None] * 5)))
    assert found.notes == ("No resource shown has a date, so the timeline has one lane and no scale.",)
    assert ticks(found) == []


def test_equal_dates_have_an_axis_of_their_day() -> None:
    for length in (0.0, 1.0):
        found = finish(arrange("timeline", dated([(17728.0, length)] * 5)))
        assert [text for _, text in ticks(found)] == ["16 Jul 2018", "17 Jul 2018"]


@calm
@given(st.integers(2, 25), st.data())
def test_without_cycles_every_edge_of_a_hierarchy_points_forward(n: int, data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] < pair[1])
    edges = np.array(data.draw(st.lists(pairs, min_size=1, max_size=50)))
    name = np.array(data.draw(st.permutations(range(n))))
    asked = problem(n, name[edges])
    found = finish(arrange("hierarchical", asked)).positions
    way = found[asked.edges[:, 1]] - found[asked.edges[:, 0]]
    assert (way > 0).all(axis=0).any()


# Trees

limbs = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 300), st.integers(1, 90)), min_size=2, max_size=60
)


def rooted(rows: list[tuple[float, int, int]], growth: str = "right") -> Problem:
    """A tree in which each node but the first has an earlier one as its parent."""
    edges = [(int(share * i), i) for i, (share, _, _) in enumerate(rows) if i]
    return problem(len(rows), edges, boxes=[row[1:] for row in rows], settings={"growth": growth})


def parents_of(forest: Forest) -> list[int]:
    parent = np.full(len(forest) + 1, -1)
    parent[forest.nodes] = np.append(forest.nodes, -1)[forest.parent]
    return parent[:-1].tolist()


@calm
@given(limbs, st.sampled_from(["right", "around"]))
def test_a_tree_has_no_overlap_however_large_its_boxes(rows: list, growth: str) -> None:
    asked = rooted(rows, growth)
    found = finish(arrange("tree", asked)).positions.astype(np.float64)
    assert not len(overlapping(found, asked.boxes.astype(np.float64)))


@calm
@given(limbs)
def test_children_stand_right_of_their_parent_on_one_line_in_the_order_of_their_names(rows: list) -> None:
    asked = rooted(rows)
    names = np.random.default_rng(len(rows)).permutation(len(rows))
    xy = finish(arrange("tree", replace(asked, names=names.astype(np.int32)))).positions.astype(np.float64)
    half = asked.boxes[:, 0] / 2
    for v in range(len(rows)):
        own = asked.edges[asked.edges[:, 0] == v, 1]
        own = own[np.argsort(names[own])]
        if not len(own):
            continue
        assert (np.diff(xy[own, 1]) > 0).all(), "in the order of their names"
        assert np.allclose(xy[own, 0], xy[own[0], 0], atol=0.01), "on one line"
        assert (xy[own, 0] - half[own] > xy[v, 0] + half[v]).all()
        assert xy[v, 1] == pytest.approx((xy[own[0], 1] + xy[own[-1], 1]) / 2, abs=0.01), "the parent is in the middle"


@calm
@given(limbs)
def test_no_stranger_stands_between_siblings_and_no_subtree_is_further_off_than_it_must_be(rows: list) -> None:
    asked = rooted(rows)
    xy = finish(arrange("tree", asked)).positions.astype(np.float64)
    parent = parents_of(forest_of(asked))
    for i in range(1, len(rows)):
        row = [j for j in range(len(rows)) if parent[j] == parent[i]]
        strangers = np.setdiff1d(np.arange(len(rows)), row)
        inside = (np.abs(xy[strangers, 0] - xy[i, 0]) < 1e-6) & (xy[strangers, 1] > xy[row, 1].min())
        assert not (inside & (xy[strangers, 1] < xy[row, 1].max())).any()
    tall = asked.boxes[:, 1] + 10
    assert np.ptp(xy[:, 1]) <= tall.sum(), "never more room than all boxes one below another"


@calm
@given(limbs, limbs)
def test_a_subtree_has_one_shape_wherever_it_occurs(twig: list, rest: list) -> None:
    """The same twig is grafted onto two places of a tree."""
    k, n = len(twig), len(rest)
    grafts = [0, n // 2]
    edges = [(int(share * i), i) for i, (share, _, _) in enumerate(rest) if i]
    for turn, at in enumerate(grafts):
        start = n + turn * k
        edges += [(at, start)] + [(start + int(share * i), start + i) for i, (share, _, _) in enumerate(twig) if i]
    boxes = [row[1:] for row in (*rest, *twig, *twig)]
    asked = problem(n + 2 * k, edges, boxes=boxes, settings={"growth": "right"})
    xy = finish(arrange("tree", asked)).positions.astype(np.float64)
    one, two = xy[n : n + k], xy[n + k :]
    assert np.allclose(one - one[0], two - two[0], atol=0.02)


def test_three_children_share_the_room_that_a_large_subtree_needs() -> None:
    """The outer two are pushed apart by their own children; the one between them stands in the middle."""
    edges = [(0, 1), (0, 2), (0, 3), *[(1, i) for i in range(4, 10)], *[(3, i) for i in range(10, 16)]]
    y = finish(arrange("tree", problem(16, edges, settings={"growth": "right"}))).positions[:, 1]
    assert y[2] == pytest.approx((y[1] + y[3]) / 2) and y[2] - y[1] > 100


@pytest.mark.parametrize("up", [True, False])
def test_either_direction_of_edges_makes_the_same_tree(up: bool) -> None:
    below = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2)]
    asked = problem(6, below if up else [pair[::-1] for pair in below])
    assert parents_of(forest_of(asked)) == [-1, 0, 0, 1, 1, 2]


def test_a_node_with_several_parents_is_under_the_one_on_the_longest_way() -> None:
    assert parents_of(forest_of(problem(5, [(0, 1), (1, 2), (0, 3), (2, 3), (0, 4), (3, 4)]))) == [-1, 0, 1, 2, 3]


def test_inverse_kinds_are_one_hierarchy_and_a_symmetric_kind_is_none() -> None:
    broader = [(1, 0), (2, 0), (3, 1), (4, 1)]
    narrower = [(2, 5)]
    related = [(0, 3), (3, 0), (4, 5), (5, 4), (6, 5), (5, 6)]
    asked = problem(7, broader + narrower + related, kinds=[0] * 4 + [1] + [2] * 6)
    assert parents_of(forest_of(asked)) == [-1, 0, 0, 1, 1, 2, 5]


@calm
@given(st.integers(1, 25), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24), st.integers(0, 3)), max_size=60))
def test_any_graph_has_a_forest_that_joins_all_that_is_joined(n: int, rows: list) -> None:
    edges = [(a % n, b % n) for a, b, _ in rows]
    forest = forest_of(problem(n, edges, kinds=[kind for _, _, kind in rows]))
    parent = parents_of(forest)
    for v in range(n):
        seen, up = set(), v
        while up >= 0 and up not in seen:
            seen.add(up)
            up = parent[up]
        assert up < 0, "no way up comes back"
        assert parent[v] < 0 or (v, parent[v]) in edges or (parent[v], v) in edges
        if any(v in edge and edge[0] != edge[1] for edge in edges):
            assert parent[v] >= 0 or v in parent, "nothing that has an edge is alone"
    assert sorted(forest.nodes.tolist()) == list(range(n))
    at = {int(v): k for k, v in enumerate(forest.nodes)}
    assert all(parent[v] < 0 or at[parent[v]] < at[v] for v in range(n)), "parents come first"


@pytest.mark.parametrize("shape", ["chain", "comb", "star", "random"])
def test_a_tree_takes_time_in_proportion_to_its_nodes(shape: str) -> None:
    def took(n: int) -> float:
        child = np.arange(1, n)
        above = {
            "chain": child - 1,
            "comb": np.where(child % 2, np.maximum(child - 2, 0), child - 1),
            "star": 0 * child,
            "random": (np.random.default_rng(1).random(n - 1) * child).astype(int),
        }[shape]
        asked = problem(n, np.stack((above, child), axis=1), boxes=(20, 20), settings={"growth": "right"})
        return min(busy(lambda: finish(arrange("tree", asked))) for _ in range(3))

    took(900)
    assert took(32_000) < 24 * took(4_000) + 0.1, "eight times the nodes; their square would take 64 times as long"


def test_trees_stand_one_below_another_in_columns_of_the_shape_of_a_screen() -> None:
    edges = [(i - i % 4, i) for i in range(160) if i % 4]
    asked = problem(164, edges, boxes=(60, 20), settings={"growth": "right"})
    xy = finish(arrange("tree", asked)).positions
    roots = xy[:160:4]
    columns = np.unique(roots[:, 0].round())
    assert 2 <= len(columns) <= 8 and 0.8 < np.ptp(xy[:, 0]) / np.ptp(xy[:, 1]) < 3
    by = np.lexsort((roots[:, 1], roots[:, 0]))
    assert by.tolist() == list(range(40)), "read down, then to the right"


@pytest.mark.parametrize(("leaves", "grows"), [(6, "right"), (60, "around")])
def test_a_tree_too_tall_for_a_screen_grows_around_its_root(leaves: int, grows: str) -> None:
    asked = problem(leaves + 1, [(0, i) for i in range(1, leaves + 1)], settings={"growth": "automatic"})
    found = finish(arrange("tree", asked)).positions
    same = finish(arrange("tree", replace(asked, settings={"growth": grows}))).positions
    assert found.tobytes() == same.tobytes()
