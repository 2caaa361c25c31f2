"""Queries: answered in a process of their own, with their results on the canvas."""

from __future__ import annotations

from collections.abc import Callable

from explorer.panels.query_results import Result, ask
from explorer.views.expanding import MOST, TOP
from graph.arrays.types import Ids
from graph.query.engine import Engine
from graph.query.engines import engine_of
from graph.rdf.source import Inferred, Source
from graph.work.process import Worker
from graph.work.progress import Job
from ui.tasks.tools import Tools


class QueryRunner:
    """Has the open source asked in a process beside ``worker``, which ends with the window.

    ``show`` puts resources and relationships on the canvas, ``load`` resources from the disk by their IRIs.
    """

    def __init__(
        self, tools: Tools, worker: Worker, show: Callable[[Ids, Ids], None], load: Callable[..., None]
    ) -> None:
        self._tools, self._show, self._load = tools, show, load
        self._worker = worker.beside(("graph.query.engine",))
        self._asked: tuple[Source, Inferred | None, Engine] | None = None

    def ask(self, text: str) -> Job[Result]:
        """A query as a job; raises :class:`~graph.query.sparql.QueryError` where the source cannot be asked."""
        document = self._tools.session.document
        source, inferred = document.source, document.projection.inferred
        if self._asked is None or self._asked[0] is not source or self._asked[1] is not inferred:
            self._asked = (source, inferred, engine_of(document.queried, self._worker))
        return ask(self._asked[2], text, document.projection)

    def show(self, nodes: Ids, edges: Ids, iris: list[str]) -> None:
        """Put resources and relationships on the canvas, and load what is on disk only; of very many, ask how many."""
        if len(nodes) or len(edges):
            self._show(nodes, edges)
        if len(iris) > MOST:
            sentence = f"This would load {len(iris):,} resources from the disk."
            choices = [f"The first {TOP}", f"The first {MOST}"]
            choice = self._tools.ask.choose("Load many resources", sentence, choices)
            iris = [] if choice < 0 else iris[: (TOP, MOST)[choice]]
        if iris:
            self._load(*iris)

    def remember(self, text: str) -> None:
        """Offer a query again in the next run of the program."""
        self._tools.settings.query = text
