"""ForceAtlas2 as a NetworkX backend: the same forces and parameters, at any size."""

from __future__ import annotations

from importlib import metadata
from typing import Any

import networkx as nx
import numpy as np
import pytest
from benchmarks import graphs

from graph.layout import backend
from graph.layout.large import atlas
from graph.layout.large.levels import level_of
from tests.layout_quality import stress

GRAPHS = {
    "families": nx.florentine_families_graph(),
    "novel": nx.les_miserables_graph(),
    "directed": nx.gnm_random_graph(60, 120, seed=2, directed=True),
    "parallel": nx.MultiGraph([(0, 1), (0, 1), (1, 2)]),
}
PARAMETERS: dict[str, dict[str, Any]] = {
    "plain": {},
    "linlog": {"linlog": True},
    "strong gravity": {"strong_gravity": True, "gravity": 0.3},
    "distributed": {"distributed_action": True},
    "weights": {"weight": "weight"},
    "three dimensions": {"dim": 3},
    "scaling": {"scaling_ratio": 7.5, "jitter_tolerance": 0.5},
}


def as_array(placed: dict[Any, Any], graph: Any) -> np.ndarray:
    return np.array([placed[node] for node in graph])


@pytest.mark.parametrize("kind", GRAPHS)
@pytest.mark.parametrize("parameters", PARAMETERS)
def test_a_step_is_the_same_as_that_of_networkx(kind: str, parameters: str) -> None:
    graph, given = GRAPHS[kind], PARAMETERS[parameters]
    with np.errstate(invalid="ignore"):  # NetworkX divides by the distance of each node from itself
        theirs = nx.forceatlas2_layout(graph, seed=3, max_iter=1, **given)
    ours = backend.forceatlas2_layout(graph, seed=3, max_iter=1, **given)
    np.testing.assert_allclose(as_array(ours, graph), as_array(theirs, graph), rtol=1e-4, atol=1e-4)


def test_given_masses_sizes_and_positions_count_as_in_networkx() -> None:
    graph = GRAPHS["novel"]
    given = {
        "node_mass": {node: 2.0 + len(node) for node in graph},
        "node_size": dict.fromkeys(graph, 0.01),
        "pos": {node: np.array([float(i % 7), i / 5]) for i, node in enumerate(graph)},
    }
    theirs = nx.forceatlas2_layout(graph, max_iter=3, **given)
    ours = backend.forceatlas2_layout(graph, max_iter=3, **given)
    np.testing.assert_allclose(as_array(ours, graph), as_array(theirs, graph), rtol=1e-6)


def test_pictures_are_as_good_as_those_of_networkx() -> None:
    graph = GRAPHS["novel"]
    edges = np.array([(list(graph).index(u), list(graph).index(v)) for u, v in graph.edges])
    theirs = nx.forceatlas2_layout(graph, seed=1, max_iter=200)
    ours = backend.forceatlas2_layout(graph, seed=1, max_iter=200)
    assert stress(as_array(ours, graph), edges) < 1.1 * stress(as_array(theirs, graph), edges)


def test_crowds_push_nearly_like_all_their_members(monkeypatch: pytest.MonkeyPatch) -> None:
    level = level_of(600, graphs.scale_free(600))
    points = np.random.default_rng(1).random((600, 2)) * 100
    made = atlas.Atlas(level.matrix().astype(np.float64), points, level.degrees + 1.0)
    crowds = made.force()
    monkeypatch.setattr(atlas, "EXACT", 1000)
    exact = made.force()
    assert np.linalg.norm(crowds - exact, axis=1).mean() < 0.03 * np.linalg.norm(exact, axis=1).mean()


def test_a_graph_of_one_node_or_none_is_no_error() -> None:
    assert backend.forceatlas2_layout(nx.Graph()) == {}
    heap = {node: np.zeros(2) for node in range(4)}
    assert np.isfinite(list(backend.forceatlas2_layout(nx.path_graph(4), pos=heap, max_iter=5).values())).all()


def test_networkx_finds_the_backend() -> None:
    try:
        points = metadata.distribution("caseboard").entry_points
    except metadata.PackageNotFoundError:
        pytest.skip("Caseboard is not installed here; make test does so")
    if not any(point.group == "networkx.backends" for point in points):
        pytest.skip("Caseboard was installed here before it had a backend; make test installs it anew")
    graph = nx.path_graph(600)
    placed = nx.forceatlas2_layout(graph, seed=1, max_iter=2, backend="caseboard", store_pos_as="spot")
    assert len(placed) == 600
    assert (graph.nodes[7]["spot"] == placed[7]).all()
    level = level_of(600, np.array(graph.edges))
    direct = nx.forceatlas2_layout(backend.LevelGraph(level), seed=1, max_iter=2)
    np.testing.assert_allclose(as_array(direct, graph), as_array(placed, graph))
