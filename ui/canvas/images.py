"""Images: display lists as PNG, PDF and SVG files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

from explorer.files.images import IMAGE_SUFFIXES
from explorer.pictures.drawing.display import Display
from explorer.pictures.drawing.svg import to_svg
from graph.errors import WriteError
from ui.canvas import raster
from ui.canvas.painter import paint
from ui.look import fonts

_MOST_PIXELS = 400_000_000
_MOMENT = rb'/(?:CreationDate|ModDate) \(D:[^)]{1,40}\)| xmp:(?:Create|Modify|Metadata)Date="[^"]{1,40}"'
_NUMBER = rb'DocumentID="uuid:([0-9a-f-]{36})"'
_WORTH_COMPILING = 20_000
"""Pictures from this number of strokes and marks on wait for the kernels, so that equal pictures give equal bytes."""


def to_image(display: Display, scale: float = 1.0) -> QImage:
    """The picture as pixels, ``scale`` pixels for each of its units."""
    width, height = round(display.width * scale), round(display.height * scale)
    if width * height > _MOST_PIXELS:
        raise WriteError(f"A picture of {width:,} × {height:,} pixels is too large. Choose a smaller size or scale.")
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull():
        raise WriteError(
            f"There is not enough memory for a picture of {width:,} × {height:,} pixels. Choose a smaller one."
        )
    if display.paper[3] == 255 and raster.weight(display) >= _WORTH_COMPILING:
        raster.load()
        raster.draw(image, display, scale)
    else:
        image.fill(Qt.GlobalColor.transparent)  # what shows where there is no paper
        painter = QPainter(image)
        painter.scale(scale, scale)
        paint(painter, display)
        painter.end()
    return image


def encode(display: Display, suffix: str, *, scale: float = 1.0, title: str = "") -> bytes:
    """The picture as a file with one of the suffixes in IMAGE_FORMATS. Equal pictures give equal bytes."""
    if suffix not in _ENCODERS:
        raise WriteError(f"A picture cannot be written as “{suffix}”. Use {IMAGE_SUFFIXES}.")
    return _ENCODERS[suffix](display, scale, title)


def _svg(display: Display, _scale: float, title: str) -> bytes:
    return to_svg(display, fonts.family(), fonts.outlines, fonts.measure, title)


def _png(display: Display, scale: float, _title: str) -> bytes:
    with _buffer() as buffer:
        if not QImageWriter(buffer, QByteArray(b"png")).write(to_image(display, scale)):
            raise WriteError("The picture could not be turned into a PNG. Choose a smaller size or scale.")
        return bytes(buffer.data().data())


def _pdf(display: Display, _scale: float, title: str) -> bytes:
    with _buffer() as buffer:
        # Qt writes fonts in the order of a hash table, which differs from run to run unless its seed is fixed.
        QHashSeed.setDeterministicGlobalSeed()
        try:
            _write_pdf(display, buffer, title)
        finally:
            QHashSeed.resetRandomGlobalSeed()
        return _without_chance(bytes(buffer.data().data()))


_ENCODERS: dict[str, Callable[[Display, float, str], bytes]] = {".png": _png, ".svg": _svg, ".pdf": _pdf}


@contextmanager
def _buffer() -> Iterator[QBuffer]:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    try:
        yield buffer
    finally:
        buffer.close()


def _without_chance(data: bytes) -> bytes:
    """A PDF without the time at which it was written, and with a number that follows from its contents.

    Qt writes the present moment and a random number. The length of each part stays, since a PDF lists their places.
    """
    data = re.sub(_MOMENT, lambda found: b" " * len(found[0]), data)
    found = re.search(_NUMBER, data)
    if found is None:
        return data
    chance = found[1]
    blank = data.replace(chance, b"0" * 36).replace(chance.hex().encode(), b"0" * 72)
    number = str(UUID(bytes=hashlib.sha256(blank).digest()[:16])).encode()
    return data.replace(chance, number).replace(chance.hex().encode(), number.hex().encode())


def _write_pdf(display: Display, buffer: QBuffer, title: str) -> None:
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Caseboard")
    # One pixel of the list is 1/96 inch on paper.
    size = QSizeF(display.width * 0.75, display.height * 0.75)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    writer.setResolution(96)
    painter = QPainter(writer)
    paint(painter, display, as_document=True)
    painter.end()
