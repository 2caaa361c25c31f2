"""Small pictures of layouts: one little graph as each of them draws it."""

from __future__ import annotations

import json
from functools import cache

from graph.named import NamedTuple
from resources import FOLDER


class LayoutPicture(NamedTuple):
    """A layout of a small graph: places (x, y) of its nodes, x and y from 0 to 100, their groups, and edges."""

    places: tuple[tuple[float, float], ...]
    groups: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]


@cache
def _stored() -> dict[str, LayoutPicture]:
    kept = json.loads((FOLDER / "layouts.json").read_text(encoding="utf-8"))
    groups, edges = tuple(kept["groups"]), tuple((a, b) for a, b in kept["edges"])
    return {name: LayoutPicture(tuple((x, y) for x, y in at), groups, edges) for name, at in kept["places"].items()}


def picture_of(layout: str) -> LayoutPicture | None:
    """A small graph as that layout draws it; None for layouts of plugins. ``.ci/layout_pictures.py`` stores them."""
    return _stored().get(layout)
