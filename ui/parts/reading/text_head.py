"""Lines above a text: the switch between its words and its pages, its share of evidence, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from explorer.panels.reading.pages import Page, in_words
from ui.parts.text import Line, link_button, plain_tip

_FORMS = (("Text", "Read the words"), ("Pages", "See the pages as they are printed"))


class FormSwitch(QWidget):
    """Two buttons, *Text* and *Pages*; ``switched`` comes with True for pages."""

    switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        for i, (title, tip) in enumerate(_FORMS):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setProperty("look", "tab")
            button.setAccessibleName(f"{title}: {tip}")
            button.setToolTip(plain_tip(f"{tip} (P)"))
            self._group.addButton(button, i)
            row.addWidget(button)
        self.text, self.pages = self._group.buttons()
        self._group.idClicked.connect(lambda form: self.switched.emit(form == 1))

    def put(self, *, has_pages: bool, has_words: bool, as_pages: bool) -> None:
        """Show which form a text is shown in, if it has both or has pages alone."""
        self.setVisible(has_pages)
        self.text.setEnabled(has_words)
        (self.pages if as_pages else self.text).setChecked(True)


class TextState(QWidget):
    """The share of a text that is evidence, and the troubles of its passages.

    ``asked`` asks for the places where quoted words stand.
    """

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.share, self.trouble = Line("", "quiet"), Line("", "wrong", wrap=True)
        self.offer = link_button("Show where the quoted words stand", "Go to these places one after the other")
        self.offer.clicked.connect(lambda: self.asked.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 0)
        column.setSpacing(4)
        for line in (self.share, self.trouble):
            column.addWidget(line)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)

    def put(self, page: Page | None) -> None:
        """Show the share of a text that is evidence, and what is wrong with its passages."""
        self.share.write(in_words(page) if page else "")
        self.share.setToolTip(plain_tip(page.taken if page else ""))
        self.setVisible(page is not None)
        said = " ".join(page.troubles) if page else ""
        self.trouble.write(said)
        self.trouble.setVisible(bool(said))
        self.offer.setVisible(bool(page and page.offers))


class Doubt(Line):
    """A sentence about a passage whose selectors do not fit its text; it lies under the text, which must not move."""

    def __init__(self) -> None:
        super().__init__("", "wrong", wrap=True)
        self.setContentsMargins(10, 4, 10, 0)

    def put(self, page: Page | None, at: int) -> None:
        """Say what is wrong with the mark ``at``, if anything is."""
        said = page.doubts.get(page.marks[at].passage, "") if page and at >= 0 else ""
        self.write(said)
        self.setVisible(bool(said))


class Unread(QWidget):
    """The reason why a text cannot be read, with offers to attach it and to read a changed one."""

    attaching = Signal()
    reading_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        self.missing = Line("", "quiet", wrap=True)
        self.attach = link_button("Attach a folder…", "Choose the folder with the texts")
        self.attach.clicked.connect(lambda: self.attaching.emit())
        self.version = link_button("Read the changed text", "Open the file as it is now")
        self.version.clicked.connect(lambda: self.reading_changed.emit())
        column.addWidget(self.missing)
        for offer in (self.version, self.attach):
            column.addWidget(offer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def put(self, said: str, *, may_attach: bool, has_version: bool) -> None:
        """Show the reason and the offers."""
        self.missing.write(said)
        self.attach.setVisible(may_attach)
        self.version.setVisible(has_version)
