"""The panels around the canvas, in docks that the user may move, close and open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from explorer.panels.details import Details, describe_edge, describe_node
from explorer.state.session import Change
from explorer.views.groups import is_group
from ui.work.turns import Turns

if TYPE_CHECKING:
    from explorer.panels.selection import SelectionSummary
    from ui.panels.details import DetailsPanel
    from ui.panels.evidence import EvidencePanel
    from ui.panels.facets import FacetsPanel
    from ui.panels.history import HistoryPanel
    from ui.panels.measures import MeasuresPanel
    from ui.panels.noted import NotedPanel
    from ui.panels.notes import NotesPanel
    from ui.panels.paths import PathsPanel
    from ui.panels.query import QueryPanel
    from ui.panels.style import StylePanel
    from ui.panels.table import TablePanel
    from ui.panels.timeline import TimelinePanel
    from ui.window.window import Window

_LEFT, _RIGHT, _BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea,
)  # fmt: skip


class Panel(NamedTuple):
    """A panel by the name of its dock: how it is made, and how it is shown what concerns it when ``on`` changed.

    ``size`` is the width, or at the bottom the height, that it has at first. One that ``opens`` is there from the
    beginning; the others when the user asks for them.
    """

    title: str
    area: Qt.DockWidgetArea
    size: int
    make: Callable[[Window], QWidget]
    show: Callable[[Window, Any], None]
    on: Change
    opens: bool = False


class _Holder(QWidget):
    """Holds what is in a dock, and wants the size of the panel, for Qt likes to give docks what their contents want."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)

    def sizeHint(self) -> QSize:
        size = self._panel.size
        return QSize(400, size) if self._panel.area == _BOTTOM else QSize(size, 400)


class _Slot:
    """The dock of a panel, whether it can be seen, and whether what it shows is out of date."""

    def __init__(self, panel: Panel, window: Window) -> None:
        self.panel = panel
        self.is_stale, self.is_seen = True, False
        self.widget: QWidget | None = None
        self.dock = QDockWidget(panel.title, window)
        self.dock.setObjectName(f"dock-{panel.title.lower()}")
        self.holder = _Holder(panel)
        self.dock.setWidget(self.holder)
        window.addDockWidget(panel.area, self.dock)
        self.dock.setVisible(panel.opens)

    @property
    def is_complete(self) -> bool:
        """Whether the panel is there."""
        return self.holder.column.count() > 0

    def go_on(self, window: Window) -> None:
        """Take one of the two steps to a panel: make it, then put it into its dock, where Qt styles all that it has."""
        if self.widget is None:
            self.widget = self.panel.make(window)
        else:
            self.holder.column.addWidget(self.widget)
            self.widget.setVisible(True)  # now, and not in a later turn of the event loop


class Docks:
    """The docks are there at once, what is in them is made when somebody can see it, each in a turn of its own.

    The window furnishes them after its first picture, which is on the screen a good deal sooner for that. A panel that
    cannot be seen costs nothing.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self.is_furnished = False
        self.turns = Turns(window)
        self._slots = {panel.title: _Slot(panel, window) for panel in PANELS}
        # The columns at the sides are long lists, and keep the whole height.
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        for area in (_LEFT, _RIGHT, _BOTTOM):
            first, *others = (slot for slot in self._slots.values() if slot.panel.area == area)
            for slot in others:
                window.tabifyDockWidget(first.dock, slot.dock)
            first.dock.raise_()
            across = Qt.Orientation.Vertical if area == _BOTTOM else Qt.Orientation.Horizontal
            window.resizeDocks([first.dock], [first.panel.size], across)
        for slot in self._slots.values():
            slot.dock.visibilityChanged.connect(lambda seen, slot=slot: self._seen(slot, seen))

    @property
    def all(self) -> tuple[QDockWidget, ...]:
        """Every dock, in the order of the menu."""
        return tuple(slot.dock for slot in self._slots.values())

    def dock(self, title: str) -> QDockWidget:
        """The dock of that title."""
        return self._slots[title].dock

    def panel(self, title: str) -> Any:
        """What is in a dock, made if it was not there yet."""
        slot = self._slots[title]
        while not slot.is_complete:
            slot.go_on(self._window)
        return slot.widget

    @property
    def filters(self) -> QDockWidget:
        """The dock of what one can narrow by."""
        return self.dock("Filters")

    @property
    def reading(self) -> QDockWidget:
        """The dock of what is said of what is chosen."""
        return self.dock("Details")

    @property
    def facets(self) -> FacetsPanel:
        """What one can narrow by."""
        panel: FacetsPanel = self.panel("Filters")
        return panel

    @property
    def details(self) -> DetailsPanel:
        """What is said of what is chosen."""
        panel: DetailsPanel = self.panel("Details")
        return panel

    @cached_property
    def evidence(self) -> EvidencePanel:
        """Where it is said; part of the details."""
        from ui.panels.evidence import EvidencePanel

        return EvidencePanel(self._window.texts.excerpt, self._window.desk.ask_texts)

    @cached_property
    def noted(self) -> NotedPanel:
        """The notes on what is read about; part of the details."""
        from ui.panels.noted import NotedPanel

        return NotedPanel(self._window.noter.edit, self._window.noter.write)

    def furnish(self) -> None:
        """Make the panels that can be seen, and show in them what there is to show; later calls do nothing."""
        if not self.is_furnished:
            self.is_furnished = True
            self.refresh(Change.ALL)

    def refresh(self, change: Change) -> None:
        """Show every panel what changed, those that cannot be seen when they are."""
        for slot in self._slots.values():
            if change & slot.panel.on:
                slot.is_stale = True
                self._freshen(slot)

    def renew(self, title: str) -> None:
        """Show one panel again, when it can be seen."""
        self._slots[title].is_stale = True
        self._freshen(self._slots[title])

    def made(self, title: str) -> Any:
        """What is in a dock, None where it was not made yet."""
        slot = self._slots[title]
        return slot.widget if slot.is_complete else None

    def raise_panel(self, title: str) -> Any:
        """Bring a panel to the front, ready to be used."""
        self.bring(title)
        self.turns.finish()
        return self.panel(title)

    def bring(self, title: str) -> None:
        """Bring a panel to the front; what is in it follows in its turns."""
        dock = self.dock(title)
        dock.show()
        dock.raise_()
        self._seen(self._slots[title], True)

    def go_to(self, title: str) -> None:
        """Bring a panel to the front, and the keyboard to it."""
        self.bring(title)
        self.turns.later("focus", lambda: self.panel(title).setFocus())

    def _seen(self, slot: _Slot, seen: bool) -> None:
        slot.is_seen = seen
        self._freshen(slot)

    def _freshen(self, slot: _Slot) -> None:
        if self.is_furnished and slot.is_stale and slot.is_seen:
            self.turns.later(slot.panel.title, lambda: self._show(slot))

    def _show(self, slot: _Slot) -> None:
        if not slot.is_complete:
            slot.go_on(self._window)
            self._freshen(slot)
        elif slot.is_stale and slot.is_seen:
            slot.is_stale = False
            slot.panel.show(self._window, self.panel(slot.panel.title))


def _make_facets(window: Window) -> QWidget:
    from ui.panels.facets import FacetsPanel

    return FacetsPanel(window.commands)


def _show_facets(window: Window, panel: FacetsPanel) -> None:
    from explorer.panels.facets import count_facets

    session = window.session
    panel.put(count_facets(session.projection, session.view, session.visible))


def _make_measures(window: Window) -> QWidget:
    from ui.panels.measures import MeasureMoves, MeasuresPanel
    from ui.tasks.measures import CHANNELS

    work = window.measurer
    return MeasuresPanel(MeasureMoves(work.take, work.keep, window.go_to, work.drive, work.drop, CHANNELS))


def _show_measures(window: Window, panel: MeasuresPanel) -> None:
    panel.put(window.measurer.gauges())


def _make_style(window: Window) -> QWidget:
    from ui.panels.style import StylePanel

    return StylePanel(window.commands.style)


def _show_style(window: Window, panel: StylePanel) -> None:
    from ui.panels.style import Styles

    style = window.commands.style
    panel.put(Styles(style.rules, style.words, style.proposer))


def _make_details(window: Window) -> QWidget:
    from ui.panels.details import DetailsPanel

    return DetailsPanel(window.commands, window.go_to, window.docks.evidence, window.docks.noted)


def _show_details(window: Window, panel: DetailsPanel) -> None:
    selected = _selected(window)
    turns = window.docks.turns
    panel.begin(selected)
    turns.later("what is read out", panel.complete)
    turns.later("evidence", lambda: _show_evidence(window, selected))


def _show_evidence(window: Window, selected: Details | SelectionSummary | None) -> None:
    window.docks.evidence.put(selected)
    window.docks.noted.put(window.noter.on(selected))


def _selected(window: Window) -> Details | SelectionSummary | None:
    from explorer.panels.selection import summarise

    session = window.session
    projection, visible, selection = session.projection, session.visible, session.selection
    statements = session.selected_statements
    if len(statements) == 1:
        return describe_edge(projection, session.selected_edge)
    if len(statements):
        ends = (session.title_of(visible.drawn_for(int(column[statements[0]])))
                for column in (projection.subject, projection.object))  # fmt: skip
        return summarise(projection, visible, (), statements, f"{len(statements):,} ties: {' and '.join(ends)}")
    if len(selection) == 1 and not is_group(selection[0]):
        return describe_node(projection, visible, selection[0])
    members = visible.members_of_all(selection)
    title = session.title_of(selection[0]) if len(selection) == 1 else ""
    return summarise(projection, visible, members, title=title) if len(members) else None


def _make_table(window: Window) -> QWidget:
    from ui.panels.table import TableMoves, TablePanel

    moves = TableMoves(
        go_to=window.go_to,
        go_to_edge=window.bringer.go_to_edge,
        bring=window.bringer.bring,
        read_details=window.desk.read_details,
        fill_menu=window.actions_set.fill_context,
        start=window.jobs.start,
        export=window.desk.ask_export_table,
        say=window.overlay.toast.say,
        remembered=window.settings.tables,
    )
    return TablePanel(window.commands, moves)


def _show_table(window: Window, panel: TablePanel) -> None:
    session = window.session
    panel.put(session.projection, session.visible, session.view.measures)
    panel.show_selected(session.selection, session.selected_statements)


def _make_query(window: Window) -> QWidget:
    from ui.tasks.queries import Querier

    return Querier(window).panel()


def _show_query(window: Window, panel: QueryPanel) -> None:
    panel.put(window.session.document, window.session.visible)


def _make_history(window: Window) -> QWidget:
    from ui.panels.history import HistoryPanel

    return HistoryPanel(window.session.jump)


def _show_history(window: Window, panel: HistoryPanel) -> None:
    panel.put(window.session.history)


def _make_paths(window: Window) -> QWidget:
    from ui.panels.paths import PathMoves, PathsPanel

    work = window.pathfinder
    moves = PathMoves(
        take=work.take,
        ask=work.ask,
        choose=work.choose,
        light=work.light,
        show_only=work.show_only,
        keep=work.keep,
        forget=work.forget,
        repeat=work.repeat,
        is_shown=work.is_shown,
    )
    return PathsPanel(moves)


def _show_paths(window: Window, panel: PathsPanel) -> None:
    panel.put(window.pathfinder.search(), window.pathfinder.findings)
    if window.pathfinder.ends_waiting():
        panel.read()


def _make_notes(window: Window) -> QWidget:
    return window.noter.make_panel()


def _show_notes(window: Window, panel: NotesPanel) -> None:
    panel.put(window.noter.entries())


def _make_timeline(window: Window) -> QWidget:
    from ui.panels.timeline import TimelinePanel

    return TimelinePanel(window.commands, window.go_to)


def _show_timeline(window: Window, panel: TimelinePanel) -> None:
    session = window.session
    panel.put(session.projection, session.view, session.visible)
    panel.show_selected(session.visible, session.selection)


PANELS = (
    Panel("Filters", _LEFT, 290, _make_facets, _show_facets, Change.DOCUMENT | Change.VIEW, opens=True),
    Panel("Measures", _LEFT, 290, _make_measures, _show_measures, Change.ALL, opens=True),
    Panel("Style", _LEFT, 290, _make_style, _show_style, Change.DOCUMENT | Change.VIEW, opens=True),
    Panel("Details", _RIGHT, 360, _make_details, _show_details, Change.ALL, opens=True),
    Panel("History", _RIGHT, 360, _make_history, _show_history, Change.DOCUMENT | Change.VIEW, opens=True),
    Panel("Notes", _RIGHT, 360, _make_notes, _show_notes, Change.DOCUMENT | Change.VIEW, opens=True),
    Panel("Table", _BOTTOM, 280, _make_table, _show_table, Change.ALL),
    Panel("Paths", _BOTTOM, 280, _make_paths, _show_paths, Change.ALL),
    Panel("Timeline", _BOTTOM, 320, _make_timeline, _show_timeline, Change.ALL),
    Panel("Query", _BOTTOM, 280, _make_query, _show_query, Change.DOCUMENT | Change.VIEW),
)
"""Every panel, in the order of the menu; those of one area share it as tabs."""
