"""Run: the state of one command line, and the functions that need Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explorer.document import Document
from explorer.files.opening import open_document, too_big
from explorer.pictures.drawing.display import Display
from explorer.pictures.scene.label_lines import Measure
from graph.errors import ReadError
from graph.work.progress import finish


@dataclass(frozen=True)
class Toolkit:
    """The functions that need Qt, passed in so that the rest works without it."""

    measure: Measure
    encode: Callable[[Display, str, float, str], bytes]
    open_window: Callable[[Sequence[str], bool], int]


@dataclass
class Run:
    """One run of the command line: the state that every command gets."""

    toolkit: Toolkit
    debug: bool = False
    anyway: bool = False
    status: int = 0

    def open(self, source: str) -> Document:
        """The document of a source. Raises :class:`ReadError` if it would not fit into memory."""
        sentence = "" if self.anyway else too_big([source])
        if sentence:
            raise ReadError(f"{sentence} Add --anyway to open it all the same, or open it from disk in the window.")
        return finish(open_document([source]))
