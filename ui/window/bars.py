"""Bars: the toolbar with search, named views and layout picker; and the strip that shows the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolBar,
    QToolButton,
    QWidget,
)

from explorer.document import Document
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.view import View
from graph.layout import LAYOUTS
from ui.parts.search import SearchField
from ui.parts.text import link_button, plain_tip
from ui.parts.view_strip import ViewStrip
from ui.window.menus import ActionSet

MOST_HOPS = 6
MOST_CRUMBS = 3


class _Title(QLabel):
    """The name of the source, shortened where there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sourceName")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(6, 0, 10, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(90)
        self._name = ""

    def show_name(self, name: str) -> None:
        """Show another name."""
        self._name = name
        self.setToolTip(plain_tip(name))
        self.setAccessibleName(name)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._name) + 20
        return QSize(min(wide, 340), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, self.width() - 16))


class TopBar(QToolBar):
    """The toolbar of the window."""

    def __init__(
        self,
        actions: ActionSet,
        search: SearchField,
        views: ViewStrip,
    ) -> None:
        super().__init__("Main toolbar")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(18, 18))
        self._actions, self.views = actions, views
        self.addAction(actions.by_id["file.open"])
        self.title = _Title()
        self.addWidget(self.title)
        self.search = search
        self.search.setMinimumWidth(130)
        self.search.setMaximumWidth(360)
        self.addWidget(self.search)
        self.addWidget(self.views)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.picker = QComboBox()
        self.picker.setObjectName("layoutPicker")
        self.picker.setAccessibleName("Layout")
        self.picker.setToolTip("Layout (keys 1 to 9)")
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.picker.setMinimumContentsLength(11)
        self.fill_picker()
        self.picker.activated.connect(lambda i: self._actions.by_id[f"layout.{self.picker.itemData(i)}"].trigger())
        self.addWidget(self.picker)
        for name in ("edit.undo", "edit.redo", "view.fit", "file.image", "file.export"):
            self.addAction(actions.by_id[name])

    def fill_picker(self) -> None:
        """Offer every layout that is there by now."""
        for i, (name, layout) in enumerate(LAYOUTS.items()):
            if i == self.picker.count():
                self.picker.addItem(layout.title, name)
            usable = layout.available()
            self.picker.setItemData(i, layout.sentence if usable is True else usable, Qt.ItemDataRole.ToolTipRole)

    def show_document(self, document: Document) -> None:
        """Name the source."""
        self.title.show_name(document.title)

    def show_view(self, view: View) -> None:
        """Mark the named view that is shown, and its layout."""
        self.views.mark(view)
        self.show_layout(view.layout)

    def show_layout(self, name: str) -> None:
        """Show a layout in the picker, such as the one that runs."""
        at = self.picker.findData(name)
        if at >= 0:
            self.picker.setCurrentIndex(at)


class FocusBar(QFrame):
    """Shows the focus, the way to it, its number of steps and its direction, with a button to leave it."""

    def __init__(self, commands: Commands, look_at: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("focus")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._commands, self._look_at = commands, look_at
        self._shown: object = None
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
            self._fill([("Everything", -1), *crumbs], who)
        self._crumbs.activate()
        self._row.activate()
        self.resize(self.sizeHint())
        self.move(14, 14)
        self.show()
        self.raise_()

    def _fill(self, crumbs: list[tuple[str, int]], who: str) -> None:
        while (item := self._crumbs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for words, at in crumbs:
            button = link_button(_short(words, 26), f"Back to {words}")
            button.clicked.connect(lambda _=False, at=at: self._commands.focus(()) if at < 0 else self._look_at(at))
            self._add(button)
            self._add(QLabel("›"))
        name = QLabel(_short(who, 40))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setToolTip(plain_tip(who))
        self._add(name)

    def _add(self, widget: QWidget) -> None:
        self._crumbs.addWidget(widget)
        widget.setVisible(True)  # at once: a hidden widget takes no room


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
