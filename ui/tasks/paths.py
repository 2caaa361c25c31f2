"""Paths: a search beside the window, with progress and Cancel, and what the user does with its results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from explorer.document import Document
from explorer.panels.facet_values import Choice
from explorer.panels.paths.cards import Search, Segment, Stretch, relationship_kinds, stretches
from explorer.panels.paths.findings import Finding, to_finding
from explorer.panels.paths.search import MOST_ENDS, Answer, Question, Route, answerable, find_routes, pairs_of
from explorer.views.groups import is_group
from graph.errors import NameUnknownError, PathError
from graph.model.grading.grades import signs_of_edges
from graph.model.projection import Projection
from ui.tasks.tools import PanelHandle, Tools
from ui.work.jobs import Task

if TYPE_CHECKING:
    from ui.panels.paths import PathsPanel


class PathSearch:
    """The question that is asked, its ends and its answer."""

    def __init__(
        self,
        tools: Tools,
        panel: PanelHandle[PathsPanel],
        go_to_edge: Callable[[int], None],
        light_up: Callable[[Sequence[int], Sequence[int]], None],
    ) -> None:
        self._tools, self._panel = tools, panel
        self._go_to_edge, self._light_up = go_to_edge, light_up
        self._document: Document = tools.session.document
        self._ends: tuple[int, ...] = ()
        self._typed = (-1, -1)
        self._question = Question(whole=True)
        self._answer: Answer | None = None
        self._stretches: tuple[Stretch, ...] = ()
        self._scene: object = None
        self._kinds: tuple[object, tuple[Choice, ...]] = (None, ())
        self._task: Task | None = None
        self._is_waited_for = False

    @property
    def _projection(self) -> Projection:
        return self._document.projection

    def search(self) -> Search:
        """All of it as the panel shows it."""
        session = self._tools.session
        self._follow_document()
        if session.scene is not self._scene:
            self._paint()
        labels = self._projection.labels
        return Search(
            ends=tuple(labels[node] for node in self._ends),
            selected=tuple(labels[node] for node in islice(self._selected(), MOST_ENDS + 1)),
            question=self._question,
            stretches=self._stretches,
            is_searching=self._task is not None,
            typed=(self._named(0), self._named(1)),
            is_partial=session.document.loadable is not None,
            has_evidence=self._projection.has_evidence,
            kinds=self._relationship_kinds(),
            grades=tuple(sign for sign, _ in signs_of_edges(self._projection)),
        )

    def _paint(self) -> None:
        """Give the resources of the paths the look that the picture gives them now."""
        session = self._tools.session
        self._scene = session.scene
        if self._answer is not None and session.document.continues(self._document):
            found = stretches(self._projection, self._answer, session.view.rules, session.scene.swatch_of)
            self._stretches = self._stretches if found == self._stretches else found  # a list keeps its place

    def _named(self, which: int) -> str:
        node = self._typed[which]
        return self._projection.labels[node] if node >= 0 else ""

    def ends_waiting(self) -> bool:
        """True if the search that the user waits for has ended; true once."""
        ends = self._is_waited_for and self._task is None
        self._is_waited_for &= not ends
        return ends

    def _selected(self) -> Iterator[int]:
        return (node for node in self._tools.session.selection if not is_group(node))

    def _relationship_kinds(self) -> tuple[Choice, ...]:
        key = self._projection, self._question.predicates
        if self._kinds[0] != key:
            self._kinds = key, relationship_kinds(self._projection, self._question)
        return self._kinds[1]

    def _follow_document(self) -> None:
        """Drop the ends and the answer where the document is another one, and not the same grown."""
        document, before = self._tools.session.document, self._document
        if document is before:
            return
        self._document = document
        if not document.continues(before):
            self._stop()
            self._ends, self._answer, self._stretches, self._typed = (), None, (), (-1, -1)
            self._question = answerable(document.projection, self._question._replace(predicates=None))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # Asking

    def find(self) -> None:
        """Look for paths between the selected resources, and show them; with fewer than two, let the user name both."""
        selected = tuple(islice(self._selected(), MOST_ENDS + 1))
        self._panel.go_to()
        if len(selected) < 2:
            return
        self._look(selected, self._question)
        self._is_waited_for = True

    def put_end(self, which: int, node: int) -> None:
        """Take a resource as the first (0) or last (1) of the paths; with both there, search."""
        self._follow_document()
        other = self._typed[1 - which]
        self._typed = (node, other) if which == 0 else (other, node)
        if other >= 0 and node != other:
            self._look(self._typed, self._question)
            self._is_waited_for = True
        else:
            self._panel.renew()

    def ask(self, question: Question) -> None:
        """Look in another way, at once where there are ends."""
        if self._ends:
            self._look(self._ends, question)
        else:
            self._question = question
            self._panel.renew()

    def _look(self, ends: tuple[int, ...], question: Question) -> None:
        session = self._tools.session
        self._follow_document()
        try:
            pairs = pairs_of(ends, directed=question.directed)
        except PathError as error:
            self._tools.messages.fail(error)
            return
        self._stop()
        self._ends, self._question, self._answer, self._stretches = ends, question, None, ()
        if len(ends) == 2:
            self._typed = (ends[0], ends[1])
        asked = question._replace(values=session.view.follows_values)
        job = find_routes(session.projection, session.visible, pairs, asked)
        self._task = task = self._tools.start(
            job, "Searching for paths", lambda answer: self._take_in(task, answer), on=session.document
        )
        task.ended.connect(lambda: self._ended(task))
        self._panel.renew()

    def _take_in(self, task: Task, answer: Answer) -> None:
        self._follow_document()
        if task is self._task:
            self._answer = answer
            self._paint()

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._panel.renew()

    # The paths that were found

    def is_shown(self, segment: Segment) -> bool:
        """True if a resource or a step is on the canvas."""
        visible = self._tools.session.visible
        causes, at = (visible.node_cause, segment.node) if segment.node >= 0 else (visible.edge_cause, segment.edge)
        return at < len(causes) and not causes[at]

    def select(self, segment: Segment) -> None:
        """Select a resource or the statement of a step, and show it where it is hidden."""
        if segment.node >= 0:
            self._tools.commands.reveal(segment.node)
            self._tools.sight.centre_on(segment.node)
        elif self.is_shown(segment):
            self._tools.session.select_edge(segment.edge)
        else:
            self._go_to_edge(segment.edge)

    def light(self, route: Route | None) -> None:
        """Let a path stand out on the canvas."""
        # In a list that still shows paths of another document the same numbers are other statements.
        is_known = route is not None and self._tools.session.document.continues(self._document)
        statements, nodes = (route.statements, route.nodes) if route is not None and is_known else ((), ())
        self._light_up(statements, nodes)

    def show_only(self, routes: tuple[Route, ...]) -> None:
        """Show only some paths: one step of history."""
        if not routes or self._answer is None:
            return
        nodes = np.unique([node for route in routes for node in route.nodes]).astype(np.int32)
        edges = np.unique([edge for route in routes for edge in route.statements]).astype(np.int32)
        names = [self._projection.labels[node] for node in self._ends]
        what = "Only the path" if len(routes) == 1 else f"Only {len(routes):,} paths"
        self._tools.commands.show_only(nodes, edges, f"{what} between {', '.join(names[:-1])} and {names[-1]}")
        self._tools.session.select([])  # nothing of it fades
        self._tools.sight.fit_scene(self._tools.session.scene)

    def cite(self, routes: tuple[Route, ...]) -> str:
        """The question, the number found, and paths as numbered sentences with footnotes; a message says so."""
        from explorer.panels.paths.notes import cite, found_in_words

        self._follow_document()
        head = () if self._answer is None else found_in_words(self._projection, self._answer, routes)
        self._tools.messages.say(f"{len(routes):,} path{'' if len(routes) == 1 else 's'} copied, with footnotes.")
        return "\n".join((*head, cite(self._projection, routes).text))

    # Findings

    def save(self) -> None:
        """Save the result for each pair, whether paths were found or not."""
        if self._answer is None:
            return
        source = self._tools.session.document.source
        new = tuple(to_finding(self._projection, self._answer, leg, source) for leg in self._answer.legs)
        session = self._tools.session
        session.save_findings((*session.findings, *new), "Save the result of a path search")
        self._tools.messages.say(
            "The result is saved, with the date and the data." if len(new) == 1 else f"{len(new)} results are saved."
        )

    def remove(self, finding: Finding) -> None:
        """Take a finding off the list."""
        session = self._tools.session
        left = tuple(other for other in session.findings if other is not finding)
        session.save_findings(left, "Remove the result of a path search")

    def repeat(self, finding: Finding) -> None:
        """Ask the question of a finding again, of the data that is open now."""
        projection = self._tools.session.projection
        ends = tuple(projection.node_of.get(iri, -1) for iri in (finding.start, finding.end))
        if min(ends) < 0:
            missing = finding.start_label if ends[0] < 0 else finding.end_label
            error = NameUnknownError(f"There is no resource “{missing}” in the data that is open.")
            self._tools.messages.fail(error)
            return
        self._panel.open().show_found()
        self._look(ends, _question_of(projection, finding, self._question))


def _question_of(projection: Projection, finding: Finding, like: Question) -> Question:
    """The question of a finding; predicates that the data does not have are left out."""
    known = {info.iri: i for i, info in enumerate(projection.predicates)}
    followed = frozenset(known[iri] for iri in finding.predicates if iri in known)
    return like._replace(
        kind=finding.kind,
        hops=finding.hops,
        directed=finding.directed,
        predicates=followed if finding.predicates else None,
        whole=finding.scope == "whole",
        min_origins=finding.min_origins,
        min_grade=finding.min_grade,
    )
