"""Images of a view: a display list in full detail, on request with legend, source and ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.document import Document
from explorer.panels.cards import cards
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.display import Display, Icons, Item, Lines, Marks, Text, Triangles
from explorer.pictures.drawing.extent import cropped, moved
from explorer.pictures.drawing.strokes import DASHES
from explorer.pictures.look.legend import as_drawn, legend_entries
from explorer.pictures.look.legend_entry import FULL, PALE, LegendEntry, samples
from explorer.pictures.look.style import Theme, mix
from explorer.pictures.scene.label_lines import LABEL_SIZE, Measure, wrap
from explorer.pictures.scene.scene import Scene
from explorer.views.camera import Camera
from explorer.views.hiding.filters import known_in
from explorer.views.view import View
from explorer.views.visible import Visible, not_drawn
from graph.model.projection import Projection

IMAGE_FORMATS = {".png": "PNG image", ".svg": "SVG drawing", ".pdf": "PDF document"}
"""Image formats by suffix, with their names for file dialogs; :mod:`ui.canvas.images` encodes each."""
*_FIRST, _LAST = IMAGE_FORMATS
IMAGE_SUFFIXES = f"{', '.join(_FIRST)} or {_LAST}"
"""The suffixes of images in words, for a sentence."""

_ROW, _PAD, _SIZE, _TITLE = 20.0, 16.0, LABEL_SIZE, 20.0
_NARROWEST = 420.0
"""Least width of a cropped picture with words."""
_MOST_LINES = 9
_BAR, _LARGEST = 120.0, 9.0
"""Length of a bar of colours, and radius of the largest size sample."""


@dataclass(frozen=True)
class Caption:
    """The words of a picture: above it a title; below it words of one's own, the legend, the source of the data, the

    titles of texts, that the source is ``incomplete``, and the ledger of the visible part with the triples that are
    ``undrawn`` in any picture; ``known`` says by which day a view goes.
    """

    legend: tuple[LegendEntry, ...] = ()
    source: str = ""
    visible: Visible | None = None
    title: str = ""
    words: str = ""
    texts: tuple[str, ...] = ()
    incomplete: str = ""
    undrawn: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    def lines(self, left_out: Sequence[str]) -> list[str]:
        """The words below the legend of a picture that leaves these things out."""
        ledger = (
            "" if self.visible is None else self.visible.summary(left_out, "for lack of room", undrawn=self.undrawn)
        )
        texts = f"Text{'s' if len(self.texts) > 1 else ''}: {'; '.join(self.texts)}" if self.texts else ""
        return [line for line in (self.source, texts, self.incomplete, *self.known, ledger) if line]


def caption_of(document: Document, visible: Visible, view: View | None = None) -> Caption:
    """The full caption of a view."""
    legend, incomplete = legend_entries(document.projection, visible, view), document.source.unread.sentence
    return Caption(
        legend,
        f"Source: {document.title}",
        visible,
        incomplete=incomplete,
        undrawn=not_drawn(document.projection.tally()),
        known=() if view is None else known_in(document.projection, view),
    )


def composer_for(projection: Projection, measure: Measure, visible: Visible) -> Composer:
    """A composer with the card texts of the drawn nodes."""
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
    crop: bool = False,
    clear: bool = False,
) -> Display:
    """The picture of a scene, ``width`` × ``height`` pixels: the whole scene, or the part that ``camera`` sees.

    Title and caption get their own space and cover no part of the graph. ``crop`` cuts the picture to what is drawn, so
    that it is smaller; ``clear`` leaves the paper out.
    """
    measure, words = composer.measure, caption or Caption()

    head, foot = _Head(measure, theme, words.title, width), _Foot(measure, theme, words, width, ())
    while True:
        free = max(height - head.height - foot.height, 40.0)
        display = composer.compose(scene, _look(scene, camera, width, free), theme, full=True)
        taller = _Foot(measure, theme, words, width, display.left_out)
        # A taller caption leaves less room, and the picture then leaves out more.
        if taller.height <= foot.height:
            break
        foot = taller
    if crop:
        display = cropped(display, measure)
        width = max(display.width, _NARROWEST if words != Caption() else 0.0)
        head = _Head(measure, theme, words.title, width)
        taller = _Foot(measure, theme, words, width, display.left_out)
    across, down = (width - display.width) / 2, head.height
    items = [moved(item, across, down) for item in display.items] if across or down else display.items
    red, green, blue, opaque = display.paper
    return Display(
        width,
        down + display.height + taller.height if crop else height,
        (red, green, blue, 0 if clear else opaque),
        (*items, *head.items(), *taller.items(down + display.height)),
        display.left_out,
    )


def drawn_entry(entry: LegendEntry, theme: Theme, measure: Measure, y: float) -> list[Item]:
    """The items of one line of a legend on its own, with its middle at ``y``."""
    return _Foot(measure, theme, Caption(), _NARROWEST, ()).entry(entry, 0.0, y)


def _look(scene: Scene, camera: Camera | None, width: float, height: float) -> Camera:
    """The camera of a picture with this size in pixels: on all of the scene, or on at least what ``camera`` sees."""
    if camera is None:
        return Camera(width=width, height=height).fitted(scene.bounds(), margin=18.0)
    zoom = camera.zoom * min(width / camera.width, height / camera.height)
    return camera._replace(width=width, height=height, zoom=zoom)


class _Head:
    """The title laid out in lines of a given width; nothing without a title."""

    def __init__(self, measure: Measure, theme: Theme, title: str, width: float) -> None:
        # Lines are broken at the size of labels, which is smaller.
        room = (width - 2 * _PAD) * LABEL_SIZE / _TITLE
        self.theme, self.lines = theme, wrap(title, measure, True, room, _MOST_LINES) if title else []
        self.height = _PAD + len(self.lines) * _TITLE * 1.3 if self.lines else 0.0

    def items(self) -> list[Item]:
        down = (_PAD + _TITLE * (1.3 * row + 0.8) for row in range(len(self.lines)))
        return [Text(_PAD, y, line, _TITLE, self.theme.ink, "start", True) for line, y in zip(self.lines, down)]


class _Foot:
    """The caption laid out in rows of a given width."""

    def __init__(self, measure: Measure, theme: Theme, caption: Caption, width: float, left_out: Sequence[str]) -> None:
        self.measure, self.theme, self.width = measure, theme, width
        self.rows: list[list[tuple[float, LegendEntry]]] = []
        self.lines = caption.lines(left_out)
        room = width - 2 * _PAD
        self.words = [
            line
            for part in caption.words.splitlines()
            if part
            for line in wrap(part, measure, width=room, most=99, even=False)
        ]
        x, row = _PAD, list[tuple[float, LegendEntry]]()
        ruled, before = False, LegendEntry("")
        for entry in as_drawn(caption.legend, left_out):
            step = self._width(entry) + 16.0
            ends_rules = ruled and entry.stroke is not None and not before.is_heading and before.stroke is None
            ruled, before = (ruled or entry.is_heading) and not ends_rules, entry
            if row and (entry.is_heading or ends_rules or x + step > width - _PAD):
                self.rows.append(row)
                x, row = _PAD, []
            row.append((x, entry))
            x += step
        if row:
            self.rows.append(row)
        rows = len(self.words) + len(self.rows) + len(self._wrapped())
        self.height = _PAD + _ROW * rows + 6.0 if rows else 0.0

    def _width(self, entry: LegendEntry) -> float:
        """The width of an entry in a row."""
        if entry.sizes:
            return sum(2 * r + 10.0 + self._long(text) for r, text in samples(entry, _LARGEST)) + self._long(
                entry.label
            )
        if entry.bar:
            return self._long(entry.label) + self._long(entry.end) + _BAR + 12.0
        return self._long(entry.label, entry.is_heading) + (0.0 if entry.is_heading else 26.0)

    def _long(self, text: str, bold: bool = False) -> float:
        return self.measure(text, _SIZE, bold)[0]

    def _wrapped(self) -> list[str]:
        """Source and ledger on one line if they fit, else below each other."""
        joined = "   ·   ".join(self.lines)
        if not self.lines or self.measure(joined, _SIZE, False)[0] <= self.width - 2 * _PAD:
            return [joined] if joined else []
        room = self.width - 2 * _PAD
        return [
            part for line in self.lines for part in wrap(line, self.measure, width=room, most=_MOST_LINES, even=False)
        ]

    def items(self, top: float) -> list[Item]:
        theme = self.theme
        if not self.height:
            return []
        rule = np.array([[_PAD, top + 4, self.width - _PAD, top + 4]], np.float32)
        out: list[Item] = [Lines(rule, theme.card_edge, 1.0)]
        y = top + _PAD + 6
        for line in self.words:
            out.append(Text(_PAD, y + 4, line, _SIZE, theme.ink, "start"))
            y += _ROW
        for row in self.rows:
            for x, entry in row:
                out += self.entry(entry, x, y)
            y += _ROW
        for line in self._wrapped():
            out.append(Text(_PAD, y + 4, line, _SIZE, theme.quiet, "start"))
            y += _ROW
        return out

    def entry(self, entry: LegendEntry, x: float, y: float) -> list[Item]:
        """The items of an entry from ``x``, with their middle at ``y``."""
        theme = self.theme
        if entry.bar or entry.sizes or entry.is_heading:
            return self._figure(entry, x, y)
        out: list[Item] = [Text(x + 24, y + 4, entry.label, _SIZE, theme.ink, "start")]
        if entry.swatch is not None:
            # Without a colour of its own a mark says only its shape: its resources have other colours.
            fill = theme.fill(entry.swatch.colour) if entry.swatch.colour else theme.paper
            spot = np.array([[x + 10, y]], np.float32)
            out.append(
                Marks(
                    entry.swatch.shape,
                    spot,
                    np.array([6.0], np.float32),
                    fill,
                    theme.outline(fill) if entry.swatch.colour else theme.quiet,
                    1.0,
                )
            )
        elif entry.period:
            tone = mix(theme.paper, theme.quiet, FULL if entry.period == "full" else PALE)
            end = x + (13 if entry.period == "arrow" else 20)
            out.append(Lines(np.array([[x, y, end, y]], np.float32), tone, 6.0))
            if entry.period == "arrow":
                out.append(Triangles(np.array([[end + 7, y, end, y - 5, end, y + 5]], np.float32), tone))
        elif entry.is_ring:
            from explorer.pictures.drawing.rings import ring

            out.append(ring(np.array([[x + 10, y]], np.float32), np.array([6.5]), theme.quiet))
        elif entry.is_chip:
            from explorer.pictures.drawing.marks import CHIP, chip_items

            spot = np.array([[x + 10, y]], np.float32)
            out += chip_items(spot, np.array([1], np.int32), CHIP, theme.ink, theme.paper)
        elif entry.differs:
            from explorer.pictures.drawing.signs import SIGN, colour_of, sign_items

            spot = np.array([[x + 10, y]], np.float32)
            out += sign_items(spot, entry.differs, SIGN, colour_of(entry.differs, theme), theme.paper)
        elif entry.icon:
            spot = np.array([[x + 10, y]], np.float32)
            out.append(Icons(entry.icon, spot, np.array([7.0], np.float32), theme.ink))
        elif entry.line is not None:
            colour, width = entry.line
            line = np.array([[x, y, x + 20, y]], np.float32)
            out.append(Lines(line, theme.fill(colour) if colour else theme.quiet, width))
        elif entry.stroke is not None:
            line = np.array([[x, y, x + 20, y]], np.float32)
            width = 2.4 if entry.stroke.thick else 1.2
            out.append(Lines(line, theme.quiet, width, DASHES[entry.stroke.support]))
        return out

    def _figure(self, entry: LegendEntry, x: float, y: float) -> list[Item]:
        """A heading, a bar of colours between its ends, or samples of sizes."""
        theme = self.theme
        out: list[Item] = [Text(x, y + 4, entry.label, _SIZE, theme.ink, "start", entry.is_heading)]
        x += self._long(entry.label)
        if entry.bar:
            step = _BAR / len(entry.bar)
            for i, colour in enumerate(entry.bar):
                left = x + 6 + i * step
                # Overlap the next colour a little, so that no seam shows.
                out.append(Lines(np.array([[left, y, left + step + 0.5, y]], np.float32), theme.fill(colour), 10.0))
            out.append(Text(x + _BAR + 12, y + 4, entry.end, _SIZE, theme.ink, "start"))
        fill = theme.fill("")
        for radius, text in samples(entry, _LARGEST):
            spot = np.array([[x + radius, y]], np.float32)
            out.append(Marks("circle", spot, np.array([radius], np.float32), fill, theme.outline(fill), 1.0))
            out.append(Text(x + 2 * radius + 4, y + 4, text, _SIZE, theme.ink, "start"))
            x += 2 * radius + 10.0 + self._long(text)
        return out
