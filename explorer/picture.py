"""Pictures to take away: a view as a display list in full detail, with legend, source and ledger where wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from explorer.camera import Camera
from explorer.composing import Composer
from explorer.details import cards
from explorer.display import Display, Item, Lines, Marks, Text
from explorer.document import Document
from explorer.legend import LegendEntry, legend_entries
from explorer.scene import Measure, Scene
from explorer.strokes import DASHES
from explorer.style import Theme
from explorer.visible import Visible
from graph.projection import Projection

_ROW, _PAD, _SIZE = 20.0, 16.0, 12.0


@dataclass(frozen=True)
class Caption:
    """What stands below a picture: the legend, where the data comes from, and what is held back."""

    legend: tuple[LegendEntry, ...] = ()
    source: str = ""
    ledger: str = ""

    def __bool__(self) -> bool:
        return bool(self.legend or self.source or self.ledger)


def caption_of(document: Document, visible: Visible) -> Caption:
    """The whole caption of a view."""
    return Caption(legend_entries(document.projection, visible), f"Source: {document.title}", visible.summary())


def composer_for(projection: Projection, measure: Measure, visible: Visible) -> Composer:
    """A composer that knows the words for the cards of what is drawn."""
    return Composer(measure, card=cards(projection, visible))


def compose_picture(
    composer: Composer,
    scene: Scene,
    theme: Theme,
    *,
    width: float,
    height: float,
    camera: Camera | None = None,
    caption: Caption | None = None,
) -> Display:
    """The picture of a scene, ``width`` × ``height`` pixels: the whole of it, or what ``camera`` sees.

    The caption takes its room from the bottom, so that nothing of the graph lies under it.
    """
    foot = _Foot(composer.measure, theme, caption, width) if caption else None
    free = max(height - (foot.height if foot else 0.0), 40.0)
    if camera is None:
        look = Camera(width=width, height=free).fitted(scene.bounds(), margin=18.0)
    else:
        look = replace(
            camera, width=width, height=free, zoom=camera.zoom * min(width / camera.width, free / camera.height)
        )
    display = composer.compose(scene, look, theme, full=True)
    if foot is None:
        return display
    return replace(display, height=height, items=(*display.items, *foot.items(free)))


class _Foot:
    """The caption laid out in rows of a given width."""

    def __init__(self, measure: Measure, theme: Theme, caption: Caption, width: float) -> None:
        self.measure, self.theme, self.width = measure, theme, width
        self.rows: list[list[tuple[float, LegendEntry]]] = []
        self.lines = [line for line in (caption.source, caption.ledger) if line]
        x, row = _PAD, list[tuple[float, LegendEntry]]()
        for entry in caption.legend:
            step = 26.0 + measure(entry.label, _SIZE, False)[0] + 16.0
            if row and x + step > width - _PAD:
                self.rows.append(row)
                x, row = _PAD, []
            row.append((x, entry))
            x += step
        if row:
            self.rows.append(row)
        self.height = _PAD + _ROW * (len(self.rows) + len(self._wrapped())) + 6.0

    def _wrapped(self) -> list[str]:
        """Source and ledger on one line where that fits, else below each other."""
        joined = "   ·   ".join(self.lines)
        if not self.lines or self.measure(joined, _SIZE, False)[0] <= self.width - 2 * _PAD:
            return [joined] if joined else []
        return [self._cut(line) for line in self.lines]

    def _cut(self, line: str) -> str:
        while line and self.measure(line + "…", _SIZE, False)[0] > self.width - 2 * _PAD:
            line = line[:-1]
        return line

    def items(self, top: float) -> list[Item]:
        theme = self.theme
        rule = np.array([[_PAD, top + 4, self.width - _PAD, top + 4]], np.float32)
        out: list[Item] = [Lines(rule, theme.card_edge, 1.0)]
        y = top + _PAD + 6
        for row in self.rows:
            for x, entry in row:
                out += self._entry(entry, x, y)
            y += _ROW
        for line in self._wrapped():
            out.append(Text(_PAD, y + 4, line, _SIZE, theme.quiet, "start"))
            y += _ROW
        return out

    def _entry(self, entry: LegendEntry, x: float, y: float) -> list[Item]:
        theme = self.theme
        out: list[Item] = [Text(x + 24, y + 4, entry.label, _SIZE, theme.ink, "start")]
        if entry.swatch is not None:
            fill = theme.palette(entry.swatch.colour)
            spot = np.array([[x + 10, y]], np.float32)
            out.append(Marks(entry.swatch.shape, spot, np.array([6.0], np.float32), fill, theme.outline(fill), 1.0))
        elif entry.stroke is not None:
            line = np.array([[x, y, x + 20, y]], np.float32)
            width = 2.4 if entry.stroke.thick else 1.2
            out.append(Lines(line, theme.quiet, width, DASHES[entry.stroke.support]))
        return out
