"""A text layer: the text of a file, and how it was taken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from graph.errors import CaseboardError
from graph.named import NamedTuple

MOST_CHARACTERS = 16 << 20
"""Longest text that is taken out of a file."""


class LayerError(CaseboardError):
    """No text could be taken out of a file."""


Sizes = tuple[tuple[float, float], ...]
"""Width and height of each page in points, of which an inch has 72."""


class WordlessError(LayerError):
    """A file has pages and no words: ``sizes`` are those of its pages."""

    def __init__(self, said: str, sizes: Iterable[tuple[float, float]]) -> None:
        super().__init__(said)
        self.sizes: Sizes = tuple(sizes)

    def __reduce__(self) -> tuple[object, ...]:
        return WordlessError, (str(self), self.sizes)


class Layer(NamedTuple):
    """The text of a file, the SHA-256 (hex) of this text in UTF-8, and how it was taken: “DOCX, by Caseboard 1”.

    ``pages`` are the places where pages start and ``sizes`` those of the pages, () where the file has none.
    """

    text: str
    sha256: str
    how: str
    pages: tuple[int, ...] = ()
    sizes: Sizes = ()


def layer(text: str, how: str, pages: Iterable[int] = (), sizes: Iterable[tuple[float, float]] = ()) -> Layer:
    """A layer with the hash of its text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Layer(text, digest, how, tuple(pages), tuple(sizes))


def refuse(path: Path, why: str, remedy: str) -> LayerError:
    """The error for a file without a text that can be taken."""
    return LayerError(f"No text could be taken out of “{path.name}”: {why}. {remedy}")
