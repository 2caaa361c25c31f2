"""The panels beside the canvas, in docks that the user may move, close and open."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from explorer.details import Details, describe_edge, describe_node
from explorer.facets import count_facets
from explorer.selection import SelectionSummary, summarise

if TYPE_CHECKING:
    from ui.panels.details import DetailsPanel
    from ui.panels.evidence import EvidencePanel
    from ui.panels.facets import FacetsPanel
    from ui.window import Window


class Docks:
    """The docks are there at once, what is in them is made when somebody asks for it.

    The window asks after its first picture, which is on the screen a good deal sooner for that.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self.is_furnished = False
        self.filters = self._dock("Filters", Qt.DockWidgetArea.LeftDockWidgetArea, 290)
        self.reading = self._dock("Details", Qt.DockWidgetArea.RightDockWidgetArea, 360)

    def _dock(self, title: str, area: Qt.DockWidgetArea, width: int) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock-{title.lower()}")
        dock.setWidget(QWidget())
        self._window.addDockWidget(area, dock)
        self._window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        return dock

    @property
    def all(self) -> tuple[QDockWidget, ...]:
        """Every dock, in the order of the menu."""
        return self.filters, self.reading

    @cached_property
    def facets(self) -> FacetsPanel:
        """What one can narrow by."""
        from ui.panels.facets import FacetsPanel

        panel = FacetsPanel(self._window.commands)
        self.filters.setWidget(panel)
        return panel

    @cached_property
    def evidence(self) -> EvidencePanel:
        """Where it is said; part of the details."""
        from ui.panels.evidence import EvidencePanel

        return EvidencePanel(self._window.excerpt, self._window.desk.ask_texts)

    @cached_property
    def details(self) -> DetailsPanel:
        """What is said of what is chosen."""
        from ui.panels.details import DetailsPanel

        panel = DetailsPanel(self._window.commands, self._window.go_to, self.evidence)
        self.reading.setWidget(panel)
        return panel

    def furnish(self) -> None:
        """Make all panels and show in them what there is to show; later calls do nothing."""
        if not self.is_furnished:
            self.is_furnished = True
            self.show_visible()
            self.show_chosen()

    def show_visible(self) -> None:
        """Count anew what is shown of what there is."""
        if self.is_furnished:
            session = self._window.session
            self.facets.show(count_facets(session.projection, session.view, session.visible))

    def show_chosen(self) -> None:
        """Describe what is selected."""
        if self.is_furnished:
            chosen = self._chosen()
            self.details.show(chosen)
            self.evidence.show(chosen)

    def _chosen(self) -> Details | SelectionSummary | None:
        session = self._window.session
        if session.selected_edge >= 0:
            return describe_edge(session.projection, session.selected_edge)
        if len(session.selection) == 1:
            return describe_node(session.projection, session.visible, session.selection[0])
        if session.selection:
            return summarise(session.projection, session.visible, session.selection)
        return None

    def read_details(self) -> None:
        """Bring the details to the front and go there."""
        self.reading.show()
        self.reading.raise_()
        self.details.setFocus()
