"""Texts in the folders that the user attached, so that passages can be read in context."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from explorer.settings import Settings

if TYPE_CHECKING:
    from graph.analysis.texts import Excerpt, TextLibrary
    from graph.model.projection import Passage


class AttachedTexts:
    """Finds texts by SHA-256 in the folders of ``settings``; folders are read on first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.renew()

    def renew(self) -> None:
        """Read the folders again."""
        self._library: TextLibrary | None = None
        self._known: dict[str, str | None] = {}

    def text(self, sha256: str) -> str | None:
        """The text with this hash, None if no folder has it."""
        from graph.analysis.texts import TextLibrary

        if self._library is None:
            self._library = TextLibrary([Path(folder) for folder in self._settings.texts])
        if sha256 not in self._known:
            self._known[sha256] = self._library.text(sha256)
        return self._known[sha256]

    def words(self, passage: Passage) -> str:
        """The words of a passage, "" without its text."""
        text = self.text(passage.sha256) if passage.sha256 and passage.start >= 0 else None
        return "" if text is None else text[passage.start : passage.end]

    def excerpt(self, passage: Passage) -> Excerpt | None:
        """The words of a passage in context, None without its text."""
        from graph.analysis.texts import excerpt

        if not passage.sha256 or passage.start < 0:
            return None
        text = self.text(passage.sha256)
        return None if text is None else excerpt(text, passage.start, passage.end)
