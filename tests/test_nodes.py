"""Sets of node ids behave like plain sets at any size."""

from __future__ import annotations

import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View

IDS = st.frozensets(st.integers(0, 5000), max_size=40)


@given(IDS, IDS)
def test_they_combine_like_plain_sets(a: frozenset[int], b: frozenset[int]) -> None:
    left, right = Nodes(a), Nodes(b)
    for ours, plain in ((left | right, a | b), (left & right, a & b), (left - right, a - b), (left ^ right, a ^ b)):
        assert ours == plain
        assert ours == Nodes(plain) and hash(ours) == hash(Nodes(plain)) == hash(plain)
        assert list(ours) == sorted(plain) and len(ours) == len(plain)
    assert (left <= right) == (a <= b)
    assert left | b == a | b and a | right == a | b


@given(IDS, st.integers(0, 6000))
def test_a_mask_agrees_with_the_set(ids: frozenset[int], count: int) -> None:
    mask = Nodes(ids).mask(count)
    assert len(mask) == count
    assert set(np.flatnonzero(mask).tolist()) == {node for node in ids if node < count}
    assert all((node in Nodes(ids)) == (node in ids) for node in range(0, 6000, 7))


def test_a_view_accepts_any_kind_of_set_and_compares_equal() -> None:
    assert View(hidden_nodes=frozenset({1, 2})) == View(hidden_nodes=Nodes([2, 1]))  # type: ignore[arg-type]


def test_hiding_half_of_a_large_graph_five_hundred_times_stays_small() -> None:
    half = Nodes(np.arange(0, 100_000, 2))
    assert sys.getsizeof(half._bits) < 13_000


def test_positions_share_unmoved_blocks() -> None:
    first = Positions(np.zeros((100_000, 2), np.float32))
    second = first.moved(np.array([7]), np.array([[1.0, 2.0]]), 100_000)
    same = [a is b for a, b in zip(first._blocks, second._blocks)]
    assert same.count(False) == 1 and not same[0]
    assert second.xy[7].tolist() == [1.0, 2.0] and first.xy[7].tolist() == [0.0, 0.0]
    assert second != first and second.moved(np.array([7]), np.zeros((1, 2)), 100_000) == first
    grown = second.moved(np.array([100_001]), np.ones((1, 2)), 100_002)
    assert np.isnan(grown.xy[100_000]).all() and grown.of(3).shape == (3, 2)
