"""A bar that steps through the passages of a text and selects what each supports."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from explorer.panels.reading.pages import Said
from ui.parts.text import Line, link_button, plain_tip, quiet_button


class PassageBar(QWidget):
    """The number of the present passage, and what it supports, in ``words``; :meth:`enter` lets this be selected."""

    stepped = Signal(int)
    selected = Signal(object)

    def __init__(self, words: Callable[[Said], str]) -> None:
        super().__init__()
        self._words = words
        self._said: tuple[Said, ...] = ()
        self._thing = -1
        self.back = quiet_button("caret-left", "Previous passage", "Previous passage (Left)")
        self.on = quiet_button("caret-right", "Next passage", "Next passage (Right)")
        self.place = Line("", "quiet", elide=False)
        self.thing = link_button("", "Select what this passage supports (Enter); again for the next")
        self.thing.setObjectName("supports")
        self.thing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(6, 2, 8, 4)
        bar.setSpacing(8)
        for widget in (self.back, self.on, self.place):
            bar.addWidget(widget)
        bar.addWidget(self.thing, 1)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.thing.clicked.connect(lambda: self.enter())

    def put(self, at: int, count: int, said: tuple[Said, ...]) -> None:
        """Show the present one of so many passages, -1 for none, and all that it supports."""
        self._said, self._thing = said, -1
        for button in (self.back, self.on):
            button.setEnabled(count > 0)
        all_ = f"{count:,} passage{'' if count == 1 else 's'}" if count else ""
        self.place.write(f"{at + 1:,} of {count:,}" if at >= 0 else all_)
        self._name()

    def enter(self) -> None:
        """Let the next thing that the present passage supports be selected."""
        if self._said:
            self._thing = (self._thing + 1) % len(self._said)
            self._name()
            self.selected.emit(self._said[self._thing])

    def _name(self) -> None:
        self.thing.setVisible(bool(self._said))
        if self._said:
            at, count = max(self._thing, 0), len(self._said)
            words = self._words(self._said[at]) + (f"  ({at + 1:,} of {count:,})" if count > 1 else "")
            self.thing.setText(words.replace("&", "&&"))
            self.thing.setAccessibleName(f"Supports {words}")
            self.thing.setToolTip(plain_tip(f"{words}\nClick, or Enter in the text, selects it; again the next"))
