"""Layouts beside NetworkX, Graphviz, igraph and Tulip, each with the quality of its picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.graphs import Edges, archipelago, grid, random_tree, scale_free, tree
from tests.benchmarks.measuring import Case, Prepared, Result, repeat

Points = NDArray[np.float64]
MARK = 24.0
"""Width and height of the box of a node, as large graphs are drawn."""


def graph_of(name: str, size: int) -> tuple[int, Edges]:
    """Number of nodes and edges of a graph by its name."""
    if name == "les misérables":
        import networkx as nx

        known = nx.convert_node_labels_to_integers(nx.les_miserables_graph())
        return len(known), np.array(list(known.edges()), np.int32)
    makers: dict[str, Callable[[], Edges]] = {
        "scale-free": lambda: scale_free(size),
        "grid": lambda: grid(math.isqrt(size)),
        "tree": lambda: tree(size),
        "random tree": lambda: random_tree(size),
        "components": lambda: archipelago(size),
    }
    edges = makers[name]()
    return int(edges.max()) + 1, edges


_COUNTED = 20_000
"""Overlaps in larger pictures are not counted: that takes minutes if there are very many."""
Work = Callable[[int, Edges], tuple[Prepared, Callable[[Any], Points]]]
"""Makes the work to measure, with conversion to the library's own form, and the function that reads its answer."""


def _run(make: Work, case: Case, result: Result, limit: float, *, warm: bool = False) -> None:
    count, edges = graph_of(case.graph, case.size)
    work, read = make(count, edges)
    if warm:
        work()
    result.seconds, answer = repeat(work, case.runs, limit)
    result.figures = _quality(read(answer), edges)


def _quality(points: Points, edges: Edges) -> dict[str, float]:
    """Figures that do not depend on the scale; overlaps at the scale with a mean edge length of 3 marks."""
    from tests.layout_quality import edge_spread, kept_neighbours, overlap_count, stress

    ends = points[edges]
    length = float(np.median(np.hypot(*(ends[:, 0] - ends[:, 1]).T))) or 1.0
    figures = {
        "stress": stress(points, edges),
        "kept neighbours": kept_neighbours(points, edges),
        "edge spread": edge_spread(points, edges),
    }
    if len(points) <= _COUNTED:
        boxes = np.full((len(points), 2), MARK)
        figures["overlaps per node"] = overlap_count(points * (3 * MARK / length), boxes) / len(points)
    return figures


def _ours(name: str, count: int, edges: Edges) -> tuple[Prepared, Callable[[Any], Points]]:
    from graph.layout import arrange
    from graph.layout.problem import problem
    from graph.work.progress import finish

    def work() -> Any:
        return finish(arrange(name, problem(count, edges, boxes=(MARK, MARK))))

    return work, lambda found: np.asarray(found.positions, np.float64)


def _networkx(name: str, count: int, edges: Edges) -> tuple[Prepared, Callable[[Any], Points]]:
    import networkx as nx

    def work() -> Any:
        graph = nx.Graph()
        graph.add_nodes_from(range(count))
        graph.add_edges_from(edges.tolist())
        return getattr(nx, name)(graph, seed=1)

    return work, lambda found: np.array([found[i] for i in range(count)])


def _sfdp(count: int, edges: Edges) -> tuple[Prepared, Callable[[Any], Points]]:
    import pygraphviz

    def work() -> Any:
        graph = pygraphviz.AGraph(directed=False)
        graph.add_nodes_from(range(count))
        graph.add_edges_from(edges.tolist())
        graph.layout(prog="sfdp")
        return graph

    def read(graph: Any) -> Points:
        return np.array([[float(x) for x in graph.get_node(i).attr["pos"].split(",")] for i in range(count)])

    return work, read


def _igraph(name: str, count: int, edges: Edges) -> tuple[Prepared, Callable[[Any], Points]]:
    import random

    import igraph

    def work() -> Any:
        random.seed(1)
        return igraph.Graph(n=count, edges=edges).layout(name)

    return work, lambda found: np.array(found.coords)


def _fm3(count: int, edges: Edges) -> tuple[Prepared, Callable[[Any], Points]]:
    from tulip import tlp

    def work() -> Any:
        graph = tlp.newGraph()
        nodes = graph.addNodes(count)
        graph.addEdges([(nodes[a], nodes[b]) for a, b in edges.tolist()])
        places = graph.getLayoutProperty("viewLayout")
        graph.applyLayoutAlgorithm("FM^3 (OGDF)", places)
        return [places[node] for node in nodes]

    return work, lambda found: np.array([[at.x(), at.y()] for at in found])


def _live_step(case: Case, result: Result, limit: float) -> None:
    """One step of the forces on a laid-out graph, as in a live layout."""
    from graph.layout.large.levels import level_of
    from graph.layout.large.swarm import Swarm

    count, edges = graph_of(case.graph, case.size)
    work, read = _ours("multilevel", count, edges)
    swarm = Swarm(level_of(count, edges), read(work()).T)
    swarm.step(0.1)
    result.seconds, _ = repeat(lambda: swarm.step(0.1), 30, limit)


def _forced(make: Callable[..., Any], *name: str) -> Work:
    return partial(make, *name)


CONTESTANTS: dict[str, Callable[[Case, Result, float], None]] = {
    "Caseboard, multilevel": partial(_run, _forced(_ours, "multilevel"), warm=True),
    "Caseboard, distance-faithful": partial(_run, _forced(_ours, "stress"), warm=True),
    "Caseboard, ForceAtlas2": partial(_run, _forced(_ours, "forceatlas2"), warm=True),
    "Caseboard, tree": partial(_run, _forced(_ours, "tree"), warm=True),
    "Caseboard, a live step": _live_step,
    "NetworkX, ForceAtlas2": partial(_run, _forced(_networkx, "forceatlas2_layout")),
    "NetworkX, spring": partial(_run, _forced(_networkx, "spring_layout")),
    "Graphviz, sfdp": partial(_run, _sfdp),
    "igraph, Fruchterman–Reingold": partial(_run, _forced(_igraph, "fr")),
    "igraph, DrL": partial(_run, _forced(_igraph, "drl")),
    "OGDF, FM3": partial(_run, _fm3),
}
