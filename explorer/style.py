"""Colours, shapes and themes. Shape tells what kind of thing it is, colour its class; neither is needed alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graph.projection import Projection
from graph.vocabulary import KINDS

SHAPE_OF_KIND = {
    "actor": "circle",
    "event": "diamond",
    "finding": "square",
    "claim": "bubble",
    "money": "hexagon",
    "statistic": "pentagon",
    "document": "page",
    "post": "shield",
    "concept": "triangle",
    "place": "triangle",
    "thing": "circle",
}
SHAPES = ("circle", "diamond", "square", "bubble", "hexagon", "pentagon", "page", "shield", "triangle")

_VARIANTS = 4
# Hues are spread so that neighbours differ in lightness too, which keeps them apart for colour-blind readers.
_KIND_COLOURS = {
    "actor": ("#2f6db0", "#6aa3d8", "#1c4a7e", "#8bb9c9"),
    "event": ("#d98a1f", "#f0b95c", "#a8640b", "#c9a46a"),
    "finding": ("#b8405e", "#dd7c91", "#862a42", "#c98a80"),
    "claim": ("#8458a6", "#b18fce", "#5d3a7c", "#a58fa8"),
    "money": ("#2c8a57", "#6bb98a", "#1b6039", "#9bb56a"),
    "statistic": ("#22908f", "#69bdb8", "#146463", "#8fb3a5"),
    "document": ("#6f7885", "#a0a8b3", "#4c545f", "#b0a898"),
    "post": ("#5a86a8", "#93b4cc", "#3d6280", "#a9b8c0"),
    "concept": ("#9a9a92", "#bdbdb4", "#77776f", "#aaa69a"),
    "place": ("#8f6f45", "#b89a6e", "#6a4f2c", "#a59a80"),
}
_THING_COLOURS = (
    "#4477aa",
    "#cc6677",
    "#228833",
    "#ccaa33",
    "#aa4499",
    "#44aa99",
    "#882255",
    "#999933",
    "#332288",
    "#dd8855",
    "#66bbdd",
    "#887766",
)
PALETTE = tuple(colour for kind in KINDS for colour in _KIND_COLOURS.get(kind, ())) + _THING_COLOURS
_FIRST = {kind: i * _VARIANTS for i, kind in enumerate(k for k in KINDS if k in _KIND_COLOURS)}
_THINGS = len(PALETTE) - len(_THING_COLOURS)


class Swatch(NamedTuple):
    """How a class is drawn: a shape name and an index into :data:`PALETTE`."""

    shape: str
    colour: int


def class_swatches(projection: Projection) -> dict[int, Swatch]:
    """Swatch of every class by its id, and of -1 for no class; larger classes choose their colour first."""
    counts = np.bincount(projection.node_class + 1, minlength=len(projection.classes) + 1)[1:]
    used: dict[str, int] = {}
    swatches = {-1: Swatch("circle", _FIRST["concept"])}
    for i in sorted(range(len(projection.classes)), key=lambda c: (-counts[c], projection.classes[c].iri)):
        kind = projection.classes[i].kind
        rank = used.get(kind, 0)
        used[kind] = rank + 1
        if kind in _FIRST:
            colour = _FIRST[kind] + rank % _VARIANTS
        else:
            colour = _THINGS + rank % len(_THING_COLOURS)
        swatches[i] = Swatch(SHAPE_OF_KIND.get(kind, "circle"), colour)
    return swatches


Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, 0 to 255."""


def rgba(text: str, alpha: int = 255) -> Colour:
    """A colour written ``#rrggbb``."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16), alpha


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """``a`` with ``share`` (0 to 1) of ``b`` mixed in; opaque colours stay opaque, which draws faster than blending."""
    r, g, b_, alpha = (round(x + (y - x) * share) for x, y in zip(a, b))
    return r, g, b_, alpha


@dataclass(frozen=True)
class Theme:
    """The colours of a picture."""

    name: str
    paper: Colour
    ink: Colour
    quiet: Colour
    edge: Colour
    card: Colour
    card_edge: Colour
    accent: Colour
    chip: Colour
    lift: float
    """How much white goes into a palette colour, so that it reads on dark paper."""

    def palette(self, index: int) -> Colour:
        """The fill of a swatch."""
        return mix(rgba(PALETTE[index]), (255, 255, 255, 255), self.lift)

    def outline(self, fill: Colour) -> Colour:
        """The line around a fill."""
        return mix(fill, (0, 0, 0, 255), 0.28) if self.name == "light" else mix(fill, (255, 255, 255, 255), 0.25)

    def faded(self, colour: Colour, share: float = 0.82) -> Colour:
        """A colour that steps back behind the selection."""
        return mix(colour, self.paper, share)


LIGHT = Theme(
    name="light",
    paper=rgba("#fbfaf7"),
    ink=rgba("#20242a"),
    quiet=rgba("#6a7280"),
    edge=rgba("#a9aeb6"),
    card=rgba("#ffffff"),
    card_edge=rgba("#cfd3d9"),
    accent=rgba("#d1495b"),
    chip=rgba("#f0eee8"),
    lift=0.0,
)
DARK = Theme(
    name="dark",
    paper=rgba("#1b1e23"),
    ink=rgba("#e8eaed"),
    quiet=rgba("#9aa3af"),
    edge=rgba("#5c646f"),
    card=rgba("#262a31"),
    card_edge=rgba("#3d434d"),
    accent=rgba("#ff7a8a"),
    chip=rgba("#2a2f37"),
    lift=0.22,
)
THEMES = {"light": LIGHT, "dark": DARK}
