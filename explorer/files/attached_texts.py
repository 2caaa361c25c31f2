"""Texts in the folders that the user attached, so that passages can be read in context."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.settings import Settings
from graph.named import NamedTuple

if TYPE_CHECKING:
    from graph.analysis.places import Place
    from graph.analysis.texts import Excerpt, TextLibrary
    from graph.model.projection import Passage


class Attached(NamedTuple):
    """A text, and the name of its file if it is another version than the cited one, "" otherwise."""

    text: str
    changed: str = ""


class AttachedTexts:
    """Finds texts by SHA-256 in the folders of ``settings``; folders are read on first use.

    They are read again when a text is missing, unless they are ``still``: then nobody changes them.
    """

    def __init__(self, settings: Settings, *, still: bool = False) -> None:
        self._settings, self._still = settings, still
        self.renew()

    def renew(self) -> None:
        """Read the folders again."""
        self._library: TextLibrary | None = None
        self._known: dict[str, str | None] = {}
        self._others: dict[str, Attached | None] = {}

    @property
    def library(self) -> TextLibrary:
        """The attached folders."""
        from graph.analysis.texts import TextLibrary

        if self._library is None:
            self._library = TextLibrary([Path(folder) for folder in self._settings.texts], still=self._still)
        return self._library

    def text(self, sha256: str) -> str | None:
        """The text with this hash, None if no folder has it."""
        if sha256 not in self._known:
            self._known[sha256] = self.library.text(sha256)
        return self._known[sha256]

    def other_version(self, sha256: str, names: Iterable[str]) -> Attached | None:
        """A file with one of these names where no file has the cited hash: the text has changed. None without one."""
        if sha256 not in self._others:
            path = self.library.named(names) if self._settings.texts and self.text(sha256) is None else None
            text = self.library.content(path) if path is not None else None
            self._others[sha256] = None if path is None or text is None else Attached(text, path.name)
        return self._others[sha256]

    def place(self, passage: Passage) -> Place | None:
        """The place of a passage in its text, checked against its quote; None without the text."""
        from graph.analysis.places import place_of

        text = self.text(passage.sha256) if passage.sha256 else None
        return None if text is None else place_of(passage, text)

    def words(self, passage: Passage) -> str:
        """The words of a passage, those that it quotes where its text is not attached, else ""."""
        place = self.place(passage)
        if place is None or place.start < 0:
            return passage.quote
        return (self.text(passage.sha256) or "")[place.start : place.end]

    def excerpt(self, passage: Passage) -> Excerpt | None:
        """The words of a passage in context, None without its text."""
        from graph.analysis.texts import excerpt

        place = self.place(passage)
        text = self.text(passage.sha256)
        return None if place is None or text is None else excerpt(text, place.start, place.end)

    def doubt(self, passage: Passage) -> str:
        """The sentence about a passage whose text has changed, or whose selectors do not fit its text; "" without."""
        place = self.place(passage)
        if place is not None:
            return place.trouble
        other = self.other_version(passage.sha256, names_of(passage)) if passage.sha256 else None
        return changed_words(other.changed) if other is not None else ""


def names_of(passage: Passage) -> tuple[str, ...]:
    """The names that a file with the text of a passage may have: the title of the document, and the end of its IRI."""
    from graph.rdf.terms import local_name

    return passage.title, local_name(passage.document)


def changed_words(name: str) -> str:
    """The sentence about a text that has changed since the graph cited it."""
    return f"The text has changed: “{name}” has its name, but not the SHA-256 that the graph gives."
