"""The slider for the day up to which texts count."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSlider, QWidget

from explorer.views.view import View
from graph.analysis.known import days_of_texts
from graph.model.projection import Projection
from graph.rdf.values import write_day
from ui.parts.text import Line, plain_tip

_PAUSE_MS = 40
_WIDTH = 150


class KnownSlider(QWidget):
    """A box to tick and a slider from before the first text to the last; ``know_by`` gets the end of a day, or None.

    One drag has one name, the second argument of ``know_by``.
    """

    def __init__(self, know_by: Callable[[float | None, str], None]) -> None:
        super().__init__()
        self._know_by, self._drags = know_by, 0
        self._of: tuple[Projection, bool] | None = None
        self.box = QCheckBox("As known on")
        self.box.setToolTip(plain_tip("Show only what texts up to this day say; the ledger counts what came later"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setFixedWidth(_WIDTH)
        self.slider.setPageStep(30)
        self.slider.setAccessibleName("Day up to which texts count")
        self.day = Line("", "quiet", elide=False)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_PAUSE_MS)
        self.timer.timeout.connect(self._keep)
        self.box.clicked.connect(lambda on: self._keep() if on else know_by(None, "known"))
        self.slider.sliderPressed.connect(self._begin)
        self.slider.valueChanged.connect(self._moved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.box, self.slider, self.day):
            row.addWidget(widget)

    def put(self, projection: Projection, view: View) -> None:
        """Show the day of a view, without calling back; hidden where no text has a date."""
        self.slider.blockSignals(True)
        of = projection, view.known_from_start
        if of != self._of:
            self._of = of
            days = days_of_texts(projection, from_start=view.known_from_start)
            self.setVisible(len(days) > 0)
            if len(days):
                self.slider.setRange(int(np.floor(days[0])) - 1, int(np.ceil(days[-1])))
                self.slider.setValue(self.slider.maximum())
        if view.known is not None and not self.timer.isActive():
            self.slider.setValue(int(np.ceil(view.known)) - 1)
        self.slider.blockSignals(False)
        self.box.setChecked(view.known is not None)
        self._say()

    def _say(self) -> None:
        self.day.write(write_day(self.slider.value()))

    def _begin(self) -> None:
        self._drags += 1

    def _moved(self) -> None:
        self.box.setChecked(True)
        self._say()
        if not self.timer.isActive():
            self.timer.start()

    def _keep(self) -> None:
        self.timer.stop()
        self._know_by(float(self.slider.value() + 1), f"known {self._drags}")
