"""The window: puts its parts together, and hands out tools."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from explorer.actions.action import Action
from explorer.actions.table import ACTIONS
from explorer.document import Document
from explorer.files.attached_texts import AttachedTexts
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.look.style import Theme
from explorer.settings import Settings, save_settings
from explorer.state.session import Change, Session
from graph.layout import MODULES, make_ready
from graph.work.process import Worker
from ui.canvas.canvas import Canvas
from ui.look import theme
from ui.look.fonts import measure
from ui.overlay.overlay import Overlay
from ui.parts.search import SearchField
from ui.parts.view_strip import ViewStrip
from ui.tasks.ask import Ask
from ui.tasks.focusing import FocusFollower, PictureFollower
from ui.tasks.tools import JobStarter, Tools
from ui.window.bars import TopBar
from ui.window.docks import Docks
from ui.window.following import Follower, Surfaces
from ui.window.hands import CanvasHands
from ui.window.menus import ActionSet
from ui.window.panel_rows import PanelRows
from ui.window.panels import Panels
from ui.window.tasks import Surroundings, WindowTasks
from ui.window.theming import ThemeSwitch
from ui.work.jobs import Jobs
from ui.work.window_first import going_first

if TYPE_CHECKING:
    # Classes of Qt that nothing before the first picture uses need no Python class before it.
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent

    from explorer.state.commands import Commands
    from ui.window.focus_bar import FocusBar


class Window(QMainWindow):
    """One window on one session.

    Its parts are there for tests: ``tasks`` for everything that it does, ``panels`` for the docks by their names.
    """

    def __init__(self, document: Document, settings: Settings) -> None:
        super().__init__()
        room = QGuiApplication.primaryScreen().availableSize()
        # Before there are panels, so that their columns are measured by the window they will be in.
        self.resize(min(1600, room.width()), min(1000, room.height()))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, settings.theme)  # before there are widgets, which would have to change
        self.settings = settings
        self._is_complete = False
        self.session = Session(document, going_first)
        self.worker = Worker(ready=MODULES)
        self.jobs = Jobs(self)
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.canvas = Canvas(Composer(measure))
        self.overlay = Overlay(self.canvas, lambda: self.commands)
        self.tools = self._make_tools()
        self.theme = ThemeSwitch(settings, self._show_theme)
        self.search = SearchField(
            lambda text: self.tasks.finder.offer(text),
            lambda hit: self.tasks.finder.go_to(hit),
            add=lambda hit: self.tasks.finder.go_to(hit, add=True),
        )
        self.setCentralWidget(self.canvas)
        self.docks = Docks(self, settings)
        texts = AttachedTexts(settings, worker=self.worker.beside(("graph.analysis.layers.taking",)))
        self.panels = self._make_panels(texts)
        self.tasks = self._make_tasks(texts)
        self.actions_set = ActionSet(self, self.tasks, ACTIONS, self.overlay.toast)
        self._make_bars()
        self._follow()
        self.theme.apply()
        self._restore()
        self.follower.show(Change.ALL)

    @cached_property
    def commands(self) -> Commands:
        """Changes of the view on behalf of the user; none comes before the first picture."""
        from explorer.state.commands import Commands

        return Commands(self.session)

    # Putting it together

    def _make_tools(self) -> Tools:
        toast = self.overlay.toast
        start, ask = JobStarter(self.jobs, self.session, toast), Ask(self, self.settings)
        return Tools(self.session, lambda: self.commands, start, toast, ask, self.canvas, self.settings)

    def _make_panels(self, texts: AttachedTexts) -> Panels:
        def fill_menu(menu: QMenu, place: str) -> None:
            self.actions_set.fill_context(menu, place)

        return PanelRows(self.tools, self.jobs, texts, self.docks.turns, lambda: self.tasks, fill_menu).add_to(
            self.docks
        )

    def _make_tasks(self, texts: AttachedTexts) -> WindowTasks:
        around = Surroundings(
            parent=self,
            canvas=self.canvas,
            jobs=self.jobs,
            worker=self.worker,
            texts=texts,
            docks=self.docks,
            panels=self.panels,
            theme=self.theme,
            search=self.search,
            find_actions=lambda words: self.actions_set.find(words),
            run_action=lambda name: self.actions_set.run(name),
            fill_menu=lambda menu, place: self.actions_set.fill_context(menu, place),
            layout_changed=self._show_layout,
        )
        return WindowTasks(self.tools, around)

    def _make_bars(self) -> None:
        actions, tasks = self.actions_set, self.tasks
        views = ViewStrip(tasks.looking.go_to_view, lambda menu, named_view: tasks.views.fill_menu(menu, named_view))
        self.top = TopBar(actions, self.search, views)
        self.addToolBar(self.top)
        self.docks.arrange()
        self.overlay.add_zoom_buttons([actions[name] for name in ("view.out", "view.in", "view.fit")])

    def _complete(self) -> None:
        """Add what the first picture does not show: menus and closed docks; later calls do nothing."""
        if self._is_complete:
            return
        self._is_complete = True
        actions, files = self.actions_set, self.tasks.files
        actions.offer_panels(self.docks.toggles)
        actions.offer_recent(lambda: self.settings.recent, lambda names: files.open_paths(names))
        self.overlay.reset_by(actions["node.reset-filters"])
        self.overlay.show_places_by(actions["view.unread"], actions["edit.unread-dates"])

    def _follow(self) -> None:
        canvas = self.canvas
        surfaces = Surfaces(
            canvas, self.overlay, self.top, self._show_focus, self.docks, self.actions_set, self._complete
        )
        self.follower = Follower(self.session, surfaces, self.jobs, self._warm())
        self.hands = CanvasHands(
            canvas, self.tools, self.actions_set, lambda: self.tasks.expanding, lambda: self.tasks.notes
        )
        canvas.looked.connect(self.follower.show_camera)
        canvas.composed.connect(self.follower.show_composed)
        canvas.pointed.connect(lambda node: self.tasks.reading.point(node) if self.panels.texts.made else None)
        canvas.wants_edges = lambda: self.panels.texts.is_seen
        canvas.edge_pointed.connect(lambda edge: self.tasks.reading.point_edge(edge))
        self.overlay.moved.connect(lambda x, y: canvas.look(canvas.camera._replace(x=x, y=y)))
        self.jobs.changed.connect(lambda: None if self.jobs.is_busy else self.tasks.documents.end_opening())
        self.jobs.changed.connect(lambda: self.overlay.busy.follow_last(self.jobs.tasks))
        self.session.listen(self.follower.show)
        self.session.listen(lambda _: self.tasks.layouts.follow())
        self.session.listen(PictureFollower(self.tools).follow)
        self.session.listen(FocusFollower(self.tools).follow)
        self.session.seen_through(lambda: canvas.aim)

    def _offer_plugins(self) -> None:
        """Put the layouts and measures of installed packages into menus and pickers."""
        from ui.window.plugins import offer_plugins

        def add(actions: Sequence[Action]) -> None:
            self.actions_set.add(actions)
            self.follower.show(Change.VIEW)

        offer_plugins(add, self.overlay.toast.warn)

    def _warm(self) -> tuple[Callable[[], object], ...]:
        """Make ready what will be wanted, so that the first time is quick."""
        return (
            partial(import_module, "multiprocessing.connection"),
            partial(self.worker.warm, make_ready),
            partial(import_module, "psutil"),
            self._offer_plugins,
            partial(import_module, "ui.tasks.files.crash_copies"),
            lambda: self.tasks.copies.offer(),
            *(partial(import_module, module) for module in self.docks.modules),
            self.canvas.rendering.load,
        )

    @cached_property
    def focus_bar(self) -> FocusBar:
        """The strip that shows the focus; made for the first one."""
        from ui.window.focus_bar import FocusBar

        bar = FocusBar(self.commands, self.tasks.looking.look_at, self.canvas)
        self.overlay.keep_clear(bar)
        self.canvas.resized.connect(bar.place)
        return bar

    def _show_focus(self, session: Session) -> None:
        if session.view.focus or "focus_bar" in self.__dict__:
            self.focus_bar.show_focus(session)
            bar = self.focus_bar
            self.canvas.covered_above = 0.0 if bar.isHidden() else float(bar.y() + bar.height())
            self.overlay.move_message()

    def _show_theme(self, colours: Theme) -> None:
        self.canvas.show_theme(colours)
        self.follower.show_camera()

    def _show_layout(self, name: str) -> None:
        self.top.show_layout(name)
        self.actions_set.refresh()

    def begin(self) -> None:
        """Take a first look at the document that the window was made with; lay it out if it came without places."""
        self.tasks.layouts.follow()
        self.tasks.documents.begin()

    # Qt

    def _restore(self) -> None:
        saved = self.settings.window
        if saved:
            self._complete()
        if saved.get("geometry"):
            self.restoreGeometry(QByteArray.fromBase64(saved["geometry"].encode("ascii")))
        if saved.get("state"):
            self.restoreState(QByteArray.fromBase64(saved["state"].encode("ascii")))

    def fit_screen(self) -> None:
        """Lie on the screen with the frame, whose size is known some time after the window was shown."""
        if not self.isMaximized() and not self.isFullScreen():
            room = self.screen().availableGeometry()
            self.setGeometry(_inside(self.geometry(), self.frameGeometry(), room))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.canvas.setFocus()
        QTimer.singleShot(0, self, self.tasks.documents.look_first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.overlay.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.actions_set.explain(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on with Tab; but the keys of a part that was hidden or disabled go to the canvas, not to the next part."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isVisible() and not (focus.isVisible() and focus.isEnabled()):
            self.canvas.setFocus()
            return True
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.tasks.save_draft()
        if self.tasks.exploration.is_modified:
            event.ignore()
            self.tasks.exploration.leave(lambda: QTimer.singleShot(0, self, self.close))
            return
        self.tasks.copies.close()
        self._complete()  # also a dock that was never open is part of the state
        self.settings.window = {
            "geometry": bytes(self.saveGeometry().toBase64().data()).decode("ascii"),
            "state": bytes(self.saveState().toBase64().data()).decode("ascii"),
        }
        save_settings(self.settings)
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
            self.tasks.files.open_paths(paths)


def _inside(inner: QRect, frame: QRect, room: QRect) -> QRect:
    """The inner rectangle of a window, moved and made smaller so that its frame lies in a room."""
    left, top = inner.left() - frame.left(), inner.top() - frame.top()
    width = min(inner.width(), room.width() - (frame.width() - inner.width()))
    height = min(inner.height(), room.height() - (frame.height() - inner.height()))
    x = max(room.left(), min(frame.left(), room.right() + 1 - (width + frame.width() - inner.width()))) + left
    y = max(room.top(), min(frame.top(), room.bottom() + 1 - (height + frame.height() - inner.height()))) + top
    return QRect(x, y, width, height)
