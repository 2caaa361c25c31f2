"""Kernels give the same results compiled, as plain Python, and as array operations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from benchmarks import graphs

from graph.arrays.kernels import is_compiled
from graph.layout.large import barnes_hut, barnes_hut_plain, descent, grouping, nudging
from graph.layout.large.levels import level_of
from graph.layout.problem import problem
from graph.layout.tree import outlines, parents
from graph.layout.tree.forest import forest_of

pytestmark = pytest.mark.skipif(not is_compiled(), reason="there is no numba here to compare with")

LEVEL = level_of(80, graphs.scale_free(80))
POINTS = (np.random.default_rng(3).random((2, 80)) * 9).astype(np.float32)
MASS = np.random.default_rng(4).integers(1, 4, 80).astype(np.float32)
ORDER = np.random.default_rng(5).permutation(80).astype(np.int32)


def both(kernel: Any, *arguments: Any) -> tuple[list[Any], list[Any]]:
    """The arguments of a kernel after a call, compiled and as plain Python."""
    made = []
    for function in (kernel, kernel.py_func):
        own = [np.copy(value) if isinstance(value, np.ndarray) else value for value in arguments]
        made.append([*own, function(*own)])
    return made[0], made[1]


def same(kernel: Any, *arguments: Any) -> None:
    one, two = both(kernel, *arguments)
    for left, right in zip(one, two):
        if left is not None:
            np.testing.assert_allclose(left, right, rtol=2e-4, atol=2e-4)


def grown() -> tuple[Any, Any]:
    bodies, tree = np.empty((3, 80), np.float32), np.zeros((8, 7), np.float32)
    barnes_hut.grow_tree(ORDER, POINTS[0], POINTS[1], MASS, bodies, tree)
    return bodies, tree


def test_the_curve_is_the_same() -> None:
    keys = np.empty(80, np.int64)
    same(barnes_hut.curve_keys, POINTS[0], POINTS[1], keys)
    barnes_hut.curve_keys(POINTS[0], POINTS[1], keys)
    assert (np.sort(keys) & 0x7FFFFFFF).tolist() == barnes_hut_plain.curve_order(POINTS[0], POINTS[1]).tolist()


def test_trees_and_forces_are_the_same() -> None:
    bodies, tree = np.empty((3, 80), np.float32), np.zeros((8, 7), np.float32)
    same(barnes_hut.grow_tree, ORDER, POINTS[0], POINTS[1], MASS, bodies, tree)
    bodies, tree = grown()
    room, sums = np.empty((3, barnes_hut.FULL), np.float32), np.empty((3, barnes_hut.BUCKET), np.float32)
    one, two = both(barnes_hut.gather, 1, bodies, tree, np.float32(1.1), room, sums)
    np.testing.assert_allclose(one[5], two[5], rtol=2e-4, atol=2e-4)
    same(barnes_hut.push_all, ORDER, bodies, tree, np.float32(1.1), np.empty((3, 80), np.float32))


def test_array_operations_find_the_same_forces_and_all_pairs_nearly() -> None:
    bodies, tree = grown()
    pushes = np.empty((3, 80), np.float32)
    barnes_hut.push_all(ORDER, bodies, tree, np.float32(1.1), pushes)
    whole = barnes_hut_plain.pushed(ORDER, POINTS[0], POINTS[1], MASS, 1.1)
    np.testing.assert_allclose(pushes, whole, rtol=2e-3, atol=2e-3)
    away = POINTS[:, :, None] - POINTS[:, None]
    exact = (away * MASS / np.maximum((away**2).sum(axis=0), 1e-12)).sum(axis=2)
    assert np.abs(pushes[:2] - exact).mean() < 0.03 * np.abs(exact).mean()
    hold, cap = np.zeros(80, np.float32), np.float32(2.0)
    moved = np.empty((2, 80), np.float32)
    edges = (LEVEL.starts, LEVEL.neighbours, LEVEL.weights)
    same(barnes_hut.follow, *edges, MASS, hold, pushes, cap, POINTS[0], POINTS[1], moved)
    barnes_hut.follow(*edges, MASS, hold, pushes, cap, POINTS[0], POINTS[1], moved)
    np.testing.assert_allclose(
        moved, barnes_hut_plain.followed(LEVEL, POINTS[0], POINTS[1], MASS, hold, pushes, 2.0), rtol=1e-4, atol=1e-4
    )


def test_groups_are_the_same_and_leaves_join_their_only_neighbour() -> None:
    leader = np.empty(80, np.int32)
    same(grouping.group_nodes, LEVEL.starts, LEVEL.neighbours, LEVEL.weights, MASS, ORDER, 4, leader)
    grouping.group_nodes(LEVEL.starts, LEVEL.neighbours, LEVEL.weights, MASS, ORDER, 4, leader)
    assert (leader[leader] == leader).all()
    leaves = np.flatnonzero(LEVEL.degrees == 1)
    assert (leader[leaves] == LEVEL.neighbours[LEVEL.starts[leaves]]).all()


def test_steps_and_distances_are_the_same() -> None:
    same(descent.walk, LEVEL.starts, LEVEL.neighbours, 7, np.empty(80, np.int32), np.full(80, -1, np.float32))
    steps = np.random.default_rng(1).integers(1, 6, (80, 5)).astype(np.float32)
    pivots = np.array([1, 5, 9, 20, 33], np.int32)
    same(descent.majorise, LEVEL.starts, LEVEL.neighbours, steps, 1 / steps**2, pivots, POINTS)


def test_boxes_are_nudged_alike_until_none_overlap() -> None:
    from graph.layout.fitting.overlaps import overlapping
    from graph.layout.large.spacing import BITS, _keys

    width, held = np.full(80, 1.5, np.float32), np.arange(80) < 5
    keys = _keys(POINTS[0], POINTS[1], 1.5)
    same(nudging.nudge, keys, BITS, POINTS[0], POINTS[1], width, width, held)
    x, y = POINTS.copy()
    for _ in range(400):
        if not nudging.nudge(_keys(x, y, 1.5), BITS, x, y, width, width, np.zeros(80, bool)):
            break
    # The kernel finds no overlap where an exact search, with rounding allowed for, finds none.
    assert not len(overlapping(np.column_stack((x, y)).astype(np.float64), np.full((80, 2), 1.4999)))


def test_a_forest_and_its_tidy_tree_are_the_same() -> None:
    random = np.random.default_rng(6)
    child = np.arange(1, 80, dtype=np.int32)
    above = (random.random(79) * child).astype(np.int32)
    forest = forest_of(problem(80, np.stack((above, child), axis=1)))
    half, end = random.random(80) + 0.5, (forest.depth + 1.0) * 3 + random.random(80)
    same(outlines.tidy, forest.starts, half, end, np.empty(80))
    same(outlines.add_up, forest.parent, random.random(80))
    same(outlines.stand_along, forest.parent, half, half, np.zeros(80), np.zeros(80))
    same(outlines.pass_down, forest.parent, np.zeros(80, np.int32), np.zeros(80, np.int32))
    starts, children = LEVEL.starts, LEVEL.neighbours
    back, waiting = np.zeros(len(children), bool), np.bincount(children, minlength=80).astype(np.int32)
    same(parents.find_back, starts, children, ORDER, waiting, back)
    parents.find_back(starts, children, ORDER, waiting, back)
    waiting = np.bincount(children[~back], minlength=80).astype(np.int32)
    same(parents.find_deepest, starts, children, ORDER, back, waiting, np.empty(80, np.int32))
    turn, firm = np.repeat([1, 2], [40, len(children) - 40]).astype(np.int32), random.random(len(children)) < 0.5
    same(parents.adopt, children, LEVEL.owners, turn, firm, np.full(80, -1, np.int32))
