"""Messages over the canvas: most go by themselves, warnings stay until they are closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from graph.errors import CaseboardError
from ui.parts.text import link_button

_WIDEST, _BESIDE = 620, 64
"""Pixels of the widest message, and of what stands beside its words."""
_EDGE, _ABOVE_CHIP = 14, 60
_SPOTS = tuple(
    (x, y / 20) for y in (0, 20, *range(1, 20)) for x in (0.5, 0.0, 1.0, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875)
)
"""Places as shares of the free width and height, the best first."""
_PASSING_MS, _OFFER_MS = 6000, 12_000


class Toast(QFrame):
    """One message, at the top of its parent or where it covers nothing: ``covered`` counts what places cover.

    Where there is no such place it stands at the bottom of ``floor``.
    """

    turned = Signal()
    """Emitted when a message is shown, or gone."""

    def __init__(
        self,
        parent: QWidget,
        covered: Callable[[Sequence[QRect]], Iterable[int]] = lambda places: (0 for _ in places),
        floor: Callable[[], QRect] | None = None,
    ) -> None:
        super().__init__(parent)
        self._covered, self._spot, self._floor = covered, _SPOTS[0], floor
        self.is_low = False
        """True if the message stands at the bottom of the floor."""
        self.setObjectName("toast")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._words = QLabel(self)
        self._words.setObjectName("message")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName("Close the message")
        close.clicked.connect(self.hide)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 6, 8)
        row.addWidget(self._words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons: list[QPushButton] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The message that is shown, "" without one."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, text: str) -> None:
        """Show a message that goes by itself."""
        self._show(text, warning=False)
        self._timer.start(_PASSING_MS)

    def offer(self, text: str, choices: Sequence[tuple[str, Callable[[], None]]], *, stays: bool = False) -> None:
        """Show a message with buttons for what can be done about it; it goes by itself unless it ``stays``."""
        self._show(text, warning=False, choices=choices)
        self._timer.stop() if stays else self._timer.start(_OFFER_MS)

    def warn(self, text: str) -> None:
        """Show a message that stays until it is closed."""
        self._timer.stop()
        self._show(text, warning=True)

    def fail(self, error: Exception) -> None:
        """Report a failure in one sentence, which stays until it is closed."""
        if isinstance(error, CaseboardError):
            self.warn(str(error))
            return
        import traceback

        traceback.print_exception(error)
        what = f"{type(error).__name__}: {error}"
        self.warn(f"An unexpected error occurred ({what}). The picture is unchanged; please report it.")

    def clear(self) -> None:
        """Remove a message that goes by itself, before its time; one that stays is closed by the user."""
        if self._timer.isActive():
            self.setVisible(False)

    def _show(self, text: str, *, warning: bool, choices: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(*choice) for choice in choices]
        for at, button in enumerate(self._buttons, 1):
            self._row.insertWidget(at, button, 0, Qt.AlignmentFlag.AlignTop)
            button.setVisible(True)  # at once: a hidden widget takes no room
        self.setProperty("warning", warning)
        self.style().unpolish(self)
        self.style().polish(self)
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self.choose_place()
        self.show()
        self.raise_()
        self.turned.emit()

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = link_button(words)

        def take() -> None:
            self.hide()
            act()

        button.clicked.connect(take)
        return button

    def place(self) -> None:
        """Stand in the place found last, as wide as the words need."""
        parent = self.parentWidget()
        if parent is None:
            return
        wanted = self._words.fontMetrics().horizontalAdvance(self._words.text()) + _BESIDE
        buttons = sum(button.sizeHint().width() + self._row.spacing() for button in self._buttons)
        floor = self._floor() if self.is_low and self._floor is not None else None
        room = parent.width() - 40 if floor is None else floor.width()
        width = max(min(wanted + buttons, room, _WIDEST + buttons), 120)
        self.setFixedSize(width, self._row.totalHeightForWidth(width))
        if floor is None:
            self.move(self._at(self._spot))
        else:
            self.move(floor.left() + (floor.width() - width) // 2, floor.bottom() + 1 - self.height())

    def choose_place(self) -> None:
        """Go to the first place that covers nothing, else to the floor; it stays there as words change."""
        self.is_low = False
        self.place()
        least = None
        for spot, covered in zip(_SPOTS, self._covered([QRect(self._at(spot), self.size()) for spot in _SPOTS])):
            if least is None or covered < least:
                self._spot, least = spot, covered
            if not least:
                break
        self.is_low = self._floor is not None and bool(least)
        self.place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.turned.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.turned.emit()

    def _at(self, spot: tuple[float, float]) -> QPoint:
        size = QSize(0, 0) if (parent := self.parentWidget()) is None else parent.size()
        free_x = max(size.width() - self.width() - 2 * _EDGE, 0)
        free_y = max(size.height() - self.height() - _EDGE - _ABOVE_CHIP, 0)
        return QPoint(_EDGE + round(spot[0] * free_x), _EDGE + round(spot[1] * free_y))
