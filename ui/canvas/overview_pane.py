"""Overview pane: the classes of a large graph as bubbles while it is being read, over the earlier picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from explorer.pictures.drawing.composer import Composer
from explorer.pictures.look.style import Theme
from explorer.pictures.scene.overview import Overview
from ui.canvas.canvas import Canvas
from ui.look.fonts import measure

_EDGE = 18


class OverviewPane(Canvas):
    """Covers another canvas and grows with the data read; closing it uncovers the canvas unchanged."""

    def __init__(self, covered: Canvas) -> None:
        super().__init__(Composer(measure), covered)
        self.setObjectName("overview")
        self.setAccessibleName("Overview of classes")
        self.shown: Overview | None = None
        self.caption = QLabel(self)
        self.caption.setObjectName("overviewCaption")
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self._covered = covered
        self.is_patient = True
        covered.installEventFilter(self)
        self.setGeometry(covered.rect())
        self.hide()

    def show_overview(self, shown: Overview, theme: Theme, *, lead: str = "") -> None:
        """Show an overview; ``lead`` goes before its caption."""
        self.shown = shown
        self.show_theme(theme)
        self.setGeometry(self._covered.rect())
        self.say(lead + self.shown.caption)
        self.show_scene(self.shown.scene)
        self.show()
        self.raise_()
        for name in ("toast", "busy"):
            if (above := self._covered.findChild(QWidget, name)) is not None:
                above.raise_()
        self.fit(fly=False)

    def say(self, text: str) -> None:
        """Change the caption."""
        self.caption.setText(text)
        self._place_caption()

    def _place_caption(self) -> None:
        self.caption.adjustSize()
        self.caption.move(_EDGE, self.height() - self.caption.height() - _EDGE)

    def clear(self) -> None:
        """Uncover the canvas."""
        self.shown = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
            self._place_caption()
        return False
