"""Layouts of thousands of resources: laws that hold with compiled kernels and without."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from benchmarks import graphs

from graph.errors import LayoutError
from graph.layout import arrange
from graph.layout.large.levels import coarsened, level_of
from graph.layout.large.multilevel import descended
from graph.layout.large.swarm import Swarm
from graph.layout.problem import Draft, Problem, problem
from graph.layout.registry import LAYOUTS, MANY
from graph.work.process import Worker
from graph.work.progress import finish
from tests.layout_quality import edge_spread, kept_neighbours, overlap_count, stress

LARGE = [name for name, layout in LAYOUTS.items() if layout.of_many]
USERS_OF_KERNELS = ("swarm", "multilevel", "spacing", "pivots")


@pytest.fixture(params=["compiled", "plain"])
def kernels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with kernels, and as on a machine without numba."""
    if request.param == "plain":
        for name in USERS_OF_KERNELS:
            monkeypatch.setattr(f"graph.layout.large.{name}.is_compiled", lambda: False)
    return str(request.param)


def sprawl(seed: int = 1) -> Problem:
    """A mesh, a tree, a scale-free graph, pairs, triples and single nodes, with loops and parallel edges."""
    pieces = [graphs.scale_free(700), graphs.grid(18), graphs.tree(400), *[graphs.tree(k) for k in (9, 3, 3, 2, 2, 2)]]
    sizes = [700, 324, 400, 9, 3, 3, 2, 2, 2]
    starts = np.cumsum([0, *sizes[:-1]])
    edges = np.concatenate([piece + start for piece, start in zip(pieces, starts)] + [[(5, 5), (0, 1), (1, 0)]])
    n = 1560
    boxes = np.random.default_rng(seed).integers(12, 50, (n, 2))
    return problem(n, edges, boxes=boxes, seed=seed)


def unfolded(edges: np.ndarray, n: int, seed: int = 1) -> np.ndarray:
    for _, places in descended(level_of(n, edges), seed):
        found = places
    return found().T


@pytest.mark.parametrize("name", LARGE)
def test_large_graphs_get_the_same_layout_each_time_without_overlap(name: str, kernels: str) -> None:
    asked = sprawl()
    found = finish(arrange(name, asked)).positions
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert overlap_count(found, asked.boxes) == 0
    assert found.tobytes() == finish(arrange(name, asked)).positions.tobytes()


def test_components_stand_apart(kernels: str) -> None:
    asked = sprawl()
    found = finish(arrange("multilevel", asked)).positions
    frames = []
    for begin, end in itertools.pairwise((0, 700, 1024, 1424, 1433, 1436)):
        own, half = found[begin:end], asked.boxes[begin:end] / 2
        frames.append((*(own - half).min(axis=0), *(own + half).max(axis=0)))
    for one, two in itertools.combinations(frames, 2):
        assert one[2] < two[0] or two[2] < one[0] or one[3] < two[1] or two[3] < one[1]


def test_a_mesh_looks_like_a_mesh(kernels: str) -> None:
    edges = graphs.grid(25)
    places = unfolded(edges, 625)
    assert stress(places, edges) < 0.03
    assert kept_neighbours(places, edges) > 0.9
    assert edge_spread(places, edges) < 0.4


def test_a_tree_and_a_hairball_are_near_their_distances(kernels: str) -> None:
    for edges, most in ((graphs.tree(1000), 0.19), (graphs.scale_free(1000), 0.19)):
        assert stress(unfolded(edges, 1000), edges) < most


def test_by_distance_is_closer_to_distances_than_forces_are(kernels: str) -> None:
    n, edges = MANY + 100, graphs.scale_free(MANY + 100)
    asked = problem(n, edges, boxes=(10, 10))
    by_forces, by_distance = (finish(arrange(name, asked)).positions for name in ("multilevel", "stress"))
    assert stress(by_distance, edges) < stress(by_forces, edges)


def test_thousands_that_share_a_few_neighbours_are_still_gathered() -> None:
    edges = np.array([(hub, leaf) for leaf in range(3, 3000) for hub in (0, 1, 2)])
    levels, _ = coarsened(level_of(3000, edges), 0)
    assert len(levels[-1]) <= 60
    assert float(levels[-1].mass.sum()) == 3000.0


def test_pins_of_a_large_graph_are_exact_to_the_last_bit(kernels: str) -> None:
    free = sprawl()
    places = np.full((len(free), 2), np.nan)
    places[[3, 300, 800]] = [(0.1, 0.2), (900.3, -77.7), (-2000.5, 1234.5)]
    asked = problem(len(free), free.edges, boxes=free.boxes, positions=places, pinned=[3, 300, 800])
    found = finish(arrange("multilevel", asked)).positions
    assert found[[3, 300, 800]].tobytes() == asked.positions[[3, 300, 800]].tobytes()
    assert np.isfinite(found).all()


def test_drafts_come_before_the_end_and_look_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.layout.large.islands._BEAT", 0.0)
    monkeypatch.setattr("graph.layout.large.islands._PAUSE", 0.0)
    asked = sprawl()
    job = arrange("multilevel", asked)
    drafts = []
    while True:
        try:
            step = next(job)
        except StopIteration as stop:
            found = stop.value.positions
            break
        if isinstance(step, Draft):
            drafts.append(step)
    assert len(drafts) > 1
    assert all(np.isfinite(draft.positions).all() and draft.positions.shape == found.shape for draft in drafts)
    assert [draft.done for draft in drafts] == sorted(draft.done for draft in drafts)
    wide = np.ptp(found[:700], axis=0)
    last = drafts[-1].positions[:700]
    moved = np.abs((last - last.mean(axis=0)) - (found[:700] - found[:700].mean(axis=0))).mean(axis=0)
    assert (moved < 0.15 * wide).all()


def test_drafts_come_out_of_the_child_and_cancelling_ends_it() -> None:
    n = 30_000
    asked = problem(n, graphs.scale_free(n), boxes=(20, 20))
    with Worker() as worker:
        job = arrange("multilevel", asked, where=worker)
        draft = next(step for step in job if isinstance(step, Draft))
        assert draft.positions.shape == (n, 2)
        job.close()
        small = problem(MANY + 1, graphs.tree(MANY + 1), boxes=(20, 20))
        there = finish(arrange("multilevel", small, where=worker)).positions
        assert there.tobytes() == finish(arrange("multilevel", small)).positions.tobytes()


def test_a_live_layout_comes_to_rest_step_by_step(kernels: str) -> None:
    edges = graphs.grid(10)
    swarm = Swarm(level_of(100, edges), np.random.default_rng(0).random((2, 100)) * 10)
    moves = [swarm.step(2.0 * 0.9**turn) for turn in range(60)]
    assert moves[-1] < 0.02 < moves[0]


def test_nodes_with_infinite_stiffness_stay(kernels: str) -> None:
    hold = np.where(np.arange(100) < 50, np.inf, 0).astype(np.float32)
    start = np.random.default_rng(0).random((2, 100)).astype(np.float32)
    swarm = Swarm(level_of(100, graphs.grid(10)), start, hold)
    before = swarm.xy
    swarm.step(1.0)
    assert (swarm.xy[:, :50] == before[:, :50]).all()
    assert (swarm.xy[:, 50:] != before[:, 50:]).any()


def test_too_many_for_a_large_layout_are_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LAYOUTS, "stress", LAYOUTS["stress"]._replace(most=MANY + 10))
    with pytest.raises(LayoutError, match=r"at most 810 .* use another layout"):
        finish(arrange("stress", problem(MANY + 20)))
