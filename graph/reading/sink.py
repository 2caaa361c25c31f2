"""Sinks: receivers of the quads of files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pyoxigraph import Quad


class QuadSink(Protocol):
    """Receiver of the quads of files: an :class:`~graph.reading.interning.Interner`, or a store on disk."""

    @property
    def new(self) -> int:
        """Number of quads taken since the last :meth:`end_file`."""
        ...

    def __len__(self) -> int: ...
    def take(self, quads: Iterable[Quad], most: int) -> int:
        """Take up to ``most`` quads and return their number."""
        ...

    def end_file(self) -> None:
        """Keep the quads taken from a file."""
        ...

    def abandon(self) -> None:
        """Discard the quads taken from a file."""
        ...

    def has_graphs(self) -> bool:
        """True if any quad taken from this file is in a named graph."""
        ...
