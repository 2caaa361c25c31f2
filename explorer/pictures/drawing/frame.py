"""Frame: one picture in progress, with the scene in pixels and the items drawn so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

import numpy as np

from explorer.pictures.drawing.display import Item, Points
from explorer.pictures.drawing.labels import Taken
from explorer.pictures.look.style import Theme
from explorer.pictures.scene.label_lines import Block, Measure, Wrapping
from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.spatial import index_of
from explorer.pictures.scene.spots import Known
from explorer.views.camera import Bounds, Camera, mark_scale, text_scale
from graph.arrays.types import Mask
from graph.frozen import record
from graph.layout.guide import dated_parts
from graph.named import NamedTuple

_SMALLEST, _TINIEST = 1.4, 0.5
_SHARE_OF_SPACING = 0.16
"""Least radius of nodes at low zoom, as a share of their spacing, so that edges between them stay visible."""
_MARGIN = 4.0
_AROUND = 40.0
"""Pixels by which a loop may reach out of the box around its edge."""

FIXED = -3
"""Owner of the places of items drawn before the names, which never make room for names."""


class Emphasis(NamedTuple):
    """Emphasis: indices of nodes and edges that stand out while the others fade. False where nothing fades.

    ``nodes`` stand out like neighbours of the selected ones, without a mark.
    """

    selected: frozenset[int] = frozenset()
    hovered: int = -1
    edges: frozenset[int] = frozenset()
    fades: bool = True
    nodes: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.fades and (self.hovered >= 0 or bool(self.selected or self.edges or self.nodes))


class CardText(NamedTuple):
    """The text of a card, without the name of the node."""

    heading: str
    lines: tuple[str, ...]


Card = Callable[[int], CardText]
"""The words for the card of a drawn node, by its id."""


@record
class Frame:
    """Pixel coordinates and sizes of a scene, its parts in sight, its emphasis, and the growing list of items.

    xy (k, 2), radius (k,), sight (k,): nodes in the picture. marked (k,): selected or hovered nodes; near (k,): those
    and their neighbours. lit (l,): edges that stand out. ``full`` draws everything, at any cost in time. ``covered``
    are places in pixels without words. In a ``hasty`` one names keep the places of the last picture.
    """

    scene: Scene
    camera: Camera
    theme: Theme
    emphasis: Emphasis
    measure: Measure
    lines_of: Callable[[str, bool], list[str]]
    block_of: Callable[[str, bool, float, Wrapping], Block]
    known: Known
    card: Card | None = None
    full: bool = False
    covered: tuple[Bounds, ...] = ()
    hasty: bool = False
    items: list[Item] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        scene, camera = self.scene, self.camera
        self.xy: Points = camera.to_picture(scene.xy) if len(scene) else np.empty((0, 2), np.float32)
        self.scale = min(mark_scale(camera.zoom), 4.0)
        self.index = index_of(scene)
        self.least = min(max(_SHARE_OF_SPACING * self.index.spacing * camera.zoom, _TINIEST), _SMALLEST)
        # Even if most nodes have the least radius, hubs still stand out among them.
        swell = max(self.scale, self.least / self.index.typical)
        self.radius: Points = np.maximum(scene.radius * swell, self.least).astype(np.float32)
        self.text_scale = text_scale(camera.zoom)
        x, y, pad = self.xy[:, 0], self.xy[:, 1], self.radius * 1.4
        self.sight: Mask = (x + pad >= 0) & (y + pad >= 0) & (x - pad <= camera.width) & (y - pad <= camera.height)
        left, top, right, bottom = camera.bounds
        slack = _AROUND / camera.zoom
        self.edge_sight: Mask = self.index.edges_near((left - slack, top - slack, right + slack, bottom + slack))
        self.taken = Taken((_MARGIN, _MARGIN, camera.width - _MARGIN, camera.height - _MARGIN))
        for rect in self.covered:
            self.taken.take(rect, FIXED)
        self._emphasise()

    def leave_out(self, words: str) -> None:
        """Record, once, something that this zoom does not show."""
        if words not in self.left_out:
            self.left_out.append(words)

    def ticks_down(self) -> list[tuple[float, float]]:
        """The parts of the picture down which ticks run, in pixels; the lane of the undated has no scale."""
        camera = self.camera
        parts = [
            ((top - camera.y) * camera.zoom + camera.height / 2, (bottom - camera.y) * camera.zoom + camera.height / 2)
            for top, bottom in dated_parts(self.scene.guides)
        ]
        # The first part reaches up to the words of the ticks.
        return [(0.0, parts[0][1]), *parts[1:]] if parts else [(0.0, float(camera.height))]

    def _emphasise(self) -> None:
        scene, emphasis = self.scene, self.emphasis
        self.marked: Mask = np.zeros(len(scene), bool)
        self.near: Mask = np.ones(len(scene), bool)
        self.lit: Mask = np.zeros(len(scene.source), bool)
        if not emphasis:
            return
        self.marked[[*emphasis.selected, *([emphasis.hovered] if emphasis.hovered >= 0 else [])]] = True
        self.lit = self.marked[scene.source] | self.marked[scene.target]
        self.lit[sorted(emphasis.edges)] = True
        self.near = self.marked.copy()
        self.near[scene.source[self.lit]] = True
        self.near[scene.target[self.lit]] = True
        self.near[sorted(emphasis.nodes)] = True
