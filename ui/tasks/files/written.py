"""Files that were written: where they are, and their folder one click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from explorer.files.exports import Exported


def say_written(tools: Tools, exported: Exported) -> None:
    """Say where files are, and offer to open their folder."""
    folder = exported.paths[0].absolute().parent
    tools.messages.offer(exported.sentence, [("Open the folder", lambda: _open(tools, str(folder)))])


def _open(tools: Tools, folder: str) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
        tools.messages.warn(f"No program opened the folder {folder}.")
