"""Nodes in a frame: marks by shape and colour, rings around selected nodes, pins, chips."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Icons, Item, Marks, Points, Text
from explorer.pictures.drawing.frame import Frame
from explorer.pictures.drawing.rings import draw_outlines, rim, shows
from explorer.pictures.look.style import SHAPES, Colour
from graph.arrays.types import Ids

_OUTLINES_FROM, _PINS_FROM = 0.25, 0.25
_SHAPED_FROM = 2.0
"""Radius in pixels of the smallest mark with a visible shape."""
_ICONS_FROM, _ICON_SHARE = 6.0, 0.68
"""Radius in pixels of the smallest mark with a visible icon, and the share of the mark that the icon takes."""
_PALE = 0.68
"""Lightness from which a mark takes a dark icon."""
_PALE_INK, _DARK_INK = (255, 255, 255, 255), (32, 36, 42, 255)

_CHIP_FROM = 4.0
"""Radius in pixels of the smallest node with a chip, which counts disagreements."""
CHIP = 5.2
"""Radius in pixels of a chip at the usual zoom."""
_MOST_COUNTED = 99


def draw_marks(frame: Frame) -> None:
    """Draw all nodes in sight; those that stand out are painted over the others."""
    scene, theme = frame.scene, frame.theme
    width = 1.0 if frame.camera.zoom > _OUTLINES_FROM else 0.0
    palette = scene.palette
    outlined = shows(frame)
    look = scene.shape.astype(np.int32) * len(palette) + scene.colour
    # At low zoom, larger nodes are drawn over the dots, so that hubs stay visible.
    order = frame.near * 2 + (frame.radius > frame.least)
    for rank in range(4) if frame.emphasis else (2, 3):
        part = np.flatnonzero(frame.sight & (order == rank))
        looks = look[part]
        counts = np.bincount(looks)
        for code in np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist():
            rows = part[looks == code]
            fill = theme.fill(palette[code % len(palette)])
            stroke, inner = theme.outline(fill), rim(fill) if outlined is not None else fill
            if rank < 2:
                fill, stroke, inner = theme.faded(fill), theme.faded(stroke), theme.faded(inner)
            shape = SHAPES[code // len(palette)]
            frame.items.append(Marks(shape, frame.xy[rows], frame.radius[rows], fill, stroke, width))
            if outlined is not None:
                draw_outlines(frame, shape, rows[outlined[rows]], inner)
        if scene.icon is not None:
            _draw_icons(frame, part)
    if (frame.radius[frame.sight] < _SHAPED_FROM).any():
        frame.leave_out("shapes of small nodes")
    _draw_rings(frame)
    _draw_pins(frame)


def _draw_icons(frame: Frame, part: NDArray[np.int64]) -> None:
    """Draw the icons in marks that are large enough, in light or dark ink, whichever contrasts more with the mark."""
    from explorer.pictures.look.palettes import lightness

    scene, theme = frame.scene, frame.theme
    assert scene.icon is not None
    part = part[scene.icon[part] > 0]
    large = frame.radius[part] >= _ICONS_FROM
    if not large.all():
        frame.leave_out("icons of small nodes")
    part = part[large]
    if not len(part):
        return
    fills = [theme.fill(colour) for colour in scene.palette]
    pale = np.array([lightness("#{:02x}{:02x}{:02x}".format(*fill[:3])) > _PALE for fill in fills])
    on_pale = pale[scene.colour[part]]
    for name, code in ((name, i + 1) for i, name in enumerate(scene.icons)):
        for is_pale in (False, True):
            rows = part[(scene.icon[part] == code) & (on_pale == is_pale)]
            if not len(rows):
                continue
            ink: Colour = _DARK_INK if is_pale else _PALE_INK
            if not frame.near[rows[0]]:
                ink = theme.faded(ink)
            size = frame.radius[rows] * _ICON_SHARE
            frame.items.append(Icons(name, frame.xy[rows], size.astype(np.float32), ink))


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
    if not len(pins):
        return
    if frame.camera.zoom <= _PINS_FROM:
        frame.leave_out("pins")
        return
    reach = frame.radius[pins] * 0.75
    spots = frame.xy[pins] + np.stack((reach, -reach), axis=1)
    size = np.full(len(pins), max(2.6, 3.4 * frame.scale), np.float32)
    frame.items.append(Marks("circle", spots.astype(np.float32), size, frame.theme.ink, frame.theme.paper, 1.2))


def draw_chips(frame: Frame) -> None:
    """Draw the chips in sight, faded where their nodes are."""
    chips = frame.scene.chips
    if chips is None:
        return
    rows = np.flatnonzero((chips > 0) & frame.sight)
    if (frame.radius[rows] < _CHIP_FROM).any():
        frame.leave_out("numbers of disagreements")
    rows = rows[frame.radius[rows] >= _CHIP_FROM]
    near = frame.near[rows] if frame.emphasis else np.ones(len(rows), bool)
    theme, radius = frame.theme, CHIP * min(max(frame.scale, 0.9), 2.0)
    for part, fades in ((rows[~near], True), (rows[near], False)):
        ink = theme.faded(theme.ink) if fades else theme.ink
        spots = frame.xy[part] - frame.radius[part, None] * np.float32(0.75)
        frame.items += chip_items(spots, chips[part], radius, ink, theme.paper)


def chip_items(spots: Points, counts: Ids, radius: float, ink: Colour, paper: Colour) -> list[Item]:
    """Discs with their numbers around these middles (k, 2), all of one radius in pixels."""
    if not len(spots):
        return []
    size = np.full(len(spots), radius, np.float32)
    out: list[Item] = [Marks("circle", spots.astype(np.float32), size, ink, paper, 1.0)]
    for (x, y), count in zip(spots.tolist(), counts.tolist()):
        letters = 1.5 * radius if count < 10 else 1.2 * radius
        out.append(Text(x, y + 0.36 * letters, str(min(count, _MOST_COUNTED)), letters, paper, bold=True))
    return out
