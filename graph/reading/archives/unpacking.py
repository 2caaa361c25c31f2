"""Unpacking of gzip, bzip2, xz and Zstandard archives in bounded steps.

Each engine gives at most a mebibyte at a time, so that an archive that unpacks to far more than it holds is refused
before it fills the memory. Engines are imported on first use.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Protocol

from graph.errors import ReadError
from graph.reading.limits import check_size
from graph.reading.recognition import BZIP2, GZIP, XZ, ZSTANDARD

_STEP = 1 << 20
_MOST_OF_XZ = 256 << 20
"""Bytes of memory for the window of an xz archive: four times as much as “xz -9” asks for."""
_FAULTS = zlib.error, OSError, EOFError, ValueError


class _Engine(Protocol):
    """A decompressor as those of Python for bzip2 and xz are."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """A decompressor of gzip in the form of the others."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._engine.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._engine.decompress(self._engine.unconsumed_tail + data, max_length)


def _bzip2() -> _Engine:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> _Engine:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_OF_XZ)


def _zstandard() -> _Engine:
    home = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    made: _Engine = import_module(home).ZstdDecompressor()
    return made


_ENGINES: dict[str, Callable[[], _Engine]] = {GZIP: _Gzip, BZIP2: _bzip2, XZ: _xz, ZSTANDARD: _zstandard}


def unpack(blocks: Iterator[bytes], packing: str, name: str, limit: int) -> Iterator[bytes]:
    """Unpack an archive (one stream or several) block by block, at most one mebibyte ahead.

    ``packing`` is a name from :func:`graph.reading.recognition.packing_of`. Raises :class:`ReadError` if the archive is
    damaged, :class:`~graph.reading.limits.TooLargeError` if it unpacks to more than ``limit`` bytes.
    """
    total = 0
    engine = _ENGINES[packing]()
    for block in blocks:
        while block or not (engine.eof or engine.needs_input):
            if engine.eof:
                if not block.strip(b"\0"):
                    break
                engine = _ENGINES[packing]()
            try:
                piece = engine.decompress(block, _STEP)
            except Exception as error:
                if not isinstance(error, _FAULTS) and type(error).__name__ not in ("LZMAError", "ZstdError"):
                    raise
                raise _damaged(name, packing, "is damaged") from error
            total += len(piece)
            check_size(total, name, limit)
            yield piece
            block = engine.unused_data if engine.eof else b""
    if not engine.eof:
        raise _damaged(name, packing, "ends too early")


def _damaged(name: str, packing: str, how: str) -> ReadError:
    return ReadError(f"{name} could not be unpacked: the {packing} archive {how}. Fetch the file again.")
