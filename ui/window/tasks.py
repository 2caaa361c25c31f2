"""The tasks of a window: each is made when it is first asked for, of the tools and of what else it needs.

The way in for tests, too: ``window.tasks.paths``, ``window.tasks.files``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.actions.table import ACTIONS
from graph.named import NamedTuple
from ui.tasks.files.documents import DocumentSwitch
from ui.tasks.files.explorations import ExplorationFile
from ui.tasks.looking import Looking
from ui.tasks.search import Finder
from ui.tasks.tools import Tools
from ui.window.theming import ThemeSwitch

if TYPE_CHECKING:
    from explorer.files.attached_texts import AttachedTexts
    from explorer.panels.search import Hit, Target
    from explorer.state.commands import Commands
    from graph.work.process import Worker
    from graph.work.progress import Job
    from ui.canvas.canvas import Canvas
    from ui.canvas.drafts import Drafts
    from ui.canvas.overview_pane import OverviewPane
    from ui.overlay.command_palette import CommandPalette
    from ui.parts.search import SearchField
    from ui.tasks.checking import Checker
    from ui.tasks.evidence.grading import Grader
    from ui.tasks.expanding import Expander
    from ui.tasks.files.comparing import Comparer
    from ui.tasks.files.crash_copies import CrashCopies
    from ui.tasks.files.exports import Exporter
    from ui.tasks.files.opener import FileOpener
    from ui.tasks.files.publishing import Publisher
    from ui.tasks.files.sources import SourceOpener
    from ui.tasks.files.web import WebOpener
    from ui.tasks.filters import FilterMaker
    from ui.tasks.groups import GroupMaker
    from ui.tasks.layouts import LayoutRunner
    from ui.tasks.measures import MeasureRunner
    from ui.tasks.named_views import NamedViews
    from ui.tasks.naming import NameChooser
    from ui.tasks.notes import NoteKeeper
    from ui.tasks.paths import PathSearch
    from ui.tasks.queries import QueryRunner
    from ui.tasks.reading import TextReader
    from ui.window.docks import Docks
    from ui.window.panels import Panels
    from ui.work.jobs import Jobs

_MOST_RESOURCES = 30
"""Resources that the command palette lists."""


class Surroundings(NamedTuple):
    """The parts of a window that tasks use, beside the tools.

    ``find_actions`` finds actions by words and ``run_action`` runs one by its id; ``layout_changed`` is called with the
    layout that runs or is shown.
    """

    parent: QMainWindow
    canvas: Canvas
    jobs: Jobs
    worker: Worker
    texts: AttachedTexts
    docks: Docks
    panels: Panels
    theme: ThemeSwitch
    search: SearchField
    find_actions: Callable[[str], list[Hit]]
    run_action: Callable[[str], None]
    fill_menu: Callable[[QMenu, str], None]
    layout_changed: Callable[[str], None]


class _Help:
    """Pages about the program."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def show_guide(self) -> None:
        """Open the guide."""
        self._tools.ask.show_guide()

    def show_keys(self) -> None:
        """List keys and mouse moves."""
        self._tools.ask.show_keys(ACTIONS)

    def show_about(self) -> None:
        """Say what this program is."""
        self._tools.ask.show_about()


class _Timeline:
    """The timeline as a player."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    def play(self) -> None:
        """Play over time, or pause."""
        self._panels.timeline.open().play()


class WindowTasks:
    """Everything that an action of the user can set going."""

    def __init__(self, tools: Tools, around: Surroundings) -> None:
        self._tools, self._around = tools, around
        around.texts.read_beside(self._read_folders)
        self.session, self.sight = tools.session, around.canvas
        self.jobs, self.panels, self.theme, self.search = around.jobs, around.docks, around.theme, around.search
        self.help, self.timeline = _Help(tools), _Timeline(around.panels)
        self.looking = Looking(
            tools, around.jobs, lambda change: self.layouts.changing_much(change), lambda: self.comparing.end()
        )
        self.documents = DocumentSwitch(
            tools, self.save_draft, lambda: self.layouts.stop(), around.docks.to_front, self.looking.go_to_view
        )
        self.exploration = ExplorationFile(
            tools,
            around.worker,
            around.texts,
            save_draft=self.save_draft,
            cancel_opening=lambda: self.sources.cancel(),
            show=self.documents.show,
            show_title=self._show_title,
        )
        self.finder = Finder(
            tools.session,
            lambda text: self.notes.hits(text),
            around.texts.words,
            self.looking.go_to,
            lambda predicate: self.expanding.show_kind(predicate),
            lambda name: self.notes.go_to(name),
            lambda iri: self.sources.load(iri),
            lambda nodes: self.expanding.show_found(nodes),
            tools.messages.say,
            lambda words: self.sources.find(words, around.search.look),
        )

    def save_draft(self) -> None:
        """Save the note that is being written."""
        panel = self._around.panels.notes.made
        if panel is not None:
            panel.save()

    def _show_title(self, name: str, is_modified: bool) -> None:
        self._around.parent.setWindowTitle(f"{name}[*] — Caseboard")
        self._around.parent.setWindowModified(is_modified)

    def quit(self) -> None:
        """Close the window."""
        self._around.parent.close()

    # Files

    @cached_property
    def sources(self) -> SourceOpener:
        """Reads sources."""
        from ui.tasks.files.sources import SourceOpener

        def pane() -> OverviewPane:
            from ui.canvas.overview_pane import OverviewPane

            return OverviewPane(self._around.canvas)

        return SourceOpener(
            self._tools,
            self._around.worker,
            self.documents.show,
            self.looking.select,
            pane,
        )

    @cached_property
    def files(self) -> FileOpener:
        """Opens files."""
        from ui.tasks.files.opener import FileOpener

        return FileOpener(
            self._tools,
            self._around.texts,
            self.exploration.leave,
            lambda names, options: self.sources.open_paths(names, options),
            lambda path, options: self.exploration.open(path, options=options),
            self._renew_texts,
            lambda: self.web,
        )

    @cached_property
    def web(self) -> WebOpener:
        """Opens addresses on the web."""
        from ui.tasks.files.web import WebOpener

        return WebOpener(
            self._tools,
            lambda names, options: self.sources.open_paths(names, options),
            lambda url, client, options: self.sources.open_endpoint(url, client, options),
        )

    @property
    def commands(self) -> Commands:
        """Changes of the view on behalf of the user."""
        return self._tools.commands

    @cached_property
    def publishing(self) -> Publisher:
        """Publishes what is shown."""
        from ui.tasks.files.publishing import Publisher

        return Publisher(self._tools, self._around.texts)

    def _read_folders(self, job: Job[None], done: Callable[[], None]) -> None:
        """Read the folders of texts beside the window, and show then what was found."""

        def over() -> None:
            done()
            self._renew_texts()
            self.files.count_texts()

        self._tools.start(job, "Reading the folders of texts", lambda _: None).ended.connect(over)

    def _renew_texts(self) -> None:
        self.finder.renew()
        self._around.panels.details.renew()
        self._around.panels.texts.renew()

    @cached_property
    def copies(self) -> CrashCopies:
        """Copies of the exploration in case of a crash."""
        from ui.tasks.files.crash_copies import CrashCopies

        return CrashCopies(self._tools, self.exploration, self._around.jobs, self._around.parent)

    @cached_property
    def views(self) -> NamedViews:
        """Named views."""
        from ui.tasks.named_views import NamedViews

        return NamedViews(self._tools, self.looking.go_to_view)

    @cached_property
    def exports(self) -> Exporter:
        """Writes data, tables and images."""
        from ui.tasks.files.exports import Exporter

        return Exporter(self._tools, lambda title: self.views.now(title))

    @cached_property
    def notes(self) -> NoteKeeper:
        """Writes notes and goes to them."""
        from ui.tasks.notes import NoteKeeper

        around = self._around
        return NoteKeeper(self._tools, around.panels.notes, self.looking.go_to_edge, around.fill_menu)

    # The graph

    @cached_property
    def expanding(self) -> Expander:
        """Shows neighbours and members."""
        from ui.tasks.expanding import Expander

        return Expander(self._tools, lambda node: self.sources.load_neighbours(node), self.looking.fit_selection)

    @cached_property
    def filters(self) -> FilterMaker:
        """Adds filters, and resets them."""
        from ui.tasks.filters import FilterMaker

        return FilterMaker(self._tools, self.layouts.changing_much, lambda layout: self.layouts.lay_out(layout))

    @cached_property
    def groups(self) -> GroupMaker:
        """Makes groups."""
        from ui.tasks.groups import GroupMaker

        return GroupMaker(self._tools, self.layouts.changing_much)

    @cached_property
    def layouts(self) -> LayoutRunner:
        """Runs layouts."""
        from ui.tasks.layouts import LayoutRunner

        def drafts() -> Drafts:
            from ui.canvas.drafts import Drafts

            return Drafts(self._around.canvas, self.session)

        return LayoutRunner(self._tools, self._around.worker, drafts, self._around.layout_changed)

    @cached_property
    def measures(self) -> MeasureRunner:
        """Takes measures."""
        from ui.tasks.measures import MeasureRunner

        return MeasureRunner(self._tools, self._around.worker)

    @cached_property
    def paths(self) -> PathSearch:
        """Looks for paths."""
        from ui.tasks.paths import PathSearch

        panel = self._around.panels.paths
        return PathSearch(self._tools, panel, self.looking.go_to_edge, self.looking.light_up)

    @cached_property
    def queries(self) -> QueryRunner:
        """Runs queries."""
        from ui.tasks.queries import QueryRunner

        return QueryRunner(self._tools, self._around.worker, self.expanding.show, self.sources.load)

    @cached_property
    def checking(self) -> Checker:
        """Checks the data by shapes and texts."""
        from ui.tasks.checking import Checker

        around = self._around
        return Checker(self._tools, around.worker, around.panels.checks, self.looking.go_to, self.looking.go_to_edge)

    @cached_property
    def comparing(self) -> Comparer:
        """Compares the data with another file, or with itself."""
        from ui.tasks.files.comparing import Comparer

        looking = self.looking
        panel = self._around.panels.comparison
        return Comparer(self._tools, panel, looking.go_to, looking.go_to_edge, self.documents.redraw)

    @cached_property
    def reading(self) -> TextReader:
        """Shows the attached texts."""
        from ui.tasks.reading import TextReader

        around = self._around
        attach = self.files.attach_texts
        return TextReader(self._tools, around.texts, around.panels.texts, self.looking, attach, self._renew_texts)

    @cached_property
    def names(self) -> NameChooser:
        """Names everything by other languages."""
        from ui.tasks.naming import NameChooser

        return NameChooser(self._tools)

    @cached_property
    def grading(self) -> Grader:
        """Grades sources and statements."""
        from ui.tasks.evidence.grading import Grader

        return Grader(self._tools)

    # Fields

    @cached_property
    def palette(self) -> CommandPalette:
        """The field for every action and every resource."""
        from ui.overlay.command_palette import CommandPalette

        return CommandPalette(self._around.parent, self._find_anything, self._take, self.sight.setFocus)

    def _find_anything(self, text: str) -> list[Hit]:
        hits = [*self._find_views(text), *self._around.find_actions(text)]
        return [*hits, *(self.finder.find(text)[:_MOST_RESOURCES] if text else ())]

    def _find_views(self, text: str) -> list[Hit]:
        """Named views that hold every word of a text; none without words."""
        from explorer.panels.search import Hit, ViewHit
        from graph.arrays.collation import plain

        words = plain(text).split()
        return [
            Hit(ViewHit(place), named_view.title, "Named view", "")
            for place, named_view in enumerate(self.session.named_views)
            if words and all(word in plain(f"named view {named_view.title}") for word in words)
        ]

    def _take(self, target: Target) -> None:
        from explorer.panels.search import ActionHit, ViewHit

        if isinstance(target, ActionHit):
            self._around.run_action(target.id)
        elif isinstance(target, ViewHit):
            self.looking.go_to_view(self.session.named_views[target.place])
        else:
            self.finder.go_to(target)
