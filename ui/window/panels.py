"""The panels of a window, each by its dock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.named import NamedTuple
from ui.window.docks import PanelDock

if TYPE_CHECKING:
    from ui.panels.checks import ChecksPanel
    from ui.panels.comparison import ComparisonPanel
    from ui.panels.details import DetailsPanel
    from ui.panels.facets import FacetsPanel
    from ui.panels.history import HistoryPanel
    from ui.panels.measures import MeasuresPanel
    from ui.panels.notes import NotesPanel
    from ui.panels.paths import PathsPanel
    from ui.panels.query import QueryPanel
    from ui.panels.style import StylePanel
    from ui.panels.table import TablePanel
    from ui.panels.texts import TextsPanel
    from ui.panels.timeline import TimelinePanel


class Panels(NamedTuple):
    """One dock a panel, in the order of the menu."""

    filters: PanelDock[FacetsPanel]
    measures: PanelDock[MeasuresPanel]
    style: PanelDock[StylePanel]
    details: PanelDock[DetailsPanel]
    history: PanelDock[HistoryPanel]
    notes: PanelDock[NotesPanel]
    texts: PanelDock[TextsPanel]
    table: PanelDock[TablePanel]
    paths: PanelDock[PathsPanel]
    timeline: PanelDock[TimelinePanel]
    query: PanelDock[QueryPanel]
    checks: PanelDock[ChecksPanel]
    comparison: PanelDock[ComparisonPanel]
