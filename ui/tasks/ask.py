"""Questions to the user, each in a dialog over the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.settings import Settings

if TYPE_CHECKING:
    from explorer.actions.action import Action
    from explorer.files.exports import Companions
    from explorer.files.image_options import ImageOptions
    from explorer.files.publication.leaving import Unseen
    from explorer.files.publication.wishes import Wishes
    from explorer.panels.reading.gradable import GradeLine
    from graph.layout import Layout, Setting
    from graph.model.names.renaming import Offer
    from graph.rdf.naming import Naming
    from graph.rdf.unread import Unread
    from ui.parts.forms.access_form import Typed

T = TypeVar("T")


class Ask:
    """Asks over ``parent``; the folder of the last file is proposed for the next one.

    Dialogs are imported with the first question, so that the window is there sooner.
    """

    def __init__(self, parent: QMainWindow, settings: Settings) -> None:
        self._parent, self._settings = parent, settings

    def _after(self, answer: T) -> T:
        """The answer of a dialog, after which keys go to the canvas."""
        self._parent.centralWidget().setFocus()
        return answer

    def choose(self, title: str, sentence: str, choices: Sequence[str]) -> int:
        """The place of the selected choice; -1 after Esc or Cancel."""
        from ui.parts import dialogs

        return self._after(dialogs.choose(self._parent, title, sentence, choices))

    def unread(self, title: str, sentence: str, unread: Unread, choices: Sequence[str]) -> int:
        """List what could not be read, with the lines around each place; the place of the choice, -1 after Cancel."""
        from ui.parts.forms.unread_form import ask_unread

        return self._after(ask_unread(self._parent, title, sentence, unread, choices))

    def text(self, title: str, question: str, suggested: str) -> str:
        """A line of text; "" after Cancel."""
        from ui.parts import dialogs

        return self._after(dialogs.text(self._parent, title, question, suggested))

    def pick(self, title: str, question: str, choices: Sequence[str]) -> int:
        """The place of one of many choices; -1 after Cancel."""
        from ui.parts import dialogs

        return self._after(dialogs.pick(self._parent, title, question, choices))

    def menu(self, fill: Callable[[QMenu], None], at: QPoint) -> None:
        """Open a menu at a place on the screen, until one entry is selected or it is closed."""
        menu = QMenu(self._parent)
        fill(menu)
        menu.exec(at)
        menu.deleteLater()

    def settings(self, layout: Layout, given: Mapping[str, Setting]) -> dict[str, Setting] | None:
        """The settings of a layout that differ from the default; None after Cancel."""
        from ui.parts.forms.settings_form import ask_settings

        return self._after(ask_settings(self._parent, layout, given))

    def naming(self, offer: Offer, given: Naming) -> Naming | None:
        """Languages and predicates of names, of those on offer; None after Cancel."""
        from ui.parts.forms.naming_form import ask_naming

        return self._after(ask_naming(self._parent, offer, given))

    def grades(self, lines: Sequence[GradeLine]) -> list[tuple[str, str]] | None:
        """The letter and the figure for each line; None after Cancel."""
        from ui.parts.forms.grade_form import ask_grades

        return self._after(ask_grades(self._parent, lines))

    def access(self, sentence: str) -> Typed | None:
        """A user and password, or a key, for a server; None after Cancel."""
        from ui.parts.forms.access_form import ask_access

        return self._after(ask_access(self._parent, sentence))

    # Files

    def suggest(self, name: str, near: Path | None = None) -> Path:
        """A path to propose for a new file: in the last folder, else ``near`` or in the home folder."""
        return Path(self._settings.folder or near or Path.home()) / name

    def files_to_open(self, title: str, kinds: str) -> list[Path]:
        """Files to open; an empty list after Cancel."""
        from ui.parts import dialogs

        names = self._after(dialogs.files_to_open(self._parent, title, kinds, str(self.suggest(""))))
        return [self._remembered(Path(name)) for name in names]

    def file_to_open(self, title: str, kinds: str) -> Path | None:
        """A file to open; None after Cancel."""
        from ui.parts import dialogs

        name = self._after(dialogs.file_to_open(self._parent, title, kinds, str(self.suggest(""))))
        return self._remembered(Path(name)) if name else None

    def file_to_save(
        self, title: str, formats: Mapping[str, str], suggested: Path, *, alone: bool = False
    ) -> Path | None:
        """A file to write, None after Cancel; see :func:`ui.parts.dialogs.file_to_save`."""
        from ui.parts import dialogs

        path = self._after(dialogs.file_to_save(self._parent, title, formats, suggested, alone=alone))
        return self._remembered(path) if path is not None else None

    def folder(self, title: str, start: str = "") -> str:
        """A folder; "" after Cancel."""
        from ui.parts import dialogs

        return self._after(dialogs.folder(self._parent, title, start or str(self.suggest(""))))

    def companions(self, title: str, sentence: Callable[[bool], str], *, has_grades: bool = False) -> Companions | None:
        """The view and the notes to export beside the data, remembered for the next time, and the grades, which are
        asked for each time; None after Cancel.
        """
        from explorer.files.exports import Companions
        from explorer.settings import save_settings
        from ui.parts.forms.export_form import ask_companions

        before = Companions(self._settings.export_view, self._settings.export_notes, False if has_grades else None)
        found = self._after(ask_companions(self._parent, title, sentence, before))
        if found is not None:
            self._settings.export_view, self._settings.export_notes = found.view, found.notes
            save_settings(self._settings)
        return found

    def image(self, formats: Mapping[str, str], given: ImageOptions) -> ImageOptions | None:
        """The content of an image and its file, with those that are ``given`` proposed; None after Cancel."""
        from ui.parts.forms.image_form import ask_image

        return self._after(ask_image(self._parent, given, lambda: self.file_to_save("Save image", formats, given.path)))

    def publication(self, given: Wishes, unseen: Sequence[Unseen], has_texts: bool) -> Wishes | None:
        """The content of a publication and what may leave unseen; None after Cancel."""
        from ui.parts.forms.publication_form import ask_publication

        return self._after(ask_publication(self._parent, given, unseen, has_texts))

    def _remembered(self, path: Path) -> Path:
        self._settings.folder = str(path.absolute().parent)
        return path

    # Help

    def show_guide(self) -> None:
        """Open the guide."""
        from ui.parts.help.guide import GuidePage

        page = self._parent.findChild(GuidePage) or GuidePage(self._parent)
        page.show()
        page.activateWindow()

    def show_keys(self, table: Sequence[Action]) -> None:
        """List keys and mouse moves."""
        from ui.parts.help.keys import KeysPage

        KeysPage(self._parent, table).show()

    def show_about(self) -> None:
        """Say what this program is."""
        from ui.parts.help.about import show_about

        show_about(self._parent)
        self._after(None)
