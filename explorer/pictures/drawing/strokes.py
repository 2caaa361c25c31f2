"""Edges in a frame: straight, bent, or loops; arrowheads end at the outlines of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Curves, Density, Lines, Points, Triangles, reach
from explorer.pictures.drawing.frame import Frame
from explorer.pictures.look.style import DENSITY, SHAPES, UNCOLOURED, Colour, mix
from graph.arrays.csr import distinct
from graph.arrays.types import Mask

Rows = NDArray[np.int64]
Ends = NDArray[np.int32]
Shaped = tuple[Points, Points]
"""Strokes, (k, 4) or (k, 8), and arrowheads, (k, 6), of k edges in pixels."""

DASHES: dict[int, tuple[float, ...]] = {-1: (), 0: (1.2, 3.2), 1: (6.0, 3.5), 2: (), 3: (9.0, 3.0, 1.5, 3.0)}
"""Dash pattern in pixels by support: dotted for none recorded, dashed for one origin, solid for several origins or for
a source without evidence; dashes and dots in turn for what is inferred."""
_BEHIND, _BEHIND_OWN, _QUIET = 0.6, 0.7, 0.5
"""Share by which edges fade: behind those that stand out, the same for edges with a colour of their own, and those to
values and to the undated on a time axis."""
_HEADS_FROM = 0.28
_HEAD_GAP = 5.0
_FEW_LIT = 40
"""Up to so many edges that stand out are drawn in full strength."""
_STRAIGHT_BELOW = 0.6
"""A smaller bend in pixels is invisible."""
_CROWD, _SMEAR, _SAMPLE = 3000, 1.0, 5000
"""More edges than this are drawn as density at zooms without arrowheads, or if more than one lies on each pixel."""
_PEAK, _DEPTH = 12.0, 0.5
"""The multiple of the mean density that gets the full colour, and the share of ink that this colour may have."""


def draw_strokes(frame: Frame) -> None:
    """Draw all edges in sight; those that stand out are drawn over the others."""
    if not len(frame.scene.edge_ids):
        return
    sight, theme = frame.edge_sight, frame.theme
    if frame.emphasis:
        _draw(frame, sight & ~frame.lit, theme.faded(theme.edge, _BEHIND), 0.0, _BEHIND_OWN)
        lit = sight & frame.lit
        # Hundreds of heavy lines from one hub would cover its neighbours.
        strength = min(1.0, _FEW_LIT / max(int(lit.sum()), 1)) ** 0.5
        _draw(frame, lit, mix(theme.edge, theme.ink, 0.5 * strength), 0.5 * strength)
    else:
        quiet = _quiet(frame)
        _draw(frame, sight & quiet, theme.faded(theme.edge, _QUIET), 0.0, _QUIET)
        _draw(frame, sight & ~quiet, theme.edge, 0.0)
    if frame.camera.zoom <= _HEADS_FROM:
        frame.leave_out("arrowheads")


def _draw_density(frame: Frame, rows: Rows, crowding: float, colour: Colour) -> None:
    """Draw very many edges by their number on each pixel; drawn one by one they would be a blur."""
    most = max(_PEAK * crowding, 1.0)
    # Where many edges overlap, a stronger colour than that of one line fits.
    ink = frame.theme.faded(frame.theme.ink, 0.6) if frame.emphasis and not frame.lit[rows[0]] else frame.theme.ink
    deep = mix(colour, ink, _DEPTH * (1.0 - 1.0 / most))
    frame.items.append(Density(_chords(frame, rows), deep, most))


def _chords(frame: Frame, rows: Rows) -> Points:
    """Lines between the middles of nodes, shape (k, 4)."""
    x, y = frame.xy[:, 0], frame.xy[:, 1]
    source, target = frame.scene.source[rows], frame.scene.target[rows]
    return np.stack((x[source], y[source], x[target], y[target]), axis=1)


def _crowding(frame: Frame, rows: Rows) -> float:
    """The mean number of edges on each pixel, estimated from a sample."""
    from explorer.pictures.drawing.density import inner_lengths

    every = len(rows) // _SAMPLE + 1
    size = frame.camera.width, frame.camera.height
    return every * float(inner_lengths(_chords(frame, rows[::every]), *size).sum()) / (size[0] * size[1])


def _quiet(frame: Frame) -> Mask:
    """True for edges to values, and for those on a time axis to a node without a date, which says nothing of time."""
    scene = frame.scene
    quiet = np.zeros(len(scene.source), bool) if scene.quiet is None else scene.quiet
    if scene.times is None:
        return quiet
    undated = np.isnan(scene.times.spans[:, 0])
    return np.asarray(quiet | undated[scene.source] | undated[scene.target])


def _draw(frame: Frame, mask: Mask, colour: Colour, boost: float, fade: float = 0.0) -> None:
    """Draw some edges: those without a colour in ``colour``, the others with their own, ``fade`` of it faded."""
    scene = frame.scene
    rows = np.flatnonzero(mask)
    if not frame.full and len(rows) > _CROWD:
        crowding = _crowding(frame, rows)
        if crowding > _SMEAR or frame.camera.zoom <= _HEADS_FROM:
            _draw_density(frame, rows, crowding, colour)
            frame.leave_out("arrowheads")
            frame.leave_out(DENSITY)
            if scene.edge_colour is not None:
                frame.leave_out("colours of lines")
            return
    loops = mask & (scene.loop > 0)
    bent = mask & (np.abs(scene.bend) * frame.camera.zoom > (0.0 if frame.full else _STRAIGHT_BELOW)) & ~loops
    parts: list[tuple[Mask, type[Lines] | type[Curves], Callable[[Frame, Rows], Shaped]]] = [
        (mask & ~bent & ~loops, Lines, _straight),
        (bent, Curves, _bent),
        (loops, Curves, _loops),
    ]
    heads: list[tuple[Rows, Points]] = []
    for shaped, kind, shape in parts:
        rows = np.flatnonzero(shaped)
        if len(rows):
            strokes, tips = shape(frame, rows)
            heads.append((rows, tips))
            _add(frame, kind, rows, strokes, colour, boost, fade)
    if heads and frame.camera.zoom > _HEADS_FROM:
        rows, tips = np.concatenate([part for part, _ in heads]), np.concatenate([part for _, part in heads])
        for part, own in _by_colour(frame, rows, colour, boost, fade):
            frame.items.append(Triangles(tips[part], mix(own, frame.theme.ink, 0.18)))


def _add(
    frame: Frame, kind: type[Lines] | type[Curves], rows: Rows, strokes: Points, colour: Colour, boost: float,
    fade: float,
) -> None:  # fmt: skip
    """Add one item for each support, width and colour among ``rows``."""
    for part, own in _by_colour(frame, rows, colour, boost, fade):
        _add_alike(frame, kind, rows[part], strokes[part], own, boost)


def _by_colour(
    frame: Frame, rows: Rows, colour: Colour, boost: float, fade: float
) -> Iterator[tuple[slice | Mask, Colour]]:
    """Parts of ``rows`` by colour; one part in ``colour`` if no edge has its own."""
    if frame.scene.edge_colour is None:
        yield slice(None), colour
        return
    colours = frame.scene.edge_colour[rows]
    for code in distinct(colours).tolist():
        yield colours == code, _own_colour(frame, code, colour, boost, fade)


def _own_colour(frame: Frame, code: int, colour: Colour, boost: float, fade: float) -> Colour:
    """The colour for edges with their own colour: closer to ink for edges that stand out, faded behind them."""
    if code == UNCOLOURED:
        return colour
    own = frame.theme.fill(frame.scene.palette[code])
    if boost:
        return mix(own, frame.theme.ink, 0.25)
    return frame.theme.faded(own, fade) if fade else own


def _add_alike(
    frame: Frame, kind: type[Lines] | type[Curves], rows: Rows, strokes: Points, colour: Colour, boost: float
) -> None:
    """Add one item for each support and width among ``rows``."""
    support, width = frame.scene.support[rows], frame.scene.width[rows]
    zoom = frame.camera.zoom
    for level in (distinct(support + 1) - 1).tolist():
        of_level = support == level
        for thick in sorted(set(width[of_level].tolist())):
            part = of_level & (width == thick)
            drawn = thick * min(1.0, max(zoom, 0.72)) + boost
            frame.items.append(kind(strokes[part], colour, drawn, DASHES[level]))


def _straight(frame: Frame, rows: Rows) -> Shaped:
    source, target = frame.scene.source[rows], frame.scene.target[rows]
    a, b = _trimmed(frame, frame.xy[target], source, frame.xy[source], target)
    back = b - _unit(b - a) * (_HEAD_GAP * min(1.0, frame.scale))
    return np.concatenate((a, back), axis=1).astype(np.float32), _arrowheads(b, b - a, frame.scale)


def _bent(frame: Frame, rows: Rows) -> Shaped:
    source, target = frame.scene.source[rows], frame.scene.target[rows]
    p, q = frame.xy[source], frame.xy[target]
    along = _unit(q - p)
    normal = np.stack((-along[:, 1], along[:, 0]), axis=1)
    # A quadratic curve passes half as far from the chord as its control point.
    control = (p + q) / 2 + normal * (2 * frame.scene.bend[rows] * frame.camera.zoom)[:, None]
    a, tip = _trimmed(frame, control, source, control, target)
    b = tip - _unit(tip - control) * (_HEAD_GAP * min(1.0, frame.scale))
    cubic = np.concatenate((a, a + (control - a) * (2 / 3), b + (control - b) * (2 / 3), b), axis=1)
    return cubic.astype(np.float32), _arrowheads(tip, tip - control, frame.scale)


def _loops(frame: Frame, rows: Rows) -> Shaped:
    at = frame.scene.source[rows]
    from explorer.pictures.scene.loops import loop_curves  # late: most pictures have no loop

    curves = loop_curves(frame.xy[at], frame.radius[at], frame.scene.loop[rows].astype(np.int64), frame.scale)
    tips = curves[:, 3]
    return curves.reshape(-1, 8).astype(np.float32), _arrowheads(tips, tips - curves[:, 2], frame.scale)


def points_on(frame: Frame, rows: Rows, share: float = 0.5) -> NDArray[np.float64]:
    """Points on edges as drawn, at a share of the way from their source, shape (k, 2)."""
    scene, rest = frame.scene, 1.0 - share
    source, target = scene.source[rows], scene.target[rows]
    out = frame.xy[source].astype(np.float64) * rest + frame.xy[target] * share
    weights = (rest**3, 3 * rest * rest * share, 3 * rest * share * share, share**3)
    for mask, shape in ((scene.loop[rows] > 0, _loops), ((scene.bend[rows] != 0) & (scene.loop[rows] == 0), _bent)):
        at = np.flatnonzero(mask)
        if len(at):
            corners = shape(frame, rows[at])[0].astype(np.float64).reshape(-1, 4, 2)
            out[at] = np.einsum("kcd,c->kd", corners, weights)
    return out


def _trimmed(
    frame: Frame, ahead: NDArray[np.floating], source: Ends, behind: NDArray[np.floating], target: Ends
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The points where edges leave the outlines of their sources towards ``ahead``, and where they meet the outlines
    of their targets, coming from ``behind``; shapes (k, 2).
    """
    at, gap = np.concatenate((source, target)), np.repeat((1.0, 2.0), len(source))
    middle = frame.xy[at].astype(np.float64)
    delta = np.concatenate((ahead, behind)) - middle
    length = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-6)
    dx, dy = delta[:, 0] / length, delta[:, 1] / length
    out = np.empty(len(at))
    shapes = frame.scene.shape[at]
    for code in distinct(shapes).tolist():
        of = np.flatnonzero(shapes == code)
        out[of] = reach(SHAPES[code], dx[of], dy[of])
    distance = np.minimum(out * frame.radius[at] + gap, length * 0.48)
    ends = np.stack((middle[:, 0] + dx * distance, middle[:, 1] + dy * distance), axis=1)
    return ends[: len(source)], ends[len(source) :]


def _unit(delta: NDArray[np.floating]) -> NDArray[np.float64]:
    length = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-6)
    return np.asarray(delta / length[:, None], np.float64)


def _arrowheads(tips: NDArray[np.floating], direction: NDArray[np.floating], scale: float) -> Points:
    along = _unit(direction)
    normal = np.stack((-along[:, 1], along[:, 0]), axis=1)
    length, half = 7.5 * min(1.0, scale) + 1.0, 3.0 * min(1.0, scale) + 0.4
    base = tips - along * length
    return np.concatenate((tips, base + normal * half, base - normal * half), axis=1).astype(np.float32)
