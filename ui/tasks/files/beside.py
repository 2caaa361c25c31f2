"""JSON-LD contexts in files beside a source: read once the user agrees, for all files of that folder."""

from __future__ import annotations

from pathlib import Path

from explorer.settings import save_settings
from ui.tasks.tools import Tools


def contexts_of(tools: Tools) -> frozenset[Path]:
    """The folders from which contexts may be read."""
    return frozenset(map(Path, tools.settings.contexts))


def may_read_beside(tools: Tools, error: Exception) -> bool:
    """Ask to read the context that a file was refused for; False where that is not what went wrong.

    The answer counts for the folder of the context.
    """
    beside: Path | None = getattr(error, "beside", None)  # its class is not imported for files without contexts
    if beside is None:
        return False
    sentence = (
        f"The file takes the meaning of its words from the JSON-LD context {beside.name} in the same folder. "
        "Read the context too?"
    )
    if tools.ask.choose("Context in the same folder", sentence, ("Read it too",)) != 0:
        return False
    tools.settings.contexts = [*tools.settings.contexts, str(beside.parent)]
    save_settings(tools.settings)
    return True
