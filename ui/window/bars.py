"""Toolbar: search, named views and layout picker."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from explorer.document import Document, NamedView
from explorer.state.history import History
from graph.layout import LAYOUTS
from ui.look.layout_icons import layout_icon
from ui.parts.search import SearchField
from ui.parts.text import plain_tip
from ui.parts.view_strip import ViewStrip
from ui.window.menus import ActionSet

_EDGES = 40
"""Pixels of a toolbar between its parts and at its ends."""


class _Title(QLabel):
    """The name of the source, shortened at its end where there is little room; the tooltip says it whole."""

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
        self.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, self.width() - 16))


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
        self.addAction(actions["file.open"])
        self.title = _Title()
        self._titled = self.addWidget(self.title)
        self.search = search
        self.search.setMinimumWidth(130)
        self.search.setMaximumWidth(360)
        self.addWidget(self.search)
        self.addWidget(self.views)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.picker = QToolButton()
        self.picker.setObjectName("layoutPicker")
        self.picker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.picker.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.picker.setMenu(actions.menus["Layout"])
        self.addWidget(self.picker)
        for name in ("edit.undo", "edit.redo", "view.fit", "file.image", "file.export"):
            self.addAction(actions[name])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """Leave the name of the source to the title of the window where the names of views would be cut beside it."""
        widgets = [self.widgetForAction(action) for action in self.actions()]
        wide = sum(widget.sizeHint().width() for widget in widgets if widget is not self.search)
        self._titled.setVisible(wide + self.search.minimumWidth() <= self.width() - _EDGES)

    def show_document(self, document: Document) -> None:
        """Name the source."""
        self.title.show_name(document.title)
        self._give_room()

    def show_openings(self, named_views: Sequence[NamedView]) -> None:
        """Show buttons for these views."""
        self.views.show_openings(named_views)
        self._give_room()

    def show_view(self, history: History) -> None:
        """Mark the named view that is shown, and its layout."""
        self.views.mark(history)
        self.show_layout(history.view.layout)

    def show_layout(self, name: str) -> None:
        """Name a layout on the button of the layouts, such as the one that runs."""
        if name in tuple(LAYOUTS):
            layout = LAYOUTS[name]
            self.picker.setText(layout.title)
            self.picker.setIcon(layout_icon(name))
            self.picker.setAccessibleName(f"Layout: {layout.title}")
            self.picker.setToolTip(plain_tip(f"Layout: {layout.title}. {layout.sentence} Click for others."))
            self._give_room()
