"""The folder of files that were fetched from the web."""

from __future__ import annotations

import os
from pathlib import Path


def fetched_folder() -> Path:
    """The folder of fetched files; ``CASEBOARD_DATA`` names another one, for tests and portable use."""
    override = os.environ.get("CASEBOARD_DATA")
    if not override:
        import platformdirs  # no start asks for it

    base = Path(override) if override else Path(platformdirs.user_data_dir("caseboard", appauthor=False))
    return base / "fetched"


def is_fetched(path: Path) -> bool:
    """True if a file lies in that folder."""
    return fetched_folder() in path.absolute().parents
