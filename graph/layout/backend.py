"""NetworkX backend with ForceAtlas2 for large graphs: ``nx.forceatlas2_layout(G, backend="caseboard")``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from graph.arrays.types import Floats
from graph.layout.large.atlas import Atlas, Forces, steps
from graph.layout.large.levels import Level


class LevelGraph:
    """A level as a graph that NetworkX passes to this backend unchanged.

    Nodes are 0 to n - 1.
    """

    __networkx_backend__ = "caseboard"

    def __init__(self, level: Level) -> None:
        self.level = level

    def __len__(self) -> int:
        return len(self.level)

    def is_directed(self) -> bool:
        """False: edges have no direction."""
        return False

    def is_multigraph(self) -> bool:
        """False: every edge occurs once."""
        return False


def convert_from_nx(graph: Any, **_: Any) -> Any:
    """The NetworkX graph itself: its matrix is read where it is needed."""
    return graph


def convert_to_nx(result: Any, **_: Any) -> Any:
    """The result of a function; a :class:`LevelGraph` becomes a ``networkx.Graph``."""
    if not isinstance(result, LevelGraph):
        return result
    import networkx as nx

    return nx.from_scipy_sparse_array(result.level.matrix())


def can_run(name: str, *_: Any) -> bool:
    """True if this backend has a function of that name."""
    return name == "forceatlas2_layout"


def should_run(name: str, *_: Any) -> bool:
    """Same as :func:`can_run`: this backend is faster for all but the smallest graphs."""
    return can_run(name)


def forceatlas2_layout(
    G: Any,  # noqa: N803
    pos: Mapping[Any, Any] | None = None,
    *,
    max_iter: int = 100,
    jitter_tolerance: float = 1.0,
    scaling_ratio: float = 2.0,
    gravity: float = 1.0,
    distributed_action: bool = False,
    strong_gravity: bool = False,
    node_mass: Mapping[Any, float] | None = None,
    node_size: Mapping[Any, float] | None = None,
    weight: str | None = None,
    linlog: bool = False,
    seed: Any = None,
    dim: int = 2,
    store_pos_as: str | None = None,
) -> dict[Any, Floats]:
    """Positions of a graph's nodes by ForceAtlas2, node to array of ``dim``; all parameters as in NetworkX.

    Above :data:`graph.layout.large.atlas.EXACT` nodes, in two dimensions and without ``node_size``, groups of far nodes
    act as one body: forces are then exact to a few hundredths.
    """
    nodes = list(range(len(G))) if isinstance(G, LevelGraph) else list(G)
    if not nodes:
        return {}
    matrix, degrees = _edges(G, weight)
    masses = node_mass or {}
    mass = np.array([masses.get(node, degree + 1.0) for node, degree in zip(nodes, degrees.tolist())], np.float64)
    size = None if node_size is None else np.array([node_size.get(node, 1.0) for node in nodes], np.float64)
    forces = Forces(jitter_tolerance, scaling_ratio, gravity, distributed_action, strong_gravity, linlog)
    atlas = Atlas(matrix, _start(nodes, pos, seed, dim), mass, size, forces)
    for _ in steps(atlas, max_iter):
        pass
    placed = dict(zip(nodes, atlas.points))
    if store_pos_as is not None and not isinstance(G, LevelGraph):
        import networkx as nx

        nx.set_node_attributes(G, placed, store_pos_as)
    return placed


def _edges(graph: Any, weight: str | None) -> tuple[Any, Floats]:
    """Weights (n,n), each row those that its node feels, and degrees float[n] (of directed graphs: in and out)."""
    if isinstance(graph, LevelGraph):
        return graph.level.matrix().astype(np.float64), graph.level.degrees.astype(np.float64)
    import networkx as nx

    matrix = nx.to_scipy_sparse_array(graph, weight=weight, dtype=np.float64, format="csr")
    return matrix, np.array([degree for _, degree in graph.degree()], np.float64)


def _start(nodes: list[Any], pos: Mapping[Any, Any] | None, seed: Any, dim: int) -> Floats:
    """Initial positions float[n,d]: those given, others at random, in the unit square or among those given."""
    random = seed if hasattr(seed, "rand") else np.random.RandomState(seed)
    if pos is None:
        return np.asarray(random.rand(len(nodes), dim).astype(np.float32).astype(np.float64))
    given = np.array([pos[node] for node in nodes if node in pos], np.float64)
    if len(given) == len(nodes):
        return given
    low, high = given.min(axis=0), given.max(axis=0)
    places = low + random.rand(len(nodes), given.shape[1]) * (high - low)
    places[[k for k, node in enumerate(nodes) if node in pos]] = given
    return np.asarray(places)


def info() -> dict[str, Any]:
    """Description of this backend for NetworkX."""
    return {
        "backend_name": "caseboard",
        "project": "caseboard",
        "package": "graph.layout",
        "short_summary": "Layouts of large graphs.",
        "functions": {"forceatlas2_layout": {"additional_docs": "Barnes–Hut repulsion for large graphs."}},
    }
