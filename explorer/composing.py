"""Composing a picture: scene and camera to a display list."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.camera import Camera
from explorer.display import Curves, Display, Item, Lines, Marks, Panel, Points, Text, Triangles, reach
from explorer.labels import Rect, Taken
from explorer.scene import LABEL_GAP, LABEL_SIZE, LINE_HEIGHT, Measure, Scene, wrap
from explorer.style import SHAPES, Colour, Theme, mix

Ids = NDArray[np.int32]
Mask = NDArray[np.bool_]

NAMES_FROM, PREDICATES_FROM, CARDS_FROM = 0.16, 0.95, 1.75
"""Zoom from which names, words along edges, and cards are drawn."""
_MOST_LABELS = 900
DASHES: dict[int, tuple[float, ...]] = {-1: (), 0: (1.2, 3.2), 1: (6.0, 3.5), 2: ()}


@dataclass(frozen=True)
class CardText:
    """What a card says of a node beside its name."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Emphasis:
    """What is looked at: places in the scene that stand out, while the rest steps back. Empty: all is equal."""

    selected: frozenset[int] = frozenset()
    hovered: int = -1
    edge: int = -1

    def __bool__(self) -> bool:
        return bool(self.selected) or self.hovered >= 0 or self.edge >= 0


@dataclass(eq=False)
class Composer:
    """Makes pictures of scenes. ``predicates`` are words by predicate id; ``card`` tells what to write on a node's card.

    Keeps what it measured, so that the next frame costs less; otherwise without state.
    """

    measure: Measure
    predicates: tuple[str, ...] = ()
    card: object = None
    _wrapped: dict[tuple[str, bool], list[str]] = field(default_factory=dict)

    def compose(
        self, scene: Scene, camera: Camera, theme: Theme, emphasis: Emphasis = Emphasis(), *, full: bool = False
    ) -> Display:
        """The display list of ``scene`` from ``camera``; ``full`` leaves nothing out for the sake of speed."""
        return _Picture(self, scene, camera, theme, emphasis, full).display()

    def lines(self, label: str, bold: bool) -> list[str]:
        """A label broken into the lines in which it is drawn."""
        key = label, bold
        if key not in self._wrapped:
            if len(self._wrapped) > 20_000:
                self._wrapped.clear()
            self._wrapped[key] = wrap(label, self.measure, bold)
        return self._wrapped[key]


class _Picture:
    """One picture in the making."""

    def __init__(
        self, composer: Composer, scene: Scene, camera: Camera, theme: Theme, emphasis: Emphasis, full: bool
    ) -> None:
        self.composer, self.scene, self.camera, self.theme = composer, scene, camera, theme
        self.emphasis, self.full = emphasis, full
        self.xy = camera.to_picture(scene.xy) if len(scene) else np.empty((0, 2), np.float32)
        # Nodes shrink more slowly than distances, so that they stay findable from afar.
        self.scale = camera.zoom if camera.zoom <= 1 else camera.zoom**0.45
        self.radius = np.maximum(scene.radius * self.scale, 1.4).astype(np.float32)
        self.text_scale = min(max(camera.zoom, 0.8), 1.0) if camera.zoom < 1 else min(camera.zoom**0.25, 1.25)
        self.near = self._near()
        margin = 4.0
        self.taken = Taken((margin, margin, camera.width - margin, camera.height - margin))
        self.items: list[Item] = []
        self.left_out: list[str] = []

    def _near(self) -> Mask:
        """Nodes that stand out: the chosen ones and their neighbours; all where nothing is chosen."""
        scene, emphasis = self.scene, self.emphasis
        if not emphasis:
            return np.ones(len(scene), bool)
        self.chosen = np.zeros(len(scene), bool)
        self.chosen[[*emphasis.selected, *([emphasis.hovered] if emphasis.hovered >= 0 else [])]] = True
        near = self.chosen.copy()
        self.lit = self.chosen[scene.source] | self.chosen[scene.target]
        if emphasis.edge >= 0:
            self.lit[emphasis.edge] = True
            near[[scene.source[emphasis.edge], scene.target[emphasis.edge]]] = True
        near[scene.target[self.chosen[scene.source]]] = True
        near[scene.source[self.chosen[scene.target]]] = True
        return near

    def display(self) -> Display:
        self._guides()
        self._edges()
        self._nodes()
        self._names()
        camera = self.camera
        return Display(camera.width, camera.height, self.theme.paper, tuple(self.items), tuple(self.left_out))

    # Guides

    def _guides(self) -> None:
        """Axis and lanes of a timeline; their words are added last by :meth:`_names` rules: never over one another."""
        faint = mix(self.theme.paper, self.theme.quiet, 0.22)
        words = mix(self.theme.paper, self.theme.quiet, 0.85)
        camera = self.camera
        for guide in self.scene.guides:
            if guide.axis == "x":
                x = float((guide.at - camera.x) * camera.zoom + camera.width / 2)
                self.items.append(Lines(np.array([[x, 0, x, camera.height]], np.float32), faint, 1.0))
                width, _ = self.composer.measure(guide.text, 12.0, False)
                rect = (x + 4, 6.0, x + 4 + width, 22.0)
                anchor, tx, ty = "start", x + 4, 18.0
            else:
                y = float((guide.at - camera.y) * camera.zoom + camera.height / 2)
                self.items.append(Lines(np.array([[0, y, camera.width, y]], np.float32), faint, 1.0))
                width, _ = self.composer.measure(guide.text, 12.0, True)
                rect = (8.0, y + 4, 8.0 + width, y + 20)
                anchor, tx, ty = "start", 8.0, y + 16
            if self.taken.is_free(rect):
                self.taken.take(rect)
                self.items.append(Text(tx, ty, guide.text, 12.0, words, anchor, guide.axis == "y", halo=self.theme.paper))

    # Edges

    def _in_sight(self) -> Mask:
        """Edges whose bounding box touches the picture."""
        a, b = self.xy[self.scene.source], self.xy[self.scene.target]
        slack = np.abs(self.scene.bend) * self.camera.zoom + 40
        low, high = np.minimum(a, b) - slack[:, None], np.maximum(a, b) + slack[:, None]
        size = np.array([self.camera.width, self.camera.height])
        return np.asarray(((high >= 0) & (low <= size)).all(axis=1))

    def _edges(self) -> None:
        scene, theme = self.scene, self.theme
        if not len(scene.edge_ids):
            return
        sight = self._in_sight()
        if self.emphasis:
            lit = self.lit
            self._draw_edges(sight & ~lit, theme.faded(theme.edge, 0.6), False)
            self._draw_edges(sight & lit, mix(theme.edge, theme.ink, 0.5), True)
        else:
            self._draw_edges(sight, theme.edge, False)

    def _draw_edges(self, mask: Mask, colour: Colour, words: bool) -> None:
        scene = self.scene
        loops = mask & (scene.loop > 0)
        bent = mask & (scene.bend != 0) & ~loops
        straight = mask & ~bent & ~loops
        arrows: list[Points] = []
        boost = 0.5 if words else 0.0
        for chosen, shaper in ((straight, self._straight), (bent, self._bent), (loops, self._loops)):
            rows = np.flatnonzero(chosen)
            if not len(rows):
                continue
            shapes, tips = shaper(rows)
            arrows.append(tips)
            for support in np.unique(scene.support[rows]).tolist():
                for width in np.unique(scene.width[rows]).tolist():
                    part = (scene.support[rows] == support) & (scene.width[rows] == width)
                    if part.any():
                        thick = width * min(1.0, max(self.camera.zoom, 0.45)) + boost
                        dash = DASHES[support] if self.camera.zoom > 0.3 else ()
                        stroke = Lines if shaper == self._straight else Curves
                        self.items.append(stroke(shapes[part], colour, thick, dash))
        if self.camera.zoom > 0.28 and arrows:
            self.items.append(Triangles(np.concatenate(arrows), mix(colour, self.theme.ink, 0.18)))
        elif arrows and "arrowheads" not in self.left_out:
            self.left_out.append("arrowheads")
        if self.camera.zoom >= PREDICATES_FROM or words:
            self.worded = getattr(self, "worded", [])
            self.worded.append((np.flatnonzero(mask & ~loops), colour, words))

    def _trimmed(self, rows: Ids, towards: Points, at: Ids, gap: float) -> Points:
        """Where lines from ``towards`` to the nodes ``at`` meet the nodes' outlines, shape (k, 2)."""
        middle = self.xy[at]
        delta = (towards - middle).astype(np.float64)
        length = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-6)
        dx, dy = delta[:, 0] / length, delta[:, 1] / length
        out = np.empty(len(rows))
        for code in np.unique(self.scene.shape[at]).tolist():
            of = self.scene.shape[at] == code
            out[of] = reach(SHAPES[code], dx[of], dy[of])
        distance = np.minimum(out * self.radius[at] + gap, length * 0.48)
        return np.stack((middle[:, 0] + dx * distance, middle[:, 1] + dy * distance), axis=1).astype(np.float32)

    def _straight(self, rows: Ids) -> tuple[Points, Points]:
        source, target = self.scene.source[rows], self.scene.target[rows]
        a = self._trimmed(rows, self.xy[target], source, 1.0)
        b = self._trimmed(rows, self.xy[source], target, 2.0)
        tips = _arrowheads(b, b - a, self.scale)
        back = b - _unit(b - a) * (5.0 * min(1.0, self.scale))
        return np.concatenate((a, back.astype(np.float32)), axis=1), tips

    def _bent(self, rows: Ids) -> tuple[Points, Points]:
        source, target = self.scene.source[rows], self.scene.target[rows]
        p, q = self.xy[source], self.xy[target]
        along = _unit(q - p)
        normal = np.stack((-along[:, 1], along[:, 0]), axis=1)
        # A quadratic curve passes half as far from the chord as its control point.
        control = (p + q) / 2 + normal * (2 * self.scene.bend[rows] * self.camera.zoom)[:, None]
        a = self._trimmed(rows, control, source, 1.0)
        b = self._trimmed(rows, control, target, 2.0)
        tips = _arrowheads(b, b - control, self.scale)
        b = b - _unit(b - control) * (5.0 * min(1.0, self.scale))
        cubic = np.concatenate((a, a + (control - a) * (2 / 3), b + (control - b) * (2 / 3), b), axis=1)
        return cubic.astype(np.float32), tips

    def _loops(self, rows: Ids) -> tuple[Points, Points]:
        at = self.scene.source[rows]
        middle, r = self.xy[at], self.radius[at]
        lift = r * 1.6 + 12.0 * self.scale * self.scene.loop[rows]
        a = middle + np.stack((-r * 0.7, -r * 0.75), axis=1)
        b = middle + np.stack((r * 0.7, -r * 0.75), axis=1)
        c1 = middle + np.stack((-r * 1.6 - 6, -r - lift), axis=1)
        c2 = middle + np.stack((r * 1.6 + 6, -r - lift), axis=1)
        return np.concatenate((a, c1, c2, b), axis=1).astype(np.float32), _arrowheads(b, b - c2, self.scale)

    # Nodes

    def _nodes(self) -> None:
        scene, theme, r = self.scene, self.theme, self.radius
        size = np.array([self.camera.width, self.camera.height])
        pad = r[:, None] * 1.4
        sight = ((self.xy + pad >= 0) & (self.xy - pad <= size)).all(axis=1)
        self.sight = sight
        for lit in (False, True):
            part = sight & (self.near == lit)
            codes = np.unique(np.stack((scene.shape[part], scene.colour[part]), axis=1), axis=0)
            for shape, colour in codes.tolist():
                rows = np.flatnonzero(part & (scene.shape == shape) & (scene.colour == colour))
                fill = theme.palette(colour)
                stroke = theme.outline(fill)
                if not lit:
                    fill, stroke = theme.faded(fill), theme.faded(stroke)
                width = 1.0 if self.camera.zoom > 0.25 else 0.0
                self.items.append(Marks(SHAPES[shape], self.xy[rows], r[rows], fill, stroke, width))
        self._rings()

    def _rings(self) -> None:
        scene, theme = self.scene, self.theme
        marked = [*((i, theme.accent, 2.6) for i in sorted(self.emphasis.selected))]
        if self.emphasis.hovered >= 0:
            marked.append((self.emphasis.hovered, theme.ink, 1.6))
        for i, colour, width in marked:
            shape = SHAPES[int(scene.shape[i])]
            ring = self.radius[i : i + 1] + 4.0
            self.items.append(Marks(shape, self.xy[i : i + 1], ring, (0, 0, 0, 0), colour, width))
        pins = np.flatnonzero(scene.pinned & self.sight)
        if len(pins) and self.camera.zoom > 0.25:
            spots = self.xy[pins] + np.stack((self.radius[pins], -self.radius[pins]), axis=1) * 0.75
            size = np.full(len(pins), max(2.6, 3.4 * self.scale), np.float32)
            self.items.append(Marks("circle", spots.astype(np.float32), size, theme.ink, theme.paper, 1.2))

    # Names, cards, words along edges

    def _names(self) -> None:
        scene = self.scene
        if self.camera.zoom < NAMES_FROM and not self.emphasis and not self.full and len(scene) > 60:
            self.left_out.append("names")
            return
        shown = np.flatnonzero(self.sight)
        for i in shown[self.radius[shown] > 3.0][:4000].tolist():
            x, y, r = float(self.xy[i, 0]), float(self.xy[i, 1]), float(self.radius[i])
            self.taken.take((x - r, y - r, x + r, y + r), i)
        order = shown[np.lexsort((shown, -scene.importance[shown], ~self.near[shown]))]
        if self.emphasis:
            first = np.flatnonzero(self.chosen & self.sight)
            order = np.concatenate((first, order[~self.chosen[order]]))
        candidates = order if self.full else order[:_MOST_LABELS]
        dropped = len(order) - len(candidates)
        for i in candidates.tolist():
            if not self._place(i):
                dropped += 1
        if dropped:
            self.left_out.append(f"{dropped:,} names")
        for rows, colour, forced in getattr(self, "worded", []):
            self._words(rows, colour, forced)

    def _place(self, i: int) -> bool:
        bold = bool(self.scene.strong[i])
        if self.camera.zoom >= CARDS_FROM and callable(self.composer.card) and self._card(i):
            return True
        lines = self.composer.lines(self.scene.labels[i], bold)
        size = float(round(LABEL_SIZE * self.text_scale + (0.6 if bold else 0.0)))
        width = max(self.composer.measure(line, size, bold)[0] for line in lines)
        height = len(lines) * size * LINE_HEIGHT
        x, y, r = float(self.xy[i, 0]), float(self.xy[i, 1]), float(self.radius[i]) * 1.08
        gap = LABEL_GAP * self.text_scale
        spots = (
            (x - width / 2, y + r + gap, "middle"),
            (x + r + gap + 1, y - height / 2, "start"),
            (x - r - gap - 1 - width, y - height / 2, "end"),
            (x - width / 2, y - r - gap - height, "middle"),
        )
        for left, top, anchor in spots:
            rect: Rect = (left - 1, top, left + width + 1, top + height)
            if self.taken.is_free(rect, i):
                self.taken.take(rect, i)
                self._write(i, lines, left, top, width, size, anchor, bold)
                return True
        return False

    def _write(
        self, i: int, lines: list[str], left: float, top: float, width: float, size: float, anchor: str, bold: bool
    ) -> None:
        theme = self.theme
        ink = theme.ink if self.near[i] else theme.faded(theme.ink, 0.72)
        x = {"start": left, "middle": left + width / 2, "end": left + width}[anchor]
        for row, line in enumerate(lines):
            y = top + (row + 0.86) * size * LINE_HEIGHT - size * 0.06
            self.items.append(Text(x, y, line, size, ink, anchor, bold, halo=theme.paper))

    def _card(self, i: int) -> bool:
        assert callable(self.composer.card)
        said = self.composer.card(int(self.scene.ids[i]))
        theme, measure = self.theme, self.composer.measure
        bold = [(line, 13.0, theme.ink, True) for line in self.composer.lines(self.scene.labels[i], True)]
        rows = [*bold, (said.heading, 11.0, theme.quiet, False)]
        rows += [(line, 11.0, theme.ink, False) for line in said.lines]
        width = max(measure(text, size, strong)[0] for text, size, _, strong in rows) + 20
        height = sum(size * 1.32 for _, size, _, _ in rows) + 14
        x, y, r = float(self.xy[i, 0]), float(self.xy[i, 1]), float(self.radius[i]) * 1.1
        for left, top in ((x - width / 2, y + r + 5), (x + r + 6, y - height / 2), (x - r - 6 - width, y - height / 2)):
            rect = (left - 2, top - 2, left + width + 2, top + height + 2)
            if self.taken.is_free(rect, i):
                self.taken.take(rect, i)
                near = bool(self.near[i])
                edge = theme.accent if i in self.emphasis.selected else theme.card_edge
                self.items.append(Panel(left, top, width, height, theme.card, edge))
                baseline = top + 7
                for text, size, colour, strong in rows:
                    baseline += size * 1.32
                    ink = colour if near else theme.faded(colour, 0.6)
                    self.items.append(Text(left + 10, baseline - size * 0.32, text, size, ink, "start", strong))
                return True
        return False

    def _words(self, rows: Ids, colour: Colour, forced: bool) -> None:
        """Predicates along the edges that are long enough to hold them and where nothing else stands."""
        scene, measure = self.scene, self.composer.measure
        size = float(round(10.0 * self.text_scale))
        for row in rows[: 400 if not self.full else None].tolist():
            p, q = self.xy[scene.source[row]], self.xy[scene.target[row]]
            length = math.hypot(*(q - p).tolist()) - float(self.radius[scene.source[row]] + self.radius[scene.target[row]])
            text = self.composer.predicates[int(scene.edge_predicate[row])]
            width = measure(text, size, False)[0]
            if width + 12 > length:
                continue
            angle = math.degrees(math.atan2(float(q[1] - p[1]), float(q[0] - p[0])))
            normal = _unit((q - p)[None])[0][::-1] * np.array([-1, 1]) * float(scene.bend[row]) * self.camera.zoom
            x, y = ((p + q) / 2 + normal).tolist()
            if angle > 90 or angle <= -90:
                angle += 180 if angle <= 0 else -180
            if self._free_along(x, y, width, size, angle):
                ink = self.theme.ink if forced else mix(colour, self.theme.quiet, 0.75)
                drop = size * 0.34
                turn = math.radians(angle)
                self.items.append(
                    Text(x - math.sin(turn) * drop, y + math.cos(turn) * drop, text, size, ink, angle=angle, halo=self.theme.paper)
                )

    def _free_along(self, x: float, y: float, width: float, size: float, angle: float) -> bool:
        """Take the place of a slanted word as a chain of small squares; False where any of them is not free."""
        steps = max(2, int(width / size) + 1)
        dx, dy = math.cos(math.radians(angle)) * width / 2, math.sin(math.radians(angle)) * width / 2
        half = size * 0.6
        rects: list[Rect] = []
        for k in range(steps):
            t = -1 + 2 * k / (steps - 1)
            rects.append((x + dx * t - half, y + dy * t - half, x + dx * t + half, y + dy * t + half))
        if not all(self.taken.is_free(rect) for rect in rects):
            return False
        for rect in rects:
            self.taken.take(rect)
        return True


def _unit(delta: NDArray[np.floating]) -> NDArray[np.float64]:
    length = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-6)
    return np.asarray(delta / length[:, None], np.float64)


def _arrowheads(tips: NDArray[np.floating], direction: NDArray[np.floating], scale: float) -> Points:
    along = _unit(direction)
    normal = np.stack((-along[:, 1], along[:, 0]), axis=1)
    length, half = 7.5 * min(1.0, scale) + 1.0, 3.0 * min(1.0, scale) + 0.4
    base = tips - along * length
    return np.concatenate((tips, base + normal * half, base - normal * half), axis=1).astype(np.float32)
