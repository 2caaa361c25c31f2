"""Looking for paths for the window: beside it, with progress and Cancel, and what one may do with them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from explorer.panels.facets import Choice
from explorer.panels.path_cards import Search, Segment, Stretch, relationship_kinds, stretches
from explorer.panels.path_search import MOST_ENDS, Answer, Finding, Question, Route, find_routes, pairs_of, to_finding
from explorer.views.groups import is_group
from graph.errors import NameUnknownError, PathError
from graph.model.projection import Projection
from ui.work.jobs import Task

if TYPE_CHECKING:
    from ui.window.window import Window


class Pathfinder:
    """Keeps what is asked between what, the last answer, and the findings that the user kept."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._projection: Projection = window.session.projection
        self._ends: tuple[int, ...] = ()
        self._question = Question(whole=True)
        self._answer: Answer | None = None
        self._stretches: tuple[Stretch, ...] = ()
        self._kinds: tuple[object, tuple[Choice, ...]] = (None, ())
        self._task: Task | None = None
        self._is_waited_for = False
        self.findings: tuple[Finding, ...] = ()

    def search(self) -> Search:
        """All of it as the panel shows it."""
        session = self._window.session
        self._follow_document()
        projection = session.projection
        labels = projection.labels
        return Search(
            ends=tuple(labels[node] for node in self._ends),
            selected=tuple(labels[node] for node in islice(self._selected(), MOST_ENDS + 1)),
            question=self._question,
            stretches=self._stretches,
            is_searching=self._task is not None,
            is_partial=session.document.on_disk is not None,
            kinds=self._relationship_kinds(),
        )

    def ends_waiting(self) -> bool:
        """Whether paths that the user waited for are there now; tells it once."""
        ends = self._is_waited_for and self._task is None
        self._is_waited_for &= not ends
        return ends

    def _selected(self) -> Iterator[int]:
        return (node for node in self._window.session.selection if not is_group(node))

    def _relationship_kinds(self) -> tuple[Choice, ...]:
        key = self._projection, self._question.predicates
        if self._kinds[0] != key:
            self._kinds = key, relationship_kinds(self._projection, self._question)
        return self._kinds[1]

    def _follow_document(self) -> None:
        """Let go of what another source said; one that only brought more still means the same by each number."""
        projection, before = self._window.session.projection, self._projection
        if projection is before:
            return
        self._projection = projection
        if projection.iris[: before.node_count] != before.iris:
            self._stop()
            self._ends, self._answer, self._stretches = (), None, ()
            self._question = self._question._replace(predicates=None)

    def _show(self) -> None:
        """Show the panel what changed, where there is one."""
        self._window.docks.renew("Paths")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # Asking

    def take(self) -> None:
        """Look for paths between the selected resources."""
        selected = tuple(islice(self._selected(), MOST_ENDS + 1))
        self._window.docks.go_to("Paths")
        self._look(selected, self._question)
        self._is_waited_for = True

    def ask(self, question: Question) -> None:
        """Look in another way, at once where there is something to look between."""
        if self._ends:
            self._look(self._ends, question)
        else:
            self._question = question
            self._show()

    def _look(self, ends: tuple[int, ...], question: Question) -> None:
        window, session = self._window, self._window.session
        self._follow_document()
        try:
            pairs = pairs_of(ends, directed=question.directed)
        except PathError as error:
            window.warn(error)
            return
        self._stop()
        self._ends, self._question, self._answer, self._stretches = ends, question, None, ()
        job = find_routes(session.projection, session.visible, pairs, question)
        self._task = task = window.jobs.start(
            job, "Looking for paths", done=lambda answer: self._take_in(task, answer), failed=window.warn
        )
        task.ended.connect(lambda: self._ended(task))
        self._show()

    def _take_in(self, task: Task, answer: Answer) -> None:
        self._follow_document()
        if task is self._task:
            self._answer, self._stretches = answer, stretches(self._projection, answer)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._show()

    # What was found

    def is_shown(self, segment: Segment) -> bool:
        """Whether a resource or a step is on the canvas."""
        visible = self._window.session.visible
        causes, at = (visible.node_cause, segment.node) if segment.node >= 0 else (visible.edge_cause, segment.edge)
        return at < len(causes) and not causes[at]

    def choose(self, segment: Segment) -> None:
        """Select a resource or the statement of a step, and bring it in where it is hidden."""
        window = self._window
        if segment.node >= 0:
            window.commands.reveal(segment.node)
            window.canvas.centre_on(segment.node)
        elif self.is_shown(segment):
            window.session.select_edge(segment.edge)
        else:
            window.bringer.go_to_edge(segment.edge)

    def light(self, route: Route | None) -> None:
        """Let a path stand out on the canvas."""
        # A list that still shows paths of other data means other statements by the same numbers.
        is_known = route is not None and self._projection is self._window.session.projection
        self._window.light_up(route.statements if route is not None and is_known else ())

    def show_only(self, routes: tuple[Route, ...]) -> None:
        """Keep some paths as the view: one step of history."""
        if not routes or self._answer is None:
            return
        window = self._window
        nodes = np.unique([node for route in routes for node in route.nodes]).astype(np.int32)
        edges = np.unique([edge for route in routes for edge in route.statements]).astype(np.int32)
        names = [self._projection.labels[node] for node in self._ends]
        what = "Only the path" if len(routes) == 1 else f"Only {len(routes):,} paths"
        window.commands.show_only(nodes, edges, f"{what} between {', '.join(names[:-1])} and {names[-1]}")
        window.canvas.fit()

    # What is kept

    def keep(self) -> None:
        """Keep the result for each pair, found or not."""
        if self._answer is None:
            return
        source = self._window.session.document.source
        kept = tuple(to_finding(self._projection, self._answer, leg, source) for leg in self._answer.legs)
        self.findings = (*self.findings, *kept)
        self._window.overlay.toast.say(
            "The result is kept, with the date and the data." if len(kept) == 1 else f"{len(kept)} results are kept."
        )
        self._show()

    def take_findings(self, findings: tuple[Finding, ...]) -> None:
        """Have the findings of an exploration that was opened."""
        self.findings = findings
        self._show()

    def forget(self, finding: Finding) -> None:
        """Take a finding off the list."""
        self.findings = tuple(kept for kept in self.findings if kept is not finding)
        self._show()

    def repeat(self, finding: Finding) -> None:
        """Ask what a finding came of again, of the data that is open now."""
        projection = self._window.session.projection
        ends = tuple(projection.node_of.get(iri, -1) for iri in (finding.start, finding.end))
        if min(ends) < 0:
            missing = finding.start_label if ends[0] < 0 else finding.end_label
            self._window.warn(NameUnknownError(f"There is no resource “{missing}” in the data that is open."))
            return
        self._window.docks.raise_panel("Paths").tabs.button(0).click()
        self._look(ends, _question_of(projection, finding, self._question))


def _question_of(projection: Projection, finding: Finding, like: Question) -> Question:
    """How a finding was asked; predicates that the data does not have are left out."""
    known = {info.iri: i for i, info in enumerate(projection.predicates)}
    followed = frozenset(known[iri] for iri in finding.predicates if iri in known)
    return like._replace(
        kind=finding.kind,
        hops=finding.hops,
        directed=finding.directed,
        predicates=followed if finding.predicates else None,
        whole=finding.scope == "whole",
    )
