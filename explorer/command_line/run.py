"""Run: the state of one command line, and the functions that need Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from explorer.document import Document
from explorer.files.opening import is_exploration, open_document, too_big
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
        """The document of a source, or of the sources of an exploration.

        Raises :class:`ReadError` for a source that would not fit into memory.
        """
        if is_exploration(source):
            return self._explored(Path(source))
        sentence = "" if self.anyway else too_big([source])
        if sentence:
            raise ReadError(f"{sentence} Add --anyway to open it all the same, or open it from disk in the window.")
        return finish(open_document([source]))

    def _explored(self, path: Path) -> Document:
        """The document of an exploration; what changed since it was saved goes to stderr."""
        from explorer.files.exploration import open_exploration  # late: few command lines need it

        opened = finish(open_exploration(path))
        if opened.sentence:
            click.echo(opened.sentence, err=True)
        return opened.document
