"""Measures of nodes, by NetworkX: arrays in, one number per node out.

Importing this module imports no NetworkX. Measuring does, and belongs in a child process, so that it can be cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Floats
from graph.errors import MeasureError
from graph.frozen import frozen
from graph.named import NamedTuple
from graph.plugins import Rows, foreign
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.work.process import Worker

Kind = Literal["share", "count", "steps", "group"]
_BATCH = 20_000
"""Nodes reached by all paths of one batch: a few hundredths of a second, with a progress report after each."""
LEAST_PIVOTS = 100
"""Smallest number of start nodes in a sample, from which the ranks of the top nodes are about right."""


@frozen
class Network:
    """``count`` nodes and ``edges`` int[m,2] from subject to object; loops and parallels are allowed.

    ``directed`` edges are followed only from subject to object. ``target`` is the node that distances start from.
    """

    count: int
    edges: NDArray[np.integer]
    directed: bool = False
    target: int = -1
    seed: int = 1

    def graph(self) -> Any:
        """A ``networkx.Graph``, or a ``DiGraph`` for directed edges; without loops, parallels counted once."""
        import networkx as nx

        graph = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(range(self.count))
        graph.add_edges_from(self.edges[self.edges[:, 0] != self.edges[:, 1]].tolist())
        return graph


class Reading(NamedTuple):
    """The result of a measure: ``values`` (n,), NaN for nodes without one.

    ``started`` is the number of nodes from which paths were followed, or n for measures without paths. Below n, the
    values are estimates.
    """

    values: Floats
    started: int


class Metric(NamedTuple):
    """A measure of nodes.

    name          identifier in saved views and on the command line
    title         name for people, with a ``sentence`` on its meaning
    kind          "share": any number; "count": a whole number; "steps": a whole number, the smallest being the most
                  important; "group": the number of a part, 1 for the largest
    take          the function that measures
    directed      whether edges are followed in their direction by default; None if the measure has no direction
    budget        steps along nodes and edges that all paths may take before a sample is used; 0 for no paths
    most          largest number of nodes
    needs_target  whether the measure starts from one selected resource
    word          name of one part of a "group", when parts become groups of the picture
    outlined      whether ``caseboard info --measures`` includes it
    """

    name: str
    title: str
    sentence: str
    kind: Kind
    take: Callable[[Network], Job[Reading]]
    directed: bool | None = None
    budget: int = 0
    most: int = 5_000_000
    needs_target: bool = False
    word: str = ""
    outlined: bool = False


def measure(name: str, network: Network, *, where: Worker | None = None) -> Job[Reading]:
    """Compute the measure of that name, in a child process of ``where`` or, with None, in this thread.

    Closing the job ends the work at once in a child. Equal networks give equal values. Raises MeasureError if it cannot
    be computed.
    """
    metric = METRICS[name]
    if metric.needs_target and not 0 <= network.target < network.count:
        raise MeasureError(f"{metric.title} needs a resource to start from. Select one on the canvas.")
    if network.count > metric.most:
        raise MeasureError(
            f"{metric.title} takes too long for more than {metric.most:,} resources, and there are "
            f"{network.count:,}. Show fewer."
        )
    yield Progress(metric.title)
    if not network.count:
        return Reading(np.empty(0), 0)
    if where is None:
        return (yield from taken(name, network))
    advice = "show fewer resources"
    return (yield from where.run(taken, name, network, title=metric.title, error=MeasureError, advice=advice))


def taken(name: str, network: Network) -> Job[Reading]:
    """Compute :func:`measure` in this thread."""
    metric = METRICS[name]
    if metric.directed is None:
        network = replace(network, directed=False)
    try:
        with foreign(MeasureError, f"{metric.title} failed on this graph ({{}}). Use another measure."):
            return _checked_reading(metric, (yield from metric.take(network)), network.count)
    except MemoryError:
        raise MeasureError(
            f"There is not enough memory for {metric.title} of {network.count:,} resources. Show fewer."
        ) from None


def _checked_reading(metric: Metric, reading: object, n: int) -> Reading:
    """The result of a measure; raises TypeError or ValueError unless it is a number for each of ``n`` nodes."""
    if not isinstance(reading, Reading):
        raise TypeError(f"it returned {type(reading).__name__}, not a Reading")
    values = np.asarray(reading.values)
    if values.shape != (n,) or values.dtype.kind not in "fiu":
        raise ValueError(f"it returned {values.dtype} of shape {values.shape} for {n:,} resources")
    known = values[~np.isnan(values)]
    if not np.isfinite(known).all():
        raise ValueError("it returned infinite values")
    if metric.kind != "share" and (known != np.floor(known)).any():
        raise ValueError("it returned fractions instead of whole numbers")
    if metric.kind == "group" and (known < 1).any():
        raise ValueError("it numbered a group below 1")
    return Reading(values.astype(np.float64, copy=False), int(reading.started))


def pivots(metric: Metric, nodes: int, edges: int, share: float = 1.0) -> int:
    """Number of connected nodes from which paths are followed: all of them while the budget lasts."""
    if not metric.budget:
        return nodes
    return min(nodes, max(LEAST_PIVOTS, int(metric.budget * share) // max(nodes + edges, 1)))


def _degree(network: Network) -> Job[Reading]:
    import networkx as nx

    yield Progress("Counting relationships")
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(network.count))
    graph.add_edges_from(network.edges.tolist())
    values = np.array([degree for _, degree in graph.degree()], np.float64)
    # NetworkX counts both ends of a loop, and a loop is one edge.
    loops = [node for node, _ in nx.selfloop_edges(graph)]
    np.subtract.at(values, loops, 1)
    return Reading(values, network.count)


def _pagerank(network: Network) -> Job[Reading]:
    """Page et al. 1999, damping 0.85."""
    import networkx as nx

    yield Progress("Following relationships at random")
    try:
        ranks = nx.pagerank(network.graph(), tol=1e-9 / network.count, max_iter=1000)
    except nx.PowerIterationFailedConvergence:
        raise MeasureError("PageRank did not converge on this graph. Show fewer resources.") from None
    return Reading(_column(ranks, network.count), network.count)


def _components(network: Network) -> Job[Reading]:
    import networkx as nx

    yield Progress("Finding connected parts")
    return Reading(_numbered(list(nx.connected_components(network.graph())), network.count), network.count)


def _core(network: Network) -> Job[Reading]:
    """Batagelj and Zaveršnik 2003."""
    import networkx as nx

    yield Progress("Removing the least connected resources")
    return Reading(_column(nx.core_number(network.graph()), network.count), network.count)


def _communities(network: Network) -> Job[Reading]:
    """Blondel et al. 2008, resolution 1."""
    import networkx as nx

    found: list[set[int]] = []
    for found in nx.community.louvain_partitions(network.graph(), seed=network.seed):
        yield Progress(f"{len(found):,} communities so far")
    return Reading(_numbered(found, network.count), network.count)


def _distance(network: Network) -> Job[Reading]:
    import networkx as nx

    yield Progress("Counting steps")
    lengths = nx.single_source_shortest_path_length(network.graph(), network.target)
    return Reading(_column(lengths, network.count), network.count)


def _betweenness(network: Network) -> Job[Reading]:
    """Brandes 2001; from a uniform sample of sources as Brandes and Pich 2007, scaled up.

    Defined as in NetworkX: the share of shortest paths between two other nodes that pass through a node.
    """
    import networkx as nx

    n = network.count
    values, left = np.zeros(n), 0
    for part in _parts(METRICS["betweenness"], network):
        scale = len(part.graph) / len(part.sources) * (1.0 if network.directed else 2.0)
        left += len(part.graph) - len(part.sources)
        for batch, done in part.batches():
            passed = nx.betweenness_centrality_subset(part.graph, batch, part.graph)
            values[list(passed)] += scale * np.fromiter(passed.values(), np.float64, len(passed))
            yield Progress("Following shortest paths", done, n)
    return Reading(values / max((n - 1) * (n - 2), 1), n - left)


def _closeness(network: Network) -> Job[Reading]:
    """Wasserman and Faust 1994; from a sample of sources as Eppstein and Wang 2004.

    One over the mean distance from all nodes that reach a node, times their share of all nodes; in a sample, both refer
    to the sources in the sample.
    """
    import networkx as nx

    n = network.count
    steps, reached, weight, left = np.zeros(n), np.zeros(n), np.zeros(n), 0
    for part in _parts(METRICS["closeness"], network):
        nodes, sources = np.array(part.graph, np.int64), part.sources
        left += len(nodes) - len(sources)
        # No node is its own source.
        weight[nodes] = (len(nodes) - 1) / np.maximum(len(sources) - np.isin(nodes, sources), 1)
        for batch, done in part.batches():
            for source in batch:
                lengths = nx.single_source_shortest_path_length(part.graph, source)
                there = np.fromiter(lengths, np.int64, len(lengths))
                steps[there] += np.fromiter(lengths.values(), np.float64, len(lengths))
                reached[there] += 1
            reached[batch] -= 1
            yield Progress("Measuring distances", done, n)
    mean = np.divide(steps, reached, out=np.ones(n), where=reached > 0)
    return Reading(reached * weight / (mean * max(n - 1, 1)), n - left)


class _Part(NamedTuple):
    """A connected part of a graph, the nodes from which its paths start, and the number of nodes before it."""

    graph: Any
    sources: list[int]
    before: int

    def batches(self) -> Iterator[tuple[list[int], float]]:
        """The sources in batches, with the number of nodes done after each; the same batches on every machine."""
        size = max(1, _BATCH // len(self.graph))
        for at in range(0, len(self.sources), size):
            batch = self.sources[at : at + size]
            yield batch, self.before + len(self.graph) * (at + len(batch)) / len(self.sources)


def _parts(metric: Metric, network: Network) -> Iterator[_Part]:
    """The parts with more than one node, the largest first."""
    import networkx as nx

    graph = network.graph()
    connected = nx.weakly_connected_components if network.directed else nx.connected_components
    random, before = np.random.default_rng(network.seed), 0
    for nodes in sorted((sorted(part) for part in connected(graph)), key=len, reverse=True):
        if len(nodes) < 2:
            break
        part = graph if len(nodes) == network.count else graph.subgraph(nodes).copy()
        count = pivots(metric, len(nodes), part.number_of_edges(), len(nodes) / network.count)
        sources = nodes if count == len(nodes) else random.choice(nodes, count, replace=False).tolist()
        yield _Part(part, sources, before)
        before += len(nodes)


def _column(by_node: Any, count: int) -> Floats:
    """Values by node as an array, NaN for nodes that have none."""
    values = np.full(count, np.nan)
    values[list(by_node)] = list(by_node.values())
    return values


def _numbered(parts: list[set[int]], count: int) -> Floats:
    """The number of each node's part, from 1 for the largest; parts of equal size in the order of their first node."""
    values = np.empty(count)
    for number, part in enumerate(sorted(parts, key=lambda part: (-len(part), min(part))), 1):
        values[list(part)] = number
    return values


def _checked(row: object) -> Metric:
    """The row, if it is valid; raises TypeError or ValueError otherwise."""
    if not isinstance(row, Metric):
        raise TypeError(f"it is of the type {type(row).__name__}, not Metric")
    if not all(isinstance(text, str) and text for text in (row.name, row.title, row.sentence)):
        raise TypeError("name, title and sentence must be texts")
    if row.kind not in get_args(Kind):
        raise ValueError(f"its kind is “{row.kind}”; use {', '.join(get_args(Kind))}")
    if row.kind == "group" and not row.word:
        raise ValueError("its word for one group is missing")
    if not callable(row.take):
        raise TypeError("take must be a function")
    if not all(isinstance(count, int) and count >= 0 for count in (row.budget, row.most)):
        raise TypeError("budget and most must be whole numbers")
    return row


METRICS = Rows("caseboard.measures", "measure", lambda metric: metric.name, _checked).add_all(
    (
        Metric("degree", "Degree", "The number of relationships of a resource.", "count", _degree, outlined=True),
        Metric(
            "pagerank",
            "PageRank",
            "The share of its steps that a long random walk along relationships spends on a resource. It is high for "
            "resources with many incoming relationships, especially from resources that have many themselves.",
            "share",
            _pagerank,
            directed=True,
            outlined=True,
        ),
        Metric(
            "betweenness",
            "Betweenness",
            "The share of shortest paths between two other resources that pass through a resource. It is high for "
            "resources that connect parts of the graph.",
            "share",
            _betweenness,
            directed=False,
            budget=15_000_000,
            outlined=True,
        ),
        Metric(
            "closeness",
            "Closeness",
            "The nearness of a resource to all others: 1 if each is one step away, less for more steps and for "
            "resources that cannot be reached.",
            "share",
            _closeness,
            directed=False,
            budget=60_000_000,
        ),
        Metric(
            "components",
            "Components",
            "The connected part that a resource belongs to: a path joins any two resources with the same number. 1 is "
            "the largest part.",
            "group",
            _components,
            word="Component",
            outlined=True,
        ),
        Metric(
            "communities",
            "Communities",
            "The community that a resource belongs to: its members have more relationships with each other than with "
            "the rest. Found by Louvain’s method; 1 is the largest community.",
            "group",
            _communities,
            most=50_000,
            word="Community",
            outlined=True,
        ),
        Metric(
            "core",
            "k-core",
            "The density of the surroundings of a resource: at 3 it has at least three neighbours that have "
            "three such neighbours themselves, and so on.",
            "count",
            _core,
        ),
        Metric(
            "distance",
            "Distance",
            "The number of steps on a shortest path from the selected resource; no value if there is no path.",
            "steps",
            _distance,
            directed=False,
            needs_target=True,
        ),
    )
)
"""All measures by name, in the order of the panel; after ``load()`` including those of installed packages."""
