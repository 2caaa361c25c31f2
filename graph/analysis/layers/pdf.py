"""The text layer of a PDF file, by pypdfium2."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from graph.analysis.layers.layer import MOST_CHARACTERS, Layer, layer, refuse
from graph.work.progress import Job, Progress

_MOST_PAGES = 5000


def pdf_text(path: Path) -> Job[Layer]:
    """The text of all pages in reading order, with a blank line between pages, and where each page starts."""
    if find_spec("pypdfium2") is None:
        raise refuse(path, "PDF files need the package pypdfium2", "Install it: pip install 'caseboard[pdf]'.")
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise refuse(path, "it is encrypted", "Save it without a password.") from None
        raise refuse(path, "it is broken, or no PDF", "Attach its text as a .txt file.") from None
    pages: list[str] = []
    starts: list[int] = []
    length, count = 0, min(len(document), _MOST_PAGES)
    for number in range(count):
        yield Progress(f"Reading {path.name}", number, count)
        starts.append(length)
        words = _words(document, number)
        pages.append(words)
        length += len(words) + 2
        if length > MOST_CHARACTERS:
            break
    document.close()
    if not any(page.strip() for page in pages):
        remedy = "Run text recognition (OCR) on it first, and cite the file that comes out."
        raise refuse(path, "it has no text layer: its pages are pictures", remedy)
    version = getattr(pypdfium2, "V_PYPDFIUM2", None) or pypdfium2.PYPDFIUM_INFO
    return layer("\n\n".join(pages) + "\n", f"PDF, by pypdfium2 {version}", starts)


def _words(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]  # pypdfium2 has no types
    layer_ = page.get_textpage()
    try:
        words = str(layer_.get_text_range())
    finally:
        layer_.close()
        page.close()
    # A soft hyphen that breaks a word at the end of a line is U+FFFE in the answers of PDFium.
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\0", "")
    return plain.encode("utf-8", "replace").decode("utf-8").strip("\n")
