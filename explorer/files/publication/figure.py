"""Figure of a publication: one display list for files, one for the page, and the places of lines and nodes on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from explorer.files.images import Caption, compose_picture, composer_for
from explorer.pictures.drawing.display import Display, Text
from explorer.pictures.drawing.extent import drawn_bounds, extent
from explorer.pictures.look.style import LIGHT, rgba
from explorer.pictures.scene.label_lines import Measure
from explorer.pictures.scene.scene import Scene
from explorer.views.camera import Camera, mark_scale
from explorer.views.visible import Visible
from graph.model.projection import Projection
from graph.named import NamedTuple

Encode = Callable[[Display, str, float, str], bytes]
"""A picture as a file: the display list, its suffix, its scale and its title."""
PAPER = LIGHT._replace(paper=rgba("#ffffff"))
"""The colours of a figure, on white paper also where the page around it is dark."""
_MARGIN = 18.0


class Spot(NamedTuple):
    """A number on a line, or a node: its middle and its size in pixels, and its name."""

    x: float
    y: float
    size: float
    name: str


class Figure(NamedTuple):
    """A picture for the page: what it shows (left, top, width, height), numbers by number, nodes as in the scene."""

    display: Display
    box: tuple[float, float, float, float]
    numbers: dict[int, Spot]
    nodes: tuple[Spot, ...]


def figure_for_files(
    projection: Projection, visible: Visible, scene: Scene, measure: Measure, caption: Caption, size: tuple[int, int]
) -> Display:
    """The picture with its title, words, legend and ledger, cut to what is drawn."""
    composer = composer_for(projection, measure, visible)
    return compose_picture(composer, scene, PAPER, width=size[0], height=size[1], caption=caption, crop=True)


def figure_for_page(
    projection: Projection, visible: Visible, scene: Scene, measure: Measure, size: tuple[int, int]
) -> Figure:
    """The picture without words around it."""
    camera = Camera(width=size[0], height=size[1]).fitted(scene.bounds(), margin=_MARGIN)
    display = composer_for(projection, measure, visible).compose(scene, camera, PAPER, full=True)
    left, top, right, bottom = drawn_bounds(display, measure) or (0.0, 0.0, display.width, display.height)
    numbers = {}
    for item in display.items:
        if isinstance(item, Text) and item.number:
            found = extent(item, measure)
            assert found is not None
            numbers[item.number] = Spot(item.x, item.y - 0.35 * item.size, found[2] - found[0], item.text)
    xy = camera.to_picture(scene.xy) if len(scene) else np.empty((0, 2))
    radius = scene.radius * min(mark_scale(camera.zoom), 4.0)
    nodes = tuple(
        Spot(x, y, r, " ".join(name.split()))
        for (x, y), r, name in zip(xy.tolist(), radius.tolist(), [scene.labels[i] for i in range(len(scene))])
    )
    return Figure(display, (left, top, right - left, bottom - top), numbers, nodes)
