"""Camera: the scene point in the middle of the picture, and pixels per scene unit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.named import NamedTuple

MIN_ZOOM, MAX_ZOOM = 0.002, 12.0
_AROUND, _LEGIBLE = 8, 13.0
"""Number of nodes around one that say how crowded it is there; pixels from one line of names to the next."""
Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom in scene units; y grows downwards."""


class Camera(NamedTuple):
    """Maps the scene to a picture of ``width`` × ``height`` pixels."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    width: float = 1600.0
    height: float = 1000.0

    def to_picture(self, xy: NDArray[np.floating]) -> NDArray[np.float32]:
        """Picture coordinates of scene points, shape (n, 2)."""
        middle = np.array([self.x, self.y])
        half = np.array([self.width / 2, self.height / 2])
        return np.asarray((np.asarray(xy, np.float64) - middle) * self.zoom + half, np.float32)

    def to_scene(self, px: float, py: float) -> tuple[float, float]:
        """The scene point under a pixel."""
        return (px - self.width / 2) / self.zoom + self.x, (py - self.height / 2) / self.zoom + self.y

    def panned(self, dx: float, dy: float) -> Camera:
        """The camera after a drag of the picture by some pixels."""
        return self._replace(x=self.x - dx / self.zoom, y=self.y - dy / self.zoom)

    def zoomed(self, factor: float, px: float, py: float) -> Camera:
        """The camera after zooming about a pixel; the scene point under that pixel stays there."""
        zoom = min(max(self.zoom * factor, MIN_ZOOM), MAX_ZOOM)
        sx, sy = self.to_scene(px, py)
        return self._replace(zoom=zoom, x=sx - (px - self.width / 2) / zoom, y=sy - (py - self.height / 2) / zoom)

    def sized(self, width: float, height: float) -> Camera:
        """The same camera for a picture of another size."""
        return self._replace(width=max(1.0, width), height=max(1.0, height))

    def fitted(
        self,
        bounds: Bounds,
        margin: float = 24.0,
        most: float = 1.6,
        below: float = 0.0,
        above: float = 0.0,
        aside: float = 0.0,
    ) -> Camera:
        """The camera that shows all of ``bounds``, with a margin in pixels and at most ``most`` pixels per unit.

        Something else covers ``below`` pixels at the lower edge, ``above`` at the upper one, and ``aside``
        at the left.
        """
        left, top, right, bottom = bounds
        across, down = max(right - left, 1e-6), max(bottom - top, 1e-6)
        free_x, free_y = max(self.width - aside - 2 * margin, 1.0), max(self.height - below - above - 2 * margin, 1.0)
        zoom = min(max(min(free_x / across, free_y / down, most), MIN_ZOOM), MAX_ZOOM)
        return self._replace(
            x=(left + right) / 2 - aside / 2 / zoom, y=(top + bottom) / 2 + (below - above) / 2 / zoom, zoom=zoom
        )

    @property
    def bounds(self) -> Bounds:
        """The part of the scene inside the picture."""
        left, top = self.to_scene(0, 0)
        right, bottom = self.to_scene(self.width, self.height)
        return left, top, right, bottom


def zoom_to_read(zoom: float, xy: NDArray[np.floating], place: int) -> float:
    """``zoom``, or a higher one if the nodes around the one at ``place`` of ``xy`` (n, 2) stand too close to be named.

    At the higher one the median of the nearest :data:`_AROUND` is three lines of text away, at most at full size.
    """
    if len(xy) <= _AROUND:
        return zoom
    away = np.hypot(*(np.asarray(xy, np.float64) - xy[place]).T)
    typical = float(np.median(np.partition(away, _AROUND)[1 : _AROUND + 1]))
    if typical * zoom >= _LEGIBLE:
        return zoom
    return min(max(zoom, 3 * _LEGIBLE / max(typical, 1e-9)), max(zoom, 1.0))


def mark_scale(zoom: float) -> float:
    """The scale of nodes at a zoom. It changes more slowly than distances, so that nodes stay easy to find."""
    return float(zoom**0.8 if zoom <= 1 else zoom**0.45)


def text_scale(zoom: float) -> float:
    """The scale of text at a zoom. It changes little, so that text stays readable."""
    return max(zoom, 0.8) if zoom < 1 else min(zoom**0.25, 1.25)
