"""Files as bytes: their size, their unpacked content and their hash."""

from __future__ import annotations

import io
import stat
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pyoxigraph import Quad

from graph.errors import ReadError
from graph.formats.format import Format, Reader
from graph.formats.table import HTML, N3, N_QUADS
from graph.reading.digest import Digest
from graph.reading.limits import Limits, TooLargeError, check_size, expand_entities, gunzip, has_wide_characters
from graph.reading.recognition import OPEN_INSTEAD, candidates, is_blank, known_by_suffix, not_rdf
from graph.reading.refusals import plain, unreadable
from graph.work.progress import Job, Progress

_BLOCK, _HEAD = 1 << 20, 1 << 16
_PIECE = 4 << 20
"""Bytes of a packed file that are parsed at a time."""
_MOST = 1 << 42
_RESERVED = 0.5
"""Share of the memory that unpacking leaves: parsing takes about as much again."""


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
    """True if a file is N-Triples or N-Quads, packed or not, judged by its beginning and its name."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise unreadable(path, error) from error
    if is_packed(head):
        head = _unpacked_head(head)
    return not is_blank(head) and candidates(head, path.name)[:1] == [N_QUADS]


def is_packed(head: bytes) -> bool:
    """True for the first bytes of a gzip archive."""
    return head[:2] == b"\x1f\x8b"


def _unpacked_head(head: bytes) -> bytes:
    """The beginning of a packed file; the reader of all of it names what is wrong with it."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def unpacked_lines(path: Path) -> Iterator[tuple[bytes, int]]:
    """A packed file in pieces that end at a line end, and the number of bytes on disk read so far.

    Raises :class:`ReadError`, and OSError. Never much more than one piece, or one line, is held.
    """
    with path.open("rb") as file:
        held = io.BytesIO()
        for piece in gunzip(iter(partial(file.read, _BLOCK), b""), path.name, _MOST):
            cut = piece.rfind(b"\n") + 1
            if held.tell() + cut < _PIECE or not cut:
                held.write(piece)
                continue
            held.write(piece[:cut])
            yield held.getvalue(), file.tell()
            held = io.BytesIO()
            held.write(piece[cut:])
        if held.tell():
            yield held.getvalue(), file.tell()


def load(path: Path, limit: int | None, done: float, total: float) -> Job[tuple[bytes, Digest]]:
    """The unpacked bytes of a file and the hash of its bytes on disk.

    Raises :class:`TooLargeError` for more than ``limit`` bytes, and for an archive that unpacks to more than what fits
    into memory, unless the limit is None; ReadError for a file whose beginning is no text.
    """
    digest, most, is_checked = Digest(), _MOST if limit is None else limit, False

    def blocks() -> Iterator[bytes]:
        while block := file.read(_BLOCK):
            digest.add(block)
            yield block

    try:
        with path.open("rb") as file:
            packed = is_packed(file.read(2))
            file.seek(0)
            held = io.BytesIO()
            for piece in gunzip(blocks(), path.name, most) if packed else blocks():
                held.write(piece)
                check_size(held.tell(), path.name, most)
                if not is_checked and held.tell() >= _HEAD:
                    check_text(held.getvalue(), path.name)
                    is_checked = True
                if packed and limit is not None and held.tell() >> 26 > (held.tell() - len(piece)) >> 26:
                    _check_room(path.name, held.tell())
                yield Progress(f"Opening {path.name}", done, total)
    except OSError as error:
        raise unreadable(path, error) from error
    except MemoryError as error:
        raise ReadError(f"{path.name} could not be read: it does not fit into memory. Open a part of it.") from error
    return held.getvalue(), digest


def check_text(data: bytes, name: str) -> None:
    """Raise ReadError for bytes that begin no text in any encoding, unless an importer reads such files."""
    given = known_by_suffix(name)
    if given is not None and given.syntax == "bytes":
        return
    if (reason := not_rdf(data[:_HEAD])) is not None:
        raise ReadError(f"{name} could not be read: {reason}")
    if b"\0" in data[:_HEAD] and not has_wide_characters(data):
        raise ReadError(f"{name} could not be read: it is not text. {OPEN_INSTEAD}")


def available_memory() -> int:
    """Memory in bytes that programs can take now before the machine swaps."""
    import psutil

    return int(psutil.virtual_memory().available)


def _check_room(name: str, size: int) -> None:
    """Raise :class:`TooLargeError` where an archive that unpacked to ``size`` bytes so far leaves too little memory."""
    free = available_memory()
    if free < _RESERVED * (free + size):
        raise TooLargeError(
            f"{name} was not opened: it unpacks to more than {size / (1 << 30):,.1f} GB, and "
            f"{free / (1 << 30):,.1f} GB of memory are left. Open it on a computer with more memory."
        )


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


def read_by(form: Format, reader: Reader, data: bytes, name: str, warnings: list[str]) -> Iterator[Quad]:
    """The quads found by the reader of a format, which adds ``warnings``; raises :class:`ReadError` if it fails."""

    def warn(text: str) -> None:
        warnings.append(plain(f"{name}: {text}"))

    try:
        for quad in reader(data, warn):
            if not isinstance(quad, Quad):
                raise TypeError(f"it returned {type(quad).__name__} where quads are expected")
            yield quad
    except (SyntaxError, ValueError, MemoryError, ReadError):
        raise
    except (Exception, SystemExit) as error:  # the reader may belong to a plugin and fail in any way
        why = plain(f"{type(error).__name__}: {error}").rstrip(".")
        raise ReadError(f"{name} could not be read as {form.title}: its importer failed ({why}).") from error


class Feed:
    """Bytes as a file object that knows its read position."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        self.read = self._file.read

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._file.tell()
