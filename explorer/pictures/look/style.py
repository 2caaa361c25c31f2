"""Colours, shapes and themes. The shape of a node shows its kind, the colour its class; either works alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    pass

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

# Neighbouring hues differ in lightness too, so that colour-blind readers can tell them apart.
_KIND_COLOURS = {
    "actor": ("#2f6db0", "#79b0e0", "#173f6e", "#4aa3b5", "#9ab8d0", "#5468a8"),
    "event": ("#d98a1f", "#f0bf6a", "#a8640b", "#c9a46a"),
    "finding": ("#b8405e", "#dd7c91", "#862a42", "#c98a80"),
    "claim": ("#8458a6", "#b99ad6", "#5d3a7c", "#a58fa8"),
    "money": ("#2c8a57", "#7cc49a", "#1b6039", "#9bb56a"),
    "statistic": ("#22908f", "#7ac4bf", "#146463", "#8fb3a5"),
    "document": ("#6f7885", "#b3a58e", "#4c545f", "#a0a8b3"),
    "post": ("#6d8ea6", "#a9c3d4", "#3d6280", "#8f9db0"),
    "concept": ("#9a9a92", "#c4c4bb", "#77776f", "#aaa69a"),
    "place": ("#8f6f45", "#bd9f73", "#6a4f2c", "#a59a80"),
}
THING_COLOURS = (
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
PALETTE = tuple(colour for colours in (*_KIND_COLOURS.values(), THING_COLOURS) for colour in colours)


def _start(kind: str) -> int:
    """The index of the first colour of a kind in the palette; those of things come last."""
    kinds = list(_KIND_COLOURS)
    before = kinds[: kinds.index(kind)] if kind in kinds else kinds
    return sum(len(_KIND_COLOURS[k]) for k in before)


UNCOLOURED = 255
"""Palette index of an edge without a colour of its own."""


class Swatch(NamedTuple):
    """The look of a class: a shape name and a colour ``#rrggbb``, "" if its resources differ in colour."""

    shape: str
    colour: str


def choose_swatches(iris: Sequence[str], kinds: Sequence[str], counts: Sequence[int]) -> dict[int, Swatch]:
    """Swatches of classes of these kinds and sizes, by index, and of -1 for no class."""
    used: dict[str, int] = {}
    swatches = {-1: Swatch("circle", PALETTE[_start("concept")])}
    for i in sorted(range(len(iris)), key=lambda c: (-counts[c], iris[c])):
        kind = kinds[i]
        choice = len(_KIND_COLOURS.get(kind, THING_COLOURS))
        swatches[i] = Swatch(SHAPE_OF_KIND.get(kind, "circle"), PALETTE[_start(kind) + used.get(kind, 0) % choice])
        used[kind] = used.get(kind, 0) + 1
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


class Theme(NamedTuple):
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
    """Share of white added to a palette colour, so that it is visible on dark paper."""

    def fill(self, colour: str) -> Colour:
        """A colour of a palette or swatch on this paper; a quiet tone for ""."""
        return mix(rgba(colour), (255, 255, 255, 255), self.lift) if colour else mix(self.paper, self.quiet, 0.4)

    def outline(self, fill: Colour) -> Colour:
        """The line around a fill."""
        return mix(fill, (0, 0, 0, 255), 0.28) if self.name == "light" else mix(fill, (255, 255, 255, 255), 0.25)

    def faded(self, colour: Colour, share: float = 0.82) -> Colour:
        """A colour faded behind the selection."""
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
