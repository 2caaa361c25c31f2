"""Drawing nodes into a frame: marks by shape and colour, rings around what is chosen, pins."""

from __future__ import annotations

import numpy as np

from explorer.display import Marks
from explorer.frame import Frame
from explorer.style import PALETTE, SHAPES

_OUTLINES_FROM, _PINS_FROM = 0.25, 0.25


def draw_marks(frame: Frame) -> None:
    """All nodes in sight; what stands out is painted over the rest."""
    scene, theme = frame.scene, frame.theme
    width = 1.0 if frame.camera.zoom > _OUTLINES_FROM else 0.0
    look = scene.shape.astype(np.int32) * len(PALETTE) + scene.colour
    # From afar what is larger than the least is drawn over the dots, so that hubs are seen among them.
    order = frame.near * 2 + (frame.radius > frame.least)
    for rank in range(4) if frame.emphasis else (2, 3):
        part = np.flatnonzero(frame.sight & (order == rank))
        looks = look[part]
        counts = np.bincount(looks)
        for code in np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist():
            rows = part[looks == code]
            fill = theme.palette(code % len(PALETTE))
            stroke = theme.outline(fill)
            if rank < 2:
                fill, stroke = theme.faded(fill), theme.faded(stroke)
            shape = SHAPES[code // len(PALETTE)]
            frame.items.append(Marks(shape, frame.xy[rows], frame.radius[rows], fill, stroke, width))
    _draw_rings(frame)
    _draw_pins(frame)


def _draw_rings(frame: Frame) -> None:
    theme, emphasis = frame.theme, frame.emphasis
    ringed = [(i, theme.accent, 2.6) for i in sorted(emphasis.selected)]
    if emphasis.hovered >= 0:
        ringed.append((emphasis.hovered, theme.ink, 1.6))
    for i, colour, width in ringed:
        around = frame.radius[i : i + 1] + 4.0
        shape = SHAPES[int(frame.scene.shape[i])]
        frame.items.append(Marks(shape, frame.xy[i : i + 1], around, (0, 0, 0, 0), colour, width))


def _draw_pins(frame: Frame) -> None:
    pins = np.flatnonzero(frame.scene.pinned & frame.sight)
    if not len(pins) or frame.camera.zoom <= _PINS_FROM:
        return
    reach = frame.radius[pins] * 0.75
    spots = frame.xy[pins] + np.stack((reach, -reach), axis=1)
    size = np.full(len(pins), max(2.6, 3.4 * frame.scale), np.float32)
    frame.items.append(Marks("circle", spots.astype(np.float32), size, frame.theme.ink, frame.theme.paper, 1.2))
