"""The form of an image: its part, its words, its ground and its resolution."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from explorer.files.image_options import GROUNDS, ImageOptions

_GROUND_WORDS = {"paper": "As on the screen", "white": "White", "clear": "Transparent"}
_WORDS_HEIGHT = 62


class ImageForm(QDialog):
    """Asks for the content of an image; ``given`` is proposed."""

    def __init__(self, parent: QWidget | None, given: ImageOptions) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save image")
        self.setMinimumWidth(480)
        form = QFormLayout(self)
        self.part = QComboBox()
        self.part.addItems(["The whole picture", "The part on the screen"])
        self.part.setCurrentIndex(0 if given.whole else 1)
        self.crop = QCheckBox("Crop to the &drawing, without empty margins")
        self.crop.setChecked(given.crop)
        self.title = QLineEdit(given.title)
        self.title.setPlaceholderText("Above the picture")
        self.words = QPlainTextEdit(given.words)
        self.words.setPlaceholderText("Below the picture, in your own words")
        self.words.setFixedHeight(_WORDS_HEIGHT)
        self.words.setTabChangesFocus(True)
        self.boxes = {
            name: QCheckBox(words)
            for name, words in (
                ("legend", "&Legend"),
                ("source", "The name of the s&ource"),
                ("texts", "The te&xts that support what is shown"),
                ("ledger", "&Hidden resources"),
            )
        }
        for name, box in self.boxes.items():
            box.setChecked(getattr(given, name))
        self.ground = QComboBox()
        for ground in GROUNDS:
            self.ground.addItem(_GROUND_WORDS[ground], ground)
        self.ground.setCurrentIndex(GROUNDS.index(given.ground))
        self.scale = QComboBox()
        for times in (1, 2, 4):
            self.scale.addItem(f"{times} ×", float(times))
        self.scale.setCurrentIndex(max(self.scale.findData(given.scale), 0))
        form.addRow("&Part", self.part)
        form.addRow("", self.crop)
        form.addRow("&Title", self.title)
        form.addRow("&Caption", self.words)
        for row, box in enumerate(self.boxes.values()):
            form.addRow("Also below" if not row else "", box)
        form.addRow("Back&ground", self.ground)
        form.addRow("&Resolution (PNG)", self.scale)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Select the file…", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def options(self, path: Path) -> ImageOptions:
        """The content as it is set, for that file."""
        return ImageOptions(
            path,
            scale=float(self.scale.currentData()),
            whole=self.part.currentIndex() == 0,
            **{name: box.isChecked() for name, box in self.boxes.items()},
            title=self.title.text().strip(),
            words=self.words.toPlainText().strip(),
            ground=GROUNDS[self.ground.currentIndex()],
            crop=self.crop.isChecked(),
        )


def ask_image(parent: QWidget, given: ImageOptions, ask_file: Callable[[], Path | None]) -> ImageOptions | None:
    """Ask for the content of an image, then for the file; None after Cancel."""
    form = ImageForm(parent, given)
    if form.exec() != QDialog.DialogCode.Accepted:
        return None
    path = ask_file()
    return form.options(path) if path is not None else None
