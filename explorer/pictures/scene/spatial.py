"""Spatial index of a scene for lookups by place, made once per scene."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.scene.scene import Scene
from explorer.views.camera import Bounds
from graph.arrays.types import Floats32

Rows = NDArray[np.int64]


class Index:
    """Lookups by place in a scene of k nodes and l edges; each part is made on first use."""

    def __init__(self, scene: Scene) -> None:
        # Not the scene itself: the index lives as long as the scene and must not keep it alive.
        self._xy, self._bend, self._importance = scene.xy, scene.bend, scene.importance
        self._source, self._target, self._radius = scene.source, scene.target, scene.radius

    @cached_property
    def ranking(self) -> Rows:
        """All nodes, the most important first, equal ones in order."""
        return np.argsort(-self._importance, kind="stable")

    @cached_property
    def largest(self) -> float:
        """The radius of the largest node."""
        return float(self._radius.max()) if len(self._radius) else 0.0

    @cached_property
    def typical(self) -> float:
        """A radius that is neither small nor large in this scene."""
        return float(np.sort(self._radius)[len(self._radius) // 2]) if len(self._radius) else 1.0

    @cached_property
    def _by_x(self) -> tuple[Rows, Floats32]:
        order = np.argsort(self._xy[:, 0], kind="stable")
        return order, self._xy[order, 0]

    def nodes_in(self, box: Bounds) -> Rows:
        """The nodes with their middle in a box of scene units."""
        order, x = self._by_x
        left, top, right, bottom = box
        rows = order[np.searchsorted(x, left, "left") : np.searchsorted(x, right, "right")]
        y = self._xy[rows, 1]
        found: Rows = rows[(y >= top) & (y <= bottom)]
        return found

    def make_ready(self) -> None:
        """Prepare the lookup of nodes, in a thread with time to spare."""
        _ = self._by_x

    @cached_property
    def _boxes(self) -> tuple[Floats32, Floats32, Floats32, Floats32]:
        """Left, top, right and bottom of each edge, bends included but not loops."""
        x, y = self._xy[:, 0], self._xy[:, 1]
        slack = np.abs(self._bend)
        ax, ay, bx, by = x[self._source], y[self._source], x[self._target], y[self._target]
        low, high = np.minimum, np.maximum
        return low(ax, bx) - slack, low(ay, by) - slack, high(ax, bx) + slack, high(ay, by) + slack

    def edges_near(self, box: Bounds) -> NDArray[np.bool_]:
        """True for edges whose bounding box touches a box of scene units, shape (l,)."""
        left, top, right, bottom = self._boxes
        return (right >= box[0]) & (bottom >= box[1]) & (left <= box[2]) & (top <= box[3])

    @cached_property
    def _area(self) -> float:
        """The area of nearly all nodes, in square units."""
        count = len(self._xy)
        if not count:
            return 1.0
        ordered = np.sort(self._xy, axis=0)
        return float(np.maximum(ordered[int(0.97 * (count - 1))] - ordered[int(0.03 * count)], 1.0).prod())

    @cached_property
    def spacing(self) -> float:
        """The distance between nodes, in scene units, if they were spread evenly."""
        return float(np.sqrt(self._area / max(len(self._xy), 1)))


_indices: WeakKeyDictionary[Scene, Index] = WeakKeyDictionary()
_lock = Lock()


def index_of(scene: Scene) -> Index:
    """The index of a scene, kept as long as the scene lives; safe to call in any thread."""
    with _lock:
        index = _indices.get(scene)
        if index is None:
            index = _indices[scene] = Index(scene)
        return index


def rows_of(scene: Scene, ids: NDArray[np.integer]) -> Rows:
    """Indices in the scene of nodes by id, -1 for nodes that are not in it."""
    if not len(scene):
        return np.full(len(ids), -1, np.int64)
    places = np.minimum(np.searchsorted(scene.ids, ids), len(scene) - 1)
    return np.where(scene.ids[places] == ids, places, -1)
