"""View strip: saved views as a row of buttons, as many as fit; the others in a menu at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from explorer.document import NamedView
from explorer.views.view import View
from ui.parts.text import menu_text, plain_tip

_GAP, _LEAD, _LEAST, _WIDEST = 2, 10, 510, 760
_LONGEST = 28
"""Most characters of a name on a button."""


class ViewStrip(QWidget):
    """The named views of a document; ``look`` goes to one, ``fill_menu`` adds the other actions on it."""

    def __init__(
        self,
        look: Callable[[NamedView], None],
        fill_menu: Callable[[QMenu, NamedView], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("namedViews")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._look, self._fill_menu = look, fill_menu
        self._openings: tuple[NamedView, ...] = ()
        self.buttons: list[QToolButton] = []
        self.more = QToolButton(self)
        self.more.setText("More ▾")
        self.more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.more.setAutoRaise(True)
        self.more.setAccessibleName("More saved views")
        self.more.setToolTip("More saved views")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._list_others)
        self.more.hide()

    def show_openings(self, named_views: Sequence[NamedView]) -> None:
        """Show buttons for these views."""
        self._openings = tuple(named_views)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(named_view) for named_view in named_views]
        self.updateGeometry()
        self._place()

    def mark(self, view: View) -> None:
        """Mark the views that equal the present one."""
        filters = view.filters
        for button, named_view in zip(self.buttons, self._openings):
            button.setChecked(named_view.view.filters == filters)

    def _button(self, named_view: NamedView) -> QToolButton:
        button = QToolButton(self)
        short = named_view.title if len(named_view.title) <= _LONGEST else named_view.title[: _LONGEST - 1] + "…"
        button.setText(menu_text(short))
        button.setAccessibleName(named_view.title)
        button.setToolTip(plain_tip(named_view.sentence or named_view.title))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setObjectName(f"view: {named_view.title}")
        button.clicked.connect(lambda: self._look(named_view))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(lambda at: self._show_menu(named_view, button.mapToGlobal(at)))
        return button

    def _show_menu(self, named_view: NamedView, at: QPoint) -> None:
        menu = QMenu(self)
        self._fill_menu(menu, named_view)
        menu.exec(at)
        menu.deleteLater()

    def _list_others(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for button, named_view in zip(self.buttons, self._openings):
            if button.isHidden():
                one = menu.addMenu(menu_text(named_view.title))
                self._fill_menu(one, named_view)

    def sizeHint(self) -> QSize:
        wide = sum(button.sizeHint().width() + _GAP for button in self.buttons)
        return QSize(min(_LEAD + wide, _WIDEST), self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), _LEAST), self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Place as many buttons side by side as fit."""
        room, x = self.width(), _LEAD
        is_cut = _LEAD + sum(button.sizeHint().width() + _GAP for button in self.buttons) > room
        limit = room - self.more.sizeHint().width() if is_cut else room
        fits = True
        for button in self.buttons:
            size = button.sizeHint()
            fits = fits and x + size.width() <= limit
            button.setVisible(fits)
            if fits:
                button.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
                x += size.width() + _GAP
        self.more.setVisible(is_cut)
        if is_cut:
            size = self.more.sizeHint()
            self.more.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
