"""Relative names in the files that a store writes."""

from __future__ import annotations

from typing import IO

from graph.errors import WriteError
from graph.rdf.relative import SCHEME, THIS

_INVENTED = SCHEME.encode(), b"</~up/"


class RelativeNameError(WriteError):
    """A relative name that the store cannot write as the file had it."""


class RelativeWriter:
    """A file that the store writes relative names to, under a base whose declaration it leaves out."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._begun = self._end = b""
        self._is_checked = False

    def write(self, data: bytes) -> int:
        """Write a piece; the declaration of the base is the first line."""
        piece = bytes(data)
        if not self._is_checked:
            self._begun += piece
            if b"\n" not in self._begun:
                return len(data)
            line = f"@base <{THIS}> .\n".encode()
            piece, self._is_checked = self._begun.removeprefix(line), True
        seen = self._end + piece
        if any(word in seen for word in _INVENTED):
            raise RelativeNameError
        self._end = seen[-len(_INVENTED[0]) :]
        self._file.write(piece)
        return len(data)

    def flush(self) -> None:
        """Pieces are passed on as they come."""
