"""Graphviz layouts, through NetworkX's interface to pygraphviz: layered, radial and multilevel force."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from graph.arrays.types import Floats
from graph.layout.fitting.components import Part
from graph.layout.fitting.overlaps import GAP
from graph.layout.fitting.packing import RATIO, bounds
from graph.layout.methods.circles import rings_apart
from graph.layout.methods.shape import settle_figure

INCH = 72.0


_TOO_WIDE = 1.6
"""A figure from the left is tried if the layers from the top are more than so many times wider than a screen."""


def hierarchical(part: Part) -> Floats:
    """Layers by the direction of edges (Graphviz dot: Gansner, Koutsofios, North and Vo 1993).

    From the top down, or from the left if that is closer to the shape of a screen: names are wide and low, so that a
    layer of many nodes takes far less room as a column than as a row.
    """
    if len(part) == 1:
        return np.zeros((1, 2))
    direction = part.settings["direction"]
    if direction != "automatic":
        return _layered(part, "TB" if direction == "down" else "LR")
    down = _layered(part, "TB")
    low, high = bounds(down, part.boxes)
    if (high - low)[0] < _TOO_WIDE * RATIO * (high - low)[1]:
        return down
    across = _layered(part, "LR")
    low, high = bounds(across, part.boxes)
    # Layers may be further apart if the figure is narrower than a screen; that brings no boxes closer together.
    across[:, 0] *= float(np.clip(RATIO * (high - low)[1] / (high - low)[0], 1.0, 2.4))
    return min((down, across), key=lambda points: _figure(points, part))


def _figure(points: Floats, part: Part) -> float:
    """Width of the smallest screen-shaped frame around boxes."""
    low, high = bounds(points, part.boxes)
    return float(max((high - low)[0], RATIO * (high - low)[1]))


def _layered(part: Part, direction: str) -> Floats:
    graph = _sized(part, directed=True)
    gap = GAP[0] if direction == "TB" else GAP[1]
    settings = {"rankdir": direction, "nodesep": f"{gap / INCH}", "ranksep": "0.75", "splines": "false"}
    if len(part) > 300:
        # Limits on dot's simplex and crossing rounds, which otherwise take minutes.
        settings |= {"nslimit": "8", "nslimit1": "8", "mclimit": "0.3"}
    graph.graph["graph"] = settings
    for (u, v), steps in zip(part.arcs.tolist(), _staggered(part)):
        graph.add_edge(u, v, minlen=steps)
    return _run(graph, "dot", part)


def radial(part: Part) -> Floats:
    """Rings by the number of steps from the start, in the directions that Graphviz twopi finds (Wills 1999).

    Graphviz spaces all rings for the fullest one; here each ring is as small as its boxes allow.
    """
    if len(part) == 1:
        return np.zeros((1, 2))
    graph = _sized(part)
    root = int(part.start[0])
    graph.graph["graph"] = {"ranksep": "3", "overlap": "true", "splines": "false", "root": str(root)}
    graph.add_edges_from(part.edges.tolist())
    points = _run(graph, "twopi", part)
    points -= points[root]
    distance = np.hypot(points[:, 0], points[:, 1])
    step = np.round(distance / (3 * INCH)).astype(np.int64)
    angle = np.mod(np.arctan2(points[:, 1], points[:, 0]), 2 * np.pi)
    rings = [np.flatnonzero(step == k) for k in np.unique(step)]
    return rings_apart(rings, angle, part.boxes)


def sfdp(part: Part) -> Floats:
    """Multilevel springs and charges by Graphviz sfdp.

    Hu, "Efficient, High-Quality Force-Directed Graph Drawing" (2005).
    """
    if len(part) < 3:
        return settle_figure(np.arange(len(part))[:, None] * np.array([[1.0, 0.0]]), part)
    graph = _sized(part)
    settings = {"overlap": "true", "splines": "false", "start": str(part.seed % 2**31)}
    if part.settings["repulsion"] != 1.0:
        settings["repulsiveforce"] = f"{part.settings['repulsion']}"
    graph.graph["graph"] = settings
    graph.add_edges_from(part.edges.tolist())
    return settle_figure(_run(graph, "sfdp", part), part)


def _staggered(part: Part) -> list[int]:
    """Layers that each arc must span: the leaves of a hub are spread over several layers, not one long row."""
    steps = np.ones(len(part.arcs), dtype=np.int64)
    leaf = part.degrees == 1
    cell = part.boxes.mean(axis=0) + GAP
    for end in (0, 1):
        hubs = part.arcs[:, end]
        own = leaf[part.arcs[:, 1 - end]]
        for hub in np.unique(hubs[own]):
            arcs = np.flatnonzero(own & (hubs == hub))
            deep = max(1, math.floor(math.sqrt(len(arcs) * cell[0] / (RATIO * 2.2 * cell[1]))))
            if len(arcs) > 4:
                steps[arcs] = 1 + np.arange(len(arcs)) % deep
    return [int(step) for step in steps]


def _sized(part: Part, directed: bool = False) -> Any:
    """A NetworkX graph of the part's nodes with the sizes for Graphviz, in inches."""
    import networkx as nx

    graph = nx.DiGraph() if directed else nx.Graph()
    for node, (width, height) in enumerate(part.boxes.tolist()):
        size = {"width": f"{width / INCH:.4f}", "height": f"{height / INCH:.4f}"}
        graph.add_node(node, shape="box", fixedsize="true", label="", **size)
    return graph


def _run(graph: Any, program: str, part: Part) -> Floats:
    """Centres float[k,2] by a Graphviz program, y turned downwards; a Graphviz point is a scene unit."""
    from networkx.drawing.nx_agraph import graphviz_layout

    _seed_rand(part.seed)
    with _quiet():
        placed = graphviz_layout(graph, prog=program)
    return np.asarray(np.array([placed[i] for i in range(len(part))], dtype=np.float64) * np.array([1.0, -1.0]))


def _seed_rand(seed: int) -> None:
    """Seed the C library's rand, which Graphviz uses before it reads its own ``start``."""
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
        library.srand(ctypes.c_uint(seed % 2**32))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Hide what Graphviz and fontconfig write to the error stream, bypassing Python, from the user's terminal."""
    try:
        saved = os.dup(2)
    except OSError:
        yield
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        sys.stderr.flush()
        os.dup2(sink, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(sink)
        os.close(saved)
