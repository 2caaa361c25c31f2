"""Connected components of a problem, each a simple graph with its own numbering."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import Any

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.frozen import frozen
from graph.layout.parameters import Settings
from graph.layout.problem import Problem


@frozen
class Part:
    """Some nodes of a problem and the edges between them, numbered from 0 in the order of ``nodes``.

    ``nodes`` int[k] index the problem; ``boxes`` float[k,2]; ``arcs`` int[e,2] are directed, distinct and without
    loops.
    """

    nodes: Ints
    boxes: Floats
    arcs: Ints
    seed: int
    roots: Ints
    settings: Settings = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def edges(self) -> Ints:
        """Undirected distinct pairs (low, high), int[t,2], sorted."""
        return np.unique(np.sort(self.arcs, axis=1), axis=0)

    @cached_property
    def degrees(self) -> Ints:
        """Number of distinct neighbours of each node, int[k]."""
        return np.bincount(self.edges.ravel(), minlength=len(self)).astype(np.int64)

    @property
    def start(self) -> Ints:
        """The roots in this part, or else its node of highest degree (lowest number among equals)."""
        return self.roots if len(self.roots) else np.array([int(np.argmax(self.degrees))])

    def graph(self, lengths: Floats | None = None) -> Any:
        """A ``networkx.Graph`` over 0..k-1 in that order, with ``lengths`` as edge weights if given."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(len(self)))
        if lengths is None:
            graph.add_edges_from(self.edges.tolist())
        else:
            graph.add_weighted_edges_from((u, v, w) for (u, v), w in zip(self.edges.tolist(), lengths.tolist()))
        return graph

    def matrix(self, lengths: Floats | None = None) -> Any:
        """Symmetric ``scipy.sparse.csr_array`` of edges, with ones or ``lengths`` as values. Shape (k,k)."""
        return edge_matrix(self.edges, len(self), lengths)


def edge_matrix(edges: Ints, n: int, values: Floats | None = None) -> Any:
    """Symmetric sparse matrix of undirected ``edges`` int[t,2] with ``values`` (default 1). Shape (n,n)."""
    from scipy import sparse

    v = np.ones(len(edges)) if values is None else values
    rows = np.concatenate([edges[:, 0], edges[:, 1]])
    columns = np.concatenate([edges[:, 1], edges[:, 0]])
    return sparse.csr_array((np.concatenate([v, v]), (rows, columns)), shape=(n, n))


def whole(problem: Problem) -> Part:
    """The whole problem as one part, connected or not."""
    return _part(problem, np.arange(len(problem)), problem.edges.astype(np.int64))


def components(problem: Problem) -> list[Part]:
    """Connected components, largest first, then in the order of their first node."""
    from scipy.sparse.csgraph import connected_components

    n = len(problem)
    edges = problem.edges.astype(np.int64)
    count, label = connected_components(edge_matrix(edges, n), directed=False)
    order = np.argsort(label, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(label, minlength=count))[:-1])
    edge_label = label[edges[:, 0]]
    edge_order = np.argsort(edge_label, kind="stable")
    of = np.split(edges[edge_order], np.cumsum(np.bincount(edge_label, minlength=count))[:-1])
    parts = [_part(problem, nodes, own) for nodes, own in zip(members, of)]
    return sorted(parts, key=lambda part: (-len(part), int(part.nodes[0])))


def _part(problem: Problem, nodes: Ints, edges: Ints) -> Part:
    local = np.full(len(problem), -1, dtype=np.int64)
    local[nodes] = np.arange(len(nodes))
    arcs = local[edges].reshape(-1, 2)
    arcs = np.unique(arcs[arcs[:, 0] != arcs[:, 1]], axis=0).reshape(-1, 2)
    roots = np.unique(local[problem.roots])
    return Part(nodes, problem.boxes[nodes].astype(np.float64), arcs, problem.seed, roots[roots >= 0], problem.settings)
