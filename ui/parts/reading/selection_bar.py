"""A line that counts the passages of what is selected, with a way from one to the next through all texts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.text import Line, quiet_button


class SelectionBar(QWidget):
    """Shown while what is selected has several passages; ``stepped`` asks for the next (1) or the previous (-1)."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.words = Line("", "ink")
        self.back = quiet_button("caret-left", "Previous passage of the selection", "Previous one (Shift+Left)")
        self.on = quiet_button("caret-right", "Next passage of the selection", "Next one (Shift+Right)")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(self.words, 1)
        row.addWidget(self.back)
        row.addWidget(self.on)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.setVisible(False)

    def put(self, at: int, here: int, elsewhere: int) -> None:
        """Show that the present passage is number ``at`` of those ``here``, -1 for none, and how many are elsewhere."""
        number = f"{at + 1:,} of {here:,}" if at >= 0 else f"{here:,}"
        own = f"{number} here" if here else ""
        others = f"{elsewhere:,} in other texts" if elsewhere else ""
        self.words.write("Selected: " + ", ".join(part for part in (own, others) if part))
        self.setVisible(here + elsewhere > 1)
