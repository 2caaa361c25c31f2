"""Checking: the open data by its shapes and its texts, with a list that leads to each place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from explorer.document import Document
from explorer.views.hiding.disputes import chosen_of
from graph.analysis.findings import Finding
from graph.errors import ReadError
from graph.work.process import Worker
from ui.tasks.files.opener import openable_files
from ui.tasks.tools import PanelHandle, Tools

if TYPE_CHECKING:
    from graph.checking.report import Report
    from ui.panels.checks import ChecksPanel


class Checker:
    """Checks the open document in a job, and goes to what was found.

    ``go_to`` and ``go_to_edge`` bring a resource or a relationship into sight.
    """

    def __init__(
        self,
        tools: Tools,
        worker: Worker,
        panel: PanelHandle[ChecksPanel],
        go_to: Callable[[int], None],
        go_to_edge: Callable[[int], None],
    ) -> None:
        self._tools, self._panel = tools, panel
        self._worker = worker.beside(("graph.analysis.shacl",))
        self._go_to, self._go_to_edge = go_to, go_to_edge
        self._last: tuple[Document, Report] | None = None

    @property
    def report(self) -> Report | None:
        """The result of the last check of the open document."""
        if self._last is None or not self._tools.session.document.continues(self._last[0]):
            return None
        return self._last[1]

    def check(self) -> None:
        """Check evidence, values, shapes and, with texts attached, the words of passages."""
        self._check(None)

    def check_by(self) -> None:
        """Ask for a file of shapes, and judge the data by these instead of their own."""
        path = self._tools.ask.file_to_open("Shapes to judge the data by", openable_files())
        if path is not None:
            self._check(path)

    def _check(self, shapes: Path | None) -> None:
        from graph.analysis.texts import TextLibrary
        from graph.checking.report import check_all, rules_for

        document = self._tools.session.document
        folders = [Path(folder) for folder in self._tools.settings.texts]
        library = TextLibrary(folders, still=True, worker=self._worker) if folders else None
        try:
            rules = rules_for(document.projection.stated, shapes)
        except ReadError as error:
            self._tools.messages.fail(error)
            return
        job = check_all(document.projection, rules, library, self._worker, chosen_of(self._tools.session.view))

        def done(report: Report) -> None:
            self._last = document, report
            self._panel.renew()

        self._panel.open()
        self._tools.start(job, "Checking", done, on=document)

    def go_to(self, finding: Finding) -> None:
        """Go to the relationship or the resource of a finding; of a passage alone, to the first that it supports."""
        p = self._tools.session.projection
        node, edge = finding.node, finding.edge
        if node < 0 and edge < 0 and finding.passage >= 0:
            nodes = p.node_evidence.owners[np.flatnonzero(p.node_evidence.values == finding.passage)[:1]]
            edges = p.edge_evidence.owners[np.flatnonzero(p.edge_evidence.values == finding.passage)[:1]]
            node, edge = int(nodes[0]) if len(nodes) else -1, int(edges[0]) if len(edges) else -1
            edge = -1 if node >= 0 else edge
        if edge >= 0:
            self._go_to_edge(edge)
        elif node >= 0:
            self._go_to(node)
