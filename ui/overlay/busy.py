"""Progress of the job that runs, with its Cancel button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from graph.work.progress import Progress
from ui.work.jobs import Task

_BAR = 40
"""Pixels of the bar at least: the words need the rest."""
_PATIENCE_MS = 350
"""Work that ends sooner shows no strip."""


class BusyStrip(QFrame):
    """Shows the progress of one task at the bottom of its parent."""

    turned = Signal()
    """Emitted when it is shown, or gone."""

    def __init__(self, parent: QWidget, floor: Callable[[], QRect]) -> None:
        super().__init__(parent)
        self._floor = floor
        self.setObjectName("busy")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._task: Task | None = None
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setMinimumWidth(_BAR)
        self.cancel_button = QPushButton("Cancel", self)
        self.cancel_button.setObjectName("cancel")
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self.cancel_button)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._appear)
        self.hide()

    def follow_last(self, tasks: Sequence[Task]) -> None:
        """Show the progress of the task that was started last."""
        if tasks and tasks[-1] is not self._task:
            self.follow(tasks[-1])

    def follow(self, task: Task) -> None:
        """Show the progress of ``task`` until its work is over."""
        self._task = task
        self.cancel_button.setEnabled(True)
        self._words.setText(task.title)
        self._bar.setRange(0, 0)
        task.progressed.connect(self._progressed)
        task.worked.connect(self._ended)
        self._patience.start(_PATIENCE_MS)

    def _appear(self) -> None:
        if self._task is not None:
            self.place()
            self.show()
            self.raise_()

    def _progressed(self, progress: Progress) -> None:
        if self.sender() is not self._task or self._task is None:
            return
        fraction = progress.fraction
        self._bar.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self._bar.setValue(round(fraction * 1000))
        said, title = progress.text, self._task.title
        self._words.setText(said if said.startswith(title) else f"{title}: {said}")

    def _ended(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._patience.stop()
            self.hide()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel_button.setEnabled(False)
            self._words.setText("Stopping…")

    def place(self) -> None:
        """Stand in the middle of the floor, at its lower edge."""
        floor = self._floor()
        self.setFixedWidth(max(min(floor.width(), 560), 200))
        self.adjustSize()
        self.move(floor.left() + (floor.width() - self.width()) // 2, floor.bottom() + 1 - self.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.turned.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.turned.emit()
