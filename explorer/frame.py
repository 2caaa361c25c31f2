"""One picture in the making: the scene as this camera sees it, and what has been drawn of it so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.camera import Camera, mark_scale
from explorer.display import Item, Points
from explorer.labels import Taken
from explorer.scene import Measure, Scene
from explorer.style import Theme

Mask = NDArray[np.bool_]
_SMALLEST = 1.4
_MARGIN = 4.0


@dataclass(frozen=True)
class Emphasis:
    """What is looked at: places in the scene that stand out, while the rest steps back. Empty: all is equal."""

    selected: frozenset[int] = frozenset()
    hovered: int = -1
    edge: int = -1

    def __bool__(self) -> bool:
        return bool(self.selected) or self.hovered >= 0 or self.edge >= 0


@dataclass(frozen=True)
class CardText:
    """What a card says of a node beside its name."""

    heading: str
    lines: tuple[str, ...]


Card = Callable[[int], CardText]
"""The words for the card of a node, by its id in the projection."""


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
    predicates: tuple[str, ...] = ()
    card: Card | None = None
    full: bool = False
    items: list[Item] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        scene, camera = self.scene, self.camera
        self.xy: Points = camera.to_picture(scene.xy) if len(scene) else np.empty((0, 2), np.float32)
        self.scale = min(mark_scale(camera.zoom), 4.0)
        self.radius: Points = np.maximum(scene.radius * self.scale, _SMALLEST).astype(np.float32)
        self.text_scale = max(camera.zoom, 0.8) if camera.zoom < 1 else min(camera.zoom**0.25, 1.25)
        pad = self.radius[:, None] * 1.4
        size = np.array([camera.width, camera.height])
        self.sight: Mask = ((self.xy + pad >= 0) & (self.xy - pad <= size)).all(axis=1)
        self.edge_sight = self._edges_in_sight()
        self.taken = Taken((_MARGIN, _MARGIN, camera.width - _MARGIN, camera.height - _MARGIN))
        self._emphasise()

    def _edges_in_sight(self) -> Mask:
        """Edges whose bounding box touches the picture, (l,)."""
        scene, camera = self.scene, self.camera
        a, b = self.xy[scene.source], self.xy[scene.target]
        slack = np.abs(scene.bend) * camera.zoom + 40
        low, high = np.minimum(a, b) - slack[:, None], np.maximum(a, b) + slack[:, None]
        return np.asarray(((high >= 0) & (low <= np.array([camera.width, camera.height]))).all(axis=1))

    def _emphasise(self) -> None:
        scene, emphasis = self.scene, self.emphasis
        self.chosen: Mask = np.zeros(len(scene), bool)
        self.near: Mask = np.ones(len(scene), bool)
        self.lit: Mask = np.zeros(len(scene.source), bool)
        if not emphasis:
            return
        self.chosen[[*emphasis.selected, *([emphasis.hovered] if emphasis.hovered >= 0 else [])]] = True
        self.lit = self.chosen[scene.source] | self.chosen[scene.target]
        if emphasis.edge >= 0:
            self.lit[emphasis.edge] = True
        self.near = self.chosen.copy()
        self.near[scene.source[self.lit]] = True
        self.near[scene.target[self.lit]] = True
