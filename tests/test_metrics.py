"""Measures: the values of NetworkX, the same each time, and they can be stopped."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator

import networkx as nx
import numpy as np
import pytest
from benchmarks import graphs
from clocks import patience
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from graph.analysis import measures
from graph.analysis.measures import METRICS, Network, measure, pivots
from graph.errors import MeasureError
from graph.work.process import Worker
from graph.work.progress import Job, Progress, finish


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Up to a dozen nodes with loops, parallels, several parts and single nodes."""
    n = draw(st.integers(1, 12))
    node = st.integers(0, n - 1)
    edges = draw(st.lists(st.tuples(node, node), max_size=24))
    return Network(n, np.array(edges, np.int32).reshape(-1, 2), draw(st.booleans()), draw(node))


def values(name: str, network: Network) -> np.ndarray:
    reading = finish(measure(name, network))
    assert reading.values.shape == (network.count,)
    return reading.values


def plain(network: Network, kind: type = nx.Graph) -> nx.Graph:
    graph = kind()
    graph.add_nodes_from(range(network.count))
    graph.add_edges_from((a, b) for a, b in network.edges.tolist() if a != b)
    return graph


def either(network: Network) -> nx.Graph:
    return plain(network, nx.DiGraph if network.directed else nx.Graph)


def assert_same(found: np.ndarray, wanted: dict[int, float], tolerance: float = 1e-9) -> None:
    assert found == pytest.approx([wanted[i] for i in range(len(found))], abs=tolerance)


@given(networks())
def test_paths_and_ranks_are_those_of_networkx(network: Network) -> None:
    graph = either(network)
    assert_same(values("betweenness", network), nx.betweenness_centrality(graph))
    assert_same(values("closeness", network), nx.closeness_centrality(graph))
    assert_same(values("pagerank", network), nx.pagerank(graph, tol=1e-12, max_iter=1000), 1e-6)
    assert_same(values("core", network), nx.core_number(plain(network)))


@given(networks())
def test_a_loop_is_one_edge_and_parallels_are_several(network: Network) -> None:
    edges = [sum(node in edge for edge in network.edges.tolist()) for node in range(network.count)]
    assert values("degree", network).tolist() == edges


@given(networks())
def test_parts_and_communities_are_numbered_from_the_largest(network: Network) -> None:
    graph = plain(network)
    for name, parts in (
        ("components", list(nx.connected_components(graph))),
        ("communities", nx.community.louvain_communities(graph, seed=network.seed)),
    ):
        number = values(name, network)
        found = [set(np.flatnonzero(number == i).tolist()) for i in range(1, int(number.max()) + 1)]
        assert sorted(map(sorted, found)) == sorted(map(sorted, parts))
        assert [len(part) for part in found] == sorted(map(len, parts), reverse=True)


@given(networks())
def test_distance_is_the_length_of_a_shortest_path_or_missing(network: Network) -> None:
    lengths = nx.single_source_shortest_path_length(either(network), network.target)
    found = values("distance", network)
    assert {i: d for i, d in enumerate(found.tolist()) if not np.isnan(d)} == lengths


def test_distances_on_a_graph_drawn_by_hand() -> None:
    #  0 → 1 → 2 → 3      4 → 1      5 ↔ 6
    edges = np.array([(0, 1), (1, 2), (2, 3), (4, 1), (5, 6), (6, 5), (1, 1)])
    nan = np.nan
    np.testing.assert_equal(values("distance", Network(7, edges, target=1)), [1, 0, 1, 2, 1, nan, nan])
    np.testing.assert_equal(values("distance", Network(7, edges, True, 1)), [nan, 0, 1, 2, nan, nan, nan])


def test_a_distance_without_a_start_is_refused_in_a_sentence() -> None:
    for target in (-1, 3):
        with pytest.raises(MeasureError, match="Select one"):
            finish(measure("distance", Network(3, np.array([(0, 1)]), target=target)))


@pytest.mark.parametrize("name", METRICS)
def test_an_empty_graph_has_empty_measures(name: str) -> None:
    network = Network(0, np.empty((0, 2), np.int32))
    if METRICS[name].needs_target:
        with pytest.raises(MeasureError):
            finish(measure(name, network))
    else:
        assert len(finish(measure(name, network)).values) == 0


def mixed(n: int = 1000, directed: bool = False) -> Network:
    """A scale-free graph, a mesh and some pairs, in one."""
    free, mesh = graphs.scale_free(n - 200), graphs.grid(12)
    pairs = np.arange(144, 200).reshape(-1, 2)
    return Network(n, np.concatenate((free, mesh + n - 200, pairs + n - 200)), directed, 0)


@pytest.mark.parametrize("name", ["betweenness", "closeness"])
@pytest.mark.parametrize("directed", [False, True])
def test_a_sample_ranks_like_the_whole(name: str, directed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    network = mixed(1000, directed)
    exact = finish(measure(name, network))
    assert exact.started == 1000
    monkeypatch.setitem(measures.METRICS, name, measures.METRICS[name]._replace(budget=1))
    sampled = finish(measure(name, network))
    # A hundred of each large part, all of the small ones.
    assert sampled.started == 100 + 100 + 56
    assert sampled.values.tobytes() == finish(measure(name, network)).values.tobytes()
    assert spearmanr(exact.values, sampled.values).statistic > (0.75 if directed else 0.9)
    leading = set(np.argsort(-exact.values)[:10]) & set(np.argsort(-sampled.values)[:10])
    assert len(leading) >= 6
    assert sampled.values.sum() == pytest.approx(exact.values.sum(), rel=0.15)


def test_paths_start_everywhere_until_the_budget_is_spent() -> None:
    metric = METRICS["betweenness"]
    assert pivots(metric, 1500, 3000) == 1500
    assert pivots(metric, 10_000, 20_000) == 500
    assert pivots(metric, 100_000, 200_000) == 100
    assert pivots(METRICS["degree"], 10**6, 10**6) == 10**6


@settings(max_examples=20)
@given(networks(), st.sampled_from(sorted(METRICS)))
def test_equal_networks_have_equal_values(network: Network, name: str) -> None:
    assert values(name, network).tobytes() == values(name, network).tobytes()


def test_too_many_for_louvain_are_refused_before_anything_starts() -> None:
    with pytest.raises(MeasureError, match=r"more than 50,000 .* there are 60,000\. Show fewer"):
        finish(measure("communities", Network(60_000, np.empty((0, 2), np.int32))))


def test_progress_grows_to_the_end() -> None:
    steps = list(_stepped(measure("betweenness", mixed())))
    shares = [step.fraction for step in steps if step.fraction is not None]
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)


def _stepped(job: Job[object]) -> Iterator[Progress]:
    yield from job


def test_the_child_measures_what_this_thread_measures() -> None:
    network = mixed(400)
    with Worker() as worker:
        for name in METRICS:
            there = finish(measure(name, network, where=worker)).values
            assert there.tobytes() == values(name, network).tobytes()
        with pytest.raises(MeasureError, match="Select one"):
            finish(measure("distance", Network(2, np.array([(0, 1)])), where=worker))


@pytest.mark.parametrize("name", ["betweenness", "communities"])
def test_cancel_ends_the_child_within_a_second(name: str) -> None:
    with Worker() as worker:
        before = set(multiprocessing.active_children())
        job = measure(name, Network(20_000, graphs.scale_free(20_000)), where=worker)
        for _ in range(8):
            assert isinstance(next(job), Progress)
        (child,) = set(multiprocessing.active_children()) - before
        began = time.monotonic()
        job.close()
        assert time.monotonic() - began < patience(1)
        assert child not in multiprocessing.active_children()
        assert worker.pid is None


def test_importing_measures_imports_no_heavy_library() -> None:
    code = (
        "import sys, graph.analysis.measures, explorer.views.measures, explorer.panels.measure_jobs;"
        " print([m for m in ('networkx', 'scipy', 'numba', 'rdflib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
