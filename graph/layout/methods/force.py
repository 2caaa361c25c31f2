"""Layouts by forces, by distances, and by spectrum."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from graph.arrays.types import Floats
from graph.layout.fitting.components import Part
from graph.layout.large.levels import Level, level_of
from graph.layout.methods.shape import settle_figure

if TYPE_CHECKING:
    from graph.layout.large.multilevel import Placing


def forceatlas2(part: Part) -> Floats:
    """ForceAtlas2 (Jacomy, Venturini, Heymann and Bastian 2014) from an untangled start. Centres float[k,2]."""
    import networkx as nx

    n = len(part)
    if n < 3:
        return settle_figure(_line(n), part)
    given = part.settings
    start = untangled(part) * np.sqrt(n) * 3
    with np.errstate(invalid="ignore"):  # NetworkX divides 0 by 0 on the diagonal, and fills it afterwards
        placed = nx.forceatlas2_layout(
            part.graph(),
            pos=dict(enumerate(start)),
            max_iter=given["rounds"] or int(np.clip(3e7 / n**2, 30, 300)),
            scaling_ratio=given["scaling"],
            gravity=given["gravity"],
            strong_gravity=given["strong-gravity"],
            linlog=given["linlog"],
            seed=part.seed,
        )
    return settle_figure(_points(placed, n), part, even=0.4)


def multilevel(part: Part) -> Floats:
    """Forces on ever finer levels (:func:`graph.layout.large.multilevel.descended`). Centres float[k,2]."""
    from graph.layout.large.multilevel import descended

    return _placed(part, descended)


def stress(part: Part) -> Floats:
    """Drawn distances close to numbers of steps (:func:`graph.layout.large.stress.faithful`). Centres float[k,2]."""
    from graph.layout.large.stress import faithful

    return _placed(part, faithful)


def _placed(part: Part, place: Callable[[Level, int], Placing]) -> Floats:
    n = len(part)
    if n < 3:
        return settle_figure(_line(n), part)
    for _, places in place(level_of(n, part.edges), part.seed):
        found = places
    return settle_figure(found().T.astype(np.float64), part)


def spring(part: Part) -> Floats:
    """Springs and charges (Fruchterman and Reingold 1991) from an untangled start. Centres float[k,2]."""
    import networkx as nx

    n = len(part)
    if n < 3:
        return settle_figure(_line(n), part)
    rounds = part.settings["rounds"] or int(np.clip(6e4 / n, 20, 200))
    length = float(part.settings["length"])
    start = dict(enumerate(untangled(part)))
    # Without k NetworkX takes the length that gives each node its share of the area.
    k = None if length == 1.0 else length / np.sqrt(n)
    placed = nx.spring_layout(part.graph(), k=k, pos=start, iterations=rounds, seed=part.seed, method="force")
    return settle_figure(_points(placed, n), part, even=0.3)


def kamada_kawai(part: Part) -> Floats:
    """Drawn distances as close to path lengths as possible (Kamada and Kawai 1989). Centres float[k,2].

    Edges of a node with high degree count as longer, so that its leaves have room around it.
    """
    import networkx as nx

    n = len(part)
    if n < 3:
        return settle_figure(_line(n), part)
    graph = part.graph(hub_lengths(part))
    placed = nx.kamada_kawai_layout(graph, pos=dict(enumerate(untangled(part))))
    return settle_figure(_points(placed, n), part)


def arf(part: Part) -> Floats:
    """Attractive and repulsive forces between all pairs (Geipel 2007). Centres float[k,2]."""
    import networkx as nx

    n = len(part)
    if n < 3:
        return settle_figure(_line(n), part)
    rounds = part.settings["rounds"] or int(np.clip(2e7 / n**2, 20, 400))
    strength = float(part.settings["strength"])
    start = dict(enumerate(untangled(part) * n / 2))
    # The step shrinks with the sum of a node's spring constants, beyond which Euler's method diverges.
    step = 0.5 / (n + strength * float(part.degrees.max()))
    placed = nx.arf_layout(part.graph(), pos=start, a=strength, dt=step, max_iter=rounds, seed=part.seed)
    return settle_figure(_points(placed, n), part)


def spectral(part: Part) -> Floats:
    """Two eigenvectors of the graph's Laplacian (Hall 1970) as coordinates. Centres float[k,2].

    Equal neighbourhoods have equal coordinates, so edges get slightly different weights, which keep eigenvalues apart.
    Coordinates are mixed with their ranks, which keeps the order and gives the crowd in the middle some room.
    """
    import networkx as nx

    n = len(part)
    if n < 3:
        return settle_figure(_line(n), part)
    weights = 1.0 + 0.05 * np.random.default_rng(part.seed).random(len(part.edges))
    placed = _points(nx.spectral_layout(part.graph(weights)), n)
    # The sparse solver starts at random, so its last digits and the signs of its vectors are arbitrary.
    placed = np.round(placed, 6)
    for axis in range(2):
        if placed[np.argmax(np.abs(placed[:, axis])), axis] < 0:
            placed[:, axis] *= -1
    return settle_figure(placed, part, turn=False, even=0.75)


def hub_lengths(part: Part) -> Floats:
    """Target length of each edge, float[t], 1 or more.

    Grows with the square root of the higher degree, as the leaves' area does.
    """
    most = part.degrees[part.edges].max(axis=1)
    return np.asarray(np.maximum(1.0, np.sqrt(most / 5.0)))


def untangled(part: Part) -> Floats:
    """Initial positions float[k,2], about unit size: distances from a few far-apart nodes, reduced to two dimensions.

    Pivot MDS (Brandes and Pich, "Eigensolver Methods for Progressive Multidimensional Scaling of Large Data", 2006). A
    little noise from the seed keeps nodes with equal neighbours apart.
    """
    noise = np.random.default_rng(part.seed).standard_normal((len(part), 2)) * 0.02
    distance = _pivot_distances(part, 60)
    squares = distance**2
    double = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, vectors = np.linalg.eigh(double.T @ double)
    points = double @ vectors[:, : -3 if vectors.shape[1] > 2 else None : -1][:, :2]
    if points.shape[1] < 2:
        points = np.column_stack([points, np.zeros((len(part), 2 - points.shape[1]))])
    # Signs of eigenvectors are arbitrary.
    signs = np.where(points[np.argmax(np.abs(points), axis=0), [0, 1]] < 0, -1.0, 1.0)
    return np.asarray(points * signs / (np.abs(points).max() + 1e-12) + noise)


def _pivot_distances(part: Part, count: int) -> Floats:
    from scipy.sparse.csgraph import dijkstra

    matrix = part.matrix(hub_lengths(part))
    pivot = int(np.argmax(part.degrees))
    nearest = np.full(len(part), np.inf)
    columns = []
    for _ in range(min(count, len(part))):
        row = dijkstra(matrix, directed=False, indices=pivot)
        columns.append(row)
        nearest = np.minimum(nearest, row)
        pivot = int(np.argmax(nearest))
    return np.column_stack(columns)


def _points(placed: dict[int, Floats], n: int) -> Floats:
    return np.array([placed[i] for i in range(n)], dtype=np.float64).reshape(n, 2)


def _line(n: int) -> Floats:
    return np.column_stack([np.arange(n, dtype=np.float64), np.zeros(n)])
