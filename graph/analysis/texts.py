"""Texts of passages: found by SHA-256 in folders, cut by code points."""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graph.named import NamedTuple

_LARGEST = 16 << 20
_MOST = 50_000
_SHA256 = re.compile("[0-9A-Fa-f]{64}")
_GAP = re.compile(r"\n(?:[ \t]*\n)+")


def normalise(data: bytes) -> bytes:
    """UTF-8 text without byte order mark and with LF line ends, on which offsets and hashes are counted."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def is_sha256(text: str) -> bool:
    """True if a text is a SHA-256 in hexadecimal digits."""
    return bool(_SHA256.fullmatch(text.strip()))


class TextLibrary:
    """The ``*.txt`` files under some folders by SHA-256; reads at most ``most`` files of at most ``largest`` bytes.

    Folders are searched on the first request for a text, and again when a text is not found, unless the library is
    ``still``: then nobody changes the folders while it is used. A file is found by the hash of its own bytes and by
    that of its normalised bytes, so that copies with CRLF line ends or a byte order mark match.
    """

    def __init__(
        self, folders: Sequence[Path], *, largest: int = _LARGEST, most: int = _MOST, still: bool = False
    ) -> None:
        self.folders = [Path(folder) for folder in folders]
        self._largest, self._most, self._still = largest, most, still
        self._is_searched = False
        self._seen: dict[Path, tuple[int, int]] = {}
        self._paths: dict[str, Path] = {}

    def path(self, sha256: str) -> Path | None:
        """The file with this hash (hex, either case), or None."""
        key = sha256.strip().lower()
        if key not in self._paths and not (self._still and self._is_searched):
            self._scan()
        return self._paths.get(key)

    def names(self) -> frozenset[str]:
        """The names of the files, each with and without its suffix, in lower case."""
        return frozenset(name for path in self._seen for name in (path.name.lower(), path.stem.lower()))

    def named(self, names: Iterable[str]) -> Path | None:
        """A file with one of these names, with or without its suffix, in any case; the first by path, or None."""
        wanted = {name.lower() for name in names if name}
        if not (self._still and self._is_searched):
            self._scan()
        return next((path for path in sorted(self._seen) if {path.name.lower(), path.stem.lower()} & wanted), None)

    def text(self, sha256: str) -> str | None:
        """The normalised text with this hash, or None if no readable UTF-8 file has it."""
        path = self.path(sha256)
        if path is None:
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return _decoded(data) if sha256.strip().lower() in _hashes(data) else None

    def content(self, path: Path) -> str | None:
        """The normalised text of a file of these folders, whatever its hash; None if it is not readable UTF-8."""
        try:
            return _decoded(path.read_bytes())
        except OSError:
            return None

    def _scan(self) -> None:
        self._is_searched = True
        for path in self._files():
            try:
                status = path.stat()
                mark = (status.st_size, status.st_mtime_ns)
                if status.st_size > self._largest or self._seen.get(path) == mark:
                    continue
                data = path.read_bytes()
            except OSError:
                continue
            self._seen[path] = mark
            for digest in _hashes(data):
                self._paths[digest] = path

    def _files(self) -> Iterator[Path]:
        left = self._most
        for folder in self.folders:
            for parent, names, files in os.walk(folder):
                names.sort()
                for file in sorted(files):
                    if file.lower().endswith(".txt") and (path := Path(parent, file)).is_file():
                        if left == 0:
                            return
                        left -= 1
                        yield path


def _decoded(data: bytes) -> str | None:
    try:
        return normalise(data).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _hashes(data: bytes) -> set[str]:
    plain = normalise(data)
    own = hashlib.sha256(data).hexdigest()
    return {own} if plain == data else {own, hashlib.sha256(plain).hexdigest()}


class Excerpt(NamedTuple):
    """A passage in its paragraph: the text before and after it, and the number of the paragraph, from 1.

    ``within`` is False if the passage runs past the end of its paragraph; ``after`` is then the rest of the last one.
    """

    before: str
    passage: str
    after: str
    paragraph: int
    within: bool


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end (code points, end exclusive) of each paragraph; blank lines separate them."""
    found = []
    start = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        while end > start and text[end - 1] == "\n":
            end -= 1
        while start < end and text[start] == "\n":
            start += 1
        if end > start:
            found.append((start, end))
        start = gap.end() if gap else end
    return found


def excerpt(text: str, start: int, end: int) -> Excerpt | None:
    """The code points from ``start`` to ``end`` (exclusive) with their surroundings; None for an invalid range."""
    spans = paragraphs(text)
    if not (0 <= start < end <= len(text)) or not spans:
        return None
    starts = [span[0] for span in spans]
    first, last = max(0, bisect_right(starts, start) - 1), max(0, bisect_right(starts, end - 1) - 1)
    from_, to = spans[first][0], spans[last][1]
    within = first == last and from_ <= start and end <= to
    return Excerpt(text[min(from_, start) : start], text[start:end], text[end : max(to, end)], first + 1, within)
