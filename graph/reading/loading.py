"""Files as bytes: their size, their unpacked content and their hash."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from pathlib import Path

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import HTML, N3, N_QUADS
from graph.reading.digest import Digest
from graph.reading.limits import Limits, check_size, expand_entities, gunzip
from graph.reading.recognition import candidates, is_blank
from graph.reading.refusals import unreadable
from graph.work.progress import Job, Progress

_BLOCK = 1 << 20


def size_of(path: Path) -> int:
    """The size of a regular file in bytes; raises :class:`ReadError` for anything else."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(f"{path} could not be read: it is a folder. Choose a file inside it.")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(
            f"{path} could not be read: it is a device or a pipe, not a file. Save the data to a file first."
        )
    return status.st_size


def stands_in_lines(path: Path) -> bool:
    """True if a file is unpacked N-Triples or N-Quads, judged by its beginning and its name."""
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
    except OSError as error:
        raise unreadable(path, error) from error
    packed = head[:2] == b"\x1f\x8b"
    return not packed and not is_blank(head) and candidates(head, path.name)[:1] == [N_QUADS]


def load(path: Path, limit: int, done: float, total: float) -> Job[tuple[bytes, Digest]]:
    """The unpacked bytes of a file, at most ``limit``, and the hash of its bytes on disk."""
    digest = Digest()

    def blocks() -> Iterator[bytes]:
        while block := file.read(_BLOCK):
            digest.add(block)
            yield block

    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            held = io.BytesIO()
            for piece in gunzip(blocks(), path.name, limit) if packed else blocks():
                held.write(piece)
                check_size(held.tell(), path.name, limit)
                yield Progress(f"Opening {path.name}", done, total)
    except OSError as error:
        raise unreadable(path, error) from error
    except MemoryError as error:
        raise ReadError(f"{path.name} could not be read: it does not fit into memory. Open a part of it.") from error
    return held.getvalue(), digest


def prepared(data: bytes, name: str, form: Format, limits: Limits) -> tuple[bytes, str]:
    """Data as the parser of a format takes them, on the same lines; and in words what was left out of them."""
    left_out = ""
    if form.syntax == "xml":
        data = expand_entities(data, name, limits)
    elif form is HTML:
        from graph.reading.jsonld.pages import scripts_in

        data = scripts_in(data)
    elif form is N3:
        from graph.reading.mistakes.n3 import without_logic

        data, counts = without_logic(data)
        if counts:
            listed = counts[0] if len(counts) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"
            left_out = f"{listed} of {name} {'were' if len(counts) > 1 else 'was'} left out"
    return data, left_out


class Feed:
    """Bytes as a file object that knows its read position."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        self.read = self._file.read

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._file.tell()
