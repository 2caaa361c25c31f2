"""Paths: the same results as NetworkX on the whole graph, and large graphs answer soon."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import replace
from itertools import chain, combinations, islice, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_data import Data, random_data

from graph.analysis.paths import MOST_STEPS, Web, find_paths, join, weights
from graph.errors import PathError
from graph.work.progress import finish

NODES = 8


@st.composite
def webs(draw: st.DrawFn) -> Web:
    ends = st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1))
    # As a rule so many that there are several ways, and the cheapest is not the one of fewest edges.
    edges = draw(st.lists(ends, min_size=draw(st.sampled_from([0, 10, 16])), max_size=24))
    weight = draw(st.lists(st.sampled_from([0.0, 0.5, 1.25, 3.0]), min_size=NODES, max_size=NODES))
    return Web(NODES, np.array(edges, np.int32).reshape(-1, 2), np.array(weight), draw(st.booleans()))


def graph_of(web: Web) -> nx.Graph:
    """The web as a plain NetworkX graph, with half of a node's weight on either side and none at the ends of a path."""
    graph = nx.DiGraph() if web.directed else nx.Graph()
    graph.add_nodes_from(range(web.count))
    graph.add_edges_from((a, b) for a, b in web.edges.tolist() if a != b)
    return graph


def cost(web: Web, path: tuple[int, ...]) -> float:
    return len(path) - 1 + sum(float(web.weight[node]) for node in path[1:-1])


def search(web: Web, kind: str, hops: int, best: int = 10, most: int = 5_000, ends: tuple[int, int] = (0, 1)):
    return finish(find_paths(web, *ends, kind, hops=hops, best=best, most=most))


@given(webs(), st.integers(1, 7))
def test_the_shortest_are_all_shortest_paths_of_networkx(web: Web, hops: int) -> None:
    found, graph = search(web, "shortest", hops), graph_of(web)
    near = nx.has_path(graph, 0, 1) and nx.shortest_path_length(graph, 0, 1) <= hops
    expected = {tuple(path) for path in nx.all_shortest_paths(graph, 0, 1)} if near else set()
    assert set(found.paths) == expected
    assert len(found.paths) == len(expected)
    assert found.is_all


@given(webs(), st.integers(1, 6))
def test_all_up_to_a_number_of_steps_are_all_simple_paths_of_networkx(web: Web, hops: int) -> None:
    found = search(web, "all", hops)
    expected = {tuple(path) for path in nx.all_simple_paths(graph_of(web), 0, 1, cutoff=hops)}
    assert set(found.paths) == expected
    assert len(found.paths) == len(expected)
    assert found.is_all
    keys = [(len(path), cost(web, path)) for path in found.paths]
    assert keys == sorted(keys)


@given(webs(), st.integers(1, 6), st.integers(1, 12))
def test_the_best_are_the_cheapest_of_all(web: Web, hops: int, best: int) -> None:
    found = search(web, "best", hops, best)
    every = sorted(cost(web, tuple(path)) for path in nx.all_simple_paths(graph_of(web), 0, 1, cutoff=hops))
    assert list(found.costs) == pytest.approx(every[:best])
    assert [cost(web, path) for path in found.paths] == pytest.approx(every[:best])
    assert all(len(set(path)) == len(path) <= hops + 1 for path in found.paths)
    assert len(set(found.paths)) == len(found.paths)
    assert found.is_all


@given(webs(), st.integers(1, 6), st.integers(1, 12), st.lists(st.integers(0, 3), min_size=24, max_size=24))
def test_supported_paths_go_by_their_weakest_link_then_by_length(
    web: Web, hops: int, best: int, strength: list[int]
) -> None:
    web = replace(web, strength=np.array(strength[: len(web.edges)]))
    of_pair: dict[tuple[int, int], int] = {}
    for (a, b), value in zip(web.edges.tolist(), strength, strict=False):
        for pair in [(a, b)] if web.directed else [(a, b), (b, a)]:
            of_pair[pair] = max(of_pair.get(pair, 0), value)

    def rank(path: tuple[int, ...]) -> tuple[float, ...]:
        return -min(of_pair[pair] for pair in pairwise(path)), len(path), round(cost(web, path), 9)

    every = sorted(rank(tuple(path)) for path in nx.all_simple_paths(graph_of(web), 0, 1, cutoff=hops))
    found = search(web, "supported", hops, best)
    assert [rank(path) for path in found.paths] == every[:best]
    assert list(found.costs) == pytest.approx([cost(web, path) for path in found.paths])
    assert len(set(found.paths)) == len(found.paths) and found.is_all


@given(webs(), st.integers(1, 6), st.integers(1, 12))
@settings(max_examples=60)
def test_the_best_do_not_depend_on_the_number_of_edges_handed_on(web: Web, hops: int, best: int) -> None:
    whole = search(web, "best", hops, best)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.analysis.paths._ARCS", (1, 2, 5, 10, 10_000))
        assert search(web, "best", hops, best).costs == pytest.approx(whole.costs)


@given(webs(), st.integers(1, 6), st.sampled_from([1, 2, 4, 6, 9, 30]), st.sampled_from([1, 3, 8, 500]))
def test_a_search_over_the_cheapest_edges_alone_claims_all_only_where_it_has_all(
    web: Web, hops: int, arcs: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.analysis.paths._ARCS", (1, 1, arcs))
        found = search(web, "all", hops, most=most)
    every = {tuple(path) for path in nx.all_simple_paths(graph_of(web), 0, 1, cutoff=hops)}
    assert set(found.paths) <= every and len(set(found.paths)) == len(found.paths) <= most
    assert not found.is_all or len(found.paths) == len(every)
    assert list(found.costs) == pytest.approx([cost(web, path) for path in found.paths])


@given(webs(), st.integers(1, 6), st.integers(1, 8), st.sampled_from([0, 1, 3, 9, 40]), st.sampled_from([0, 1, 10]))
def test_a_search_that_gives_up_on_ways_that_pass_a_node_twice_says_so(
    web: Web, hops: int, most: int, ways: int, twice: int
) -> None:
    every = {tuple(path) for path in nx.all_simple_paths(graph_of(web), 0, 1, cutoff=hops)}
    costs = sorted(cost(web, path) for path in every)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.analysis.paths._WAYS", ways)
        patch.setattr("graph.analysis.paths._TWICE", twice)
        found = search(web, "all", hops, most=most)
        best = search(web, "best", hops, best=most)
    assert set(found.paths) <= every and (not found.is_all or len(found.paths) == len(every))
    assert set(best.paths) <= every and list(best.costs) == pytest.approx(costs[: len(best.paths)])
    assert not best.is_all or len(best.paths) == min(most, len(every))
    if ways + twice * most > 200 * len(every):
        assert best.is_all


def test_a_search_looks_at_as_many_ways_as_it_says() -> None:
    web = Web(5, np.array([(0, 2), (2, 3), (3, 4), (3, 1), (2, 4), (4, 1)]), np.zeros(5))
    every = {tuple(path) for path in nx.all_simple_paths(graph_of(web), 0, 1, cutoff=5)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.analysis.paths._WAYS", 0)
        patch.setattr("graph.analysis.paths._TWICE", 0)
        none = search(web, "all", 5, most=9), search(web, "best", 5, best=9)
        patch.setattr("graph.analysis.paths._TWICE", 9)
        whole = search(web, "all", 5, most=9), search(web, "best", 5, best=9)
    assert [found.is_all for found in none] == [False, False]
    assert 0 < len(none[0].paths) < len(every), "one way of each length, where that passes no node twice"
    assert not none[1].paths
    assert all(found.is_all and set(found.paths) == every for found in whole)


def test_a_length_that_was_not_searched_to_its_end_is_remembered() -> None:
    """Two ways of two steps, of which the search looks at one, and one way of three steps."""
    web = Web(6, np.array([(0, 2), (2, 1), (0, 3), (3, 1), (0, 4), (4, 5), (5, 1)]), np.zeros(6), True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.analysis.paths._WAYS", 0)
        patch.setattr("graph.analysis.paths._TWICE", 0)
        found = search(web, "all", 3, most=9)
    assert len(found.paths) == 2 and not found.is_all


@pytest.mark.parametrize(("start", "end"), [(0, 1), (1, 0)])
def test_steps_back_to_an_end_cost_a_search_nothing(start: int, end: int) -> None:
    """Two thousand ways of four steps go from the start to a leaf and back first; none of them is a path."""
    leaves = [(0, leaf) for leaf in range(2, 2002)]
    web = Web(2006, np.array([*leaves, (0, 2002), (2002, 1), (0, 2003), (2003, 2004), (2004, 2005), (2005, 1)]),
              np.zeros(2006))  # fmt: skip
    found = search(web, "all", 4, most=2, ends=(start, end))
    assert sorted(map(len, found.paths)) == [3, 5] and found.is_all


def test_the_best_over_the_cheapest_edges_are_given_where_no_edge_left_out_leads_to_a_better_one() -> None:
    """Two squares in a row, one side of each dearer by 1, cost 4, 5, 5 or 6; one way around both costs 5.5."""
    edges = [(0, 2), (0, 3), (2, 4), (3, 4), (4, 5), (4, 6), (5, 1), (6, 1), (0, 7), (7, 8), (8, 1)]
    web = Web(9, np.array(edges), np.array([0, 0, 0, 1.0, 0, 0, 1.0, 1.25, 1.25]), True)
    assert search(web, "best", 4, 5).costs == (4.0, 5.0, 5.0, 5.5, 6.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.analysis.paths._ARCS", (7, 10_000))
        assert search(web, "best", 4, 4).costs == (4.0, 5.0, 5.0, 5.5)
        patch.setattr("graph.analysis.paths._ARCS", (7,))
        cut = search(web, "best", 4, 4)
        assert cut.costs == (4.0, 5.0, 5.0) and not cut.is_all
        assert search(web, "best", 4, 3).is_all


@given(webs(), st.integers(1, 6))
@settings(max_examples=40)
def test_the_way_back_is_the_way_there_the_other_way_round(web: Web, hops: int) -> None:
    back = web if not web.directed else replace(web, edges=web.edges[:, ::-1])
    for kind in ("shortest", "all"):
        there, again = search(web, kind, hops), search(back, kind, hops, ends=(1, 0))
        assert {path[::-1] for path in again.paths} == set(there.paths)
    assert search(back, "best", hops, ends=(1, 0)).costs == pytest.approx(search(web, "best", hops).costs)


@pytest.mark.parametrize(("dear", "cheaper"), [(4, (0, 2, 3, 1)), (2, (0, 4, 5, 1))])
def test_few_ways_are_found_whole_however_many_edges_they_run_over(dear: int, cheaper: tuple[int, ...]) -> None:
    """Two ways of three edges each; the limit on edges is for more ways than are wanted."""
    weight = np.zeros(6)
    weight[dear] = 2.0
    web = Web(6, np.array([(0, 2), (2, 3), (3, 1), (0, 4), (4, 5), (5, 1)]), weight)
    cases = [(6, 1, 1, False), (5, 2, 2, True), (5, 1, 1, False), (3, 2, 2, True), (2, 1, 1, False)]
    for arcs, most, paths, is_all in cases:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("graph.analysis.paths._ARCS", (9, 9, arcs))
            found = search(web, "all", 3, most=most)
        assert (len(found.paths), found.is_all) == (paths, is_all)
        if arcs < 3 or is_all:
            assert found.paths[0] == cheaper, "it stands first, and is kept where some edges are left out"


def test_a_longer_way_may_be_the_cheaper_one() -> None:
    web = Web(6, np.array([(0, 2), (2, 1), (0, 3), (3, 4), (4, 5), (5, 1)]), np.array([9.0, 9.0, 1.25, 0, 0, 0]))
    found = search(web, "best", 6)
    assert found.paths == ((0, 2, 1), (0, 3, 4, 5, 1)) and found.costs == (3.25, 4.0)
    dear = web.weight.copy()
    dear[2] = 2.5
    found = search(Web(6, web.edges, dear), "best", 6)
    assert found.paths == ((0, 3, 4, 5, 1), (0, 2, 1)) and found.costs == (4.0, 4.5)
    assert search(web, "shortest", 6).costs == (3.25,)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, -1), (3, 1), (0, 3), (3, 4), (-1, -2)])
def test_both_ends_have_to_be_there(start: int, end: int) -> None:
    web = Web(3, np.array([(0, 1)]), np.zeros(3))
    with pytest.raises(PathError, match=r"^A path needs two resources of this data\.$"):
        search(web, "all", 3, ends=(start, end))
    assert search(web, "all", 3, ends=(2, 0)).paths == ()
    with pytest.raises(PathError, match=r"^A path needs two different resources\. Select another one\.$"):
        search(web, "all", 3, ends=(2, 2))


@given(webs())
@settings(max_examples=40)
def test_every_step_is_an_edge_in_its_direction(web: Web) -> None:
    edges = {tuple(edge) for edge in web.edges.tolist()}
    for path in search(web, "all", 5).paths:
        for a, b in pairwise(path):
            assert (a, b) in edges or (not web.directed and (b, a) in edges)


def test_a_search_that_is_cut_off_says_so_and_keeps_the_short_ones() -> None:
    rungs = [(a, b) for a in range(2, 12) for b in range(2, 12) if a < b]
    edges = np.array([*rungs, *((0, a) for a in range(2, 12)), *((1, a) for a in range(2, 12))])
    web = Web(12, edges, np.zeros(12))
    whole = search(web, "all", 4)
    assert whole.is_all and len(whole.paths) == 10 + 90 + 720
    cut = search(web, "all", 4, most=50)
    assert not cut.is_all and len(cut.paths) == 50
    assert sum(len(path) == 3 for path in cut.paths) == 10
    assert search(web, "all", 3, most=100).is_all
    for most, hops in ((10, 3), (100, 4), (99, 4), (101, 4), (819, 4)):
        cut = search(web, "all", hops, most=most)
        assert not cut.is_all and len(cut.paths) == most, "cut between two lengths, or within one"
    assert search(web, "all", 4, most=820).is_all and search(web, "shortest", 4, most=10).is_all
    assert not search(web, "shortest", 4, most=9).is_all


@given(webs(), st.integers(1, 6), st.integers(1, 30))
def test_a_search_claims_all_exactly_when_it_has_all(web: Web, hops: int, most: int) -> None:
    every = {tuple(path) for path in nx.all_simple_paths(graph_of(web), 0, 1, cutoff=hops)}
    found = search(web, "all", hops, most=most)
    assert set(found.paths) <= every and len(found.paths) == min(most, len(every))
    assert found.is_all == (len(every) <= most)
    assert [len(path) for path in found.paths] == sorted(len(path) for path in every)[: len(found.paths)]
    least = min(map(len, every), default=0)
    short = {path for path in every if len(path) == least}
    shortest = search(web, "shortest", hops, most=most)
    assert set(shortest.paths) <= short and len(shortest.paths) == min(most, len(short))
    assert shortest.is_all == (len(short) <= most)


def test_a_hub_costs_more_than_a_longer_detour() -> None:
    edges = [(0, 2), (2, 1), (0, 3), (3, 4), (4, 1), *((2, leaf) for leaf in range(5, 40))]
    weight = np.log(np.maximum(np.bincount(np.array(edges).ravel()), 1))
    web = Web(40, np.array(edges), weight)
    assert search(web, "shortest", 5).paths == ((0, 2, 1),)
    assert search(web, "best", 5).paths == ((0, 3, 4, 1), (0, 2, 1))


@given(random_data())
@settings(max_examples=20, deadline=None)
def test_a_node_costs_the_logarithm_of_its_relationships(data: Data) -> None:
    p = data.projection
    ends = Counter([*p.subject.tolist(), *p.object.tolist()])
    loops = Counter(p.subject[p.subject == p.object].tolist())
    plain = [math.log(max(ends[node] - loops[node], 1)) for node in range(p.node_count)]
    assert weights(p).tolist() == pytest.approx(plain)


def test_generic_classes_count_as_hubs(turtle) -> None:
    concepts = " ".join(f':c{i} a skos:Concept ; skos:prefLabel "c{i}" .' for i in range(50))
    projection = turtle(f":a :p :c0 , :m . :c0 :p :b . :m a :Club ; :p :b . {concepts}")
    of = projection.node_of
    weight = weights(projection)
    club, concept = (float(weight[of[f"https://example.org/{name}"]]) for name in ("m", "c0"))
    assert club == pytest.approx(np.log(2))
    assert concept == pytest.approx(np.log(52))


def test_invalid_questions_get_a_sentence() -> None:
    web = Web(3, np.array([(0, 1)]), np.zeros(3))
    with pytest.raises(PathError, match="two different resources"):
        search(web, "all", 3, ends=(1, 1))
    with pytest.raises(PathError, match=str(MOST_STEPS)):
        search(web, "all", MOST_STEPS + 1)
    assert search(web, "all", MOST_STEPS, ends=(0, 2)).paths == ()
    assert search(Web(2, np.empty((0, 2), int), np.zeros(2)), "best", 1).paths == ()


@given(webs(), st.integers(2, 5))
@settings(max_examples=60)
def test_a_tree_joins_all_ends_without_a_spare_edge_for_at_most_twice_the_least_cost(web: Web, size: int) -> None:
    web = Web(web.count, web.edges, web.weight)
    graph, ends = graph_of(web), list(range(size))
    paths = [path for i in ends for j in ends[i + 1 :] for path in search(web, "best", 7, best=1, ends=(i, j)).paths]
    tree = join(paths, ends, web.weight)
    joined = nx.Graph(tree)
    if not set(ends) <= nx.node_connected_component(graph, 0):
        assert tree == ()
        return
    assert nx.is_tree(joined) and set(ends) <= set(joined)
    assert all(graph.has_edge(*tie) for tie in tree)
    assert all(joined.degree(node) > 1 or node in ends for node in joined)
    for a, b in graph.edges:
        graph.edges[a, b]["weight"] = 1 + (web.weight[a] + web.weight[b]) / 2
    least = math.inf
    for between in chain.from_iterable(combinations(range(size, NODES), count) for count in range(NODES - size + 1)):
        among = graph.subgraph([*ends, *between])
        if nx.is_connected(among):
            least = min(least, nx.minimum_spanning_tree(among).size("weight"))
    assert graph.edge_subgraph(tree).size("weight") <= 2 * least + 1e-9


def scale_free(count: int, seed: int = 1) -> Web:
    """New nodes, each connected to two earlier ones, mostly to those near the beginning."""
    random = np.random.default_rng(seed)
    source = np.repeat(np.arange(1, count), 2)
    target = (source * random.random(len(source)) ** 8).astype(np.int64)
    edges = np.stack((source, target), axis=1)
    return Web(count, edges, np.log(np.maximum(np.bincount(edges.ravel(), minlength=count), 1)))


@pytest.mark.parametrize("kind", ["shortest", "all", "best", "supported"])
def test_twenty_thousand_resources_answer_soon(kind: str) -> None:
    web = scale_free(20_000)
    web = replace(web, strength=np.random.default_rng(2).integers(0, 20, len(web.edges)))
    began = time.process_time()
    found = search(web, kind, 4, ends=(19_990, 15_000))
    assert time.process_time() - began < 5  # usually some tenths of a second
    assert found.paths
    assert all(path[0] == 19_990 and path[-1] == 15_000 for path in found.paths)
    graph = graph_of(web)
    if kind == "shortest":
        assert set(found.paths) == {tuple(path) for path in nx.all_shortest_paths(graph, 19_990, 15_000)}


def test_a_search_reports_often_enough_to_be_cancelled() -> None:
    job = find_paths(scale_free(20_000), 19_990, 15_000, "all", hops=6, best=1)
    assert len(list(islice(job, 12))) == 12
    job.close()


def test_a_tree_takes_the_cheaper_of_two_ways() -> None:
    paths = [(0, 2, 1), (0, 3, 4, 1)]
    assert join(paths, [0, 1], np.array([0.0, 0.0, 0.5, 0.0, 0.0])) == ((0, 2), (1, 2))
    assert join(paths, [0, 1], np.array([0.0, 0.0, 1.5, 0.0, 0.0])) == ((0, 3), (1, 4), (3, 4))
