"""Files as bytes: their size, their unpacked content and their hash."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from pyoxigraph import Quad

from graph.errors import ReadError
from graph.formats.format import Format, Reader
from graph.formats.table import HTML, N3, N_QUADS
from graph.rdf.unread import Unread
from graph.reading.digest import Digest
from graph.reading.limits import Limits, TooLargeError, check_size, expand_entities, has_wide_characters
from graph.reading.recognition import (
    OPEN_INSTEAD,
    candidates,
    is_blank,
    known_by_suffix,
    not_rdf,
    office_of,
    packing_of,
)
from graph.reading.refusals import plain, unreadable
from graph.work.progress import Job, Progress

_BLOCK, _HEAD = 1 << 20, 1 << 16
_PIECE = 4 << 20
"""Bytes of a packed file that are parsed at a time."""
_MOST = 1 << 42
_MAGIC = 6
_ZIPPED = b"PK\x03\x04", b"PK\x05\x06"
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
    if packing := packing_of(head):
        head = unpacked_head(head, packing, _HEAD)
    return not is_blank(head) and candidates(head, path.name)[:1] == [N_QUADS]


def has_members(path: Path) -> bool:
    """True for a ZIP archive, by its content, unless it is an office document."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_ZIPPED[0]))
            return head in _ZIPPED and not office_of(head + file.read(_HEAD))
    except OSError as error:
        raise unreadable(path, error) from error


def unpacked_head(head: bytes, packing: str, most: int) -> bytes:
    """The beginning of a packed file, ``most`` bytes or fewer; the reader of all of it names what is wrong with it."""
    held = b""
    with suppress(ReadError):
        for piece in unpacked(iter([head]), packing, "", _MOST):
            held += piece
            if len(held) >= most:
                break
    return held[:most]


def unpacked_lines(path: Path) -> Iterator[tuple[bytes, int]]:
    """A packed file in pieces that end at a line end, and the number of bytes on disk read so far.

    Raises :class:`ReadError`, and OSError. Never much more than one piece, or one line, is held.
    """
    with path.open("rb") as file:
        held = io.BytesIO()
        packing = packing_of(file.read(_MAGIC))
        file.seek(0)
        for piece in unpacked(iter(partial(file.read, _BLOCK), b""), packing, path.name, _MOST):
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
    digest = Digest()
    try:
        with path.open("rb") as file:
            data = yield from load_from(file, path.name, limit, done, total, digest)
    except OSError as error:
        raise unreadable(path, error) from error
    return data, digest


def load_from(
    file: IO[bytes], name: str, limit: int | None, done: float, total: float, digest: Digest | None = None
) -> Job[bytes]:
    """The unpacked bytes of an open file, as :func:`load` takes them; raises OSError, too."""
    most, is_checked = _MOST if limit is None else limit, False

    def blocks() -> Iterator[bytes]:
        while block := file.read(_BLOCK):
            if digest is not None:
                digest.add(block)
            yield block

    try:
        packing = packing_of(file.read(_MAGIC))
        file.seek(0)
        held = io.BytesIO()
        for piece in unpacked(blocks(), packing, name, most):
            held.write(piece)
            check_size(held.tell(), name, most)
            if not is_checked and held.tell() >= _HEAD:
                check_text(held.getvalue(), name)
                is_checked = True
            if packing and limit is not None and held.tell() >> 26 > (held.tell() - len(piece)) >> 26:
                _check_room(name, held.tell())
            yield Progress(f"Opening {name}", done, total)
    except MemoryError as error:
        raise ReadError(f"{name} could not be read: it does not fit into memory. Open a part of it.") from error
    return held.getvalue()


def unpacked(blocks: Iterator[bytes], packing: str, name: str, limit: int) -> Iterator[bytes]:
    """The blocks, unpacked where they have a ``packing``; see :func:`graph.reading.archives.unpacking.unpack`."""
    if not packing:
        return blocks
    from graph.reading.archives.unpacking import unpack

    return unpack(blocks, packing, name, limit)


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


def read_by(
    form: Format, reader: Reader, data: bytes, name: str, warnings: list[str], unread: Unread
) -> Iterator[Quad]:
    """The quads found by the reader of a format, which adds ``warnings``; raises :class:`ReadError` if it fails.

    At its end ``unread`` gets what the reader left out.
    """
    from graph.formats.ledger import Ledger  # late: few files need it

    def warn(text: str) -> None:
        warnings.append(plain(f"{name}: {text}"))

    ledger = Ledger(warn)
    try:
        for quad in reader(data, ledger):
            if not isinstance(quad, Quad):
                raise TypeError(f"it returned {type(quad).__name__} where quads are expected")
            yield quad
        unread.left_out += ledger.words(name)
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
