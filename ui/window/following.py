"""Following: shows in the window every change of the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer

from explorer.document import Document
from explorer.files.opening import NONE_OPEN, OPENING
from explorer.messages import with_keys
from explorer.panels.cards import cards
from explorer.state.session import Change, Session
from explorer.views.hiding.filters import known_in
from explorer.views.visible import Visible
from graph.named import NamedTuple
from ui.canvas.canvas import Canvas
from ui.overlay.overlay import Overlay
from ui.tasks.search import MANY
from ui.window.bars import TopBar
from ui.window.docks import Docks
from ui.window.menus import ActionSet
from ui.work.jobs import Jobs
from ui.work.turns import Rest

_WARM_AFTER_MS = 4000
_NO_FILE = with_keys("Open a file with Ctrl+O, or drop one here.")
_EMPTY_FILE = with_keys("This file holds no triples. Open another with Ctrl+O, or drop one here.")
_NOTHING_DRAWN = "None of the {:,} triples of this file can be drawn: they are evidence or schema of something else."
_EMPTY_VIEW = with_keys("These filters hide everything. Press Ctrl+Shift+A to reset them, or Ctrl+Z to undo.")


class Surfaces(NamedTuple):
    """The parts of a window in which changes are shown; ``show_focus`` shows the focus of a session."""

    canvas: Canvas
    overlay: Overlay
    top: TopBar
    show_focus: Callable[[Session], None]
    docks: Docks
    actions: ActionSet
    complete: Callable[[], None]


_COUNTED = "Filters, lines and the table count evidence in all texts"
"""Said where the picture goes by the texts of a day."""


class Follower:
    """Shows a session on surfaces. ``warm`` are pieces of work for moments of rest, some time after the first picture:
    they make ready what will be wanted.
    """

    def __init__(self, session: Session, surfaces: Surfaces, jobs: Jobs, warm: Sequence[Callable[[], object]]) -> None:
        self._session, self._surfaces, self._jobs, self._warm = session, surfaces, jobs, warm
        self._document = session.document
        self._over: tuple[Visible, object, object, object] | None = None
        self._rest = Rest(surfaces.canvas, self._is_idle)

    def show(self, change: Change) -> None:
        """Show what changed."""
        surfaces = self._surfaces
        if change & Change.DOCUMENT:
            self._show_document()
        if change & (Change.DOCUMENT | Change.NAMED_VIEWS):
            surfaces.top.show_openings(self._session.named_views)
            surfaces.top.views.mark(self._session.history)
        if change & (Change.VIEW | Change.DOCUMENT):
            self._show_view(animate=not change & (Change.DOCUMENT | Change.BY_HAND))
            if change & Change.PAST:
                self._look_back()
        self._mark_selection()
        if change & Change.SELECTION and not surfaces.top.search.hasFocus():
            surfaces.top.search.clear()  # its words told of what was selected before
        if change & Change.SELECTION and (self._session.selection or self._session.selected_edge >= 0):
            surfaces.docks.raise_for_selection("details")
        surfaces.docks.refresh(change)
        surfaces.actions.refresh()

    def _show_document(self) -> None:
        surfaces, document = self._surfaces, self._session.document
        if not document.continues(self._document):
            surfaces.top.search.clear()
        self._document = document
        surfaces.canvas.is_patient = document.projection.node_count > MANY
        surfaces.canvas.rendering.expect_another()
        surfaces.overlay.begin_anew()
        self._over = None
        surfaces.top.show_document(document)

    def _show_view(self, *, animate: bool) -> None:
        surfaces, session = self._surfaces, self._session
        canvas, scene, projection = surfaces.canvas, session.scene, session.projection
        canvas.empty_text = _why_empty(session.document)
        if not session.is_placed:
            canvas.empty_text = f"Laying out {len(scene):,} resources…"
            scene = scene.part(scene.ids[:0])
        canvas.composer.card = cards(projection, session.visible)
        canvas.show_scene(scene, animate=animate)
        surfaces.top.show_view(session.history)
        surfaces.show_focus(session)
        if surfaces.docks.is_furnished:
            surfaces.docks.turns.later("what lies over the canvas", self._show_over)

    def _show_over(self) -> None:
        session, view = self._session, self._session.view
        over = session.visible, view.rules, view.measures, view.guides
        if self._over != over:
            self._over = over
            self._surfaces.overlay.show_visible(session.projection, session.visible, view)
        self.show_camera()

    def _look_back(self) -> None:
        """Look at a past view through the camera that saw it; the legend folds or opens for it."""
        session = self._session
        camera = session.history.steps[session.history.at].camera
        if camera is not None and session.is_placed:
            self._surfaces.canvas.look_again(camera)

    def _mark_selection(self) -> None:
        """Mark on the canvas what stands for the selection."""
        session = self._session
        nodes = session.visible.drawn_for_all(session.selection)
        edge = session.visible.edge_for(session.selected_edge) if session.selected_edge >= 0 else -1
        above: tuple[int, ...] = ()
        if len(session.selection) == 1:
            edge = session.visible.line_of(session.selection[0])
            above = _lines_above(session, session.selection[0])
        self._surfaces.canvas.show_selection(tuple(nodes.tolist()), edge, above, fades=not session.is_on_focus)

    def show_camera(self) -> None:
        """Show in the minimap what the camera sees."""
        canvas = self._surfaces.canvas
        self._surfaces.overlay.show_camera(self._session.scene, canvas.camera, canvas.theme)

    def show_composed(self) -> None:
        """Show in the ledger what a new picture leaves out; after the first picture, furnish the window."""
        canvas, session, docks = self._surfaces.canvas, self._session, self._surfaces.docks
        display = canvas.rendering.display
        left_out = display.left_out if display is not None else ()
        projection = session.projection
        known = known_in(projection, session.view)
        self._surfaces.overlay.show_ledger(
            session.visible, projection.tally(), left_out, session.document.source.unread, projection.doubts,
            (*known, _COUNTED) if known else (),
        )  # fmt: skip
        if not docks.is_furnished:
            self._show_over()
            self._surfaces.complete()
            docks.furnish()
            self._surfaces.actions.refresh()
            QTimer.singleShot(_WARM_AFTER_MS, canvas, self._begin_warming)

    def _begin_warming(self) -> None:
        # Modules are not imported on a thread: beside one that imports every call of Qt waits for Python's lock.
        if self._surfaces.canvas.isVisible():  # and the window not on its way out
            self._rest.work(*self._warm)

    def _is_idle(self) -> bool:
        canvas, turns = self._surfaces.canvas, self._surfaces.docks.turns
        return canvas.isVisible() and not self._jobs.is_busy and turns.are_over and canvas.is_sharp


def _why_empty(document: Document) -> str:
    """The reason for an empty canvas, and what to do."""
    projection = document.projection
    if document.title in (OPENING, NONE_OPEN):
        return OPENING if document.title == OPENING else _NO_FILE
    if projection.node_count:
        return _EMPTY_VIEW
    triples = projection.triple_count
    return _NOTHING_DRAWN.format(triples) if triples else _EMPTY_FILE


def _lines_above(session: Session, node: int) -> tuple[int, ...]:
    """The drawn lines from a resource, or from the top of a branch, up to the tops of their tree."""
    from explorer.views.reach import edges_above  # late: the first picture has no selection

    start = session.visible.members_of(node)[:1]  # all members of a branch have the same ways up from its top
    chain = edges_above(session.projection, start.tolist())
    return tuple(drawn for drawn in map(session.visible.edge_for, chain) if drawn >= 0)
