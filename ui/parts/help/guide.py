"""The guide in the program: docs/guide.md with its pictures, its chapters, and a field that finds words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QTextEdit, QWidget

from resources import FOLDER
from ui.look import theme
from ui.parts.help.page import field_to_find, stack

_WIDEST_PICTURE = 660


@cache
def guide_folder() -> Path:
    """The folder of the guide and its pictures: within the package where it is installed, else docs."""
    packed = FOLDER / "guide"
    return packed if packed.is_dir() else FOLDER.parent / "docs"


class GuidePage(QDialog):
    """The guide with its pictures: chapters on the left, and a field that finds words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 720)
        self.field = field_to_find("Find in the guide; Enter goes to the next place")
        self.chapters = QListWidget()
        self.chapters.setAccessibleName("Chapters")
        self.chapters.setFixedWidth(210)
        self.page = _Book()
        self.page.sourceChanged.connect(lambda _: self._list_chapters())
        self.field.textChanged.connect(self._mark)
        self.field.returnPressed.connect(self.find_next)
        self.chapters.currentRowChanged.connect(self._go_to)
        self._heads: list[int] = []
        row = QHBoxLayout()
        row.addWidget(self.chapters)
        row.addWidget(self.page, 1)
        stack(self, self.field, row)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.field.setFocus)
        self.page.setSource(QUrl.fromLocalFile(str(guide_folder() / "guide.md")))

    def _list_chapters(self) -> None:
        self.chapters.blockSignals(True)
        self.chapters.clear()
        self._heads = []
        block = self.page.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() in (1, 2):
                self.chapters.addItem(block.text())
                self._heads.append(block.position())
            block = block.next()
        self.chapters.blockSignals(False)

    def _go_to(self, row: int) -> None:
        if row >= 0:
            self._show(QTextCursor(self.page.document().findBlock(self._heads[row])))

    def _show(self, cursor: QTextCursor) -> None:
        """Scroll so that a place is in the upper part of the page."""
        self.page.setTextCursor(cursor)
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + self.page.cursorRect(cursor).top() - 24)

    def _mark(self, words: str) -> None:
        """Mark every place that holds some words, and go to the first."""
        look = QTextCharFormat()
        look.setBackground(theme.tones().chip)
        look.setFontUnderline(True)
        marks = []
        found = self.page.document().find(words) if words.strip() else QTextCursor()
        first = QTextCursor(found)
        while not found.isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = found, look
            marks.append(mark)
            found = self.page.document().find(words, found)
        self.page.setExtraSelections(marks)
        self.field.setProperty("wrong", bool(words.strip()) and not marks)
        self.field.style().polish(self.field)
        if marks:
            self._show(first)

    def find_next(self) -> None:
        """Go to the next place that holds the words in the field, after the last to the first."""
        words = self.field.text()
        if words.strip():
            found = self.page.document().find(words, self.page.textCursor())
            if found.isNull():
                found = self.page.document().find(words)
            if not found.isNull():
                self._show(found)


class _Book(QTextBrowser):
    """Shows a page of Markdown; pictures are as wide as the page allows, and links out of the guide open nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Guide")
        self.setOpenExternalLinks(True)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind == QTextDocument.ResourceType.ImageResource.value:
            picture = QImage(str(guide_folder() / QUrl(name).fileName()))
            return picture.scaledToWidth(
                min(picture.width(), _WIDEST_PICTURE), Qt.TransformationMode.SmoothTransformation
            )
        return super().loadResource(kind, name)

    def doSetSource(
        self, name: QUrl | str, type: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource
    ) -> None:
        if Path(QUrl(name).toLocalFile()).is_file():
            super().doSetSource(name, type)
