"""Folder of the sources on disk: their list, their sizes, and the removal of old ones.

Each source has a folder of its own, named after the SHA-256 of its file. A source is built in a temporary folder and
renamed when it is complete, so that there are no partial sources, and two programs that build the same source at the
same time do not disturb each other.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from graph.errors import WriteError
from graph.work.atomic import save

MOST_BYTES = 50 << 30
"""Largest total size of all sources; beyond it the least recently opened ones are removed."""

_META, _KNOWN, _PART = "source.json", "known.json", ".part"


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source on disk: its title, its file, its number of triples, its size and its last use (Unix time)."""

    key: str
    title: str
    path: str
    triples: int
    size: int
    used: float


class StoreFolder:
    """The sources in one folder, which defaults to a folder in the user's cache."""

    def __init__(self, folder: Path | None = None) -> None:
        override = os.environ.get("CASEBOARD_CACHE")
        own = Path(override) if override else platformdirs.user_cache_path("caseboard", appauthor=False)
        self.folder = folder if folder is not None else own / "sources"

    def place(self, key: str) -> Path:
        """Path of the source with a key, whether it exists or not."""
        return self.folder / key

    def meta(self, key: str) -> dict[str, Any] | None:
        """Metadata of a source, or None if it is missing or invalid."""
        try:
            found = json.loads((self.place(key) / _META).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def sources(self) -> list[StoredSource]:
        """All sources, the most recently used first."""
        out = []
        for key in self._keys():
            meta, place = self.meta(key) or {}, self.place(key)
            with suppress(OSError):
                used = (place / _META).stat().st_mtime
                triples = meta.get("triples")
                out.append(
                    StoredSource(
                        key,
                        str(meta.get("title", "")),
                        str(meta.get("path", "")),
                        triples if isinstance(triples, int) else 0,
                        _size(place),
                        used,
                    )
                )
        return sorted(out, key=lambda kept: -kept.used)

    def _keys(self) -> Iterator[str]:
        with suppress(OSError):
            for place in self.folder.iterdir():
                if (place / _META).is_file() and not place.name.endswith(_PART):
                    yield place.name

    def begin(self) -> Path:
        """Make a new folder to build a source in, and remove folders left by programs that ended early."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.glob(f"*{_PART}"):
            if not _runs(left.name):
                shutil.rmtree(left, ignore_errors=True)
        place = self.folder / f"{os.getpid()}-{secrets.token_hex(4)}{_PART}"
        place.mkdir()
        return place

    def finish(self, part: Path, key: str, meta: dict[str, Any]) -> Path:
        """Move a source built in ``part`` to its place, replacing the one already there."""
        save(part / _META, json.dumps(meta).encode())
        place = self.place(key)
        for _ in range(2):
            try:
                part.rename(place)
                return place
            except OSError:
                self.remove(key)
        raise WriteError(f"{place} could not be replaced: another program is using it. Close it there and try again.")

    def touch(self, key: str) -> None:
        """Record that a source was used now."""
        with suppress(OSError):
            os.utime(self.place(key) / _META)

    def remove(self, key: str) -> None:
        """Remove a source; other programs may go on reading it if the system allows that."""
        going = self.folder / f"0-{secrets.token_hex(4)}{_PART}"
        with suppress(OSError):
            self.place(key).rename(going)
        shutil.rmtree(going, ignore_errors=True)

    def trim(self, most: int = MOST_BYTES, spare: str = "") -> list[StoredSource]:
        """Remove the least recently used sources until all take at most ``most`` bytes, but never the key ``spare``."""
        kept = self.sources()
        total, gone = sum(each.size for each in kept), []
        for each in reversed(kept):
            if total > most and each.key != spare:
                self.remove(each.key)
                total -= each.size
                gone.append(each)
        return gone

    def known_hash(self, path: Path) -> str:
        """The cached SHA-256 of a file whose size and time have not changed since, or ""."""
        try:
            status = path.stat()
            entry = self._known().get(str(path.resolve()))
        except OSError:
            return ""
        return entry[2] if entry is not None and entry[:2] == [status.st_size, status.st_mtime_ns] else ""

    def remember_hash(self, path: Path, sha256: str) -> None:
        """Cache a file's SHA-256; failures are ignored."""
        with suppress(OSError, WriteError):
            status = path.stat()
            known = self._known()
            known[str(path.resolve())] = [status.st_size, status.st_mtime_ns, sha256]
            self.folder.mkdir(parents=True, exist_ok=True)
            save(self.folder / _KNOWN, json.dumps(known, indent=1).encode())

    def _known(self) -> dict[str, list[Any]]:
        try:
            found = json.loads((self.folder / _KNOWN).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        pairs = found.items() if isinstance(found, dict) else ()
        return {path: entry for path, entry in pairs if isinstance(entry, list) and len(entry) == 3}


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total


def _runs(name: str) -> bool:
    """True if the program that made a folder still runs, by the process id in the folder's name."""
    import psutil

    number = name.partition("-")[0]
    return number.isdigit() and int(number) > 0 and psutil.pid_exists(int(number))
