"""Colours, shapes and themes."""

from __future__ import annotations

from graph.named import NamedTuple

SHAPES = (
    "circle", "diamond", "square", "bubble", "hexagon", "pentagon", "page", "shield", "triangle", "wedge", "star",
    "cross", "hourglass",
)  # fmt: skip
DENSITY = "the styles of lines drawn as shading"
"""Said of a picture whose edges show neither their support nor their colour and width."""
UNCOLOURED = 255
"""Palette index of an edge without a colour of its own."""


class Swatch(NamedTuple):
    """The look of a class: a shape name and a colour ``#rrggbb``, "" if its resources differ in colour."""

    shape: str
    colour: str


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
    fading: float
    """Share of paper in a colour that is faded: less on dark paper, where pale colours are nearly black."""

    def fill(self, colour: str) -> Colour:
        """A colour of a palette or swatch on this paper; a quiet tone for ""."""
        return mix(rgba(colour), (255, 255, 255, 255), self.lift) if colour else mix(self.paper, self.quiet, 0.4)

    def outline(self, fill: Colour) -> Colour:
        """The line around a fill."""
        return mix(fill, (0, 0, 0, 255), 0.28) if self.name == "light" else mix(fill, (255, 255, 255, 255), 0.25)

    def faded(self, colour: Colour, share: float | None = None) -> Colour:
        """A colour faded behind the selection."""
        return mix(colour, self.paper, self.fading if share is None else share)


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
    fading=0.76,
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
    fading=0.62,
)
THEMES = {"light": LIGHT, "dark": DARK}
