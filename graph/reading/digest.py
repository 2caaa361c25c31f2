"""SHA-256 of a file, taken piece by piece as it is read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

_SMALL = 1 << 20
"""Bytes that are kept to be hashed when somebody asks: importing OpenSSL takes a hundredth of the start."""


class Digest:
    """The hash of the bytes added so far; no more than a megabyte of them is kept."""

    def __init__(self) -> None:
        self._kept = bytearray()

    @cached_property
    def _hash(self) -> _Hash:
        import hashlib

        return hashlib.sha256()

    def add(self, piece: bytes) -> None:
        """Add the next bytes of the file."""
        self._kept += piece
        if len(self._kept) > _SMALL:
            self._take()

    def _take(self) -> None:
        self._hash.update(self._kept)
        self._kept.clear()

    def __str__(self) -> str:
        """The hash in hexadecimal."""
        self._take()
        return self._hash.hexdigest()
