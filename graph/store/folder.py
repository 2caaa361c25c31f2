"""The folder in which sources are kept on disk: which are there, how large they are, and which may go.

Each source has a folder of its own, named after the SHA-256 of the file that it was made from. A source is made in a
folder beside it and renamed when it is whole, so that there are no half ones, and two programs that make the same one
at once do not disturb each other.
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
"""What all kept sources may take together; beyond it those go that were not opened for longest."""

_META, _KNOWN, _PART = "source.json", "known.json", ".part"


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source that is kept: its title, the file it was made from, its triples, size on disk and last use (Unix)."""

    key: str
    title: str
    path: str
    triples: int
    size: int
    used: float


class StoreFolder:
    """The kept sources under one folder; the user's cache folder where none is named."""

    def __init__(self, folder: Path | None = None) -> None:
        override = os.environ.get("CASEBOARD_CACHE")
        own = Path(override) if override else platformdirs.user_cache_path("caseboard", appauthor=False)
        self.folder = folder if folder is not None else own / "sources"

    def place(self, key: str) -> Path:
        """Where the source with a key is, or would be."""
        return self.folder / key

    def meta(self, key: str) -> dict[str, Any] | None:
        """What was written down of a kept source; None where there is none, or none that makes sense."""
        try:
            found = json.loads((self.place(key) / _META).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def sources(self) -> list[StoredSource]:
        """All sources, the one used last first."""
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
        """A new folder to make a source in; what programs left there that ended early is cleared away."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.glob(f"*{_PART}"):
            if not _runs(left.name):
                shutil.rmtree(left, ignore_errors=True)
        place = self.folder / f"{os.getpid()}-{secrets.token_hex(4)}{_PART}"
        place.mkdir()
        return place

    def finish(self, part: Path, key: str, meta: dict[str, Any]) -> Path:
        """Take a source that was made in ``part`` among the kept ones; one that is already there gives way."""
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
        """Note that a source was used now."""
        with suppress(OSError):
            os.utime(self.place(key) / _META)

    def remove(self, key: str) -> None:
        """Take a source away; another program that reads it is not disturbed where the system allows that."""
        going = self.folder / f"0-{secrets.token_hex(4)}{_PART}"
        with suppress(OSError):
            self.place(key).rename(going)
        shutil.rmtree(going, ignore_errors=True)

    def trim(self, most: int = MOST_BYTES, spare: str = "") -> list[StoredSource]:
        """Remove what was not used for longest until all take at most ``most`` bytes, but never the key ``spare``."""
        kept = self.sources()
        total, gone = sum(each.size for each in kept), []
        for each in reversed(kept):
            if total > most and each.key != spare:
                self.remove(each.key)
                total -= each.size
                gone.append(each)
        return gone

    def known_hash(self, path: Path) -> str:
        """The SHA-256 of a file that was hashed before and has not changed since by size and time, or ""."""
        try:
            status = path.stat()
            entry = self._known().get(str(path.resolve()))
        except OSError:
            return ""
        return entry[2] if entry is not None and entry[:2] == [status.st_size, status.st_mtime_ns] else ""

    def remember_hash(self, path: Path, sha256: str) -> None:
        """Remember the SHA-256 of a file; failing to is no reason to bother anybody."""
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
    """Whether the program that made a folder still runs, by the process number in its name."""
    import psutil

    number = name.partition("-")[0]
    return number.isdigit() and int(number) > 0 and psutil.pid_exists(int(number))
