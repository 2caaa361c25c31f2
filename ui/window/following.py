"""Shows in a window what became different in its session."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from explorer.panels.details import cards
from explorer.panels.search import Index
from explorer.state.session import Change
from explorer.views.visible import Visible
from graph.layout import make_ready
from graph.model.projection import Projection
from ui.work.turns import Rest

if TYPE_CHECKING:
    from ui.window.window import Window

_WARM_AFTER_MS = 4000
_PANELS = ("measures", "style", "table", "timeline", "paths", "query", "history", "notes")
"""Modules of panels that are not needed at once."""
_MANY = 20_000
"""Resources from which on the search is made ready before anybody types, and pictures are made beside the window."""
_IN_SIGHT = 0.5
"""Less of the picture than this in sight after a step back, and one looks at all of it."""
_EMPTY_FILE = "This file holds no triples. Open another with Ctrl+O, or drop one here."
_NOTHING_DRAWN = "None of the {:,} triples of this file can be drawn: they are evidence or schema of something else."
_EMPTY_VIEW = "Nothing is left to show under these filters. Press Ctrl+Shift+A to show everything, or undo with Ctrl+Z."


class Showing:
    """Follows a session: canvas, what lies over it, bars, and panels."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._session = window.session
        self.index = Index(self._session.projection)
        self._over: tuple[Visible, object, object] | None = None
        self._step = 0
        self._rest = Rest(window, self._is_idle)

    def show(self, change: Change) -> None:
        """Show what changed."""
        window = self._window
        if change & Change.DOCUMENT:
            self._show_document()
        if change & (Change.DOCUMENT | Change.NAMED_VIEWS):
            window.top.views.show_openings(self._session.named_views)
            window.top.views.mark(self._session.view)
        if change & (Change.VIEW | Change.DOCUMENT):
            self._show_view(animate=not (change & (Change.DOCUMENT | Change.BY_HAND)))
            self._follow_back(change)
        self._mark_selection()
        window.docks.refresh(change)
        window.actions_set.refresh()

    def _show_document(self) -> None:
        window, document, projection = self._window, self._session.document, self._session.projection
        window.setWindowTitle(f"{document.title}[*] — Caseboard")
        self.index = Index(projection, document)
        is_large = projection.node_count > _MANY
        window.canvas.is_patient = is_large
        window.canvas.rendering.expect_another()
        window.overlay.begin_anew()
        if is_large:
            self.index.prepare()
        self._over = None
        window.top.show_document(document)

    def _show_view(self, *, animate: bool) -> None:
        window, session = self._window, self._session
        scene, projection = session.scene, session.projection
        window.canvas.empty_text = _said_of_nothing(projection)
        if not session.is_placed:
            window.canvas.empty_text = f"Arranging {len(scene):,} resources…"
            scene = scene.part(scene.ids[:0])
        window.composer.card = cards(projection, session.visible)
        window.canvas.show_scene(scene, animate=animate)
        window.top.show_view(session.view)
        window.focus_bar.show_focus(session)
        window.docks.turns.later("what lies over the canvas", self._show_over)

    def _show_over(self) -> None:
        session, view = self._session, self._session.view
        over = session.visible, view.rules, view.measures
        if self._over != over:
            self._over = over
            self._window.overlay.show_visible(session.projection, session.visible, view)
        self.show_camera()

    def _follow_back(self, change: Change) -> None:
        """Where undoing brought back what mostly lies out of sight, look at all of it."""
        at, before = self._session.history.at, self._step
        self._step = at
        went_back = at < before and not change & Change.DOCUMENT
        if went_back and self._session.is_placed and self._window.canvas.share_in_sight() < _IN_SIGHT:
            self._window.canvas.fit()

    def _mark_selection(self) -> None:
        """Mark on the canvas what stands for what is chosen."""
        session = self._session
        nodes = session.visible.drawn_for_all(session.selection)
        edge = session.visible.edge_for(session.selected_edge) if session.selected_edge >= 0 else -1
        self._window.canvas.show_selection(tuple(nodes.tolist()), edge)

    def show_camera(self) -> None:
        """Show in the overview where one looks."""
        canvas = self._window.canvas
        self._window.overlay.show_camera(self._session.scene, canvas.camera, canvas.theme)

    def show_composed(self) -> None:
        """Say what a picture that was just made leaves out; after the first one, furnish the window."""
        window, session = self._window, self._session
        display = window.canvas.rendering.display
        left_out = display.left_out if display is not None else ()
        window.overlay.show_ledger(session.visible, session.projection.tally(), left_out)
        if not window.docks.is_furnished:
            window.docks.furnish()
            QTimer.singleShot(_WARM_AFTER_MS, window, self._warm)

    def _warm(self) -> None:
        """Make ready what will be wanted, so that the first time is quick; not while a window is on its way out.

        What is imported is not imported on a thread: beside one that imports every call of Qt waits for Python's lock.
        """
        window = self._window
        if window.isVisible():
            self._rest.work(
                lambda: import_module("multiprocessing.connection"),
                partial(window.worker.warm, make_ready),
                lambda: import_module("psutil"),
                lambda: import_module("ui.tasks.explorations"),
                lambda: window.exploration.begin(),
                *(partial(import_module, f"ui.panels.{name}") for name in _PANELS),
            )

    def _is_idle(self) -> bool:
        window = self._window
        return window.isVisible() and not window.jobs.tasks and window.docks.turns.are_over and window.canvas.is_sharp


def _said_of_nothing(projection: Projection) -> str:
    """Why a canvas is empty, and what to do."""
    if projection.node_count:
        return _EMPTY_VIEW
    triples = len(projection.quads)
    return _NOTHING_DRAWN.format(triples) if triples else _EMPTY_FILE
