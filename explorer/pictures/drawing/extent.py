"""Extents: how far the items of a display list reach, and a display list cut to them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Display, Icons, Item, Lines, Marks, Panel, Points, Text
from explorer.pictures.scene.label_lines import Measure
from explorer.views.camera import Bounds

_MARGIN = 16.0
"""Pixels around a drawing that is cut to its extent."""
_SHAPE = 1.3
"""The furthest corner of a shape of radius 1."""


def moved(item: Item, dx: float, dy: float) -> Item:
    """An item at another place."""
    if isinstance(item, Text | Panel):
        return item._replace(x=item.x + dx, y=item.y + dy)
    return item._replace(xy=item.xy + np.tile(np.array([dx, dy], np.float32), item.xy.shape[1] // 2))


def extent(item: Item, measure: Measure) -> Bounds | None:
    """Left, top, right and bottom of an item in pixels; None for one without any points."""
    if isinstance(item, Panel):
        return item.x, item.y, item.x + item.width, item.y + item.height
    if isinstance(item, Text):
        wide = measure(item.text, item.size, item.bold)[0]
        if item.angle:
            return item.x - wide / 2, item.y - wide / 2, item.x + wide / 2, item.y + wide / 2
        left = item.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor]
        return left, item.y - item.size, left + wide, item.y + item.size * 0.3
    if not len(item.xy):
        return None
    reach: NDArray[np.floating] = np.zeros(len(item.xy))
    if isinstance(item, Marks):
        reach = item.radius * _SHAPE
    elif isinstance(item, Icons):
        reach = item.size
    x, y = item.xy[:, 0::2], item.xy[:, 1::2]
    return (
        float((x.min(axis=1) - reach).min()),
        float((y.min(axis=1) - reach).min()),
        float((x.max(axis=1) + reach).max()),
        float((y.max(axis=1) + reach).max()),
    )


def cropped(display: Display, measure: Measure) -> Display:
    """The picture cut to what is drawn on it, with a margin; an empty picture as it is.

    Straight lines and grounds from one side of the picture to the other, as on a time axis, end at the new sides.
    """
    found = drawn_bounds(display, measure)
    if found is None:
        return display
    left, top, right, bottom = found
    width, height = max(right - left, 1), max(bottom - top, 1)
    items = (
        _cut(moved(item, -left, -top), width, height) if _runs_across(item, display) else moved(item, -left, -top)
        for item in display.items
    )
    return display._replace(width=width, height=height, items=tuple(items))


def drawn_bounds(display: Display, measure: Measure) -> Bounds | None:
    """Left, top, right and bottom of what is drawn, in whole pixels with a margin; None for an empty picture."""
    found = [extent(item, measure) for item in display.items if not _runs_across(item, display)]
    bounds = np.array([each for each in found if each is not None], np.float64).reshape(-1, 4)
    if not len(bounds):
        return None
    left, top = (max(math.floor(bounds[:, k].min() - _MARGIN), 0) for k in (0, 1))
    right, bottom = (
        min(math.ceil(bounds[:, k].max() + _MARGIN), side) for k, side in ((2, display.width), (3, display.height))
    )
    return left, top, right, bottom


def _runs_across(item: Item, display: Display) -> bool:
    """True for one level or upright line as long as the picture, and for a ground as wide as it."""
    if isinstance(item, Panel):
        return item.width >= display.width
    if not isinstance(item, Lines) or len(item.xy) != 1:
        return False
    x1, y1, x2, y2 = item.xy[0].tolist()
    return bool((y1 == y2 and abs(x2 - x1) >= display.width) or (x1 == x2 and abs(y2 - y1) >= display.height))


def _cut(item: Item, width: float, height: float) -> Item:
    """A level or upright line, or a ground, without what is outside a picture."""
    if isinstance(item, Panel):
        left, top = max(item.x, 0.0), max(item.y, 0.0)
        right, bottom = min(item.x + item.width, width), min(item.y + item.height, height)
        return item._replace(x=left, y=top, width=max(right - left, 0.0), height=max(bottom - top, 0.0))
    assert isinstance(item, Lines)
    sides: Points = np.array([width, height, width, height], np.float32)
    return item._replace(xy=np.clip(item.xy, 0, sides))
