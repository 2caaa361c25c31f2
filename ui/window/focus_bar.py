"""The strip over the canvas that shows the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from explorer.state.commands import Commands
from explorer.state.session import Session
from ui.parts.text import link_button, plain_tip

MOST_HOPS = 6
MOST_CRUMBS = 3
_EDGE = 14


class FocusBar(QFrame):
    """Shows the focus, the way to it, its number of steps and its direction, with a button to leave it."""

    def __init__(self, commands: Commands, look_at: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("focus")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._commands, self._look_at = commands, look_at
        self._shown: object = None
        self._way: list[tuple[QWidget, ...]] = []
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.setSpacing(6)
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(4)
        row.addLayout(self._crumbs)
        self.hops = QSlider(Qt.Orientation.Horizontal)
        self.hops.setRange(0, MOST_HOPS)
        self.hops.setPageStep(1)
        self.hops.setFixedWidth(90)
        self.hops.setAccessibleName("Steps of the focus")
        self.hops.setToolTip("Steps around the focus that are shown (+ and −)")
        self.hops.valueChanged.connect(self._commands.set_hops)
        row.addWidget(self.hops)
        self._words = QLabel()
        row.addWidget(self._words)
        self.direction = QComboBox()
        self.direction.setAccessibleName("Direction of the focus")
        self.direction.setToolTip("Direction in which relationships are followed")
        for words, way in (("either way", "both"), ("outwards", "out"), ("inwards", "in")):
            self.direction.addItem(words, way)
        self.direction.activated.connect(lambda i: self._commands.set_direction(self.direction.itemData(i)))
        row.addWidget(self.direction)
        leave = QToolButton(self)
        leave.setText("Leave")
        leave.setToolTip("Leave the focus (Esc)")
        leave.clicked.connect(lambda: commands.focus(()))
        row.addWidget(leave)
        self.hide()

    def show_focus(self, session: Session) -> None:
        """Show the focus; hide the strip where there is none."""
        view, trail = session.view, session.trail
        if not view.focus:
            self.hide()
            return
        for widget, value in ((self.hops, view.hops), (self.direction, self.direction.findData(view.direction))):
            widget.blockSignals(True)
            widget.setValue(value) if isinstance(widget, QSlider) else widget.setCurrentIndex(value)
            widget.blockSignals(False)
        self._words.setText("alone" if view.hops == 0 else "1 step" if view.hops == 1 else f"{view.hops} steps")
        who = session.name_of(view.focus)
        crumbs = [(session.name_of(trail.looks[at].focus), at) for at in trail.crumbs[:-1]][-MOST_CRUMBS:]
        if (who, crumbs) != self._shown:
            self._shown = who, crumbs
            self._fill([("Whole view", -1), *crumbs], who)
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Stand at the upper left, with as many steps of the way as there is room for."""
        parent = self.parentWidget()
        room = parent.width() - 2 * _EDGE if parent is not None else self.sizeHint().width()
        for widget in (widget for crumb in self._way for widget in crumb):
            widget.setVisible(True)
        # The first crumb, the way back to everything, goes last.
        for crumb in [(), *self._way[1:], *self._way[:1]]:
            for widget in crumb:
                widget.setVisible(False)
            self._crumbs.activate()
            self._row.activate()
            if self.sizeHint().width() <= room:
                break
        self.resize(self.sizeHint().boundedTo(QSize(room, self.sizeHint().height())))
        self.move(_EDGE, _EDGE)

    def _fill(self, crumbs: list[tuple[str, int]], who: str) -> None:
        while (item := self._crumbs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._way = []
        for words, at in crumbs:
            button = link_button(_short(words, 26), f"Back to {words}")
            button.clicked.connect(lambda _=False, at=at: self._commands.focus(()) if at < 0 else self._look_at(at))
            self._way.append((button, QLabel("›")))
            for widget in self._way[-1]:
                self._add(widget)
        name = QLabel(_short(who, 40))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setToolTip(plain_tip(who))
        self._add(name)

    def _add(self, widget: QWidget) -> None:
        self._crumbs.addWidget(widget)
        widget.setVisible(True)  # at once: a hidden widget takes no room


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
