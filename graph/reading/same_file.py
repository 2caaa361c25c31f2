"""Identity of files by content, independent of place and name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.reading.refusals import unreadable
from graph.work.progress import Job, Progress

_BLOCK = 1 << 20


def hash_of(path: Path) -> Job[str]:
    """The SHA-256 of a file in hexadecimal; raises ReadError with a sentence."""
    digest, done = hashlib.sha256(), 0
    try:
        total = path.stat().st_size
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                done += len(block)
                yield Progress(f"Recognising {path.name}", done, total)
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest()
