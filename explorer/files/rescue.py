"""Copies of what is being explored, kept in the user's folder in case the program ends before it is closed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

from explorer.files.exploration import SUFFIX


def rescue_folder() -> Path:
    """Where copies are kept; ``CASEBOARD_DATA`` names another folder, for tests and portable use."""
    override = os.environ.get("CASEBOARD_DATA")
    base = Path(override) if override else Path(platformdirs.user_data_dir("caseboard", appauthor=False))
    return base / "open"


def rescue_path(number: int = 0) -> Path:
    """The copy of a window of this process; its name tells which process that is."""
    return rescue_folder() / f"{os.getpid()}-{_begun(os.getpid())}-{number}{SUFFIX}"


def left_over() -> list[Path]:
    """Copies whose process has ended without removing them, the newest first."""
    found = []
    with suppress(OSError):
        for path in rescue_folder().glob(f"*{SUFFIX}"):
            process, _, rest = path.name.partition("-")
            begun = rest.partition("-")[0]
            if process.isdigit() and begun.isdigit() and _begun(int(process)) != int(begun):
                found.append(path)
    return sorted(found, key=_age, reverse=True)


def discard(path: Path) -> None:
    """Remove a copy."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _begun(process: int) -> int:
    """When a process began, in seconds; 0 where there is none, since numbers of processes come again."""
    import psutil

    try:
        return int(psutil.Process(process).create_time())
    except psutil.Error:
        return 0
