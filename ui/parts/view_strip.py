"""View strip: saved views as a row of buttons, as many as fit; the others in a menu at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from explorer.document import NamedView
from explorer.state.history import History
from explorer.state.start import start_of
from ui.look import theme
from ui.parts.text import menu_text, plain_tip

_GAP, _LEAD, _LEAST, _WIDEST = 2, 10, 510, 760
_LONGEST = 28
"""Most characters of a name on a button."""
_NARROWEST = 96
"""Pixels of the narrowest button: shorter pieces of a name say too little."""


class _ViewButton(QToolButton):
    """The button of one view, with a dot while the canvas shows a view that was changed since; a click marks nothing
    by itself."""

    def __init__(self, named_view: NamedView, parent: QWidget) -> None:
        super().__init__(parent)
        self.named_view, self.is_changed = named_view, False
        title = named_view.title
        self.name = title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
        self.setText(menu_text(self.name))
        self.wanted = self.sizeHint().width()
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setObjectName(f"view: {title}")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.mark(is_start=False, is_changed=False)

    def nextCheckState(self) -> None:
        pass

    def mark(self, *, is_start: bool, is_changed: bool) -> None:
        """Mark it as the view that the canvas shows, or from which the canvas started."""
        title, sentence = self.named_view.title, self.named_view.sentence
        self.is_changed = is_start and is_changed
        self.setChecked(is_start)
        self.setAccessibleName(f"{title}, changed" if self.is_changed else title)
        tip = f"{title}: {sentence}" if sentence else title
        self.setToolTip(plain_tip(f"{tip}\nChanged since. A click goes back to the view." if self.is_changed else tip))
        self.update()

    def narrow(self, width: int) -> None:
        """Shorten the name where it is wider than ``width`` pixels."""
        metrics, short = self.fontMetrics(), self.name
        if width < self.wanted:
            room = metrics.horizontalAdvance(self.name) - (self.wanted - width)
            short = metrics.elidedText(self.name, Qt.TextElideMode.ElideRight, room)
        self.setText(menu_text(short))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.is_changed:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.tones().link)
                painter.drawEllipse(QPointF(self.width() - 6.5, 6.5), 2.5, 2.5)


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
        self.buttons: list[_ViewButton] = []
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
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(named_view) for named_view in named_views]
        self.updateGeometry()
        self._place()

    def mark(self, history: History) -> None:
        """Mark the view that is shown; with a dot, the one from which the changes since began."""
        start, is_changed = start_of(history)
        for button in self.buttons:
            button.mark(is_start=button.named_view in start, is_changed=is_changed)

    def _button(self, named_view: NamedView) -> _ViewButton:
        button = _ViewButton(named_view, self)
        button.clicked.connect(lambda: self._look(named_view))
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
        others = [button for button in self.buttons if button.isHidden()]
        for button in others:
            action = menu.addAction(menu_text(button.named_view.title))
            action.setCheckable(True)
            action.setChecked(button.isChecked())
            action.triggered.connect(lambda _=False, named_view=button.named_view: self._look(named_view))
        menu.addSeparator()
        changing = menu.addMenu("Rename, save or remove")
        for button in others:
            self._fill_menu(changing.addMenu(menu_text(button.named_view.title)), button.named_view)

    def sizeHint(self) -> QSize:
        wide = sum(button.wanted + _GAP for button in self.buttons)
        return QSize(min(_LEAD + wide, _WIDEST), self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), _LEAST), self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Place the buttons side by side: with shorter names where that is enough, else as many as fit."""
        shown, x = len(self.buttons), _LEAD
        room = self.width() - _LEAD
        widths = _shared([button.wanted for button in self.buttons], room)
        if not widths:
            room -= self.more.sizeHint().width()
            while shown and not widths:
                shown -= 1
                widths = _shared([button.wanted for button in self.buttons[:shown]], room)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < shown)
            if at < shown:
                button.narrow(widths[at])
                height = button.sizeHint().height()
                button.setGeometry(x, (self.height() - height) // 2, widths[at], height)
                x += widths[at] + _GAP
        self.more.setVisible(shown < len(self.buttons))
        if shown < len(self.buttons):
            size = self.more.sizeHint()
            self.more.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())


def _shared(wanted: list[int], room: int) -> list[int]:
    """Widths in pixels that fill at most ``room`` with gaps; the widest give way first. Empty where it is too small."""
    left, widths = room - _GAP * len(wanted), dict.fromkeys(range(len(wanted)), 0)
    for done, at in enumerate(sorted(widths, key=lambda at: wanted[at])):
        widths[at] = min(wanted[at], left // (len(wanted) - done))
        if widths[at] < min(wanted[at], _NARROWEST):
            return []
        left -= widths[at]
    return list(widths.values())
