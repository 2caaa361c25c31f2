"""PDF files for tests."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

needs_pdf = pytest.mark.skipif(find_spec("pypdfium2") is None, reason="pypdfium2 is not installed")


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each text; a page "" holds a rectangle."""
    from PySide6.QtCore import QBuffer, QMarginsF
    from PySide6.QtGui import QPainter, QPdfWriter

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageMargins(QMarginsF(20, 20, 20, 20))
    painter = QPainter(writer)
    for number, words in enumerate(pages):
        if number:
            writer.newPage()
        if words:
            for line, part in enumerate(words.split("\n")):
                painter.drawText(200, 400 + 400 * line, part)
        else:
            painter.fillRect(0, 0, 500, 500, painter.pen().color())
    painter.end()
    return bytes(buffer.data().data())


def encrypted() -> bytes:
    """A PDF of one page that asks for a password."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    ]
    return _file(objects, b"/Encrypt 4 0 R /ID [<00> <00>]")


def with_sizes(*pages: tuple[float, float, int]) -> bytes:
    """A PDF with a page “Page 1 says that Ada leads.” for each width, height (points) and turn (degrees)."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, (across, down, turn) in enumerate(pages):
        words = b"BT /F1 24 Tf 40 %d Td (Page %d says that Ada leads.) Tj ET" % (max(down - 60, 10), i + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /Rotate %d /MediaBox [0 0 %g %g] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (turn, across, down, 5 + 2 * i)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words))
    return _file(objects, b"")


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size, start = len(objects) + 1, len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\n" % (size, table, size, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start
