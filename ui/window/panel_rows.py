"""The table of panels: a row for each, with what makes it and what shows in it.

Panels are imported by the functions that make them: none is needed for the first picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from explorer.pictures.scene.staging import looks_in
from explorer.state.session import Change
from graph.work.progress import finish
from ui.tasks.tools import Tools
from ui.window.docks import BOTTOM, LEFT, RIGHT, Docks, Panel
from ui.window.panels import Panels
from ui.window.tasks import WindowTasks
from ui.work.jobs import Jobs
from ui.work.turns import Turns

if TYPE_CHECKING:
    from explorer.files.attached_texts import AttachedTexts
    from explorer.panels.column_facets import FacetOffer
    from explorer.panels.details import Details
    from explorer.panels.selection import SelectionSummary
    from ui.panels.checks import ChecksPanel
    from ui.panels.comparison import ComparisonPanel
    from ui.panels.details import DetailsPanel
    from ui.panels.evidence import EvidencePanel
    from ui.panels.facets import FacetsPanel
    from ui.panels.history import HistoryPanel
    from ui.panels.measures import MeasuresPanel
    from ui.panels.noted import NotedPanel
    from ui.panels.notes import NotesPanel
    from ui.panels.paths import PathsPanel
    from ui.panels.query import QueryPanel
    from ui.panels.sides import SidesPanel
    from ui.panels.style import StylePanel
    from ui.panels.table import TablePanel
    from ui.panels.texts import TextsPanel
    from ui.panels.timeline import TimelinePanel

_AT_ONCE = 20_000
"""Up to so many resources the columns that can be filters are read at once; beyond, in a job."""
_DATA = Change.DOCUMENT | Change.VIEW


class PanelRows:
    """The rows. ``tasks`` gives the tasks of the window, which are there before the first panel is."""

    def __init__(
        self,
        tools: Tools,
        jobs: Jobs,
        texts: AttachedTexts,
        turns: Turns,
        tasks: Callable[[], WindowTasks],
        fill_menu: Callable[[QMenu, str], None],
    ) -> None:
        self._tools, self._jobs, self._texts, self._turns = tools, jobs, texts, turns
        self._tasks, self._fill_menu = tasks, fill_menu
        self._evidence: EvidencePanel | None = None
        self._noted: NotedPanel | None = None
        self._sides: SidesPanel | None = None

    def filters(self) -> Panel[FacetsPanel]:
        """Filters, with counts."""

        def make() -> FacetsPanel:
            from ui.panels.facets import FacetsPanel
            from ui.parts.facets.column_facets import FacetMoves

            moves = FacetMoves(offers, lambda: self._tasks().filters.by_relationship())
            return FacetsPanel(self._tools.commands, moves, self._tools.settings.folds)

        def offers(done: Callable[[tuple[FacetOffer, ...]], None]) -> None:
            from explorer.panels.column_facets import offering

            session = self._tools.session
            job = offering(session.projection, session.view)
            if session.projection.node_count <= _AT_ONCE:
                done(finish(job))
            else:
                self._tools.start(job, "Filters", done, on=session.document)

        def show(panel: FacetsPanel) -> None:
            from explorer.panels.facets import count_facets

            session = self._tools.session
            panel.put(count_facets(session.projection, session.view, session.visible))

        return Panel("filters", "Filters", LEFT, 290, "ui.panels.facets", make, show, _DATA, opens=True)

    def measures(self) -> Panel[MeasuresPanel]:
        """Measures of what is shown."""

        def make() -> MeasuresPanel:
            from ui.panels.measures import MeasureMoves, MeasuresPanel
            from ui.tasks.measures import CHANNELS

            tasks, runner = self._tasks(), self._tasks().measures
            return MeasuresPanel(
                MeasureMoves(runner.take, runner.filter, tasks.looking.go_to, runner.drive, runner.drop, CHANNELS)
            )

        def show(panel: MeasuresPanel) -> None:
            panel.put(self._tasks().measures.gauges())

        return Panel("measures", "Measures", LEFT, 290, "ui.panels.measures", make, show, Change.ALL, opens=True)

    def style(self) -> Panel[StylePanel]:
        """Style rules."""

        def make() -> StylePanel:
            from ui.panels.style import StylePanel

            return StylePanel(self._tools.commands.style)

        def show(panel: StylePanel) -> None:
            from ui.panels.style import Styles

            style = self._tools.commands.style
            panel.put(Styles(style.rules, style.words, style.proposer))

        return Panel("style", "Style", LEFT, 290, "ui.panels.style", make, show, _DATA, opens=True)

    def details(self) -> Panel[DetailsPanel]:
        """Details of the selection, with its evidence and notes."""

        def make() -> DetailsPanel:
            from ui.panels.details import DetailsPanel
            from ui.panels.evidence import EvidencePanel
            from ui.panels.noted import NotedPanel
            from ui.panels.sides import SidesPanel

            tasks = self._tasks()
            self._evidence = EvidencePanel(
                self._texts.excerpt, self._texts.doubt, tasks.files.attach_texts, tasks.reading.read
            )
            self._noted = NotedPanel(tasks.notes.edit, tasks.notes.write)
            commands, go_to = self._tools.commands, tasks.looking.go_to
            self._sides = SidesPanel(go_to, lambda predicate: commands.take_values(predicate, False))
            panel = DetailsPanel(commands, go_to, self._evidence, self._sides, self._noted)
            panel.pointed.connect(tasks.reading.point_line)
            panel.grading.connect(lambda: tasks.grading.ask())
            self._evidence.pointed.connect(tasks.reading.point_card)
            tasks.reading.lights += [panel.show_lit, self._evidence.show_lit]
            return panel

        def show(panel: DetailsPanel) -> None:
            from ui.window.described import described  # late: the first picture shows no details

            selected = described(self._tools.session)
            panel.begin(selected)
            self._turns.later("what is read out", panel.complete)
            self._turns.later("evidence", lambda: self._show_evidence(selected))

        return Panel("details", "Details", RIGHT, 360, "ui.panels.details", make, show, Change.ALL, opens=True)

    def _show_evidence(self, selected: Details | SelectionSummary | None) -> None:
        from ui.window.described import sides

        if self._evidence is not None and self._noted is not None and self._sides is not None:
            self._evidence.put(selected)
            self._sides.put(sides(self._tools.session, selected))
            self._noted.put(self._tasks().notes.on(selected))

    def history(self) -> Panel[HistoryPanel]:
        """Every change of the view."""

        def make() -> HistoryPanel:
            from ui.panels.history import HistoryPanel

            return HistoryPanel(self._tools.session.jump)

        def show(panel: HistoryPanel) -> None:
            panel.put(self._tools.session.history)

        on = Change.ALL & ~Change.SELECTION
        return Panel("history", "History", RIGHT, 360, "ui.panels.history", make, show, on, opens=True)

    def notes(self) -> Panel[NotesPanel]:
        """Every note, and an editor."""

        def make() -> NotesPanel:
            from ui.panels.notes import NoteMoves, NotesPanel

            notes, leave = self._tasks().notes, self._tools.sight.setFocus
            remove = self._tools.commands.notes.remove
            return NotesPanel(
                NoteMoves(notes.write, notes.go_to, notes.add, notes.change, remove, notes.move_here, leave)
            )

        def show(panel: NotesPanel) -> None:
            panel.put(self._tasks().notes.entries())

        return Panel("notes", "Notes", RIGHT, 360, "ui.panels.notes", make, show, _DATA, opens=True)

    def texts(self) -> Panel[TextsPanel]:
        """The attached texts, with passages underlined."""

        def make() -> TextsPanel:
            from ui.panels.texts import TextMoves, TextsPanel

            r = self._tasks().reading
            moves = r.page, r.draw, r.is_there, r.missing, r.said_by, r.words, r.hover, r.select, r.attach
            return TextsPanel(TextMoves(*moves))

        def show(panel: TextsPanel) -> None:
            panel.put(self._tasks().reading.entries())
            panel.show_selected(self._tasks().reading.selected())

        return Panel("texts", "Texts", RIGHT, 360, "ui.panels.texts", make, show, Change.ALL, opens=True, follows=True)

    def table(self) -> Panel[TablePanel]:
        """Resources and relationships as rows."""

        def make() -> TablePanel:
            from ui.panels.table import TableMoves, TablePanel

            tasks = self._tasks()
            moves = TableMoves(
                go_to=tasks.looking.go_to,
                go_to_edge=tasks.looking.go_to_edge,
                reveal=tasks.expanding.show,
                read_details=lambda: tasks.panels.go_to("details"),
                fill_menu=self._fill_menu,
                start=self._jobs.start,
                export=tasks.exports.export_table,
                say=self._tools.messages.say,
                remembered=self._tools.settings.tables,
            )
            panel = TablePanel(self._tools.commands, moves)
            tasks.reading.lights.append(panel.show_lit)
            panel.pointed.connect(tasks.reading.point_at)
            return panel

        def show(panel: TablePanel) -> None:
            session = self._tools.session
            panel.put(session.projection, session.visible, session.view.measures, session.view.facets)
            panel.show_looks(looks_in(session.scene, session.projection, session.view.rules))
            panel.show_selected(session.selection, session.selected_statements)

        return Panel("table", "Table", BOTTOM, 280, "ui.panels.table", make, show, Change.ALL)

    def paths(self) -> Panel[PathsPanel]:
        """Paths between resources, and findings."""

        def make() -> PathsPanel:
            from ui.panels.paths import PathMoves, PathsPanel

            paths = self._tasks().paths
            moves = PathMoves(
                take=paths.find,
                find=self._tasks().finder.find,
                put_end=paths.put_end,
                ask=paths.ask,
                select=paths.select,
                highlight=paths.light,
                cite=paths.cite,
                show_only=paths.show_only,
                save=paths.save,
                remove=paths.remove,
                repeat=paths.repeat,
                is_shown=paths.is_shown,
            )
            return PathsPanel(moves)

        def show(panel: PathsPanel) -> None:
            paths = self._tasks().paths
            panel.put(paths.search(), self._tools.session.findings)
            if paths.ends_waiting():
                panel.read()

        return Panel("paths", "Paths", BOTTOM, 280, "ui.panels.paths", make, show, Change.ALL)

    def timeline(self) -> Panel[TimelinePanel]:
        """Dates over time."""

        def make() -> TimelinePanel:
            from ui.panels.timeline import TimelinePanel

            tasks = self._tasks()
            filters = tasks.filters
            ways = tasks.looking.go_to, filters.set_clock, filters.lay_out_in_time
            panel = TimelinePanel(self._tools.commands, *ways)
            panel.chart.pointed.connect(lambda node: tasks.reading.point_at(node, -1))
            return panel

        def show(panel: TimelinePanel) -> None:
            session = self._tools.session
            panel.put(session.projection, session.view, session.visible)
            panel.show_selected(session.visible, session.selection)

        return Panel("timeline", "Timeline", BOTTOM, 320, "ui.panels.timeline", make, show, Change.ALL)

    def query(self) -> Panel[QueryPanel]:
        """SPARQL queries."""

        def make() -> QueryPanel:
            from explorer.panels.query_results import stored_queries
            from graph.query.engine import BOUNDS
            from ui.panels.query import QueryMoves, QueryPanel

            tasks, queries = self._tasks(), self._tasks().queries
            moves = QueryMoves(
                ask=queries.ask,
                start=self._jobs.start,
                select=lambda nodes: tasks.looking.select(nodes.tolist()),
                go_to=tasks.looking.go_to,
                reveal=queries.show,
                export=tasks.exports.export_table,
                say=self._tools.messages.say,
                remember=queries.remember,
            )
            return QueryPanel(moves, stored_queries(), self._tools.settings.query, BOUNDS.seconds)

        def show(panel: QueryPanel) -> None:
            session = self._tools.session
            looks = looks_in(session.scene, session.projection, session.view.rules)
            panel.put(session.document, session.visible, looks)

        return Panel("query", "Query", BOTTOM, 280, "ui.panels.query", make, show, _DATA)

    def checks(self) -> Panel[ChecksPanel]:
        """Findings of the last check."""

        def make() -> ChecksPanel:
            from ui.panels.checks import CheckMoves, ChecksPanel

            checking = self._tasks().checking
            return ChecksPanel(
                CheckMoves(checking.check, checking.check_by, checking.go_to, self._tasks().files.attach_texts)
            )

        def show(panel: ChecksPanel) -> None:
            panel.put(self._tasks().checking.report)

        return Panel("checks", "Check", BOTTOM, 280, "ui.panels.checks", make, show, Change.DOCUMENT)

    def comparison(self) -> Panel[ComparisonPanel]:
        """The comparison that is drawn."""

        def make() -> ComparisonPanel:
            from ui.panels.comparison import ComparisonMoves, ComparisonPanel

            c = self._tasks().comparing
            starting = c.compare, c.compare_now, c.compare_days, c.compare_views
            return ComparisonPanel(ComparisonMoves(*starting, c.go_to, c.turn_round, c.show_only, c.save, c.end))

        def show(panel: ComparisonPanel) -> None:
            found = self._tasks().comparing.comparison
            if found is None:
                panel.put(("", ""), (), (), ())
            else:
                panel.put(found.names, found.lines, found.places, found.sentences)

        return Panel("comparison", "Compare", BOTTOM, 280, "ui.panels.comparison", make, show, Change.DOCUMENT)

    def add_to(self, docks: Docks) -> Panels:
        """Add a dock for every row, in the order of the menu."""
        return Panels(
            filters=docks.add(self.filters()),
            measures=docks.add(self.measures()),
            style=docks.add(self.style()),
            details=docks.add(self.details()),
            history=docks.add(self.history()),
            notes=docks.add(self.notes()),
            texts=docks.add(self.texts()),
            table=docks.add(self.table()),
            paths=docks.add(self.paths()),
            timeline=docks.add(self.timeline()),
            query=docks.add(self.query()),
            checks=docks.add(self.checks()),
            comparison=docks.add(self.comparison()),
        )
