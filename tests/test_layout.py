"""Every layout on every awkward graph: finite, free of overlap, repeatable, pins unmoved."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from graph.errors import LayoutError, NameUnknownError
from graph.layout import LAYOUTS, arrange
from graph.layout.fitting.overlaps import overlapping
from graph.layout.problem import Arrangement, Problem, problem
from graph.work.progress import finish
from tests.clocks import busy
from tests.layout_quality import crossings

NAMES = list(LAYOUTS)
TREES = ("planar",)


def story(n: int = 120, m: int = 250, seed: int = 1) -> Problem:
    """A random knowledge graph: five hubs with leaves, chains, a small component and three single nodes."""
    rng = np.random.default_rng(seed)
    edges = [(h, h - 1) for h in range(1, 5)]
    edges += [(int(rng.integers(0, 5)), i) for i in range(5, n // 2)]
    edges += [(int(rng.integers(i - 6, i)), i) for i in range(n // 2, n - 6)]
    while len(edges) < m:
        edges.append((int(rng.integers(0, 5)), int(rng.integers(5, n - 6))))
    edges += [(n - 6, n - 5), (n - 5, n - 4), (3, 3), (7, 2), (7, 2)]
    first = np.where(rng.random(n) < 0.6, 16800 + rng.integers(0, 900, n), np.nan)
    dates = np.column_stack([first, first + rng.choice([0, 0, 30, 300], n)])
    boxes = np.column_stack([rng.integers(60, 200, n), rng.integers(30, 50, n)])
    groups = rng.integers(-1, 6, n)
    names = ["Person", "Organisation", "Event", "Finding", "Claim", "Sum"]
    return problem(n, edges, boxes=boxes, groups=groups, group_names=names, dates=dates, roots=[3], seed=seed)


def forest(n: int = 60) -> Problem:
    """A graph that every layout can arrange: a tree with hubs, a triangle, single nodes, parallel edges and loops."""
    rng = np.random.default_rng(3)
    edges = [(int(rng.integers(0, max(1, i // 6))), i) for i in range(1, n - 6)]
    edges += [(n - 6, n - 5), (n - 5, n - 4), (n - 6, n - 4), (1, 1), (0, 1), (0, 1)]
    return problem(n, edges, boxes=(150, 40), groups=rng.integers(0, 3, n), group_names=["A", "B", "C"], seed=5)


def hub(leaves: int) -> Problem:
    return problem(leaves + 1, [(0, i) for i in range(1, leaves + 1)], boxes=(120, 30))


AWKWARD = {
    "nothing": problem(0),
    "one": problem(1),
    "one with a loop": problem(1, [(0, 0)]),
    "two apart": problem(2),
    "two tied": problem(2, [(0, 1)]),
    "two with a loop and parallels": problem(2, [(0, 1), (1, 0), (0, 1), (1, 1)]),
    "triangle": problem(3, [(0, 1), (1, 2), (2, 0)]),
    "singles": problem(17, boxes=(100, 30)),
    "pairs": problem(20, [(i, i + 1) for i in range(0, 20, 2)]),
    "path": problem(12, [(i, i + 1) for i in range(11)]),
    "equal dates": problem(
        15, [(0, i) for i in range(1, 15)], dates=np.full((15, 2), 17000.0), groups=np.arange(15) % 2
    ),
    "no size": problem(9, [(0, i) for i in range(1, 9)], boxes=(0, 0)),
    "hub": hub(100),
    "forest": forest(),
}


def assert_sound(found: Arrangement, asked: Problem) -> None:
    assert found.positions.shape == (len(asked), 2)
    assert found.positions.dtype == np.float32
    assert np.isfinite(found.positions).all()
    pairs = overlapping(found.positions.astype(np.float64), asked.boxes.astype(np.float64))
    held = asked.held
    assert not len(pairs[~held[pairs].all(axis=1)])


def test_the_picker_has_every_layout_in_order() -> None:
    assert NAMES == [
        "forceatlas2",
        "spring",
        "kamada-kawai",
        "circular",
        "shell",
        "spiral",
        "spectral",
        "planar",
        "multipartite",
        "bfs",
        "arf",
        "hierarchical",
        "radial",
        "multilevel",
        "stress",
        "sfdp",
        "timeline",
        "tree",
    ]
    for layout in LAYOUTS.values():
        assert layout.title
        assert layout.sentence.endswith(".")
        assert layout.comfortable <= layout.most
        assert (layout.of_part is None) != (layout.of_whole is None)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", AWKWARD)
def test_awkward_graphs_are_arranged(name: str, kind: str) -> None:
    assert_sound(finish(arrange(name, AWKWARD[kind])), AWKWARD[kind])


@pytest.mark.parametrize("name", NAMES)
def test_a_knowledge_graph_gets_the_same_layout_each_time(name: str) -> None:
    asked = forest() if name in TREES else story()
    before = np.random.get_state()[1].tobytes()  # type: ignore[index,union-attr]
    found = finish(arrange(name, asked))
    assert np.random.get_state()[1].tobytes() == before  # type: ignore[index,union-attr]
    assert_sound(found, asked)
    again = finish(arrange(name, asked))
    assert found.positions.tobytes() == again.positions.tobytes()
    assert found.guides == again.guides
    low, high = found.positions.min(axis=0), found.positions.max(axis=0)
    across, down = high - low
    assert 0.5 < across / down < 5


@pytest.mark.parametrize("name", NAMES)
def test_pinned_nodes_stay_and_others_keep_their_distance(name: str) -> None:
    free = forest()
    positions = np.full((len(free), 2), np.nan, dtype=np.float32)
    positions[[0, 4, 9, 10]] = [(13.25, -700.5), (2000, 900), (500, 500), (505, 505)]
    pins = [0, 4, 9, 10, 11]
    asked = problem(
        len(free), free.edges, boxes=free.boxes, groups=free.groups, positions=positions, pinned=pins, seed=free.seed
    )
    found = finish(arrange(name, asked))
    assert_sound(found, asked)
    held = [0, 4, 9, 10]
    assert found.positions[held].tobytes() == positions[held].tobytes()


def test_a_few_pins_close_together_at_most_double_the_time_of_a_layout() -> None:
    free = story(300, 500)
    positions = np.full((len(free), 2), np.nan, dtype=np.float32)
    positions[:21:7] = np.arange(3)[:, None] * [20.0, 10.0]
    held = replace(free, positions=positions, pinned=np.isfinite(positions[:, 0]))
    for first in (free, held):  # the first of each compiles kernels
        finish(arrange("spiral", first))
    alone = busy(lambda: finish(arrange("spiral", free)))
    assert busy(lambda: finish(arrange("spiral", held))) < 2 * alone + 0.1


def test_all_pinned_moves_nothing() -> None:
    spots = np.array([[0, 0], [1, 1], [500, 20]], dtype=np.float32)
    asked = problem(3, [(0, 1)], positions=spots, pinned=[0, 1, 2])
    assert finish(arrange("spring", asked)).positions.tobytes() == spots.tobytes()


def test_a_large_hub_is_arranged() -> None:
    for name in ("forceatlas2", "radial", "bfs", "circular", "shell", "timeline"):
        assert_sound(finish(arrange(name, hub(500))), hub(500))


def test_spectral_is_repeatable_where_its_solver_starts_at_random() -> None:
    asked = problem(520, [(i // 3, i) for i in range(1, 520)], boxes=(60, 20))
    one, two = (finish(arrange("spectral", asked)).positions.tobytes() for _ in range(2))
    assert one == two


def test_planar_refuses_graphs_that_must_cross() -> None:
    five = problem(5, [(i, j) for i in range(5) for j in range(i)])
    with pytest.raises(LayoutError, match="without crossing lines"):
        finish(arrange("planar", five))


def test_planar_has_no_crossings() -> None:
    edges = [(0, i) for i in range(1, 12)] + [(i, i + 1) for i in range(1, 11)] + [(12, i) for i in (1, 5, 9, 11)]
    found = finish(arrange("planar", problem(14, [*edges, (13, 4)], boxes=(110, 40))))
    assert crossings(found.positions, np.array(edges)) == 0
    assert crossings(np.array([(0, 0), (2, 2), (0, 2), (2, 0)]), np.array([(0, 1), (2, 3), (0, 2)])) == 1


def test_an_unknown_name_is_answered_with_similar_names() -> None:
    with pytest.raises(NameUnknownError, match="forceatlas2"):
        finish(arrange("forceatlas", problem(2)))


def test_too_many_nodes_are_refused_in_a_sentence() -> None:
    many = problem(1300, [(i, i + 1) for i in range(1299)])
    with pytest.raises(LayoutError, match="1,200"):
        finish(arrange("kamada-kawai", many))


def test_without_graphviz_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.layout.registry.installed", lambda: False)
    with pytest.raises(LayoutError, match="Graphviz"):
        finish(arrange("radial", problem(2, [(0, 1)])))


def test_steps_from_the_selection_stand_left_to_right() -> None:
    asked = problem(9, [(4, 1), (4, 2), (1, 0), (2, 3), (3, 5), (6, 7)], roots=[4])
    found = finish(arrange("bfs", asked))
    x = found.positions[:, 0]
    assert x[4] < min(x[1], x[2])
    assert max(x[1], x[2]) < min(x[0], x[3])
    assert x[3] < x[5]
    assert found.notes == ("3 resources that the selection does not reach are packed beside it.",)


def test_columns_hold_one_class_each() -> None:
    asked = story()
    x = finish(arrange("multipartite", asked)).positions[:, 0]
    spans = sorted((x[asked.groups == g].min(), x[asked.groups == g].max()) for g in np.unique(asked.groups))
    assert all(one[1] < two[0] for one, two in pairwise(spans))


def test_subjects_are_above_their_objects() -> None:
    asked = problem(6, [(0, 1), (1, 2), (1, 3), (0, 4), (4, 5)])
    y = finish(arrange("hierarchical", asked)).positions[:, 1]
    assert all(y[u] < y[v] for u, v in asked.edges)


def forward(found: Arrangement, asked: Problem) -> list[int]:
    """The number of relationships that point right, and of those that point down."""
    way = found.positions[asked.edges[:, 1]] - found.positions[asked.edges[:, 0]]
    return (way > 0).sum(axis=0).tolist()


def test_all_components_of_a_hierarchy_point_in_one_direction() -> None:
    chain = [(i, i + 1) for i in range(8)]
    fans = [(hub, hub + leaf) for hub in range(10, 130, 30) for leaf in range(1, 30)]
    asked = problem(130, [*chain, *fans])
    assert max(forward(finish(arrange("hierarchical", asked)), asked)) == len(asked.edges)
    for axis, direction in enumerate(("right", "down")):
        told = replace(asked, settings={"direction": direction})
        assert forward(finish(arrange("hierarchical", told)), told)[axis] == len(asked.edges)


def test_a_layer_that_is_folded_stays_between_its_neighbours() -> None:
    asked = problem(122, [(0, i) for i in range(1, 121)] + [(i, 121) for i in range(1, 121)])
    y = finish(arrange("hierarchical", replace(asked, settings={"direction": "down"}))).positions[:, 1]
    assert len(np.unique(y[1:121])) > 2 and y[0] < y[1:121].min() and y[1:121].max() < y[121]


def test_a_tree_in_layers_has_no_crossings() -> None:
    edges = [((i - 1) // 2, i) for i in range(1, 15)]
    shuffled = np.random.default_rng(2).permutation(15)[np.array(edges)]
    assert crossings(finish(arrange("hierarchical", problem(15, shuffled))).positions, shuffled) == 0


def test_few_relationships_point_back_in_a_graph_with_cycles() -> None:
    ring = problem(12, [(i, (i + 1) % 12) for i in range(12)] + [(3, 9)])
    assert max(forward(finish(arrange("hierarchical", ring)), ring)) == 12


def test_a_hierarchy_of_hundreds_takes_no_more_than_two_seconds() -> None:
    random = np.random.default_rng(7)
    sources = np.concatenate((np.arange(1, 600), random.integers(0, 600, 601)))
    asked = problem(600, np.column_stack((sources, (600 * random.random(1200) ** 2).astype(int))), boxes=(150, 50))
    finish(arrange("hierarchical", AWKWARD["forest"]))  # imports
    assert busy(lambda: finish(arrange("hierarchical", asked))) < 2


def test_importing_layouts_imports_no_heavy_library() -> None:
    code = "import sys, graph.layout; print([m for m in ('networkx', 'scipy', 'pygraphviz') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_invalid_problem_is_refused() -> None:
    with pytest.raises(ValueError, match="not there"):
        problem(2, [(0, 2)])
    with pytest.raises(ValueError, match="shape"):
        problem(2, groups=[1])
    with pytest.raises(ValueError, match="finite"):
        problem(1, boxes=(float("nan"), 1))
