"""Placement of labels: taken and free cells agree with a table of the owners of every cell."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.pictures.drawing.labels import Taken

BOUNDS = (4.0, 4.0, 120.0, 90.0)
CELL = 2.0
spots = st.tuples(st.floats(-20, 140), st.floats(-20, 110), st.floats(0, 40), st.floats(0, 30))
rects = spots.map(lambda spot: (spot[0], spot[1], spot[0] + spot[2], spot[1] + spot[3]))
owners = st.one_of(st.none(), st.integers(0, 4))


def cells(rect: tuple[float, float, float, float]) -> set[tuple[int, int]]:
    across, down = (math.ceil((BOUNDS[k + 2] - BOUNDS[k]) / CELL) + 1 for k in range(2))
    left, top, right, bottom = (math.floor((rect[k] - BOUNDS[k % 2]) / CELL) for k in range(4))
    return {
        (row, column)
        for row in range(max(top, 0), min(bottom, down - 1) + 1)
        for column in range(max(left, 0), min(right, across - 1) + 1)
    }


class Table:
    """Every cell with the owners of the boxes that touch it; a box without an owner is foreign to all."""

    def __init__(self) -> None:
        self.owners: dict[tuple[int, int], set[int | None]] = {}

    def take(self, rect, owner) -> None:
        for cell in cells(rect):
            self.owners.setdefault(cell, set()).add(owner)

    def is_free(self, rect, but) -> bool:
        if rect[0] < BOUNDS[0] or rect[1] < BOUNDS[1] or rect[2] > BOUNDS[2] or rect[3] > BOUNDS[3]:
            return False
        own = set() if but is None else {but}
        return all(self.owners.get(cell, set()) <= own for cell in cells(rect))


@given(
    st.lists(st.tuples(rects, owners), max_size=12),
    st.lists(st.tuples(rects, st.one_of(st.none(), st.integers(0, 400))), max_size=8),
    st.integers(0, 5),
    st.sampled_from([3, 350]),
)
@settings(max_examples=150, deadline=None)
def test_a_cell_is_free_unless_another_owner_has_taken_it(taken_by, asked, seed, many):
    random = np.random.default_rng(seed)
    start = random.uniform(-10, 110, (many, 2))
    nodes = np.concatenate((start, start + random.uniform(0, 6, (many, 2))), axis=1)
    taken, table = Taken(BOUNDS), Table()
    taken.take_all(nodes, np.arange(many))
    for owner, rect in enumerate(nodes.tolist()):
        table.take(rect, owner)
    wanted = np.array([nodes[:6] + move for move in ((0, 0, 0, 0), (0, -3, 9, 0), (-30, 2, 30, 5))]).swapaxes(0, 1)
    may_be = taken.may_be_free(wanted, np.arange(6))
    for owner, place in np.ndindex(may_be.shape):
        assert may_be[owner, place] or not table.is_free(tuple(wanted[owner, place].tolist()), owner)
    for rect, owner in taken_by:
        taken.take(rect, owner)
        table.take(rect, owner)
    for rect, but in (*asked, *((tuple(rect), owner) for owner, rect in enumerate(nodes[:5].tolist()))):
        assert taken.is_free(rect, but) == table.is_free(rect, but), (rect, but)


def test_one_look_finds_most_taken_cells():
    random = np.random.default_rng(4)
    start = random.uniform(10, 1100, (900, 2))
    nodes = np.concatenate((start, start + 12), axis=1)
    names = np.stack([nodes + np.array((move, 14, move + 40, 14)) for move in (-14, 0, 20)], axis=1)
    for _ in range(2):  # the second run reuses the memory of the first
        taken = Taken((0.0, 0.0, 1200.0, 1200.0))
        taken.take_all(nodes, np.arange(900))
        may_be = taken.may_be_free(names, np.arange(900))
        free = np.array([[taken.is_free(tuple(rect), i) for rect in rects] for i, rects in enumerate(names.tolist())])
        assert not (free & ~may_be).any() and (may_be & ~free).mean() < 0.1 and free.mean() > 0.05
        taken.give_back()


def test_a_chain_is_taken_completely_or_not_at_all():
    taken, table = Taken(BOUNDS), Table()
    taken.take((50, 50, 60, 60))
    table.take((50, 50, 60, 60), None)
    assert not taken.take_chain(taken.spots(np.array([(30, 50, 40, 60), (41, 50, 51, 60)])))
    assert taken.is_free((30, 50, 40, 60))
    chain = [(10.0, 10.0, 20.0, 20.0), (18.0, 14.0, 28.0, 24.0)]
    assert taken.take_chain(taken.spots(np.array(chain)))
    for rect in chain:
        table.take(rect, None)
    for x in range(5, 70, 3):
        assert taken.is_free((x, 12, x + 1, 13)) == table.is_free((x, 12, x + 1, 13), None)


@given(st.lists(st.tuples(rects, owners), max_size=12), st.lists(rects, max_size=8), st.integers(0, 4))
@settings(deadline=None)
def test_the_first_free_rectangle_is_taken(taken_by, wanted, owner):
    taken, table = Taken(BOUNDS), Table()
    for rect, other in taken_by:
        taken.take(rect, other)
        table.take(rect, other)
    held = np.array(wanted).reshape(-1, 4)
    inside = taken.holds(held)
    assert inside.tolist() == [Table().is_free(rect, None) for rect in wanted], "nothing lies in an empty table"
    held = held[inside]
    free = [place for place, rect in enumerate(held.tolist()) if table.is_free(rect, owner)]
    found = taken.take_first(taken.spots(held), owner)
    assert found == (free[0] if free else -1)
    if free:
        table.take(held[found].tolist(), owner)
    for rect in (*wanted, *(rect for rect, _ in taken_by)):
        for but in (owner, 4 - owner, None):
            assert taken.is_free(rect, but) == table.is_free(rect, but)


def test_a_picture_can_be_emptied_of_all_but_one_owner():
    taken = Taken(BOUNDS)
    taken.take((10, 10, 30, 20), 7)
    taken.take((50, 50, 70, 60), 8)
    left = taken.emptied(7)
    assert not left.is_free((12, 12, 14, 14)) and left.is_free((12, 12, 14, 14), 7)
    assert left.is_free((52, 52, 54, 54)) and not taken.is_free((52, 52, 54, 54))
