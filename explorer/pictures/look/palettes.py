"""Palettes for scales: steps of equal visual size, made in OKLab; on paper, darker means more.

OKLab is Björn Ottosson's perceptual colour space (“A perceptual color space for image processing”, 2020). Along a
palette, lightness changes linearly and hue along an arc, which makes the steps look even.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.named import NamedTuple

CATEGORIES = (
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
"""Colours for values without an order."""
OTHERS, BARE = "#7d7f8a", "#cbcac3"
"""Greys for values without a colour of their own, and for resources without a value."""


class _Stop(NamedTuple):
    """A colour in OKLCh: lightness 0 to 1, chroma, hue in degrees; ``at`` is its place on the palette, 0 to 1."""

    at: float
    lightness: float
    chroma: float
    hue: float


_STOPS: dict[str, tuple[_Stop, ...]] = {
    "lagoon": (_Stop(0, 0.93, 0.11, 112), _Stop(0.5, 0.655, 0.12, 190), _Stop(1, 0.38, 0.13, 275)),
    "ember": (_Stop(0, 0.93, 0.08, 98), _Stop(0.5, 0.68, 0.16, 48), _Stop(1, 0.42, 0.14, 14)),
    "tides": (
        _Stop(0, 0.45, 0.13, 255),
        _Stop(0.5, 0.91, 0.0, 255),
        _Stop(0.5, 0.91, 0.0, 38),
        _Stop(1, 0.45, 0.13, 38),
    ),
    "grey": (_Stop(0, 0.90, 0.005, 90), _Stop(1, 0.40, 0.005, 260)),
}
TITLES = {
    "lagoon": "Lagoon: yellow to blue",
    "ember": "Ember: pale to dark red",
    "tides": "Tides: blue over grey to rust",
    "grey": "Grey: light to dark",
}
"""Every palette by its name; “tides” is for numbers with a middle."""


@cache
def sampled(palette: str, steps: int) -> tuple[str, ...]:
    """``steps`` colours (at least two) from the low end of a palette to the high one; grey for an unknown name."""
    stops = np.array(_STOPS.get(palette, _STOPS["grey"]))
    at = np.linspace(0, 1, steps)
    lightness, chroma, hue = (np.interp(at, stops[:, 0], column) for column in stops.T[1:])
    angle = np.radians(hue)
    rgb = _to_srgb(np.stack((lightness, chroma * np.cos(angle), chroma * np.sin(angle)), axis=1))
    return tuple("#{:02x}{:02x}{:02x}".format(*row) for row in np.round(rgb * 255).astype(int).tolist())


_FROM_LAB = np.array([
    [1, 1, 1],
    [0.3963377774, -0.1055613458, -0.0894841775],
    [0.2158037573, -0.0638541728, -1.2914855480],
])  # fmt: skip
_TO_RGB = np.array([
    [4.0767416621, -1.2684380046, -0.0041960863],
    [-3.3077115913, 2.6097574011, -0.7034186147],
    [0.2309699292, -0.3413193965, 1.7076147010],
])  # fmt: skip


def _to_srgb(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """OKLab (k, 3) as sRGB from 0 to 1; matrices of Ottosson 2020."""
    roots = lab @ _FROM_LAB
    linear = roots**3 @ _TO_RGB
    linear = np.clip(linear, 0, 1)
    out: NDArray[np.float64] = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return out


_TO_CONES = np.array([
    [0.4122214708, 0.2119034982, 0.0883024619],
    [0.5363325363, 0.6806995451, 0.2817188376],
    [0.0514459929, 0.1073969566, 0.6299787005],
])  # fmt: skip
_TO_LAB = np.array([
    [0.2104542553, 1.9779984951, 0.0259040371],
    [0.7936177850, -2.4285922050, 0.7827717662],
    [-0.0040720468, 0.4505937099, -0.8086757660],
])  # fmt: skip


def oklab(colours: Sequence[str]) -> NDArray[np.float64]:
    """Colours ``#rrggbb`` in OKLab, shape (k, 3); matrices of Ottosson 2020."""
    srgb = np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    out: NDArray[np.float64] = np.cbrt(linear @ _TO_CONES) @ _TO_LAB
    return out


def of_oklch(lightness: float, chroma: float, hue: float) -> str:
    """A colour ``#rrggbb`` from OKLCh, the hue in degrees; what a screen cannot show is cut off."""
    angle = math.radians(hue)
    rgb = _to_srgb(np.array([[lightness, chroma * math.cos(angle), chroma * math.sin(angle)]]))[0]
    return "#{:02x}{:02x}{:02x}".format(*np.round(rgb * 255).astype(int).tolist())


@lru_cache(maxsize=1024)
def lightness(colour: str) -> float:
    """OKLab lightness of ``#rrggbb``, 0 to 1."""
    return float(oklab((colour,))[0, 0])
