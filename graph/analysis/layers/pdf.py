"""The text layer of a PDF file, by pypdfium2."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from graph.analysis.layers.layer import MOST_CHARACTERS, Layer, WordlessError, layer, refuse
from graph.work.progress import Job, Progress

_MOST_PAGES = 5000


def pdf_text(path: Path) -> Job[Layer]:
    """The text of all pages in reading order, with a blank line between pages, where each page starts, and its size."""
    document = opened(path, path.read_bytes())
    pages: list[str] = []
    starts: list[int] = []
    sizes: list[tuple[float, float]] = []
    length, count = 0, min(len(document), _MOST_PAGES)
    for number in range(count):
        yield Progress(f"Reading {path.name}", number, count)
        starts.append(length)
        words, size = _words(document, number)
        pages.append(words)
        sizes.append(size)
        length += len(words) + 2
        if length > MOST_CHARACTERS:
            break
    document.close()
    if not any(page.strip() for page in pages):
        remedy = "Run text recognition (OCR) on it first, and cite the file that comes out."
        raise WordlessError(f"{refuse(path, 'it has no text layer: its pages are pictures', remedy)}", sizes)
    import pypdfium2

    version = getattr(pypdfium2, "V_PYPDFIUM2", None) or pypdfium2.PYPDFIUM_INFO
    return layer("\n\n".join(pages) + "\n", f"PDF, by pypdfium2 {version}", starts, sizes)


def opened(path: Path, data: bytes) -> Any:
    """The document of pypdfium2 with the bytes of a file; raises :class:`LayerError`."""
    if find_spec("pypdfium2") is None:
        raise refuse(path, "PDF files need the package pypdfium2", "Install it: pip install 'caseboard[pdf]'.")
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise refuse(path, "it is encrypted", "Save it without a password.") from None
        raise refuse(path, "it is broken, or no PDF", "Attach its text as a .txt file.") from None


def _words(document: Any, number: int) -> tuple[str, tuple[float, float]]:
    """The words of a page, and its size in points. A page that is broken has none, and the size of a letter."""
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return "", (612.0, 792.0)
    try:
        layer_ = page.get_textpage()
        try:
            return plain(str(layer_.get_text_range())), page.get_size()
        finally:
            layer_.close()
    except pypdfium2.PdfiumError:
        return "", page.get_size()
    finally:
        page.close()


def plain(words: str) -> str:
    """The words of a page without letters that stand for none, with LF line ends."""
    # A soft hyphen that breaks a word at the end of a line is U+FFFE in the answers of PDFium.
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\0", "")
    return lines.encode("utf-8", "replace").decode("utf-8").strip("\n")


def places(words: str) -> list[int]:
    """The place in the answer of PDFium of each letter of :func:`plain`."""
    kept = [i for i, letter in enumerate(words) if letter not in "\ufffe\0" and words[i : i + 2] != "\r\n"]
    first, last = 0, len(kept)
    while first < last and words[kept[first]] in "\r\n":
        first += 1
    while last > first and words[kept[last - 1]] in "\r\n":
        last -= 1
    return kept[first:last]
