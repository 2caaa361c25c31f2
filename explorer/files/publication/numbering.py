"""Numbers of lines, in the order in which somebody reads the figure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.pictures.scene.scene import Scene

MOST_LINES = 2_000
"""Most lines with a number; nobody finds one of more."""
_BANDS = 7
"""The figure is read in this number of rows, each from the left to the right; along a time axis in one."""


def numbered(scene: Scene, most: int = MOST_LINES) -> Scene:
    """The scene with numbers from 1 on its edges: by rows from the top, each from the left, by the middles of edges.

    Of more than ``most`` edges, those with the most origins have a number, and the others have 0.
    """
    middle = (scene.xy[scene.source].astype(np.float64) + scene.xy[scene.target]) / 2
    x, y = middle[:, 0], middle[:, 1]
    if scene.times is None and len(y) and np.ptp(y) > 0:
        band = np.minimum((y - y.min()) / np.ptp(y) * _BANDS, _BANDS - 1).astype(np.int64)
    else:
        band = np.zeros(len(y), np.int64)
    read = np.lexsort((scene.edge_ids, y, x, band))
    if len(read) > most:
        kept = np.zeros(len(read), bool)
        kept[read[np.argsort(-scene.support[read].astype(np.int16), kind="stable")[:most]]] = True
        read = read[kept[read]]
    numbers = np.zeros(len(y), np.int32)
    numbers[read] = np.arange(1, len(read) + 1)
    return replace(scene, numbers=numbers)
