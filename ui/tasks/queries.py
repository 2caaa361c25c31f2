"""Queries for the window: who answers them, and what becomes of what they find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.panels.query_results import Result, ask, stored_queries
from explorer.views.expanding import MOST, TOP
from graph.query.engine import BOUNDS, Engine, engine_of
from graph.rdf.source import Source
from graph.work.progress import Job
from ui.panels.query import QueryMoves, QueryPanel

if TYPE_CHECKING:
    from ui.window.window import Window

Ids = NDArray[np.int32]


class Querier:
    """Has the source of a window asked in a process of its own, which ends with the window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._worker = window.worker.beside(("graph.query.engine",))
        self._asked: tuple[Source, Engine] | None = None

    def panel(self) -> QueryPanel:
        """A panel to ask with, that remembers the last query."""
        window = self._window
        moves = QueryMoves(
            ask=self.ask,
            start=window.jobs.start,
            choose=self.choose,
            go_to=window.go_to,
            bring=self.bring,
            export=window.desk.ask_export_table,
            say=window.overlay.toast.say,
            remember=self._remember,
        )
        return QueryPanel(moves, stored_queries(), window.settings.query, BOUNDS.seconds)

    def ask(self, text: str) -> Job[Result]:
        """A query as a job; raises :class:`~graph.query.sparql.QueryError` where the source cannot be asked."""
        document = self._window.session.document
        if self._asked is None or self._asked[0] is not document.source:
            self._asked = (document.source, engine_of(document.source, self._worker))
        return ask(self._asked[1], text, document.projection)

    def choose(self, nodes: Ids) -> None:
        """Select resources that are shown, and bring them into sight."""
        session, canvas = self._window.session, self._window.canvas
        session.select(nodes.tolist())
        if len(nodes) == 1:
            canvas.centre_on(session.visible.drawn_for(int(nodes[0])))
        else:
            self._window.desk.fit_selection()

    def bring(self, nodes: Ids, edges: Ids, iris: list[str]) -> None:
        """Put resources and ties on the canvas, and what is only on disk; of very many the user says how many."""
        window = self._window
        if len(nodes) or len(edges):
            window.bringer.bring(nodes, edges)
        if len(iris) > MOST:
            from ui.parts import dialogs

            sentence = f"{len(iris):,} resources would be brought from the disk."
            choice = dialogs.choose(window, "Bring in many", sentence, [f"The first {TOP}", f"The first {MOST}"])
            iris = [] if choice < 0 else iris[: (TOP, MOST)[choice]]
        if iris:
            window.desk.opener.bring(*iris)

    def _remember(self, text: str) -> None:
        self._window.settings.query = text
