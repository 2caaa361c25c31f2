"""Texts of passages: found by SHA-256 in folders, taken out of their files, cut by code points."""

from __future__ import annotations

import hashlib
import os
import re
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from graph.analysis.layers.layer import Layer, LayerError, Sizes, WordlessError
from graph.analysis.layers.taking import SUFFIXES, take, take_there
from graph.named import NamedTuple
from graph.work.process import Worker
from graph.work.progress import Job, Progress, finish

_LARGEST = 16 << 20
_LARGEST_TAKEN = 128 << 20
"""Largest file whose text is taken out of it: a PDF has pictures too."""
PLAIN = (".txt", ".text", ".md", ".markdown")
"""Files that are texts themselves; Markdown is read as it is written."""
_MOST = 50_000
_PIECE = 4 << 20
_QUICK = 0.02
_SHA256 = re.compile("[0-9A-Fa-f]{64}")
_GAP = re.compile(r"\n(?:[ \t]*\n)+")


def normalise(data: bytes) -> bytes:
    """UTF-8 text without byte order mark and with LF line ends, on which offsets and hashes are counted."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def is_sha256(text: str) -> bool:
    """True if a text is a SHA-256 in hexadecimal digits."""
    return bool(_SHA256.fullmatch(text.strip()))


class TextLibrary:
    """The texts under some folders by SHA-256; reads at most ``most`` files of at most ``largest`` bytes.

    These are the files of :data:`PLAIN`, and those of :mod:`graph.analysis.layers` once :meth:`take` has taken their
    text, in the child of ``worker`` if there is one. ``refused`` has a sentence for each hash whose file has no text.

    Folders are searched on the first request for a text, and again when a text is not found, unless the library is
    ``still``: then nobody changes the folders while it is used. ``run`` runs a search, maybe beside the caller, who
    finds nothing new before it is over; folders that take long are not searched again at once. A file is found by the
    hash of its own bytes and by that of its normalised bytes, so that copies with CRLF line ends or a byte order mark
    match.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        largest: int = _LARGEST,
        most: int = _MOST,
        still: bool = False,
        worker: Worker | None = None,
        run: Callable[[Job[None]], object] = finish,
    ) -> None:
        self.folders = [Path(folder) for folder in folders]
        self._largest, self._most, self._still = largest, most, still
        self._is_searched, self._worker, self._run = False, worker, run
        self.is_searching = False
        self._again_from = 0.0
        self._layers: dict[str, Layer] = {}
        self._wordless: dict[str, Sizes] = {}
        self.refused: dict[str, str] = {}
        self._seen: dict[Path, tuple[int, int]] = {}
        self._paths: dict[str, Path] = {}

    def path(self, sha256: str) -> Path | None:
        """The file with this hash (hex, either case), or None."""
        key = sha256.strip().lower()
        if key not in self._paths:
            self._look()
        return self._paths.get(key)

    def is_known(self, sha256: str) -> bool:
        """True if a file with this hash has been found so far."""
        return sha256.strip().lower() in self._paths

    def names(self) -> frozenset[str]:
        """The names of the files, each with and without its suffix, in lower case."""
        return frozenset(name for path in list(self._seen) for name in (path.name.lower(), path.stem.lower()))

    def named(self, names: Iterable[str]) -> Path | None:
        """A file with one of these names, with or without its suffix, in any case; the first by path, or None."""
        wanted = {name.lower() for name in names if name}
        self._look()
        return next((path for path in sorted(self._seen) if {path.name.lower(), path.stem.lower()} & wanted), None)

    def layer(self, sha256: str) -> Layer | None:
        """The text taken out of the file with this hash, or with this hash of its own; None if none was taken."""
        return self._layers.get(sha256.strip().lower())

    def sizes(self, sha256: str) -> Sizes:
        """The sizes of the pages of the PDF with this hash once its text was taken, also of one without words."""
        found = self.layer(sha256)
        return found.sizes if found is not None else self._wordless.get(sha256.strip().lower(), ())

    def untaken(self, sha256: str) -> Path | None:
        """The file with this hash if its text has to be taken out of it, and nobody has done or tried so."""
        key = sha256.strip().lower()
        path = None if key in self._layers or key in self.refused else self.path(key)
        return path if path is not None and path.suffix.lower() in SUFFIXES else None

    def take(self, sha256: str) -> Job[None]:
        """Take the text out of the file with this hash where that is due; a failure goes to ``refused``."""
        path, key = self.untaken(sha256), sha256.strip().lower()
        if path is None:
            return
        try:
            found = yield from (take(path) if self._worker is None else take_there(path, self._worker))
        except LayerError as error:
            self.refused[key] = str(error)
            if isinstance(error, WordlessError):
                self._wordless[key] = error.sizes
        else:
            self._layers[key] = self._layers[found.sha256] = found

    def text(self, sha256: str) -> str | None:
        """The normalised text with this hash, or None if no readable UTF-8 file has it, or it was not yet taken."""
        found = self.layer(sha256)
        if found is not None:
            return found.text
        path = self.path(sha256)
        if path is None or path.suffix.lower() in SUFFIXES:
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        key = sha256.strip().lower()
        text = _decoded(data) if key in _hashes(data) else None
        if text is None and key in _hashes(data):
            remedy = "Attach a copy in UTF-8, and cite the SHA-256 of that."
            self.refused[key] = f"“{path.name}” has this SHA-256 but is not in UTF-8. {remedy}"
        return text

    def content(self, path: Path) -> str | None:
        """The normalised text of a file of these folders, whatever its hash; None if it is not readable UTF-8."""
        if path.suffix.lower() in SUFFIXES:
            return None
        try:
            return _decoded(path.read_bytes())
        except OSError:
            return None

    def _look(self) -> None:
        """Search the folders, unless that is done or was done just now."""
        if self._is_searched and (self._still or time.monotonic() < self._again_from):
            return
        if not self.is_searching:
            self.is_searching = True
            self._run(self._search())

    def _search(self) -> Job[None]:
        started = time.monotonic()
        try:
            yield from self._read_folders()
        finally:
            now = time.monotonic()
            self._is_searched, self.is_searching = True, False
            taken = now - started
            # Searching takes a fiftieth of the time at most; a small folder is searched whenever somebody asks.
            self._again_from = now + 50 * taken if taken > _QUICK else 0.0

    def _read_folders(self) -> Job[None]:
        for number, path in enumerate(self._files()):
            yield Progress(f"Reading the folders of texts: {path.name}", number)
            try:
                status = path.stat()
                mark = (status.st_size, status.st_mtime_ns)
                is_taken = path.suffix.lower() in SUFFIXES
                largest = max(self._largest, _LARGEST_TAKEN) if is_taken else self._largest
                if status.st_size > largest or self._seen.get(path) == mark:
                    continue
                digests = {(yield from _digest(path))} if is_taken else _hashes(path.read_bytes())
            except OSError:
                continue
            self._seen[path] = mark
            for digest in digests:
                self._paths[digest] = path

    def _files(self) -> Iterator[Path]:
        left = self._most
        for folder in self.folders:
            for parent, names, files in os.walk(folder):
                names.sort()
                for file in sorted(files):
                    if file.lower().endswith(PLAIN + SUFFIXES) and (path := Path(parent, file)).is_file():
                        if left == 0:
                            return
                        left -= 1
                        yield path


def _decoded(data: bytes) -> str | None:
    try:
        return normalise(data).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _digest(path: Path) -> Job[str]:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            yield Progress(f"Reading {path.name}")
    return digest.hexdigest()


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
