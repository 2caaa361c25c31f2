"""Taking the text out of a file, whatever its kind: run in a child process."""

from __future__ import annotations

from pathlib import Path

from graph.analysis.layers.layer import Layer, LayerError, layer, refuse
from graph.work.process import Worker
from graph.work.progress import Job, Progress

SUFFIXES = (".html", ".htm", ".xhtml", ".docx", ".odt", ".pdf")
"""Files whose text has to be taken out of them."""


def take(path: Path) -> Job[Layer]:
    """The text layer of a file of one of these kinds; raises :class:`LayerError`."""
    yield Progress(f"Reading {path.name}")
    suffix = path.suffix.lower()
    try:
        if suffix == ".pdf":
            from graph.analysis.layers.pdf import pdf_text

            return (yield from pdf_text(path))
        if suffix in (".docx", ".odt"):
            from graph.analysis.layers.office import READERS

            return READERS[suffix](path)
        from graph.analysis.layers.html_text import decoded, html_text

        text = html_text(decoded(path.read_bytes()))
    except OSError as error:
        raise refuse(path, error.strerror or "it cannot be read", "Check the file and its permissions.") from None
    if not text.strip():
        raise refuse(path, "it holds no words", "Attach a file that does.")
    return layer(text, "HTML, by Caseboard 1")


def take_there(path: Path, worker: Worker) -> Job[Layer]:
    """Run :func:`take` in the child of a worker."""
    advice = "attach the text as a .txt file"
    return worker.run(take, path, title=f"Reading {path.name}", error=LayerError, advice=advice)
