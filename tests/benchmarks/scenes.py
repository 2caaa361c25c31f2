"""A scene of plain arrays, as the canvas gets from a projection."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.scene.scene import Labels, Scene
from tests.benchmarks.graphs import Edges


class _Numbered(Labels):
    """Names made on access."""

    def __init__(self, count: int) -> None:
        super().__init__((), np.arange(count))

    def __getitem__(self, place: int | slice) -> str:  # type: ignore[override]
        return f"Resource {place:,}"


def scene_of(points: NDArray[np.float32], edges: Edges) -> Scene:
    """Nodes of eight colours and shapes at ``points`` (n, 2), sized by degree, with straight plain edges."""
    n, m = len(points), len(edges)
    degree = np.bincount(edges.ravel(), minlength=n).astype(np.float32)
    kind = (np.arange(n) * 2654435761 >> 7) % 8
    return Scene(
        ids=np.arange(n, dtype=np.int32),
        xy=points,
        radius=(6.0 + 2.0 * np.sqrt(np.minimum(degree, 100.0))).astype(np.float32),
        shape=kind.astype(np.uint8),
        colour=kind.astype(np.uint8),
        strong=kind == 0,
        pinned=np.zeros(n, bool),
        importance=np.log1p(degree).astype(np.float32),
        labels=_Numbered(n),
        edge_ids=np.arange(m, dtype=np.int32),
        source=edges[:, 0].copy(),
        target=edges[:, 1].copy(),
        fan=np.zeros(m, np.float32),
        bend=np.zeros(m, np.float32),
        loop=np.zeros(m, np.uint8),
        support=np.full(m, -1, np.int8),
        width=np.ones(m, np.float32),
        edge_words=Labels(("tie",), np.zeros(m, np.int32)),
    )
