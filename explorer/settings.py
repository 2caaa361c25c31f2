"""Settings kept between runs, as JSON in the user's folder: recent files, text folders, theme, window."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, field
from pathlib import Path
from typing import Any

from graph.errors import WriteError
from graph.frozen import record

MOST_RECENT = 12


@record
class Settings:
    """Values with their defaults. ``window`` has geometry and dock state as base64 text, ``tables`` columns as JSON;

    ``contexts`` are folders with JSON-LD contexts that may be read; ``folds`` has "open" or "folded" for the sections
    of the filters that the user folded or unfolded; ``keeps_front`` keeps the front panels in front; ``query`` is the
    last query that ran; ``export_view`` and ``export_notes`` say whether exports held them last.
    """

    recent: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    theme: str = "system"
    window: dict[str, str] = field(default_factory=dict)
    folder: str = ""
    tables: dict[str, str] = field(default_factory=dict)
    folds: dict[str, str] = field(default_factory=dict)
    keeps_front: bool = False
    query: str = ""
    export_view: bool = False
    export_notes: bool = False
    contexts: list[str] = field(default_factory=list)

    def remember(self, path: Path) -> None:
        """Move a file to the front of the recent files, propose its folder next time, and save the settings."""
        text = str(path.absolute())
        self.recent = [text, *(other for other in self.recent if other != text)][:MOST_RECENT]
        self.folder = str(path.absolute().parent)
        save_settings(self)


def settings_path() -> Path:
    """The settings file. ``CASEBOARD_SETTINGS`` names another one, for tests and portable use."""
    override = os.environ.get("CASEBOARD_SETTINGS")
    return Path(override) if override else _folder() / "settings.json"


def _folder() -> Path:
    """The folder for settings on this system."""
    home, base = os.environ.get("HOME", ""), os.environ.get("XDG_CONFIG_HOME", "")
    if sys.platform.startswith("linux") and home.startswith("/"):
        # The same as from platformdirs, whose import takes a hundredth of the start.
        return Path(base if base.startswith("/") else f"{home}/.config") / "caseboard"
    import platformdirs

    return Path(platformdirs.user_config_dir("caseboard", appauthor=False))


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; missing or invalid values get their defaults."""
    settings = Settings()
    try:
        kept: Any = json.loads((path or settings_path()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    if not isinstance(kept, dict):
        return settings
    for name, default in asdict(settings).items():
        value = kept.get(name)
        if isinstance(value, type(default)):
            items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]
            if isinstance(value, bool) or all(isinstance(item, str) for item in items):
                setattr(settings, name, value)
    return settings


def save_settings(settings: Settings, path: Path | None = None) -> bool:
    """Write the settings. Return False on failure, which is not worth a message."""
    from graph.work.atomic import save

    target = path or settings_path()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        save(target, json.dumps(asdict(settings), indent=1).encode("utf-8"))
    except (OSError, WriteError):
        return False
    return True
