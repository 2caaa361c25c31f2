"""Picking: the node or edge under the pointer, inside a lasso, or in the direction of an arrow key."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.spatial import index_of
from explorer.views.camera import Camera, mark_scale

_LEAST = 1.4
"""Least radius in pixels of a node for the pointer."""
_CHORDS = 8
"""Straight parts of a bent edge for the pointer."""
_DRAGGED_FROM = 3.0
"""Least radius in pixels of a node that the pointer moves: a smaller one in a crowd is hit without being seen."""


def node_at(scene: Scene, camera: Camera, px: float, py: float, slack: float = 4.0) -> int:
    """Index of the nearest node with its outline within ``slack`` pixels, or -1."""
    if not len(scene):
        return -1
    x, y = camera.to_scene(px, py)
    index, scale = index_of(scene), mark_scale(camera.zoom)
    most = (max(index.largest * scale, _LEAST) + slack) / camera.zoom
    near = index.nodes_in((x - most, y - most, x + most, y + most))
    distance = np.hypot(scene.xy[near, 0] - x, scene.xy[near, 1] - y) * camera.zoom
    inside = np.flatnonzero(distance <= np.maximum(scene.radius[near] * scale, _LEAST) + slack)
    if not len(inside):
        return -1
    best = distance[inside].min()
    return int(near[inside[distance[inside] == best]].min())


def is_dragged(scene: Scene, camera: Camera, node: int) -> bool:
    """True if a node is drawn large enough for a hand to take it."""
    return float(scene.radius[node]) * mark_scale(camera.zoom) >= _DRAGGED_FROM


def edge_at(scene: Scene, camera: Camera, px: float, py: float, slack: float = 5.0) -> int:
    """Index of the nearest edge within ``slack`` pixels, or -1; a bent edge or a loop counts as some chords."""
    found = [_edge_at(scene, camera, px, py, slack), _loop_at(scene, camera, px, py)]
    edge, distance = min(found, key=lambda one: one[1])
    return edge if distance <= slack else -1


def _loop_at(scene: Scene, camera: Camera, px: float, py: float) -> tuple[int, float]:
    """The nearest loop and its distance in pixels; infinite without one."""
    rows = np.flatnonzero(scene.loop)
    if not len(rows):
        return -1, np.inf
    from explorer.pictures.scene.loops import loop_curves  # late: most pictures have no loop

    at, scale = scene.source[rows], min(mark_scale(camera.zoom), 4.0)
    curves = loop_curves(
        camera.to_picture(scene.xy[at]), scene.radius[at] * scale, scene.loop[rows].astype(np.int64), scale
    )
    shares = np.linspace(0, 1, 2 * _CHORDS + 1)
    weights = np.stack([(1 - shares) ** 3, 3 * shares * (1 - shares) ** 2, 3 * shares**2 * (1 - shares), shares**3])
    points = np.einsum("ws,kwc->skc", weights, curves)
    distance = np.min([_to_segment(np.array([px, py]), *ends) for ends in pairwise(points)], axis=0)
    best = int(np.argmin(distance))
    return int(rows[best]), float(distance[best])


def _edge_at(scene: Scene, camera: Camera, px: float, py: float, slack: float) -> tuple[int, float]:
    """The nearest edge that is no loop, among those near the pointer, and its distance in pixels."""
    x, y = camera.to_scene(px, py)
    most = slack / camera.zoom
    near = index_of(scene).edges_near((x - most, y - most, x + most, y + most))
    rows = np.flatnonzero(near & (scene.loop == 0))
    if not len(rows):
        return -1, np.inf
    point = np.array([x, y])
    a, b = scene.xy[scene.source[rows]].astype(np.float64), scene.xy[scene.target[rows]].astype(np.float64)
    along = b - a
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    bend = np.stack((-along[:, 1], along[:, 0]), axis=1) * (scene.bend[rows] / length)[:, None]
    distance = _to_segment(point, a, b)
    bent = np.flatnonzero(scene.bend[rows])
    shares = np.linspace(0, 1, _CHORDS + 1).tolist()
    arc = [(a + along * share)[bent] + bend[bent] * (4 * share * (1 - share)) for share in shares]
    distance[bent] = np.min([_to_segment(point, *ends) for ends in pairwise(arc)], axis=0)
    distance *= camera.zoom
    best = int(np.argmin(distance))
    return int(rows[best]), float(distance[best])


def _to_segment(point: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    ab = b - a
    share = ((point - a) * ab).sum(axis=1) / np.maximum((ab * ab).sum(axis=1), 1e-12)
    nearest = a + ab * np.clip(share, 0, 1)[:, None]
    return np.asarray(np.hypot(nearest[:, 0] - point[0], nearest[:, 1] - point[1]))


def nodes_inside(scene: Scene, camera: Camera, corners: NDArray[np.floating]) -> NDArray[np.int64]:
    """Indices of the nodes with their middle in a polygon of picture points (c, 2), by the even-odd rule."""
    if not len(scene) or len(corners) < 3:
        return np.empty(0, np.int64)
    xy = camera.to_picture(scene.xy).astype(np.float64)
    inside = np.zeros(len(xy), bool)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0)):
        crosses = (ay > xy[:, 1]) != (by > xy[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            at = (bx - ax) * (xy[:, 1] - ay) / (by - ay) + ax
        inside ^= crosses & (xy[:, 0] < at)
    return np.flatnonzero(inside)


def lasso_corners(stroke: NDArray[np.floating]) -> NDArray[np.floating]:
    """The polygon (c, 2) that a stroke (k, 2) encloses, or the rectangle it spans if the polygon is tiny."""
    ahead = np.roll(stroke, -1, axis=0)
    area = abs(float((stroke[:, 0] * ahead[:, 1] - stroke[:, 1] * ahead[:, 0]).sum())) / 2
    if area >= 0.08 * float(np.ptp(stroke, axis=0).prod()):
        return stroke
    first, last = stroke[0], stroke[-1]
    return np.array([first, [last[0], first[1]], last, [first[0], last[1]]])


def towards(scene: Scene, start: int, dx: float, dy: float) -> int:
    """The neighbour of node ``start`` that lies best in a direction, or -1; without a start, the most important."""
    if not len(scene):
        return -1
    if start < 0:
        return int(np.argmax(scene.importance))
    linked = np.unique(np.concatenate((scene.target[scene.source == start], scene.source[scene.target == start])))
    linked = linked[linked != start]
    delta = (scene.xy[linked] - scene.xy[start]).astype(np.float64)
    distance = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-9)
    cosine = (delta[:, 0] * dx + delta[:, 1] * dy) / distance
    ahead = cosine > 0.5
    if not ahead.any():
        return -1
    return int(linked[ahead][np.argmin(distance[ahead] / cosine[ahead] ** 2)])
