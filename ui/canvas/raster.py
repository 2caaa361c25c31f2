"""Raster: a display list drawn into an image, many strokes and marks by compiled kernels, the rest by QPainter."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby, pairwise
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from explorer.pictures.drawing.display import (
    Curves,
    Density,
    Display,
    Icons,
    Item,
    Lines,
    Marks,
    Panel,
    Points,
    Text,
    Triangles,
    outline,
)
from explorer.pictures.look.style import Colour
from graph.arrays.kernels import is_compiled
from graph.named import NamedTuple
from graph.work.progress import gc_paused
from ui.canvas.painter import ROUNDING, SMALL, painting, painting_items, prepare
from ui.work.window_first import giving_way

Strokes = Lines | Curves | Density | Triangles | Marks
Pixels = NDArray[np.uint32]
Call = tuple[Callable[..., None], tuple[object, ...]]
"""A function and its arguments after the pixels and the range of rows."""

MANY = 300
"""From so many strokes and marks on, compiled kernels draw them; words they always draw."""
_AT_ONCE, _BREATH = 20_000, 60_000
"""Strokes or marks of one call, and of all calls between two pauses, at which the threads wait for one another."""
_BANDS = min(os.cpu_count() or 1, 4)
_LETTERED_AT_ONCE = 500
_FEW = 200
"""So few strokes, marks or tens of glyphs are drawn sooner than a thread starts."""
_STEP = 0.03


class _Kernels(NamedTuple):
    """The modules of kernels, which import numba."""

    strokes: ModuleType
    marks: ModuleType
    density: ModuleType


_loaded: list[_Kernels] = []
_spare: list[NDArray[np.float32]] = []
_MOST_SPARE = 16_000_000
"""Largest empty table for density kept for the next picture: fresh memory costs as much as drawing into it."""
_loading = threading.Lock()
_ready = threading.Event()


def weight(display: Display) -> int:
    """The number of strokes and marks in a display list."""
    return sum(len(item.xy) for item in display.items if not isinstance(item, Icons | Text | Panel))


def is_loaded() -> bool:
    """True if the kernels are ready."""
    return bool(_loaded)


def load(is_given_up: Callable[[], bool] = lambda: False) -> None:
    """Import and compile the kernels if numba is installed. The first time takes seconds, so call it in a thread."""
    if not is_compiled():
        return
    with _loading, giving_way(), gc_paused():
        if _loaded or is_given_up():
            return
        from ui.canvas import density_kernels, kernels, mark_kernels

        found = _Kernels(kernels, mark_kernels, density_kernels)
        if not hasattr(kernels.draw_lines, "py_func"):
            # Numba cannot be imported here, and uncompiled kernels are slower than anything else.
            return
        pixels = np.zeros((4, 4), np.uint32)
        for shape in ("circle", "square"):
            marks = Marks(shape, np.zeros((1, 2), np.float32), np.ones(1, np.float32), (0,) * 4, (0,) * 4, 1.0)
            for item in (*(kind(np.zeros((1, n), np.float32), (0,) * 4, 1.0) for kind, n in _STROKES), marks):
                for call in _calls(found, item, pixels.shape, 1.0):
                    if is_given_up():
                        return
                    _draw_band(pixels, [call], 0, 4)
        if QGuiApplication.instance() is not None:
            _draws_words()
        _loaded.append(found)
        _ready.set()


def awaiting(seconds: float) -> Iterator[None]:
    """Wait in steps for kernels that another thread is loading, at most ``seconds``."""
    end = time.monotonic() + seconds
    while not _ready.wait(_STEP) and time.monotonic() < end:
        yield


_STROKES: tuple[tuple[Callable[..., Strokes], int], ...] = (
    (Lines, 4),
    (Curves, 8),
    (lambda xy, colour, _width: Triangles(xy, colour), 6),
    (Density, 4),
)


def draw(image: QImage, display: Display, scale: float = 1.0) -> None:
    """Draw a whole display list at once, see :func:`drawing`."""
    for _ in drawing(image, display, scale):
        pass


def drawing(image: QImage, display: Display, scale: float = 1.0) -> Iterator[None]:
    """Draw a display list into an opaque 32-bit image, ``scale`` pixels for each unit of the list, in steps.

    Closing the iterator cancels the drawing. Safe in any thread.
    """
    if not _loaded:
        painter = QPainter(image)
        try:
            painter.scale(scale, scale)
            yield from painting(painter, display)
        finally:
            # The painter must release the image before it is destroyed, even if the picture is cancelled.
            painter.end()
        return
    calls: list[Call] = [(_fill, (_opaque(display.paper),))]
    waiting = 0
    for piece in _pieces(image, display, scale * image.devicePixelRatio()):
        if piece.call is not None:
            calls.append(piece.call)
            waiting += piece.weight
        if piece.call is None or waiting >= _BREATH:
            _draw_bands(_pixels(image), calls, waiting)
            calls, waiting = [], 0
            yield
        if piece.call is None:
            yield from _write(image, piece.items, scale)
    _draw_bands(_pixels(image), calls, waiting)
    yield


class _Piece(NamedTuple):
    """A call of a kernel, with a weight: its strokes, marks, or tens of glyphs; or items that QPainter draws."""

    call: Call | None
    weight: int = 0
    items: Sequence[Item] = ()


def _pieces(image: QImage, display: Display, scale: float) -> Iterator[_Piece]:
    """The work of drawing a display list, in order, ``scale`` pixels of the image for each unit of the list."""
    shape = _pixels(image).shape
    for kind, group in groupby(display.items, partial(_kind, weight(display) < MANY)):
        if kind is Text:
            yield from _letter(list(group), scale)  # type: ignore[arg-type]
        elif kind is Lines:
            for item in group:
                assert not isinstance(item, Icons | Text | Panel)
                for call in _calls(_loaded[0], item, shape, scale):
                    yield _Piece(call, min(len(item.xy), _AT_ONCE))
        else:
            yield _Piece(None, items=list(group))


def _kind(are_few: bool, item: Item) -> type:
    """Words and strokes that kernels draw, or things that QPainter draws: strokes and marks too where they are few."""
    if isinstance(item, Text) and _draws_words():
        return Text
    return Panel if are_few or isinstance(item, Icons | Panel | Text) else Lines


def _letter(items: list[Text], scale: float) -> Iterator[_Piece]:
    """Words by kernels, those that are not of the typeface by QPainter."""
    from ui.canvas import lettering

    while items:
        words, count = lettering.letter(items[:_LETTERED_AT_ONCE], scale)
        if words is not None:
            yield _Piece((_word_kernels().draw_words, tuple(words)), words.phases.size // 10)
        if count < len(items[:_LETTERED_AT_ONCE]):
            yield _Piece(None, items=items[count : count + 1])
            count += 1
        items = items[count:]


def _write(image: QImage, items: Iterable[Item], scale: float) -> Iterator[None]:
    painter = QPainter(image)
    try:
        painter.scale(scale, scale)
        prepare(painter)
        yield from painting_items(painter, items)
    finally:
        painter.end()


def _word_kernels() -> ModuleType:
    from ui.canvas import word_kernels

    return word_kernels


@cache
def _draws_words() -> bool:
    """True if kernels draw a sample of words exactly as QPainter does on this machine."""
    from ui.canvas import lettering

    sample = [
        Text(30.3 + 0.37 * k, 14.6 + 17.3 * k, "Ág“jW” 1,207", 11.0 + k, (20, 60, 90, 255 - 60 * (k % 2)), bold=k > 2,
             angle=(0.0, 33.3, -71.0)[k % 3], halo=(250, 251, 240, 255))
        for k in range(6)
    ]  # fmt: skip
    one, two = (QImage(80, 120, QImage.Format.Format_ARGB32_Premultiplied) for _ in range(2))
    for image in (one, two):
        image.fill(0xFF8090A0)
    words, count = lettering.letter(sample, 1.0)
    if words is None or count < len(sample):
        return False
    _draw_band(_pixels(one), [(_word_kernels().draw_words, tuple(words))], 0, one.height())
    for _ in _write(two, sample, 1.0):
        pass
    return one == two


def _draw_bands(pixels: Pixels, calls: list[Call], waiting: int) -> None:
    """Draw the upper part of the picture in this thread and the other parts in others: kernels release the GIL."""
    if waiting < _FEW:
        _draw_band(pixels, calls, 0, len(pixels))
        return
    edges = [len(pixels) * k // _BANDS for k in range(_BANDS + 1)]
    spans = list(pairwise(edges))
    threads = [threading.Thread(target=_draw_band, args=(pixels, calls, *span)) for span in spans[1:]]
    for thread in threads:
        thread.start()
    _draw_band(pixels, calls, *spans[0])
    for thread in threads:
        thread.join()
    for function, arguments in calls:
        if function is _draw_density:
            _give_back(arguments[_TOTAL])


def _draw_band(pixels: Pixels, calls: list[Call], top: int, bottom: int) -> None:
    for function, arguments in calls:
        function(pixels, top, bottom, *arguments)


def _fill(pixels: Pixels, top: int, bottom: int, colour: int) -> None:
    pixels[top:bottom] = colour


def _calls(kernels: _Kernels, item: Strokes, shape: tuple[int, ...], scale: float) -> Iterator[Call]:
    """The calls that draw an item, in parts that take a few hundredths of a second each."""
    if isinstance(item, Density):
        xy, total = np.ascontiguousarray(item.xy, np.float32), _empty(shape)
        yield _draw_density, (kernels.density, xy, total, scale, float(item.most), *_ink(item.colour))
        return
    for start in range(0, len(item.xy), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        xy = np.ascontiguousarray(item.xy[rows], np.float32)
        match item:
            case Lines() | Curves():
                kernel = kernels.strokes.draw_lines if isinstance(item, Lines) else kernels.strokes.draw_curves
                yield kernel, (xy, scale, float(item.width), np.array(item.dash, np.float32), *_ink(item.colour))
            case Triangles():
                yield kernels.strokes.draw_triangles, (xy, scale, *_ink(item.colour))
            case Marks():
                radius, corners = np.ascontiguousarray(item.radius[rows], np.float32), outline(item.shape)
                corners = np.empty((0, 2), np.float32) if corners is None else corners
                inks = (*_ink(item.fill), *_ink(item.stroke), float(item.stroke_width))
                yield (
                    kernels.marks.draw_marks,
                    (xy, radius, scale, corners, ROUNDING.get(item.shape, 0.0), SMALL, *inks),
                )


_TOTAL = 2
"""Index of the table among the arguments of the next function."""


def _draw_density(
    pixels: Pixels, top: int, bottom: int, kernels: ModuleType, xy: Points, total: NDArray[np.float32], scale: float,
    most: float, colour: int, alpha: float,
) -> None:  # fmt: skip
    kernels.add_lines(total, top, bottom, xy, scale)
    kernels.tone(pixels, total, top, bottom, most, colour, alpha)


def _empty(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """A table of zeros, reused from the last picture if it fits; safe in several threads."""
    try:
        total = _spare.pop()
    except IndexError:
        return np.zeros(shape, np.float32)
    return total if total.shape == shape else np.zeros(shape, np.float32)


def _give_back(total: Any) -> None:
    if total.size <= _MOST_SPARE:
        _spare[:] = [total]


def _ink(colour: Colour) -> tuple[int, float]:
    return colour[0] << 16 | colour[1] << 8 | colour[2], colour[3] / 255


def _opaque(colour: Colour) -> int:
    return 0xFF000000 | _ink(colour)[0]


def _pixels(image: QImage) -> Pixels:
    """The writable pixels of an image (height, width); valid until a painter begins on a copy of the image."""
    flat = np.frombuffer(image.bits(), np.uint32)
    return flat.reshape(image.height(), image.bytesPerLine() // 4)
