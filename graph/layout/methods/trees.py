"""Graphviz layouts, through NetworkX's interface to pygraphviz: radial and multilevel force."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from graph.arrays.types import Floats
from graph.layout.fitting.components import Part
from graph.layout.methods.circles import rings_apart
from graph.layout.methods.shape import settle_figure

INCH = 72.0


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


def _sized(part: Part) -> Any:
    """A NetworkX graph of the part's nodes with the sizes for Graphviz, in inches."""
    import networkx as nx

    graph = nx.Graph()
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
