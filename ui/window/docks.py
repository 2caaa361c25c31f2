"""Docks: the panels around the canvas, which the user may move, close and open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QMainWindow, QVBoxLayout, QWidget

from explorer.settings import Settings, save_settings
from explorer.state.session import Change
from graph.named import NamedTuple
from ui.look import icons
from ui.work.turns import Turns

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QShowEvent

P = TypeVar("P", bound=QWidget)

LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea,
)  # fmt: skip

_BUTTONS = (("qt_dockwidget_closebutton", "x"), ("qt_dockwidget_floatbutton", "arrow-square-out"))
"""Qt's names of the buttons in the title of a dock, and the icon of each."""
_SIDES = 0.385
"""The largest share of the width for the panels at both sides at first, so that 60 % stays for the canvas."""


class Panel(NamedTuple, Generic[P]):
    """A panel: everything that its dock needs to know.

    Actions and saved window arrangements know it by its ``key``. ``size`` is its first width, or height at the bottom.
    ``module`` is imported before it is wanted; ``make`` makes it, and ``show`` shows in it what is new when something
    of ``on`` changed. A panel that ``opens`` is there from the start, the others when the user asks for them. One that
    ``follows`` shows the selection itself: while it is in front, a selection brings no other panel before it.
    """

    key: str
    title: str
    area: Qt.DockWidgetArea
    size: int
    module: str
    make: Callable[[], P]
    show: Callable[[P], None]
    on: Change
    opens: bool = False
    follows: bool = False


class _Holder(QWidget):
    """Holds the content of a dock, and has the size of the panel, since Qt gives docks the size of their content."""

    def __init__(self, size: int, area: Qt.DockWidgetArea) -> None:
        super().__init__()
        self._size = QSize(400, size) if area == BOTTOM else QSize(size, 400)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)

    def sizeHint(self) -> QSize:
        return self._size


class _Dock(QDockWidget):
    """A dock whose title has icons in the colours of the theme; those of Qt are as good as invisible in dark."""

    def __init__(self, title: str, window: QMainWindow) -> None:
        super().__init__(title, window)
        self._window = window
        self.topLevelChanged.connect(self._set_icons)
        self._set_icons()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._window.centralWidget().setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_icons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set_icons()

    def _set_icons(self) -> None:
        """Replace the icons that Qt sets with each style, and whenever the dock floats or stops floating."""
        for name, glyph in _BUTTONS:
            button = self.findChild(QAbstractButton, name)
            if button is not None:
                button.setIcon(icons.icon(glyph))


class PanelDock(Generic[P]):
    """The dock of one panel. The panel is made when somebody can see it, and knows nothing before that."""

    def __init__(self, panel: Panel[P], window: QMainWindow, turns: Turns, is_furnished: Callable[[], bool]) -> None:
        self.panel = panel
        self._turns, self._is_furnished = turns, is_furnished
        self._is_stale, self._is_seen = True, False
        self._widget: P | None = None
        self._window = window

    @cached_property
    def _holder(self) -> _Holder:
        return _Holder(self.panel.size, self.panel.area)

    @cached_property
    def dock(self) -> QDockWidget:
        """The dock, in its area; made for the first picture if the panel opens with it, else after it."""
        dock = _Dock(self.panel.title, self._window)
        dock.setObjectName(f"dock-{self.panel.key}")
        dock.setWidget(self._holder)
        self._window.addDockWidget(self.panel.area, dock)
        if not self.panel.opens:
            dock.setVisible(False)
        return dock

    @property
    def _is_complete(self) -> bool:
        return self._holder.column.count() > 0

    def _go_on(self) -> None:
        """Take one of the two steps to a panel: make it, then put it into its dock, where Qt styles all that it has."""
        if self._widget is None:
            self._widget = self.panel.make()
        else:
            self._holder.column.addWidget(self._widget)
            self._widget.setVisible(True)  # now, and not in a later turn of the event loop

    @property
    def is_seen(self) -> bool:
        """True if it is in front in its area."""
        return self._is_seen

    @property
    def made(self) -> P | None:
        """The panel, None as long as it was not made."""
        return self._widget if self._is_complete else None

    @property
    def widget(self) -> P:
        """The panel, made where it was not there yet."""
        while not self._is_complete:
            self._go_on()
        assert self._widget is not None
        return self._widget

    def to_front(self) -> None:
        """Bring it to the front; its content follows in turns of its own."""
        self.dock.show()
        self.dock.raise_()
        self.see(True)

    def open(self) -> P:
        """Bring it to the front, ready to be used."""
        self.to_front()
        self._turns.finish()
        return self.widget

    def go_to(self) -> None:
        """Bring it to the front, and the keyboard to it."""
        self.to_front()
        self._turns.later("focus", lambda: self.widget.setFocus())

    def renew(self) -> None:
        """Show it again, as soon as it can be seen."""
        self._is_stale = True
        self.freshen()

    def see(self, seen: bool) -> None:
        """Remember whether it can be seen."""
        self._is_seen = seen
        self.freshen()

    def freshen(self) -> None:
        """Show it in a turn of its own, where that is due."""
        if self._is_furnished() and self._is_stale and self._is_seen:
            self._turns.later(self.panel.key, self._take_turn)

    def _take_turn(self) -> None:
        if not self._is_complete:
            self._go_on()
            self.freshen()
        elif self._is_stale and self._is_seen:
            self._is_stale = False
            self.panel.show(self.widget)


class Docks:
    """All docks of a window. Those that open come with the first picture, the others after it; panels follow, each in
    a turn of its own.

    The picture is on the screen a good deal sooner for that, and a panel that cannot be seen costs nothing.
    """

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        self._window, self._settings = window, settings
        self.is_furnished = False
        self.turns = Turns(window)
        self._docks: dict[str, PanelDock[Any]] = {}
        self._first_state = self._unfolded = QByteArray()
        self._is_complete = False

    def add(self, panel: Panel[P]) -> PanelDock[P]:
        """Add the dock of a panel, behind the others in its area and in the menu."""
        dock = PanelDock(panel, self._window, self.turns, lambda: self.is_furnished)
        self._docks[panel.key] = dock
        return dock

    def arrange(self) -> None:
        """Put the docks that open where they are at first: those of an area share it as tabs."""
        window = self._window
        # The columns at the sides are long lists, and keep the whole height.
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        for area in (LEFT, RIGHT):
            self._tabify(area, opens=True)
        self._share_width()
        self._watch(opens=True)

    def complete(self) -> None:
        """Add the docks that do not open at first, behind the others of their areas; later calls do nothing."""
        if self._is_complete:
            return
        self._is_complete = True
        first = self._tabify(BOTTOM, opens=False)
        self._window.resizeDocks([first.dock], [first.panel.size], Qt.Orientation.Vertical)
        self._watch(opens=False)
        self._first_state = self._unfolded = self._window.saveState()

    def _tabify(self, area: Qt.DockWidgetArea, *, opens: bool) -> PanelDock[Any]:
        first, *others = (dock for dock in self._docks.values() if dock.panel.area == area)
        assert all(dock.panel.opens is opens for dock in (first, *others)), "an area opens as a whole"
        for other in others:
            self._window.tabifyDockWidget(first.dock, other.dock)
        first.dock.raise_()
        return first

    def _watch(self, *, opens: bool) -> None:
        for dock in self._docks.values():
            if dock.panel.opens is opens:
                dock.dock.visibilityChanged.connect(dock.see)

    def reset(self) -> None:
        """Put all docks back to where they were at first."""
        self.complete()
        self._window.restoreState(self._first_state)
        self._share_width()

    def _share_width(self) -> None:
        """Give the panels at the sides the width they want, or less in a narrow window."""
        sides = {dock.panel.area: dock for dock in reversed(self._docks.values()) if dock.panel.area != BOTTOM}
        share = min(1.0, _SIDES * self._window.width() / sum(side.panel.size for side in sides.values()))
        self._window.resizeDocks(
            [side.dock for side in sides.values()],
            [int(share * side.panel.size) for side in sides.values()],
            Qt.Orientation.Horizontal,
        )

    def fold(self) -> None:
        """Leave the whole window to the canvas; where no panel is open, open those that were."""
        self.complete()
        window = self._window
        is_open = [dock.dock for dock in self._docks.values() if not dock.dock.isHidden()]
        if not is_open:
            window.restoreState(self._unfolded)
            return
        self._unfolded = window.saveState()
        for dock in is_open:
            dock.hide()
        window.centralWidget().setFocus()

    @property
    def toggles(self) -> dict[str, QAction]:
        """The tick of every panel by its key, in the order of the menu."""
        self.complete()
        return {key: dock.dock.toggleViewAction() for key, dock in self._docks.items()}

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules of all panels."""
        return tuple(dock.panel.module for dock in self._docks.values())

    def furnish(self) -> None:
        """Make the panels that can be seen, and show their values; later calls do nothing."""
        if not self.is_furnished:
            self.is_furnished = True
            self.refresh(Change.ALL)

    def refresh(self, change: Change) -> None:
        """Show a change in every panel that it concerns, in hidden ones as soon as they can be seen."""
        for dock in self._docks.values():
            if change & dock.panel.on:
                dock.renew()

    def pin(self) -> None:
        """Keep the panels at the side that are in front there, whatever is selected, or do so no longer; also later."""
        self._settings.keeps_front = not self._settings.keeps_front
        save_settings(self._settings)

    @property
    def is_pinned(self) -> bool:
        """True while a selection brings no panel to the front."""
        return self._settings.keeps_front

    def raise_for_selection(self, key: str) -> None:
        """Bring a panel before the others of its area, unless it is closed, or one of them is pinned or in use."""
        dock = self._docks[key].dock
        beside = (dock, *self._window.tabifiedDockWidgets(dock))
        focus = self._window.focusWidget()
        follows = any(other.panel.follows and other.is_seen and other.dock in beside for other in self._docks.values())
        in_use = follows or any(other.isAncestorOf(focus) for other in beside)
        if not self.is_pinned and not dock.isHidden() and not in_use:
            dock.raise_()

    def to_front(self, key: str) -> None:
        """Bring a panel to the front."""
        self.complete()
        self._docks[key].to_front()

    def go_to(self, key: str) -> None:
        """Bring a panel to the front, and the keyboard to it."""
        self.complete()
        self._docks[key].go_to()

    def turn(self, key: str) -> None:
        """Go to a panel; from there, close it."""
        self.complete()
        row = self._docks[key]
        if row.is_seen and row.dock.isAncestorOf(self._window.focusWidget()):
            row.dock.close()
            self._window.centralWidget().setFocus()
        else:
            row.go_to()
