"""Lettering: glyphs drawn once and cached as masks, for kernels that draw words and halos exactly like QPainter.

Qt draws a glyph at four places within a pixel, level or turned, so a word is a few masks at whole pixels.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QGlyphRun, QImage, QPainter, QTransform

from explorer.pictures.drawing.display import Text
from explorer.pictures.look.style import Colour
from graph.named import NamedTuple
from ui.canvas.painter import AROUND
from ui.look import fonts

_SHIFTS = np.array([*((shift.x(), shift.y()) for shift in AROUND), (0.0, 0.0)])[:, :, None]
_SHIFT = {"start": 0.0, "middle": -0.5, "end": -1.0}
"""The start of a word from its anchor, in widths of the word."""
_PHASES = 4
_LARGEST = 60.0
"""Largest size in pixels: Qt draws larger words as paths."""
_LEAST_ANGLE = 1e-6
_MOST_WORDS, _MOST_SLOTS, _MOST_BYTES = 5000, 30_000, 6_000_000
_UNKNOWN = -1

Matrix = tuple[float, float, float, float]


class Lettering(NamedTuple):
    """Words for the kernel: ``starts`` (w + 1,) in g glyphs, ``inks`` (w, 2) of halo and word, and for each glyph its
    row of ``table`` and, for the eight copies of the halo and the word itself, phase, column and row, (9, g).

    ``table`` (s, 4, 5) has for each phase of a glyph: start in ``masks``, left, top, width, height.
    """

    masks: NDArray[np.uint8]
    table: NDArray[np.int32]
    starts: NDArray[np.int32]
    inks: NDArray[np.uint32]
    slots: NDArray[np.int32]
    phases: NDArray[np.int32]
    columns: NDArray[np.int32]
    rows: NDArray[np.int32]


class _Word(NamedTuple):
    """A word at an angle and scale: the places (2, n) of its glyphs from the start of the baseline, and table rows."""

    glyphs: NDArray[np.float64]
    slots: NDArray[np.int32]
    width: float
    up: float
    matrix: Matrix


class _Style(NamedTuple):
    """The style of a mask: size, weight, angle and scale."""

    size: float
    bold: bool
    angle: float
    scale: float


class _Masks:
    """Masks of glyphs, made on demand; a new cache replaces one that is too large."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, float, bool, float, float], _Word | None] = {}
        self.slots: dict[tuple[_Style, int], int] = {}
        self.glyphs: list[tuple[_Style, int]] = []
        self.table = np.full((256, _PHASES, 5), _UNKNOWN, np.int32)
        self.masks = np.zeros(1 << 16, np.uint8)
        self.used = 0

    @property
    def is_full(self) -> bool:
        return len(self.slots) > _MOST_SLOTS or self.used > _MOST_BYTES or len(self.words) > _MOST_WORDS

    def shape(self, text: str, style: _Style) -> _Word | None:
        """The glyphs of a word, kept for the next picture; None if Qt has to draw it: the typeface lacks a glyph, or
        the word is large or hardly slanted.
        """
        word = self.words[text, *style] = self._shaped(text, style)
        return word

    def _shaped(self, text: str, style: _Style) -> _Word | None:
        if style.size * style.scale >= _LARGEST or 0.0 < abs(style.angle) < _LEAST_ANGLE:
            return None
        up, runs = fonts.glyphs(text, style.size, style.bold)
        if len(runs) != 1 or runs[0].rawFont().familyName() != fonts.family():
            return None
        slots = [self._slot(style, glyph) for glyph in runs[0].glyphIndexes()]
        places = [(at.x(), at.y()) for at in runs[0].positions()]
        turned = QTransform.fromScale(style.scale, style.scale)
        turned.rotate(style.angle)
        matrix = turned.m11(), turned.m12(), turned.m21(), turned.m22()
        width, _ = fonts.measure(text, style.size, style.bold)
        return _Word(np.array(places).T, np.array(slots, np.int32), width, up.y(), matrix)

    def _slot(self, style: _Style, glyph: int) -> int:
        slot = self.slots.setdefault((style, glyph), len(self.slots))
        if slot == len(self.glyphs):
            self.glyphs.append((style, glyph))
        if slot == len(self.table):
            self.table = np.concatenate((self.table, np.full_like(self.table, _UNKNOWN)))
        return slot

    def complete(self, slots: NDArray[np.int32], phases: NDArray[np.int32]) -> None:
        """Draw the requested masks that are missing."""
        is_missing = self.table[slots, phases, 0] == _UNKNOWN
        if not is_missing.any():
            return
        by_style: dict[_Style, list[tuple[int, int]]] = {}
        for place in np.unique(slots[is_missing] * _PHASES + phases[is_missing]).tolist():
            slot, phase = divmod(place, _PHASES)
            by_style.setdefault(self.glyphs[slot][0], []).append((slot, phase))
        for style, wanted in by_style.items():
            self._draw(style, wanted)

    def _draw(self, style: _Style, wanted: Sequence[tuple[int, int]]) -> None:
        """Draw glyphs of one style one below the other, white on transparent, and store their coverage."""
        reach = math.ceil(2.0 * style.size * style.scale) + 2
        side = 2 * reach
        image = QImage(side, side * len(wanted), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        turned = QTransform.fromScale(style.scale, style.scale)
        turned.rotate(style.angle)
        run = QGlyphRun()
        run.setRawFont(fonts.glyphs("x", style.size, style.bold)[1][0].rawFont())
        run.setPositions([QPointF(0.0, 0.0)])
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setPen(QColor(255, 255, 255))
        for k, (slot, phase) in enumerate(wanted):
            run.setGlyphIndexes([self.glyphs[slot][1]])
            at = reach + (phase + 0.125) / _PHASES, k * side + reach
            painter.setTransform(QTransform(turned.m11(), turned.m12(), turned.m21(), turned.m22(), *at))
            painter.drawGlyphRun(QPointF(0.0, 0.0), run)
        painter.end()
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(len(wanted), side, side) & np.uint32(255)
        for (slot, phase), cover in zip(wanted, pixels.astype(np.uint8)):
            self._keep(slot, phase, cover, reach)

    def _keep(self, slot: int, phase: int, cover: NDArray[np.uint8], reach: int) -> None:
        rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
        if not len(rows):
            self.table[slot, phase] = 0
            return
        top, left = int(rows[0]), int(columns[0])
        mask = cover[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
        while self.used + mask.size > len(self.masks):
            self.masks = np.concatenate((self.masks, np.zeros_like(self.masks)))
        self.masks[self.used : self.used + mask.size] = mask.reshape(-1)
        self.table[slot, phase] = self.used, left - reach, top - reach, mask.shape[1], mask.shape[0]
        self.used += mask.size


_kept = _Masks()
_lock = threading.Lock()


def letter(items: Iterable[Text], scale: float) -> tuple[Lettering | None, int]:
    """Words for the kernel, ``scale`` pixels per unit, up to the first that Qt has to draw, and their number."""
    global _kept
    with _lock:
        if _kept.is_full:
            _kept = _Masks()
        found: list[_Word] = []
        starts: list[tuple[float, ...]] = []
        inks: list[tuple[int, int]] = []
        words = _kept.words
        for x, y, text, size, colour, anchor, bold, angle, halo, _ in items:
            key = text, size, bold, angle, scale
            word = words[key] if key in words else _kept.shape(text, _Style(size, bold, angle, scale))
            if word is None:
                break
            found.append(word)
            # The start of the word in its level coordinates, its matrix, and the translation of these, computed as in
            # :mod:`ui.canvas.painter`, since the last digits count.
            shift = word.width * _SHIFT[anchor]
            if angle:
                starts.append((shift, word.up, *word.matrix, x * scale, y * scale))
            else:
                starts.append((x + shift, y + word.up, *word.matrix, 0.0, 0.0))
            inks.append((0 if halo is None else _ink(halo), _ink(colour)))
        return (_lettering(_kept, found, starts, inks) if found else None), len(found)


def _lettering(
    kept: _Masks, words: list[_Word], starts: list[tuple[float, ...]], inks: list[tuple[int, int]]
) -> Lettering:
    from ui.canvas.word_kernels import lacks_masks

    counts = np.array([len(word.slots) for word in words])
    slots = np.concatenate([word.slots for word in words])
    of_glyph = np.repeat(np.arange(len(words)), counts)
    x, y, m11, m12, m21, m22, dx, dy = np.array(starts).T[:, of_glyph]
    glyph_x, glyph_y = np.concatenate([word.glyphs for word in words], axis=1)
    left, base = (x + _SHIFTS[:, 0]) + glyph_x, (y + _SHIFTS[:, 1]) + glyph_y
    # Qt truncates to 1/64 of a pixel, then rounds columns down to a quarter and rows to the nearest.
    across = ((64.0 * (m11 * left + m21 * base + dx)).astype(np.int32) + 1) >> 4
    down = ((64.0 * (m12 * left + m22 * base + dy)).astype(np.int32) + 32) >> 6
    phases, columns = across & 3, across >> 2
    ink = np.array(inks, np.uint32)
    begin = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    if lacks_masks(kept.table, begin, ink, slots, phases):
        has_halo = ink[of_glyph, 0] != 0
        kept.complete(np.broadcast_to(slots, (8, len(slots)))[:, has_halo], phases[:8, has_halo])
        kept.complete(slots, phases[8])
    return Lettering(kept.masks, kept.table, begin, ink, slots, phases, columns, down)


@lru_cache(maxsize=512)
def _ink(colour: Colour) -> int:
    """A colour as Qt blends it: each component multiplied by its opacity, 0xAARRGGBB."""
    red, green, blue, alpha = colour
    parts = [(part * alpha + (part * alpha >> 8) + 0x80) >> 8 for part in (red, green, blue)]
    return alpha << 24 | parts[0] << 16 | parts[1] << 8 | parts[2]
