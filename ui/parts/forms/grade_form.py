"""The form of grades: a line for the selection and for each source that it rests on, with a letter and a figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.panels.reading.gradable import VARIOUS, GradeLine
from graph.model.grading.grades import in_words
from graph.rdf.grade import CREDIBILITY, RELIABILITY
from ui.parts.text import Line

_WIDTH, _HEIGHT = 620, 420
_MOST_ROWS = 13
"""Most rows of fields without a scroll bar."""
_WHAT = "Your grades are kept in the exploration and leave the data as it is."
_NONE = "not graded"


def ask_grades(parent: QWidget, lines: Sequence[GradeLine]) -> list[tuple[str, str]] | None:
    """The letter and the figure that the user gives on each line, :data:`VARIOUS` where unchanged; None for Cancel."""
    form = GradeForm(parent, lines)
    try:
        return form.answers() if form.exec() == QDialog.DialogCode.Accepted else None
    finally:
        form.deleteLater()


class GradeForm(QDialog):
    """Asks for letters and figures; “No grades” takes them all."""

    def __init__(self, parent: QWidget | None, lines: Sequence[GradeLine]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Grade")
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        self.letters: list[QComboBox | None] = []
        self.figures: list[QComboBox | None] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        row = 0
        for line in lines:
            row = self._add(grid, row, line)
        column.addWidget(_scrolling(grid) if row > _MOST_ROWS else _held(grid))
        column.addWidget(Line(_WHAT, "quiet", wrap=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Grade")
        clear = buttons.addButton("No grades", QDialogButtonBox.ButtonRole.ResetRole)
        clear.setToolTip("Set every field to “not graded”")
        clear.clicked.connect(self._clear)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _add(self, grid: QGridLayout, row: int, line: GradeLine) -> int:
        """Add the name of a line and its fields below; the next free row."""
        said = f"{line.kind}: {line.title}" if line.title else line.kind
        name = QLabel(said)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        grid.addWidget(name, row, 0)
        if line.in_data:
            grid.addWidget(Line(f"in the data {line.in_data}", "quiet", wrap=True), row + 1, 0)
        fields = (
            (self.letters, line.letter, RELIABILITY, f"Reliability of {said}"),
            (self.figures, line.figure, CREDIBILITY, f"Credibility of {said}"),
        )
        at = row
        for held, sign, scale, title in fields:
            box = None if sign is None else _box(scale, sign, title)
            held.append(box)
            if box is not None:
                grid.addWidget(box, at, 1)
                at += 1
        return max(at, row + 1 + bool(line.in_data))

    def _clear(self) -> None:
        for box in (*self.letters, *self.figures):
            if box is not None:
                box.setCurrentIndex(box.findData(""))

    def answers(self) -> list[tuple[str, str]]:
        """The letter and the figure of each line."""
        return [(_read(letter), _read(figure)) for letter, figure in zip(self.letters, self.figures)]


def _held(grid: QGridLayout) -> QWidget:
    holder = QWidget()
    grid.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(grid)
    return holder


def _scrolling(grid: QGridLayout) -> QWidget:
    """The fields in an area with a scroll bar, so that the form fits a small screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(_held(grid))
    area.setMinimumHeight(_HEIGHT)
    return area


def _box(scale: str, sign: str, title: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(title)
    if sign == VARIOUS:
        box.addItem("various, as they are", VARIOUS)
    what = "reliability" if scale == RELIABILITY else "credibility"
    box.addItem(f"{what}: {_NONE}", "")
    for each in scale:
        box.addItem(in_words(each), each)
    box.setCurrentIndex(box.findData(sign))
    return box


def _read(box: QComboBox | None) -> str:
    return "" if box is None else str(box.currentData())
