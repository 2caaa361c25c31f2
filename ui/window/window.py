"""The window: docks around the canvas, and what happens where between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QByteArray, QPoint, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from explorer.actions.table import ACTIONS
from explorer.document import Document, NamedView
from explorer.files.attached_texts import AttachedTexts
from explorer.panels.details import spoken
from explorer.panels.search import DiskHit, Hit, NodeHit, NoteHit, Target
from explorer.pictures.drawing.composer import Composer
from explorer.settings import Settings
from explorer.state.commands import Commands
from explorer.state.session import Change, Session
from explorer.views.groups import is_group
from explorer.views.places import places_of
from graph.errors import CaseboardError
from graph.layout import MODULES
from graph.work.process import Worker
from ui.canvas.canvas import Canvas
from ui.look import theme
from ui.look.fonts import measure
from ui.overlay.overlay import Overlay
from ui.parts.view_strip import ViewStrip
from ui.tasks.expanding import Bringer
from ui.window.bars import FocusBar, TopBar
from ui.window.desk import DeskWork
from ui.window.docks import Docks
from ui.window.following import Showing
from ui.window.menus import ActionSet
from ui.work.jobs import Jobs
from ui.work.window_first import going_first

if TYPE_CHECKING:
    # What nobody has met before the first picture is not made into a Python class for it.
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from ui.overlay.command_palette import Palette
    from ui.tasks.explorations import ExplorationWork
    from ui.tasks.measures import Measurer
    from ui.tasks.named_views import NamedViews
    from ui.tasks.notes import Noter
    from ui.tasks.paths import Pathfinder

_BEST = 5
"""So many resources that were found come before notes."""


class Window(QMainWindow):
    """One window on one session."""

    def __init__(self, document: Document, settings: Settings) -> None:
        super().__init__()
        room = QGuiApplication.primaryScreen().availableSize()
        # Before there are panels, so that their columns are measured by the window they will be in.
        self.resize(min(1600, room.width()), min(1000, room.height()))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, settings.theme)  # before there are widgets, which would have to change
        self.settings = settings
        self.session = Session(document, going_first)
        self.commands = Commands(self.session)
        self.worker = Worker(ready=MODULES)
        self.jobs = Jobs(self)
        self.texts = AttachedTexts(settings)
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.composer = Composer(measure)
        self.canvas = Canvas(self.composer)
        self.overlay = Overlay(self.canvas, self.commands)
        self.desk = DeskWork(self)
        self.bringer = Bringer(self)
        self.actions_set = ActionSet(self, self.desk, ACTIONS)
        views = ViewStrip(self.go_to_view, lambda menu, named_view: self.named_views.fill_menu(menu, named_view))
        self.top = TopBar(self.actions_set, self.search, self.go_to_hit, views)
        self.addToolBar(self.top)
        self.focus_bar = FocusBar(self.commands, self.desk.look_at, self.canvas)
        self.setCentralWidget(self.canvas)
        self.docks = Docks(self)
        self.actions_set.offer_panels([dock.toggleViewAction() for dock in self.docks.all])
        self._first_state = self.saveState()
        self.showing = Showing(self)
        self._drag = 0
        self.menu_spot: tuple[float, float] | None = None
        self._wire()
        self.session.listen(self.showing.show)
        self.overlay.add_zoom_buttons([self.actions_set.by_id[name] for name in ("view.out", "view.in", "view.fit")])
        self.actions_set.set_icons()
        self.show_recent()
        self.set_theme(settings.theme, keep=False)
        self._restore()
        self.showing.show(Change.ALL)

    @cached_property
    def measurer(self) -> Measurer:
        """Takes measures, from the first time that somebody asks for one."""
        from ui.tasks.measures import Measurer

        return Measurer(self)

    @cached_property
    def named_views(self) -> NamedViews:
        """What one may do with named views."""
        from ui.tasks.named_views import NamedViews

        return NamedViews(self)

    @cached_property
    def exploration(self) -> ExplorationWork:
        """What is open as a file of its own, and what of it is not saved."""
        from ui.tasks.explorations import ExplorationWork

        return ExplorationWork(self)

    @cached_property
    def pathfinder(self) -> Pathfinder:
        """What looks for paths."""
        from ui.tasks.paths import Pathfinder

        return Pathfinder(self)

    @cached_property
    def noter(self) -> Noter:
        """Writes notes and goes to them."""
        from ui.tasks.notes import Noter

        return Noter(self)

    # Putting it together

    def _wire(self) -> None:
        canvas = self.canvas
        canvas.describe = self._spoken
        canvas.picked.connect(lambda node, add: self.session.select([node], add=add))
        canvas.edge_picked.connect(lambda edge: self.session.select_edge(edge, bundle=True))
        canvas.emptied.connect(lambda: self.session.select([]))
        canvas.lassoed.connect(self._take_in)
        canvas.dragged.connect(self._drag_node)
        canvas.opened.connect(self._look_closer)
        canvas.looked.connect(self.showing.show_camera)
        canvas.composed.connect(self.showing.show_composed)
        canvas.menu_asked.connect(self._show_menu)
        canvas.note_picked.connect(lambda name: self.noter.go_to(name))
        canvas.note_opened.connect(lambda name: self.noter.edit(name))
        canvas.note_dragged.connect(self._drag_note)
        canvas.note_menu_asked.connect(lambda name, at: self.noter.show_menu(name, at))
        self.overlay.moved.connect(self._move_camera)
        self.jobs.changed.connect(lambda: self.overlay.busy.follow_last(self.jobs.tasks))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda: self.set_theme(self.settings.theme, keep=False))

    @cached_property
    def palette_field(self) -> Palette:
        """The field for every action and every resource; made when it is first asked for."""
        from ui.overlay.command_palette import Palette

        return Palette(self)

    def light_up(self, statements: Sequence[int]) -> None:
        """Let what is drawn for some statements stand out, until it is called with none."""
        session = self.session
        drawn = (session.visible.edge_for(edge) for edge in statements)
        self.canvas.show_lit(tuple(edge for edge in drawn if edge >= 0))

    def _spoken(self, drawn: int) -> str:
        session = self.session
        return spoken(session.projection, session.visible, session.title_of(drawn), drawn)

    # Moves of the user

    def search(self, text: str) -> list[Hit]:
        """Resources that hold every word of a text, and notes behind the best of them."""
        hits = self.showing.index.find(text)
        return [*hits[:_BEST], *self.noter.hits(text), *hits[_BEST:]] if self.session.view.notes else hits

    def go_to(self, node: int) -> None:
        """Select a resource, whatever hides it, and bring it into sight."""
        self.commands.reveal(node)
        self.canvas.centre_on(node)
        self.canvas.setFocus()

    def go_to_hit(self, target: Target) -> None:
        """Go to a search result."""
        match target:
            case NodeHit(node):
                self.go_to(node)
            case DiskHit(iri):
                self.desk.opener.bring(iri)
            case NoteHit(name):
                self.noter.go_to(name)

    def _take_in(self, nodes: list[int], add: bool) -> None:
        self.session.select([*self.session.selection, *nodes] if add else nodes)

    def _look_closer(self, node: int) -> None:
        self.session.select([node])
        self.bringer.expand(node)

    def go_to_view(self, named_view: NamedView) -> None:
        """Go to a named view, and look at it as it was looked at when it was kept."""
        self.desk.arranger.changing_much(lambda: self.commands.look(named_view.view, named_view.title))
        self.canvas.finish_animation()
        self.canvas.look_through(named_view.camera)

    def _look_first(self) -> None:
        named_view = self.session.document.named_view
        self.canvas.look_through(named_view.camera if named_view else None, fly=False)

    def _move_camera(self, x: float, y: float) -> None:
        self.canvas.look(self.canvas.camera._replace(x=x, y=y))

    def _drag_node(self, node: int, x: float, y: float, final: bool) -> None:
        session = self.session
        moved = session.selection if node in session.selection else (node,)
        ids = np.array(moved, np.int32)
        xy = places_of(session.view, ids, session.projection.node_count)
        delta = np.array([x, y], np.float32) - xy[moved.index(node)]
        self.canvas.finish_animation()
        self.commands.move(ids, xy + delta, merge=f"drag {self._drag}", by_hand=True)
        if final:
            self._drag += 1
            session.select(moved)

    def _drag_note(self, name: str, x: float, y: float, final: bool) -> None:
        self.noter.drag(name, x, y, final)

    def _show_menu(self, node: int, edge: int, at: QPoint) -> None:
        session = self.session
        if node >= 0 and node not in session.selection:
            session.select([node])
        elif edge >= 0:
            session.select_edge(edge, bundle=True)
        menu = QMenu(self)
        many = node >= 0 and len(session.selection) > 1
        single = "Group" if is_group(node) else "Resource" if node >= 0 else "Edge" if edge >= 0 else "View"
        place = "Selection" if many else single
        self.actions_set.fill_context(menu, place)
        if place == "Resource":
            kinds = QMenu("Bring in by kind of tie", menu)
            self.bringer.fill_menu(kinds, node)
            menu.insertMenu(self.actions_set.by_id["node.collapse"], kinds)
        if place == "View":
            spot = self.canvas.mapFromGlobal(at)
            self.menu_spot = self.canvas.camera.to_scene(spot.x(), spot.y())
        menu.exec(at)
        self.menu_spot = None
        menu.deleteLater()

    # Desk state

    def open_document(self, document: Document) -> None:
        """Show another document; one that brings no positions is laid out at once."""
        self.desk.arranger.stop()
        self.save_note()
        self.session.open(document)
        self.begin()

    def leaving(self, then: Callable[[], None]) -> None:
        """Do ``then``, which puts something else in the place of what is open, after asking about what is unsaved."""
        self.save_note()
        session = self.session
        if "exploration" in vars(self) or session.history.at or session.named_views != session.document.named_views:
            self.exploration.leave(then)
        else:
            then()

    def save_note(self) -> None:
        """Keep what is written in the editor of notes and not kept yet."""
        panel = self.docks.made("Notes")
        if panel is not None:
            panel.keep()

    def begin(self) -> None:
        """First look at the open document."""
        session = self.session
        if not session.is_placed:
            self.desk.arranger.lay_out_first()
        self._look_first()
        for warning in session.document.source.warnings[:1]:
            self.overlay.toast.say(warning)

    def set_theme(self, name: str, *, keep: bool = True) -> None:
        """Use the light, dark or the desktop's theme."""
        self.settings.theme = name
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.canvas.show_theme(theme.apply(app, name))
        self.showing.show_camera()
        if keep:
            self.desk.save_settings()

    def warn(self, error: Exception) -> None:
        """Tell of a failure in one sentence."""
        if isinstance(error, CaseboardError):
            self.overlay.toast.warn(str(error))
        else:
            import traceback

            what = f"{type(error).__name__}: {error}"
            traceback.print_exception(error)
            self.overlay.toast.warn(f"Something unforeseen went wrong ({what}). What was shown is still there.")

    def show_recent(self) -> None:
        """Offer the files that were opened lately."""
        self.actions_set.fill_recent(self.settings.recent, self.desk.open_paths)

    # Qt

    def _restore(self) -> None:
        kept = self.settings.window
        if kept.get("geometry"):
            self.restoreGeometry(QByteArray.fromBase64(kept["geometry"].encode("ascii")))
        if kept.get("state"):
            self.restoreState(QByteArray.fromBase64(kept["state"].encode("ascii")))

    def reset_arrangement(self) -> None:
        """Put all panels back to where they were at first."""
        self.restoreState(self._first_state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.canvas.setFocus()
        QTimer.singleShot(0, self, self._look_first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.overlay.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_note()
        if self.exploration.is_modified:
            event.ignore()
            self.exploration.leave(lambda: QTimer.singleShot(0, self, self.close))
            return
        self.exploration.close()
        self.settings.window = {
            "geometry": bytes(self.saveGeometry().toBase64().data()).decode("ascii"),
            "state": bytes(self.saveState().toBase64().data()).decode("ascii"),
        }
        self.desk.save_settings()
        self.docks.turns.stop()
        self.canvas.finish_animation()
        self.canvas.rendering.stop()
        self.jobs.stop()
        self.worker.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.desk.open_paths(paths)
