"""Texts in the folders that the user attached, so that passages can be read in context."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.settings import Settings
from graph.named import NamedTuple

if TYPE_CHECKING:
    from graph.analysis.layers.layer import Sizes
    from graph.analysis.layers.pdf_pages import PagePicture
    from graph.analysis.places import Place
    from graph.analysis.texts import Excerpt, TextLibrary
    from graph.model.evidence import Passage
    from graph.work.process import Worker
    from graph.work.progress import Job


_MOMENT = 0.02
READING = "The attached folders are being read…"


class Attached(NamedTuple):
    """Another version of a text than the cited one, and the name of its file. The text is "" if it was not taken."""

    text: str
    changed: str


class AttachedTexts:
    """Finds texts by SHA-256 in the folders of ``settings``; folders are read on first use.

    They are read again when a text is missing, unless they are ``still``: then nobody changes them. The text of a PDF,
    DOCX, ODT or HTML file is there once :meth:`take` has run, in the child of ``worker``. Folders that take long are
    read beside the window if :meth:`read_beside` was called.
    """

    def __init__(self, settings: Settings, *, still: bool = False, worker: Worker | None = None) -> None:
        self._settings, self._still, self._worker = settings, still, worker
        self._beside: Callable[[Job[None], Callable[[], None]], None] | None = None
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
            folders = [Path(folder) for folder in self._settings.texts]
            self._library = TextLibrary(folders, still=self._still, worker=self._worker, run=self._run)
        return self._library

    def read_beside(self, start: Callable[[Job[None], Callable[[], None]], None]) -> None:
        """Let ``start`` run what takes long beside the window, and call its second argument when that is over."""
        self._beside = start

    def _run(self, job: Job[None]) -> None:
        """Read folders: at once, and beside the window what takes longer than a moment."""
        until = time.monotonic() + _MOMENT
        for _ in job:
            if self._beside is not None and time.monotonic() > until:
                self._beside(job, self._forget_missing)
                return

    def _forget_missing(self) -> None:
        self._known = {sha256: text for sha256, text in self._known.items() if text is not None}
        self._others.clear()

    @property
    def is_searching(self) -> bool:
        """True while folders are being read beside the window; what is missing may yet be found."""
        return self._library is not None and self._library.is_searching

    def found(self, cited: Iterable[str]) -> int:
        """The number of these hashes for which there is a file, of those found so far."""
        self.library.path("")
        return sum(map(self.library.is_known, cited))

    def text(self, sha256: str) -> str | None:
        """The text with this hash, None if no folder has it."""
        if sha256 not in self._known:
            text = self.library.text(sha256)
            if text is None and self.is_searching:
                return None
            self._known[sha256] = text
        return self._known[sha256]

    def untaken(self, sha256: str) -> Path | None:
        """The file with this hash if its text has still to be taken out of it."""
        return self.library.untaken(sha256) if sha256 and self.text(sha256) is None else None

    def has(self, sha256: str) -> bool:
        """True if an attached file has this hash and is a text, or may have one that nobody has taken yet."""
        return bool(sha256) and (self.text(sha256) is not None or self.untaken(sha256) is not None)

    def take(self, sha256: str) -> Job[None]:
        """Take the text out of the file with this hash, or learn why that is not possible."""
        yield from self.library.take(sha256)
        self._known.pop(sha256, None)

    def refusal(self, sha256: str) -> str:
        """The reason why a file with this hash has no text, "" without one."""
        return self.library.refused.get(sha256.strip().lower(), "")

    def pages(self, sha256: str) -> tuple[int, ...]:
        """The places where the pages of a text start, () where it has none."""
        found = self.library.layer(sha256)
        return found.pages if found is not None else ()

    def sizes(self, sha256: str) -> Sizes:
        """The sizes of the pages of a PDF whose text was taken, () of all else."""
        return self.library.sizes(sha256) if self.library.path(sha256) else ()

    def picture(self, sha256: str, number: int, width: int) -> Job[PagePicture]:
        """The picture of a page of a PDF, counted from 0, so many pixels wide."""
        from graph.analysis.layers.pdf_pages import draw, draw_there

        path, key = self.library.path(sha256), sha256.strip().lower()
        if path is None:
            raise LookupError(sha256)
        return (
            draw(path, key, number, width)
            if self._worker is None
            else draw_there(path, key, number, width, self._worker)
        )

    def taken(self, sha256: str) -> str:
        """The way in which the text was taken out of its file, "" if the file is the text."""
        found = self.library.layer(sha256)
        return f"{found.how}; SHA-256 of the text: {found.sha256}" if found is not None else ""

    def other_version(self, sha256: str, names: Iterable[str]) -> Attached | None:
        """A file with one of these names where no file has the cited hash: the text has changed. None without one."""
        from graph.analysis.texts import PLAIN

        if sha256 not in self._others:
            path = self.library.named(names) if self._settings.texts and self.text(sha256) is None else None
            if self.is_searching:
                return None
            text = self.library.content(path) if path is not None else None
            is_plain = path is not None and path.suffix.lower() in PLAIN
            self._others[sha256] = (
                None if path is None or (is_plain and text is None) else Attached(text or "", path.name)
            )
        return self._others[sha256]

    def place(self, passage: Passage) -> Place | None:
        """The place of a passage in its text, checked against its quote; None without the text."""
        from graph.analysis.places import place_of

        text = self.text(passage.sha256) if passage.sha256 else None
        return None if text is None else place_of(passage, text, self.pages(passage.sha256))

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
        if passage.sha256 and (refused := self.refusal(passage.sha256)):
            return refused
        file = self.untaken(passage.sha256) if self._settings.texts else None
        if file is not None:
            return f"The text is in “{file.name}”. Open it in Texts to read the passage here."
        other = self.other_version(passage.sha256, names_of(passage)) if passage.sha256 else None
        if other is None and passage.sha256 and self.is_searching:
            return READING
        return changed_words(other.changed) if other is not None else ""


def names_of(passage: Passage) -> tuple[str, ...]:
    """The names that a file with the text of a passage may have: the title of the document, and the end of its IRI."""
    from graph.rdf.terms import local_name

    return passage.title, local_name(passage.document)


def changed_words(name: str) -> str:
    """The sentence about a text that has changed since the graph cited it."""
    return f"The text has changed: “{name}” has its name, but not the SHA-256 that the graph gives."
