"""Paths between two nodes: the shortest, all up to a number of steps, the cheapest where hubs cost more, or those with
the strongest of weakest links.

NumPy finds the nodes and edges that can be on such a path, with their number of steps from its start. NetworkX then
finds the paths in this rest, a graph of (node, step) in which every walk leads to the end. Importing this module
imports no NetworkX.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Floats, Ints
from graph.errors import PathError
from graph.frozen import frozen
from graph.named import NamedTuple
from graph.rdf.vocabulary import GENERIC_CLASSES
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.model.projection import Projection

Path = tuple[int, ...]
Kind = Literal["shortest", "all", "best", "supported"]
MOST = 5_000
"""Most paths of one kind; a search that finds more stops there and reports it."""
MOST_STEPS = 12
_ARCS = (2_000, 16_000, 64_000)
"""Number of edges, cheapest first, handed to NetworkX in one go; more follow if these do not suffice."""
_WAYS, _TWICE = 1_000, 10
"""Number of walks examined, and as many more for each path wanted, since some walks visit a node twice."""
_NEAR = 1e-9


@frozen
class Web:
    """``count`` nodes, and the edges int[m,2] that a path may take, from the first end to the second if ``directed``.

    ``weight`` (n,) is the cost of each node between the ends of a path, none below 0; an edge costs 1. ``strength``
    (m,) ranks the edges, the higher the stronger; None for edges of equal strength.
    """

    count: int
    edges: NDArray[np.integer]
    weight: Floats
    directed: bool = False
    strength: Ints | None = None

    def arcs(self) -> Ints:
        """The edges in each direction that paths may take, without loops, each pair once; int[k,2]."""
        edges = np.asarray(self.edges, np.int64).reshape(-1, 2)
        both = edges if self.directed else np.concatenate((edges, edges[:, ::-1]))
        arcs: Ints = both[both[:, 0] != both[:, 1]]
        return arcs


class Found(NamedTuple):
    """Paths as node ids from start to end, with the cost of each.

    ``is_all`` is False if the search was cut off, so that there may be more. Shortest and all paths are sorted by
    number of steps, then by cost; the best paths by cost; supported paths by the strength of their weakest link, then
    by number of steps, then by cost.
    """

    paths: tuple[Path, ...]
    costs: tuple[float, ...]
    is_all: bool = True


def weights(projection: Projection) -> Floats:
    """Cost of passing each node: the logarithm of its number of neighbours, shape (n,).

    From Ciampaglia et al. 2015 (Computational fact checking from knowledge networks), whose distance adds up log k over
    the inner nodes of a path: a node with relationships to everything says little about any two. For a node with only a
    generic class, all other nodes of that class count as neighbours too.
    """
    neighbours = projection.degree.astype(np.float64)
    for cls, info in enumerate(projection.classes):
        if info.iri in GENERIC_CLASSES:
            members = projection.node_class == cls
            neighbours[members] += np.count_nonzero(members)
    return np.log(np.maximum(neighbours, 1.0))


def find_paths(web: Web, start: int, end: int, kind: Kind, *, hops: int, best: int, most: int = MOST) -> Job[Found]:
    """Paths from ``start`` to ``end`` of at most ``hops`` edges that visit no node twice.

    kind   "shortest" for all with the fewest edges, "all", "best" for the ``best`` cheapest, or "supported" for the
           ``best`` with the strongest of weakest links
    most   limit of the search

    Raises PathError for an invalid question. An empty result is valid.
    """
    if start == end:
        raise PathError("A path needs two different resources. Select another one.")
    if not (0 <= start < web.count and 0 <= end < web.count):
        raise PathError("A path needs two resources of this data.")
    if not 1 <= hops <= MOST_STEPS:
        raise PathError(f"Paths can have up to {MOST_STEPS} steps. Ask for 1 to {MOST_STEPS}.")
    yield Progress("Following relationships from both ends")
    field = yield from _Field.around(web, start, end, hops)
    if field is None:
        return Found((), ())
    if kind == "best":
        return (yield from _best(field, best))
    if kind == "supported":
        return (yield from _supported(web, field, start, end, best))
    lengths = [n for n in range(1, hops + 1) if np.isfinite(field.ahead[n][field.end])]
    if kind == "shortest":
        lengths = lengths[:1]
    paths: list[Path] = []
    is_all = True
    for length in lengths:
        layers, whole = field.layers(length, most)
        ways, cut = yield from _walk(field, layers, length, most - len(paths))
        is_all = is_all and whole and not cut
        paths += sorted(ways, key=field.cost)
        if len(paths) == most and not is_all:
            break
    return field.found(paths, is_all)


class Layer(NamedTuple):
    """Edges (k,) that may be the step after ``step`` others.

    ``a`` and ``b`` are their ends, ``cost`` is the cost of each edge and ``through`` that of the cheapest walk over it.
    """

    step: int
    a: Ints
    b: Ints
    cost: Floats
    through: Floats

    def up_to(self, bound: float) -> Layer:
        """Only the edges with a walk through them that costs at most ``bound``."""
        kept = self.through <= bound + _NEAR
        return Layer(self.step, self.a[kept], self.b[kept], self.cost[kept], self.through[kept])


class _Field(NamedTuple):
    """The nodes near enough to both ends, numbered anew, and the arcs ``a`` → ``b`` between them.

    ``ahead[i][v]`` is the least cost of ``i`` steps from the start to v, ``back[i][v]`` from v to the end; infinite if
    no such walk exists. No step leads into the start, or out of the end.
    """

    nodes: Ints
    a: Ints
    b: Ints
    cost_of: Floats
    weight: Floats
    start: int
    end: int
    ahead: list[Floats]
    back: list[Floats]

    @classmethod
    def around(cls, web: Web, start: int, end: int, hops: int) -> Job[_Field | None]:
        """The field for paths of at most ``hops`` edges, or None if there is no path."""
        a, b = web.arcs().T
        near = yield from _distances(a, b, web.count, start, hops)
        far = yield from _distances(b, a, web.count, end, hops)
        if near[end] > hops:
            return None
        useful = (near[a] + 1 + far[b] <= hops) & (b != start) & (a != end)
        pairs = np.unique(a[useful] * web.count + b[useful])
        nodes, place = np.unique(np.divmod(pairs, web.count), return_inverse=True)
        a, b = place.reshape(2, -1)
        first, last = np.searchsorted(nodes, (start, end)).tolist()
        weight = np.where(np.isin(nodes, (start, end)), 0.0, web.weight[nodes])
        # Half of a node's weight goes to the edge on either side.
        cost = 1.0 + (weight[a] + weight[b]) / 2
        ahead = yield from _cheapest(a, b, cost, len(nodes), first, hops)
        back = yield from _cheapest(b, a, cost, len(nodes), last, hops)
        return cls(nodes, a, b, cost, weight, first, last, ahead, back)

    @property
    def hops(self) -> int:
        return len(self.ahead) - 1

    def cost(self, path: Path) -> float:
        """The cost of a path: its edges and the weights of its inner nodes."""
        return len(path) - 1 + float(self.weight[list(path)].sum())

    def found(self, paths: Iterable[Path], is_all: bool) -> Found:
        """The paths in ids of the web."""
        listed = tuple(paths)
        named = tuple(tuple(self.nodes[list(path)].tolist()) for path in listed)
        return Found(named, tuple(self.cost(path) for path in listed), is_all)

    def layers(self, length: int, most: int) -> tuple[list[Layer], bool]:
        """Edges of walks of exactly ``length`` edges, and whether these are all such edges.

        If there are more walks than ``most``, and more edges than are handed on, only the cheapest edges are included.
        """
        layers = [self._layer(step, self.back[length - step - 1]) for step in range(length)]
        if self._count(layers) <= most:
            return layers, True
        some, bound = _cheaper(layers, _ARCS[-1])
        return some, np.isinf(bound)

    def shared_layers(self) -> list[Layer]:
        """Edges of walks of any length up to the limit."""
        least = np.minimum.accumulate(np.stack(self.back))
        return [self._layer(step, least[self.hops - step - 1]) for step in range(self.hops)]

    def _layer(self, step: int, back: Floats) -> Layer:
        through = self.ahead[step][self.a] + self.cost_of + back[self.b]
        kept = np.isfinite(through)
        return Layer(step, self.a[kept], self.b[kept], self.cost_of[kept], through[kept])

    def _count(self, layers: list[Layer]) -> float:
        """Number of walks, including those that visit a node twice."""
        ways = np.zeros(len(self.nodes))
        ways[self.start] = 1
        for layer in layers:
            ways = np.bincount(layer.b, ways[layer.a], len(self.nodes)).astype(np.float64)
        return float(ways[self.end])


def _distances(a: Ints, b: Ints, count: int, start: int, hops: int) -> Job[Ints]:
    """Number of arcs from ``start`` to each node, shape (n,); larger than ``hops`` if that many do not reach it."""
    unreached = hops + 1
    steps = np.full(count, unreached, np.int64)
    steps[start] = 0
    for step in range(hops):
        reached = b[steps[a] == step]
        reached = reached[steps[reached] == unreached]
        if not len(reached):
            break
        steps[reached] = step + 1
        yield Progress("Following relationships from both ends")
    return steps


def _cheapest(a: Ints, b: Ints, cost: Floats, count: int, start: int, hops: int) -> Job[list[Floats]]:
    """The least cost of exactly 0, 1, … ``hops`` arcs from ``start`` to each node; infinite if no walk exists."""
    now = np.full(count, np.inf)
    now[start] = 0
    out = [now]
    for _ in range(hops):
        then = np.full(count, np.inf)
        np.minimum.at(then, b, now[a] + cost)
        out.append(now := then)
        yield Progress("Weighing relationships")
    return out


def _cheaper(layers: list[Layer], most: int) -> tuple[list[Layer], float]:
    """Layers with about the ``most`` cheapest edges, and the cost up to which they hold every walk (inf: all walks).

    Each edge kept is on a walk that is kept, because no edge of its cheapest walk costs more.
    """
    through = np.concatenate([layer.through for layer in layers])
    if len(through) <= most:
        return layers, np.inf
    bound = float(np.partition(through, most)[most])
    return [layer.up_to(bound) for layer in layers], bound


def _graph(layers: list[Layer], count: int) -> Any:
    """A NetworkX graph of nodes ``step * count + node``."""
    import networkx as nx

    graph = nx.DiGraph()
    for layer in layers:
        here, there = layer.step * count, (layer.step + 1) * count
        ends = (layer.a + here).tolist(), (layer.b + there).tolist()
        graph.add_weighted_edges_from(zip(*ends, layer.cost.tolist()))
    return graph


def _walk(field: _Field, layers: list[Layer], length: int, most: int) -> Job[tuple[list[Path], bool]]:
    """The paths of exactly ``length`` edges over some layers, and whether there were more than ``most``."""
    import networkx as nx

    count = len(field.nodes)
    graph = _graph(layers, count)
    paths: list[Path] = []
    ways = nx.all_simple_paths(graph, field.start, length * count + field.end)
    for i, way in enumerate(ways):
        yield Progress(f"{len(paths):,} paths with {length} steps")
        if i > _WAYS + _TWICE * most:
            return paths, True
        path = tuple(place % count for place in way)
        if len(set(path)) == len(path):
            if len(paths) == most:
                return paths, True
            paths.append(path)
    return paths, False


def _best(field: _Field, best: int) -> Job[Found]:
    """The cheapest paths (Yen 1971), over the cheapest edges first: paths cheaper than the edges left out are final."""
    layers = field.shared_layers()
    paths: list[Path] = []
    for most in _ARCS:
        some, bound = _cheaper(layers, most)
        paths, is_all = [], True
        for i, path in enumerate(_by_cost(field, some)):
            yield Progress(f"{len(paths):,} paths so far")
            if field.cost(path) > bound + _NEAR:
                break
            if i >= _WAYS + _TWICE * best:
                is_all = False
                break
            if len(set(path)) == len(path):
                paths.append(path)
            if len(paths) == best:
                return field.found(paths, True)
        if not is_all or np.isinf(bound):
            return field.found(paths, is_all)
    return field.found(paths, False)


def _supported(web: Web, field: _Field, start: int, end: int, best: int) -> Job[Found]:
    """The paths with the strongest of weakest links: the shortest over the strongest edges, then over weaker ones too.

    A path that is new on a level has its weakest link there, so that the first ``best`` of each level suffice.
    """
    kept = np.isin(web.edges, field.nodes).all(axis=1)
    edges = web.edges[kept]
    strength = np.zeros(len(edges), np.int64) if web.strength is None else web.strength[kept]
    # The weights of a whole path cost less than one edge: they decide only between paths of one length.
    weight = web.weight / (web.weight.max(initial=0.0) * field.hops + 1)
    paths: dict[Path, None] = {}
    is_all = True
    for level in np.unique(strength)[::-1].tolist():
        part = Web(web.count, edges[strength >= level], weight, web.directed)
        over = yield from _Field.around(part, start, end, field.hops)
        if over is None:
            continue
        found = yield from _best(over, best)
        is_all = is_all and found.is_all
        paths |= dict.fromkeys(found.paths)
        if len(paths) >= best:
            break
    listed = tuple(paths)[:best]
    costs = (len(path) - 1 + float(web.weight[list(path[1:-1])].sum()) for path in listed)
    return Found(listed, tuple(costs), is_all)


def _by_cost(field: _Field, layers: list[Layer]) -> Iterator[Path]:
    """Walks to the end over some layers, the cheapest first; some visit a node twice."""
    import networkx as nx

    count, sink = len(field.nodes), -1
    graph = _graph(layers, count)
    for layer in layers:
        if (last := (layer.step + 1) * count + field.end) in graph:
            graph.add_edge(last, sink, weight=0.0)
    for way in nx.shortest_simple_paths(graph, field.start, sink, weight="weight"):
        yield tuple(place % count for place in way[:-1])


def join(paths: Iterable[Path], ends: Sequence[int], weight: Floats) -> tuple[tuple[int, int], ...]:
    """Edges of a tree that joins all ``ends``, made of some paths between them; () if these do not join them.

    At most twice the cost of the cheapest such tree if every pair has its cheapest path (Kou et al. 1981).
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(ends)
    for path in paths:
        for a, b in pairwise(path):
            graph.add_edge(a, b, weight=1.0 + float(weight[a] + weight[b]) / 2)
    if not set(ends) <= nx.node_connected_component(graph, ends[0]):
        return ()
    tree = nx.algorithms.approximation.steiner_tree(graph, ends, method="kou")
    return tuple(sorted((min(edge), max(edge)) for edge in tree.edges()))
