"""Files that the user opens: sources, explorations, and folders of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.files.attached_texts import AttachedTexts
from explorer.files.opening import AS_USUAL, BROMLEY, OpenOptions, is_exploration
from explorer.settings import save_settings
from graph.formats.table import openable
from graph.web.addresses import is_web
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from ui.tasks.files.web import WebOpener


def openable_files() -> str:
    """The kinds of files that a dialog offers for opening."""
    patterns = " ".join(f"*.{suffix}" for suffix in openable())
    return f"RDF ({patterns});;All files (*)"


class FileOpener:
    """Opens what the user names. ``leave(then)`` asks about unsaved changes first.

    ``open_sources`` opens files as one source, ``open_exploration`` an exploration, and ``texts_changed`` is called
    after a folder was attached. ``web`` makes what opens addresses.
    """

    def __init__(
        self,
        tools: Tools,
        texts: AttachedTexts,
        leave: Callable[[Callable[[], None]], None],
        open_sources: Callable[[Sequence[str], OpenOptions], None],
        open_exploration: Callable[[Path, OpenOptions], None],
        texts_changed: Callable[[], None],
        web: Callable[[], WebOpener],
    ) -> None:
        self._tools, self._texts, self._leave = tools, texts, leave
        self._open_sources, self._open_exploration = open_sources, open_exploration
        self._texts_changed, self._web = texts_changed, web
        self._is_attaching = False

    def open(self) -> None:
        """Ask for files and open them."""
        paths = self._tools.ask.files_to_open("Open RDF", openable_files())
        if paths:
            self.open_paths([str(path) for path in paths])

    def open_folder(self) -> None:
        """Ask for a folder and open the files of RDF in it as one source."""
        folder = self._tools.ask.folder("Open a folder of RDF files")
        if folder:
            self.open_paths([folder])

    def open_web(self) -> None:
        """Ask for an address and open it."""
        if url := self._web().ask():
            self.open_paths([url])

    def open_bundled(self) -> None:
        """Open the Bromley graph."""
        self._leave(lambda: self._open_sources([BROMLEY], AS_USUAL))

    def open_paths(self, names: Sequence[str], options: OpenOptions = AS_USUAL) -> None:
        """Open files as one source, or an exploration."""
        self._leave(lambda: self._open(names, options))

    def _open(self, names: Sequence[str], options: OpenOptions) -> None:
        if len(names) == 1 and is_exploration(names[0]):
            self._open_exploration(Path(names[0]), options)
        elif len(names) == 1 and is_web(names[0]):
            self._web().open(names[0], options)
        elif any(map(is_web, names)):
            self._tools.messages.warn("An address on the web opens by itself. Open it without the other files.")
        else:
            self._open_sources(names, options)

    def attach_texts(self) -> None:
        """Ask for a folder of texts, so that passages can be read in place."""
        folder = self._tools.ask.folder("Attach a folder of texts")
        if folder:
            self.attach(folder)

    def attach(self, folder: str) -> None:
        """Look for cited texts in a folder, now and in later runs."""
        settings = self._tools.settings
        settings.texts = [*(other for other in settings.texts if other != folder), folder]
        self._texts.renew()
        save_settings(settings)
        self._is_attaching = True
        self._texts_changed()
        self.count_texts()

    def count_texts(self) -> None:
        """After folders were attached and read, say how many of the cited texts are in them."""
        if not self._is_attaching:
            return
        cited = {p.sha256 for p in self._tools.session.projection.passages if p.sha256}
        found = self._texts.found(cited)
        if not self._texts.is_searching:
            self._is_attaching = False
            self._tools.messages.say(
                f"{found:,} of the {len(cited):,} texts that this graph cites are in the attached folders."
            )
