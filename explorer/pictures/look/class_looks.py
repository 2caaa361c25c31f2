"""Looks of classes: the shape shows the kind of a class, the colour its IRI; either works alone.

A class has the same colour in every source: a hash of its IRI is an index into the colours of its kind. Of two
classes of a source that would look alike, the later one by IRI gets another shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import compress
from zlib import crc32

import numpy as np

from explorer.pictures.look.palettes import oklab
from explorer.pictures.look.style import Swatch

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
    "place": "wedge",
    "thing": "circle",
}
_SPARE_SHAPES = ("star", "cross", "hourglass")

# Neighbours differ in lightness too, so that colour-blind readers can tell them apart. Within a kind, colours lie at
# least 0.07 apart in OKLab; those of things, which are circles too, keep away from the blues of actors.
_COLOURS = {
    "actor": (
        "#2f6db0", "#93c2d4", "#474173", "#8e87e4", "#069fc8", "#366171", "#797e9f", "#6daffe",
    ),
    "event": (
        "#d98a1f", "#814317", "#d9c781", "#9c8558", "#f0a373", "#b95c0d", "#b4a67b", "#7f6b17",
    ),
    "finding": (
        "#b8405e", "#d3a79d", "#593847", "#e06751", "#8b655e", "#e778aa", "#8c392e", "#a98391",
    ),
    "claim": (
        "#8458a6", "#e18fd0", "#53384f", "#917c9b", "#a184eb", "#5f5677", "#c568b4", "#a5a1c4",
    ),
    "money": (
        "#2c8a57", "#b3c49c", "#264c3b", "#709987", "#486d5b", "#4dc89a", "#445f09", "#88a94a",
    ),
    "statistic": (
        "#22908f", "#afcbc5", "#2d484b", "#7d979a", "#61cada", "#0e6656", "#53b69f", "#567173",
    ),
    "document": (
        "#6f7885", "#9fbacd", "#4c412e", "#908d71", "#696249", "#9794b1", "#4a5269", "#b7a38a",
    ),
    "post": (
        "#6d8ea6", "#0c4a58", "#7fd2e9", "#606da5", "#455287", "#a4b2ee", "#1e6e81",
    ),
    "concept": (
        "#9a9a92", "#574b3c", "#d3c5b5", "#8a7b6d", "#5a6a5c", "#a7b6a5",
    ),
    "place": (
        "#8f6f45", "#c4bda5", "#443e2a", "#9b867a", "#635d46", "#de9c77", "#753c14", "#b19752",
    ),
    "thing": (
        "#cc6677", "#035d43", "#5ad1b5", "#a43666", "#f7909b", "#697704", "#845cb5", "#dbb465",
        "#763b24", "#c674ce", "#90a717", "#5c4077", "#c8aaf3", "#ac540b", "#0e9e8c", "#ce801d",
    ),
}  # fmt: skip
_ALIKE = 0.07
"""Colours of one shape that are nearer than this in OKLab look alike."""
_SPREAD = 0xD3AFB32D
"""An odd factor that spreads hashes. Under this one, no two classes of the sample files look alike."""
PALETTE = tuple(colour for colours in _COLOURS.values() for colour in colours)
NO_CLASS = Swatch("circle", _COLOURS["concept"][0])


def colour_of(iri: str, kind: str) -> str:
    """The colour of a class."""
    colours = _COLOURS.get(kind, _COLOURS["thing"])
    return colours[((crc32(iri.encode()) * _SPREAD & 0xFFFFFFFF) * len(colours)) >> 32]


@cache
def _alike() -> Mapping[str, frozenset[str]]:
    """The colours of the palette that look like each of them, with itself."""
    lab = oklab(PALETTE)
    near = np.square(lab[:, None] - lab[None]).sum(axis=2) < _ALIKE**2
    return {colour: frozenset(compress(PALETTE, row)) for colour, row in zip(PALETTE, near.tolist())}


def looks_of(iris: Sequence[str], kinds: Sequence[str]) -> dict[int, Swatch]:
    """The swatches of the classes of a source, by index, and of -1 for no class.

    Once every shape is taken in a colour, further classes of that colour look alike.
    """
    taken: dict[str, set[str]] = {NO_CLASS.shape: {NO_CLASS.colour}}
    swatches = {-1: NO_CLASS}
    for i in sorted(range(len(iris)), key=iris.__getitem__):
        own, colour = SHAPE_OF_KIND.get(kinds[i], "circle"), colour_of(iris[i], kinds[i])
        alike = _alike()[colour]
        free = (shape for shape in (own, *_SPARE_SHAPES) if alike.isdisjoint(taken.get(shape, ())))
        shape = next(free, own)
        taken.setdefault(shape, set()).add(colour)
        swatches[i] = Swatch(shape, colour)
    return swatches
