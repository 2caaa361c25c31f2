"""Standard input as a source: “-” in the place of a file name."""

from __future__ import annotations

import sys
import tempfile
from atexit import register
from collections.abc import Sequence
from pathlib import Path

from graph.errors import ReadError
from graph.reading.limits import Limits, check_size

SIGN = "-"
NAME = "standard input"
_BLOCK = 1 << 20


def with_input(sources: Sequence[str]) -> Sequence[str]:
    """The sources, with a file of what standard input holds in the place of “-”. The file goes when the program ends.

    Raises :class:`~graph.errors.ReadError` where nothing is there to read.
    """
    if SIGN not in sources:
        return sources
    place = str(_spooled())
    return [place if source == SIGN else source for source in sources]


def _spooled() -> Path:
    if sys.stdin is None or sys.stdin.isatty():
        raise ReadError(
            "Standard input was not opened: nothing is piped into it. Name a file, or pipe one: … | caseboard -"
        )
    folder = tempfile.TemporaryDirectory(prefix="caseboard-")
    register(folder.cleanup)
    path = Path(folder.name) / NAME
    total = 0
    try:
        with path.open("wb") as file:
            while block := sys.stdin.buffer.read(_BLOCK):
                total += len(block)
                check_size(total, NAME, Limits().size)
                file.write(block)
    except OSError as error:
        reason = error.strerror or error
        raise ReadError(f"Standard input could not be read: {reason}. Save the data to a file and open it.") from error
    return path
