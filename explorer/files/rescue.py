"""Rescue copies of open explorations in the user's folder, in case the program ends unexpectedly."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

from explorer.files.opening import SUFFIX


def rescue_folder() -> Path:
    """The folder of copies; ``CASEBOARD_DATA`` names another one, for tests and portable use."""
    override = os.environ.get("CASEBOARD_DATA")
    base = Path(override) if override else Path(platformdirs.user_data_dir("caseboard", appauthor=False))
    return base / "open"


def rescue_path(number: int = 0) -> Path:
    """The copy for a window of this process; its name contains the process."""
    return rescue_folder() / f"{os.getpid()}-{_begun(os.getpid())}-{number}{SUFFIX}"


def left_over() -> list[Path]:
    """Copies left behind by processes that have ended, the newest first."""
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
    """The start time of a process in seconds, 0 for no such process; process numbers are reused."""
    import psutil

    try:
        return int(psutil.Process(process).create_time())
    except psutil.Error:
        return 0
