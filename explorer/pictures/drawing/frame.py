"""One picture in the making: the scene as this camera sees it, and what has been drawn of it so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Points
from explorer.pictures.drawing.labels import Taken
from explorer.pictures.look.style import Theme
from explorer.pictures.scene.scene import Measure, Scene
from explorer.pictures.scene.spatial import index_of
from explorer.views.camera import Camera, mark_scale, text_scale

Mask = NDArray[np.bool_]
_SMALLEST, _TINIEST = 1.4, 0.5
_SHARE_OF_SPACING = 0.16
"""How small nodes become from afar: by how near they are to each other, so that edges are still seen between them."""
_MARGIN = 4.0
_AROUND = 40.0
"""How far loops and the like may reach out of the box around an edge, in pixels."""

FIXED = -3
"""Owner of the places of what is written before the names, and never makes room for them."""


class Emphasis(NamedTuple):
    """What is looked at: places in the scene that stand out, while the rest steps back. Empty: all is equal."""

    selected: frozenset[int] = frozenset()
    hovered: int = -1
    edges: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.selected) or self.hovered >= 0 or bool(self.edges)


class CardText(NamedTuple):
    """What a card says of a node beside its name."""

    heading: str
    lines: tuple[str, ...]


Card = Callable[[int], CardText]
"""The words for the card of a drawn node, by its id."""


@dataclass(eq=False)
class Frame:
    """Pixel coordinates and sizes of a scene, what is in sight, what stands out, and the growing list of items.

    xy (k, 2), radius (k,), sight (k,): nodes in the picture. chosen, near (k,): nodes that are looked at, and those
    with their neighbours. lit (l,): edges that stand out. ``full`` leaves nothing out for the sake of speed.
    """

    scene: Scene
    camera: Camera
    theme: Theme
    emphasis: Emphasis
    measure: Measure
    lines_of: Callable[[str, bool], list[str]]
    card: Card | None = None
    full: bool = False
    items: list[Item] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        scene, camera = self.scene, self.camera
        self.xy: Points = camera.to_picture(scene.xy) if len(scene) else np.empty((0, 2), np.float32)
        self.scale = min(mark_scale(camera.zoom), 4.0)
        self.index = index_of(scene)
        self.least = min(max(_SHARE_OF_SPACING * self.index.spacing * camera.zoom, _TINIEST), _SMALLEST)
        # Where most nodes are as small as they get, hubs still stand out among them.
        swell = max(self.scale, self.least / self.index.typical)
        self.radius: Points = np.maximum(scene.radius * swell, self.least).astype(np.float32)
        self.text_scale = text_scale(camera.zoom)
        x, y, pad = self.xy[:, 0], self.xy[:, 1], self.radius * 1.4
        self.sight: Mask = (x + pad >= 0) & (y + pad >= 0) & (x - pad <= camera.width) & (y - pad <= camera.height)
        left, top, right, bottom = camera.bounds
        slack = _AROUND / camera.zoom
        self.edge_sight: Mask = self.index.edges_near((left - slack, top - slack, right + slack, bottom + slack))
        self.taken = Taken((_MARGIN, _MARGIN, camera.width - _MARGIN, camera.height - _MARGIN))
        self._emphasise()

    def leave_out(self, words: str) -> None:
        """Note once what this zoom does not show."""
        if words not in self.left_out:
            self.left_out.append(words)

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
