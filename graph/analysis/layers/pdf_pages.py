"""Pages of a PDF file as pictures, with the place of each letter, by pypdfium2: drawn in a child process."""

from __future__ import annotations

import ctypes
import hashlib
import time
from functools import lru_cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.analysis.layers.layer import LayerError, refuse
from graph.analysis.layers.pdf import opened, places
from graph.named import NamedTuple
from graph.work.process import Worker
from graph.work.progress import Job, Progress

_MOST_PIXELS = 12_000_000
_MOST_RATIO = 20
_PATIENCE = 30
_MOST_LETTERS = 200_000
_FINE = 1 << 20


def can_be_drawn(across: float, down: float) -> bool:
    """True for a page with an area, neither side of which is more than twenty times the other."""
    return across > 0 and down > 0 and 1 / _MOST_RATIO <= down / across <= _MOST_RATIO


class PagePicture(NamedTuple):
    """A page in pixels, four bytes each (blue, green, red, none), row by row without gaps.

    ``boxes`` are left, top, right and bottom of each letter of the page's text, float32[n, 4], as shares of the
    page's width and height; a letter that takes no room, such as a space, has zeros.
    """

    width: int
    height: int
    pixels: bytes
    boxes: NDArray[np.float32]


def draw_there(path: Path, sha256: str, number: int, width: int, worker: Worker) -> Job[PagePicture]:
    """Run :func:`draw` in the child of a worker, for half a minute at most."""
    title = f"Drawing page {number + 1:,} of {path.name}"
    advice = "read its text"
    job = worker.run(draw, path, sha256, number, width, title=title, error=LayerError, advice=advice)
    started = time.monotonic()
    try:
        while time.monotonic() - started < _PATIENCE:
            try:
                yield next(job)
            except StopIteration as stop:
                picture: PagePicture = stop.value
                return picture
    finally:
        job.close()
    raise _undrawn(path, number, f"takes more than {_PATIENCE} seconds to draw")


def draw(path: Path, sha256: str, number: int, width: int) -> Job[PagePicture]:
    """The picture of a page, counted from 0, ``width`` pixels wide, less for more than twelve million pixels.

    Raises :class:`LayerError`, also if the file no longer has this SHA-256.
    """
    yield Progress(f"Drawing page {number + 1:,} of {path.name}")
    try:
        status = path.stat()
        document = _document(path, sha256, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise refuse(path, error.strerror or "it cannot be read", "Check the file and its permissions.") from None
    import pypdfium2

    try:
        page = document[number]
    except (pypdfium2.PdfiumError, IndexError):
        raise _undrawn(path, number, "is broken") from None
    try:
        across, down = page.get_size()
        scale = _scale(across, down, width)
        if not scale:
            raise _undrawn(path, number, f"measures {across:,.0f} × {down:,.0f} points, which no picture can show")
        bitmap = page.render(scale=scale, prefer_bgrx=True)
        rows = np.frombuffer(bitmap.buffer, np.uint8).reshape(bitmap.height, bitmap.stride)[:, : 4 * bitmap.width]
        picture = PagePicture(bitmap.width, bitmap.height, rows.tobytes(), _boxes(page))
        bitmap.close()
    except (pypdfium2.PdfiumError, MemoryError):
        raise _undrawn(path, number, "is broken") from None
    finally:
        page.close()
    return picture


def _undrawn(path: Path, number: int, why: str) -> LayerError:
    return LayerError(f"Page {number + 1:,} of “{path.name}” {why}. Read its words under Text.")


def _scale(across: float, down: float, width: int) -> float:
    """Pixels for a point, 0 for a page that cannot be drawn."""
    if not can_be_drawn(across, down):
        return 0.0
    scale = width / across
    return scale * min(1.0, sqrt(_MOST_PIXELS / (scale * scale * across * down)))


@lru_cache(maxsize=1)
def _document(path: Path, sha256: str, _size: int, _changed: int) -> Any:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise refuse(path, "the file has changed since it was attached", "Attach its folder again.")
    return opened(path, data)


def _boxes(page: Any) -> NDArray[np.float32]:
    """The boxes of the letters of the page's text, see :class:`PagePicture`."""
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    try:
        kept = places(str(layer.get_text_range()))[:_MOST_LETTERS]
        corners = np.zeros((len(kept), 4))
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for row, place in enumerate(kept):
            at = pdfium.FPDFText_GetCharIndexFromTextIndex(layer, place)
            if at >= 0 and pdfium.FPDFText_GetCharBox(layer, at, left, right, bottom, top):
                corners[row] = left.value, bottom.value, right.value, top.value
    finally:
        layer.close()
    return _in_shares(page, corners).astype(np.float32)


def _in_shares(page: Any, corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Boxes in the coordinates of a page as shares of its picture, which may be cut and turned."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_int(), ctypes.c_int()

    def seen(across: float, down: float) -> NDArray[np.float64]:
        pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, across, down, x, y)
        return np.array((x.value, y.value)) / _FINE

    unit = 1000.0
    origin = seen(0.0, 0.0)
    by = np.array((seen(unit, 0.0) - origin, seen(0.0, unit) - origin)) / unit
    ends = np.stack((corners[:, :2] @ by + origin, corners[:, 2:] @ by + origin))
    out = np.concatenate((ends.min(axis=0), ends.max(axis=0)), axis=1)
    out[(corners[:, 2] <= corners[:, 0]) | (corners[:, 3] <= corners[:, 1])] = 0
    return out
