"""Publishing: what is shown as a folder for others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.files.attached_texts import AttachedTexts
from graph.work.progress import Job, Progress
from ui.tasks.files.written import say_written
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from explorer.files.exports import Exported
    from explorer.files.publication.leaving import Unseen
    from explorer.files.publication.wishes import Wishes
    from explorer.pictures.drawing.display import Display
    from graph.model.evidence import Passage
    from graph.model.projection import Projection


class Publisher:
    """Lists what would leave, asks what may, and writes the publication of what is shown."""

    def __init__(self, tools: Tools, texts: AttachedTexts) -> None:
        self._tools, self._texts = tools, texts

    def publish(self) -> None:
        """List what would leave unseen, then ask for the content and the folder."""
        from explorer.files.publication.leaving import collect
        from explorer.files.publication.wishes import UNSEEN, Wishes

        session = self._tools.session
        document, view, visible = session.document, session.view, session.visible

        def job() -> Job[tuple[tuple[Unseen, ...], bool]]:
            yield Progress("Collecting the shown data")
            unseen = collect(document, view, visible, Wishes(unseen=frozenset(UNSEEN))).unseen
            yield Progress("Finding the texts of passages")
            return unseen, any(map(self._texts.words, _one_of_each_text(document.projection)))

        self._tools.start(job(), "Collecting what could leave", self._ask, on=document)

    def _ask(self, found: tuple[tuple[Unseen, ...], bool]) -> None:
        from explorer.files.publication.wishes import Wishes

        session, ask = self._tools.session, self._tools.ask
        title = session.document.title if session.document.is_bundled else ""
        given = Wishes(title, date=date.today().isoformat())
        wishes = ask.publication(given, *found)
        if wishes is None:
            return
        name = ask.folder("Select a folder for the publication")
        if name and self._may_write(Path(name)):
            self.publish_to(Path(name), wishes)

    def _may_write(self, folder: Path) -> bool:
        """Ask about files that would be replaced."""
        from explorer.files.publication.folder import NAMES

        there = [name for name in NAMES if (folder / name).exists()]
        if not there:
            return True
        said = f"{folder.name} already holds {', '.join(there)}. Other files in it stay."
        return self._tools.ask.choose("Publish", said, ["Replace"]) == 0

    def publish_to(self, folder: Path, wishes: Wishes) -> None:
        """Write the publication of what is shown into a folder."""
        from explorer.files.publication.folder import Press, publish
        from ui.canvas import images
        from ui.look.fonts import measure

        session = self._tools.session

        def encode(display: Display, suffix: str, scale: float, title: str) -> bytes:
            return images.encode(display, suffix, scale=scale, title=title)

        press = Press(measure, encode, self._texts)
        job = publish(session.document, session.view, session.visible, wishes, press, folder)
        self._tools.start(job, f"Publishing to {folder.name}", self._published)

    def _published(self, exported: Exported) -> None:
        say_written(self._tools, exported)


def _one_of_each_text(projection: Projection) -> list[Passage]:
    """A passage of each text that has one."""
    return list({passage.sha256: passage for passage in projection.passages if passage.start >= 0}.values())
